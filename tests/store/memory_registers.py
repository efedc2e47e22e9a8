"""The registers in memory, in the plainest way: the lines in a list, and a tree made anew for every question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eligo.ports import EVERY_LINE, Lines, item_of
from eligo.records import (
    ENTERED,
    PUBLISHED,
    REGISTER,
    Because,
    RegisterHead,
    entered,
    kept_line,
    kept_publication,
    plain,
    plain_head,
    publication_of,
    published,
    refuse_lines,
    refuse_version,
    register_head,
)
from eligo.registers import (
    ItemStatus,
    LogLine,
    RegisterEntry,
    SignedVersion,
    Tree,
    canonical_bytes,
    leaf_hash,
    line_of,
    replay,
)

if TYPE_CHECKING:
    from store.memory_store import MemoryStore


@dataclass(frozen=True)
class MemoryRegisters:
    """The log of the registers, and what was published of it."""

    store: MemoryStore

    def head(self) -> RegisterHead:
        """Where it ends."""
        with self.store.lock:
            stated = [event.after for event in self.store.contents.events if event.subject == REGISTER]
            log = self._log()
        if not stated or stated[-1] is None:
            return RegisterHead()
        return register_head(stated[-1], log[-1].recorded_at if log else None)

    def enter(self, lines: Sequence[LogLine], because: Because) -> RegisterHead:
        """Keep some lines."""
        with self.store.transaction():
            event, _ = self.store.next(because)
            head = self.head()
            refuse_lines(head, lines)
            for line in lines:
                kept = kept_line(line)
                plain(kept)
                self.store.contents.add(kept)
            return self._log_head(ENTERED, head, entered(head, lines, self._tree().node, event), because)

    def publish(self, version: SignedVersion, because: Because) -> RegisterHead:
        """Keep a publication."""
        with self.store.transaction():
            event, _ = self.store.next(because)
            head = self.head()
            refuse_version(head, version)
            kept = kept_publication(version)
            plain(kept)
            self.store.contents.add(kept)
            return self._log_head(PUBLISHED, head, published(head, version, event), because)

    def _log_head(self, action: str, before: RegisterHead, after: RegisterHead, because: Because) -> RegisterHead:
        _, at = self.store.next(because)
        was = plain_head(before) if before.event else None
        self.store.log(at, because, action, REGISTER, was, plain_head(after))
        return after

    def lines(self, asked: Lines = EVERY_LINE) -> Iterator[LogLine]:
        """The lines asked for."""
        with self.store.lock:
            found = [line for line in self._log() if is_asked_for(line, asked)]
        if asked.last:
            found = sorted({item_of(line): line for line in found}.values(), key=lambda line: line.number)
        yield from found

    def statuses(self, asked: Lines) -> Mapping[str, ItemStatus]:
        """The status of each item that the lines asked for are about."""
        with self.store.lock:
            log = self._log()
        last = {item_of(line): line.number for line in log if is_asked_for(line, asked)}
        found = {name: replay(log[:number]).items.get(name) for name, number in last.items()}
        return {name: one.status for name, one in found.items() if one}

    def versions(self) -> tuple[SignedVersion, ...]:
        """Every publication."""
        with self.store.lock:
            return tuple(map(publication_of, self.store.contents.publications))

    def node(self, level: int, place: int) -> bytes:
        """A full subtree."""
        with self.store.lock:
            return self._tree().node(level, place)

    def _log(self) -> list[LogLine]:
        return [line_of(one.line) for one in self.store.contents.lines]

    def _tree(self) -> Tree:
        return Tree([leaf_hash(canonical_bytes(line)) for line in self._log()])


def small(text: str) -> str:
    """The same with small letters, those of ASCII alone."""
    return "".join(sign.lower() if sign.isascii() else sign for sign in text)


def is_asked_for(line: LogLine, asked: Lines) -> bool:
    """Whether a line is among those asked for, but for ``last``."""
    if line.number <= asked.after or (asked.through is not None and line.number > asked.through):
        return False
    if asked.recorded_through is not None and line.recorded_at > asked.recorded_through:
        return False
    if asked.items is not None and item_of(line) not in asked.items:
        return False
    if not isinstance(line, RegisterEntry):
        of_entries = (asked.products, asked.resting_on, asked.labels, asked.effective_after, asked.effective_through)
        return all(one is None for one in of_entries)
    base = line.basis.base.rpartition("/")[0]
    return (
        (asked.products is None or line.product.product_id in asked.products)
        and (asked.resting_on is None or (base != "" and base in asked.resting_on))
        and (asked.labels is None or small(line.label) in map(small, asked.labels))
        and (asked.effective_after is None or line.effective_on > asked.effective_after)
        and (asked.effective_through is None or line.effective_on <= asked.effective_through)
    )
