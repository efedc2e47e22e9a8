"""The registers as they are published: from entries and versions to what pages and feeds accept.

What belongs here: naming states, routes and device types as the scheme prints them, and tying every figure to its place
in ``register.json``. What does not: differences in words (``register_changes``).

Invariant: states, lists and bases are called what the rules in the log call them, which were in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date
from fractions import Fraction

from eligo.canonical import time_of
from eligo.disclosure.figures import (
    PublicFigure,
    count_figure,
    date_figure,
    installations_share,
    pointer_part,
    stated_share,
    time_figure,
)
from eligo.disclosure.public import PublicDevice, PublicEntry, PublicListing
from eligo.disclosure.public_registers import (
    PublicBasis,
    PublicCoverage,
    PublicEdition,
    PublicFirmwareStage,
    PublicItem,
    PublicListed,
    PublicServed,
    PublicStep,
    PublicVersion,
)
from eligo.disclosure.register import route_label
from eligo.disclosure.register_changes import label_order, public_changes
from eligo.registers import Basis, Consent, Coverage, Document, Item, RegisterEntry, Registers, SignedVersion
from eligo.scheme import RegisterRules, Scheme
from eligo.terms import TO_BE_CONFIRMED, Device, Route


def public_version(signed: SignedVersion, registers: Registers) -> PublicVersion:
    """A signed version as it is shown; ``registers`` are those that it speaks of."""
    version, at = signed.version, f"register.json#/versions/{signed.version.publication - 1}/version"
    found = next(one for one in _rules(registers).lists if one.id == version.list)
    return PublicVersion(
        list=version.list,
        list_label=found.label,
        list_title=found.title,
        keeps_first_added=found.first_added,
        number=version.number,
        publication=count_figure(version.publication, f"{at}/publication"),
        effective=date_figure(version.effective_on, f"{at}/effective_on"),
        published=time_figure(version.published_at.astimezone(UTC), f"{at}/published_at"),
        published_at=time_of(version.published_at),
        reason=version.reason,
        drafted_by=version.drafted_by,
        approved_by=version.approved_by,
        size=count_figure(version.size, f"{at}/size"),
        root=version.root,
        content=version.content,
        key=signed.key,
        coverage=_coverage(version.coverage, f"{at}/coverage") if version.coverage else None,
    )


def coverage(on_list: Mapping[str, int], total: int, results: Document, scheme: Scheme) -> Coverage:
    """The shares that a version may publish: of ``total`` installations those on its list, by published operator.

    Each is rounded by itself, from the exact count, and blank where fewer stand behind it than the scheme lets be told.
    Where one is blank, and rounding is so fine that the others would tell it, no operator's is told.
    """
    rules = scheme.disclosure

    def share(number: int) -> str:
        return installations_share(number, total, "", decimals=rules.share_decimals, minimum=rules.minimum_count).value

    shares = tuple((operator, share(number)) for operator, number in sorted(on_list.items()))
    half_a_step = Fraction(total, 200 * 10**rules.share_decimals)  # what rounding leaves open to either side
    is_told = half_a_step < rules.minimum_count and any(not shown for _, shown in shares)
    return Coverage(share(sum(on_list.values())), () if is_told else shares, results)


def _coverage(stated: Coverage, at: str) -> PublicCoverage:
    return PublicCoverage(
        share=stated_share(stated.share, f"{at}/share"),
        operators=tuple(
            (name, stated_share(share, f"{at}/operators/{pointer_part(name)}")) for name, share in stated.operators
        ),
        results=(stated.results.name, stated.results.sha256),
    )


def public_edition(
    signed: SignedVersion,
    registers: Registers,
    before: tuple[SignedVersion, Registers] | None,
    follows: PublicVersion | None,
    scheme: Scheme,
) -> PublicEdition:
    """A version with what stands on its list.

    ``registers`` are those of its lines as of its day; ``before`` the version of the same list before it with its own.
    """
    name = signed.version.list
    shown = registers.shown(name)
    earlier = before[1].shown(name) if before else ()
    listed = (_listed(registers.items[one.item], registers, scheme) for one in shown)
    return PublicEdition(
        version=public_version(signed, registers),
        before=public_version(*before) if before else None,
        follows=follows,
        listed=tuple(sorted(listed, key=lambda one: label_order(one.entry.label, one.item))),
        changes=public_changes(earlier, shown, registers, scheme),
    )


def public_items(
    entries: Iterable[RegisterEntry], registers: Registers, editions: Sequence[PublicEdition], scheme: Scheme
) -> tuple[PublicItem, ...]:
    """Every item that entries are about, with its whole life, in the order of their labels.

    ``registers`` have all of these entries; ``editions`` are all that has been published.
    """
    steps: dict[str, list[RegisterEntry]] = {}
    resting: dict[str, list[str]] = {}
    for entry in entries:
        steps.setdefault(entry.item, []).append(entry)
        if entry.basis.base:
            resting.setdefault(entry.basis.base, []).append(entry.item)
    stood: dict[str, list[PublicVersion]] = {}
    for edition in editions:
        for listed in edition.listed:
            stood.setdefault(listed.item, []).append(edition.version)
    items = (
        PublicItem(
            listed=_listed(registers.items[name], registers, scheme),
            steps=tuple(_step(entry, registers, scheme) for entry in own),
            versions=tuple(stood.get(name, ())),
            generations=tuple(_generations(name, steps)),
            resting=tuple(sorted({*resting.get(name, ())})),
        )
        for name, own in steps.items()
    )
    return tuple(sorted(items, key=lambda one: label_order(one.listed.entry.label, one.listed.item)))


def _generations(item: str, items: Mapping[str, object]) -> Iterator[str]:
    """The other items of an item's product."""
    product, number = item.rpartition("/")[0], 1
    while (other := f"{product}/{number}") in items:
        if other != item:
            yield other
        number += 1


