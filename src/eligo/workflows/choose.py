"""``eligo select``: choose from a table of combinations; no returns are needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eligo.artefacts import Parameters, conflict_json, interactions_csv, selection_json
from eligo.errors import NothingAccepted
from eligo.scheme import Scheme, load_scheme, scheme_text
from eligo.selection import Conflict, Interactions, Near, Robustness, Selection, near_optima, robustness, select
from eligo.workflows.combinations_file import CombinationRow, read_combinations
from eligo.workflows.derive import checked_certificate, exercised_together, infeasible
from eligo.workflows.equivalences import EQUIVALENCES, read_equivalences, with_relations
from eligo.workflows.folder import CHOICE, safe_folder, write_folder
from eligo.workflows.inputs import read_input
from eligo.workflows.request import policy_of
from eligo.workflows.table_doubts import doubts_in


@dataclass(frozen=True, slots=True)
class Choice:
    """A selection from a table, under its scheme. ``deployed`` is of all in scope, in installations.

    ``together``: the hardware variants that occur together, by strength; ``populations`` are by combination id;
    ``robust``: what the figures that the table states as not known could change; ``near``: the other sets that lose
    little, where they were asked for.
    """

    scheme: Scheme
    selection: Selection
    together: tuple[Interactions, ...]
    deployed: int
    populations: Mapping[str, int]
    robust: Robustness
    near: Near | None = None


def choose(
    table: Path,
    scheme_name: str,
    parameters: Parameters,
    out: Path | None = None,
    *,
    equivalences: Path | None = None,
    within: int | None = None,
) -> Choice:
    """The proved selection from the in-scope rows of a table. With ``out``, it is written there with its certificate
    and what that is checked against: the table and the scheme. So is a conflict, before it is raised. The relations
    of ``equivalences``, a table, hold besides those that the table of combinations has, and stand in what is written.
    ``within`` asks for all sets that lose no more than so many installations.

    Raises ``BadDecisions`` for mistakes of the former, ``WrongTemplate`` for those of the latter, ``NothingAccepted``
    where none of its rows is in scope, and ``Infeasible`` with the requirements in conflict.
    """
    scheme, rules = load_scheme(scheme_name), scheme_text(scheme_name)
    if out is not None:
        safe_folder(out, CHOICE)
    content, rows = _table(table, scheme, equivalences)
    candidates, deployed = [row.candidate(scheme) for row in rows], sum(row.deployed for row in rows)
    policy, operators = policy_of(scheme, parameters), scheme.operator.values
    answer = select(candidates, deployed, policy, operators)
    proof = checked_certificate(answer, content, rules)
    written = {"combinations.csv": content, "scheme.toml": rules, **proof}
    if isinstance(answer, Conflict):
        _write(out, {**written, "selection.json": conflict_json(answer)})
        raise infeasible(answer)
    together, near = exercised_together(candidates, answer), None
    if within is not None and answer.status == "optimal":
        near = near_optima(candidates, deployed, policy, operators, within)
    robust = robustness(answer, candidates, deployed, policy, doubts_in(table.name, rows, scheme))
    written["selection.json"] = selection_json(answer, None, (), together, deployed, scheme, near, robust)
    written["interactions.csv"] = interactions_csv(together, deployed)
    _write(out, written)
    populations = {one.combination_id: one.population for one in candidates}
    return Choice(scheme, answer, together, deployed, populations, robust, near)


def _table(table: Path, scheme: Scheme, equivalences: Path | None) -> tuple[bytes, list[CombinationRow]]:
    """The table with the relations of another, and its rows in scope."""
    source = read_input("table of combinations", table)
    content, rows = source.content, read_combinations(source.name, source.content, scheme)
    if equivalences is not None:
        decided, ids = read_input(EQUIVALENCES, equivalences), {row.combination.combination_id for row in rows}
        content = with_relations(content, read_equivalences(decided.name, decided.content, ids))
        rows = read_combinations(source.name, content, scheme)
    in_scope = [row for row in rows if row.in_scope]
    if not in_scope:
        raise NothingAccepted(f"No combination of {table} is in scope", hint="Name the combinations.csv of a run.")
    return content, in_scope


def _write(out: Path | None, written: Mapping[str, bytes]) -> None:
    if out is not None:
        write_folder(out, written, CHOICE)
