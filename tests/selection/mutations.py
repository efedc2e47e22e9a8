"""One change of a certificate or of the published files beside it, of every kind that somebody might try.

Each kind is a function that changes its files in place; where there is nothing of that kind to change, it leaves them
as they were. Nothing here says whether the proof still holds: the oracles do.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from oracle.proof_oracle import rows_of
from oracle.published_oracle import question, read_lines
from selection.published import OPERATORS, scheme

SPLITS = {"any", "narrow"}
Change = Callable[[Random, "Files"], None]


@dataclass
class Files:
    """What is published: the certificate, the lines of the table, and what the scheme says."""

    certificate: dict[str, Any]
    lines: list[dict[str, str]]
    rules: dict[str, Any]

    @property
    def written(self) -> tuple[bytes, bytes, bytes]:
        """The three files."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(self.lines[0]) if self.lines else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.lines)
        return json.dumps(self.certificate).encode(), text.getvalue().encode(), scheme(self.rules)

    @property
    def ids(self) -> list[str]:
        """Of the combinations in scope."""
        return [line["combination_id"] for line in self.lines if line["in_scope"] == "true"]

    @property
    def leaves(self) -> list[dict[str, Any]]:
        return [node for node in self.certificate["tree"] if not node.keys() & SPLITS]


def read(certificate: bytes, table: bytes, rules: Mapping[str, Any]) -> Files:
    """The files, to be changed."""
    lines = list(csv.DictReader(io.StringIO(table.decode(), newline="")))
    return Files(json.loads(certificate), lines, deepcopy(dict(rules)))


def changed(random: Random, files: Files, group: str) -> Files:
    """The files after one change of that group, which does change them."""
    while True:
        other = deepcopy(files)
        random.choice(CHANGES[group])(random, other)
        if other.written != files.written:
            return other


