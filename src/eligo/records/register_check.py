"""Whether what is kept of the registers agrees with itself, and with what the log says of it.

What belongs here: the tree over the lines, the chain of publications, their signatures, and every head in the log. What
does not: the rules of the field, to which a published register is held by whoever checks it.

Invariants: every fault is named with its line, version or event; what is looked at is only what is kept and the log, in
the order of an archive: lines, publications, events. Of a million lines it holds 64 MB.
"""

from __future__ import annotations

from collections.abc import Iterator

from eligo.canonical import canonical
from eligo.records.model import Plain, RegisterLine, RegisterPublication
from eligo.records.register import publication_of
from eligo.registers import (
    NO_PARENT,
    SignedVersion,
    Tree,
    is_signed_version,
    leaf_hash,
    line_of,
    version_hash,
)

REGISTER_KEY = ("register",)
"""What the head is known by among the records that the log leaves."""


class RegisterCheck:
    """The comparison. It is shown every line and publication in their order, then the heads in the order of the log."""

    def __init__(self) -> None:
        self._tree = Tree()
        self._keys: list[tuple[int, object]] = []
        self._sizes: list[int] = [0]
        self._hashes: list[str] = [NO_PARENT]
        self._faults: list[str] = []
        self._torn: set[str] = set()
        self._head: tuple[int, int] = (0, 0)

    def see(self, one: RegisterLine | RegisterPublication) -> None:
        """Take a line or a publication into account."""
        if isinstance(one, RegisterLine):
            self._faults += self._line_faults(one)
            self._tree.append(leaf_hash(canonical(one.line).encode()))
            if one.line.get("kind") == "key":
                self._keys.append((self._tree.size, one.line.get("key")))
            return
        try:
            signed = publication_of(one)
        except ValueError as error:
            self._faults.append(f"register.version/{one.number}: {error}")
            self._hashes.append("")
            self._sizes.append(self._sizes[-1])
            return
        found = self._version_faults(one.number, signed)
        self._faults += (f"register.version/{one.number}: {fault}" for fault in found)
        self._hashes.append(version_hash(signed.version))
        self._sizes.append(signed.version.size)

    def _line_faults(self, one: RegisterLine) -> Iterator[str]:
        if one.number != self._tree.size + 1:
            yield f"register.line/{one.number}: follows line {self._tree.size}; what was between them is missing"
        if one.line.get("number") != one.number:
            yield f"register.line/{one.number}: says that it is line {one.line.get('number')}"
        try:
            line_of(one.line)
        except ValueError as error:
            yield f"register.line/{one.number}: {error}"

    def _version_faults(self, number: int, signed: SignedVersion) -> Iterator[str]:
        version = signed.version
        if number != len(self._hashes):
            yield f"follows publication {len(self._hashes) - 1}; what was between them is missing"
        if version.publication != number:
            yield f"says that it is publication {version.publication}"
        if version.parent != self._hashes[-1]:
            yield "does not follow the publication before it"
        if not self._sizes[-1] <= version.size <= self._tree.size:
            yield f"covers {version.size} lines, of {self._tree.size}; the one before it {self._sizes[-1]}"
        elif version.root != self._tree.root(version.size).hex() and self._is_first("version"):
            yield f"its root is not that of the first {version.size} lines"
        in_force = [key for size, key in self._keys if size <= version.size]
        if signed.key != (in_force[-1] if in_force else None):
            yield "is signed with a key that was not in force"
        if not is_signed_version(signed):
            yield "its signature is not that of its key"

    def see_head(self, event: int, stated: Plain) -> Iterator[str]:
        """What is wrong with the head that an event left; the events in their order."""
        size, publications = stated.get("size"), stated.get("publications")
        if type(size) is not int or type(publications) is not int:
            yield f"event {event}: does not say how much the register has"
            return
        if (size, publications) < self._head or size < self._head[0] or publications < self._head[1]:
            yield f"event {event}: the register has less than it had"
        self._head = size, publications
        if stated.get("event") != event:
            yield f"event {event}: leaves its record with event {stated.get('event')}"
        yield from (f"event {event}: {fault}" for fault in self._head_faults(size, publications, stated))

    def _head_faults(self, size: int, publications: int, stated: Plain) -> Iterator[str]:
        if not 0 <= size <= self._tree.size:
            yield f"left {size} lines in the register, which has {self._tree.size}"
        elif stated.get("root") != self._tree.root(size).hex() and self._is_first("head"):
            yield f"the first {size} lines of the register are not those that it left"
        if not 0 <= publications < len(self._hashes):
            yield f"left {publications} publications, of which there are {len(self._hashes) - 1}"
        elif stated.get("last") != self._hashes[publications] and self._is_first("publications"):
            yield f"the first {publications} publications are not those that it left"

    def _is_first(self, kind: str) -> bool:
        """Whether a hash of all that came before is the first to differ: those after it cannot but differ, too."""
        is_first = kind not in self._torn
        self._torn.add(kind)
        return is_first

    def faults(self) -> Iterator[str]:
        """What is wrong with what was kept, once every line, publication and head has been seen."""
        yield from self._faults
        size, publications = self._head
        if self._tree.size > size:
            yield f"register.line/{size + 1}: it and what follows it are not in the log"
        if len(self._hashes) - 1 > publications:
            yield f"register.version/{publications + 1}: it and what follows it are not in the log"

    def ending_faults(self, stated: Plain | None) -> Iterator[str]:
        """The same against the head alone that a log leaves, ``None`` where it has none."""
        found = [] if stated is None else [*self.see_head(_event(stated), stated)]
        yield from (*self.faults(), *found)


def _event(stated: Plain) -> int:
    event = stated.get("event")
    return event if type(event) is int else 0
