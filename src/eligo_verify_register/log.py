"""The lines of a register's log, one after another, and everything that is wrong with each.

Of a line no more is kept than what later lines and versions are held to: some hundred bytes.
"""

from collections.abc import Collection
from sys import intern
from typing import Any

from eligo_verify_register.forms import HEX, KINDS, TIME, about, has
from eligo_verify_register.judge import Judge
from eligo_verify_register.proof import Tree, canonical, is_signed, leaf


class Log:
    """The lines that have been added; ``wanted`` are the numbers of those that are kept as they are."""

    def __init__(self, wanted: Collection[int] = ()) -> None:
        self.wanted, self.kept = wanted, dict[int, dict[str, Any]]()
        self.odd: list[str] = []  # what is no line
        self.changed: list[str] = []  # lines that are not what their hash says
        self.unlawful: list[str] = []  # what the lines before it do not allow of a line
        self.leaves, self.said = bytearray(), dict[int, bytes]()  # what lines hash to; what is said otherwise
        self.items: list[str] = []  # of each line the item, blank where it is no entry; the state; the day of effect
        self.states: list[str] = []
        self.days: list[str] = []
        self.rules: dict[int, dict[str, Any]] = {}  # by their places
        self.keys: list[str] = []  # after each line, the key in force
        self.moments = bytearray()  # after each line, when it was recorded at the latest, as 27 signs
        self.judge, self.moment, self.key = Judge(), "", ""

    @property
    def size(self) -> int:
        """How many lines there are; none where anything is no line."""
        return 0 if self.odd else len(self.keys)

    def add(self, value: Any, text: bytes) -> None:
        """A line with its hash, given with their canonical text; it is taken to be there from now on."""
        place = len(self.keys) + len(self.odd) + 1
        if not has(value, "line"):
            self.odd.append(f"line {place}: is no line with its hash")
        elif not self.odd:
            line, said = value["line"], value["hash"]
            is_hash = HEX.fullmatch(said) is not None
            own = leaf(text[len(b'{"hash":"","line":') + 64 : -1] if is_hash else canonical(line))
            if said != own.hex():
                self.changed.append(f"{about(line, place)}: is not what its hash says")
                self.said[place] = bytes.fromhex(said) if is_hash else bytes(32)
            self.leaves += own
            if place in self.wanted:
                self.kept[place] = line
            for column in (self.items, self.states, self.days):
                column.append("")
            self.unlawful += [f"{about(line, place)}: {fault}" for fault in self.faults_of(place, line)]
            self.keys.append(self.key)
            self.moments += self.moment.ljust(27).encode()

    def faults_of(self, place: int, line: dict[str, Any]) -> list[str]:
        """What is wrong with a line in its place, after those before it."""
        if line.get("kind") not in KINDS or not has(line, line["kind"]):
            return ["has not what such a line has"]
        found = [] if line["number"] == place else [f"has the number {line['number']}"]
        is_time = TIME.fullmatch(line["recorded_at"])
        if not is_time or line["recorded_at"] < self.moment:
            found.append("is recorded earlier than the line before it, or at no time")
        if is_time:
            self.moment = max(self.moment, line["recorded_at"])
        if not line["who"].strip() or not line["why"].strip():
            found.append("does not say who wrote it, or why")
        found += self.judge.faults(line)
        if line["kind"] == "key":
            found += key_faults(line, self.key)
            self.key = line["key"]
        elif line["kind"] == "rules":
            self.rules[place] = line
        else:
            item = f"{line['product_id']}/{line['generation']}"
            self.items[-1], self.states[-1], self.days[-1] = map(intern, (item, line["state"], line["effective_on"]))
        return found

    def close(self) -> None:
        """Grow the trees once all lines are there: of what lines hash to, and of what is said that they hash to."""
        self.tree = self.told = Tree(self.leaves)
        if self.said:
            told = bytearray(self.leaves)
            for place, said in self.said.items():
                told[32 * place - 32 : 32 * place] = said
            self.told = Tree(told)
        if not self.keys and not self.odd:
            self.odd.append("the log: has no lines")

    def is_root(self, size: int, root: str) -> bool:
        """Whether that is the root over so many lines as they are, or as the hashes beside them say."""
        return root in (self.tree.root(size), self.told.root(size))

    def key_at(self, size: int) -> str:
        """The key in force after so many lines."""
        return self.keys[size - 1] if 0 < size <= self.size else ""

    def moment_at(self, size: int) -> str:
        """When the last of so many lines was recorded."""
        return self.moments[27 * size - 27 : 27 * size].decode().strip() if 0 < size <= self.size else ""

    def rules_at(self, size: int) -> dict[str, Any] | None:
        """The rules after so many lines."""
        return self.rules.get(max((place for place in self.rules if place <= size), default=0))


def key_faults(line: dict[str, Any], key: str) -> list[str]:
    """A key is signed by the one before it, the first by itself."""
    unsigned = {name: value for name, value in line.items() if name != "signature"}
    is_due = line["signed_by"] == (key or line["key"])
    is_right = is_due and is_signed("eligo register key", unsigned, line["signature"], line["signed_by"])
    return [] if is_right else ["is not signed by the key before it"]
