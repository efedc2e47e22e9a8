"""Whether the rules of a scheme name what there is: presence, aliases, scope and pseudonyms.

What belongs here: checks of device types, aliases, scope rules and pseudonyms. What does not: those of names
(``checks``), of the process (``process_checks``) and of the template's words (``header_checks``).

Invariant: as in ``checks``: a check adds mistakes and changes nothing, and judges nothing that was not read.
"""

from __future__ import annotations

from collections.abc import Mapping

from eligo.scheme.checks import check_different, check_known
from eligo.scheme.lines import Path
from eligo.scheme.model import Condition, DeviceType, Scheme, ScopeRule
from eligo.scheme.read import UNREAD, Mistakes


def check_devices(scheme: Scheme, mistakes: Mistakes) -> None:
    """When a device must, must not, or does not count: over known values, and never both at once."""
    for place, device in enumerate(scheme.device_types):
        for key in ("required_when", "absent_when", "excluded_when"):
            _check_when(scheme, mistakes, ("device_type", place, key), getattr(device, key))
        _check_presence(mistakes, ("device_type", place), device)
    covered: list[Path] = [("device_type", place, "covered") for place in range(len(scheme.device_types))]
    if not scheme.covered_types and not any(map(mistakes.touches, covered)):
        mistakes.add(("device_type",), "found no device type with covered = true, expected at least one")


def _check_when(scheme: Scheme, mistakes: Mistakes, path: Path, when: Mapping[str, str]) -> None:
    attributes = {attribute.name: attribute for attribute in reversed(scheme.attributes)}
    for name, value in when.items():
        check_known(mistakes, (*path, name), name, attributes, "attribute")
        if name in attributes and attributes[name].values:
            check_known(mistakes, (*path, name), value, attributes[name].values, f"value of {name!r}")


def _check_presence(mistakes: Mistakes, path: Path, device: DeviceType) -> None:
    for key, when in (("required_when", device.required_when), ("absent_when", device.absent_when)):
        if device.required and when:
            mistakes.add((*path, key), "found beside required = true, expected one or the other")
    required, absent = device.required_when, device.absent_when
    if mistakes.touches((*path, "required_when")) or mistakes.touches((*path, "absent_when")):
        return
    apart = any(absent.get(name, value) != value for name, value in required.items())
    if required and absent and not apart and not device.required:
        mistakes.add((*path, "absent_when"), "found values that can hold together with required_when, expected others")


def check_aliases(scheme: Scheme, mistakes: Mistakes) -> None:
    """A typed form has one meaning, and what it means is a catalogue name, not another typed form."""
    check_different(
        mistakes,
        [(f"{a.field} {a.typed}", ("alias", i, "typed")) for i, a in enumerate(scheme.aliases)],
        "typed form",
    )
    meanings = alias_meanings(scheme)
    for place, alias in enumerate(scheme.aliases):
        path: Path = ("alias", place, "canonical")
        if UNREAD in (alias.typed, alias.canonical):
            continue
        if alias.typed == alias.canonical:
            mistakes.add(path, f"found {alias.canonical!r}, the typed form itself; expected the catalogue's name")
        elif (further := meanings.get((alias.field, alias.canonical))) is not None:
            mistakes.add(path, f"found {alias.canonical!r}, itself an alias; expected {further!r}")


def alias_meanings(scheme: Scheme) -> dict[tuple[str, str], str]:
    """(field, typed form) to catalogue name."""
    return {(alias.field, alias.typed): alias.canonical for alias in scheme.aliases if alias.canonical != UNREAD}


def check_scope(scheme: Scheme, mistakes: Mistakes) -> None:
    """Every rule reads what is known, between dates in order; only the last takes whatever is left."""
    last = len(scheme.scope_rules) - 1
    for place, rule in enumerate(scheme.scope_rules):
        path: Path = ("scope_rule", place)
        for number, clause in enumerate(rule.conditions):
            _check_clause(scheme, mistakes, (*path, "when", number), clause)
        first, final = rule.valid_from, rule.valid_to
        if first and final and final < first and not mistakes.touches((*path, "valid_to")):
            mistakes.add((*path, "valid_to"), f"found {final}, expected {first} (valid_from) or a later date")
        _check_reach(mistakes, path, rule, last=place == last)


def _check_reach(mistakes: Mistakes, path: Path, rule: ScopeRule, *, last: bool) -> None:
    dated = rule.valid_from is not None or rule.valid_to is not None
    if mistakes.touches((*path, "when")):
        return
    if last and rule.conditions:
        message = "found clauses in the last rule, expected when = [], so that it decides all that is left"
        mistakes.add((*path, "when"), message)
    elif last and dated:
        mistakes.add(path, "found dates on the last rule, expected none, so that it decides at any time")
    elif not last and not rule.conditions and not dated:
        message = "found no clauses before the last rule, expected some: later rules are never reached"
        mistakes.add((*path, "when"), message)


def _check_clause(scheme: Scheme, mistakes: Mistakes, path: Path, clause: Condition) -> None:
    values = (*path, "not_in" if clause.negated else "in")
    if clause.attribute:
        _check_attribute_clause(scheme, mistakes, path, clause)
    devices = {device.name: device for device in scheme.device_types}
    for number, name in enumerate(clause.device_types):
        place = (*path, f"{clause.quantifier}_of", number)
        check_known(mistakes, place, name, devices, "device type")
        if clause.field == "firmware" and name in devices and devices[name].firmware_open:
            mistakes.add(place, f"found {name!r}, whose firmware is open; expected another field or type")
    meanings = alias_meanings(scheme)
    for number, value in enumerate(clause.values):
        if (canonical := meanings.get((clause.field, value))) is not None:
            message = f"found {value!r}, an alias; expected the catalogue's name {canonical!r}"
            mistakes.add((*values, number), message)


def _check_attribute_clause(scheme: Scheme, mistakes: Mistakes, path: Path, clause: Condition) -> None:
    attributes = {attribute.name: attribute for attribute in reversed(scheme.attributes)}
    check_known(mistakes, (*path, "attribute"), clause.attribute, attributes, "attribute")
    if clause.attribute not in attributes:
        return
    read = attributes[clause.attribute]
    if read.role == "condition":
        message = f"found {read.name!r}, which is no part of a combination (role 'condition'); expected another"
        mistakes.add((*path, "attribute"), message)
    for number, value in enumerate(clause.values if read.values else ()):
        place = (*path, "not_in" if clause.negated else "in", number)
        check_known(mistakes, place, value, read.values, f"value of {read.name!r}")


def check_pseudonyms(scheme: Scheme, mistakes: Mistakes) -> None:
    """Every operator has a published name of its own, and no name stands for nobody."""
    path: Path = ("disclosure", "pseudonyms")
    operators = [(i, a) for i, a in enumerate(scheme.attributes) if a.role == "operator"]
    if len(operators) != 1 or mistakes.touches(("attribute", operators[0][0], "values")):
        return
    values = operators[0][1].values
    pseudonyms = scheme.disclosure.pseudonyms
    for operator in pseudonyms:
        check_known(mistakes, (*path, operator), operator, values, "operator")
    check_different(mistakes, [(name, (*path, operator)) for operator, name in pseudonyms.items()], "pseudonym")
    missing = [value for value in values if value not in pseudonyms]
    if missing and not mistakes.touches(path):
        mistakes.add(path, f"found no pseudonym for {', '.join(map(repr, missing))}, expected one for every operator")


RULE_CHECKS = (check_devices, check_aliases, check_scope, check_pseudonyms)
"""The checks of rules, in the order in which they run."""
