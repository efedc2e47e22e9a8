"""Whether the values of a scheme fit together: what the checks share, and the checks of names.

What belongs here: names and ids, the attributes' roles and values. What does not: checks of rules
(``rule_checks``), of the process (``process_checks``) and of the template's words (``header_checks``);
``validate`` runs them all.

Invariants: a check adds mistakes and changes nothing; where what it needs could not be read (``UNREAD``, or
``Mistakes.touches``), it is not evaluated, so that one mistake never shows as two.
"""

from __future__ import annotations

from collections.abc import Iterable

from eligo.scheme.lines import Path
from eligo.scheme.model import Scheme, TableScheme
from eligo.scheme.read import UNREAD, Mistakes, closest

PUBLISHED_COLUMNS: tuple[str, ...] = (
    "combination_id",
    "product_id",
    "deployed",
    "population",
    "unresolved",
    "intention_unknown",
    "share_of_deployed",
    "in_scope",
    "scope_rule",
    "scope_reason",
    "route",
    "rank",
    "selected",
)
"""Columns of ``combinations.csv`` that every scheme has, and that no attribute or count may be called."""


def check_different(mistakes: Mistakes, entries: Iterable[tuple[str, Path]], what: str) -> None:
    """Each text may stand once, whatever its capitals."""
    first: dict[str, Path] = {}
    for text, path in entries:
        if UNREAD in text:
            continue
        if (folded := text.casefold()) in first:
            line = mistakes.line(first[folded])
            mistakes.add(path, f"found {text!r} a second time (first in line {line}), expected a different {what}")
        else:
            first[folded] = path


def check_known(mistakes: Mistakes, path: Path, found: str, known: Iterable[str], what: str) -> bool:
    """A name must be one of the known ones; not evaluated where either could not be read."""
    names = tuple(known)
    if found in names or found == UNREAD or UNREAD in names:
        return True
    mistakes.add(path, f"found {found!r}, which is no {what}{closest(found, names)}")
    return False


def check_names(scheme: TableScheme, mistakes: Mistakes) -> None:
    """Names are different from each other, and from the columns that every scheme publishes."""
    device_columns = [
        f"{device.name.lower()}_{field}"
        for device in scheme.device_types
        for field in ("manufacturer", "model", "hardware", "firmware")
    ]
    columns: list[tuple[str, Path]] = [(a.name, ("attribute", i, "name")) for i, a in enumerate(scheme.attributes)]
    counts = scheme.counts if isinstance(scheme, Scheme) else ()
    columns += [(c.name, ("count", i, "name")) for i, c in enumerate(counts)]
    check_different(mistakes, columns, "name")
    for name, path in columns if isinstance(scheme, Scheme) else ():
        if name in PUBLISHED_COLUMNS or name in device_columns:
            mistakes.add(path, f"found {name!r}, which is a published column of every scheme; expected another name")
    devices: list[tuple[str, Path]] = [(d.name, ("device_type", i, "name")) for i, d in enumerate(scheme.device_types)]
    check_different(mistakes, devices, "name")


def check_ids(scheme: Scheme, mistakes: Mistakes) -> None:
    """Ids of one kind are different from each other."""
    ids: dict[Path, list[str]] = {
        ("scope_rule",): [rule.id for rule in scheme.scope_rules],
        ("assumption",): [assumption.id for assumption in scheme.assumptions],
        ("firmware_track",): [track.id for track in scheme.tracks],
        ("deselection_trigger",): [trigger.id for trigger in scheme.triggers],
        ("phase",): [phase.id for phase in scheme.phases],
        ("service_request",): [request.id for request in scheme.service_requests],
        ("step",): [step.id for step in scheme.steps],
        ("consultation", "question"): [question.id for question in scheme.consultation.questions],
    }
    for tables, entries in ids.items():
        check_different(mistakes, [(entry, (*tables, i, "id")) for i, entry in enumerate(entries)], "id")


def check_roles(scheme: TableScheme, mistakes: Mistakes) -> None:
    """Of a whole scheme exactly one operator, cohort and provider, each always filled in; at most one product kind."""
    needed = ("operator", "cohort", "provider") if isinstance(scheme, Scheme) else ()
    for role in ("operator", "cohort", "provider", "product-kind"):
        places = [i for i, a in enumerate(scheme.attributes) if a.role == role]
        for place in places[1:]:
            line = mistakes.line(("attribute", places[0], "role"))
            mistakes.add(("attribute", place, "role"), f"found a second {role} (first in line {line}), expected one")
        if not places and role in needed and all(a.role != UNREAD for a in scheme.attributes):
            mistakes.add(("attribute",), f"found no attribute with role = {role!r}, expected exactly one")
        for place in places if role in needed else ():
            path: Path = ("attribute", place, "required")
            if not scheme.attributes[place].required and not mistakes.touches(path):
                mistakes.add(path, f"found false, expected true: the {role} is part of every combination's identity")


def check_role_values(scheme: Scheme, mistakes: Mistakes) -> None:
    """Operators and cohorts are listed, and the scheme's own cohort is one of those."""
    for place, attribute in enumerate(scheme.attributes):
        path: Path = ("attribute", place, "values")
        if attribute.role in ("operator", "cohort") and not attribute.values and not mistakes.touches(path):
            mistakes.add(path, f"missing; expected every value that the {attribute.role} can have")
        if attribute.role == "cohort" and attribute.values:
            check_known(mistakes, ("cohort",), scheme.cohort, attribute.values, f"value of {attribute.name!r}")


def check_values(scheme: TableScheme, mistakes: Mistakes) -> None:
    """Allowed values differ by more than capitals, and every synonym means exactly one of them."""
    for place, attribute in enumerate(scheme.attributes):
        values: Path = ("attribute", place, "values")
        check_different(mistakes, [(value, (*values, i)) for i, value in enumerate(attribute.values)], "value")
        canonical = {value.casefold(): value for value in attribute.values}
        seen: dict[str, str] = dict(canonical)
        for typed, value in attribute.synonyms.items():
            path: Path = ("attribute", place, "synonyms", typed)
            if attribute.values:
                check_known(mistakes, path, value, attribute.values, f"value of {attribute.name!r}")
            if seen.setdefault(typed.casefold(), value) != value and value != UNREAD:
                mistakes.add(path, f"found {typed!r} for {value!r}, but it already means {seen[typed.casefold()]!r}")


NAME_CHECKS = (check_names, check_roles, check_values)
"""The checks of names, roles and values that every scheme has to pass, in the order in which they run."""

WHOLE_CHECKS = (check_ids, check_role_values)
"""Those that a scheme of tables alone has nothing for."""
