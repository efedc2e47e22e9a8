"""Hashes, Merkle trees and signatures: what a register's proofs are made of.

It needs Python's standard library and ``cryptography``. Source: RFC 9162, section 2.1 (trees); RFC 8032 (Ed25519).
"""

import json
import re
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from eligo_verify_register.forms import HEX

_ENCODE = json.JSONEncoder(check_circular=False, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def canonical(value: Any) -> bytes:
    """The one text of a value."""
    return _ENCODE(value).encode()


def leaf(text: bytes) -> bytes:
    """The hash of a line, given by its canonical text."""
    return sha256(b"\x00" + text).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of a node of the tree."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A Merkle tree: the hashes of its full subtrees, level by level, those of a level as one text of 32 bytes each."""

    def __init__(self, leaves: bytes | bytearray) -> None:
        self.size, self.levels = len(leaves) // 32, [leaves]
        while len(below := self.levels[-1]) >= 64:
            pairs = (below[at : at + 64] for at in range(0, len(below) - 63, 64))
            self.levels.append(b"".join(sha256(b"\x01" + pair).digest() for pair in pairs))

    def root(self, size: int) -> str:
        """The root over the first so many leaves, in hexadecimal; blank where there are not so many, or none."""
        found, count = b"", size if 0 < size <= self.size else 0
        for nodes in self.levels:
            if count & 1:
                last = bytes(nodes[32 * count - 32 : 32 * count])
                found = node(last, found) if found else last
            count >>= 1
        return found.hex()


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
