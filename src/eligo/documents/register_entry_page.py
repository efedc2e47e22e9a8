"""The page of one item of the registers: what it is, its whole life, what it rests on, and how to check it.

What belongs here: what this page says. What does not: versions (``register_pages``).

Invariant: every entry of the item stands on it, in the order of the log. Source: SEC F2.10A.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligo.disclosure import Public, PublicItem, PublicStep, entry_page
from eligo.documents.blocks import Block, Bullets, Document, Inline, Note, Paragraph, Text
from eligo.documents.register_words import (
    INDEX,
    NOTHING,
    REGISTER,
    basis,
    command,
    content,
    firmware,
    headed,
    link,
    page,
    parted,
    running,
    said,
    table,
)
from eligo.scheme import Scheme

ROOT = "../"
"""The way from the folder of entries to the root of what is published."""


def build_entry_page(item: PublicItem, key: str, scheme: Scheme) -> Document[Public]:
    """The page of one item. ``key``: the public key of the last version."""
    entry = item.listed.entry
    blocks: list[Block] = [
        said(link(f"{ROOT}{INDEX}", "All lists and versions")),
        *_in_short(item),
        *_devices(item, scheme),
        *_operators(item),
        *_history(item.steps),
        *_rests_on(item),
        *_versions(item),
        *_check(item, key),
    ]
    title = entry.label if entry.label == item.listed.item else f"{entry.label}: {item.listed.item}"
    return page(title, item.listed.step.state_label, running(scheme), blocks)


def _in_short(item: PublicItem) -> Iterator[Block]:
    listed, facts = item.listed, list[tuple[Inline, ...]]()
    facts.append(content(listed.step.state_label, " since ", listed.since, ". Basis: ", *basis(listed.arrived), "."))
    pending = next((step for step in item.steps if step.counts_as == "pending"), None)
    if pending and listed.step.counts_as != "pending":
        facts.append(content("First pending from ", pending.effective, "."))
    facts += _firmware(item.steps)
    if listed.first_added:
        facts.append(content("First added to the list of what is eligible on ", listed.first_added, "."))
    yield Bullets(tuple((Paragraph(fact),) for fact in facts))


def _firmware(steps: Sequence[PublicStep]) -> Iterator[tuple[Inline, ...]]:
    """Of each open firmware, from when it was what, in one sentence."""
    labels = dict.fromkeys(one.device_label for step in steps for one in step.firmware)
    for label in labels:
        parts: list[Inline] = [Text(f"{label} firmware: ")]
        before = ("", "")
        for step in steps:
            now = next(((one.stage, one.version) for one in step.firmware if one.device_label == label), before)
            if now != before:
                words = now[0] if now[0] == "to be confirmed" else f"{now[0]} {now[1]}"
                parts += content(", then " if before[0] else "", f"{words} from ", step.effective)
            before = now
        yield (*parts, Text("."))


def _devices(item: PublicItem, scheme: Scheme) -> Iterator[Block]:
    entry = item.listed.entry
    yield headed("devices", "What it is")
    rows = [
        tuple(map(content, (one.label, one.manufacturer, one.model, one.hardware, one.firmware)))
        for one in entry.devices
        if one
    ]
    columns = ("Device", "Manufacturer", "Model", "Hardware", "Firmware")
    provider = scheme.attribute("provider").label
    kind = scheme.find_attribute("product-kind")
    of_kind = f"; {kind.label}: {entry.product_kind}" if kind and entry.product_kind else ""
    yield table("devices-table", "Its device models", columns, rows, f"{provider}: {entry.provider}{of_kind}")


def _operators(item: PublicItem) -> Iterator[Block]:
    yield headed("operators", "For whom")
    rows = [(content(one.operator), content(one.route_label), content(one.open_on)) for one in item.listed.step.served]
    columns = ("Operator", "Route", "May be migrated from")
    yield table("operators-table", "Whose installations it serves", columns, rows)


def _history(steps: Sequence[PublicStep]) -> Iterator[Block]:
    yield headed("history", "Its whole history")
    rows = [
        (
            content(step.effective),
            content(step.state_label),
            firmware(step),
            parted([basis(step), content(step.why)]),
            content(
                link(f"{ROOT}{step.receipt}", f"line {step.line}"), ", written ", step.recorded, f" UTC, {step.who}"
            ),
        )
        for step in steps
    ]
    columns = ("Effective from", "State", "Open firmware", "Rests on, and why", "Entry, with its receipt")
    yield table("history-table", "Every entry about it, the first above", columns, rows)


def _rests_on(item: PublicItem) -> Iterator[Block]:
    latest = item.listed.step.basis
    rows: list[tuple[tuple[Inline, ...], ...]] = [(content("Kind"), content(latest.label))]
    rows.append((content("Reference"), content(latest.reference)))
    if latest.base:
        rows.append((content("The test of"), content(link(f"{ROOT}{entry_page(latest.base)}", latest.base))))
    rows += [(content(name), content(text)) for name, text in latest.stated]
    documents = [content(f"{name}, SHA-256 {sha256}") for name, sha256 in latest.documents]
    if documents:
        rows.append((content("Documents"), parted(documents)))
    yield headed("basis", "On what basis")
    yield table("basis-table", "What its last entry rests on", ("Basis", "Stated"), rows)
    for words, others in (
        ("Its product on other firmware", item.generations),
        ("These have rested on its test", item.resting),
    ):
        if others:
            links = parted([content(link(f"{ROOT}{entry_page(one)}", one)) for one in others])
            yield Paragraph((Text(f"{words}: "), *links))


def _versions(item: PublicItem) -> Iterator[Block]:
    yield headed("versions", "In which versions it stood")
    links = [content(link(f"{ROOT}{one.folder}/{INDEX}", one.name), ", as of ", one.effective) for one in item.versions]
    yield Paragraph(parted(links)) if links else said(NOTHING)


def _check(item: PublicItem, key: str) -> Iterator[Block]:
    last = item.steps[-1].receipt
    yield headed("check", "How to check it")
    yield said(
        "A receipt shows that a version's log has an entry, and keeps the publisher from changing it later. Every "
        "entry has one; keep them."
    )
    yield Note(
        (
            said(
                "Download ",
                link(f"{ROOT}{REGISTER}", REGISTER),
                " and ",
                link(f"{ROOT}{last}", "the receipt of the last entry"),
                ", and run ",
                command(f"{REGISTER} {last.rpartition('/')[2]}", key),
                ", with the key as the publisher has made it known elsewhere.",
            ),
        )
    )
