"""Check a downloaded register, and receipts of it, believing nobody: neither Eligo nor whoever publishes the register.

    eligo-verify-register FILE.json [FILE.json ...] [--key HEX]

Each file is a register, a receipt of one entry, or a proof that one version has become another. This file, ``proof.py``
and ``judge.py``, with Python's standard library and ``cryptography``, are the whole checker; it needs no network.

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
import hashlib
import heapq
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eligo_verify_register.judge import Judge
from eligo_verify_register.proof import HEX, canonical, consistent, included, is_signed, leaf, roots


def form(**names: str) -> dict[str, type]:
    """The names that a value has, each by the word of the kind that it is of."""
    kinds = {"text": str, "whole": int, "truth": bool, "list": list, "names": dict, "text_or_null": object}
    return {
        name: kind for word, each in names.items() for name, kind in dict.fromkeys(each.split(), kinds[word]).items()
    }


FORMS = {
    "eligo-register/1": form(text="format", list="log versions"),
    "eligo-register-receipt/1": form(text="format", names="entry version", list="path"),
    "eligo-register-consistency/1": form(text="format", names="older newer", list="path"),
}
LINE = form(names="line", text="hash")
SIGNED = form(names="version", text="key signature")
VERSION = form(
    text="list number effective_on published_at reason drafted_by approved_by root content parent",
    whole="publication size",
)
WRITTEN = form(text="kind recorded_at who why", whole="number")
LINES = {
    "key": WRITTEN | form(text="key signed_by signature"),
    "rules": WRITTEN
    | form(text="scheme scheme_version source", truth="evidence_serves_others")
    | form(list="device_types open_types operators lists states bases exclusions"),
    "entry": WRITTEN
    | form(text="product_id provider product_kind label state effective_on", text_or_null="first_added_on")
    | form(whole="generation", list="devices", names="firmware operators basis"),
}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
DAY = "effective_on"


class NoSuchFile(Exception):
    """A file is none that can be checked; the text says why."""


def has(value: Any, form: dict[str, type]) -> bool:
    """Whether a value has exactly those names, each with a value of exactly that kind (``object``: text or null)."""
    if type(value) is not dict or value.keys() != form.keys():
        return False
    return all(type(value[name]) in ((str, type(None)) if kind is object else (kind,)) for name, kind in form.items())


def hashes(path: list[Any]) -> list[bytes]:
    """A path's hashes; one that nothing leads through where it is no list of hashes."""
    if not all(type(one) is str and HEX.fullmatch(one) for one in path):
        return [b""] * 65
    return [bytes.fromhex(one) for one in path]


def named(version: dict[str, Any]) -> str:
    """A version as sentences call it."""
    return f"version {version['number']} of {version['list']}"


def about(line: dict[str, Any], place: int | None = None) -> str:
    """What a line is about, as sentences call it: by its place in the log, where that is known."""
    number = line.get("number") if place is None else place
    if line.get("kind") != "entry":
        return f"line {number} ({line.get('kind')})"
    return f"line {number} ({line.get('product_id')}/{line.get('generation')}, {line.get('state')})"


