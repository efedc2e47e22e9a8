"""``eligo audit``: is a choice that somebody published the best under the rule that they state?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eligo.artefacts import Parameters, json_bytes
from eligo.documents import ShownAudit, build_audit, render_html, render_pdf
from eligo.errors import NothingAccepted
from eligo.scheme import TableScheme
from eligo.selection import Audit, Conflict, Selection, audit_choice
from eligo.terms import Candidate, SelectionPolicy
from eligo.workflows.derive import checked_certificate
from eligo.workflows.folder import AUDITED, safe_folder, write_folder
from eligo.workflows.inputs import read_input
from eligo.workflows.published_choice import PublishedChoice, read_published
from eligo.workflows.request import policy_of
from eligo.workflows.results import open_results


@dataclass(frozen=True, slots=True)
class Audited:
    """The verdict, what was read, and the estate's ``deployed`` installations in scope; ``candidates`` are all that is
    in scope, ``policy`` the rule. ``otherwise``: what the estate's own selection was asked to change, and the rule not.
    """

    scheme: TableScheme = field(repr=False)
    choice: PublishedChoice
    audit: Audit
    candidates: tuple[Candidate, ...] = field(repr=False)
    policy: SelectionPolicy
    deployed: int
    certified: bool
    otherwise: tuple[str, ...] = ()

    @property
    def names(self) -> Mapping[str, str]:
        """What each published combination is called, by its id, in the table's order."""
        return {one.row.combination.combination_id: one.name for one in self.choice.named}


def audit(
    published: Path, estate: Path, scheme_name: str | None, parameters: Parameters, out: Path | None = None
) -> Audited:
    """The verdict on a published table over the combinations of an estate, ``combinations.csv`` or a run's folder; with
    ``out``, written there, as a page and with what it is checked against.

    The rule is the scheme's (``None``: the run's own) with the changes of ``parameters``; what the run itself was asked
    to change is not part of it. Raises ``WrongTemplate`` for a table with faults, ``NothingAccepted`` where nothing of
    the estate is in scope, ``UsageError`` where the folder holds something else, and what ``open_results`` and
    ``select`` raise.
    """
    if out is not None:
        safe_folder(out, AUDITED)
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
    certified = bool(proof) and proved
    own, usual = opened.policy.asked, policy_of(opened.scheme, Parameters()).asked
    otherwise = tuple(name for name in own if own[name] not in (usual[name], policy.asked[name]))
    every = (*candidates.values(),)
    audited = Audited(opened.scheme, choice, found, every, policy, opened.deployed, certified, otherwise)
    if out is not None:
        page = build_audit(_shown(audited, table.name))
        written = {"audit.json": json_bytes(audit_record(audited)), **proof}
        written |= {"audit.html": render_html(page), "audit.pdf": render_pdf(page)}
        write_folder(out, {**written, "combinations.csv": opened.table, "scheme.toml": opened.rules}, AUDITED)
    return audited


def _shown(audited: Audited, name: str) -> ShownAudit:
    return ShownAudit(
        name,
        audited.scheme,
        audited.audit,
        audited.candidates,
        audited.policy,
        audited.deployed,
        audited.names,
        tuple(stated_words(audited)),
    )


def stated_words(audited: Audited) -> Iterator[str]:
    """What the estate's selection was asked otherwise, what the table states otherwise than the estate, or leaves open,
    or what was not read of it, a sentence each.
    """
    if audited.otherwise:
        names = ", ".join(audited.otherwise)
        yield f"The selection of this estate was asked otherwise ({names}); say so here, where it is part of the rule."
    if audited.choice.share:
        share = audited.audit.deployed / (audited.deployed or 1)
        yield f"The table states {audited.choice.share} of the deployed estate; this estate gives {100 * share:.1f} %."
    for named in audited.choice.named:
        for which, stated in named.differing:
            yield f"{named.name}: the table states {stated} {which}; this estate has {getattr(named.row, which):,}."
        if named.others:
            others = ", ".join(f"{o.combination.combination_id} ({o.population:,})" for o in named.others)
            yield f"{named.name} may also mean {others}; the largest is taken."
    if audited.choice.unread:
        yield f"Not read: {', '.join(audited.choice.unread)}."


def audit_record(audited: Audited) -> dict[str, object]:
    """``audit.json``. Counts are installations."""
    found = audited.audit
    return {
        **verdict_record(found),
        "unique": found.unique,
        "uncovered": list(found.uncovered),
        "deployed": found.deployed,
        "share_of_deployed": round(found.deployed / audited.deployed, 6) if audited.deployed else None,
        "stated_share": audited.choice.share or None,
        "published": [
            {
                "name": one.name,
                "combination_id": one.row.combination.combination_id,
                "population": one.row.population,
                "deployed": one.row.deployed,
                "alone_carries": list(found.alone[one.row.combination.combination_id]),
                "stated_otherwise": dict(one.differing),
                "may_also_mean": [other.combination.combination_id for other in one.others],
            }
            for one in audited.choice.named
        ],
        "certified": audited.certified,
        "not_read": list(audited.choice.unread),
    }


def verdict_record(found: Audit) -> dict[str, object]:
    """What a choice is under a rule. The best set has ``population`` and ``shortfall`` together; ``bound`` is what none
    exceeds where it is not proved.
    """
    best = found.best if isinstance(found.best, Selection) else None
    return {
        "verdict": found.verdict.value,
        "breaches": list(found.breaches),
        "population": found.population,
        "best": None if best is None else [one.combination_id for one in best.selected],
        "shortfall": found.shortfall,
        "bound": None if best is None or best.status == "optimal" else best.bound,
        "enters": list(found.enters),
        "leaves": list(found.leaves),
        "ties": None if found.near is None else [list(one.selected) for one in found.near.sets],
        "conflict": [one.text for one in found.best.requirements] if isinstance(found.best, Conflict) else [],
    }
