"""``eligo audit``: is a choice that somebody published the best under the rule that they state?"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from eligo.artefacts import Parameters
from eligo.errors import NothingAccepted
from eligo.scheme import TableScheme
from eligo.selection import Audit, Conflict, audit_choice
from eligo.workflows.derive import checked_certificate
from eligo.workflows.inputs import read_input
from eligo.workflows.published_choice import PublishedChoice, read_published
from eligo.workflows.request import policy_of
from eligo.workflows.results import open_results


@dataclass(frozen=True, slots=True)
class Audited:
    """The verdict, what was read, and the estate's ``deployed`` installations in scope."""

    scheme: TableScheme = field(repr=False)
    choice: PublishedChoice
    audit: Audit
    deployed: int
    certified: bool


def audit(published: Path, estate: Path, scheme_name: str | None, parameters: Parameters) -> Audited:
    """The verdict on a published table over the combinations of an estate, ``combinations.csv`` or a run's folder.

    The rule is the scheme's (``None``: the run's own) with the changes of ``parameters``; what the run itself was asked
    to change is not part of it. Raises ``WrongTemplate`` for a table with faults, ``NothingAccepted`` where nothing of
    the estate is in scope, and what ``open_results`` and ``select`` raise.
    """
    opened = open_results(estate, scheme_name)
    if not opened.in_scope:
        raise NothingAccepted(f"No combination of {estate} is in scope", hint="Name the combinations.csv of a run.")
    table = read_input("published choice", published)
    choice = read_published(table.name, table.content, opened.scheme, opened.in_scope)
    candidates = {row.combination.combination_id: row.candidate(opened.scheme) for row in opened.in_scope}
    named = [candidates[one.row.combination.combination_id] for one in choice.named]
    policy, operators = policy_of(opened.scheme, parameters), opened.scheme.operators
    found = audit_choice([*candidates.values()], opened.deployed, policy, operators, named)
    proof = checked_certificate(found.best, opened.table, opened.rules)
    proved = isinstance(found.best, Conflict) or found.best.status == "optimal"
    return Audited(opened.scheme, choice, found, opened.deployed, bool(proof) and proved)
