"""Scope rules whose change opens a consultation of its own, and what has changed of them.

What belongs here: which rules those are, what they decide, and whether one has changed. What does not: deciding scope
(``decide``), or whether a selection has to be consulted on again (``workflows``).
Source: Consultation 2.1.1, assumption 3 (EDMI); the scheme's ``consultation_on_change``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eligo.scheme import Scheme, ScopeRule, TableScheme
from eligo.scope.decide import apply_scope, rules_in_force
from eligo.scope.model import ScopedEstate


@dataclass(frozen=True, slots=True)
class Watched:
    """A rule in force whose change opens a consultation, and what it decides: combinations, installations deployed."""

    rule: ScopeRule
    combinations: int
    deployed: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """One combination under the rules before and after: the rule that decides, and whether it is in scope.

    ``deployed`` are its installations after the change.
    """

    deployed: int
    rule_before: str
    in_scope_before: bool
    rule_after: str
    in_scope_after: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A rule whose change opens a consultation, and ``how`` it has changed, as the end of a sentence.

    ``combinations`` and ``deployed`` installations of what it decides, or did, have come into scope or gone out of it.
    """

    rule: str
    how: str
    combinations: int
    deployed: int


def watched_rules(scoped: ScopedEstate, scheme: Scheme) -> tuple[Watched, ...]:
    """The rules in force whose change opens a consultation, in the scheme's order."""
    return tuple(
        Watched(rule, len(deployed), sum(deployed))
        for rule in rules_in_force(scheme, scoped.estate.data_cut_off)
        if rule.consultation_on_change
        for deployed in [[one.count.deployed for one in scoped.combinations if one.decision.rule == rule.id]]
    )


def opened_by(before: TableScheme, after: TableScheme, ruled: Sequence[Ruled]) -> tuple[Opened, ...]:
    """The consultations that a change of the rules opens, in the order of the rules.

    A rule has changed where anything that decides has, or where what it decided is decided otherwise, as by a rule that
    now comes before it.
    """
    rules = [{rule.id: rule for rule in scheme.scope_rules} for scheme in (before, after)]
    watched = [one.id for one in (*before.scope_rules, *after.scope_rules) if one.consultation_on_change]
    found = []
    for name in dict.fromkeys(watched):
        turned = [
            one.deployed
            for one in ruled
            if name in (one.rule_before, one.rule_after) and one.in_scope_before != one.in_scope_after
        ]
        how = _how(rules[0].get(name), rules[1].get(name))
        if how or turned:
            how = how or "is as it was, and no longer decides all that it did"
            found.append(Opened(name, how, len(turned), sum(turned)))
    return tuple(found)


def opened_on(scoped: ScopedEstate, before: Scheme, after: Scheme) -> tuple[Opened, ...]:
    """The same for an estate that has been decided under the rules ``after``: it is decided under the others, too."""
    earlier = {one.count.combination: one.decision for one in apply_scope(scoped.estate, before).combinations}
    ruled = [
        Ruled(one.count.deployed, was.rule, was.in_scope, one.decision.rule, one.decision.in_scope)
        for one in scoped.combinations
        for was in [earlier[one.count.combination]]
    ]
    return opened_by(before, after, ruled)


def _how(before: ScopeRule | None, after: ScopeRule | None) -> str:
    """What has become of a rule; empty where it decides as it did."""
    if before is None or after is None:
        return "is new" if before is None else "is no longer there"
    same = replace(after, reason=before.reason, source=before.source) == before
    return "" if same else "has changed"
