"""Whether the words of the template can be told apart: sheets, roles, answers, and every form of a header.

What belongs here: checks of ``[template]`` and of headers anywhere. What does not: finding the columns of a
sender's file (``returns``), which can rely on what is checked here.

Invariant: after these checks a header, whether over one level (``CH Firmware version``) or two (``CH`` over
``F/W``), means at most one column of the template, whatever its capitals and spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eligo.scheme.checks import check_different, check_known
from eligo.scheme.columns import INSTALLATION_COLUMNS, RETURN_KEYS, UPGRADE_COLUMNS, template_columns
from eligo.scheme.lines import Path
from eligo.scheme.model import DEVICE_FIELDS, DeviceType, Scheme
from eligo.scheme.read import UNREAD, Mistakes

ADDED_SHEETS: tuple[str, ...] = ("Instructions", "Lists")
"""Sheets that the workbook has beside those of the scheme."""

Claim = tuple[str, str, Path]
"""A form of a header, the column that it means, and the key that says so."""


def check_template(scheme: Scheme, mistakes: Mistakes) -> None:
    """Sheets have names a workbook can hold; roles, answers and blanks cannot be taken for each other."""
    template = scheme.template
    keys = ("return_sheet", "combinations_sheet", "upgrades_sheet")
    sheets: list[tuple[str, Path]] = [(getattr(template, key), ("template", key)) for key in keys]
    check_different(mistakes, sheets, "sheet name")
    for name, path in sheets:
        if name != UNREAD and (len(name) > 31 or set(name) & set("[]:*?/\\") or "'" in (name[0], name[-1])):
            mistakes.add(path, f"found {name!r}, expected at most 31 characters and none of []:*?/\\")
        elif name.casefold() in (sheet.casefold() for sheet in ADDED_SHEETS):
            mistakes.add(path, f"found {name!r}, which the workbook adds itself; expected another name")
    roles: list[tuple[str, Path]] = [
        (template.supplier_role, ("template", "supplier_role")),
        (template.operator_role, ("template", "operator_role")),
    ]
    check_different(mistakes, roles, "role")
    words: list[tuple[str, Path]] = [
        (word, ("template", key, i))
        for key, texts in (
            ("yes", template.yes),
            ("no", template.no),
            ("unknown", template.unknown),
            ("placeholders", template.placeholders),
        )
        for i, word in enumerate(texts)
    ]
    check_different(mistakes, words, "word")
    allowed = {
        value.casefold(): a.name for a in scheme.attributes for value in (*a.values, *a.synonyms) if value != UNREAD
    }
    for i, word in enumerate(template.placeholders):
        if (value_of := allowed.get(word.casefold())) is not None:
            message = f"found {word!r}, which is a value of {value_of!r}; expected a form that means blank"
            mistakes.add(("template", "placeholders", i), message)


def check_headers(scheme: Scheme, mistakes: Mistakes) -> None:
    """A synonym belongs to a column that there is, and no form of a header means two columns."""
    columns = [column.name for column in template_columns(scheme)]
    known = [
        *columns,
        *(header for _, header in DEVICE_FIELDS),
        *INSTALLATION_COLUMNS,
        *UPGRADE_COLUMNS,
        *RETURN_KEYS,
    ]
    if not any(UNREAD in name for name in known):
        for header in scheme.template.header_synonyms:
            check_known(mistakes, ("template", "header_synonyms", header), header, known, "column of the template")
    check_different(mistakes, _own_headers(scheme), "header")
    types = _unambiguous(mistakes, _type_claims(scheme), "device type")
    others = _other_claims(scheme)
    # The lower level of a two-level header stands without its device type: it must differ from these too.
    fields = _unambiguous(mistakes, [*others, *_forms(scheme, _field_headers(), ())], "column")
    fields = [claim for claim in fields if claim not in others]
    _unambiguous(mistakes, [*others, *_one_level_claims(scheme, types, fields)], "column")
    _unambiguous(mistakes, _forms(scheme, UPGRADE_COLUMNS, ()), "column")
    _unambiguous(mistakes, _forms(scheme, RETURN_KEYS, ()), "key")


def _unambiguous(mistakes: Mistakes, claims: Iterable[Claim], what: str) -> list[Claim]:
    """The claims that no earlier one contradicts; a mistake for each of the others."""
    first: dict[str, tuple[str, Path]] = {}
    kept: list[Claim] = []
    # A column's own name stands before any synonym, so that the synonym is the one to be corrected.
    for form, target, path in sorted(claims, key=lambda claim: claim[0] != claim[1]):
        if UNREAD in form or UNREAD in target:
            continue
        known, where = first.setdefault(" ".join(form.casefold().split()), (target, path))
        if known.casefold() == target.casefold():
            kept.append((form, target, path))
            continue
        line = mistakes.line(where)
        message = f"found {form!r} for {target!r}, but it also means {known!r} (line {line})"
        mistakes.add(path, f"{message}; expected a form that means one {what}")
    return kept


def _field_headers() -> list[str]:
    return [header for _, header in DEVICE_FIELDS]


def _own_headers(scheme: Scheme) -> Iterator[tuple[str, Path]]:
    """The template's own columns, each with the key that names it."""
    for form, target, path in _other_claims(scheme):
        if form == target:
            yield form, path
    for place, device in _devices(scheme):
        for header in _field_headers():
            yield f"{device.name} {header}", ("device_type", place, "name")


