"""Receipts, and proofs that one version has become another: by themselves, and held to a register."""

from collections.abc import Iterator
from typing import Any

from eligo_verify_register.forms import CONSISTENCY, HEX, RECEIPT, about, differing, has, named
from eligo_verify_register.proof import canonical, consistent, included, leaf
from eligo_verify_register.reading import NoSuchFile, Reader
from eligo_verify_register.register import Register
from eligo_verify_register.versions import signature_faults


def read_paper(name: str) -> dict[str, Any] | None:
    """A receipt or a proof; nothing where the file has a log. Raises ``NoSuchFile`` for anything else."""
    stated = dict[str, Any]()
    with Reader(name) as reader:
        for part in reader.names():
            if part == "log":
                return None
            stated[part] = reader.value()[0]
    known = stated.get("format")
    if known not in (RECEIPT, CONSISTENCY) or not has(stated, known):
        raise NoSuchFile(f"{name}: is no register, no receipt and no proof of consistency")
    return stated


def paper_faults(stated: dict[str, Any], register: Register | None) -> Iterator[str]:
    """What is wrong with a receipt or a proof by itself, and against a register."""
    called = {"version": "its version", "older": "its older version", "newer": "its newer version"}
    versions = {words: stated[name] for name, words in called.items() if name in stated}
    faults = [fault for words, one in versions.items() for fault in signature_faults(one, words)]
    yield from faults
    if faults:
        return
    yield from receipt_faults(stated, register) if "entry" in stated else consistency_faults(stated)
    for one in versions.values() if register else ():
        yield from register.compared(one) if register else ()


def receipt_faults(stated: dict[str, Any], register: Register | None) -> Iterator[str]:
    """What is wrong with a receipt of a signed version."""
    entry, version = stated["entry"], stated["version"]["version"]
    number = entry.get("number")
    if type(number) is not int:
        yield "its entry has no number"
        return
    path, root = hashes(stated["path"]), bytes.fromhex(version["root"])
    found = leaf(canonical(entry))
    is_in = 0 < number <= version["size"] and included(number - 1, version["size"], found, path, root)
    own = register.log.kept.get(number) if register else None
    for change in differing(own, entry) if own is not None else ():
        yield f"{about(entry)}: in the register {change}"
    if not is_in:
        because = "its path has been changed" if own == entry else "its entry or its path has been changed"
        yield f"{about(entry)}: is not shown to be in {named(version)}; {because}"


def consistency_faults(stated: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a proof that one signed version has become another."""
    older, newer = stated["older"]["version"], stated["newer"]["version"]
    old, new = bytes.fromhex(older["root"]), bytes.fromhex(newer["root"])
    if not 0 < older["size"] <= newer["size"]:
        yield f"{named(older)} covers more lines than {named(newer)}"
    elif not consistent(older["size"], newer["size"], old, new, hashes(stated["path"])):
        yield f"the log of {named(older)} is not shown to be the beginning of that of {named(newer)}"


def hashes(path: list[Any]) -> list[bytes]:
    """A path's hashes; one that nothing leads through where it is no list of hashes."""
    if not all(type(one) is str and HEX.fullmatch(one) for one in path):
        return [b""] * 65
    return [bytes.fromhex(one) for one in path]
