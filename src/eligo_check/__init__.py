"""Check a selection certificate against the published files, believing neither Eligo nor any solver.

    eligo-check certificate.json combinations.csv SCHEME.toml

This one file, with Python's standard library, is the whole checker. It rebuilds the problem from the table and the
scheme, and accepts only if the certificate's rows are that problem's, its set meets them, and its proof holds.

The proof is a tree of parts; the first is every set that may be selected. ``take`` splits a part into the sets with
that rank and those without; ``earlier`` into those with none of the ranks up to that one which the claimed set lacks
and those with some. A part that is not split must close. Each row has a multiplier, 0 or more: the sum of what is
``pay``-ed on the way to the part. Add to each rank's weight the multipliers of its rows, and take off each row's
multiplier times its number (of an "at most" row: the reverse). No set that meets the rows weighs more than the best
set of its size that need not: weak duality. A rank weighs population x (deployed of all + 1) + deployed, times
``scale``; a bound is rounded down. What the tests of several ranks can unlock weighs once: such an ``unlock`` row
pays its ranks, and what its multiplier leaves of its weight counts for every set.
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
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "eligo-certificate/1"
FREE, INSIDE, OUTSIDE = 0, 1, -1
FORMULA = re.compile(r"'[=+\-@\t\r].")
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ASKED = {"size": 0, "cover": True, "minimum_share": "0", "pins": [], "bans": [], "minimum": {}, "maximum": {}}


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

    def holds(self, chosen: set[int]) -> bool:
        """Whether a set meets it."""
        count = len(chosen.intersection(self.ranks))
        return (count if self.least is None else self.least) <= count <= (count if self.most is None else self.most)


def check(certificate: bytes, combinations: bytes, scheme: bytes) -> list[str]:
    """What is proved, in sentences. Raises ``Rejected`` where anything is not as the certificate says."""
    try:
        stated = json.loads(certificate.decode())
    except (ValueError, RecursionError) as error:
        raise Rejected(f"it is not JSON: {error}") from None
    rules = tomllib.loads(scheme.decode())
    return check_ranked(stated, read_table(combinations, rules), rules["selection"])


def check_ranked(stated: Any, ranked: list[Combination], usual: dict[str, Any]) -> list[str]:
    """As ``check``, of the combinations in scope in rank order, and what the scheme usually asks."""
    claim, asked = field(stated, "claim", dict), field(stated, "asked", dict)
    if field(stated, "format", str) != FORMAT or set(asked) != set(ASKED):
        raise Rejected(f"it is not of the form {FORMAT}")
    required = requirements(ranked, {name: field(asked, name, type(usual)) for name, usual in ASKED.items()})
    if field(claim, "status", str) in ("optimal", "feasible"):
        chosen, most, text = check_set(ranked, required, claim)
    else:
        chosen, most, text = set(), -1, check_conflict(ranked, required, claim)
        required = {name: required[name] for name in claim["conflict"]}
    parts = Proof(ranked, required, stated, chosen, most).close()
    usual = ASKED | usual
    other = [f"{name} {asked[name]}, in the scheme {usual[name]}" for name in ASKED if asked[name] != usual[name]]
    return [text, *(f"Asked: {one}." for one in other), f"Parts of the proof: {parts:,}. Every one closes."]


def field(record: Any, name: str, kind: type) -> Any:
    """The value of that name, of exactly that kind."""
    if type(record) is not dict or type(record.get(name)) is not kind:
        raise Rejected(f"'{name}' is missing or is not of the kind '{kind.__name__}'")
    return record[name]


def listed(values: object, kind: type) -> list[Any]:
    """A list of values of exactly that kind."""
    if type(values) is list and all(type(value) is kind for value in values):
        return values
    raise Rejected(f"{str(values)[:80]} stands where a list of kind '{kind.__name__}' is due")


def read_table(content: bytes, rules: dict[str, Any]) -> list[Combination]:
    """The combinations in scope, in rank order."""
    roles = {attribute["role"]: attribute["name"] for attribute in rules["attribute"]}
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    table = [[cell[1:] if FORMULA.match(cell) else cell for cell in cells] for cells in lines if cells]
    found = []
    for cells in table[1:]:
        row = dict(zip(table[0], cells, strict=True))
        if row["in_scope"] != "true":
            continue
        devices, variants = [], []
        for kind in rules["device_type"]:
            parts = [
                row[f"{kind['name'].lower()}_{part}"] for part in ("manufacturer", "model", "hardware", "firmware")
            ]
            devices.append("|".join(parts) if parts[1] else "-")
            if parts[1] and kind.get("covered"):
                variants.append("|".join([kind["name"], *parts[:3]]))
        cohort, operator = row[roles["cohort"]], row[roles["operator"]]
        foreign = [] if cohort == rules["cohort"] else [f"[{cohort}]"]
        identity = " / ".join([*foreign, operator, row[roles["provider"]], *devices])
        number = int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8], "big") >> 4
        if row["combination_id"] != "C-" + "".join(DIGITS[number >> place & 31] for place in range(55, -1, -5)):
            raise Rejected(f"the table's {row['combination_id']} is not the id of what its row describes")
        order = (-int(row["population"]), identity, row["combination_id"])
        bases = tuple(row.get("equivalent_to", "").split())
        found.append(Combination(order, int(row["deployed"]), operator, tuple(variants), bases))
    if len({one.order[2] for one in found}) == len(found):
        return sorted(found)
    raise Rejected("the table has a combination twice")


def requirements(ranked: list[Combination], asked: dict[str, Any]) -> dict[str, Row]:
    """Everything that is asked of a set, by name."""
    ranks = {one.order[2]: rank for rank, one in enumerate(ranked, start=1)}
    if not ranks.keys() >= {*listed(asked["pins"], str), *listed(asked["bans"], str)}:
        raise Rejected("it pins or bans a combination that is not in scope")
    least = Fraction(asked["minimum_share"]) * (sum(one.deployed for one in ranked) or 1)
    small = [rank for rank, one in enumerate(ranked, start=1) if one.deployed < least]
    found = {"size": Row(list(ranks.values()), asked["size"], asked["size"])}
    found |= {f"pin {one}": Row([ranks[one]], 1, None) for one in asked["pins"]}
    found |= {f"ban {one}": Row([ranks[one]], None, 0) for one in asked["bans"]}
    found |= {"share": Row(small, None, 0)} if small else {}
    groups: dict[str, list[int]] = {}
    for rank, one in enumerate(ranked, start=1):
        for name in (f"operator {one.operator}", *(f"coverage {variant}" for variant in one.variants)):
            groups.setdefault(name, []).append(rank)
    of = {name: groups.get(f"operator {name}", []) for name in sorted({*asked["minimum"], *asked["maximum"]})}
    least, most = asked["minimum"], asked["maximum"]
    found |= {f"minimum {name}": Row(of[name], field(least, name, int), None) for name in of if name in least}
    found |= {f"maximum {name}": Row(of[name], None, field(most, name, int)) for name in of if name in most}
    variants = sorted(name for name in groups if name.startswith("coverage ") and asked["cover"])
    return found | {name: Row(groups[name], 1, None) for name in variants if not set(small).issuperset(groups[name])}


def equivalents(ranked: list[Combination]) -> dict[tuple[int, ...], list[int]]:
    """What can be unlocked by more than one test: the ranks any of which does, and the ranks that they unlock."""
    ranks, found = {one.order[2]: rank for rank, one in enumerate(ranked, start=1)}, dict[tuple[int, ...], list[int]]()
    for rank, one in enumerate(ranked, start=1):
        testers = {rank, *(ranks[base] for base in one.bases if base in ranks)}
        if len(testers) > 1:
            found.setdefault(tuple(sorted(testers)), []).append(rank)
    return found


def check_set(ranked: list[Combination], required: dict[str, Row], claim: dict[str, Any]) -> tuple[set[int], int, str]:
    """The ranks that no tie may come before, what no set may weigh more than, and what is said of the set."""
    selected = set(listed(claim.get("selected"), str))
    chosen = {rank for rank, one in enumerate(ranked, start=1) if one.order[2] in selected}
    if len(chosen) != len(claim["selected"]):
        raise Rejected("it selects a combination that is not in scope, or one twice")
    for name, row in required.items():
        if not row.holds(chosen):
            raise Rejected(f"the set does not meet the requirement '{name}'")
    won = chosen.union(*(those for testers, those in equivalents(ranked).items() if not chosen.isdisjoint(testers)))
    population = -sum(ranked[rank - 1].order[0] for rank in won)
    deployed = sum(ranked[rank - 1].deployed for rank in won)
    if (field(claim, "population", int), field(claim, "deployed", int)) != (population, deployed):
        raise Rejected(f"the set has {population:,} installations of population and {deployed:,} deployed")
    unit = sum(one.deployed for one in ranked) + 1
    text = (
        f"{len(chosen):,} of {len(ranked):,} combinations have {population:,} installations. No set as asked has more"
    )
    if claim["status"] == "feasible":
        return set(), field(claim, "bound", int), f"{text} than {claim['bound'] // unit:,}."
    return chosen, population * unit + deployed, f"{text}; of those with as many this is the first."


def check_conflict(ranked: list[Combination], required: dict[str, Row], claim: dict[str, Any]) -> str:
    """What is said of requirements that cannot hold together, each of them needed for that: sets show it."""
    conflict = listed(claim.get("conflict"), str)
    if claim["status"] != "infeasible" or not required.keys() >= set(conflict) or len(set(conflict)) < len(conflict):
        raise Rejected("it claims neither a set nor a conflict among what is asked for")
    met = []
    for witness in field(claim, "witnesses", list):
        selected = set(listed(witness, str))
        chosen = {rank for rank, one in enumerate(ranked, start=1) if one.order[2] in selected}
        met.append({name for name, row in required.items() if row.holds(chosen)})
    fewer: Iterable[Iterable[str]] = [[name for name in conflict if name != one] for one in conflict]
    if field(claim, "smallest", bool):
        fewer = itertools.chain(fewer, itertools.combinations(required, max(0, len(conflict) - 1)))
    for names in fewer:
        if not any(held.issuperset(names) for held in met):
            raise Rejected(f"no set shows that these can hold together: {'; '.join(names)}")
    least = " no fewer requirements conflict" if claim["smallest"] else " without any one of them the others can"
    return f"These cannot hold together, and{least}: {'; '.join(conflict)}."


class Proof:
    """The tree of parts, each closed by the sum of the multipliers on its way down."""

    def __init__(
        self, ranked: list[Combination], required: dict[str, Row], stated: dict[str, Any], chosen: set[int], most: int
    ):
        self.chosen, self.most = chosen, most
        self.scale: int = field(stated, "scale", int)
        unit, times = sum(one.deployed for one in ranked) + 1, self.scale * (most >= 0)  # a conflict weighs nothing
        self.weights: list[int] = [0, *((one.deployed - unit * one.order[0]) * times for one in ranked)]
        self.gains: list[int] = []
        for testers, those in equivalents(ranked).items() if times else ():
            required = required | {f"unlock {ranked[those[0] - 1].order[2]}": Row(list(testers), 0, None)}
            self.gains.append(sum(self.weights[rank] for rank in those))
            self.weights = [0 if rank in those else weight for rank, weight in enumerate(self.weights)]
        self.required = required
        self.size = required["size"].least if "size" in required else None
        self.tree = field(stated, "tree", list)
        rows = [{"name": name, **row._asdict()} for name, row in required.items()]
        if rows != field(stated, "rows", list) or self.scale < 1:
            raise Rejected("its rows are not those of the published problem")

    def close(self) -> int:
        """Walk the whole tree; how many parts close. Raises ``Rejected`` where one does not."""
        barred = {0, *(rank for name, row in self.required.items() if name[:3] in ("ban", "sha") for rank in row.ranks)}
        state = [OUTSIDE if rank in barred else FREE for rank in range(len(self.weights))]
        rows = [row for name, row in self.required.items() if name[:3] not in ("siz", "ban", "sha")]
        self.own, waiting, closed = len(rows), [(state, rows, [0] * len(rows))], 0
        for node in self.tree:
            if not waiting or type(node) is not dict or not set(node) < {"pay", "take", "earlier"}:
                raise Rejected("the tree goes on where it should end, or has a part that is none")
            state, rows, multipliers = waiting.pop()
            multipliers = multipliers.copy()
            pay = listed(node.get("pay", []), int)
            if len(pay) % 2 or any(not 0 < number <= len(rows) for number in pay[::2]):
                raise Rejected("a multiplier is of a row that there is not")
            for number, more in zip(pay[::2], pay[1::2], strict=True):
                multipliers[number - 1] += more
            if "take" in node:
                rank = listed([node["take"]], int)
                waiting += [(self.fixed(state, rank, value), rows, multipliers) for value in (OUTSIDE, INSIDE)]
            elif "earlier" in node:
                (limit,) = listed([node["earlier"]], int)
                ranks = self.lacking(limit, state)
                waiting.append((state, [*rows, Row(ranks, 1, None)], [*multipliers, 0]))
                waiting.append((self.fixed(state, ranks, OUTSIDE), rows, multipliers))
            elif self.bound(state, rows, multipliers) > self.most - self.may_come_earlier(state):
                raise Rejected("a part of the proof does not close")
            else:
                closed += 1
        if waiting:
            raise Rejected("the tree ends early")
        return closed

    def fixed(self, state: list[int], ranks: list[int], value: int) -> list[int]:
        """The state with free ranks put inside or outside."""
        if any(rank not in range(1, len(state)) or state[rank] != FREE for rank in ranks):
            raise Rejected("a part is split at a rank that is decided in it, or that there is not")
        put = set(ranks)
        return [value if rank in put else where for rank, where in enumerate(state)]

    def bound(self, state: list[int], rows: list[Row], multipliers: list[int]) -> int:
        """No set of the part weighs more; -1 where it has none."""
        if min(multipliers, default=0) < 0:
            raise Rejected("a multiplier is below 0")
        worth, due = self.weights.copy(), 0
        for row, multiplier in zip(rows, multipliers, strict=True):
            signed, number = (multiplier, row.least) if row.least is not None else (-multiplier, row.most)
            due += signed * (number or 0)
            for rank in row.ranks if multiplier else ():
                worth[rank] += signed
        inside = [one for one, where in zip(worth, state, strict=True) if where == INSIDE]
        free = [one for one, where in zip(worth, state, strict=True) if where == FREE]
        places = None if self.size is None else self.size - len(inside)
        if places is not None and not 0 <= places <= len(free):
            return -1
        best = [one for one in free if one > 0] if places is None else heapq.nlargest(places, free)
        paid = multipliers[self.own - len(self.gains) : self.own]
        due -= sum(max(0, gain - multiplier) for gain, multiplier in zip(self.gains, paid, strict=True))
        return (sum(inside) + sum(best) - due) // self.scale

    def lacking(self, limit: int, state: list[int]) -> list[int]:
        """The ranks up to a limit that the claimed set lacks and some set of the part may have."""
        return [
            rank for rank in range(min(limit + 1, len(state))) if rank not in self.chosen and state[rank] != OUTSIDE
        ]

    def may_come_earlier(self, state: list[int]) -> bool:
        """Whether a set of the part may stand before the claimed one when sets are listed by their ranks."""
        left = min((rank for rank in self.chosen if state[rank] == OUTSIDE), default=max(self.chosen, default=0))
        return bool(self.lacking(left, state))


def main() -> int:
    """The command: 0 accepted, 1 rejected, 2 not three files that can be read."""
    try:
        certificate, combinations, scheme = (Path(name).read_bytes() for name in sys.argv[1:])
        said = "\n".join(["ACCEPTED.", *check(certificate, combinations, scheme)])
    except Rejected as reason:
        said = f"REJECTED: {reason}."
    except (OSError, ValueError, LookupError) as error:
        sys.stderr.write(f"Usage: eligo-check certificate.json combinations.csv SCHEME.toml\n{error}\n")
        return 2
    sys.stdout.write(f"{said}\n")
    return 0 if said.startswith("ACCEPTED") else 1


if __name__ == "__main__":
    sys.exit(main())
