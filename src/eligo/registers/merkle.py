"""A Merkle tree over the lines of the log: hashes, roots, and proofs that a log has a line and has only grown.

What belongs here: RFC 9162, sections 2.1.1 to 2.1.4. What does not: what a leaf is (``plain.canonical_bytes``), and
where nodes are kept: whoever keeps them gives them back by level and place.

Invariants: a leaf is hashed after the byte 0x00 and a node after 0x01, so that neither can stand for the other; a proof
is checked by functions that share nothing with those that make it but the hash. Of a kept node nothing ever changes:
only subtrees that are full are kept, and adding a leaf adds itself and those that become full by it, one more on
average and log2 n at most.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

Node = Callable[[int, int], bytes]
"""The hash of a full subtree by its level (0: a leaf) and its place among those of its level."""

_BYTES = 32
"""How long a hash is."""

EMPTY_ROOT = hashlib.sha256().digest()
"""The root of a tree without leaves."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over the hashes of what is below it."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below a size: how many leaves the left subtree has."""
    return 1 << (size - 1).bit_length() - 1


def new_nodes(size: int, leaf: bytes, node: Node) -> list[tuple[int, int, bytes]]:
    """What a tree of that size gains by one leaf more (given by its hash): (level, place, hash) of each full subtree.

    ``node`` is asked for the left neighbours alone, which are full already.
    """
    found = [(0, size, leaf)]
    place = size
    while place % 2:
        level, _, right = found[-1]
        found.append((level + 1, place // 2, node_hash(node(level, place - 1), right)))
        place //= 2
    return found


def subtree(start: int, size: int, node: Node) -> bytes:
    """The hash of ``size`` leaves from ``start`` on, which is a multiple of that size rounded up to a power of two."""
    if size == 0:
        return EMPTY_ROOT
    level = size.bit_length() - 1
    if size == 1 << level:
        return node(level, start >> level)
    left = _split(size)
    return node_hash(subtree(start, left, node), subtree(start + left, size - left, node))


def root(size: int, node: Node) -> bytes:
    """The root of a tree of its first ``size`` leaves."""
    return subtree(0, size, node)


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """The path that shows that the leaf of that index (from 0) is in the tree of that size (RFC 9162, 2.1.3.1).

    Raises ``IndexError`` where it is not.
    """
    if not 0 <= index < size:
        raise IndexError(f"there is no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start = 0
    while size > 1:
        left = _split(size)
        if index < left:
            path.append(subtree(start + left, size - left, node))
            size = left
        else:
            path.append(subtree(start, left, node))
            start, index, size = start + left, index - left, size - left
    return path[::-1]


def consistency_proof(older: int, newer: int, node: Node) -> list[bytes]:
    """The path that shows that the tree of the older size is the beginning of the newer (RFC 9162, 2.1.4.1).

    Raises ``IndexError`` where it is not smaller or as large, or has no leaves.
    """
    if not 0 < older <= newer:
        raise IndexError(f"a tree of {newer} does not begin with one of {older}")
    path: list[bytes] = []
    start, size, is_known = 0, newer, True
    while older < size:
        left = _split(size)
        if older <= left:
            path.append(subtree(start + left, size - left, node))
            size = left
        else:
            path.append(subtree(start, left, node))
            start, older, size, is_known = start + left, older - left, size - left, False
    return ([] if is_known else [subtree(start, size, node)]) + path[::-1]


def is_included(index: int, size: int, leaf: bytes, path: Sequence[bytes], tree: bytes) -> bool:
    """Whether a path shows that a leaf (its hash) is in the tree of that root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(step, found)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == tree


def is_consistent(older: int, newer: int, old_tree: bytes, new_tree: bytes, path: Sequence[bytes]) -> bool:
    """Whether a path shows that the tree of one root is the beginning of that of another (RFC 9162, 2.1.4.2)."""
    if not 0 < older <= newer:
        return False
    if older == newer:
        return not path and old_tree == new_tree
    steps = [old_tree, *path] if older & (older - 1) == 0 else list(path)
    if not steps:
        return False
    place, last = older - 1, newer - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == old_tree and new == new_tree


class Tree:
    """A tree whose full subtrees are kept in memory, 64 bytes a leaf."""

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray()]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """How many leaves it has."""
        return len(self._levels[0]) // _BYTES

    def append(self, leaf: bytes) -> None:
        """Add a leaf (its hash)."""
        for level, _, found in new_nodes(self.size, leaf, self.node):
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += found

    def node(self, level: int, place: int) -> bytes:
        """The hash of a full subtree. Raises ``IndexError`` where there is none, or it is not full."""
        if level not in range(len(self._levels)) or place not in range(len(self._levels[level]) // _BYTES):
            raise IndexError(f"there is no full subtree {place} of level {level} in a tree of {self.size}")
        return bytes(self._levels[level][place * _BYTES : (place + 1) * _BYTES])

    def root(self, size: int | None = None) -> bytes:
        """The root of its first ``size`` leaves, or of all."""
        return root(self.size if size is None else size, self.node)
