"""Identity decisions as data: what stands between the names that were typed and the devices that are counted.

What belongs here: the catalogue under its aliases, corrections, what names nobody knows, and what a table of aliases
would re-group. What does not: reading names (``catalogue``) and returns (``returns``). Source: ``returns.md`` 3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eligo.artefacts import csv_bytes
from eligo.catalogue import (
    ALIAS_COLUMNS,
    ALIAS_NOTES,
    AliasTable,
    Catalogue,
    Regrouping,
    Suggestion,
    TypedCell,
    TypedDevice,
    TypedRow,
    load_catalogue,
    read_aliases,
    regrouping,
    suggest_manufacturers,
    suggest_models,
    suggest_versions,
)
from eligo.errors import NotFound
from eligo.returns import (
    Correction,
    Return,
    corrections_and_mistakes,
    corrections_of,
    is_blank,
    read_corrections,
    typed_rows,
)
from eligo.scheme import IDENTITY_FIELDS, Scheme, template_columns
from eligo.workflows.inputs import InputFile

ALIASES, CORRECTIONS = "aliases", "corrections"
"""The roles of files that decide about names and cells."""

_ASKED = {"manufacturer-unknown": 0, "model-unknown": 1, "hardware-unknown": 2}
_KINDS = ("manufacturer", "model", "hardware")


def known_devices(inputs: Iterable[InputFile], scheme: Scheme) -> Catalogue:
    """The catalogue among some inputs, under the aliases among them.

    Raises ``BadCatalogue`` and ``BadDecisions`` with every mistake, ``NotFound`` where there is no catalogue.
    """
    by_role = {one.role: one for one in inputs}
    if "catalogue" not in by_role:
        raise NotFound("There is no catalogue of device models", hint="Name one with --catalogue.")
    known = load_catalogue(by_role["catalogue"].name, by_role["catalogue"].content, scheme)
    aliases = by_role.get(ALIASES)
    if aliases is None:
        return known
    return known.with_aliases(read_aliases(aliases.name, aliases.content, known).decisions)


def corrections_in(inputs: Iterable[InputFile]) -> tuple[Correction, ...]:
    """The corrections among some inputs. Raises ``BadDecisions``."""
    return tuple(
        one for file in inputs if file.role == CORRECTIONS for one in read_corrections(file.name, file.content)
    )


def corrections_and_mistakes_in(inputs: Iterable[InputFile]) -> tuple[tuple[Correction, ...], list[str]]:
    """The corrections among some inputs that have no mistake, and what is wrong with the others.

    Raises ``BadDecisions`` for a file that is no table of corrections.
    """
    read = [corrections_and_mistakes(file.name, file.content) for file in inputs if file.role == CORRECTIONS]
    return tuple(one for found, _ in read for one in found), [text for _, wrong in read for text in wrong]


def regrouped(
    returns: Sequence[Return],
    files: Sequence[InputFile],
    scheme: Scheme,
    catalogue: Catalogue,
    before: AliasTable,
    after: AliasTable,
) -> Regrouping:
    """What a table of aliases would group otherwise than another does, in some returns, which are among the files."""
    return regrouping(catalogue, before, after, _rows(returns, files, scheme))


def _rows(returns: Sequence[Return], files: Sequence[InputFile], scheme: Scheme) -> Iterator[TypedRow]:
    """The rows as typed, corrected as decided; what stands for a blank cell is none."""
    columns, corrections = _identity_columns(scheme), corrections_in(files)
    contents = {file.name: file.content for file in files}
    for one in returns:
        content = contents[one.file]
        corrected = {(c.row, c.column): c.becomes for c in corrections_of(one.file, content, corrections).due}
        counts = dict(zip(one.accepted.rows, map(sum, zip(*one.accepted.counts, strict=True)), strict=True))
        counts |= {row.row: sum(filter(None, row.counts)) for row in one.quarantined if row.counts}
        for number, typed in typed_rows(one, content, scheme):
            shown = {name: corrected.get((number, name), text) for name, text in typed.items()}
            cells = {name: "" if is_blank(scheme, TypedCell(text)) else text for name, text in shown.items()}
            devices = [(kind, *(cells.get(name, "") for name in names[:3])) for kind, names in columns.items()]
            yield TypedRow(
                organisation=cells.get(scheme.template.supplier_header) or one.sender.organisation,
                devices=tuple(TypedDevice(*device) for device in devices if any(device[1:])),
                rest=tuple(cells.get(attribute.header, "") for attribute in scheme.attributes),
                installations=counts.get(number, 0),
            )


def _identity_columns(scheme: Scheme) -> Mapping[str, Sequence[str]]:
    columns = [one for one in template_columns(scheme) if one.kind == "device" and one.field in IDENTITY_FIELDS]
    return {kind.name: [one.name for one in columns if one.subject == kind.name] for kind in scheme.device_types}


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that neither the catalogue, nor a rule, nor an alias knows; ``suggestions`` are best first."""

    kind: str
    device_type: str
    manufacturer: str
    model: str
    typed: str
    rows: int
    installations: int
    suggestions: tuple[Suggestion, ...]