def _rules(registers: Registers) -> RegisterRules:
    if registers.rules is None:
        raise ValueError("a version covers no rules")
    return registers.rules.rules


def _listed(item: Item, registers: Registers, scheme: Scheme) -> PublicListed:
    latest = item.latest
    return PublicListed(
        item=latest.item,
        entry=_entry(latest, registers, scheme),
        step=_step(latest, registers, scheme),
        arrived=_step(item.since, registers, scheme),
        first_added=_day(latest, "first_added_on") if latest.first_added_on else None,
    )


def _day(entry: RegisterEntry, name: str) -> PublicFigure:
    return _figure(getattr(entry, name), entry, name)


def _figure(day: date, entry: RegisterEntry, way: str) -> PublicFigure:
    return date_figure(day, f"{_at(entry)}/{way}")


def _at(entry: RegisterEntry) -> str:
    return f"register.json#/log/{entry.number - 1}/line"


def _entry(entry: RegisterEntry, registers: Registers, scheme: Scheme) -> PublicEntry:
    """An entry as the published tables have it, open firmware with its version."""
    versions = {one.device_type: one.version or TO_BE_CONFIRMED for one in entry.firmware}
    labels = {one.name: one.label for one in scheme.device_types}

    def shown(device: Device) -> PublicDevice:
        kind = device.device_type
        firmware = versions.get(kind, device.firmware)
        return PublicDevice(kind, labels.get(kind, kind), device.manufacturer, device.model, device.hardware, firmware)

    return PublicEntry(
        label=entry.label or entry.item,
        product_id=entry.product.product_id,
        product_kind=entry.product.kind,
        provider=entry.product.provider,
        devices=tuple(shown(device) if device else None for device in entry.product.devices),
        listings=tuple(
            PublicListing(one.operator, one.route, route_label(one.route, scheme), one.route is Route.MT_SIT)
            for one in entry.operators
        ),
        status=_state_label(entry.state, registers),
    )


def _state_label(state: str, registers: Registers) -> str:
    found = _rules(registers).state(state)
    return found.label if found else state


def _step(entry: RegisterEntry, registers: Registers, scheme: Scheme) -> PublicStep:
    at, labels = _at(entry), {one.name: one.label for one in scheme.device_types}
    found = _rules(registers).state(entry.state)
    return PublicStep(
        line=count_figure(entry.number, f"{at}/number"),
        state=entry.state,
        state_label=_state_label(entry.state, registers),
        counts_as=found.counts_as if found else "",
        effective=_day(entry, "effective_on"),
        recorded=time_figure(entry.recorded_at.astimezone(UTC), f"{at}/recorded_at"),
        firmware=tuple(
            PublicFirmwareStage(
                labels.get(one.device_type, one.device_type),
                one.stage.value.replace("-", " "),
                one.version or TO_BE_CONFIRMED,
            )
            for one in entry.firmware
        ),
        served=tuple(
            PublicServed(
                one.operator,
                route_label(one.route, scheme),
                _figure(one.open_on, entry, f"operators/{pointer_part(one.operator)}/open_on") if one.open_on else None,
            )
            for one in entry.operators
        ),
        basis=_basis(entry.basis, _rules(registers), scheme),
        who=entry.who,
        why=entry.why,
    )


def _consent(consent: Consent | None) -> str:
    return f"{consent.reference}, {date_figure(consent.given_on, '').text}" if consent else ""


def _basis(basis: Basis, rules: RegisterRules, scheme: Scheme) -> PublicBasis:
    found = rules.basis(basis.kind)
    category = next((one.label for one in rules.exclusions if one.id == basis.category), basis.category)
    stated = (
        ("Consultation", basis.consultation),
        ("Consented to", _consent(basis.consent)),
        ("Category", category),
        ("Asked by", basis.party),
        (f"Shown with installations of ({scheme.operator.label})", ", ".join(basis.operators)),
        ("Decided on", date_figure(basis.decided_on, "").text if basis.decided_on else ""),
    )
    return PublicBasis(
        label=found.label if found else basis.kind,
        reference=basis.reference,
        documents=tuple((one.name, one.sha256) for one in basis.documents),
        base=basis.base,
        stated=tuple((name, text) for name, text in stated if text),
    )
