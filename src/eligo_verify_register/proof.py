"""Hashes, Merkle trees and signatures: what a register's proofs are made of.

It needs Python's standard library and ``cryptography``. Source: RFC 9162, section 2.1 (trees); RFC 8032 (Ed25519).
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEX = re.compile(r"[0-9a-f]{64}")


def canonical(value: Any) -> bytes:
    """The one text of a value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def leaf(line: Any) -> bytes:
    """The hash of a line."""
    return hashlib.sha256(b"\x00" + canonical(line)).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of a node of the tree."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def roots(leaves: list[bytes]) -> Iterator[bytes]:
    """The root of the tree over the first leaf, over the first two, and so on."""
    full: list[tuple[int, bytes]] = []  # the full subtrees, the largest first, with how many leaves each has
    for one in leaves:
        full.append((1, one))
        while len(full) > 1 and full[-2][0] == full[-1][0]:
            (count, left), (_, right) = full[-2:]
            full[-2:] = [(2 * count, node(left, right))]
        root = full[-1][1]
        for _, left in full[-2::-1]:
            root = node(left, root)
        yield root


def included(index: int, size: int, found: bytes, path: list[bytes], root: bytes) -> bool:
    """Whether a path leads from the leaf of that index to the root of a tree of that size (RFC 9162, 2.1.3.2)."""
    last = size - 1
    for step in path:
        if last == 0:
            return False
        if index & 1 or index == last:
            found = node(step, found)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            found = node(found, step)
        index, last = index >> 1, last >> 1
    return last == 0 and found == root


def consistent(older: int, newer: int, old_root: bytes, new_root: bytes, path: list[bytes]) -> bool:
    """Whether a path shows that the older tree is the beginning of the newer one (RFC 9162, 2.1.4.2)."""
    if older == newer:
        return not path and old_root == new_root
    index, last = older - 1, newer - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    steps = path if index else [old_root, *path]
    if not steps:
        return False
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            old, new = node(step, old), node(step, new)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            new = node(new, step)
        index, last = index >> 1, last >> 1
    return last == 0 and (old, new) == (old_root, new_root)


def is_signed(words: str, stated: Any, signature: str, key: str) -> bool:
    """Whether a signature over those words and a value is of that key; in small hexadecimal digits alone."""
    if not HEX.fullmatch(key) or not re.fullmatch(r"[0-9a-f]{128}", signature):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(signature), words.encode() + b"\n" + canonical(stated)
        )
    except (InvalidSignature, ValueError):
        return False
    return True
