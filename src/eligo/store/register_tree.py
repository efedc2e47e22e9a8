"""What the database keeps beside the registers' lines, as they grow by many, and looked at again.

What belongs here: which subtrees of the Merkle tree and which status stand in which row, and whether they are those of
the lines. What does not: questions
(``registers``), and whether lines and log agree (``records.register_check``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from eligo.registers import (
    LogLine,
    Node,
    RegisterEntry,
    Status,
    leaf_hash,
    line_as_written,
    new_nodes,
    status_after,
    status_of,
)
from eligo.store import models, rows


class GrowingTree:
    """A tree that grows by many leaves: ``kept`` gives the nodes of its first ``size``, only the last are held."""

    def __init__(self, kept: Node, size: int) -> None:
        self._kept, self._size = kept, size
        self._added: dict[tuple[int, int], bytes] = {}

    def node(self, level: int, place: int) -> bytes:
        """A full subtree that is in no larger one that is full."""
        found = self._added.get((level, place))
        return self._kept(level, place) if found is None else found

    def append(self, leaf: bytes) -> list[bytes]:
        """Add a leaf; every subtree that is full by it, the leaf first."""
        found = new_nodes(self._size, leaf, self.node)
        for level, place, _ in found[1:]:
            # Both are in a larger one now, and are never asked for again.
            self._added.pop((level - 1, 2 * place), None)
        level, place, largest = found[-1]
        self._added[level, place] = largest
        self._size += 1
        return [one for _, _, one in found]


@dataclass(frozen=True, slots=True)
class Growing:
    """A log that grows: the tree of its lines so far, and the status of each item that a line may come to be about."""

    tree: GrowingTree
    statuses: dict[str, Status] = field(default_factory=dict)

    def row(self, line: LogLine, text: str) -> models.RegisterLine:
        """The row of the next line, of which this is the canonical text."""
        hashes = b"".join(self.tree.append(leaf_hash(text.encode()))).hex()
        return rows.line_row(line, self.status(line), text, hashes)

    def status(self, line: LogLine) -> Status | None:
        """The status that the next line leaves its item, where it is an entry."""
        if not isinstance(line, RegisterEntry):
            return None
        found = self.statuses[line.item] = status_after(self.statuses.get(line.item), line)
        return found

    def resume(self, row: models.RegisterLine) -> None:
        """Go on from the status that is kept of a line which is not what it was: those after it were made from it."""
        try:
            self.statuses[row.item] = status_of(row.status or "")
        except ValueError:
            self.statuses.pop(row.item, None)


def line_faults(lines: Iterable[models.RegisterLine]) -> Iterator[str]:
    """What is wrong with how lines are kept beside what they say: what they are found by, and the tree over them."""
    growing = empty()
    for row in lines:
        what = f"register.line/{row.number}"
        leaf = leaf_hash(row.text.encode())
        was_changed = row.hashes[: rows.LEAF] != leaf.hex()
        if was_changed:
            yield f"{what}: is not what was hashed"
            # What was hashed is what the rest of the tree is made of, so that only this line is at fault.
            leaf = _kept_leaf(row.hashes) or leaf
        if row.hashes[rows.LEAF :] != b"".join(growing.tree.append(leaf)[1:]).hex():
            yield f"{what}: the subtrees of the tree that are full by it are not those of the lines"
        try:
            line = line_as_written(json.loads(row.text))
            found = rows.line_columns(line, growing.status(line))
        except ValueError as error:
            was_changed = True
            yield f"{what}: {error}"
        else:
            if names := [name for name, value in found.items() if getattr(row, name) != value]:
                yield f"{what}: the table has another {', '.join(names)} than it says"
        if was_changed:
            growing.resume(row)


def _kept_leaf(hashes: str) -> bytes | None:
    try:
        leaf = bytes.fromhex(hashes[: rows.LEAF])
    except ValueError:
        return None
    return leaf if len(leaf) == rows.LEAF // 2 else None


def empty() -> Growing:
    """A log without a line."""
    return Growing(GrowingTree(_no_node, 0))


def _no_node(level: int, place: int) -> bytes:
    raise AssertionError(f"a tree that begins empty was asked for node {place} of level {level}")
