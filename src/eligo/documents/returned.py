"""The page that looks like the sheet somebody sent, with what was found on it.

What belongs here: markup of causes and of the sender's own rows. What does not: which findings are causes
(``causes``), the look (``templates/findings.css``) and the house style (``html``).

Invariants: nothing is loaded and no script runs; everything that a sender typed is escaped; rows and columns bear the
sender's own numbers and letters; what is said of a cell stands below its row, not only where a mouse hovers; whatever
is left out for length is stated where it is left out. The markup is well-formed XML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from eligo.causes import SEVERITIES, Cause, cell_ranges
from eligo.documents import style
from eligo.documents.html import styles
from eligo.documents.sheet import TAGS, sheet_section, shown_rows
from eligo.findings import FINDING_CODES, Severity
from eligo.how_to import HOW_TO
from eligo.returns import SEVERITY_FILLS, SEVERITY_MEANINGS, SentSheet, shown

MOST_LINES = 3_000
"""How many causes the page lists; the workbook and the tables that go with it list all of them."""

MOST_RANGES = 100
"""How many ranges of cells the page writes out for one cause."""

_EMPHASIS = re.compile(r"\*([^*]+)\*")
"""How advice marks what stands so on the reader's screen."""

_PLURALS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}
_REST = "findings.xlsx, causes.csv and findings.csv have all of them"


def render_findings(title: str, kicker: str, sheets: Sequence[SentSheet], causes: Sequence[Cause]) -> bytes:
    """The page as UTF-8 HTML: causes by severity, then each sheet that was sent, with its rows that have findings."""
    rows = [shown_rows(sheet, causes) for sheet in sheets]
    anchors = {
        (sheet.file, sheet.name, row): f"s{number}"
        for number, (sheet, held) in enumerate(zip(sheets, rows, strict=True), start=1)
        for row in held.numbers
    }
    body = [_summary(causes)]
    body += [_causes(severity, causes, anchors) for severity in (Severity.ERROR, Severity.WARNING)]
    body += [sheet_section(number, sheets[number - 1], held) for number, held in enumerate(rows, start=1)]
    body += [_causes(Severity.NOTE, causes, anchors), _advice(causes)]
    heading = escape(shown(title))
    page = (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{heading}</title>\n<style>\n{_styles()}</style>\n</head>\n"
        '<body class="returned">\n<a class="skip" href="#main">Skip to main content</a>\n'
        f'<header class="masthead"><p class="kicker">{escape(shown(kicker))}</p><h1>{heading}</h1></header>\n'
        f'<main id="main">\n{"".join(body)}</main>\n'
        '<footer class="foot"><p>Rows and columns bear the numbers and letters of your own sheet.</p></footer>\n'
        "</body>\n</html>\n"
    )
    return page.encode()


@cache
def _styles() -> str:
    fills = "".join(f"--{name.value}:#{colour};" for name, colour in SEVERITY_FILLS.items())
    colours = f":root{{{fills}--out:{style.OUT_OF_SCOPE};--tint:{style.TINT}}}\n"
    return styles() + colours + (files("eligo.documents") / "templates" / "findings.css").read_text(encoding="utf-8")


def _summary(causes: Sequence[Cause]) -> str:
    if not causes:
        return '<p class="lead">Nothing was found: every row counts as it was sent.</p>\n'
    items = []
    for severity in SEVERITIES:
        own = [cause for cause in causes if cause.first.severity is severity]
        cells = sum(len(cause.findings) for cause in own)
        if own:
            where = f"{cells:,} place{'' if cells == 1 else 's'}"
            line = f'<a href="#{severity.value}s">{len(own):,} to read</a>, at {where}: {SEVERITY_MEANINGS[severity]}'
            items.append(f"<li>{_tag(severity)} {line}.</li>\n")
    severities = {cause.first.severity for cause in causes}
    asked = "Nothing has to be done."
    if Severity.ERROR in severities:
        asked = "Please mend what the errors name, and send the whole return again."
    elif Severity.WARNING in severities:
        asked = "No row waits for a correction; please look at the warnings."
    return (
        f'<p class="lead">{asked} What has one cause is one line, with every cell that has it.</p>\n'
        f'<ul class="legend">\n{"".join(items)}</ul>\n'
    )


def _tag(severity: Severity) -> str:
    return f'<span class="tag {TAGS[severity]}">{severity.value}</span>'


