"""Check a selection certificate against the published files, believing neither Eligo nor any solver.

    eligo-check certificate.json TABLE.csv SCHEME.toml

This one file, with Python's standard library, is the whole checker. It rebuilds the problem from the table and the
scheme, and accepts only if the certificate's rows are that problem's, its set meets them, and its proof holds.

The proof is a tree of parts; the first is every set that may be selected. ``any`` splits a part into the sets with none
of these ranks and those with some. ``narrow`` goes on with the sets of a part that may weigh so much, no more than
claimed: a rank that none has is out, one that all have is in. Any other part must close. Each row has a multiplier, 0
or more: the sum of what is ``pay``-ed on the way. Pay each rank, on top of its weight, the multipliers of its rows, and
take off each row's times its number (of an "at most" row: the reverse). No set that meets the rows weighs more than the
best of its size that need not: weak duality. A rank weighs population x (deployed of all + 1) + deployed. What any of
several tests unlocks weighs once: of its ``gain`` a set has for nothing what the row has not paid its ranks.
"""

import csv
import hashlib
import heapq
import io
import itertools
import json
import re
import sys
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "eligo-certificate/1"
FORMULA = re.compile(r"'[=+\-@\t\r].")
DIGITS = [*map("".join, itertools.product("0123456789ABCDEFGHJKMNPQRSTVWXYZ", repeat=3))]  # three at a time
FIGURE = re.compile(r"([0-9]+)\.?([0-9]*) ?(%?)")
PARTS = ("manufacturer", "model", "hardware", "firmware")
Part = tuple[set[int], set[int], list["Row"], list[int]]  # the ranks inside, those free, the rows, their multipliers
UNREADABLE = ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, csv.Error
ASKED = dict[str, Any](size=0, cover=True, strength=1, minimum_share="0", pins=[], bans=[], minimum={}, maximum={})


class Rejected(Exception):
    """The certificate does not prove its claim; the text says why."""


class Combination(NamedTuple):
    """One combination in scope; sorted, these are in rank order."""

    order: tuple[int, str, str]  # minus its population, its identity text, its id
    deployed: int
    operator: str
    variants: tuple[str, ...]
    bases: tuple[str, ...] = ()  # whose test stands for its own


class Row(NamedTuple):
    """Of these ranks at least ``least`` are in the set, and at most ``most``, where these are not ``None``."""

    ranks: list[int]
    least: int | None
    most: int | None
    gain: int = 0  # what a set with any of them weighs more

    def holds(self, chosen: set[int]) -> bool:
        """Whether a set meets it."""
        most = len(self.ranks) if self.most is None else self.most
        return (self.least or 0) <= len(chosen.intersection(self.ranks)) <= most


def check(certificate: bytes, combinations: bytes, scheme: bytes) -> list[str]:
    """What is proved, in sentences. Raises ``Rejected``, or one of ``UNREADABLE`` for no such table or scheme."""
    try:
        stated = json.loads(certificate.decode())
    except (ValueError, RecursionError) as error:
        raise Rejected(f"it is not JSON: {error}") from None
    rules = tomllib.loads(scheme.decode())
    return check_ranked(stated, read_table(combinations, rules), rules["selection"])


def check_ranked(stated: Any, ranked: list[Combination], usual: dict[str, Any]) -> list[str]:
    """As ``check``, of the combinations in scope in rank order, and what the scheme usually asks."""
    claim, asked = field(stated, "claim", dict), field(stated, "asked", dict)
    demand(field(stated, "format", str) == FORMAT and set(asked) == set(ASKED), f"it is not of the form {FORMAT}")
    problem = Problem(ranked, {name: field(asked, name, type(usual)) for name, usual in ASKED.items()})
    is_set = field(claim, "status", str) in ("optimal", "feasible")
    chosen, most, text = problem.check_set(claim) if is_set else problem.check_conflict(claim)
    parts = problem.check_proof(stated, chosen, most)
    usual = ASKED | usual | {"minimum_share": str(Fraction(usual.get("minimum_share", 0)))}
    other = [f"Asked: {one} {asked[one]}, in the scheme {usual[one]}." for one in ASKED if asked[one] != usual[one]]
    return [text, *other, f"Parts of the proof: {parts:,}. Every one closes."]


def demand(true: bool, otherwise: str) -> None:
    """Reject the certificate where something is not true."""
    if not true:
        raise Rejected(otherwise)


def field(record: Any, name: str, kind: type) -> Any:
    """The value of that name, of exactly that kind."""
    demand(type(record) is dict and type(record.get(name)) is kind, f"'{name}' is missing or is no {kind.__name__}")
    return record[name]


