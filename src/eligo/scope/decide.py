"""The rules, tried in order: the first in force whose conditions all hold decides.

Source: the scheme's ``scope_rule`` tables; for SMETS1 FOC the three assumptions of section 2.1.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from eligo.estate import CombinationCount, Estate
from eligo.scheme import Condition, Scheme, ScopeRule
from eligo.scope.model import ScopedCombination, ScopedEstate
from eligo.terms import Combination, ScopeDecision


def apply_scope(estate: Estate, scheme: Scheme) -> ScopedEstate:
    """Exactly one decision for every combination, with the rules in force on the estate's data cut-off."""
    rules = rules_in_force(scheme, estate.data_cut_off)
    decided = [(count, _decide(count, rules, scheme)) for count in estate.combinations]
    inside = sorted(
        ((c, d) for c, d in decided if d.in_scope),
        key=lambda pair: (-pair[0].population, pair[0].combination.identity),
    )
    outside = sorted(
        ((c, d) for c, d in decided if not d.in_scope),
        key=lambda pair: (-pair[0].deployed, pair[0].combination.identity),
    )
    ranked = [*((count, decision, rank) for rank, (count, decision) in enumerate(inside, start=1))]
    ranked += [(count, decision, 0) for count, decision in outside]
    covered = set(scheme.covered_types)
    return ScopedEstate(
        estate,
        tuple(
            ScopedCombination(
                count,
                decision,
                frozenset(d.variant for d in count.combination.devices if d and d.device_type in covered),
                rank,
            )
            for count, decision, rank in ranked
        ),
    )


def rules_in_force(scheme: Scheme, day: date) -> tuple[ScopeRule, ...]:
    """The scheme's rules that hold on a day, in its order."""
    return tuple(rule for rule in scheme.scope_rules if _in_force(rule, day))


def would_be_in_scope(combination: Combination, day: date, scheme: Scheme) -> bool:
    """Whether the rules in force on that day take in a combination, once an installation of it is reported.

    What it is sold for is not known of it: the first that the scheme has is taken.
    """
    kinds = next((attribute.values for attribute in scheme.attributes if attribute.role == "product-kind"), ())
    one = (1, *(0 for _ in scheme.counts[1:]))
    count = CombinationCount(combination, next(iter(kinds), ""), one, 1, 1, 0, 1)
    return _decide(count, rules_in_force(scheme, day), scheme).in_scope


def _in_force(rule: ScopeRule, day: date) -> bool:
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_to is None or day <= rule.valid_to)


def _decide(count: CombinationCount, rules: Sequence[ScopeRule], scheme: Scheme) -> ScopeDecision:
    if not count.deployed:
        return ScopeDecision(False, "nothing-installed", "No installation of this combination is reported", "")
    for rule in rules:
        if all(_holds(condition, count, scheme) for condition in rule.conditions):
            return ScopeDecision(rule.in_scope, rule.id, rule.reason, rule.source)
    return ScopeDecision(False, "no-rule-in-force", "No scope rule is in force on the data cut-off", "")


def _holds(condition: Condition, count: CombinationCount, scheme: Scheme) -> bool:
    combination = count.combination
    if condition.attribute:
        return (_attribute(condition.attribute, count, scheme) in condition.values) != condition.negated
    matches = [
        (getattr(device, condition.field) in condition.values) != condition.negated
        for device in _present(combination, condition.device_types)
    ]
    return any(matches) if condition.quantifier == "any" else all(matches)


def _present(combination: Combination, device_types: Sequence[str]) -> list[object]:
    return [device for device in combination.devices if device and device.device_type in device_types]


def _attribute(name: str, count: CombinationCount, scheme: Scheme) -> str:
    role = next(attribute.role for attribute in scheme.attributes if attribute.name == name)
    combination = count.combination
    return {
        "operator": combination.operator,
        "provider": combination.provider,
        "cohort": combination.foreign_cohort or scheme.cohort,
        "product-kind": count.product_kind,
    }[role]
