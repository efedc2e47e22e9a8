"""The versions of a register: each by itself, each after the one before it, and each held to what the log says."""

import heapq
import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from eligo_verify_register.forms import DAY, TIME, is_version, named
from eligo_verify_register.log import Log
from eligo_verify_register.proof import canonical, is_signed


def signature_faults(stated: Any, called: str) -> Iterator[str]:
    """What is wrong with a signed version by itself; ``called`` as long as it has no name of its own."""
    if not is_version(stated):
        yield f"{called} has not what a version has"
    elif not is_signed("eligo register version", stated["version"], stated["signature"], stated["key"]):
        yield f"{named(stated['version'])}: it, its key or its signature has been changed; the signature is not of it"


def root_faults(versions: list[dict[str, Any]], log: Log) -> Iterator[str]:
    """Where the lines, or their hashes, are not those that were signed."""
    good = 0
    for one in (each["version"] for each in versions):
        size = one["size"]
        if not 0 < size <= log.size:
            yield f"{named(one)}: covers {size} lines, and there are {log.size}"
        elif log.is_root(size, one["root"]):
            good = max(good, size)
        else:
            first = f"; lines 1 to {good} are as they were" if good else ""
            yield f"lines {good + 1} to {size}: are not those that {named(one)} was signed for{first}"
    if max((one["version"]["size"] for one in versions), default=0) < log.size:
        yield f"line {log.size}: no version covers it"


def version_faults(versions: list[dict[str, Any]], log: Log) -> Iterator[str]:
    """Where a publication does not follow the one before it, or does not show what the log says stands on its list."""
    parent, last, before = "0" * 64, dict[str, Any](), dict[str, Any]()
    showing: dict[str, Showing] = {}
    for place, one in enumerate(versions, start=1):
        version = one["version"]
        name, size, of_list = named(version), version["size"], last.get(version["list"], {})
        fits = {
            "is not the publication that follows": version["publication"] == place,
            "does not follow the publication before it": version["parent"] == parent,
            "is published before the publication before it, or at no time": follows(version, before, TIME),
            "is published before the last line that it covers": log.moment_at(size) <= version["published_at"],
            "covers fewer lines than the publication before it": before.get("size", 0) <= size,
            "is approved by who drafted it, or by nobody": four_eyes(version),
            "does not say why": bool(version["reason"].strip()),
            "has a number that does not follow": ordered(of_list) < ordered(version),
            "takes effect before the version before it, or on no day": follows(version, of_list, DAY),
            "is signed with another key than the one in force": log.key_at(size) == one["key"],
        }
        yield from (f"{name}: {fault}" for fault, is_right in fits.items() if not is_right)
        if not log.unlawful and log.tree.root(size) == version["root"]:
            shown = showing.setdefault(version["list"], Showing(version["list"], log))
            if shown.content(version) != version["content"]:
                yield f"{name}: what stands on the list is not what it says"
            if version["list"] not in {one["id"] for one in (log.rules_at(size) or {"lists": []})["lists"]}:
                yield f"{name}: there is no such list"
        parent = sha256(canonical(version)).hexdigest()
        before = last[version["list"]] = version


def follows(version: dict[str, Any], before: dict[str, Any], form: re.Pattern[str]) -> bool:
    """Whether a version has a time, or a day, and not one before that of another."""
    name = "effective_on" if form is DAY else "published_at"
    return bool(form.fullmatch(version[name])) and before.get(name, "") <= version[name]


def four_eyes(version: dict[str, Any]) -> bool:
    """Whether two different people have drafted and approved a version, however their names are written."""
    names = [words(version[name]) for name in ("drafted_by", "approved_by")]
    return all(names) and names[0] != names[1]


def words(name: str) -> list[str]:
    """The words of a name, in small letters, each character encoded in the one way (NFKC)."""
    small = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", small).split()


def ordered(version: dict[str, Any]) -> list[int]:
    """The parts of a version's number, for comparison; none of what is no number."""
    number = version.get("number", "")
    is_number = re.fullmatch(r"(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){0,7}", number)
    return [int(part) for part in number.split(".")] if is_number else []


class Showing:
    """What stands on one list, version after version: the last entry of each item that was in effect by its day."""

    def __init__(self, list_id: str, log: Log):
        self.list, self.log = list_id, log
        self.read, self.waiting = 0, list[tuple[str, int]]()
        self.places: dict[str, int] = {}  # of each item, that of its last entry

    def content(self, version: dict[str, Any]) -> str:
        """The hash of what a version has to show."""
        log, size = self.log, version["size"]
        for place in range(self.read, size):
            if log.items[place]:
                heapq.heappush(self.waiting, (log.days[place], place))
        self.read = size
        while self.waiting and self.waiting[0][0] <= version["effective_on"]:
            place = heapq.heappop(self.waiting)[1]
            self.places[log.items[place]] = place
        rules = log.rules_at(size) or {"states": []}
        states = {one["id"] for one in rules["states"] if one["list"] == self.list}
        found, parted = sha256(b'{"entries":['), ""
        for item, place in sorted(self.places.items()):
            if log.states[place] in states:
                found.update(f'{parted}["{item}","{log.leaves[32 * place : 32 * place + 32].hex()}"]'.encode())
                parted = ","
        found.update(b'],"list":' + canonical(self.list) + b"}")
        return found.hexdigest()
