"""An inventory, read: the order of the work, whatever the engine.

What belongs here: that order, and the rows that are judged one by one (they describe no device). What does not: the
checks (``inventory.judge``), the joins (``sql/``), the figures (``inventory.assemble``).

Invariant: read = good + faulty + rejected + ignored, in rows, asserted on every reading: the rows read are counted at
the source, the others by the engine. Source: ``returns.md``, "Semantics" 1-4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eligo.catalogue import fold
from eligo.errors import VerificationFailed
from eligo.findings import Issue
from eligo.returns.astray import astray
from eligo.returns.forms.encodings import Encodings
from eligo.returns.inventory.assemble import (
    ASTRAY,
    IGNORED,
    NO_ROW,
    Tally,
    installation_issue,
    return_of,
    told_of,
)
from eligo.returns.inventory.engine import Engine
from eligo.returns.inventory.judge import Judge, Judged, repeats_header
from eligo.returns.inventory.model import Balance, Layout, Prepared
from eligo.returns.loose import nameless
from eligo.returns.model import Return, Sender
from eligo.scheme import Scheme

_STACKED = 2
"""Levels of a header that has the names of devices in the row above."""
_REMARK = "The row has no cell under a column of the template, or one remark alone."


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine and the checks have made of an inventory's rows."""

    as_return: Return
    balance: Balance
    judge: Judge
    tally: Tally


def read_rows(engine: Engine, judge: Judge, file: str, sender: Sender, scheme: Scheme, prepared: Prepared) -> Reading:
    """Judge the tables ``rows`` and ``shapes`` of an engine, which are those of ``prepared``.

    Leaves the tables ``judged``, ``exceptions`` and ``headed`` in the engine, from which ``located.sql`` writes every
    place. Raises ``VerificationFailed`` where the rows do not add up.
    """
    judged: dict[int, Judged] = {}
    judge.measure(_shapes(engine, prepared))
    for one in judge.judge(_shapes(engine, prepared)):
        judged[one.shape] = one
    columns = ("shape", "reading", "said", "same")
    engine.give("judged", columns, ((one.shape, one.reading, one.said, one.same) for one in judged.values()))
    outside = list(_outside(engine, judge, scheme, file))
    engine.give("outside", ("row", "standing", "said"), outside)
    told = told_of(judge, scheme, _exceptions(engine, judge, scheme))
    tally = Tally()
    for shape, standing, said, installations, first in engine.fetch("counts", {}):
        tally.add(judged[shape], told[judged[shape].meaning], standing, said, installations, first)
    engine.give("headed", ("row", "said"), [*_headed(judge, tally), *_mixed(judge, tally, prepared.encodings)])
    balance = tally.balance(prepared.rows)
    _check(file, balance)
    firsts = sorted(first for _, first in tally.quarantined.values())
    engine.give("wanted", ("row",), ((first,) for first in dict.fromkeys(firsts)))
    apart = {row: tuple(cells) for row, *cells in engine.fetch("first_installations", {})}
    as_return = return_of(file, sender, scheme, judge, tally, balance, apart, prepared.form)
    return Reading(as_return, balance, judge, tally)


def _headed(judge: Judge, tally: Tally) -> list[tuple[int, int]]:
    """(row of the header, what is said) of every column that has cells and no header, told once and counted."""
    row = judge.layout.header_row
    found = []
    for place, (cells, first, text) in sorted(tally.nameless.items()):
        said = judge.say(nameless(place + 1, cells, text, first))
        tally.said[said] = [1, row]
        found.append((row, said))
    return found


def _mixed(judge: Judge, tally: Tally, encodings: Encodings) -> list[tuple[int, int]]:
    """(first row in Windows-1252, what is said) of a text that has rows in UTF-8, too."""
    if not encodings.doubt:
        return []
    said = judge.say(Issue("encoding-mixed", "", encodings.name, "UTF-8", encodings.doubt))
    tally.said[said] = [1, encodings.older]
    return [(encodings.older, said)]


def _shapes(engine: Engine, prepared: Prepared) -> Iterator[tuple[int, Sequence[str], str]]:
    """Every shape: its number, its cells at their places, why it has none."""
    if not prepared.wide:
        yield from engine.fetch("shapes_read", {})
        return
    layout = prepared.layout
    for shape, *kept in engine.fetch("shapes_wide", {}):
        cells = list(kept)
        for place in layout.apart:
            cells.insert(place, "")
        yield shape, cells, ""


