"""The checks: each reads one *distinct* set of cells, whatever the number of rows that have it.

What belongs here: plain functions from cells to values and issues, in one visible tuple a sheet
(``row_checks``). What does not: how they are carried out over many rows (``returns.columns``).

Invariants: a check sees only the cells of its own columns; it never looks at another row; a check whose
prerequisite failed says nothing. Source: ``returns.md``, "Template" and "Semantics".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, TypeVar

from eligo.catalogue import (
    Catalogue,
    PartialDevice,
    TypedCell,
    clean,
    fold,
    fold_organisation,
    normalised,
    read_device,
    uncertain,
    unmarked,
)
from eligo.findings import Issue, Severity
from eligo.returns.model import Role, Sender
from eligo.scheme import (
    IDENTITY_FIELDS,
    Attribute,
    CountState,
    DeviceType,
    Scheme,
    TemplateColumn,
    template_columns,
)

T = TypeVar("T")

UNUSED = "unused"
"""The kind of the check of a column that is asked for and decides nothing: that its cells hold a value, if any."""

_GROUPED = (
    (re.compile(r"[-+]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?", re.ASCII), ", "),
    (re.compile(r"[-+]?\d{1,3}(?:[ '\u2019]\d{3})+(?:[.,]\d+)?", re.ASCII), " '\u2019"),
    (re.compile(r"[-+]?\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d+)?|\.\d{3},\d+)", re.ASCII), "."),
)
"""Numbers whose digits stand in groups of three, and the signs between these."""
_TEXT_MARKS = "'`\u00b4\u2018\u2019\"\u201c\u201d"
"""Typed around a number to make it text."""
_DECIMAL = re.compile(r"^[-+]?\d+(?:[.,]\d+)?$", re.ASCII)
_AMBIGUOUS = re.compile(r"^[-+]?\d{1,3}(?:\.\d{3})+$", re.ASCII)
_ACCOUNTED_NOTHING = re.compile(r"\s+[-\u2013]\s+")
"""How a spreadsheet program shows 0 in its format for accounts, and saves it as text: with a blank on either side."""
_SHORTENED = re.compile(r"[-+]?\d(?:[.,]\d+)?E[-+]?\d{1,3}", re.IGNORECASE | re.ASCII)
_PARTS = re.compile(r"\s[-\u2013]\s|[:=()\[\]]")
"""What stands between a code and its word."""
_NO_NAME = re.compile(
    r"[\W_]*|ditto|(?:the )?same(?: as (?:above|before))?|as above|various|multiple|several", re.IGNORECASE
)
"""What stands for a name that the cell does not hold."""
_LINES = re.compile(r"\S\s*[\r\n]\s*\S")
_A_COUNT = "a whole number of installations, 0 or more"
_LONGEST_COUNT = 15
"""More digits than any fleet has installations."""
_LONGEST_NUMBER = 40
"""What is longer is not looked at as a number."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a check read: a canonical value (``None`` where it is blank or cannot be read), and what was said of it.

    ``partly``: what a refused device's cells still say, ``None`` where that is nothing.
    """

    value: Any
    issues: tuple[Issue, ...] = ()
    partly: PartialDevice | None = None

    @property
    def refused(self) -> bool:
        """Whether the row must be quarantined for it."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its subject (what its value is), the template columns it reads, and the function.

    The first ``own`` of its columns are those that it speaks of; others only decide.
    """

    kind: str
    subject: str
    columns: tuple[str, ...]
    read: Callable[[tuple[TypedCell, ...]], Reading]
    brief: Callable[[tuple[TypedCell, ...]], Reading] | None = None
    """The same, without the names that may have been meant: ``None`` where it suggests none."""

    @property
    def own(self) -> int:
        """How many of the columns are its own."""
        return len(IDENTITY_FIELDS) if self.kind == "device" else len(self.columns)


def row_checks(scheme: Scheme, catalogue: Catalogue, sender: Sender) -> tuple[Check, ...]:
    """Every check of the combinations sheet, in the order of the template."""
    columns = template_columns(scheme)
    headers = {attribute.name: attribute.header for attribute in scheme.attributes}
    checks = [
        Check("supplier", "supplier", (c.name,), partial(_supplier, scheme, catalogue, sender, c.name))
        for c in columns
        if c.kind == "supplier"
    ]
    checks += [
        Check("attribute", a.name, (a.header,), partial(_attribute, scheme, sender, a)) for a in scheme.attributes
    ]
    for device in scheme.device_types:
        identity = tuple(_device_column(columns, device.name, field) for field in IDENTITY_FIELDS)
        conditions = tuple(dict.fromkeys([*device.required_when, *device.absent_when, *device.excluded_when]))
        read, brief = (
            partial(_device, scheme, known, device, identity, conditions)
            for known in (catalogue, replace(catalogue, suggesting=False))
        )
        checks.append(Check("device", device.name, identity + tuple(headers[name] for name in conditions), read, brief))
    checks += [
        Check(UNUSED, c.name, (c.name,), lambda _: Reading(None))
        for c in columns
        if c.kind == "device" and c.field not in IDENTITY_FIELDS
    ]
    checks += [Check("count", s.name, (s.header,), partial(_count, scheme, s)) for s in scheme.counts]
    intention = scheme.template.intention_header
    checks.append(Check("intention", "intention", (intention,), partial(_intention, scheme, intention)))
    return tuple(checks)


def _device_column(columns: Sequence[TemplateColumn], device_type: str, field: str) -> str:
    return next(c.name for c in columns if c.kind == "device" and (c.subject, c.field) == (device_type, field))


def is_blank(scheme: Scheme, cell: TypedCell) -> bool:
    """Whether a cell is blank, or holds one of the template's placeholders for it."""
    text = clean(cell.text)
    return not text or text.casefold() in _folded_once(scheme.template.placeholders)


