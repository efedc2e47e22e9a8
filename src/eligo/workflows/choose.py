"""``eligo select``: choose from a table of combinations; no returns are needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eligo.artefacts import Parameters, conflict_json, interactions_csv, selection_json
from eligo.errors import NothingAccepted
from eligo.scheme import TableScheme, load_table_scheme, scheme_text
from eligo.selection import Conflict, Interactions, Near, Robustness, Selection, near_optima, robustness, select
from eligo.workflows.combinations_file import CombinationRow, CombinationTable, read_combinations
from eligo.workflows.derive import checked_certificate, exercised_together, infeasible
from eligo.workflows.equivalences import EQUIVALENCES, relations_of, with_relations
from eligo.workflows.folder import CHOICE, safe_folder, write_folder
from eligo.workflows.inputs import read_input
from eligo.workflows.ranked import ranked_csv
from eligo.workflows.request import policy_of
from eligo.workflows.table_doubts import doubts_in
from eligo.workflows.table_lines import table_lines


@dataclass(frozen=True, slots=True)
class Choice:
    """A selection from a table, under its scheme. ``deployed`` is of all in scope, in installations.

    ``together``: the hardware variants that occur together, by strength; ``rows`` are those in scope by combination id;
    ``ignored``: the columns that were not read; ``robust``: what the figures that the table states as not known could
    change; ``near``: the other sets that lose little, where they were asked for.
    """

    scheme: TableScheme
    selection: Selection
    together: tuple[Interactions, ...]
    deployed: int
    rows: Mapping[str, CombinationRow]
    ignored: tuple[str, ...]
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
    scheme, rules = load_table_scheme(scheme_name), scheme_text(scheme_name)
    if out is not None:
        safe_folder(out, CHOICE)
    content, read = _table(table, scheme, equivalences, parameters.equivalences_on)
    rows = [row for row in read.rows if row.in_scope]
    if not rows:
        raise NothingAccepted(f"No combination of {table} is in scope", hint="Name a table that has some.")
    candidates, deployed = [row.candidate(scheme) for row in rows], sum(row.deployed for row in rows)
    policy, operators = policy_of(scheme, parameters), scheme.operators
    answer = select(candidates, deployed, policy, operators, word=scheme.installation_word)
    written = {"combinations.csv": content, "scheme.toml": rules, **checked_certificate(answer, content, rules)}
    if isinstance(answer, Conflict):
        _write(out, {**written, "selection.json": conflict_json(answer)})
        raise infeasible(answer, _further(answer, table, scheme_name, out))
    together, near = exercised_together(candidates, answer), None
    if within is not None and answer.status == "optimal":
        near = near_optima(candidates, deployed, policy, operators, within)
    robust = robustness(answer, candidates, deployed, policy, doubts_in(table.name, rows, scheme))
    written["selection.json"] = selection_json(answer, None, (), together, deployed, scheme, near, robust)
    written["interactions.csv"] = interactions_csv(together, deployed)
    written["ranked.csv"] = ranked_csv(scheme, rows, answer)
    _write(out, written)
    by_id = {row.combination.combination_id: row for row in rows}
    return Choice(scheme, answer, together, deployed, by_id, read.ignored, robust, near)


def _further(conflict: Conflict, table: Path, scheme_name: str, out: Path | None) -> str:
    """Where it is told which sizes can cover all, where coverage is in conflict; and how the proof is checked."""
    covering = any(one.kind == "coverage" for one in conflict.requirements)
    sizes = f" What each size can cover: eligo estate {table} curve --scheme {scheme_name}." if covering else ""
    files = " ".join(f"{out}/{name}" for name in ("certificate.json", "combinations.csv", "scheme.toml"))
    return f"{sizes} The proof: eligo-check {files}." if out else sizes


def _table(
    table: Path, scheme: TableScheme, equivalences: Path | None, day: date | None
) -> tuple[bytes, CombinationTable]:
    """The table with the relations of another."""
    source = read_input("table of combinations", table)
    content, read = source.content, read_combinations(source.name, source.content, scheme)
    if equivalences is not None:
        decided, ids = read_input(EQUIVALENCES, equivalences), [row.combination.combination_id for row in read.rows]
        known = {row.combination.combination_id: row.combination for row in read.rows}
        relations = relations_of(decided.name, decided.content, known, day)
        content = with_relations(table_lines(source.name, source.content), ids, relations)
        read = read_combinations(source.name, content, scheme)
    return content, read


def _write(out: Path | None, written: Mapping[str, bytes]) -> None:
    if out is not None:
        write_folder(out, written, CHOICE)