def nudged(random: Random, number: int) -> int:
    """Another number, near or far."""
    return random.choice([number - 1, number + 1, -number, number // 2, 2 * number + 3, number + 10**9])


def exchange(random: Random, names: list[str], known: Iterable[str]) -> None:
    """Take one out, put one in, or replace one."""
    others = sorted(set(known) - set(names))
    if names and random.random() < 0.6:
        names.pop(random.randrange(len(names)))
    if others and random.random() < 0.6:
        names.insert(random.randint(0, len(names)), random.choice(others))


# --- what is claimed --------------------------------------------------------------------------------------


def another_set(random: Random, files: Files) -> None:
    claim = files.certificate["claim"]
    if "selected" in claim:
        exchange(random, claim["selected"], files.ids)


def another_conflict(random: Random, files: Files) -> None:
    claim = files.certificate["claim"]
    if "conflict" in claim:
        exchange(random, claim["conflict"], [*(row["name"] for row in files.certificate["rows"]), "coverage"])


def another_order_of_what_is_claimed(random: Random, files: Files) -> None:
    claim = files.certificate["claim"]
    random.shuffle(claim.get(random.choice(["selected", "witnesses"]), []))


def another_count(random: Random, files: Files) -> None:
    claim = files.certificate["claim"]
    name = random.choice(["population", "deployed", "bound"])
    if name in claim:
        claim[name] = nudged(random, claim[name])


def another_status(random: Random, files: Files) -> None:
    files.certificate["claim"]["status"] = random.choice(["optimal", "feasible", "infeasible", "proved"])


def another_reach_of_the_conflict(_: Random, files: Files) -> None:
    claim = files.certificate["claim"]
    if "smallest" in claim:
        claim["smallest"] = not claim["smallest"]


def another_witness(random: Random, files: Files) -> None:
    witnesses = files.certificate["claim"].get("witnesses")
    if witnesses:
        number = random.randrange(len(witnesses))
        exchange(random, witnesses[number], files.ids)
        if random.random() < 0.3:
            witnesses.pop(number)


# --- what is asked, and its rows --------------------------------------------------------------------------


def asked_of_the_certificate(random: Random, files: Files) -> None:
    another_question(random, files.certificate["asked"], files.ids)


def asked_of_the_scheme(random: Random, files: Files) -> None:
    another_question(random, files.rules["selection"], files.ids)


def another_question(random: Random, asked: dict[str, Any], ids: list[str]) -> None:
    """Another size, coverage, minimum share, pin, ban or limit."""
    name = random.choice(["size", "cover", "strength", "minimum_share", "pins", "bans", "minimum", "maximum"])
    match name:
        case "size":
            asked[name] += random.choice([-1, 1])
        case "cover":
            asked[name] = not asked[name]
        case "strength":
            asked[name] = random.randint(1, 3)
        case "minimum_share":
            asked[name] = random.choice(["0", "1/1000", "1/20", "3/10"])
        case "pins" | "bans":
            exchange(random, asked.setdefault(name, []), ids)
        case _:
            asked.setdefault(name, {})[random.choice(OPERATORS)] = random.randint(0, 2)


def a_row_otherwise(random: Random, files: Files) -> None:
    row = random.choice(files.certificate["rows"])
    match random.choice(["ranks", "least", "most", "gain", "name"]):
        case "ranks" if row["ranks"] and random.random() < 0.5:
            row["ranks"].pop(random.randrange(len(row["ranks"])))
        case "ranks":
            row["ranks"].append(random.randint(0, len(files.ids)))
        case "name":
            row["name"] = random.choice(files.certificate["rows"])["name"]
        case name if row[name] is not None:
            row[name] = nudged(random, row[name])
        case name:
            row[name] = random.choice([0, 1])


def rows_otherwise(random: Random, files: Files) -> None:
    rows = files.certificate["rows"]
    match random.randrange(3):
        case 0:
            rows.pop(random.randrange(len(rows)))
        case 1:
            rows.append(deepcopy(random.choice(rows)))
        case _:
            random.shuffle(rows)


# --- the proof --------------------------------------------------------------------------------------------


def another_multiplier(random: Random, files: Files) -> None:
    node = random.choice(files.certificate["tree"])
    pay = node.setdefault("pay", [])
    if pay and random.random() < 0.7:
        place = random.randrange(len(pay))
        pay[place] = nudged(random, pay[place]) if place % 2 else random.randint(0, len(files.certificate["rows"]) + 1)
    elif pay and random.random() < 0.4:
        del pay[random.choice([slice(0, 2), slice(-2, None), slice(0, 1)])]
    else:
        pay += [random.randint(0, len(files.certificate["rows"])), random.choice([-1, 0, 1, 1000, 10**12])]


def another_scale(random: Random, files: Files) -> None:
    files.certificate["scale"] = nudged(random, files.certificate["scale"])


def everything_on_another_scale(random: Random, files: Files) -> None:
    times = random.choice([2, 3, 1000])
    files.certificate["scale"] *= times
    for node in files.certificate["tree"]:
        node["pay"] = [one * times if place % 2 else one for place, one in enumerate(node.get("pay", []))]


def a_leaf_split(random: Random, files: Files) -> None:
    leaf = random.choice(files.leaves)
    tree = files.certificate["tree"]
    place = next(number for number, node in enumerate(tree) if node is leaf)
    if random.random() < 0.3 and "population" in files.certificate["claim"]:
        leaf["narrow"] = weight_of_the_claim(files) - random.choice([-1, 0, 0, 1, 10**6])
        tree.insert(place + 1, {})
    else:
        leaf["any"] = random.sample(range(len(files.ids) + 2), random.choice([1, 1, 2]))
        tree[place + 1 : place + 1] = [{}, {}]


def weight_of_the_claim(files: Files) -> int:
    claim = files.certificate["claim"]
    whole = sum(int(line["deployed"]) for line in files.lines if line["in_scope"] == "true")
    return int(claim["population"] * (whole + 1) + claim["deployed"])


def paid_later(random: Random, files: Files) -> None:
    """What a split part pays, its two parts pay instead, where both of them are leaves."""
    tree = files.certificate["tree"]
    leaf = [not node.keys() & SPLITS for node in tree]
    twigs = [number for number in range(len(tree) - 2) if not leaf[number] and leaf[number + 1] and leaf[number + 2]]
    if twigs:
        number = random.choice(twigs)
        paid = tree[number].pop("pay", [])
        for node in tree[number + 1 : number + 3]:
            node["pay"] = [*paid, *node.get("pay", [])]


def another_tree(random: Random, files: Files) -> None:
    tree = files.certificate["tree"]
    one, other = random.randrange(len(tree)), random.randrange(len(tree))
    match random.randrange(4):
        case 0:
            tree.pop(one)
        case 1:
            tree.insert(one, {})
        case 2:
            tree[one], tree[other] = tree[other], tree[one]
        case _:
            tree[one] = deepcopy(tree[other])


def another_split(random: Random, files: Files) -> None:
    node = random.choice(files.certificate["tree"])
    if "any" in node and random.random() < 0.5:
        exchange_number(random, node["any"], len(files.ids))
    elif "any" in node:
        node["any"] = random.sample(range(len(files.ids) + 2), random.choice([0, 1, 2]))
    elif "narrow" in node:
        node["narrow"] = nudged(random, node["narrow"])


def exchange_number(random: Random, ranks: list[int], count: int) -> None:
    """Take a rank out, put one in, or one twice."""
    if ranks and random.random() < 0.5:
        ranks.pop(random.randrange(len(ranks)))
    else:
        ranks.append(random.randint(0, count + 1))


def a_value_of_another_kind(random: Random, files: Files) -> None:
    """A number, text, list or table of the certificate becomes something else."""
    place: Any = files.certificate
    while True:
        key = random.choice([*(place if isinstance(place, dict) else range(len(place)))])
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or random.random() < 0.1:
            break
        place = inner
    place[key] = random.choice([None, "1", [], {}, 1.5, [1]])


# --- the table and the scheme -----------------------------------------------------------------------------


def another_figure(random: Random, files: Files) -> None:
    line = random.choice(files.lines)
    name = random.choice(["population", "deployed"])
    line[name] = str(max(0, int(line[name]) + random.choice([-1, 1, 1000])))


def another_cell(random: Random, files: Files) -> None:
    line = random.choice(files.lines)
    name = random.choice([name for name in line if name not in {"population", "deployed", "equivalent_to"}])
    line[name] = random.choice(files.lines)[name] if random.random() < 0.7 else "other"


def in_or_out_of_scope(random: Random, files: Files) -> None:
    line = random.choice(files.lines)
    line["in_scope"] = "false" if line["in_scope"] == "true" else "true"


def another_equivalence(random: Random, files: Files) -> None:
    line = random.choice(files.lines)
    bases = line["equivalent_to"].split()
    exchange(random, bases, [one["combination_id"] for one in files.lines])
    line["equivalent_to"] = " ".join(bases)


def other_lines(random: Random, files: Files) -> None:
    match random.randrange(3):
        case 0:
            files.lines.pop(random.randrange(len(files.lines)))
        case 1:
            files.lines.append(dict(random.choice(files.lines)))
        case _:
            random.shuffle(files.lines)


def a_column_more(random: Random, files: Files) -> None:
    for line in files.lines:
        line["share_of_deployed"] = str(random.random())


def other_roles(random: Random, files: Files) -> None:
    one, other = random.sample(files.rules["attribute"], 2)
    one["name"], other["name"] = other["name"], one["name"]


def another_cohort(random: Random, files: Files) -> None:
    files.rules["cohort"] = random.choice(["Y", "x", ""])


def covered_or_not(random: Random, files: Files) -> None:
    kind = random.choice(files.rules["device_type"])
    kind["covered"] = not kind["covered"]


def other_device_types(random: Random, files: Files) -> None:
    kinds = files.rules["device_type"]
    if random.random() < 0.5:
        kinds.pop(random.randrange(len(kinds)))
    else:
        random.shuffle(kinds)


# --- another problem, claimed in good order ---------------------------------------------------------------


def another_problem_with_its_own_answer(random: Random, files: Files) -> None:
    """The table or what is asked is another; question, rows and claim are all put right, and only the proof is old."""
    match random.randrange(3):
        case 0:
            another_figure(random, files)
        case 1:
            another_equivalence(random, files)
        case _:
            asked_of_the_certificate(random, files)
    _restate(files)


def an_early_end_called_proved(_: Random, files: Files) -> None:
    """Where the search was stopped: the best set, called the best, with the proof of a bound above it."""
    if files.certificate["claim"]["status"] == "feasible":
        files.certificate["claim"]["status"] = "optimal"
        _restate(files)


def _restate(files: Files) -> None:
    claim = files.certificate["claim"]
    files.rules["selection"] = deepcopy(files.certificate["asked"])
    asked = question(read_lines(*files.written[1:]), files.certificate["asked"])
    best = asked.best()
    if claim["status"] != "infeasible" and best:
        claim["selected"] = [asked.lines[rank].id for rank in sorted(best)]
        claim["population"], claim["deployed"] = asked.population(best), asked.deployed(best)
    files.certificate["rows"] = [row.written for row in rows_of(asked, claim)]


CHANGES: dict[str, tuple[Change, ...]] = {
    "claim": (
        another_set,
        another_conflict,
        another_order_of_what_is_claimed,
        another_count,
        another_status,
        another_reach_of_the_conflict,
        another_witness,
    ),
    "asked": (asked_of_the_certificate,),
    "rows": (a_row_otherwise, rows_otherwise),
    "multipliers": (another_multiplier, another_scale, everything_on_another_scale, paid_later),
    "tree": (a_leaf_split, another_tree, another_split),
    "proof of another problem": (another_problem_with_its_own_answer, an_early_end_called_proved),
    "kinds": (a_value_of_another_kind,),
    "table": (
        another_figure,
        another_cell,
        in_or_out_of_scope,
        another_equivalence,
        other_lines,
        a_column_more,
    ),
    "scheme": (other_roles, another_cohort, covered_or_not, other_device_types),
    "scheme's question": (asked_of_the_scheme,),
}
"""Every kind of change, by what it changes."""
