"""``eligo rounds ask``: a template for each organisation, filled with what it reported the time before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eligo.catalogue import load_catalogue
from eligo.durable import make_folder, placed
from eligo.errors import NotFound, UsageError
from eligo.ports import Workspace
from eligo.returns import Prefilled, Return, prefilled, template_workbook
from eligo.workflows.inputs import InputFile
from eligo.workflows.intake import take_in
from eligo.workflows.workspace.addressing import addresses, role_word
from eligo.workflows.workspace.answers import answers_to
from eligo.workflows.workspace.basis import Basis, basis_of, needed_catalogue, stored_file
from eligo.workflows.workspace.names import Key, Names, names_of
from eligo.workflows.workspace.receiving import standing
from eligo.workflows.workspace.rounds import chosen_round


@dataclass(frozen=True, slots=True)
class Template:
    """One organisation's template: where it is, and how many rows stand in it, from which return."""

    organisation: str
    role: str
    file: Path
    rows: int
    source: str


def write_templates(workspace: Workspace, reference: str | None, out: Path) -> tuple[Template, ...]:
    """Write a template for everybody whom a round asks (or who answered the round before, where it names nobody).

    Nothing is written where one of the files is there already. Raises ``NotFound`` where there is nobody to ask,
    ``UsageError`` with every file that is there, and ``CannotWrite``.
    """
    basis = basis_of(workspace)
    round_ = chosen_round(workspace, reference)
    catalogue = needed_catalogue(basis)
    known = load_catalogue(catalogue.name, catalogue.content, basis.scheme)
    names = names_of(basis)
    answers = answers_to(workspace, names, round_)
    before = _reported(workspace, basis, names, answers.before)
    wanted = {key: one.organisation for key, one in answers.asked.items()}
    if not wanted:
        raise NotFound(
            f"{round_.reference} asks nobody, and no round before it was answered",
            hint="Say whom it asks: eligo rounds amend ROUND --ask asked.csv --why ...",
        )
    files = {key: out / f"{name}.xlsx" for key, name in addresses(round_.reference, wanted, basis.scheme).items()}
    there = sorted(str(file) for file in files.values() if file.exists())
    if there:
        raise UsageError("Some of the templates are there already", hint="Name another folder.", details=there)
    entries = [(e.device_type, e.manufacturer, e.model, e.hardware, e.firmware) for e in known.entries]
    made = []
    make_folder(out)
    for key, name in wanted.items():
        filled = before.get(key) or Prefilled(name, role_word(key[0], basis.scheme))
        with placed(files[key], replacing=False) as file:
            file.write(template_workbook(basis.scheme, entries, round_.reference, filled))
        made.append(Template(name, key[0], files[key], len(filled.combinations), filled.source))
    return tuple(made)


def _reported(workspace: Workspace, basis: Basis, names: Names, reference: str | None) -> Mapping[Key, Prefilled]:
    """What everybody reported in a round, by role and organisation."""
    if reference is None:
        return {}
    counting = standing(workspace.store.submissions.of_round(reference))
    files = [stored_file(workspace, one.kind, one.file_name, one.file) for one in counting]
    intake = take_in((*files, *basis.known), basis.scheme, workspace.progress)
    content: Mapping[str, InputFile] = {file.name: file for file in files}
    return {_key(one, names): prefilled(one, content[one.file].content, basis.scheme) for one in intake.returns}


def _key(one: Return, names: Names) -> Key:
    return names.key(one.sender.role.value, one.sender.organisation)