def differing(one: Any, other: Any, way: str = "") -> Iterator[str]:
    """Every field in which two values differ, with both."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            yield from differing(one.get(name), other.get(name), f"{way} / {name}" if way else name)
    elif one != other or type(one) is not type(other):
        yield f"{way} is {json.dumps(one, ensure_ascii=False)}, and was {json.dumps(other, ensure_ascii=False)}"


def signature_faults(stated: Any) -> Iterator[str]:
    """What is wrong with a signed version by itself."""
    if not is_version(stated):
        yield "a version has not what a version has"
    elif not is_signed("eligo register version", stated["version"], stated["signature"], stated["key"]):
        yield f"{named(stated['version'])}: it, its key or its signature has been changed; the signature is not of it"


def is_version(stated: Any) -> bool:
    """Whether a value has what a signed version has."""
    if not has(stated, SIGNED) or not has(stated["version"], VERSION):
        return False
    return all(HEX.fullmatch(stated["version"][name]) for name in ("root", "content", "parent"))


class Register:
    """A register as its file states it, and ``faults``: everything that is wrong with it, each at its place."""

    def __init__(self, stated: dict[str, Any]):
        self.versions = [one for one in stated["versions"] if not [*signature_faults(one)]]
        self.faults = [fault for one in stated["versions"] for fault in signature_faults(one)]
        self.lines: list[dict[str, Any]] = []
        self.keys: list[str] = []  # after each line, the key in force
        self.leaves: list[bytes] = []  # what each line hashes to
        self.roots: list[str] = []  # after each line, of the lines as they are
        self.told: list[str] = []  # after each line, of their hashes as they stand beside them
        odd = [place for place, one in enumerate(stated["log"], start=1) if not has(one, LINE)]
        self.faults += [f"line {place}: is no line with its hash" for place in odd]
        if stated["log"] and not odd:
            self.lines = [one["line"] for one in stated["log"]]
            self.check_hashes([one["hash"] for one in stated["log"]])
            self.check_lines()
            if len(self.versions) == len(stated["versions"]):
                self.check_versions()
        elif not odd:
            self.faults.append("the log: has no lines")

    def check_hashes(self, stated: list[str]) -> None:
        """Every line is what its hash says, and the hashes are those that were signed."""
        self.leaves = [leaf(line) for line in self.lines]
        said = [bytes.fromhex(one) if HEX.fullmatch(one) else b"" for one in stated]
        self.roots, self.told = ([root.hex() for root in roots(leaves)] for leaves in (self.leaves, said))
        wrong = [place for place, own in enumerate(self.leaves) if own != said[place]]
        self.faults += [f"{about(self.lines[one], one + 1)}: is not what its hash says" for one in wrong]
        good, last = 0, len(self.lines)
        for one in (each["version"] for each in self.versions):
            size = one["size"]
            if not 0 < size <= last:
                self.faults.append(f"{named(one)}: covers {size} lines, and there are {last}")
            elif one["root"] in (self.roots[size - 1], self.told[size - 1]):
                good = max(good, size)
            else:
                first = f"; lines 1 to {good} are as they were" if good else ""
                self.faults.append(f"lines {good + 1} to {size}: are not those that {named(one)} was signed for{first}")
        if max((one["version"]["size"] for one in self.versions), default=0) < last:
            self.faults.append(f"line {last}: no version covers it")

    def check_lines(self) -> None:
        """Every line is in its place, and what the lines before it allow."""
        judge, moment, key, before = Judge(), "", "", len(self.faults)
        for number, line in enumerate(self.lines, start=1):
            found, due = [], LINES.get(str(line.get("kind")))
            if due is None or not has(line, due):
                found.append("has not what such a line has")
            else:
                if line["number"] != number:
                    found.append(f"has the number {line['number']}")
                if not TIME.fullmatch(line["recorded_at"]) or line["recorded_at"] < moment:
                    found.append("is recorded earlier than the line before it, or at no time")
                moment = max(moment, line["recorded_at"])
                found += judge.faults(line)
                if line["kind"] == "key":
                    found += key_faults(line, key)
                    key = line["key"]
            self.faults += [f"{about(line, number)}: {fault}" for fault in found]
            self.keys.append(key)
        self.is_lawful = len(self.faults) == before

    def check_versions(self) -> None:
        """Every publication follows the one before it, and shows what the log says stands on its list."""
        parent, last, moment, size = "0" * 64, dict[str, Any](), "", 0
        showing: dict[str, Showing] = {}
        for place, one in enumerate(self.versions, start=1):
            version = one["version"]
            name, before = named(version), last.get(version["list"])
            fits = {
                "is not the publication that follows": version["publication"] == place,
                "does not follow the publication before it": version["parent"] == parent,
                "is published before the publication before it": moment <= version["published_at"],
                "covers fewer lines than the publication before it": size <= version["size"],
                "is approved by who drafted it, or by nobody": four_eyes(version),
                "has a number that does not follow": (ordered(before) if before else []) < ordered(version),
                "takes effect before the version before it": not before or before[DAY] <= version[DAY],
                "is signed with another key than the one in force": self.key_at(version["size"]) == one["key"],
            }
            self.faults += [f"{name}: {fault}" for fault, is_right in fits.items() if not is_right]
            if self.is_lawful and self.root_at(version["size"]) == version["root"]:
                shown = showing.setdefault(version["list"], Showing(version["list"], self))
                if shown.content(version) != version["content"]:
                    self.faults.append(f"{name}: what stands on the list is not what it says")
            parent, last[version["list"]] = hashlib.sha256(canonical(version)).hexdigest(), version
            moment, size = version["published_at"], version["size"]

    def root_at(self, size: int) -> str:
        """The root over that many lines as they are."""
        return self.roots[size - 1] if 0 < size <= len(self.roots) else ""

    def key_at(self, size: int) -> str:
        """The key in force after that many lines."""
        return self.keys[size - 1] if 0 < size <= len(self.keys) else ""

    def compared(self, stated: dict[str, Any]) -> Iterator[str]:
        """What a signed version from elsewhere shows to have been rewritten here."""
        version = stated["version"]
        size, name = version["size"], named(version)
        if size > len(self.lines):
            yield f"the register has {len(self.lines)} lines, fewer than the {size} of {name}: older, or cut back"
            return
        if version["root"] not in (self.roots[size - 1], self.told[size - 1]):
            yield f"the register's lines 1 to {size} are not those of {name}: its history has been rewritten"
        if self.key_at(size) != stated["key"]:
            yield f"{name} is signed with a key that the register does not have in force at line {size}"
        own = [one["version"] for one in self.versions if one["version"]["publication"] == version["publication"]]
        if own and own != [version]:
            changes = "; ".join(differing(own[0], version))
            yield f"publication {version['publication']} of the register is another: {changes}"


def key_faults(line: dict[str, Any], key: str) -> Iterator[str]:
    """A key is signed by the one before it, the first by itself."""
    unsigned = {name: value for name, value in line.items() if name != "signature"}
    is_due = line["signed_by"] == (key or line["key"])
    if not is_due or not is_signed("eligo register key", unsigned, line["signature"], line["signed_by"]):
        yield "is not signed by the key before it"


def four_eyes(version: dict[str, Any]) -> bool:
    """Whether two different people have drafted and approved a version."""
    names = [version[name].casefold().split() for name in ("drafted_by", "approved_by")]
    return all(names) and names[0] != names[1]


def ordered(version: dict[str, Any]) -> list[int]:
    """The parts of a version's number, for comparison; none of what is no number."""
    is_number = re.fullmatch(r"(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){0,7}", version["number"])
    return [int(part) for part in version["number"].split(".")] if is_number else []


