"""Whether the rules by which pairs are proposed for equivalence fit the scheme.

Invariant: as in ``checks``: a check adds mistakes and changes nothing, and judges nothing that was not read.
"""

from __future__ import annotations

from eligo.scheme.checks import check_different, check_known
from eligo.scheme.equivalence import SAME
from eligo.scheme.lines import Path
from eligo.scheme.model import Scheme
from eligo.scheme.read import Mistakes


def check_equivalence_rules(scheme: Scheme, mistakes: Mistakes) -> None:
    """Ids are different, what is the same and what is free is known, and firmware is asked for once."""
    rules, types = scheme.equivalence_rules, tuple(one.name for one in scheme.device_types)
    entries = [(rule.id, ("equivalence_rule", place, "id")) for place, rule in enumerate(rules)]
    check_different(mistakes, entries, "id")
    for number, rule in enumerate(rules):
        path: Path = ("equivalence_rule", number)
        for place, name in enumerate(rule.same):
            check_known(mistakes, (*path, "same", place), name, SAME, "part of a combination")
        for place, name in enumerate(rule.free):
            check_known(mistakes, (*path, "free", place), name, types, "device type")
        if rule.firmware_parts and "firmware" in rule.same:
            mistakes.add(
                (*path, "firmware_parts"),
                "found beside 'firmware' in same, which is all of it; expected one of the two",
            )


EQUIVALENCE_CHECKS = (check_equivalence_rules,)