def listed(values: Any, kind: type) -> list[Any]:
    """A list of values of exactly that kind."""
    demand(type(values) is list and {*map(type, values)} <= {kind}, f"no list of {kind.__name__} is where one is due")
    return [*values]


def read_table(content: bytes, rules: dict[str, Any]) -> list[Combination]:
    """The combinations in scope, in rank order."""
    asked, found = rules.get("table", {}), []
    counted = asked.get("population", "population"), asked.get("deployed", "deployed")
    roles = {one["role"]: one["name"] for one in rules.get("attribute", [])}
    usual = {one["name"]: {part: f"{one['name'].lower()}_{part}" for part in PARTS} for one in rules["device_type"]}
    for row in records(content.decode("utf-8-sig")):
        operator, provider = (row[roles[role]] if role in roles else "" for role in ("operator", "provider"))
        cohort = row.get(roles.get("cohort", "cohort"), "")
        foreign = f"[{cohort}]" if cohort not in ("", rules.get("cohort", cohort)) else ""
        devices, variants = [], []
        for kind in rules["device_type"]:
            columns = kind.get("columns") or usual[kind["name"]]
            parts = {part: row[columns[part]] for part in PARTS if part in columns}
            devices.append(device := "|".join(parts.values()) if parts["model"] else "-")
            demand(device.count("|") < len(parts), "the table has a device with a '|' in it")
            if parts["model"] and kind.get("covered"):
                variants.append(f"{kind['name']}|{device.rsplit('|', 'firmware' in parts)[0]}")
        identity = " / ".join([*filter(None, (foreign, operator, provider)), *devices])
        number = int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8], "big") >> 4
        name = "C-" + "".join([DIGITS[number >> place & 32767] for place in (45, 30, 15, 0)])
        demand(row.get("combination_id", name) == name, f"the table has another id for what is {name}")
        population, deployed = (units(row.get(one, row[counted[0]]), asked) for one in counted)
        bases = tuple(row.get("equivalent_to", "").split())
        found.append(Combination((-population, identity, name), deployed, operator, tuple(variants), bases))
    demand(len({one.order[2] for one in found}) == len(found), "the table has a combination twice")
    return sorted(found)


def records(text: str) -> list[dict[str, str]]:
    """The lines in scope by the columns of the first; what parts that into the most cells parts them all."""
    width = {mark: len(next(csv.reader(io.StringIO(text, newline=""), delimiter=mark), [])) for mark in ",;\t|"}
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(width, key=width.__getitem__), strict=True)
    table = [[cell[1:] if FORMULA.match(cell) else cell for cell in map(str.strip, cells)] for cells in lines]
    found = [dict(zip(table[0], cells, strict=True)) for cells in table[1:] if any(cells)]
    return [row for row in found if row.get("in_scope", "true").lower() == "true"]


def units(figure: str, asked: dict[str, Any]) -> int:
    """A figure in whole units of the last decimal that it may have; a percentage has two more than it shows."""
    read = FIGURE.fullmatch(figure)
    if read is not None and (more := asked.get("population_decimals", 0) - len(read[2] + 2 * read[3])) >= 0:
        return int(read[1] + read[2] + more * "0")
    raise Rejected(f"the table's {figure} is no figure, or has more decimals than the scheme declares")


