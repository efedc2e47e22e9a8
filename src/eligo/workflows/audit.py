"""``eligo audit``: is a choice that somebody published the best under the rule that they state?"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from eligo.artefacts import Parameters
from eligo.errors import NothingAccepted
from eligo.scheme import Scheme, load_scheme, scheme_text
from eligo.selection import Audit, Conflict, audit_choice
from eligo.workflows.combinations_file import read_combinations
from eligo.workflows.derive import checked_certificate
from eligo.workflows.inputs import read_input
from eligo.workflows.published_choice import PublishedChoice, read_published
from eligo.workflows.request import policy_of


@dataclass(frozen=True, slots=True)
class Audited:
    """The verdict, what was read, and the estate's ``deployed`` installations in scope."""

    scheme: Scheme = field(repr=False)
    choice: PublishedChoice
    audit: Audit
    deployed: int
    certified: bool


def audit(published: Path, estate: Path, scheme_name: str, parameters: Parameters) -> Audited:
    """The verdict on a published table over the combinations of an estate, ``combinations.csv`` or a run's folder.

    The rule is the scheme's with the changes of ``parameters``. Raises ``WrongTemplate`` for a table with faults,
    ``NothingAccepted`` where nothing of the estate is in scope, and what ``select`` raises for the rule.
    """
    scheme = load_scheme(scheme_name)
    source = read_input("table of combinations", estate / "combinations.csv" if estate.is_dir() else estate)
    rows = [row for row in read_combinations(source.name, source.content, scheme) if row.in_scope]
    if not rows:
        raise NothingAccepted(f"No combination of {estate} is in scope", hint="Name the combinations.csv of a run.")
    rows.sort(key=lambda row: (-row.population, row.combination.identity))
    table = read_input("published choice", published)
    choice = read_published(table.name, table.content, scheme, rows)
    deployed = sum(row.deployed for row in rows)
    candidates = {row.combination.combination_id: row.candidate(scheme) for row in rows}
    named = [candidates[one.row.combination.combination_id] for one in choice.named]
    policy, operators = policy_of(scheme, parameters), scheme.operator.values
    found = audit_choice([*candidates.values()], deployed, policy, operators, named)
    proof = checked_certificate(found.best, source.content, scheme_text(scheme_name))
    proved = isinstance(found.best, Conflict) or found.best.status == "optimal"
    return Audited(scheme, choice, found, deployed, bool(proof) and proved)
