"""Check a downloaded register, and receipts of it, believing nobody: neither Eligo nor whoever publishes the register.

    eligo-verify-register FILE.json [FILE.json ...] [--key HEX]

Each file is a register, a receipt of one entry, or a proof that one version has become another. The files beside this
one, with Python's standard library and ``cryptography``, are the whole checker; it needs no network.

A register's log is a list of lines that only ever grows. A line is hashed as it is written in canonical JSON (names in
order, no spaces, UTF-8); the hashes are the leaves of a Merkle tree (RFC 9162, section 2.1). A version states how many
lines it covers, the root of the tree over them, the hash of what stands on its list, and the hash of the publication
before it; it is signed with Ed25519 by the key that the log has in force there. So a changed, missing, added or moved
line is found against any version after it, and a rewritten history against any receipt from before. The rules, too, are
lines of the log: an entry is held to those before it.

Two things it cannot know: whether there is a later register than the one it was given, and whose the first key is.
``--key`` says which key is expected; receipts of several days show that nothing has been taken back in between.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from typing import Any

from eligo_verify_register.forms import about, named_in
from eligo_verify_register.papers import paper_faults, read_paper
from eligo_verify_register.reading import NoSuchFile
from eligo_verify_register.register import Register

__all__ = ["NoSuchFile", "check", "main"]


def check(files: list[str], key: str = "") -> tuple[list[str], list[str]]:
    """What is wrong, and what has been shown, each in sentences. Raises ``NoSuchFile``."""
    papers = {name: paper for name in files if (paper := read_paper(name))}
    wanted = {number for one in papers.values() if type(number := one.get("entry", {}).get("number")) is int}
    registers = {name: Register(name, wanted) for name in files if name not in papers}
    whole = [one for one in registers.values() if one.log.size]
    largest = max(whole, key=lambda one: one.log.size, default=None)
    faults, said = list[str](), list[str]()
    for name in files:
        if name in registers:
            own = registers[name]
            wrong = [*own.faults, *(against(own, largest) if largest else ())]
            published = f"{len(own.versions)} publication{'s' if len(own.versions) > 1 else ''}"
            said.append(f"{name}: {own.log.size} lines and {published} are as they were signed.")
        else:
            wrong = [*paper_faults(papers[name], largest)]
            said.append(f"{name}: {shown_by(papers[name])}")
        faults += [f"{name}: {fault}" for fault in wrong]
    faults += check_key(key, papers, largest) if key else ()
    return faults, [] if faults else [*said, *signers(papers, largest, key)]


def against(register: Register, largest: Register) -> Iterator[str]:
    """What a register shows to have been rewritten in the one with the most lines."""
    for version in register.versions if register is not largest else ():
        yield from largest.compared(version)


def shown_by(paper: dict[str, Any]) -> str:
    """What a receipt or a proof has shown, where nothing is wrong."""
    if "entry" in paper:
        return f"{about(paper['entry'])} is in the log of {named_in(paper['version'])}."
    return f"the log of {named_in(paper['newer'])} begins with that of {named_in(paper['older'])}."


def check_key(key: str, papers: dict[str, dict[str, Any]], register: Register | None) -> Iterator[str]:
    """Whether the expected key is the first or the last of the register, or else that of every version."""
    expected = key.lower()
    if register:
        every = [*filter(None, register.log.keys)] or [""]
        if expected not in (every[0], every[-1]):
            known_keys = ", ".join(dict.fromkeys((every[0], every[-1])))
            yield f"the key expected is neither the first key of the register nor its last: {known_keys}"
        return
    for name, one in papers.items():
        for version in (one.get("version"), one.get("older"), one.get("newer")):
            if version and version.get("key") != expected:
                yield f"{name}: is signed with {version.get('key')}, and not with the key expected"


def signers(papers: dict[str, dict[str, Any]], register: Register | None, key: str) -> Iterator[str]:
    """Whose signatures these are, as far as that can be known here."""
    if register:
        found = dict.fromkeys(filter(None, register.log.keys))
    else:
        signed = (one.get(name) for one in papers.values() for name in ("version", "older", "newer"))
        found = dict.fromkeys(one["key"] for one in signed if one)
    yield f"Signed with {', then '.join(found)}."
    if not key:
        yield "Compare the first or the last of these keys with what the publisher has made known elsewhere (--key)."


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 verified, 1 rejected, 2 no files that can be checked, or nobody who could be told."""
    usage = argparse.ArgumentParser(
        prog="eligo-verify-register", description=str(__doc__), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    usage.add_argument("files", nargs="+", metavar="FILE.json")
    usage.add_argument("--key", metavar="HEX", help="the key that is expected: the first or the last one")
    asked = usage.parse_args(arguments)
    if asked.key is not None and not re.fullmatch("[0-9a-fA-F]{64}", asked.key):
        sys.stderr.write(f"Not checked. --key is no public key: {asked.key!r}; expected 64 hexadecimal digits\n")
        return 2
    try:
        faults, said = check(asked.files, asked.key or "")
    except NoSuchFile as reason:
        sys.stderr.write(f"Not checked. {reason}\n")
        return 2
    try:
        sys.stdout.write("\n".join(["REJECTED.", *faults] if faults else ["VERIFIED.", *said]) + "\n")
        sys.stdout.flush()
    except OSError as reason:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would try once more at its end
        sys.stderr.write(f"Checked, and what was found cannot be written: {reason.strerror}\n")
        return 2
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