class Problem:
    """What each rank weighs (rank 0: nothing), everything that is asked of a set, by name, and whether it is proved."""

    def __init__(self, ranked: list[Combination], asked: dict[str, Any]):
        self.ranks = {one.order[2]: rank for rank, one in enumerate(ranked, start=1)}
        self.unit = sum(one.deployed for one in ranked) + 1
        self.weights = [0, *(one.deployed - self.unit * one.order[0] for one in ranked)]
        self.asked = self.requirements(ranked, asked)
        self.required = self.asked | self.unlocks(ranked)

    def requirements(self, ranked: list[Combination], asked: dict[str, Any]) -> dict[str, Row]:
        """The policy's rows."""
        fits = self.ranks.keys() >= {*listed(asked["pins"] + asked["bans"], str)} and 0 < asked["strength"] < 4
        fits = fits and re.fullmatch(r"[0-9]{1,99}(/[1-9][0-9]{0,99})?", asked["minimum_share"]) is not None
        demand(fits, "it pins or bans what is not in scope, or its strength or share is none that can be asked")
        least_deployed = -(-Fraction(asked["minimum_share"]) * (self.unit - 1 or 1) // 1)  # rounded up
        small = [rank for rank, one in enumerate(ranked, start=1) if one.deployed < least_deployed]
        found = {"size": Row(list(self.ranks.values()), asked["size"], asked["size"])}
        found |= {f"pin {one}": Row([self.ranks[one]], 1, None) for one in asked["pins"]}
        found |= {f"ban {one}": Row([self.ranks[one]], None, 0) for one in asked["bans"]}
        found |= {"share": Row(small, None, 0)} if small else {}
        groups: dict[str, list[int]] = {}
        for rank, one in enumerate(ranked, start=1):
            sets = (itertools.combinations(sorted(one.variants), n + 1) for n in range(asked["strength"]))
            for key in (f"operator {one.operator}", *("coverage " + " + ".join(own) for own in itertools.chain(*sets))):
                groups.setdefault(key, []).append(rank)
        least, most = asked["minimum"], asked["maximum"]
        of = {name: groups.get(f"operator {name}", []) for name in sorted({*least, *most})}
        found |= {f"minimum {name}": Row(of[name], field(least, name, int), None) for name in of if name in least}
        found |= {f"maximum {name}": Row(of[name], None, field(most, name, int)) for name in of if name in most}
        cover, apart = sorted(name for name in groups if name.startswith("coverage ") and asked["cover"]), set(small)
        return found | {name: Row(groups[name], 1, None) for name in cover if not apart.issuperset(groups[name])}

    def unlocks(self, ranked: list[Combination]) -> dict[str, Row]:
        """What the test of any of several ranks unlocks: it weighs once, and no longer for each rank."""
        claimed: dict[tuple[int, ...], tuple[str, int]] = {}
        for rank, one in ((rank, one) for rank, one in enumerate(ranked, start=1) if one.bases):
            testers = tuple(sorted({rank, *(self.ranks[base] for base in one.bases if base in self.ranks)}))
            if len(testers) > 1:
                first, gain = claimed.get(testers, (one.order[2], 0))
                claimed[testers], self.weights[rank] = (first, gain + self.weights[rank]), 0
        return {f"unlock {one}": Row(list(testers), 0, None, gain) for testers, (one, gain) in claimed.items()}

    def check_set(self, claim: dict[str, Any]) -> tuple[set[int], int, str]:
        """The ranks that no tie may come before, what no set may weigh more than, and what is said of the set."""
        chosen = {self.ranks.get(one, 0) for one in listed(claim.get("selected"), str)}
        demand(0 not in chosen and len(chosen) == len(claim["selected"]), "it selects what is not in scope, or twice")
        for name, row in self.required.items():
            demand(row.holds(chosen), f"the set does not meet the requirement '{name}'")
        weight = sum(row.gain for row in self.required.values() if not chosen.isdisjoint(row.ranks))
        weight += sum(self.weights[rank] for rank in chosen)
        population, deployed = divmod(weight, self.unit)
        claimed = field(claim, "population", int), field(claim, "deployed", int)
        demand(claimed == (population, deployed), f"the set has a population of {population:,}, {deployed:,} deployed")
        text = f"{len(chosen):,} of {len(self.ranks):,} combinations stand for {population:,}. No set as asked"
        if claim["status"] == "optimal":
            return chosen, weight, f"{text} has more; of those with as many this is the first."
        return set(), field(claim, "bound", int), f"{text} has more than {claim['bound'] // self.unit:,}."

    def check_conflict(self, claim: dict[str, Any]) -> tuple[set[int], int, str]:
        """As ``check_set``, of requirements that cannot hold together, each of them needed for that: sets show it."""
        conflict = listed(claim.get("conflict"), str)
        demand(claim["status"] == "infeasible" and self.asked.keys() >= {*conflict}, "it claims no set and no conflict")
        sets = [{self.ranks.get(one, 0) for one in listed(each, str)} for each in field(claim, "witnesses", list)]
        met = [{name for name, row in self.asked.items() if row.holds(chosen - {0})} for chosen in sets]
        among = self.asked if field(claim, "smallest", bool) else conflict
        for names in itertools.combinations(among, max(0, len(conflict) - 1)):
            demand(any(held.issuperset(names) for held in met), f"no set shows that there can be {'; '.join(names)}")
        self.weights, self.required = [0] * len(self.weights), {name: self.asked[name] for name in conflict}
        least = "no fewer requirements conflict" if claim["smallest"] else "without any one of them the others can"
        return set(), -1, f"These cannot hold together, and {least}: {'; '.join(conflict)}."

    def check_proof(self, stated: Any, chosen: set[int], most: int) -> int:
        """Walk the whole tree of parts; how many close, each by the multipliers on its way down."""
        tree, self.scale = field(stated, "tree", list), int(field(stated, "scale", int))
        same = field(stated, "rows", list) == [{"name": name, **row._asdict()} for name, row in self.required.items()]
        demand(same and self.scale > 0, "its rows are not those of the published problem")
        self.scaled = [weight * self.scale for weight in self.weights]
        barred = {rank for name, row in self.required.items() if name[:3] in ("ban", "sha") for rank in row.ranks}
        rows = [row for name, row in self.required.items() if name[:3] not in ("siz", "ban", "sha")]
        waiting: list[Part] = [(set(), {*self.ranks.values()} - barred, rows, [0] * len(rows))]
        for node in tree:
            if not waiting or type(node) is not dict or node.keys() - {"pay"} not in ({"any"}, {"narrow"}, set()):
                raise Rejected("the tree goes on where it should end, or has a part that is none")
            inside, free, rows, [*multipliers] = waiting.pop()
            pay, ranks = listed(node.get("pay", []), int), listed(node.get("any", []), int)
            demand(len(pay) % 2 == 0 and all(0 < one <= len(rows) for one in pay[::2]), "a multiplier is of no row")
            for number, more in zip(pay[::2], pay[1::2], strict=True):
                multipliers[number - 1] += more
            if "any" in node:
                demand(free.issuperset(ranks), "a part is split at a rank that is not free")
                left, some = free.difference(ranks), (inside, free, [*rows, Row(ranks, 1, None)], [*multipliers, 0])
                waiting.append((inside.union(ranks), left, rows, multipliers) if len(ranks) == 1 else some)
                waiting.append((inside, left, rows, multipliers))
            elif "narrow" in node:
                demand(field(node, "narrow", int) <= most, "a part is narrowed to more than the claim")
                waiting.append(self.narrowed((inside, free, rows, multipliers), node["narrow"] * self.scale))
            else:
                last = min(chosen - inside - free, default=max(chosen & free, default=0))
                earlier = any(rank < last for rank in (inside | free) - chosen)  # then a tie may come before the claim
                _, bound, _ = self.best((inside, free, rows, multipliers))
                demand(bound // self.scale <= most - earlier, "a part does not close")
        demand(not waiting, "the tree ends early")
        return 1 + sum("any" in node for node in tree)

    def best(self, part: Part) -> tuple[list[int], int, list[int]]:
        """Times the scale: what each rank is worth, its rows paid; the bound; the least of the best set, the next."""
        inside, free, rows, multipliers = part
        demand(min(multipliers, default=0) >= 0, "a multiplier is below 0")
        worth, fixed = [*self.scaled], 0
        for row, multiplier in zip(rows, multipliers, strict=True):
            signed, number = (multiplier, row.least) if row.least is not None else (-multiplier, row.most)
            fixed += max(0, row.gain * self.scale - multiplier) - signed * (number or 0)
            for rank in row.ranks if multiplier else ():
                worth[rank] += signed
        size = self.required["size"].least if "size" in self.required else None
        places = sum(worth[rank] > 0 for rank in free) if size is None else size - len(inside)
        first = heapq.nlargest(places + 1, (worth[rank] for rank in free))
        bound = fixed + sum(worth[rank] for rank in inside) + sum(first[:places])
        return worth, bound if 0 <= places <= len(free) else -self.scale, first[max(0, places - 1) :]

    def narrowed(self, part: Part, least: int) -> Part:
        """The part without ranks that no set of such a weight, times the scale, has; those inside that all have."""
        worth, bound, edge = self.best(part)
        demand("size" in self.required and len(edge) == 2, "a part is narrowed where nothing is to be decided")
        free = {rank for rank in part[1] if worth[rank] - edge[0] >= least - bound}
        always = {rank for rank in free if edge[1] - worth[rank] < least - bound}
        rows = [row._replace(ranks=[*(part[0] | free).intersection(row.ranks)]) for row in part[2]]
        return part[0] | always, free - always, rows, part[3]


def main() -> int:
    """The command: 0 accepted, 1 rejected, 2 not three files that can be read."""
    try:
        certificate, combinations, scheme = (Path(name).read_bytes() for name in sys.argv[1:])
        code, said = 0, ["ACCEPTED.", *check(certificate, combinations, scheme)]
    except Rejected as reason:
        code, said = 1, [f"REJECTED: {reason}."]
    except (OSError, *UNREADABLE) as error:
        code, said = 2, ["Usage: eligo-check certificate.json TABLE.csv SCHEME.toml", f"Not such files: {error!r}."]
    (sys.stderr if code == 2 else sys.stdout).write("\n".join(said) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
