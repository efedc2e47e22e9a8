"""The letter that goes back to an organisation with its own return: what was received, what became of it, what is due.

What belongs here: the words and tables of that page. What does not: what the organisation may see
(``disclosure.own``). Invariant: the document's audience is ``Sender``, and it is made from an ``OwnReturn`` alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eligo.disclosure import QUARANTINED, OwnReturn
from eligo.documents.blocks import Block, Bullets, Cell, Document, Heading, Paragraph, Table, TableRow, Text
from eligo.findings import Severity
from eligo.returns import Role
from eligo.scheme import Scheme


class Sender:
    """The audience of the one organisation whose return it is."""


def build_pack(own: OwnReturn, scheme: Scheme, enclosed: tuple[tuple[str, str], ...]) -> Document[Sender]:
    """The page for one organisation; ``enclosed`` are the (file, what it is) that go with it."""
    blocks: list[Block] = [
        _heading(1, "What was received"),
        Paragraph((Text(_received(own)),)),
        _sheets(own),
        _heading(2, "What became of it"),
        Paragraph((Text(_became(own, scheme)),)),
        _installations(own, scheme),
        _heading(3, "What is asked of you"),
        *_asked(own),
        _heading(4, "What goes with this page"),
        Bullets(tuple((Paragraph((Text(f"{name}: {what}"),)),) for name, what in enclosed)),
    ]
    return Document(
        audience=Sender,
        title=f"{own.rfi_reference}: the return of {own.organisation}",
        kicker="For the organisation named",
        running=f"Figures of {own.organisation}; not for others",
        blocks=tuple(blocks),
    )


def _heading(number: int, text: str) -> Heading:
    return Heading(1, f"section-{number}", str(number), (Text(text),))


def _received(own: OwnReturn) -> str:
    when = f" on {own.received_on}" if own.received_on else ""
    snapshot = f", as of {own.snapshot}" if own.snapshot else ", which states no day for its figures"
    late = f" Your first return came after the day it was due, {own.due_on}." if own.is_late else ""
    return f"We received {own.file}{when}{snapshot}.{late}"


def _became(own: OwnReturn, scheme: Scheme) -> str:
    became = Counter(row.became for row in own.rows)
    parts = [f"{number:,} {'row is' if number == 1 else 'rows are'} {name}" for name, number in became.items()]
    return f"{'; '.join(parts)}. Figures are {scheme.installation_word}s." if parts else "There is no row in it."


def _asked(own: OwnReturn) -> list[Block]:
    errors = sum(finding.severity is Severity.ERROR for finding in own.findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in own.findings)
    stands = "is accepted" if own.role == Role.OPERATOR.value else "counts"
    due = f" by {own.due_on}" if own.due_on and not own.is_past_due else ""
    if own.is_past_due:
        due = f" as soon as you can: it was due on {own.due_on}"
    if not own.is_accepted_whole:
        rows = sum(row.became == QUARANTINED for row in own.rows)
        waiting = "1 row waits" if rows == 1 else f"{rows:,} rows wait"
        asked = f"{waiting} for your correction: please mend the {_cells(errors)} and send the whole return again{due}."
    elif warnings:
        asked = f"Every row {stands}. Please look at the {_cells(warnings)} that we read with a doubt."
    else:
        asked = f"Every row {stands}, and nothing is asked of you."
    found: list[Block] = [Paragraph((Text(asked),))]
    if errors or warnings:
        found.append(Paragraph((Text("Each cell is named in the files that go with this page, with what to do."),)))
    return found


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number:,} cells"


def _sheets(own: OwnReturn) -> Table:
    rows = [(one.sheet or one.file, one.read, one.accepted, one.quarantined, one.ignored) for one in own.sheets]
    columns = ("Sheet", "Rows read", "Accepted", "Quarantined", "Ignored")
    return _table("sheets", "Table 1", "Rows", columns, rows)


def _installations(own: OwnReturn, scheme: Scheme) -> Table:
    label = scheme.operator.label
    columns: tuple[str, ...]
    figures: list[tuple[int, ...]]
    if own.role == Role.OPERATOR.value:
        columns = (label, "Reported", "Accepted", "Quarantined", "Ignored")
        figures = [(one.reported, one.accepted, one.quarantined, one.ignored) for one in own.installations]
    else:
        columns = (label, "Reported", "In scope", "Out of scope", "Quarantined", "Ignored")
        figures = [
            (one.reported, one.in_scope, one.out_of_scope, one.quarantined, one.ignored) for one in own.installations
        ]
    names = [one.operator or "(unreadable)" for one in own.installations]
    rows: list[tuple[str | int, ...]] = [(name, *numbers) for name, numbers in zip(names, figures, strict=True)]
    return _table("installations", "Table 2", f"{scheme.installation_word.capitalize()}s", columns, rows)


def _table(id_: str, name: str, caption: str, columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> Table:
    head = [Cell((Text(text),), align="end" if place else "start") for place, text in enumerate(columns)]
    body = [
        TableRow(Cell((Text(str(row[0])),)), tuple(Cell((Text(f"{value:,}"),), align="end") for value in row[1:]))
        for row in rows
    ]
    return Table(id_, name, (Text(caption),), (TableRow(head[0], tuple(head[1:])),), tuple(body))
