"""How a line of the log is written down: the published form, whose bytes are hashed and signed.

What belongs here: lines and versions as plain values and back. What does not: files (``export``).

Invariants: ``line_of(plain(line)) == line``, and nothing else is read: of every line there is one plain form, of every
plain form one text (``eligo.canonical``). The form is a public interface: what it states may grow in a new format, and
does not change in this one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from eligo.canonical import canonical, time_of
from eligo.registers.entries import (
    Basis,
    Consent,
    Document,
    KeyEntry,
    LogLine,
    OpenFirmware,
    Product,
    RegisterEntry,
    RulesEntry,
    Served,
    Stage,
)
from eligo.scheme import (
    IDENTITY_FIELDS,
    Exclusion,
    RegisterBasis,
    RegisterList,
    RegisterRules,
    RegisterState,
)
from eligo.terms import Device, Route

Plain = dict[str, Any]
"""Names with texts, whole numbers, truth values, ``None``, lists and such mappings."""

_KINDS = {"number": int, "generation": int, "first_added": bool, "evidence_serves_others": bool}
_MAY_BE_NONE = ("devices[]", "open_on", "first_added_on", "decided_on")
_STAGES, _ROUTES = {one.value: one for one in Stage}, {one.value: one for one in Route}


def canonical_bytes(line: LogLine) -> bytes:
    """The bytes of a line that are the leaf of the Merkle tree: the canonical text of its plain form in UTF-8."""
    return canonical(plain(line)).encode()


def plain(line: LogLine) -> Plain:
    """A line of the log as plain values; ``kind`` says which kind of line."""
    match line:
        case RegisterEntry():
            return _entry(line)
        case RulesEntry():
            return {**_written("rules", line), **_rules(line)}
        case KeyEntry():
            signed = {"key": line.key, "signed_by": line.signed_by, "signature": line.signature}
            return {**_written("key", line), **signed}


def _written(kind: str, line: LogLine) -> Plain:
    at = time_of(line.recorded_at)
    return {"kind": kind, "number": line.number, "recorded_at": at, "who": line.who, "why": line.why}


def _entry(line: RegisterEntry) -> Plain:
    return {
        **_written("entry", line),
        "product_id": line.product.product_id,
        "generation": line.generation,
        "provider": line.product.provider,
        "product_kind": line.product.kind,
        "devices": [_device(one) for one in line.product.devices],
        "label": line.label,
        "state": line.state,
        "firmware": {one.device_type: {"stage": one.stage.value, "version": one.version} for one in line.firmware},
        "operators": {one.operator: {"route": one.route.value, "open_on": _day(one.open_on)} for one in line.operators},
        "effective_on": _day(line.effective_on),
        "first_added_on": _day(line.first_added_on),
        "basis": _basis(line.basis),
    }


def _device(device: Device | None) -> Plain | None:
    return None if device is None else {name: getattr(device, name) for name in ("device_type", *IDENTITY_FIELDS)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _basis(basis: Basis) -> Plain:
    return {
        "kind": basis.kind,
        "reference": basis.reference,
        "documents": [{"name": one.name, "sha256": one.sha256} for one in basis.documents],
        "base": basis.base,
        "consultation": basis.consultation,
        "category": basis.category,
        "party": basis.party,
        "operators": list(basis.operators),
        "decided_on": _day(basis.decided_on),
        **({"consent": _consent(basis.consent)} if basis.consent else {}),
    }


def _consent(consent: Consent) -> Plain:
    return {"reference": consent.reference, "given_on": _day(consent.given_on)}


def _rules(line: RulesEntry) -> Plain:
    rules = line.rules
    return {
        "scheme": line.scheme,
        "scheme_version": line.scheme_version,
        "device_types": list(line.device_types),
        "open_types": list(line.open_types),
        "operators": list(line.operators),
        "source": rules.source,
        "evidence_serves_others": rules.evidence_serves_others,
        "lists": [_fields(one) for one in rules.lists],
        "states": [_fields(one) for one in rules.states],
        "bases": [_fields(one) for one in rules.bases],
        "exclusions": [_fields(one) for one in rules.exclusions],
    }


def _fields(one: Any) -> Plain:
    stated = dataclasses.asdict(one)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in stated.items()}


def line_of(stated: Mapping[str, Any]) -> LogLine:
    """The line of a plain form. Raises ``ValueError`` where it is not the one plain form of a line."""
    line = line_as_written(stated)
    try:
        _check_kinds(stated)
    except TypeError as error:
        raise _no_line(error) from None
    # Every value is of its exact kind by now, so that what is equal has equal text.
    if plain(line) != stated:
        raise ValueError("a line of a register's log, but not in its one plain form")
    return line


def line_as_written(stated: Mapping[str, Any]) -> LogLine:
    """The line of a plain form that is known to be what was written, by its hash: the form is not looked at again.

    Raises ``ValueError`` where no line can be made of it.
    """
    try:
        return _READ[stated["kind"]](stated)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _no_line(error) from None


def _no_line(error: Exception) -> ValueError:
    return ValueError(f"not a line of a register's log ({type(error).__name__}: {error})")


def _check_kinds(stated: Any, name: str = "") -> None:
    """Raises ``TypeError`` where a value is of a kind that no value of that name has."""
    if isinstance(stated, dict):
        for key, value in stated.items():
            _check_kinds(value, key)
    elif isinstance(stated, list):
        for value in stated:
            _check_kinds(value, f"{name}[]")
    elif type(stated) is not _KINDS.get(name, str) and not (stated is None and name in _MAY_BE_NONE):
        raise TypeError(f"the {name} is {stated!r:.60}")


def _read_written(stated: Mapping[str, Any]) -> Plain:
    at = datetime.fromisoformat(stated["recorded_at"])
    return {"number": stated["number"], "recorded_at": at, "who": stated["who"], "why": stated["why"]}


def _read_key(stated: Mapping[str, Any]) -> KeyEntry:
    signed = {name: stated[name] for name in ("key", "signed_by", "signature")}
    return KeyEntry(**signed, **_read_written(stated))


def _read_entry(stated: Mapping[str, Any]) -> RegisterEntry:
    devices = tuple([one and _read_device(**one) for one in stated["devices"]])
    firmware = stated["firmware"]
    # A mapping has no order of its own: the devices have.
    order = [one.device_type for one in devices if one and one.device_type in firmware]
    operators = stated["operators"]
    return RegisterEntry(
        product=_read_product(stated["provider"], stated["product_kind"], devices),
        generation=stated["generation"],
        label=stated["label"],
        state=stated["state"],
        firmware=tuple(
            [OpenFirmware(name, _STAGES[firmware[name]["stage"]], firmware[name]["version"]) for name in order]
        ),
        operators=tuple(
            [
                Served(name, _ROUTES[operators[name]["route"]], _read_day(operators[name]["open_on"]))
                for name in sorted(operators)
            ]
        ),
        effective_on=date.fromisoformat(stated["effective_on"]),
        basis=_read_basis(stated["basis"]),
        first_added_on=_read_day(stated["first_added_on"]),
        **_read_written(stated),
    )


@lru_cache(maxsize=4096)
def _read_product(provider: str, kind: str, devices: tuple[Device | None, ...]) -> Product:
    # The lines about a product mostly stand near each other: its id is spelt out once.
    return Product(provider, kind, devices)


@lru_cache(maxsize=65536)
def _read_device(device_type: str, manufacturer: str, model: str, hardware: str, firmware: str) -> Device:
    # The same few thousand stand in all lines: each is held once, and found equal at once.
    return Device(device_type, manufacturer, model, hardware, firmware)


def _read_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _read_basis(stated: Mapping[str, Any]) -> Basis:
    return Basis(
        kind=stated["kind"],
        reference=stated["reference"],
        documents=tuple(Document(**one) for one in stated["documents"]),
        base=stated["base"],
        consultation=stated["consultation"],
        category=stated["category"],
        party=stated["party"],
        operators=tuple(stated["operators"]),
        decided_on=_read_day(stated["decided_on"]),
        consent=_read_consent(stated.get("consent")),
    )


def _read_consent(stated: Mapping[str, Any] | None) -> Consent | None:
    return None if stated is None else Consent(stated["reference"], date.fromisoformat(stated["given_on"]))


def _read_rules(stated: Mapping[str, Any]) -> RulesEntry:
    def each(kind: type[Any], name: str) -> tuple[Any, ...]:
        return tuple(kind(**{key: _frozen(value) for key, value in one.items()}) for one in stated[name])

    rules = RegisterRules(
        source=stated["source"],
        evidence_serves_others=stated["evidence_serves_others"],
        lists=each(RegisterList, "lists"),
        states=each(RegisterState, "states"),
        bases=each(RegisterBasis, "bases"),
        exclusions=each(Exclusion, "exclusions"),
    )
    return RulesEntry(
        scheme=stated["scheme"],
        scheme_version=stated["scheme_version"],
        device_types=tuple(stated["device_types"]),
        open_types=tuple(stated["open_types"]),
        operators=tuple(stated["operators"]),
        rules=rules,
        **_read_written(stated),
    )


_READ: Mapping[str, Callable[[Mapping[str, Any]], LogLine]] = {
    "entry": _read_entry,
    "rules": _read_rules,
    "key": _read_key,
}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
