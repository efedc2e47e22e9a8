"""Check a selection certificate against the published files, believing neither Eligo nor any solver.

    eligo-check certificate.json combinations.csv SCHEME.toml

This one file, with Python's standard library, is the whole checker. It rebuilds the problem from the table and the
scheme, and accepts only if the certificate's rows are that problem's, its set meets them, and its proof holds.

The proof is a tree of parts; the first is every set that may be selected. ``any`` splits a part into the sets with none
of these ranks and those with some. ``narrow`` goes on with the sets of a part that may weigh so much, which is no more
than claimed: a rank that none of them has is out, one that all have is in. Any other part must close. Each row has a
multiplier, 0 or more: the sum of what is ``pay``-ed on the way. Pay each rank, on top of its weight, the multipliers of
its rows, and take off each row's times its number (of an "at most" row: the reverse). No set that meets the rows weighs
more than the best set of its size that need not: weak duality. A rank weighs population x (deployed of all + 1) +
deployed. What the tests of several ranks can unlock weighs once: of its ``gain`` a set has, for nothing, what that
``unlock`` row has not paid its ranks.
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
FREE, INSIDE, OUTSIDE = 0, 1, -1
FORMULA = re.compile(r"'[=+\-@\t\r].")
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PARTS = ("manufacturer", "model", "hardware", "firmware")
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
    gain: int = 0  # what a set with any of them weighs more

    def holds(self, chosen: set[int]) -> bool:
        """Whether a set meets it."""
        most = len(self.ranks) if self.most is None else self.most
        return (self.least or 0) <= len(chosen.intersection(self.ranks)) <= most


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
    problem = Problem(ranked, {name: field(asked, name, type(usual)) for name, usual in ASKED.items()})
    is_set = field(claim, "status", str) in ("optimal", "feasible")
    chosen, most, text = problem.check_set(claim) if is_set else problem.check_conflict(claim)
    parts = Proof(problem, stated, chosen, most).close()
    usual = ASKED | usual
    other = [
        f"Asked: {name} {asked[name]}, in the scheme {usual[name]}." for name in ASKED if asked[name] != usual[name]
    ]
    return [text, *other, f"Parts of the proof: {parts:,}. Every one closes."]


def field(record: Any, name: str, kind: type) -> Any:
    """The value of that name, of exactly that kind."""
    if type(record) is not dict or type(record.get(name)) is not kind:
        raise Rejected(f"'{name}' is missing or is not of the kind '{kind.__name__}'")
    return record[name]


def listed(values: object, kind: type) -> list[Any]:
    """A list of values of exactly that kind."""
    if type(values) is not list or any(type(value) is not kind for value in values):
        raise Rejected(f"{str(values)[:80]} stands where a list of kind '{kind.__name__}' is due")
    return values


def read_table(content: bytes, rules: dict[str, Any]) -> list[Combination]:
    """The combinations in scope, in rank order."""
    roles = {attribute["role"]: attribute["name"] for attribute in rules["attribute"]}
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    table = [[cell[1:] if FORMULA.match(cell) else cell for cell in cells] for cells in lines if cells]
    found = []
    rows = [dict(zip(table[0], cells, strict=True)) for cells in table[1:]]
    for row in (row for row in rows if row["in_scope"] == "true"):
        devices, variants = [], []
        for kind in rules["device_type"]:
            parts = [row[f"{kind['name'].lower()}_{part}"] for part in PARTS]
            devices.append("|".join(parts) if parts[1] else "-")
            if parts[1] and kind.get("covered"):
                variants.append("|".join([kind["name"], *parts[:3]]))
        cohort, operator = row[roles["cohort"]], row[roles["operator"]]
        foreign = [] if cohort == rules["cohort"] else [f"[{cohort}]"]
        identity = " / ".join([*foreign, operator, row[roles["provider"]], *devices])
        number = int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8], "big") >> 4
        if row["combination_id"] != "C-" + "".join(DIGITS[number >> place & 31] for place in range(55, -1, -5)):
            raise Rejected(f"the table's {row['combination_id']} is not the id of what its row describes")
        order, bases = (-int(row["population"]), identity, row["combination_id"]), row.get("equivalent_to", "").split()
        found.append(Combination(order, int(row["deployed"]), operator, tuple(variants), tuple(bases)))
    if len({one.order[2] for one in found}) < len(found):
        raise Rejected("the table has a combination twice")
    return sorted(found)


class Problem:
    """What each rank weighs (rank 0: nothing), and everything that is asked of a set, by name."""

    def __init__(self, ranked: list[Combination], asked: dict[str, Any]):
        self.ranks = {one.order[2]: rank for rank, one in enumerate(ranked, start=1)}
        self.unit = sum(one.deployed for one in ranked) + 1
        self.weights = [0, *(one.deployed - self.unit * one.order[0] for one in ranked)]
        self.asked = self.requirements(ranked, asked)
        self.required = self.asked | self.unlocks(ranked)

    def requirements(self, ranked: list[Combination], asked: dict[str, Any]) -> dict[str, Row]:
        """The policy's rows."""
        if not self.ranks.keys() >= {*listed(asked["pins"], str), *listed(asked["bans"], str)}:
            raise Rejected("it pins or bans a combination that is not in scope")
        share = Fraction(asked["minimum_share"]) * (self.unit - 1 or 1)
        small = [rank for rank, one in enumerate(ranked, start=1) if one.deployed < share]
        found = {"size": Row(list(self.ranks.values()), asked["size"], asked["size"])}
        found |= {f"pin {one}": Row([self.ranks[one]], 1, None) for one in asked["pins"]}
        found |= {f"ban {one}": Row([self.ranks[one]], None, 0) for one in asked["bans"]}
        found |= {"share": Row(small, None, 0)} if small else {}
        groups: dict[str, list[int]] = {}
        for rank, one in enumerate(ranked, start=1):
            for name in (f"operator {one.operator}", *(f"coverage {variant}" for variant in one.variants)):
                groups.setdefault(name, []).append(rank)
        least, most = asked["minimum"], asked["maximum"]
        of = {name: groups.get(f"operator {name}", []) for name in sorted({*least, *most})}
        found |= {f"minimum {name}": Row(of[name], field(least, name, int), None) for name in of if name in least}
        found |= {f"maximum {name}": Row(of[name], None, field(most, name, int)) for name in of if name in most}
        cover = sorted(name for name in groups if name.startswith("coverage ") and asked["cover"])
        return found | {name: Row(groups[name], 1, None) for name in cover if not set(small).issuperset(groups[name])}

    def unlocks(self, ranked: list[Combination]) -> dict[str, Row]:
        """What the test of any of several ranks unlocks: it weighs once, and no longer for each rank."""
        claimed: dict[tuple[int, ...], tuple[str, int]] = {}
        for rank, one in enumerate(ranked, start=1):
            testers = tuple(sorted({rank, *(self.ranks[base] for base in one.bases if base in self.ranks)}))
            if len(testers) > 1:
                first, gain = claimed.get(testers, (one.order[2], 0))
                claimed[testers], self.weights[rank] = (first, gain + self.weights[rank]), 0
        return {f"unlock {one}": Row(list(testers), 0, None, gain) for testers, (one, gain) in claimed.items()}

    def check_set(self, claim: dict[str, Any]) -> tuple[set[int], int, str]:
        """The ranks that no tie may come before, what no set may weigh more than, and what is said of the set."""
        chosen = {self.ranks.get(one, 0) for one in listed(claim.get("selected"), str)}
        if 0 in chosen or len(chosen) != len(claim["selected"]):
            raise Rejected("it selects a combination that is not in scope, or one twice")
        for name, row in self.required.items():
            if not row.holds(chosen):
                raise Rejected(f"the set does not meet the requirement '{name}'")
        weight = sum(row.gain for row in self.required.values() if not chosen.isdisjoint(row.ranks))
        weight += sum(self.weights[rank] for rank in chosen)
        population, deployed = divmod(weight, self.unit)
        if (field(claim, "population", int), field(claim, "deployed", int)) != (population, deployed):
            raise Rejected(f"the set has {population:,} installations of population and {deployed:,} deployed")
        text = f"{len(chosen):,} of {len(self.ranks):,} combinations have {population:,} installations. No set as asked"
        if claim["status"] == "optimal":
            return chosen, weight, f"{text} has more; of those with as many this is the first."
        return set(), field(claim, "bound", int), f"{text} has more than {claim['bound'] // self.unit:,}."

    def check_conflict(self, claim: dict[str, Any]) -> tuple[set[int], int, str]:
        """As ``check_set``, of requirements that cannot hold together, each of them needed for that: sets show it."""
        conflict, met = listed(claim.get("conflict"), str), []
        if claim["status"] != "infeasible" or len(self.asked.keys() & set(conflict)) < len(conflict):
            raise Rejected("it claims neither a set nor a conflict among what is asked for")
        for witness in field(claim, "witnesses", list):
            chosen = {self.ranks.get(one, 0) for one in listed(witness, str)} - {0}
            met.append({name for name, row in self.asked.items() if row.holds(chosen)})
        among = self.asked if field(claim, "smallest", bool) else conflict
        for names in itertools.combinations(among, max(0, len(conflict) - 1)):
            if not any(held.issuperset(names) for held in met):
                raise Rejected(f"no set shows that these can hold together: {'; '.join(names)}")
        self.weights, self.required = [0] * len(self.weights), {name: self.asked[name] for name in conflict}
        least = "no fewer requirements conflict" if claim["smallest"] else "without any one of them the others can"
        return set(), -1, f"These cannot hold together, and {least}: {'; '.join(conflict)}."


