"""What the distinct rows of an inventory say: the checks of small returns, carried out on each distinct set of cells.

What belongs here: from a shape's cells to what they mean and what is said of them. What does not: which rows have a
shape (``sql/``), and the rules themselves (``returns.checks``, ``catalogue``).

Invariants: a check's function runs once per distinct set of its cells, so that the same cells mean the same, and are
told the same, in an inventory and in a small return. Source: ``returns.md``, "Semantics" 1-4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from eligo.catalogue import Catalogue, TypedCell, fold
from eligo.findings import Issue, Severity
from eligo.returns.again import HeaderWords, header_again, refuse_moved
from eligo.returns.bare import bare, is_bare
from eligo.returns.checks import Check, Reading, is_blank, meant, row_checks
from eligo.returns.columns import Reader
from eligo.returns.forms.records import FAULTS, unreadable
from eligo.returns.header import LEAST_OF_HEADER, Header
from eligo.returns.inventory.blocks import UNENDED
from eligo.returns.inventory.layout import inventory_columns
from eligo.returns.inventory.lines import sameness, torn_by
from eligo.returns.inventory.model import Layout
from eligo.returns.loose import counted_width, cut_off, ragged
from eligo.returns.model import Sender
from eligo.returns.plausible import MayHold, is_guidance, may_hold
from eligo.returns.sorting import GUIDANCE
from eligo.scheme import IDENTITY_FIELDS, INSTALLATION_COLUMNS, Scheme, template_columns

BLANK = TypedCell("", "blank")

ORDINARY, BARE, UNREADABLE, BARE_RAGGED = 0, 1, 2, 3
"""How a shape is read on: by itself, row by row because it describes no device or repeats the header, or not at all.

``BARE_RAGGED`` is looked at row by row, and not read where it is none of a blank row, totals and a remark."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a shape's cells mean: one value for each check in the order of ``Judge.checks``, ``None`` where refused."""

    readings: tuple[Reading, ...]
    codes: tuple[str, ...]

    @property
    def refused(self) -> bool:
        """Whether its rows are quarantined."""
        return bool(self.codes)


@dataclass(frozen=True, slots=True)
class Judged:
    """One shape, judged. ``said`` and ``meaning`` are numbers in the lists of ``Judge``; ``said`` is 0 for nothing.

    ``same`` is the first shape with the same cells, spaces around them aside; ``nameless`` are its cells, with their
    places, that stand in a column without a header.
    """

    shape: int
    reading: int
    said: int
    same: int
    meaning: int
    nameless: tuple[tuple[int, str], ...] = ()


