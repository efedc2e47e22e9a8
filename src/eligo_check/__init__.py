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
BASES, PARTS = "equivalent_to", ("manufacturer", "model", "hardware", "firmware")
Part = tuple[set[int], set[int], list["Row"], list[int]]  # the ranks inside, those free, the rows, their multipliers
EACH = dict[str, type](pins=str, bans=str, minimum=int, maximum=int)
ASKED = dict[str, Any](size=0, cover=True, strength=1, minimum_share="0", pins=[], bans=[], minimum={}, maximum={})


class Rejected(Exception):
    """The certificate does not prove its claim; the text says why."""


class Combination(NamedTuple):
    """One combination in scope; sorted, these are in rank order."""

    order: tuple[int, str, str]  # minus its population, its identity text, its id
    deployed: int
    operator: str
    variants: list[str]
    bases: list[str]  # whose test stands for its own


class Row(NamedTuple):
    """Of these ranks at least ``least`` are in the set, and at most ``most``, where these are not ``None``."""

    ranks: list[int]
    least: int | None
    most: int | None
    gain: int = 0  # what a set with any of them weighs more

    def holds(self, chosen: set[int]) -> bool:
        """Whether a set meets it."""
        return (self.least or 0) <= len(chosen & {*self.ranks}) <= (len(chosen) if self.most is None else self.most)


