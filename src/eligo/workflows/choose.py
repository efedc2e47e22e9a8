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
from eligo.workflows.derive import checked_certificate, exercised_together, infeasible
from eligo.workflows.equivalences import EQUIVALENCES, read_equivalences, with_relations
from eligo.workflows.folder import CHOICE, safe_folder, write_folder
from eligo.workflows.inputs import read_input
from eligo.workflows.request import policy_of


@dataclass(frozen=True, slots=True)
class Choice:
    """A selection from a table, under its scheme. ``deployed`` is of all in scope, in installations.

    ``together``: the hardware variants that occur together, by strength; ``populations`` are by combination id.
    """

    scheme: Scheme
    selection: Selection
    together: tuple[Interactions, ...]
    deployed: int
    populations: Mapping[str, int]


def choose(
    table: Path, scheme_name: str, parameters: Parameters, out: Path | None = None, *, equivalences: Path | None = None
) -> Choice:
    """The proved selection from the in-scope rows of a table. With ``out``, it is written there with its certificate
    and what that is checked against: the table and the scheme. So is a conflict, before it is raised. The relations
    of ``equivalences``, a table, hold besides those that the table of combinations has, and stand in what is written.

    Raises ``BadDecisions`` for mistakes of the former, ``WrongTemplate`` for those of the latter, ``NothingAccepted``
    where none of its rows is in scope, and ``Infeasible`` with the requirements in conflict.
    """
    scheme = load_scheme(scheme_name)
    if out is not None:
        safe_folder(out, CHOICE)
    source = read_input("table of combinations", table)
    everything = read_combinations(source.name, source.content, scheme)
    content = source.content
    if equivalences is not None:
        decided, ids = read_input(EQUIVALENCES, equivalences), {row.combination.combination_id for row in everything}
        content = with_relations(content, read_equivalences(decided.name, decided.content, ids))
        everything = read_combinations(source.name, content, scheme)
    rows = [row for row in everything if row.in_scope]
    if not rows:
        raise NothingAccepted(f"No combination of {table} is in scope", hint="Name the combinations.csv of a run.")
    candidates = [row.candidate(scheme) for row in rows]
    deployed = sum(row.deployed for row in rows)
    policy = policy_of(scheme, parameters)
    answer = select(candidates, deployed, policy, scheme.operator.values)
    rules = scheme_text(scheme_name)
    written = {
        "combinations.csv": content,
        "scheme.toml": rules,
        **checked_certificate(answer, content, rules),
    }
    if isinstance(answer, Conflict):
        _write(out, {**written, "selection.json": conflict_json(answer)})
        raise infeasible(answer)
    together = exercised_together(candidates, answer)
    written["selection.json"] = selection_json(answer, None, (), together, deployed, scheme)
    written["interactions.csv"] = interactions_csv(together, deployed)
    _write(out, written)
    return Choice(scheme, answer, together, deployed, {one.combination_id: one.population for one in candidates})


def _write(out: Path | None, written: Mapping[str, bytes]) -> None:
    if out is not None:
        write_folder(out, written, CHOICE)
