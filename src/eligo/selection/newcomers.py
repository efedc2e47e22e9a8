"""Combinations that nobody has reported, and that a quarantined row may be of.

What belongs here: which there may be, with which hardware variants. What does not: what they could do to a selection.
A newcomer has known variants only. One with a variant that no combination in scope has (or, where sets of variants have
to be covered, with such a set) would change what has to be covered: that is told apart, as coverage that is not
assured, and no selection is judged by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, product

from eligo.catalogue import PartialDevice
from eligo.estate import Unresolved, is_told, readable_attribute
from eligo.scheme import Scheme
from eligo.scope import ScopedEstate, would_be_in_scope
from eligo.selection.uncertain import Newcomer
from eligo.terms import TO_BE_CONFIRMED, Combination, Device, covers

_UNREAD = "?"
"""Stands for what cannot be read of a newcomer's device."""

_ANY_SET = "hardware variants that nobody has reported together"
"""What a row may have that may carry any variants at once, where sets of them have to be covered."""

MOST_KINDS = 256
"""How many choices of variants one row is followed through; a row with more may carry any of them at once."""

Found = tuple[bool, dict[str, Newcomer], tuple[str, ...]]
"""Whether it may be of an unreported combination without an unknown variant; those in scope, by key; the unknown
variants.
"""


class Unreported:
    """What is known of an estate's combinations, to compare rows with."""

    def __init__(self, scoped: ScopedEstate, scheme: Scheme, strength: int) -> None:
        self._scheme, self._day, self._strength = scheme, scoped.estate.data_cut_off, strength
        self._reported = {one.count.combination for one in scoped.combinations if one.count.deployed}
        self._variants = frozenset(variant for one in scoped.in_scope for variant in one.variants)
        self._coverage = frozenset[str]().union(*(covers(one.variants, strength) for one in scoped.in_scope))
        self._covered = set(scheme.covered_types)
        self._open = {device.name for device in scheme.device_types if device.firmware_open}
        self._known: dict[str, set[Device]] = {device.name: set() for device in scheme.device_types}
        for one in scoped.in_scope:
            for device in one.count.combination.devices:
                if device:
                    self._known[device.device_type].add(device)

    def told(self, combination: Combination) -> Found:
        """A combination of which all is read, and which nobody is counted with."""
        if combination in self._reported or not would_be_in_scope(combination, self._day, self._scheme):
            return combination not in self._reported, {}, ()
        variants = self._variants_of(combination.devices)
        strange = self._never_together(variants)
        if strange:
            return False, {}, strange
        one = Newcomer(combination.operator, variants, told=True)
        return True, {combination.combination_id: one}, ()

    def of(self, row: Unresolved) -> Found:
        """The unreported combinations that a row may be of."""
        if is_told(row) and row.combination is not None:
            return self.told(row.combination)
        patterns = row.partly.devices or tuple(
            PartialDevice(device.name, absent=True) for device in self._scheme.device_types
        )
        choices = list(islice(product(*(list(self._choices(one)) for one in patterns)), MOST_KINDS + 1))
        if len(choices) > MOST_KINDS:
            sets = (_ANY_SET,) if self._strength > 1 else ()
            return True, self._any(row), (*self._strange(patterns), *sets)
        maybe, found, strange = False, dict[str, Newcomer](), set(self._strange(patterns))
        for devices in choices:
            for operator in self._operators(row):
                other, one, unassured = self._one(row, operator, devices)
                maybe, found = maybe or other, found | one
                strange |= set(unassured)
        return maybe, found, tuple(sorted(strange))

    def _one(self, row: Unresolved, operator: str, devices: Sequence[Device | None]) -> Found:
        """The unreported combination with those devices, of which some fields may not be read."""
        provider = readable_attribute(row, "provider", self._scheme)
        cohort = readable_attribute(row, "cohort", self._scheme)
        foreign = "" if cohort in ("", self._scheme.cohort) else cohort
        if row.plan:
            devices = [row.plan.carry_out(device).device if device else None for device in devices]
        one = Combination(operator, provider or _UNREAD, tuple(devices), foreign)
        read = all(_UNREAD not in (d.model, d.hardware, d.manufacturer, d.firmware) for d in devices if d)
        if provider and cohort and read:
            return self.told(one)
        if not would_be_in_scope(one, self._day, self._scheme):
            return True, {}, ()
        variants = self._variants_of(devices)
        strange = self._never_together(variants)
        if strange:
            return False, {}, strange
        key = " ".join((operator, *sorted(variants)))
        return True, {key: Newcomer(operator, variants, told=False)}, ()

    def _any(self, row: Unresolved) -> dict[str, Newcomer]:
        """One that has every variant at once: more than any combination can, so that nothing is missed."""
        keys = {f"{operator} *": operator for operator in self._operators(row)}
        return {key: Newcomer(operator, self._variants, told=False, blurred=True) for key, operator in keys.items()}

    def _never_together(self, variants: frozenset[str]) -> tuple[str, ...]:
        """What one with those variants covers and nobody has reported."""
        return tuple(sorted(covers(variants, self._strength) - self._coverage))

    def _operators(self, row: Unresolved) -> Sequence[str]:
        own = readable_attribute(row, "operator", self._scheme)
        return (own,) if own else self._scheme.operator.values

    def _choices(self, one: PartialDevice) -> Iterator[Device | None]:
        """The devices that one may be: each known variant of a covered type, or what is read of it; or none."""
        if one.absent:
            yield None
        if not one.present:
            return
        known = [device for device in sorted(self._known[one.device_type]) if one.may_be(device)]
        if known and (one.names_variant or one.device_type in self._covered):
            for own in {device.variant: device for device in known}.values():
                same = [d.firmware for d in known if d.variant == own.variant and one.may_have(d.firmware)]
                yield replace(own, firmware=self._firmware(one, same))
        elif one.device_type not in self._covered or one.names_variant:
            names = (one.manufacturer or _UNREAD, " or ".join(one.models) or _UNREAD, one.hardware or _UNREAD)
            yield Device(one.device_type, *names, self._firmware(one, ()))

    def _firmware(self, one: PartialDevice, same: Sequence[str]) -> str:
        """The firmware as it is known, or else as it is read; open where the scheme leaves it open."""
        if one.device_type in self._open:
            return TO_BE_CONFIRMED
        return _UNREAD if not one.firmware else next(iter(same), one.firmware)

    def _strange(self, patterns: Sequence[PartialDevice]) -> tuple[str, ...]:
        """The covered devices of which the variant cannot be read, so that it may be one that nobody has reported."""
        return tuple(
            f"{one.device_type}|{one.text}"
            for one in patterns
            if one.device_type in self._covered and one.present and not one.names_variant
        )

    def _variants_of(self, devices: Sequence[Device | None]) -> frozenset[str]:
        return frozenset(d.variant for d in devices if d and d.device_type in self._covered)