def _check(file: str, balance: Balance) -> None:
    found = balance.good + balance.faulty + balance.rejected + balance.ignored
    if found != balance.read:
        raise VerificationFailed(
            f"{file} has {balance.read:,} rows, and {found:,} are accounted for",
            hint="This is a fault of Eligo: please report it with the file. Nothing of the file counts.",
            details=[f"{name}: {getattr(balance, name):,}" for name in ("good", "faulty", "rejected", "ignored")],
        )


def _exceptions(engine: Engine, judge: Judge, scheme: Scheme) -> int:
    """Find the rows that are judged by more than their shape; the number under which a repeat is said to be one."""
    blanks = sorted({"", *(text.lower() for text in scheme.template.placeholders)})
    if judge.layout.kinds.get(judge.layout.installation) == "number":  # of which none stands for a blank cell
        blanks = [text for text in blanks if not text.isdigit()]
    engine.run("suspects", {})
    engine.run("repeats", {})
    engine.run("unnamed", {"blanks": blanks, "longest": max(map(len, blanks))})
    engine.run("doubled", {})
    repeated = Issue("row-repeated", "", "", "", "The row repeats an earlier one in every cell.")
    unnamed = installation_issue(
        "value-missing", "The row does not say which installation it is about.", "the installation's identifier"
    )
    doubled = installation_issue(
        "installation-repeated", "Another row states something else about the same installation."
    )
    said = {"repeated": repeated, "unnamed": unnamed, "doubled": doubled}
    numbers = {f"said_{name}": judge.say(issue) for name, issue in said.items()}
    engine.run("exceptions", numbers)
    return numbers["said_repeated"]


def _outside(engine: Engine, judge: Judge, scheme: Scheme, file: str) -> Iterator[tuple[int, int, int]]:
    """(row, standing, what is said) of the rows that are none, of totals, remarks and the header once more, and of
    rows in one cell or beside the table. Raises ``WrongTemplate`` where a second header calls its columns otherwise.
    """
    words = {fold(word) for word in scheme.template.totals_words}
    template = {place for place, _ in judge.layout.columns.values()}
    for row, texts, is_header in _with_headers(_bare_rows(engine, judge), judge, file):
        if not any(texts):
            yield row, NO_ROW, 0
            continue
        first = next(text for text in texts if text)
        total = next((text for text in texts if fold(text.split(" ")[0].rstrip(":")) in words), "")
        strayed = astray(texts, judge.layout.named_places, template)
        if strayed is not None:
            yield row, ASTRAY, judge.say(strayed)
        elif _is_remark(judge.layout, texts):
            yield row, IGNORED, judge.say(Issue("remark-row-ignored", "", first, "", _REMARK))
        elif remark := judge.remark_in(row, texts):
            yield row, IGNORED, judge.say(Issue("remark-row-ignored", "", first, "", remark))
        elif is_header or repeats_header(judge.layout, texts):
            yield row, IGNORED, judge.say(Issue("header-repeated", "", first, "", "The row repeats the header."))
        elif total:
            yield row, IGNORED, judge.say(Issue("totals-row-ignored", "", total, "", "The row states totals."))


def _bare_rows(engine: Engine, judge: Judge) -> Iterator[tuple[int, list[str]]]:
    for row, shape, *apart in engine.fetch("bare", {}):
        yield row, _texts(judge.layout, judge.typed[-1 - shape], apart)


def _with_headers(
    rows: Iterator[tuple[int, list[str]]], judge: Judge, file: str
) -> Iterator[tuple[int, list[str], bool]]:
    """The same rows, and whether each names the columns again, by itself or with the row above or below it."""
    before, here = (0, list[str](), False), next(rows, None)
    while here is not None:
        row, texts = here
        here = next(rows, None)
        above = before[1] if before[0] == row - 1 else []
        levels = judge.names_again(file, row, (above, texts, here[1] if here and here[0] == row + 1 else []))
        if before[0]:
            yield (*before[:2], before[2] or levels == _STACKED)
        before = (row, texts, levels > 0)
    if before[0]:
        yield before


def _texts(layout: Layout, cells: Sequence[str], apart: Sequence[str]) -> list[str]:
    texts = [cell.strip() for cell in cells]
    for place, text in zip((layout.installation, *layout.beside), apart, strict=False):
        texts += [""] * (place + 1 - len(texts))
        texts[place] = text.strip()
    return texts


def _is_remark(layout: Layout, texts: Sequence[str]) -> bool:
    """Whether a row has nothing under the template's columns, or several words for the installation alone.

    One word there is an installation of which the rest is missing: it is not taken for a remark.
    """
    filled = [place for place, text in enumerate(texts) if text]
    named = {place for place, _ in layout.columns.values()}
    return named.isdisjoint(filled) or (filled == [layout.installation] and len(texts[filled[0]].split()) > 1)