class Showing:
    """What stands on one list, version after version: the last entry of each item that was in effect by its day."""

    def __init__(self, list_id: str, register: Register):
        self.list, self.register = list_id, register
        self.read, self.waiting = 0, list[tuple[str, int]]()
        self.items: dict[str, int] = {}
        self.states: set[str] = set()

    def content(self, version: dict[str, Any]) -> str:
        """The hash of what a version has to show."""
        lines = self.register.lines
        for place in range(self.read, version["size"]):
            if lines[place]["kind"] == "entry":
                heapq.heappush(self.waiting, (lines[place]["effective_on"], place))
            elif lines[place]["kind"] == "rules":
                self.states = {one["id"] for one in lines[place]["states"] if one["list"] == self.list}
        self.read = version["size"]
        while self.waiting and self.waiting[0][0] <= version["effective_on"]:
            place = heapq.heappop(self.waiting)[1]
            self.items[f"{lines[place]['product_id']}/{lines[place]['generation']}"] = place
        shown = [name for name in sorted(self.items) if lines[self.items[name]]["state"] in self.states]
        entries = [[name, self.register.leaves[self.items[name]].hex()] for name in shown]
        return hashlib.sha256(canonical({"list": self.list, "entries": entries})).hexdigest()


def check_receipt(stated: dict[str, Any], register: Register | None) -> Iterator[str]:
    """What is wrong with a receipt by itself, and against a register."""
    faults, entry = [*signature_faults(stated["version"])], stated["entry"]
    yield from faults
    number = entry.get("number")
    if faults or type(number) is not int:
        yield from () if faults else ("its entry has no number",)
        return
    version = stated["version"]["version"]
    path, root = hashes(stated["path"]), bytes.fromhex(version["root"])
    is_in = 0 < number <= version["size"] and included(number - 1, version["size"], leaf(entry), path, root)
    own = register.lines[number - 1] if register and 0 < number <= len(register.lines) else None
    for change in differing(own, entry) if own is not None else ():
        yield f"{about(entry)}: in the register {change}"
    if not is_in:
        because = "its path has been changed" if own == entry else "its entry or its path has been changed"
        yield f"{about(entry)}: is not shown to be in {named(version)}; {because}"
    if register:
        yield from register.compared(stated["version"])


def check_consistency(stated: dict[str, Any], register: Register | None) -> Iterator[str]:
    """What is wrong with a proof that one version has become another, by itself and against a register."""
    faults = [*signature_faults(stated["older"]), *signature_faults(stated["newer"])]
    yield from faults
    if faults:
        return
    older, newer = stated["older"]["version"], stated["newer"]["version"]
    old, new = bytes.fromhex(older["root"]), bytes.fromhex(newer["root"])
    if not 0 < older["size"] <= newer["size"]:
        yield f"{named(older)} covers more lines than {named(newer)}"
    elif not consistent(older["size"], newer["size"], old, new, hashes(stated["path"])):
        yield f"the log of {named(older)} is not shown to be the beginning of that of {named(newer)}"
    for one in (stated["older"], stated["newer"]) if register else ():
        yield from register.compared(one) if register else ()


