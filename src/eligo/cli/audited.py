"""The verdict on a published choice, on the terminal and for programs."""

from __future__ import annotations

from collections.abc import Mapping

import typer

from eligo.artefacts import json_bytes
from eligo.cli.console import heading, percent, say, show
from eligo.selection import Audit, Conflict, Selection, Verdict
from eligo.workflows import Audited

_VERDICTS = {
    Verdict.OPTIMAL: "optimal",
    Verdict.TIED: "tied: no set has more, and the rule for ties takes another",
    Verdict.DOMINATED: "not optimal",
    Verdict.NOT_ALLOWED: "not allowed under the rule",
    Verdict.UNPROVED: "not known: nothing better was found, and nothing was proved",
}


def print_audit(audited: Audited) -> None:
    """The verdict, the published combinations, and what is better."""
    found, names = audited.audit, _names(audited)
    heading(f"The published choice is {_said(audited)}")
    rows = [
        (
            named.name,
            named.row.combination.combination_id,
            named.row.combination.operator,
            named.row.population,
            named.row.deployed,
            ", ".join(found.alone[named.row.combination.combination_id]),
        )
        for named in audited.choice.named
    ]
    operator = audited.scheme.find_attribute("operator")
    columns = ("", "combination", operator.label if operator else "", "population", "deployed", "alone carries")
    show(columns, rows, numbers=("population", "deployed"))
    share = percent(found.deployed, audited.deployed)
    units = f"{audited.scheme.installation_word}s"
    say(f"Together: {found.population:,} {units} of population, {share} of the deployed estate.")
    _better(found, names, units)
    _stated(audited, share)


def _better(found: Audit, names: Mapping[str, str], units: str) -> None:
    """What the choice breaks or leaves out, and which set has more."""
    for breach in found.breaches:
        say(f"It breaks the rule: {breach}.")
    if found.uncovered:
        say(f"None of them carries {', '.join(found.uncovered)}.")
    elif isinstance(found.best, Selection):
        say(f"Coverage holds: all {len(found.best.required_variants):,} required hardware variants are carried.")
    if isinstance(found.best, Conflict):
        say("No set meets this rule; these of its requirements cannot hold together:")
        for requirement in found.best.requirements:
            say(f"  {requirement.text}")
    elif found.enters:
        enters = ", ".join(found.enters)
        leaves = ", ".join(names[one] for one in found.leaves)
        more = f"{abs(found.shortfall or 0):,} {'more' if (found.shortfall or 0) >= 0 else 'fewer'}"
        say(
            f"The best set has {more} {units}: {enters} instead of {leaves}."
            if leaves
            else f"The best set has {more} {units}: {enters} as well."
        )


def _stated(audited: Audited, share: str) -> None:
    """What the table states otherwise than the estate, or leaves open, or what was not read of it."""
    if audited.choice.share:
        say(f"The table states {audited.choice.share} of the deployed estate; this estate gives {share}.")
    for named in audited.choice.named:
        for which, stated in named.differing:
            say(f"{named.name}: the table states {stated} {which}; this estate has {getattr(named.row, which):,}.")
        if named.others:
            others = ", ".join(f"{o.combination.combination_id} ({o.population:,})" for o in named.others)
            say(f"{named.name} may also mean {others}; the largest is taken.")
    if audited.choice.unread:
        say(f"Not read: {', '.join(audited.choice.unread)}.")


def _said(audited: Audited) -> str:
    """The verdict in words, and whether the best set is the only one."""
    found = audited.audit
    unique = ""
    if found.near is not None and found.verdict in (Verdict.OPTIMAL, Verdict.TIED):
        others = len(found.near.sets)
        units = f"{audited.scheme.installation_word}s"
        also = f"{others:,} other set{'' if others == 1 else 's'} {'has' if others == 1 else 'have'} as many {units}"
        unique = " and unique" if found.unique else f"; {also}{'' if found.near.complete else ', or more'}"
    return f"{_VERDICTS[found.verdict]}{unique}"


def _names(audited: Audited) -> dict[str, str]:
    return {one.row.combination.combination_id: one.name for one in audited.choice.named}


def print_audit_json(audited: Audited) -> None:
    """The same for programs."""
    typer.echo(json_bytes(_record(audited)).decode(), nl=False)


def _record(audited: Audited) -> dict[str, object]:
    found = audited.audit
    best = found.best if isinstance(found.best, Selection) else None
    return {
        "verdict": found.verdict.value,
        "unique": found.unique,
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
        "population": found.population,
        "deployed": found.deployed,
        "share_of_deployed": round(found.deployed / audited.deployed, 6) if audited.deployed else None,
        "stated_share": audited.choice.share or None,
        "breaches": list(found.breaches),
        "uncovered": list(found.uncovered),
        "best": None if best is None else [one.combination_id for one in best.selected],
        "best_population": None if best is None else best.population,
        "shortfall": found.shortfall,
        "enters": list(found.enters),
        "leaves": list(found.leaves),
        "ties": None if found.near is None else [list(one.selected) for one in found.near.sets],
        "conflict": [one.text for one in found.best.requirements] if isinstance(found.best, Conflict) else [],
        "certified": audited.certified,
        "not_read": list(audited.choice.unread),
    }
