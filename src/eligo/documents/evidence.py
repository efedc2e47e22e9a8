"""Two public documents of the programme: the notice of device models with open firmware, and depth and breadth.

What belongs here: their blocks. What does not: what may be said (``disclosure.programme``).

Invariant: only ``Public…`` values come in. The words are Eligo's own and no text of the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eligo.disclosure import (
    Public,
    PublicFigure,
    PublicFirmware,
    PublicGrid,
    PublicNotice,
    PublicPhase,
    PublicRelease,
)
from eligo.documents.blocks import (
    Block,
    Bound,
    Cell,
    Document,
    Heading,
    Inline,
    LineBreak,
    Paragraph,
    Table,
    TableRow,
    Text,
)
from eligo.scheme import listed

NOTHING_YET = "No release of this firmware has been announced."


def build_notice(notice: PublicNotice) -> Document[Public]:
    """The notice to stakeholders: which firmware combinations are tested on, track by track."""
    devices = listed(notice.device_labels)
    said = (
        f"{notice.publisher} notifies stakeholders of the {devices} device models with which the combinations of "
        f"{notice.fleet} are tested. They are as they stand on "
    )
    blocks: list[Block] = [
        _paragraph(said, notice.on, "; they may change, and every change is notified."),
        _paragraph(
            "Tests begin on a near-final candidate. A new candidate voids what was passed on the one before it, in its "
            "own line of firmware alone. The final release voids nothing; the last tests of all are run on it."
        ),
    ]
    for number, track in enumerate(notice.tracks, start=1):
        blocks += _track(number, track)
    return Document(
        audience=Public,
        title=f"{devices} Device Model: notice to stakeholders",
        kicker="Notice",
        running=f"{notice.publisher} · {notice.fleet} · {notice.on.text}",
        blocks=tuple(blocks),
    )


def _track(number: int, track: PublicFirmware) -> Iterable[Block]:
    yield Heading(1, f"track-{number}", str(number), (Text(track.label),))
    needed = f" {listed(track.entries)} {_verb(track.entries)} tested with it." if track.entries else ""
    models = "; ".join(track.models)
    yield _paragraph(f"For {models}.{needed}")
    if not track.releases:
        yield _paragraph(NOTHING_YET)
        return
    columns = ("Version", "Release", "Day", "Tested by", "Standing")
    rows = [
        TableRow(
            _cell(one.version),
            (
                _cell("Final release" if one.is_final else "Candidate"),
                Cell(tuple(_day(one))),
                Cell(tuple(_below_each_other(one.tested_by)) or (Text("nobody yet"),)),
                _cell(_state(one, track.releases)),
            ),
            one.is_in_force,
        )
        for one in track.releases
    ]
    yield _table(f"releases-{number}", f"Table {number}", f"Releases of the {track.label}", columns, rows)


def _below_each_other(names: Sequence[str]) -> Iterable[Inline]:
    """A name a line, so that none is parted at its hyphen."""
    for place, name in enumerate(names):
        yield from (LineBreak(), Text(name)) if place else (Text(name),)


def _day(one: PublicRelease) -> Iterable[Inline]:
    if one.is_received:
        return (Text("received on "), Bound(one.first_day))
    if one.first_day == one.last_day:
        return (Text("expected on "), Bound(one.first_day))
    return (Text("expected from "), Bound(one.first_day), Text(" to "), Bound(one.last_day))


def _state(one: PublicRelease, releases: Sequence[PublicRelease]) -> str:
    if one.is_in_force:
        return "in force"
    if not one.is_received:
        return "to come" if one in releases[_last_received(releases) + 1 :] else "not delivered"
    return "superseded"


def _last_received(releases: Sequence[PublicRelease]) -> int:
    return max((place for place, one in enumerate(releases) if one.is_received), default=-1)


def build_grid(grid: PublicGrid) -> Document[Public]:
    """Depth and breadth: what each phase has shown of each combination in each state."""
    blocks: list[Block] = [
        _paragraph(
            f"What has been tested for {grid.fleet} as of ",
            grid.on,
            ", in numbers of tests. A test is one service request in one state; it counts on firmware in force.",
        )
    ]
    for number, phase in enumerate(grid.phases, start=1):
        blocks += _phase(number, phase, grid.operator_label)
    return Document(
        audience=Public,
        title=f"{grid.fleet}: depth and breadth of testing",
        kicker="Testing",
        running=f"{grid.publisher} · {grid.fleet} · {grid.on.text}",
        blocks=tuple(blocks),
    )


def _phase(number: int, phase: PublicPhase, operator_label: str) -> Iterable[Block]:
    yield Heading(1, f"phase-{number}", str(number), (Text(phase.label),))
    yield Paragraph((Bound(phase.passed), Text(" of "), Bound(phase.combinations), Text(" combinations have passed.")))
    columns = ("Combination and state", operator_label, "Tests", "Passed", "Failed", "Not shown")
    rows = [
        TableRow(
            _cell(f"{row.label}, {row.state}"),
            (_cell(row.operator), *map(_number, (row.asked, row.passed, row.failed, row.not_shown))),
        )
        for row in phase.rows
    ]
    yield _table(f"grid-{number}", f"Table {number}", phase.label, columns, rows, numbers_from=2)


def _table(
    id_: str,
    name: str,
    caption: str,
    columns: Sequence[str],
    rows: Sequence[TableRow],
    numbers_from: int | None = None,
) -> Table:
    heads = [
        Cell((Text(text),), align="end" if numbers_from is not None and place >= numbers_from else "start")
        for place, text in enumerate(columns)
    ]
    return Table(id_, name, (Text(caption),), (TableRow(heads[0], tuple(heads[1:])),), tuple(rows))


def _number(figure: PublicFigure) -> Cell:
    return Cell((Bound(figure),), align="end")


def _cell(text: str) -> Cell:
    return Cell((Text(text),))


def _paragraph(*parts: str | PublicFigure) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else Bound(part) for part in parts))


def _verb(texts: Sequence[str]) -> str:
    return "is" if len(texts) == 1 else "are"