def check(certificate: bytes, combinations: bytes, scheme: bytes) -> list[str]:
    """What is proved, in sentences. Raises ``Rejected``, or ``ValueError`` for no such table or scheme."""
    try:
        stated = json.loads(certificate.decode(), object_pairs_hook=once)
    except (RecursionError, ValueError) as error:
        raise Rejected(f"it is not JSON: {error}") from None
    try:
        rules = tomllib.loads(scheme.decode())
        usual = ASKED | rules["selection"]
        usual["minimum_share"] = str(Fraction(usual["minimum_share"]))
        ranked = read_table(combinations.decode("utf-8-sig"), rules)
    except LookupError as error:
        raise ValueError(f"The scheme lacks {error}") from None
    except (AttributeError, TypeError):
        raise ValueError("A value of the scheme is of another kind than it has to be") from None
    except (ArithmeticError, RecursionError, ValueError, csv.Error, Rejected) as error:
        raise ValueError(f"The scheme, or the table by it, cannot be read: {error}") from None
    return check_ranked(stated, ranked, usual)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON in which no name stands twice."""
    demand(len(dict(pairs)) == len(pairs), "an object in it has a name twice")
    return dict(pairs)


def check_ranked(stated: Any, ranked: list[Combination], usual: dict[str, Any]) -> list[str]:
    """As ``check``, of the combinations in scope in rank order, and what is usually asked; every name is read."""
    claim, asked = field(stated, "claim", dict), field(stated, "asked", dict)
    form = FORMAT, 6, len(ASKED), {"optimal": 4, "feasible": 5, "infeasible": 4}.get(field(claim, "status", str))
    demand((stated.get("format"), *map(len, (stated, asked, claim))) == form, f"it is not of the form {FORMAT}")
    problem = Problem(ranked, {one: field(asked, one, type(usual), EACH.get(one)) for one, usual in ASKED.items()})
    chosen, most, text = problem.check_set(claim) if "selected" in claim else problem.check_conflict(claim)
    parts = problem.check_proof(stated, chosen, most)
    other = [f"Asked: {one} {asked[one]}, in the scheme {usual[one]}." for one in ASKED if asked[one] != usual[one]]
    return [text, *other, f"Parts of the proof: {parts:,}. Every one closes."]


def demand(true: bool, otherwise: str) -> None:
    """Reject the certificate where something is not true."""
    if not true:
        raise Rejected(otherwise)


def field(record: Any, name: str, kind: type, each: type | None = None) -> Any:
    """The value of that name, of exactly that kind; ``each`` value in it, too."""
    value: Any = record.get(name) if type(record) is dict else None
    inside = value.values() if type(value) is dict else value
    fits = type(value) is kind and (each is None or {*map(type, inside)} <= {each})
    demand(fits, f"'{name}' is missing or is no {kind.__name__}{f' of {each.__name__}' if each else ''}")
    return value


def read_table(text: str, rules: dict[str, Any]) -> list[Combination]:
    """The combinations in scope, in rank order; what parts the first line into the most cells parts them all."""
    asked, roles = rules.get("table", {}), {one["role"]: one["name"] for one in rules.get("attribute", [])}
    counted = [asked.get(one, one) for one in ("population", "deployed")]
    own = {one["name"]: {part: f"{one['name'].lower()}_{part}" for part in PARTS} for one in rules["device_type"]}
    kinds = [(one["name"], one.get("columns") or own[one["name"]], one.get("covered")) for one in rules["device_type"]]
    width = {mark: len(next(csv.reader(io.StringIO(text, newline=""), delimiter=mark), [])) for mark in ",;\t|"}
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(width, key=width.__getitem__), strict=True)
    needed = {counted[0], *(roles[one] for one in ("operator", "provider") if one in roles)}
    needed.update(*(columns.values() for _, columns, _ in kinds))
    table = ([cell[1:] if FORMULA.match(cell) else cell for cell in map(str.strip, cells)] for cells in lines)
    header, found = next(table, []), list[Combination]()
    for name in sorted(needed | {counted[1], roles.get("cohort", BASES), "combination_id", BASES, "in_scope"}):
        demand(header.count(name) == (name in needed.union(header)), f"the table has no column '{name}', or several")
    for cells in filter(any, table):
        demand(len(cells) == len(header), f"line {lines.line_num} of the table has {len(cells)} cells")
        row: dict[Any, str] = dict(zip(header, cells, strict=True))
        if row.get("in_scope", "true").lower() != "true":
            continue
        operator, provider = (row[roles[role]] if role in roles else "" for role in ("operator", "provider"))
        cohort, devices, variants = row.get(roles.get("cohort"), ""), [], []
        cohort = f"[{cohort}]" if cohort not in ("", rules.get("cohort", cohort)) else ""
        for kind, columns, covered in kinds:
            parts = {part: row[columns[part]] for part in PARTS if part in columns}
            devices.append(device := "|".join(parts.values()) if parts["model"] else "-")
            demand(device.count("|") < len(parts), "the table has a device with a '|' in it")
            if parts["model"] and covered:
                variants.append(f"{kind}|{device.rsplit('|', 'firmware' in parts)[0]}")
        identity = " / ".join([*filter(None, (cohort, operator, provider)), *devices])
        number = int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8], "big") >> 4
        name = "C-" + "".join([DIGITS[number >> place & 32767] for place in (45, 30, 15, 0)])
        demand(row.get("combination_id", name) == name, f"the table has another id for what is {name}")
        count, deployed = (units(row.get(one, row[counted[0]]), asked) for one in counted)
        found.append(Combination((-count, identity, name), deployed, operator, variants, row.get(BASES, "").split()))
    demand(len({one.order[2] for one in found}) == len(found), "the table has a combination twice")
    return sorted(found)


def units(figure: str, asked: dict[str, Any]) -> int:
    """A figure in whole units of the last decimal that it may have; a percentage has two more than it shows."""
    read, decimals = FIGURE.fullmatch(figure), asked.get("population_decimals", 0)
    if read is not None and (more := decimals - len(read[2] + 2 * read[3])) >= 0:
        return int(read[1] + read[2] + more * "0")
    raise Rejected(f"the table's '{figure}' is no figure of at most {decimals} decimals")


class Problem:
    """What each rank weighs (rank 0: nothing), everything that is asked of a set, by name, and whether it is proved."""

    def __init__(self, ranked: list[Combination], asked: dict[str, Any]):
        self.ranks = {one.order[2]: rank for rank, one in enumerate(ranked, start=1)}
        self.unit = sum(one.deployed for one in ranked) + 1
        self.weights = [0, *(one.deployed - self.unit * one.order[0] for one in ranked)]
        fits = self.ranks.keys() >= {*asked["pins"], *asked["bans"]} and 0 < asked["strength"] < 4
        fits = fits and re.fullmatch(r"[0-9]{1,99}(/[1-9][0-9]{0,99})?", asked["minimum_share"]) is not None
        demand(fits, "it pins or bans what is not in scope, or its strength or share is none that can be asked")
        least_deployed = -(-Fraction(asked["minimum_share"]) * (self.unit - 1 or 1) // 1)  # rounded up
        small = [rank for rank, one in enumerate(ranked, start=1) if one.deployed < least_deployed]
        found = {"size": Row(list(self.ranks.values()), asked["size"], asked["size"])}
        found |= {f"pin {one}": Row([self.ranks[one]], 1, None) for one in asked["pins"]}
        found |= {f"ban {one}": Row([self.ranks[one]], None, 0) for one in asked["bans"]}
        found |= {"share": Row(small, None, 0)} if small else {}
        own, unlocks = dict[str, list[int]](), dict[tuple[int, ...], tuple[str, int]]()
        for rank, one in enumerate(ranked, start=1):
            sets = (itertools.combinations(sorted(one.variants), n + 1) for n in range(asked["strength"]))
            for key in (f"operator {one.operator}", *("coverage " + " + ".join(of) for of in itertools.chain(*sets))):
                own.setdefault(key, []).append(rank)
            by = tuple(sorted({rank, *(self.ranks[of] for of in one.bases if of in self.ranks)})) if one.bases else ()
            if len(by) > 1:  # what the test of any of these unlocks weighs once, and no longer for its own rank
                name, gain = unlocks.get(by, (one.order[2], 0))
                unlocks[by], self.weights[rank] = (name, gain + self.weights[rank]), 0
        least, most = sorted(asked["minimum"].items()), sorted(asked["maximum"].items())
        found |= {f"minimum {one}": Row(own.get(f"operator {one}", []), count, None) for one, count in least}
        found |= {f"maximum {one}": Row(own.get(f"operator {one}", []), None, count) for one, count in most}
        cover, apart = sorted(name for name in own if name.startswith("coverage ") and asked["cover"]), set(small)
        self.asked = found | {name: Row(own[name], 1, None) for name in cover if not apart.issuperset(own[name])}
        self.required = self.asked | {f"unlock {one}": Row([*of], 0, None, gain) for of, (one, gain) in unlocks.items()}

    def check_set(self, claim: dict[str, Any]) -> tuple[set[int], int, str]:
        """The ranks that no tie may come before, what no set may weigh more than, and what is said of the set."""
        chosen = {self.ranks.get(one, 0) for one in field(claim, "selected", list, str)}
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
        conflict, sets = field(claim, "conflict", list, str), field(claim, "witnesses", list, list)
        demand(claim["status"] == "infeasible" and self.asked.keys() >= {*conflict}, "it claims no set and no conflict")
        sets = [{self.ranks.get(one, 0) for one in field({"witness": each}, "witness", list, str)} for each in sets]
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
            pay, ranks = (field({name: node.get(name, [])}, name, list, int) for name in ("pay", "any"))
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
    except (OSError, ValueError) as error:
        code, said = 2, ["Usage: eligo-check certificate.json TABLE.csv SCHEME.toml", f"{error}."]
    (sys.stderr if code == 2 else sys.stdout).write("\n".join(said) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