def check_key(key: str, stated: list[tuple[str, Any]], register: Register | None) -> Iterator[str]:
    """Whether the expected key is the first or the last of the register, or else that of every version."""
    known = {register.keys[0], register.keys[-1]} if register and register.keys else set()
    for name, one in () if register else stated:
        for version in (one.get("version"), one.get("older"), one.get("newer")):
            if version and version.get("key") != key:
                yield f"{name}: is signed with {version.get('key')}, and not with the key expected"
    if register and key not in known:
        yield f"the key expected is neither the first key of the register nor its last: {', '.join(sorted(known))}"


def read(name: str) -> Any:
    """A file's value, of one of the three forms. Raises ``NoSuchFile``."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a name stands twice in one object")
        return dict(pairs)

    def no_number(text: str) -> Any:
        raise ValueError(f"{text} is no whole number")

    try:
        text = Path(name).read_bytes().decode()
        stated = json.loads(text, object_pairs_hook=unique, parse_float=no_number, parse_constant=no_number)
        canonical(stated)
    except (OSError, ValueError, RecursionError) as error:
        raise NoSuchFile(f"{name}: {error}") from None
    known = FORMS.get(str(stated.get("format"))) if isinstance(stated, dict) else None
    if known is None or not has(stated, known):
        raise NoSuchFile(f"{name}: is no register, no receipt and no proof of consistency")
    return stated


def check(files: list[str], key: str = "") -> tuple[list[str], list[str]]:
    """What is wrong, and what has been shown, each in sentences. Raises ``NoSuchFile``."""
    stated = [(name, read(name)) for name in files]
    registers = {name: Register(one) for name, one in stated if "log" in one}
    largest = max((one for one in registers.values() if one.lines), key=lambda one: len(one.lines), default=None)
    faults, said = list[str](), list[str]()
    for name, one in stated:
        if name in registers:
            own = registers[name]
            wrong = [*own.faults, *(against(own, largest) if largest else ())]
            said.append(f"{name}: {len(own.lines)} lines and {len(own.versions)} publications are as they were signed.")
        elif "entry" in one:
            wrong = [*check_receipt(one, largest)]
            said.append(f"{name}: {about(one['entry'])} is in the log of {named_in(one['version'])}.")
        else:
            wrong = [*check_consistency(one, largest)]
            said.append(f"{name}: the log of {named_in(one['newer'])} begins with that of {named_in(one['older'])}.")
        faults += [f"{name}: {fault}" for fault in wrong]
    faults += check_key(key, stated, largest) if key else ()
    return faults, [] if faults else [*said, *signers(stated, largest, key)]


def against(register: Register, largest: Register) -> Iterator[str]:
    """What a register shows to have been rewritten in the one with the most lines."""
    for version in register.versions if register is not largest else ():
        yield from largest.compared(version)


def signers(stated: list[tuple[str, Any]], register: Register | None, key: str) -> Iterator[str]:
    """Whose signatures these are, as far as that can be known here."""
    if register:
        found = dict.fromkeys(filter(None, register.keys))
    else:
        signed = (one.get(name) for _, one in stated for name in ("version", "older", "newer"))
        found = dict.fromkeys(one["key"] for one in signed if one)
    yield f"Signed with {', then '.join(found)}."
    if not key:
        yield "Compare the first or the last of these keys with what the publisher has made known elsewhere (--key)."


def named_in(signed: dict[str, Any]) -> str:
    """A signed version as sentences call it, if it is one."""
    return named(signed["version"]) if is_version(signed) else "no version"


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 verified, 1 rejected, 2 no files that can be checked."""
    usage = argparse.ArgumentParser(
        prog="eligo-verify-register", description=str(__doc__), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    usage.add_argument("files", nargs="+", metavar="FILE.json")
    usage.add_argument("--key", default="", metavar="HEX", help="the key that is expected: the first or the last one")
    asked = usage.parse_args(arguments)
    try:
        faults, said = check(asked.files, asked.key)
    except NoSuchFile as reason:
        sys.stderr.write(f"Not checked. {reason}\n")
        return 2
    sys.stdout.write("\n".join(["REJECTED.", *faults] if faults else ["VERIFIED.", *said]) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