@lru_cache(maxsize=64)
def _folded_once(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(text.casefold() for text in texts)


def _placeholder(scheme: Scheme, column: str, cell: TypedCell) -> tuple[Issue, ...]:
    if clean(cell.text) and is_blank(scheme, cell):
        return (Issue("placeholder-as-blank", column, cell.text, "a blank cell", "Read as blank."),)
    return ()


def _refused(issue: Issue, notes: tuple[Issue, ...] = ()) -> Reading:
    return Reading(None, (*notes, issue))


def _supplier(
    scheme: Scheme, catalogue: Catalogue, sender: Sender, column: str, cells: tuple[TypedCell, ...]
) -> Reading:
    (cell,) = cells
    expected = "the supplier of these premises"
    if is_blank(scheme, cell):
        return _refused(Issue("value-missing", column, cell.text, expected, f"{column} is blank."))
    if _is_no_name(scheme, cell.text):
        return _refused(_not_known(column, cell, expected))
    if cell.kind in ("date", "boolean"):
        return _refused(_not_text(column, cell))
    name = catalogue.aliases.organisation(cell.text) or clean(cell.text)
    if sender.role is Role.OPERATOR and "?" in name:
        return _refused(uncertain(column, cell.text))
    if sender.role is Role.OPERATOR:
        return Reading(name, normalised(column, cell.text, name))
    own, found = (fold_organisation(text, scheme.legal_suffixes) for text in (sender.organisation, name))
    if own != found:
        message = f"This is the return of {sender.organisation}, and the row is about {name}."
        return _refused(Issue("supplier-not-sender", column, cell.text, sender.organisation, message))
    return Reading(sender.organisation, normalised(column, cell.text, sender.organisation))


def _not_known(column: str, cell: TypedCell, expected: str) -> Issue:
    message = f"{column} holds '{clean(cell.text)}', which counts as blank."
    return Issue("value-missing", column, cell.text, expected, message)


def _not_text(column: str, cell: TypedCell) -> Issue:
    kind = "day" if cell.kind == "date" else "truth value"
    return Issue("value-not-text", column, cell.text, "text", f"The cell holds the {kind} {cell.text}.")


def _attribute(scheme: Scheme, sender: Sender, attribute: Attribute, cells: tuple[TypedCell, ...]) -> Reading:
    (cell,) = cells
    column = attribute.header
    if is_blank(scheme, cell):
        noted = _placeholder(scheme, column, cell)
        if attribute.required:
            expected = " or ".join(attribute.values) or "a value"
            return Reading(None, (Issue("value-missing", column, cell.text, expected, f"{column} is blank."),))
        return Reading("", noted)
    if attribute.required and not attribute.values and _is_no_name(scheme, cell.text):
        return _refused(_not_known(column, cell, "a value"))
    if not attribute.values and cell.kind in ("date", "boolean"):
        return _refused(_not_text(column, cell))
    if not attribute.values and "?" in cell.text:
        return _refused(uncertain(column, cell.text))
    value = allowed_value(attribute, cell.text)
    if value is None:
        message = f"'{clean(cell.text)}' is no {column} that this scheme knows."
        return Reading(None, (Issue("value-not-allowed", column, cell.text, " or ".join(attribute.values), message),))
    if (
        attribute.role == "operator"
        and sender.role is Role.OPERATOR
        and value != allowed_value(attribute, sender.organisation)
    ):
        message = f"This is the return of {sender.organisation}, and the row is about {value}."
        return Reading(None, (Issue("operator-not-sender", column, cell.text, sender.organisation, message),))
    return Reading(value, normalised(column, cell.text, value))


def allowed_value(attribute: Attribute, typed: str) -> str | None:
    """The attribute's value for a text as typed: itself, the same but for case and punctuation, a synonym, or several
    of these side by side.
    """
    if not attribute.values:
        return unmarked(typed)
    forms = {fold(value): value for value in attribute.values}
    forms |= {fold(form): value for form, value in attribute.synonyms.items()}
    return meant(typed, forms)


def meant(typed: str, forms: Mapping[str, T]) -> T | None:
    """What a text means, by folded forms: all of it, or every part, as where a code stands beside its word. Nothing
    where a question mark says that its sender is not certain.

    >>> forms = {"df": "DF", "dualfuel": "DF", "sf": "SF"}
    >>> [meant(text, forms) for text in ("d.f.", "DF - Dual fuel", "DF (or SF)", "DF (new)", "DF?")]
    ['DF', 'DF', None, None, None]
    """
    if "?" in typed and fold(typed):
        return None
    parts = [part for part in _PARTS.split(typed) if fold(part)]
    found = {forms.get(_comparable(typed))} - {None} or {forms.get(fold(part)) for part in parts}
    return found.pop() if len(found) == 1 else None


def _device(
    scheme: Scheme,
    catalogue: Catalogue,
    device: DeviceType,
    columns: tuple[str, ...],
    conditions: tuple[str, ...],
    cells: tuple[TypedCell, ...],
) -> Reading:
    identity = cells[:4]
    given = dict(zip(conditions, _condition_values(scheme, conditions, cells[4:]), strict=True))
    notes = tuple(n for column, cell in zip(columns, identity, strict=True) for n in _placeholder(scheme, column, cell))
    model = (columns[1], identity[1].text)
    if all(is_blank(scheme, cell) for cell in identity):
        if not device.required and not _holds(device.required_when, given):
            return Reading(None, notes)
        message = f"The {device.name} is blank, and it must be present{_because(scheme, device.required_when)}."
        return _refused(Issue("device-required", *model, f"the model of the {device.name}", message), notes)
    if _holds(device.absent_when, given):
        message = f"The {device.name} is described, and it must be absent{_because(scheme, device.absent_when)}."
        return _refused(Issue("device-not-expected", *model, "a blank cell", message), notes)
    if _holds(device.excluded_when, given):
        return Reading(None, notes)
    reading = read_device(catalogue, device.name, four(blanked(scheme, identity)), four(columns))
    said = (*notes, *_unclear(scheme, device, given), *reading.issues)
    partly = reading.partly
    if partly and device.excluded_when and "" in given.values():
        partly = replace(partly, absent=True)
    return Reading(reading.device, said, partly)


def blanked(scheme: Scheme, cells: Sequence[TypedCell]) -> tuple[TypedCell, ...]:
    """The cells, with those that hold a placeholder made blank."""
    return tuple(TypedCell("", "blank") if is_blank(scheme, cell) else cell for cell in cells)


def four(items: Sequence[T]) -> tuple[T, T, T, T]:
    """The four identity fields of a device, which many tables hold as a sequence."""
    manufacturer, model, hardware, firmware = items
    return manufacturer, model, hardware, firmware


def _condition_values(scheme: Scheme, names: Sequence[str], cells: Sequence[TypedCell]) -> list[str | None]:
    attributes = {attribute.name: attribute for attribute in scheme.attributes}
    return [
        "" if is_blank(scheme, cell) else allowed_value(attributes[name], cell.text)
        for name, cell in zip(names, cells, strict=True)
    ]


def _holds(condition: Mapping[str, str], given: Mapping[str, str | None]) -> bool:
    return bool(condition) and all(given.get(name) == value for name, value in condition.items())


def _because(scheme: Scheme, condition: Mapping[str, str]) -> str:
    headers = {attribute.name: attribute.header for attribute in scheme.attributes}
    stated = " and ".join(f"{headers[name]} is {value}" for name, value in condition.items())
    return f" where {stated}" if stated else ""


def _unclear(scheme: Scheme, device: DeviceType, given: Mapping[str, str | None]) -> tuple[Issue, ...]:
    """What is said where a blank cell leaves open whether the device counts.

    Where every *other* condition of exclusion holds, the blank one decides: an error. Where none is given
    at all, the device is taken to count: a warning.
    """
    conditions = device.excluded_when
    if not conditions:
        return ()
    headers = {attribute.name: attribute.header for attribute in scheme.attributes}
    blank = [name for name in conditions if given.get(name) == ""]
    others_hold = all(given.get(name) == value for name, value in conditions.items() if name not in blank)
    if not blank or not others_hold:
        return ()
    first = headers[blank[0]]
    if len(blank) == len(conditions):
        message = f"{first} is blank; the {device.name} is taken to be part of the combination."
        return (Issue("condition-assumed", first, "", "a value", message),)
    message = f"{first} is blank, and it decides whether the {device.name} is part of the combination."
    return (Issue("condition-missing", first, "", f"{conditions[blank[0]]} or another value", message),)


def whole_number(cell: TypedCell) -> int | None:
    """The whole number that a cell states, however large; ``None`` where it states none.

    >>> whole_number(TypedCell("12,345")), whole_number(TypedCell("12.5")), whole_number(TypedCell("12.000"))
    (12345, None, None)
    >>> [whole_number(TypedCell(text)) for text in ("1'234", "1.234,00", "1.234.567", "'120", "1,234.5")]
    [1234, 1234, 1234567, 120, None]
    """
    whole, fraction = _parts_of_number(cell, clean(cell.text))
    return int(whole) if whole and not fraction else None


def _parts_of_number(cell: TypedCell, text: str) -> tuple[str, str]:
    """The digits of a number, before its decimals and of these (none where they are all 0); empty where it is none, or
    may be one of thousands.
    """
    plain = _unmarked_number(text) if cell.kind == "text" else text
    if cell.kind not in ("number", "text") or len(plain) > _LONGEST_NUMBER or _LINES.search(cell.text):
        return "", ""
    signs = next((signs for form, signs in _GROUPED if form.fullmatch(plain)), "")
    if not signs and cell.kind == "text" and _AMBIGUOUS.match(plain):
        return "", ""
    plain = "".join(sign for sign in plain if sign not in signs)
    if not _DECIMAL.match(plain):
        return "", ""
    whole, _, fraction = plain.replace(",", ".").partition(".")
    return whole, fraction.rstrip("0")


def _unmarked_number(text: str) -> str:
    """A number without the marks that make it text (``="120"``, ``'120``), and without a full stop behind it."""
    return (text.removeprefix("=") if text.startswith('="') else text).strip(_TEXT_MARKS).removesuffix(".")


def _count(scheme: Scheme, state: CountState, cells: tuple[TypedCell, ...]) -> Reading:
    (cell,) = cells
    column, text = state.header, clean(cell.text)
    if not state.required and is_blank(scheme, cell):
        return Reading(0, _placeholder(scheme, column, cell) if text != "0" else ())
    if cell.kind == "text" and _ACCOUNTED_NOTHING.fullmatch(cell.text):
        return Reading(0, (Issue("count-formatted", column, cell.text, "0", "Read as 0, which is so shown."),))
    if not text or (cell.kind == "text" and text != "0" and is_blank(scheme, cell)):
        message = f"{column} holds '{text}', which counts as blank." if text else f"{column} is blank."
        return Reading(None, (Issue("count-missing", column, cell.text, _A_COUNT, message),))
    whole, fraction = _parts_of_number(cell, text)
    if not whole:
        shown = text if len(text) <= _LONGEST_COUNT else f"{text[:_LONGEST_COUNT]}..."
        message = f"'{shown}' is not a number of installations."
        if cell.kind == "text" and _AMBIGUOUS.match(text.strip(_TEXT_MARKS)):
            message = f"'{text}' may be a number with decimals, or one of thousands."
        elif _SHORTENED.fullmatch(text):
            message = f"'{shown}' is a number that was shortened to a power of ten: digits of it may be lost."
        return Reading(None, (Issue("count-not-a-number", column, cell.text, _A_COUNT, message),))
    if fraction:
        message = f"{text} is not a whole number."
        return Reading(None, (Issue("count-fractional", column, cell.text, _A_COUNT, message),))
    number = int(whole)
    if number < 0:
        return Reading(
            None, (Issue("count-negative", column, cell.text, _A_COUNT, f"The count {text} is below zero."),)
        )
    largest = scheme.template.largest_count
    if len(whole) > _LONGEST_COUNT or (largest is not None and number > largest):
        most = f"one row can have: {largest:,}" if largest is not None else "there can be"
        message = f"{number:,} installations are more than {most}."
        return Reading(None, (Issue("count-implausible", column, cell.text, _A_COUNT, message),))
    if cell.kind == "text" and cell.text != str(number):
        return Reading(number, (Issue("count-formatted", column, cell.text, str(number), f"Read as {number}."),))
    return Reading(number)


def _intention(scheme: Scheme, column: str, cells: tuple[TypedCell, ...]) -> Reading:
    (cell,) = cells
    if is_blank(scheme, cell) and clean(cell.text) != "0":
        return Reading(None, _placeholder(scheme, column, cell))
    for value, words in ((True, scheme.template.yes), (False, scheme.template.no)):
        own = dict.fromkeys(map(_comparable, words), words[0])
        if meant(cell.text, own) is not None:
            return Reading(value, normalised(column, cell.text, words[0]) if cell.kind == "text" else ())
    if _is_unknown(scheme, cell.text):
        said = Issue("placeholder-as-blank", column, cell.text, "a blank cell", "Read as blank: it is not known.")
        return Reading(None, (said,))
    expected = " or ".join((scheme.template.yes[0], scheme.template.no[0], "a blank cell"))
    return Reading(
        None,
        (
            Issue(
                "value-not-allowed",
                column,
                cell.text,
                expected,
                f"'{clean(cell.text)}' is neither yes nor no.",
            ),
        ),
    )


def _is_unknown(scheme: Scheme, text: str) -> bool:
    """Whether a text says that something is not known."""
    return _comparable(text) in map(_comparable, scheme.template.unknown)


def _is_no_name(scheme: Scheme, text: str) -> bool:
    """Whether a text says that a name is not known, or is another cell's, or more than one."""
    return _is_unknown(scheme, text) or _NO_NAME.fullmatch(clean(text).strip("()")) is not None


def _comparable(text: str) -> str:
    """A word by which it is compared: folded, or as it stands where it is nothing but a sign."""
    return fold(text) or clean(text)
