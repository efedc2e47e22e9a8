"""``eligo select``: choose from a table of combinations; no returns are needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eligo.artefacts import Parameters, conflict_json, interactions_csv, selection_json
from eligo.errors import NothingAccepted
from eligo.scheme import Scheme, load_scheme, scheme_text
from eligo.selection import Conflict, Interactions, Selection, select
from eligo.workflows.combinations_file import read_combinations
from eligo.workflows.derive import check_independently, checked_certificate, exercised_together, infeasible
from eligo.workflows.folder import CHOICE, safe_folder, write_folder
from eligo.workflows.inputs import read_input
from eligo.workflows.request import policy_of


@dataclass(frozen=True, slots=True)
class Choice:
    """A selection from a table, under its scheme. ``deployed`` is of all in scope, in installations.

    ``together``: the hardware variants that occur together, by strength.
    """

    scheme: Scheme
    selection: Selection
    together: tuple[Interactions, ...]
    deployed: int


def choose(table: Path, scheme_name: str, parameters: Parameters, out: Path | None = None) -> Choice:
    """The proved selection from the in-scope rows of a table. With ``out``, it is written there with its certificate
    and what that is checked against: the table and the scheme. So is a conflict, before it is raised.

    Raises ``WrongTemplate`` for a table with faults, ``NothingAccepted`` where none of its rows is in scope, and
    ``Infeasible`` with the requirements in conflict.
    """
    scheme = load_scheme(scheme_name)
    if out is not None:
        safe_folder(out, CHOICE)
    source = read_input("table of combinations", table)
    rows = [row for row in read_combinations(source.name, source.content, scheme) if row.in_scope]
    if not rows:
        raise NothingAccepted(f"No combination of {table} is in scope", hint="Name the combinations.csv of a run.")
    candidates = [row.candidate(scheme) for row in rows]
    deployed = sum(row.deployed for row in rows)
    policy = policy_of(scheme, parameters)
    answer = select(candidates, deployed, policy, scheme.operator.values)
    content = scheme_text(scheme_name)
    written = {
        "combinations.csv": source.content,
        "scheme.toml": content,
        **checked_certificate(answer, source.content, content),
    }
    if isinstance(answer, Conflict):
        _write(out, {**written, "selection.json": conflict_json(answer)})
        raise infeasible(answer)
    check_independently(answer, candidates, deployed, policy, scheme.operator.values)
    together = exercised_together(candidates, answer)
    written["selection.json"] = selection_json(answer, None, (), together, deployed, scheme)
    written["interactions.csv"] = interactions_csv(together, deployed)
    _write(out, written)
    return Choice(scheme, answer, together, deployed)


def _write(out: Path | None, written: Mapping[str, bytes]) -> None:
    if out is not None:
        write_folder(out, written, CHOICE)
