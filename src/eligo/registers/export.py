"""The registers and their proofs as files that anybody can check without us (``eligo-verify-register``).

What belongs here: the three files, as text: a register, a receipt of one entry, a proof that one version has become
another. What does not: checking them, which another program does that shares nothing with this one.

Invariants: every value in such a file is signed, or follows from what is signed; the same log and versions give the
same bytes. The forms are a public interface.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from eligo.canonical import canonical
from eligo.errors import VerificationFailed
from eligo.registers.entries import LogLine, RegisterEntry
from eligo.registers.merkle import Node, consistency_proof, inclusion_proof, is_consistent, is_included, leaf_hash
from eligo.registers.plain import line_of, plain
from eligo.registers.versions import SignedVersion, plain_version, version_of

REGISTER_FORMAT = "eligo-register/1"
RECEIPT_FORMAT = "eligo-register-receipt/1"
CONSISTENCY_FORMAT = "eligo-register-consistency/1"

_NOT_SHOWN = "cannot be shown to be in the log of"
_HINT = "The log, its nodes or the version are damaged; nothing has been written."


def register_schema() -> str:
    """The JSON Schema (draft 2020-12) of the three files."""
    return (files("eligo.registers") / "register.schema.json").read_text("utf-8")


def register_document(log: Sequence[LogLine], versions: Sequence[SignedVersion]) -> str:
    """A register: the lines that its versions cover, each with its leaf hash, and every version; a line of text each.

    Raises ``ValueError`` where nothing has been published, or the log has fewer lines than were.
    """
    size = max((one.version.size for one in versions), default=0)
    if not 0 < size <= len(log):
        raise ValueError("there is no version of this log that could be exported")
    return "".join(register_pieces(log[:size], versions))


def register_pieces(
    log: Iterable[LogLine], versions: Sequence[SignedVersion], take: Callable[[LogLine, bytes], None] | None = None
) -> Iterator[str]:
    """The same of exactly these lines, piece by piece; ``take`` is given each line with its leaf hash as it goes by."""
    yield f'{{\n"format": {json.dumps(REGISTER_FORMAT)},\n"log": [\n'
    parted = ""
    for line in log:
        text = canonical(plain(line))
        leaf = leaf_hash(text.encode())
        if take is not None:
            take(line, leaf)
        # The line stands as it is hashed.
        yield f'{parted}{{"hash":"{leaf.hex()}","line":{text}}}'
        parted = ",\n"
    signed = ",\n".join(canonical(_signed(one)) for one in versions)
    yield f'\n],\n"versions": [\n{signed}\n]\n}}\n'


def receipt_document(entry: RegisterEntry, version: SignedVersion, node: Node) -> str:
    """A receipt: an entry, the path that shows it to be in a version's log, and that version.

    Raises ``IndexError`` where the version does not cover it, and ``VerificationFailed`` where the nodes do not lead
    from this entry to that version: no receipt leaves that would not be accepted.
    """
    size, tree = version.version.size, bytes.fromhex(version.version.root)
    path = inclusion_proof(entry.number - 1, size, node)
    text = canonical(plain(entry))
    if not is_included(entry.number - 1, size, leaf_hash(text.encode()), path, tree):
        raise VerificationFailed(f"{entry.item} (line {entry.number}) {_NOT_SHOWN} {_named(version)}", hint=_HINT)
    parts = {"format": json.dumps(RECEIPT_FORMAT), "entry": text, "path": _path(path)}
    return _text({**parts, "version": canonical(_signed(version))})


def consistency_document(older: SignedVersion, newer: SignedVersion, node: Node) -> str:
    """A proof that the log of one version is the beginning of that of another.

    Raises ``IndexError`` where it is the larger one, and ``VerificationFailed`` where the nodes do not show it.
    """
    sizes = older.version.size, newer.version.size
    path = consistency_proof(*sizes, node)
    if not is_consistent(*sizes, bytes.fromhex(older.version.root), bytes.fromhex(newer.version.root), path):
        raise VerificationFailed(f"The log of {_named(older)} {_NOT_SHOWN} {_named(newer)}", hint=_HINT)
    signed = {"older": canonical(_signed(older)), "newer": canonical(_signed(newer))}
    return _text({"format": json.dumps(CONSISTENCY_FORMAT), **signed, "path": _path(path)})


def read_register(text: str) -> tuple[tuple[LogLine, ...], tuple[SignedVersion, ...]]:
    """The log and the versions of a register's file, as they stand there: nothing of it is proved by reading it.

    Raises ``ValueError`` where it is not such a file.
    """
    stated = json.loads(text)
    if not isinstance(stated, dict) or stated.get("format") != REGISTER_FORMAT:
        raise ValueError(f"it is not of the form {REGISTER_FORMAT}")
    try:
        log = tuple(line_of(one["line"]) for one in stated["log"])
        versions = tuple(
            SignedVersion(version_of(one["version"]), one["key"], one["signature"]) for one in stated["versions"]
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"it has not what a register has ({error!r})") from None
    return log, versions


def _named(version: SignedVersion) -> str:
    return f"version {version.version.number} of {version.version.list}"


def _signed(version: SignedVersion) -> dict[str, Any]:
    return {"version": plain_version(version.version), "key": version.key, "signature": version.signature}


def _path(path: Sequence[bytes]) -> str:
    return json.dumps([one.hex() for one in path])


def _text(parts: Mapping[str, str]) -> str:
    """A JSON object with a line for each of its parts, which are given as text."""
    return "{\n" + ",\n".join(f'"{name}": {text}' for name, text in parts.items()) + "\n}\n"
