"""The Merkle tree over the registers' lines as the database keeps it: growing by many lines, and looked at again.

What belongs here: which subtrees stand in which row, and whether they are those of the lines. What does not: questions
(``registers``), and whether lines and log agree (``records.register_check``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from eligo.registers import LogLine, Node, leaf_hash, line_as_written, new_nodes
from eligo.store import models, rows


class Growing:
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


def line_row(growing: Growing, line: LogLine, text: str) -> models.RegisterLine:
    """The row of the next line of a growing tree, of which this is the canonical text."""
    return rows.line_row(line, text, b"".join(growing.append(leaf_hash(text.encode()))).hex())


def line_faults(lines: Iterable[models.RegisterLine]) -> Iterator[str]:
    """What is wrong with how lines are kept beside what they say: what they are found by, and the tree over them."""
    tree = Growing(no_node, 0)
    for row in lines:
        what = f"register.line/{row.number}"
        leaf = leaf_hash(row.text.encode())
        if row.hashes[: rows.LEAF] != leaf.hex():
            yield f"{what}: is not what was hashed"
            # What was hashed is what the rest of the tree is made of, so that only this line is at fault.
            leaf = _kept_leaf(row.hashes) or leaf
        if row.hashes[rows.LEAF :] != b"".join(tree.append(leaf)[1:]).hex():
            yield f"{what}: the subtrees of the tree that are full by it are not those of the lines"
        try:
            found = rows.line_columns(line_as_written(json.loads(row.text)))
        except ValueError as error:
            yield f"{what}: {error}"
            continue
        if names := [name for name, value in found.items() if getattr(row, name) != value]:
            yield f"{what}: its {', '.join(names)} in the table are not what it says"


def _kept_leaf(hashes: str) -> bytes | None:
    try:
        leaf = bytes.fromhex(hashes[: rows.LEAF])
    except ValueError:
        return None
    return leaf if len(leaf) == rows.LEAF // 2 else None


def no_node(level: int, place: int) -> bytes:
    """The nodes of a tree that begins empty: none is ever asked for."""
    raise AssertionError(f"a tree that begins empty was asked for node {place} of level {level}")
