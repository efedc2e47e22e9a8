"""The Merkle tree of RFC 9162, section 2.1, as its definitions read: slow, from lists of leaves alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def split(size: int) -> int:
    """The largest power of two smaller than a size."""
    return max(1 << power for power in range(size.bit_length()) if 1 << power < size)


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n])."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:k]) + tree_hash(leaves[k:])).digest()


def inclusion_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*inclusion_path(index, leaves[:k]), tree_hash(leaves[k:])]
    return [*inclusion_path(index - k, leaves[k:]), tree_hash(leaves[:k])]


def consistency_path(older: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PROOF(m, D[n])."""
    return subproof(older, leaves, is_known=True)


def subproof(older: int, leaves: Sequence[bytes], *, is_known: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b)."""
    if older == len(leaves):
        return [] if is_known else [tree_hash(leaves)]
    k = split(len(leaves))
    if older <= k:
        return [*subproof(older, leaves[:k], is_known=is_known), tree_hash(leaves[k:])]
    return [*subproof(older - k, leaves[k:], is_known=False), tree_hash(leaves[:k])]