def _causes(severity: Severity, causes: Sequence[Cause], anchors: Mapping[tuple[str, str, int], str]) -> str:
    own = [cause for cause in causes if cause.first.severity is severity]
    if not own:
        return ""
    listed = own[:MOST_LINES]
    rest = (
        f"<p>{len(own) - len(listed):,} further lines are not on this page; {_REST}.</p>\n" if own[MOST_LINES:] else ""
    )
    several = len({(cause.place.file, cause.place.sheet) for cause in causes}) > 1
    head = ["No.", *(["Sheet"] if several else []), "Cells", "Your column", "Found", "What about it", "What to do"]
    columns = "".join(f'<th scope="col">{text}</th>' for text in head)
    lines = "".join(_line(cause, several, anchors) for cause in listed)
    identifier = f"{severity.value}s"
    region = f'role="region" tabindex="0" aria-labelledby="{identifier}"'
    return (
        f'<h2 id="{identifier}">{_PLURALS[severity]}</h2>\n'
        f'<div class="scroll causes {identifier}" {region}>\n<table>\n'
        f"<thead><tr>{columns}</tr></thead>\n<tbody>\n{lines}</tbody>\n</table></div>\n{rest}"
    )


def _advice(causes: Sequence[Cause]) -> str:
    """What each code on the page means, and how it is mended."""
    codes = {cause.first.code for cause in causes}
    entries = "".join(
        f'<dt id="how-{entry.code}"><code>{entry.code}</code></dt>'
        f"<dd>{escape(entry.meaning)} {_emphasised(HOW_TO[entry.code])}</dd>\n"
        for entry in FINDING_CODES
        if entry.code in codes
    )
    return (
        f'<h2 id="how">What each means, and how it is mended</h2>\n<dl class="how">\n{entries}</dl>\n' if codes else ""
    )


def _emphasised(text: str) -> str:
    return _EMPHASIS.sub(r"<em>\1</em>", escape(text))


def _line(cause: Cause, several: bool, anchors: Mapping[tuple[str, str, int], str]) -> str:
    first, place = cause.first, cause.place
    follows = ""
    if cause.follows_from:
        link = f'<a href="#cause-{cause.follows_from}">line {cause.follows_from}</a>'
        follows = f'<span class="follows">Follows from {link}. {escape(cause.why)}</span>'
    expected = f'<span class="follows">Expected: {escape(shown(cause.expected))}</span>' if cause.expected else ""
    column = shown(place.header or place.column)
    if place.column and not place.column_number and place.row:
        column += " (not in your sheet)"
    sheet = f'<td data-label="Sheet">{escape(shown(place.sheet or place.file))}</td>' if several else ""
    code = f'<code><a href="#how-{first.code}">{first.code}</a></code>'
    todo = f"{escape(shown(first.suggestion))}<br/>{code}"
    return (
        f'<tr id="cause-{cause.number}"><th scope="row">{cause.number}</th>{sheet}'
        f'<td class="cells" data-label="Cells">{_cells(cause, anchors)}</td>'
        f'<td data-label="Your column">{escape(column)}</td>'
        f'<td data-label="Found"><span class="typed">{escape(shown(cause.value))}</span></td>'
        f'<td data-label="What about it">{escape(shown(cause.message))}{expected}{follows}</td>'
        f'<td class="todo" data-label="What to do">{todo}</td></tr>\n'
    )


def _cells(cause: Cause, anchors: Mapping[tuple[str, str, int], str]) -> str:
    """Every range of a cause, with a link to each that is on the page."""
    place = cause.place
    if not place.row:
        return "the whole sheet" if place.sheet else "the whole file"
    numbers = sorted({one.location.row for one in cause.findings})
    held = set(numbers)
    starts = [row for row in numbers if row - 1 not in held]
    ranges = cell_ranges(place.column_number, numbers)
    parts = []
    for row, text in list(zip(starts, ranges, strict=True))[:MOST_RANGES]:
        named = text if place.column_number else _rows(text)
        anchor = anchors.get((place.file, place.sheet, row))
        parts.append(f'<a href="#{anchor}-{place.column_number}-{row}">{named}</a>' if anchor else named)
    if ranges[MOST_RANGES:]:
        parts.append(f"and {len(ranges) - MOST_RANGES:,} more; {_REST}")
    total = f" ({len(numbers):,} cells)" if len(numbers) > len(ranges) and place.column_number else ""
    return ", ".join(parts) + total


def _rows(text: str) -> str:
    start, end = text.split(":")
    return f"row {start}" if start == end else f"rows {start} to {end}"
