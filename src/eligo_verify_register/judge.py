"""Whether the lines of a register's log keep its rules: those that the log itself has.

This file needs Python's standard library alone. What it holds entries to: that a product is what its id says; that its
state follows the one before it; that days do not go back, and the day first added never changes; that firmware goes on
step by step; what an entry may rest on, and that the test of another stands for it only where that was tested itself.
"""

import hashlib
from collections.abc import Iterator
from sys import intern
from typing import Any, NamedTuple

from eligo_verify_register.forms import DAY

STAGES = ("to-be-confirmed", "candidate", "final")
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PAIRS = [one + other for one in DIGITS for other in DIGITS]


class Item(NamedTuple):
    """What is kept of an item's last entry."""

    number: int
    state: str
    day: str
    first_added_on: str | None
    firmware: dict[str, dict[str, str]]
    is_final: bool


class Judge:
    """Whether each line is one that those before it allow; of keys it knows nothing."""

    def __init__(self) -> None:
        self.states: dict[str, Any] = {}
        self.types: tuple[list[str], list[str]] | None = None
        self.needs: dict[str, list[str]] = {}
        self.eligible: set[str] = set()  # the states of the list that keeps the day first added
        self.items: dict[str, Item] = {}
        self.firmware: dict[str, dict[str, dict[str, str]]] = {}  # each that any entry has, by its text
        self.generations: dict[str, int] = {}
        self.tested: set[str] = set()  # the items that rest on something else than the test of another

    def faults(self, line: dict[str, Any]) -> list[str]:
        """What is wrong with a line that has what such a line has; it is taken to be there from now on."""
        try:
            judges = {"rules": self.of_rules, "entry": self.of_entry}
            return [*judges[line["kind"]](line)] if line["kind"] in judges else []
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            return [f"has not what such a line has ({error!r})"]

    def of_rules(self, line: dict[str, Any]) -> Iterator[str]:
        """Rules have a name for everything, and leave nothing behind that there is."""
        states, types = {one["id"]: one for one in line["states"]}, (line["device_types"], line["open_types"])
        lists = {one["id"]: one["first_added"] for one in line["lists"]}
        eligible = {name for name, one in states.items() if lists.get(one["list"])}
        if [*lists.values()].count(True) != 1:
            yield "has not one list of what is eligible"
        if self.types not in (None, types):
            yield "has other device types than the rules before it"
        for name in sorted({one.state for one in self.items.values()}):
            if name not in states:
                yield f"leaves out {name}, which items are in"
            elif (name in eligible) is not (name in self.eligible):
                yield f"makes {name} {'eligible' if name in eligible else 'ineligible'}, which items are in"
        self.states, self.types, self.eligible = states, types, eligible
        self.needs = {one["id"]: one["needs"] for one in line["bases"]}

    def of_entry(self, line: dict[str, Any]) -> Iterator[str]:
        """An entry is of the product that it names, and goes on from the one before it."""
        item, product = f"{line['product_id']}/{line['generation']}", line["product_id"]
        before, state = self.items.get(item), self.states.get(line["state"])
        if product != product_id(line):
            yield f"its devices and provider are those of {product_id(line)}"
        last = self.generations.get(product, 0)
        may_follow = last == 0 or self.items[f"{product}/{last}"].is_final
        if not 1 <= line["generation"] <= last + may_follow:
            yield "its generation does not follow"
            return
        if state is None or (before.state if before else "new") not in state["after"]:
            yield f"its state does not follow {before.state if before else 'new'}"
        else:
            yield from self.of_change(line, before, state)
        yield from self.of_basis(line)
        self.generations[product] = max(line["generation"], last)
        if before is None or before.state != line["state"]:
            self.tested.discard(item)
        if not line["basis"]["base"]:
            self.tested.add(item)
        firmware = self.firmware.setdefault(repr(line["firmware"]), line["firmware"])
        days = intern(line["effective_on"]), line["first_added_on"] and intern(line["first_added_on"])
        self.items[intern(item)] = Item(line["number"], intern(line["state"]), *days, firmware, is_final(line))

    def of_change(self, line: dict[str, Any], before: Item | None, state: dict[str, Any]) -> Iterator[str]:
        """Days do not go back, the day first added does not change, firmware goes on step by step to the final one."""
        day = line["effective_on"]
        if not DAY.fullmatch(day) or (before and day < before.day):
            yield "takes effect before the entry before it, or on no day"
        added = before.first_added_on if before else None
        if line["first_added_on"] != (added or (day if line["state"] in self.eligible else None)):
            yield "its day first added is not that on which it was"
        for name, one in line["firmware"].items():
            now, was = STAGES.index(one["stage"]), before and before.firmware[name]
            then = STAGES.index(was["stage"]) if was else now
            is_step = now == then + 1 or (now == then == STAGES.index("candidate"))
            if was and one != was and not is_step:
                yield f"its firmware of {name} does not follow {was['stage']} {was['version']}".rstrip()
            if one["stage"] not in state["firmware"] or (now == 0) is not (one["version"] == ""):
                yield f"its firmware of {name} is not what its state needs"
        product, generation = line["product_id"], line["generation"]
        others = (number + 1 for number in range(self.generations.get(product, 0)) if number + 1 != generation)
        for other in (self.items[f"{product}/{number}"] for number in others):
            if is_final(line) and other.firmware == line["firmware"]:
                yield f"has the same final firmware as line {other.number}"
            beside = state["list"] and self.states[other.state]["list"] == state["list"]
            if beside and line["state"] not in self.eligible:
                yield f"stands on the list beside line {other.number}"

    def of_basis(self, line: dict[str, Any]) -> Iterator[str]:
        """The basis is one that the state may rest on, states what it has to, and names a base that was tested."""
        basis, state = line["basis"], self.states.get(line["state"], {})
        if basis["kind"] not in state.get("bases", ()) or not all(map(basis.get, self.needs[basis["kind"]])):
            yield f"may not rest on {basis['kind']}, or not on what it states of it"
        base = self.items.get(basis["base"])
        if basis["base"] and (not base or base.state not in self.eligible or basis["base"] not in self.tested):
            yield f"rests on {basis['base']}, which is not eligible by a test of its own"
        if (consent := basis.get("consent")) is not None:
            is_before = DAY.fullmatch(consent["given_on"]) and consent["given_on"] <= line["effective_on"]
            if not (is_before and consent["reference"].strip() and line["state"] in self.eligible):
                yield "states a consent that was given later, to nothing that is eligible, or is called nothing"


def is_final(line: dict[str, Any]) -> bool:
    """Whether all of an entry's firmware is final."""
    return all(one["stage"] == "final" for one in line["firmware"].values())


def product_id(line: dict[str, Any]) -> str:
    """The identity of a line's product: a digest of its provider and devices."""
    provider = [line["provider"]] if line["provider"] else []
    devices = (
        one and f"{one['manufacturer']}|{one['model']}|{one['hardware']}|{one['firmware']}" for one in line["devices"]
    )
    text = " / ".join([*provider, *(one or "-" for one in devices)])
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 4
    return "P-" + "".join([PAIRS[number >> shift & 1023] for shift in range(50, -1, -10)])
