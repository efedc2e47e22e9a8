"""Whether what was signed agrees with the log: every version held to its lines, in one walk over them.

What belongs here: signatures, roots and what stands on a list. What does not: whether a line or a version was allowed
(``allowed``, ``versions``), and the verifier, which shares nothing with this.

Invariant: of a line no more is kept than its leaf in the tree, and of what it says item, state and day, so that the
walk may be over any number of lines.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from sys import intern

from eligo.canonical import canonical
from eligo.errors import VerificationFailed
from eligo.registers.entries import LogLine, RegisterEntry, RulesEntry
from eligo.registers.merkle import Tree
from eligo.registers.versions import SignedVersion, is_signed_version


@dataclass(slots=True)
class _Lines:
    """What a list asks of each line, by its place: item (blank of what is no entry), state, and day as an ordinal.

    Texts that are alike are one: of a million lines there are some thousand.
    """

    items: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    days: array[int] = field(default_factory=lambda: array("l"))

    def add(self, line: LogLine) -> None:
        """The next line."""
        item, state, day = "", "", 0
        if isinstance(line, RegisterEntry):
            item, state, day = intern(line.item), intern(line.state), line.effective_on.toordinal()
        self.items.append(item)
        self.states.append(state)
        self.days.append(day)


@dataclass(slots=True)
class _Standing:
    """What stands on one list, version after version: of each item the place of the last entry in effect."""

    read: int = 0
    places: dict[str, int] = field(default_factory=dict)
    later: list[int] = field(default_factory=list)

    def go_on(self, lines: _Lines, on: date) -> None:
        """Take in the lines since the last version, and those that have come into effect: days never go back."""
        waiting = chain(self.later, range(self.read, len(lines.items)))
        self.read, self.later = len(lines.items), []
        for place in waiting:
            if lines.items[place] and lines.days[place] <= on.toordinal():
                self.places[lines.items[place]] = place
            elif lines.items[place]:
                self.later.append(place)


class Agreement:
    """Versions, in the order of their publication, and the log that they are held to as far as it has gone by."""

    def __init__(self, versions: Sequence[SignedVersion]) -> None:
        self.tree = Tree()
        self._lines = _Lines()
        self._lists: dict[str, frozenset[str]] = {}  # by list the states that stand on it, by the rules in force
        self._standing: dict[str, _Standing] = {}
        self._waiting = [*reversed(versions)]
        self._faults: list[str] = []

    def take(self, line: LogLine, leaf: bytes) -> None:
        """The next line of the log, with its leaf hash."""
        self.tree.append(leaf)
        self._lines.add(line)
        if isinstance(line, RulesEntry):
            lists = [one.id for one in line.rules.lists]
            self._lists = {name: frozenset(s.id for s in line.rules.states if s.list == name) for name in lists}
        while self._waiting and self._waiting[-1].version.size <= self.tree.size:
            self._hold(self._waiting.pop())

    def end(self) -> Tree:
        """The tree of the whole log. Raises ``VerificationFailed`` with everything of a version that does not agree."""
        for one in reversed(self._waiting):
            self._note(one, f"covers {one.version.size} lines, and the log has {self.tree.size}")
        if self._faults:
            raise VerificationFailed(
                "The registers are not written: what was signed does not agree with the log",
                hint="Nothing has been written. Check the register with eligo-verify-register.",
                details=tuple(self._faults),
            )
        return self.tree

    def _hold(self, signed: SignedVersion) -> None:
        for fault in self._faults_of(signed):
            self._note(signed, fault)

    def _note(self, signed: SignedVersion, fault: str) -> None:
        self._faults.append(f"version {signed.version.number} of {signed.version.list}: {fault}")

    def _faults_of(self, signed: SignedVersion) -> Iterator[str]:
        version = signed.version
        if not is_signed_version(signed):
            yield "the signature is not that of its key"
        if version.size != self.tree.size:
            yield f"covers {version.size} lines, and the one before it {self.tree.size}"
        elif self.tree.root().hex() != version.root:
            yield "the root is not that of the log"
        if self._content(version.list, version.effective_on) != version.content:
            yield "the hash of the list is not that of what stands on it"

    def _content(self, list_id: str, on: date) -> str:
        """As ``versions.content_hash`` of the registers as of that day."""
        standing, states = self._standing.setdefault(list_id, _Standing()), self._lists.get(list_id, frozenset())
        standing.go_on(self._lines, on)
        listed = (one for one in sorted(standing.places.items()) if self._lines.states[one[1]] in states)
        entries = [[item, self.tree.node(0, place).hex()] for item, place in listed]
        return hashlib.sha256(canonical({"list": list_id, "entries": entries}).encode()).hexdigest()