def _devices(scheme: Scheme) -> Iterator[tuple[int, DeviceType]]:
    """The device types and their places, without those whose name an earlier one has."""
    names: set[str] = set()
    for place, device in enumerate(scheme.device_types):
        if device.name.casefold() not in names:
            yield place, device
        names.add(device.name.casefold())


def _forms(scheme: Scheme, headers: Iterable[str], path: Path) -> Iterator[Claim]:
    """A header itself and its synonyms; ``path`` is where the header is given."""
    for header in headers:
        yield header, header, path or ("template", "header_synonyms", header)
        for i, synonym in enumerate(scheme.template.header_synonyms.get(header, ())):
            yield synonym, header, ("template", "header_synonyms", header, i)


def _type_claims(scheme: Scheme) -> Iterator[Claim]:
    for place, device in _devices(scheme):
        yield device.name, device.name, ("device_type", place, "name")
        yield device.label, device.name, ("device_type", place, "label")
        for i, synonym in enumerate(device.synonyms):
            yield synonym, device.name, ("device_type", place, "synonyms", i)


def _one_level_claims(scheme: Scheme, types: list[Claim], fields: list[Claim]) -> Iterator[Claim]:
    """Every form of a type before every form of a field, and the synonyms of such a header as a whole."""
    for type_form, device, type_path in types:
        for field_form, field, field_path in fields:
            path = type_path if field_form == field else field_path
            yield f"{type_form} {field_form}", f"{device} {field}", path
    for _, device_type in _devices(scheme):
        yield from _forms(scheme, [f"{device_type.name} {header}" for header in _field_headers()], ())


def _other_claims(scheme: Scheme) -> list[Claim]:
    """The columns that belong to no device."""
    claims = [*_forms(scheme, [scheme.template.supplier_header], ("template", "supplier_header"))]
    for place, attribute in enumerate(scheme.attributes):
        claims += _forms(scheme, [attribute.header], ("attribute", place, "header"))
    for place, count in enumerate(scheme.counts):
        claims += _forms(scheme, [count.header], ("count", place, "header"))
    claims += _forms(scheme, [scheme.template.intention_header], ("template", "intention_header"))
    claims += _forms(scheme, INSTALLATION_COLUMNS, ())
    return claims


HEADER_CHECKS = (check_template, check_headers)
"""The checks of the template's words, in the order in which they run."""