@dataclass
class Judge:
    """The checks of one inventory, and all that they have said and understood so far."""

    layout: Layout
    checks: tuple[Check, ...]
    device_columns: tuple[str, ...]
    blanks: frozenset[str]
    """What stands for a blank cell, in small letters."""
    forms: Mapping[str, str]
    """Every folded form of a header to its column."""
    required: Sequence[str]
    """The columns that every inventory has."""
    plausible: MayHold
    """What may stand under columns of chosen values."""

    said: dict[tuple[Issue, ...], int] = field(default_factory=lambda: {(): 0})
    meanings: dict[Meaning, int] = field(default_factory=dict)
    typed: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """The cells of one shape for each meaning, and of every shape to look at row by row (by its number below 0)."""

    _same: dict[bytes, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = {name: place for name, (place, _) in self.layout.columns.items()}
        self._width = max(places.values(), default=0) + 1
        self._places = [[places.get(name, -1) for name in check.columns] for check in self.checks]
        self._device_places = [places.get(name, -1) for name in self.device_columns]
        self._readers = [Reader(check) for check in self.checks]
        self._known: list[dict[tuple[str, ...], Reading]] = [{} for _ in self.checks]
        self._places_of = {kind: [places.get(name, -1) for name in names] for kind, names in self._names().items()}
        self._columns = self.layout.named
        self._header = Header(self.layout.header_row, self.layout.columns, self.layout.others)
        self._own_places = sorted(places.values())
        self._is_word = _IsWord(self.forms)
        self._chosen = {places[name]: fits for name, fits in self.plausible.items() if name in places}
        self._nameless = [n for n in range(self.layout.width) if n not in self.layout.named_places]

    def say(self, *issues: Issue) -> int:
        """The number under which these issues are said."""
        return self.said.setdefault(issues, len(self.said))

    def _names(self) -> dict[str, list[str]]:
        """The template columns that say how an installation is counted, and all others but the devices'."""
        counted = [name for check in self.checks if check.kind == "status" for name in check.columns]
        others = [name for check in self.checks if check.kind not in ("status", "device") for name in check.columns]
        return {"counted": counted, "others": others}

    def measure(self, shapes: Iterable[tuple[int, Sequence[str], str]]) -> None:
        """Find whether the header's blank end is of columns, before anything is judged."""
        layout = self.layout
        if not layout.delimiter or layout.width <= layout.named:
            return
        beyond = (
            (*cells[layout.named :], *("",) * (layout.width - len(cells) if fault == UNENDED else 0))
            for _, cells, fault in shapes
            if fault[:1] not in FAULTS and self._describes(cells) and not repeats_header(layout, cells)
        )
        self._columns = counted_width(layout.named, layout.width, beyond)

    def _describes(self, cells: Sequence[str]) -> bool:
        """Whether a row describes a device, in whatever words."""
        return any(cells[place].strip() for place in self._device_places if 0 <= place < len(cells))

    def _is_in_words(self, padded: Sequence[str]) -> bool:
        """Whether no cell of those for chosen values holds one, so that the row may say what is to stand there."""
        return not any(fits(padded[place].strip()) for place, fits in self._chosen.items())

    def remark_in(self, row: int, texts: Sequence[str]) -> str:
        """Why a row that is to be told by itself is a remark, in whatever cells; empty where it is none."""
        filled = {place: text for place, text in enumerate(texts) if text.casefold() not in {"", *self.blanks}}
        named = self.layout.installation
        if row == self.layout.header_row + 1 and is_guidance(filled, self._chosen, [named]):
            return GUIDANCE
        words = not filled.get(named, "") or filled[named].endswith(":") or len(filled[named].split()) > 1
        told = [place for place in filled if place in self._chosen]
        if words and told and not self._describes(texts) and not any(self._chosen[at](filled[at]) for at in told):
            return "The row describes no device, and nothing in it stands where it may."
        return ""

    def _may_be_header(self, padded: Sequence[str]) -> bool:
        """Whether a row may name the columns again, or some level of them: a value where it may stand does not."""
        words = (place for place in self._own_places if self._is_word[padded[place]])
        return sum(not self._may_stand(padded[place], place) for place in words) >= LEAST_OF_HEADER

    def _may_stand(self, text: str, place: int) -> bool:
        """Whether a text is a value of those that are chosen for a column (``DF``, which names columns, too)."""
        fits = self._chosen.get(place)
        return fits is not None and fits(text.strip())

    def names_again(self, file: str, row: int, around: tuple[Sequence[str], Sequence[str], Sequence[str]]) -> int:
        """In how many levels a row names the columns again, in whatever words; 0 where it is a row. ``around``: the row
        above, the row itself and the row below, as far as they may be headers.

        Raises ``WrongTemplate`` where it names them in another order.
        """
        if not self._may_be_header((*around[1], *("",) * (self._width - len(around[1])))):
            return 0
        above, cells, below = ([TypedCell(text) for text in texts] for texts in around)
        found = header_again(self._header, (above, cells, below), self.forms, self.required)
        if found is None:
            return 0
        levels, moved = found
        if [(at, after) for at, _, after in moved] == [(self.layout.installation, "")]:
            return 0  # an installation has a name that is none of a column's, and its other cells are spoilt
        refuse_moved(file, row, self._header, moved)
        return levels

    def judge(self, shapes: Iterable[tuple[int, Sequence[str], str]]) -> Iterator[Judged]:
        """Every shape (number, cells, fault), judged."""
        for shape, cells, fault in shapes:
            if fault[:1] in FAULTS:
                issue = unreadable(torn_by(fault))
                meaning = self._meaning(Meaning((), (issue.code,)), ())
                yield Judged(shape, UNREADABLE, self.say(issue), shape, meaning)
                continue
            padded = (*cells, *("",) * max(1, self._width - len(cells) + 1))  # a column that is not there is place -1
            bare = not self._describes(cells) or repeats_header(self.layout, padded) or self._may_be_header(padded)
            if bare:
                self.typed[-1 - shape] = tuple(cells)
            if slipped := self._slipped(cells, fault):
                meaning = self._meaning(Meaning((), (slipped.code,)), cells)
                yield Judged(shape, BARE_RAGGED if bare else UNREADABLE, self.say(slipped), shape, meaning)
                continue
            readings = tuple(self._read(number, padded) for number in range(len(self.checks)))
            issues = tuple(issue for reading in readings for issue in reading.issues)
            if any(issue.severity is Severity.ERROR for issue in issues):
                issues += self._bare(padded)
                if not bare and self._is_in_words(padded):
                    bare, self.typed[-1 - shape] = True, tuple(cells)
            codes = tuple(sorted({issue.code for issue in issues if issue.severity is Severity.ERROR}))
            values = tuple(
                replace(reading, issues=_errors(reading)) if reading.issues else reading for reading in readings
            )
            meaning = self._meaning(Meaning(values, codes), cells)
            same = self._same.setdefault(sameness(cells), shape)
            reading = BARE if bare else ORDINARY
            yield Judged(shape, reading, self.say(*issues), same, meaning, tuple(self._without_header(cells)))

    def _slipped(self, cells: Sequence[str], fault: str) -> Issue | None:
        """What is said of a row of a text of which no cell can be trusted."""
        layout = self.layout
        if not layout.delimiter:
            return None
        torn = cut_off(cells, layout.named) if fault == UNENDED else None
        return ragged(cells, layout.named, self._columns) or torn

    def _bare(self, padded: Sequence[str]) -> tuple[Issue, ...]:
        """What is said of a refused row as a whole, where it describes nothing."""
        blanks = self.blanks

        def texts(places: Sequence[int]) -> list[str]:
            stripped = [padded[place].strip() for place in places]
            return [text for text in stripped if text and text.casefold() not in blanks]

        counted, others = texts(self._places_of["counted"]), texts(self._places_of["others"])
        return (bare(others, counted),) if is_bare(others, texts(self._device_places), counted) else ()

    def _without_header(self, cells: Sequence[str]) -> Iterator[tuple[int, str]]:
        """The cells that stand in a column without a header, and their places."""
        for place in self._nameless:
            if place < len(cells) and cells[place].strip():
                yield place, cells[place]

    def _meaning(self, meaning: Meaning, cells: Sequence[str]) -> int:
        number = self.meanings.setdefault(meaning, len(self.meanings))
        self.typed.setdefault(number, tuple(cells))
        return number

    def _read(self, number: int, padded: Sequence[str]) -> Reading:
        texts = tuple([padded[place] for place in self._places[number]])
        known = self._known[number]
        reading = known.get(texts)
        if reading is None:
            kinds = [self.layout.kinds.get(place, "text") for place in self._places[number]]
            typed = [TypedCell(text, kind) if text.strip() else BLANK for text, kind in zip(texts, kinds, strict=True)]
            reading = known[texts] = self._readers[number].read(tuple(typed))
        return reading


class _IsWord(dict[str, bool]):
    """Whether a text may be a word of a header."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        super().__init__()
        self._words = HeaderWords(forms)

    def __missing__(self, text: str) -> bool:
        found = self[text] = self._words.has(text)
        return found


def repeats_header(layout: Layout, cells: Sequence[str]) -> bool:
    """Whether all that a row holds under columns of the template are the header's own words, as below a joint of two
    files.
    """
    filled = 0
    for place, shown in layout.columns.values():
        text = cells[place] if place < len(cells) else ""
        if text.strip():
            if fold(text) != fold(shown):
                return False
            filled += 1
    return filled >= LEAST_OF_HEADER


def _errors(reading: Reading) -> tuple[Issue, ...]:
    """What refuses a value, so that a refused one is told from a blank one; nothing else of what was said."""
    return tuple(issue for issue in reading.issues if issue.severity is Severity.ERROR)


def judge_of(scheme: Scheme, catalogue: Catalogue, sender: Sender, layout: Layout) -> Judge:
    """The checks of an inventory: those of a small return, with the status in place of the counts."""
    status = INSTALLATION_COLUMNS[1]
    checks = [check for check in row_checks(scheme, catalogue, sender) if check.kind != "count"]
    checks.append(Check("status", "status", (status,), partial(_status, scheme, status)))
    devices = tuple(c.name for c in template_columns(scheme) if c.kind == "device" and c.field in IDENTITY_FIELDS)
    blanks = frozenset(text.casefold() for text in scheme.template.placeholders)
    return Judge(layout, tuple(checks), devices, blanks, *inventory_columns(scheme), may_hold(scheme))


def _status(scheme: Scheme, column: str, cells: tuple[TypedCell, ...]) -> Reading:
    """Which of the scheme's states an installation is in, by number."""
    (cell,) = cells
    expected = " or ".join(state.header for state in scheme.counts)
    if is_blank(scheme, cell):
        return Reading(None, (Issue("value-missing", column, cell.text, expected, f"{column} is blank."),))
    number = meant(cell.text, _states(scheme))
    if number is None:
        message = f"'{cell.text.strip()}' is no {column} that this scheme knows."
        return Reading(None, (Issue("value-not-allowed", column, cell.text, expected, message),))
    return Reading(number)


def _states(scheme: Scheme) -> Mapping[str, int]:
    forms: dict[str, int] = {}
    for number, state in enumerate(scheme.counts):
        forms |= {fold(state.name): number, fold(state.header): number}
    return forms
