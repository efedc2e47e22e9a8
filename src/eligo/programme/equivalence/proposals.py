"""Pairs of combinations that a person might find equivalent: proposed by a scheme's rules, and decided by nobody here.

Invariants: what is proposed is not unlocked by anything that stands, the most installations first; a rule is a key that
both of a pair share, so that no pair is looked for among all pairs. Source: the scheme's ``[[equivalence_rule]]``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eligo.programme.equivalence.differences import Compared, compared
from eligo.programme.equivalence.model import Pair
from eligo.scheme import IDENTITY_FIELDS, EquivalenceRule
from eligo.terms import Combination, Device

_PARTS = re.compile(r"[^0-9A-Za-z]+")
_FIRMWARE = "firmware"


@dataclass(frozen=True, slots=True)
class Installed:
    """A combination with its population in installations, and whether it ``is_tested`` whatever is decided."""

    combination: Combination
    population: int
    is_tested: bool

    @property
    def combination_id(self) -> str:
        """Its id."""
        return self.combination.combination_id


@dataclass(frozen=True, slots=True)
class Proposal:
    """The test of ``tested`` might stand for ``claimed``: by the ids of those ``rules``, the first of the scheme first.

    ``population``: installations that it would unlock; ``is_tested``: whether the test is made whatever is decided.
    """

    claimed: str
    tested: str
    rules: tuple[str, ...]
    population: int
    is_tested: bool
    compared: tuple[Compared, ...]

    @property
    def differences(self) -> tuple[Compared, ...]:
        """What would have to be argued."""
        return tuple(one for one in self.compared if not one.is_same)


def proposals(
    installed: Sequence[Installed],
    rules: Sequence[EquivalenceRule],
    unlocked: Collection[str],
    decided: Collection[Pair],
) -> tuple[Proposal, ...]:
    """Every pair that a rule proposes, by the population of the claimed one, then in the order of ``installed``.

    ``installed`` is in rank order. Where none of a group that a rule finds is tested anyway, its first is the base.
    Not proposed are combinations that are tested or ``unlocked`` (ids), and pairs on which has been ``decided``.
    """
    found: dict[Pair, list[str]] = {}
    by_id = {one.combination_id: one for one in installed}
    for rule in rules:
        for claimed, tested in _pairs(installed, rule, unlocked):
            if (claimed, tested) not in decided:
                found.setdefault((claimed, tested), []).append(rule.id)
    made = (_proposal(by_id[claimed], by_id[tested], named) for (claimed, tested), named in found.items())
    place = {one: number for number, one in enumerate(by_id)}
    strength = {rule.id: number for number, rule in enumerate(rules)}
    return tuple(sorted(made, key=lambda o: (-o.population, place[o.claimed], strength[o.rules[0]], place[o.tested])))


def _proposal(claimed: Installed, tested: Installed, rules: Sequence[str]) -> Proposal:
    ids = claimed.combination_id, tested.combination_id
    told = compared(tested.combination, claimed.combination)
    return Proposal(*ids, tuple(rules), claimed.population, tested.is_tested, told)


def _pairs(installed: Sequence[Installed], rule: EquivalenceRule, unlocked: Collection[str]) -> Iterator[Pair]:
    groups: dict[tuple[object, ...], list[Installed]] = {}
    for one in installed:
        groups.setdefault(key_of(one.combination, rule), []).append(one)
    for group in groups.values():
        bases = [one for one in group if one.is_tested] or group[:1]
        for one in group:
            if not one.is_tested and one.combination_id not in unlocked:
                yield from ((one.combination_id, base.combination_id) for base in bases if base is not one)


def key_of(one: Combination, rule: EquivalenceRule) -> tuple[object, ...]:
    """What a combination shares with those that a rule takes it to be like."""
    texts: Mapping[str, str] = {"operator": one.operator, "provider": one.provider}
    attributes = (texts[name] for name in texts if name in rule.same)
    devices = (None if one is None or one.device_type in rule.free else _key(one, rule) for one in one.devices)
    return (one.foreign_cohort, *attributes, *devices)


def _key(device: Device, rule: EquivalenceRule) -> tuple[str | tuple[str, ...], ...]:
    whole = (getattr(device, part) for part in IDENTITY_FIELDS if part in rule.same)
    leading = tuple(_PARTS.split(device.firmware)[: rule.firmware_parts]) if rule.firmware_parts else ()
    return (*whole, leading)
