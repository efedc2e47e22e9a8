"""``eligo select``: choose from a table of combinations; no returns are needed."""

from __future__ import annotations

from pathlib import Path

from eligo.artefacts import Parameters
from eligo.errors import NothingAccepted
from eligo.scheme import Scheme, load_scheme
from eligo.selection import Conflict, Selection, select
from eligo.workflows.combinations_file import read_combinations
from eligo.workflows.derive import check_independently, infeasible
from eligo.workflows.inputs import read_input
from eligo.workflows.request import policy_of


def choose(table: Path, scheme_name: str, parameters: Parameters) -> tuple[Scheme, Selection]:
    """The proved selection from the in-scope rows of a table.

    Raises ``WrongTemplate`` for a table with faults, ``NothingAccepted`` where none of its rows is in scope, and
    ``Infeasible`` with the requirements in conflict.
    """
    scheme = load_scheme(scheme_name)
    source = read_input("table of combinations", table)
    rows = [row for row in read_combinations(source.name, source.content, scheme) if row.in_scope]
    if not rows:
        raise NothingAccepted(f"No combination of {table} is in scope", hint="Name the combinations.csv of a run.")
    candidates = [row.candidate(scheme) for row in rows]
    deployed = sum(row.deployed for row in rows)
    policy = policy_of(scheme, parameters)
    answer = select(candidates, deployed, policy, scheme.operator.values)
    if isinstance(answer, Conflict):
        raise infeasible(answer)
    check_independently(answer, candidates, deployed, policy, scheme.operator.values)
    return scheme, answer