def unknown_names(
    returns: Sequence[Return], files: Sequence[InputFile], scheme: Scheme, catalogue: Catalogue
) -> tuple[UnknownName, ...]:
    """Every unknown name in some returns, which are among the files; the one with the most installations first."""
    rows: Counter[tuple[str, str, str, str, str]] = Counter()
    installed: Counter[tuple[str, str, str, str, str]] = Counter()
    for row in _rows(returns, files, scheme):
        for device in row.devices:
            for name in _unknown(device, catalogue):
                rows[name] += 1
                installed[name] += row.installations
    found = [
        UnknownName(*name, rows=rows[name], installations=installed[name], suggestions=_suggested(name, catalogue))
        for name in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.installations, one.kind, one.device_type, one.typed)))


def _unknown(device: TypedDevice, catalogue: Catalogue) -> Iterator[tuple[str, str, str, str, str]]:
    kind = device.device_type
    maker = catalogue.manufacturer(kind, device.manufacturer) if device.manufacturer else None
    if device.manufacturer and maker is None:
        yield "manufacturer", kind, "", "", device.manufacturer
        return
    model = catalogue.model(kind, maker, device.model) if maker and device.model else None
    if maker and device.model and model is None:
        yield "model", kind, maker, "", device.model
    elif maker and model and device.hardware and not catalogue.find_hardware(kind, maker, model, device.hardware).name:
        yield "hardware", kind, maker, model, device.hardware


def _suggested(name: tuple[str, str, str, str, str], catalogue: Catalogue) -> tuple[Suggestion, ...]:
    what, kind, maker, model, typed = name
    if what == "manufacturer":
        return suggest_manufacturers(catalogue, kind, typed)
    if what == "model":
        return suggest_models(catalogue, kind, maker, typed)
    return suggest_versions(catalogue.hardware_of(kind, maker, model), typed)


def _shown(one: Suggestion) -> str:
    return f"{one.name}{f' of {one.manufacturer}' if one.manufacturer else ''} ({one.score})"


def to_decide_csv(names: Iterable[UnknownName]) -> bytes:
    """A table of aliases to be completed: one row per unknown name, with what was suggested and its score."""
    header = (*ALIAS_COLUMNS, "manufacturer", "model", *ALIAS_NOTES)
    return csv_bytes(
        header,
        (
            (
                one.kind,
                one.device_type,
                one.typed,
                *("",) * 4,
                one.manufacturer,
                one.model,
                one.rows,
                one.installations,
                "; ".join(
                    f"{s.name}{f' of {s.manufacturer}' if s.manufacturer else ''} ({s.score})" for s in one.suggestions
                ),
            )
            for one in names
        ),
    )
