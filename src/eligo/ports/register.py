"""The registers of a workspace: a log of lines that only grows, its Merkle tree, and the publications of it.

What belongs here: what is promised of keeping them. What does not: what may be entered or published (``registers``): a
workflow asks that inside ``Store.transaction``, which keeps every other writer out.

Promises: as those of ``ports.store``, but that a call is one event for all of its lines; its state after is the head.
Nothing that was written ever changes; full subtrees of the tree are kept beside the lines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from eligo.records import Because, RegisterHead
from eligo.registers import ItemStatus, KeyEntry, LogLine, RegisterEntry, RulesEntry, SignedVersion

RULES, KEY = "rules", "key"
"""What stands for the item of a line that is no entry: so the rules or the key in force are the last of their item."""


def item_of(line: LogLine) -> str:
    """What a line is about: an entry's item, ``RULES`` or ``KEY``."""
    match line:
        case RegisterEntry():
            return line.item
        case RulesEntry():
            return RULES
        case KeyEntry():
            return KEY


@dataclass(frozen=True, slots=True)
class Lines:
    """Which lines are asked for: everything that is given narrows it; with nothing given, all.

    ``after`` and ``through`` are numbers, the second one included, as with days and the time of recording. ``items``
    are those of ``item_of``; ``products`` gives entries about them, ``resting_on`` entries that rest on the test of one
    of these products, ``labels`` entries that are called one of these, whatever their capitals in ASCII; days are those
    on which entries take effect. ``last``: of each item the last one of these only.
    """

    after: int = 0
    through: int | None = None
    recorded_through: datetime | None = None
    items: Collection[str] | None = None
    products: Collection[str] | None = None
    resting_on: Collection[str] | None = None
    labels: Collection[str] | None = None
    effective_after: date | None = None
    effective_through: date | None = None
    last: bool = False


EVERY_LINE = Lines()
"""The whole log."""


class RegisterLines(Protocol):
    """The lines of the log, and what they leave."""

    def lines(self, asked: Lines = EVERY_LINE) -> Iterator[LogLine]:
        """The lines asked for, in the order of their numbers."""
        ...

    def statuses(self, asked: Lines) -> Mapping[str, ItemStatus]:
        """The status of each item that entries among the lines asked for are about, as the last of these left it."""
        ...


class RegisterLog(RegisterLines, Protocol):
    """The log of the registers, and what was published of it."""

    def head(self) -> RegisterHead:
        """Where it ends; of size 0 where nothing has been entered."""
        ...

    def enter(self, lines: Sequence[LogLine], because: Because) -> RegisterHead:
        """Keep some lines, all or none, as one event. Returns the new head.

        Raises ``VersionConflict`` where they are not numbered on from the head, or are earlier than what is there, and
        ``ValueError`` where there are none.
        """
        ...

    def publish(self, version: SignedVersion, because: Because) -> RegisterHead:
        """Keep a publication. Returns the new head.

        Raises ``VersionConflict`` where it was not made from the head: it follows the last publication, and has the
        size and the root of the log.
        """
        ...

    def versions(self) -> tuple[SignedVersion, ...]:
        """Every publication, the first first."""
        ...

    def node(self, level: int, place: int) -> bytes:
        """A full subtree of the tree by its level (0: a leaf) and its place among those of its level, from 0.

        Raises ``IndexError`` where the log has no such subtree, or it is not full.
        """
        ...