class Proof:
    """The tree of parts, each closed by the sum of the multipliers on its way down."""

    def __init__(self, problem: Problem, stated: Any, chosen: set[int], most: int):
        self.weights, self.required, self.chosen, self.most = problem.weights, problem.required, chosen, most
        self.scale: int = field(stated, "scale", int)
        self.tree = field(stated, "tree", list)
        self.size = self.required["size"].least if "size" in self.required else None
        rows = [{"name": name, **row._asdict()} for name, row in self.required.items()]
        if rows != field(stated, "rows", list) or self.scale < 1:
            raise Rejected("its rows are not those of the published problem")

    def close(self) -> int:
        """Walk the whole tree; how many parts close. Raises ``Rejected`` where one does not."""
        barred = {0, *(rank for name, row in self.required.items() if name[:3] in ("ban", "sha") for rank in row.ranks)}
        state = [OUTSIDE if rank in barred else FREE for rank in range(len(self.weights))]
        rows = [row for name, row in self.required.items() if name[:3] not in ("siz", "ban", "sha")]
        waiting = [(state, rows, [0] * len(rows))]
        for node in self.tree:
            if not waiting or type(node) is not dict or node.keys() - {"pay"} not in ({"any"}, {"narrow"}, set()):
                raise Rejected("the tree goes on where it should end, or has a part that is none")
            state, rows, multipliers = waiting.pop()
            multipliers = multipliers.copy()
            pay = listed(node.get("pay", []), int)
            if len(pay) % 2 or any(not 0 < number <= len(rows) for number in pay[::2]):
                raise Rejected("a multiplier is of a row that there is not")
            for number, more in zip(pay[::2], pay[1::2], strict=True):
                multipliers[number - 1] += more
            if "narrow" in node:
                waiting.append((self.narrowed(state, rows, multipliers, field(node, "narrow", int)), rows, multipliers))
            elif "any" in node:
                ranks = listed(node["any"], int)
                one, row = len(ranks) == 1, Row(ranks, 1, None)
                some = (rows, multipliers) if one else ([*rows, row], [*multipliers, 0])
                waiting.append((self.fixed(state, ranks, INSIDE if one else FREE), *some))
                waiting.append((self.fixed(state, ranks, OUTSIDE), rows, multipliers))
            elif self.bound(state, rows, multipliers) > self.most - self.may_come_earlier(state):
                raise Rejected("a part of the proof does not close")
        if waiting:
            raise Rejected("the tree ends early")
        return sum(not node.keys() & {"any", "narrow"} for node in self.tree)

    def fixed(self, state: list[int], ranks: list[int], value: int) -> list[int]:
        """The state with free ranks put inside or outside."""
        if any(rank not in range(1, len(state)) or state[rank] != FREE for rank in ranks):
            raise Rejected("a part is split at a rank that is decided in it, or that there is not")
        put = set(ranks)
        return [value if rank in put else where for rank, where in enumerate(state)]

    def paid(self, rows: list[Row], multipliers: list[int]) -> tuple[list[int], int]:
        """What each rank is worth once its rows have paid, and what is taken off again; both times the scale."""
        if min(multipliers, default=0) < 0:
            raise Rejected("a multiplier is below 0")
        worth, due = [weight * self.scale for weight in self.weights], 0
        for row, multiplier in zip(rows, multipliers, strict=True):
            signed, number = (multiplier, row.least) if row.least is not None else (-multiplier, row.most)
            due += signed * (number or 0) - max(0, row.gain * self.scale - multiplier)
            for rank in row.ranks if multiplier else ():
                worth[rank] += signed
        return worth, due

    def bound(self, state: list[int], rows: list[Row], multipliers: list[int]) -> int:
        """No set of the part weighs more; -1 where it has none."""
        worth, due = self.paid(rows, multipliers)
        inside = [one for one, where in zip(worth, state, strict=True) if where == INSIDE]
        free = [one for one, where in zip(worth, state, strict=True) if where == FREE]
        places = None if self.size is None else self.size - len(inside)
        if places is not None and not 0 <= places <= len(free):
            return -1
        best = [one for one in free if one > 0] if places is None else heapq.nlargest(places, free)
        return (sum(inside) + sum(best) - due) // self.scale

    def narrowed(self, state: list[int], rows: list[Row], multipliers: list[int], least: int) -> list[int]:
        """The state with those ranks outside that no set of such a weight has, and those inside that all have."""
        worth, due = self.paid(rows, multipliers)
        inside = [one for one, where in zip(worth, state, strict=True) if where == INSIDE]
        free = [one for one, where in zip(worth, state, strict=True) if where == FREE]
        places = (self.size or 0) - len(inside)
        if least > self.most or not 0 < places < len(free):
            raise Rejected("a part is narrowed where nothing is to be decided, or to more than the claim")
        *best, next_ = heapq.nlargest(places + 1, free)
        short = least * self.scale - (sum(inside) + sum(best) - due)
        out = [where or OUTSIDE * (one - best[-1] < short) for one, where in zip(worth, state, strict=True)]
        return [where or INSIDE * (next_ - one < short) for one, where in zip(worth, out, strict=True)]

    def may_come_earlier(self, state: list[int]) -> bool:
        """Whether a set of the part may stand before the claimed one when sets are listed by their ranks."""
        out, free = ([rank for rank in self.chosen if state[rank] == where] for where in (OUTSIDE, FREE))
        left = min(out, default=max(free, default=0))
        return any(rank not in self.chosen and state[rank] != OUTSIDE for rank in range(left + 1))


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
