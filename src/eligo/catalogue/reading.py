"""Reading one device's cells against the catalogue: what it is, and what had to be normalised or refused.

What belongs here: the order of the rules for manufacturer, model, hardware and firmware. What does not:
where a cell stands (``returns``) and whether the device counts (the scheme's conditions, ``returns.checks``).

Invariant: a reading with an error has no device; one without an error has exactly one. The work is done once
per *distinct* set of cells, whatever the number of rows. Source: ``returns.md`` 3-4.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from eligo.catalogue import firmware as versions
from eligo.catalogue.model import Catalogue, Match
from eligo.catalogue.names import clean
from eligo.catalogue.partial import PartialDevice, read_partly
from eligo.catalogue.suggest import (
    MOST_LOOKED_FOR,
    Suggestion,
    did_you_mean,
    suggest_manufacturers,
    suggest_models,
    suggest_versions,
)
from eligo.findings import Issue, Severity
from eligo.terms import BAR, TO_BE_CONFIRMED, Device


@dataclass(frozen=True, slots=True)
class TypedCell:
    """A cell as typed. ``kind`` is ``text``, ``number``, ``date``, ``boolean``, ``error``, ``formula`` or ``blank``.

    ``text`` of a date is ISO (2012-01-02), of a number its shortest decimal form; of an error (``#REF!``) the error, of
    a formula without a saved value the formula.
    """

    text: str
    kind: str = "text"


NEARLY_KNOWN = frozenset({"manufacturer-unknown", "model-unknown", "hardware-unknown", "firmware-unknown"})
"""The codes of names for which those that may have been meant are looked for."""


@dataclass(frozen=True, slots=True)
class DeviceReading:
    """``device`` carries the full firmware; ``None`` where an error hides which device it is, which ``partly`` is then
    as far as it can be read.
    """

    device: Device | None
    issues: tuple[Issue, ...]
    partly: PartialDevice | None = None


_POWER = re.compile(r"\d(?:[.,]\d+)?E\+\d{2,3}", re.IGNORECASE)
"""What a spreadsheet writes into a text file for a number that is large, or was typed as 1E5."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One resolved field and what was said of it."""

    value: str
    issues: tuple[Issue, ...] = ()

    @property
    def refused(self) -> bool:
        return any(issue.severity is Severity.ERROR for issue in self.issues)


def read_device(
    catalogue: Catalogue,
    device_type: str,
    cells: tuple[TypedCell, TypedCell, TypedCell, TypedCell],
    columns: tuple[str, str, str, str],
) -> DeviceReading:
    """One device from its manufacturer, model, hardware and firmware cells (blank cells have empty text).

    ``columns`` are the template's names of those four columns, for the issues. At least one cell is not blank.
    """
    if not clean(cells[1].text):
        issue = Issue(
            "device-without-model",
            columns[1],
            cells[1].text,
            f"the model of the {device_type}",
            f"The {device_type} has no model.",
        )
        return DeviceReading(None, (issue,), _partly(catalogue, device_type, cells, (False, True, False, False)))
    cells = (_as_saved(cells[0]), _as_saved(cells[1]), _as_saved(cells[2]), _as_saved(cells[3]))
    manufacturer, model, hardware = _names(catalogue, device_type, cells[:3], columns[:3])
    known = catalogue.firmware_of(device_type, manufacturer.value, model.value, hardware.value)
    firmware = _firmware(catalogue, known, cells[3], columns[3], model.value)
    parts = (manufacturer, model, hardware, firmware)
    issues = tuple(issue for part in parts for issue in part.issues)
    if any(part.refused for part in parts):
        refused = (manufacturer.refused, model.refused, hardware.refused, firmware.refused)
        return DeviceReading(None, issues, _partly(catalogue, device_type, cells, refused))
    return DeviceReading(Device(device_type, *(part.value for part in parts)), issues)


def _partly(
    catalogue: Catalogue,
    device_type: str,
    cells: tuple[TypedCell, TypedCell, TypedCell, TypedCell],
    refused: tuple[bool, bool, bool, bool],
) -> PartialDevice:
    """What a refused device's cells still say; of those that a spreadsheet made of text, nothing."""
    unread = [bad or cell.kind in _NO_TEXT for cell, bad in zip(cells, refused, strict=True)]
    manufacturer, model, hardware, firmware = (cell.text for cell in cells)
    typed = (manufacturer, model, hardware, firmware)
    return read_partly(catalogue, device_type, typed, (unread[0], unread[1], unread[2], unread[3]))


def _as_saved(cell: TypedCell) -> TypedCell:
    """The cell; a number where it is text that only a spreadsheet writes, for a number that it took the text for."""
    return TypedCell(cell.text, "number") if cell.kind == "text" and _POWER.fullmatch(cell.text.strip()) else cell


def device_names(catalogue: Catalogue, device_type: str, typed: tuple[str, str, str]) -> tuple[str, str, str]:
    """Manufacturer, model and hardware version that a device's cells stand for, as ``read_device`` settles them."""
    cells = (TypedCell(typed[0]), TypedCell(typed[1]), TypedCell(typed[2]))
    manufacturer, model, hardware = _names(catalogue, device_type, cells, ("", "", ""))
    return manufacturer.value, model.value, hardware.value


def _names(
    catalogue: Catalogue,
    device_type: str,
    cells: tuple[TypedCell, TypedCell, TypedCell],
    columns: tuple[str, str, str],
) -> tuple[_Part, _Part, _Part]:
    manufacturer = _manufacturer(catalogue, device_type, cells[0], cells[1], columns[0])
    model = _model(catalogue, device_type, manufacturer.value, cells[1], columns[1])
    hardware = _hardware(catalogue, (device_type, manufacturer.value, model.value), cells[2], columns[2])
    return manufacturer, model, hardware


def normalised(column: str, typed: str, value: str) -> tuple[Issue, ...]:
    """The note that a value was read as its canonical form; none where it was typed so."""
    if typed == value:
        return ()
    return (Issue("value-normalised", column, typed, value, f"Read as '{value}'."),)


def _manufacturer(catalogue: Catalogue, device_type: str, cell: TypedCell, model: TypedCell, column: str) -> _Part:
    typed = clean(cell.text)
    if not typed:
        makers = catalogue.manufacturers_of(device_type, model.text)
        if len(makers) == 1:
            message = f"Read as '{makers[0]}', the only maker of {clean(model.text)} in the catalogue."
            return _Part(makers[0], (Issue("manufacturer-inferred", column, cell.text, makers[0], message),))
        message = f"The {device_type} has no manufacturer."
        return _Part("", (Issue("manufacturer-missing", column, cell.text, "a manufacturer", message),))
    found = catalogue.find_manufacturer(device_type, typed)
    if _is_doubted(typed, found):
        return _Part(found.name or typed, (uncertain(column, cell.text),))
    if found.name is not None:
        return _Part(found.name, _found(column, cell, found))
    if cell.kind in _NO_TEXT:
        return _not_text("manufacturer", cell, column, (), catalogue.manufacturer_names(device_type))
    message = f"The catalogue has no {device_type} manufacturer '{typed}'{_alike(found)}."
    near = _near(catalogue, lambda: suggest_manufacturers(catalogue, device_type, typed, model.text))
    return _Part(typed, (Issue("manufacturer-unknown", column, cell.text, "a known manufacturer", message, near),))


def _model(catalogue: Catalogue, device_type: str, manufacturer: str, cell: TypedCell, column: str) -> _Part:
    typed = clean(cell.text)
    found = catalogue.find_model(device_type, manufacturer, typed)
    if _is_doubted(typed, found):
        return _Part(found.name or typed, (uncertain(column, cell.text),))
    if found.name is not None and _is_the_only_one(cell, catalogue.model_names(device_type, manufacturer)):
        return _Part(found.name, _found(column, cell, found))
    if cell.kind in _NO_TEXT:
        known = catalogue.model_names(device_type, manufacturer) if manufacturer else ()
        return _read_back_name("model", cell, column, known)
    of = manufacturer or "an unnamed manufacturer"
    message = f"The catalogue has no {device_type} model '{typed}' of {of}{_alike(found)}."
    near = _near(catalogue, lambda: suggest_models(catalogue, device_type, manufacturer, typed))
    return _Part(typed, (Issue("model-unknown", column, cell.text, "a known model", message, near),))


def _hardware(catalogue: Catalogue, model: tuple[str, str, str], cell: TypedCell, column: str) -> _Part:
    typed = clean(cell.text)
    known = catalogue.hardware_of(*model)
    if not typed:
        if len(known) == 1:
            message = f"Read as '{known[0]}', the only hardware version of {model[2]} in the catalogue."
            return _Part(known[0], (Issue("hardware-inferred", column, cell.text, known[0], message),))
        message = f"The {model[0]} has no hardware version."
        expected = " or ".join(known) or "a hardware version"
        return _Part("", (Issue("hardware-missing", column, cell.text, expected, message),))
    found = catalogue.find_hardware(*model, typed)
    if _is_doubted(typed, found):
        return _Part(found.name or typed, (uncertain(column, cell.text),))
    if found.name is not None and _is_the_only_one(cell, known):
        return _Part(found.name, _found(column, cell, found))
    if cell.kind in _NO_TEXT and (known or cell.kind != "number"):
        return _read_back_name("hardware", cell, column, known)
    if not known:
        return _Part(typed, normalised(column, cell.text, typed))
    message = f"The catalogue does not know hardware version '{typed}' of {model[2]}{_alike(found)}."
    near = _near(catalogue, lambda: suggest_versions(known, typed))
    return _Part(typed, (Issue("hardware-unknown", column, cell.text, " or ".join(known), message, near),))


def _is_doubted(typed: str, found: Match) -> bool:
    """Whether a question mark stands in a name that neither the catalogue nor a decision has with it."""
    return "?" in typed and found.name != typed and not (found.alias and "?" in found.alias.typed)


def uncertain(column: str, typed: str) -> Issue:
    """What is said of a name with a question mark."""
    message = f"'{clean(typed)}' bears a question mark: its sender is not certain of it."
    return Issue("name-uncertain", column, typed, "a name without a question mark", message)


def _is_the_only_one(cell: TypedCell, known: tuple[str, ...]) -> bool:
    """Whether the name that was found is what was typed: the number 3.1 may have been 3.10, where both are known."""
    return cell.kind != "number" or len(versions.same_number(known, cell.text)) < 2


def _found(column: str, cell: TypedCell, found: Match) -> tuple[Issue, ...]:
    """The note that a name was read as the catalogue writes it, with the decision that it was read by."""
    alias = found.alias
    if alias is None or not alias.place:
        return normalised(column, cell.text, found.name or "")
    message = f"Read as '{found.name}', as {alias.author} decided on {alias.decided}: {alias.reason}"
    return (Issue("value-normalised", column, cell.text, found.name or "", message),)


def _near(catalogue: Catalogue, suggested: Callable[[], tuple[Suggestion, ...]]) -> str:
    """The sentence with the names that may have been meant, which takes long to find."""
    if catalogue.suggesting:
        return did_you_mean(suggested())
    return (
        "Write the names as the catalogue has them; what may have been meant was not looked for, as more than "
        f"{MOST_LOOKED_FOR:,} different devices are unknown here."
    )


def _alike(found: Match) -> str:
    """What stands in the way where several names of the catalogue are spelt alike."""
    names = " and ".join(f"'{name}'" for name in found.alike)
    return f"; by every rule it could be {names} alike" if names else ""


def _firmware(catalogue: Catalogue, known: tuple[str, ...], cell: TypedCell, column: str, model: str) -> _Part:
    typed = clean(cell.text)
    if not typed:
        message = f"{model} has no firmware version."
        return _Part("", (Issue("firmware-missing", column, cell.text, "a firmware version", message),))
    if BAR in typed:
        message = f"The firmware '{typed}' of {model} has a bar in it."
        return _Part("", (Issue("firmware-with-bar", column, cell.text, _one_of(known), message),))
    if "?" in versions.plain(typed) and typed not in known:
        return _Part("", (uncertain(column, cell.text),))
    day = versions.date_of(versions.unmarked(typed))
    if cell.kind == "date" or (day is not None and cell.kind == "text"):
        readings = versions.turned_into_date(known, day) if day is not None else ()
        return _read_back("firmware", "date", cell, column, readings, known)
    if cell.kind == "number":
        readings = versions.turned_into_number(known, typed)
        return _read_back("firmware", "number", cell, column, readings, known)
    if cell.kind == "boolean":
        return _not_text("firmware", cell, column, (), known)
    text = versions.plain(typed)
    if text == TO_BE_CONFIRMED:
        return _Part(TO_BE_CONFIRMED, normalised(column, cell.text, TO_BE_CONFIRMED))
    same = tuple(version for version in known if versions.key(version) == versions.key(text))
    if len(same) == 1 or text in same:
        version = text if text in same else same[0]
        return _Part(version, normalised(column, cell.text, version))
    return _other_form(known, cell, column) or _unknown_firmware(catalogue, known, cell, column, model)


def _other_form(known: tuple[str, ...], cell: TypedCell, column: str) -> _Part | None:
    """What a text says that is no version as it stands: several, or one in another form; else nothing."""
    typed = clean(cell.text)
    if listed := versions.several(known, typed):
        message = (
            f"The cell holds {len(listed)} versions: {', '.join(listed)}. Which installations have which is not said."
        )
        return _Part("", (Issue("firmware-several", column, cell.text, "one version", message),))
    same = versions.parted_otherwise(known, typed)
    if len(same) == 1:
        return _Part(same[0], normalised(column, cell.text, same[0]))
    pointed = versions.day_with_points(typed)
    if pointed is not None and len(readings := versions.turned_into_date(known, pointed)) == 1:
        return _read_back("firmware", "date", cell, column, readings, known)
    eight = versions.eight_digit_readings(typed)
    if eight is not None:
        return _eight_digits(eight, cell, column, known)
    if readings := versions.lost_a_zero(known, versions.plain(typed)):
        return _read_back("firmware", "number", cell, column, readings, known)
    return None


def _unknown_firmware(catalogue: Catalogue, known: tuple[str, ...], cell: TypedCell, column: str, model: str) -> _Part:
    typed = clean(cell.text)
    text = versions.plain(typed)
    stands_as = versions.in_style_of(text, known)
    message = f"The catalogue does not know firmware '{typed}' of {model}; it stands as '{stands_as}'."
    expected = _one_of(known)
    near = _near(catalogue, lambda: suggest_versions(known, text))
    return _Part(stands_as, (Issue("firmware-unknown", column, cell.text, expected, message, near),) if known else ())


def _one_of(known: tuple[str, ...]) -> str:
    return "one of " + ", ".join(known) if known else "a version of a known model"


def _eight_digits(
    readings: tuple[tuple[str, versions.Key], ...], cell: TypedCell, column: str, known: tuple[str, ...]
) -> _Part:
    found = [(form, version) for form, key in readings for version in known if versions.key(version) == key]
    if len(found) == 1:
        form, version = found[0]
        code = "firmware-from-bcd" if form == "BCD" else "firmware-from-hexadecimal"
        return _Part(version, (Issue(code, column, cell.text, version, f"Read as '{version}' ({form})."),))
    ways = " or ".join(
        f"{versions.dotted(part for part in key if isinstance(part, int))} ({form})" for form, key in readings
    )
    message = (
        f"An eight-digit form could be {ways}; the catalogue knows {'more than one' if found else 'none'} of these."
    )
    return _Part("", (Issue("firmware-form-unreadable", column, cell.text, _one_of(known), message),))


_NO_TEXT = ("date", "number", "boolean")
"""Kinds of cell that a spreadsheet makes of text."""


def _read_back_name(what: str, cell: TypedCell, column: str, known: tuple[str, ...]) -> _Part:
    """A model or a hardware version that a spreadsheet turned into a day or a number (03 -> 3, 3-4 -> 3 April)."""
    day = versions.date_of(cell.text)
    if cell.kind == "date":
        readings = versions.turned_into_date(known, day) if day is not None else ()
    elif cell.kind == "number":
        readings = versions.same_number(known, cell.text)
    else:
        readings = ()
    if len(readings) == 1:
        return _read_back(what, cell.kind, cell, column, readings, known)
    return _not_text(what, cell, column, readings, known)


def _read_back(
    what: str, form: str, cell: TypedCell, column: str, readings: tuple[str, ...], known: tuple[str, ...]
) -> _Part:
    if len(readings) != 1:
        return _not_text(what, cell, column, readings, known, form)
    message = f"The {form} {cell.text} was read back as '{readings[0]}'."
    return _Part(readings[0], (Issue(f"{what}-from-{form}", column, cell.text, readings[0], message),))


def _not_text(
    what: str, cell: TypedCell, column: str, readings: tuple[str, ...], known: tuple[str, ...], form: str = ""
) -> _Part:
    """A day, number or truth value where text is due, which is not read: why."""
    nothing = "fits nothing that the catalogue knows" if what != "firmware" else "fits no known version"
    fits = f"fits {' and '.join(readings)}" if readings else nothing
    kind = form or cell.kind
    shown = {"boolean": "truth value"}.get(kind, kind)
    message = f"The cell holds the {shown} {cell.text}, which {fits}."
    expected = _one_of(known) if known else f"a {what}, as text"
    return _Part("", (Issue(f"{what}-{kind}-unreadable", column, cell.text, expected, message),))
