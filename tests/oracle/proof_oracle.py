"""The second naive judge of a certificate: whether its proof holds, every part of it taken at its word.

For each part the sets that belong to it are listed, and what each is paid is added up one multiplier at a time, in
fractions. It shares no code with ``eligo_check``. Two theorems are held on the way: every set that meets what is asked
and might refute the claim belongs to exactly one part, and weighs no more than it is paid there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import floor
from typing import Any

from oracle.published_oracle import Asked, NotPublished, Question, Ranks, claim_is_true, question, read_lines

KINDS: dict[str, type] = {
    "size": int,
    "cover": bool,
    "strength": int,
    "minimum_share": str,
    "pins": list,
    "bans": list,
    "minimum": dict,
    "maximum": dict,
}


class Malformed(Exception):
    """It is not of the form that ``certificate.json`` has."""


class Moot(Exception):
    """A part is narrowed to what is paid so much, and no set of it is: what follows may say anything."""


@dataclass(frozen=True)
class Part:
    """The sets with all the ranks ``inside``, none of those ``outside`` and one at least of each of ``some``."""

    inside: Ranks
    outside: Ranks
    some: tuple[tuple[int, ...], ...]
    paid: tuple[int, ...]

    def may_have(self, chosen: Ranks) -> bool:
        """Whether a set is not ruled out by what is inside and outside."""
        return self.inside <= chosen and not self.outside & chosen

    def has(self, chosen: Ranks) -> bool:
        return self.may_have(chosen) and all(chosen.intersection(ranks) for ranks in self.some)


def fault(certificate: dict[str, Any], table: bytes, scheme: bytes) -> str | None:
    """What is false: the ``form``, the ``problem``, the ``claim``, the ``witnesses`` or the ``arithmetic``.

    ``None`` where nothing is. Raises ``Moot`` where the rest is true and the proof narrows a part to nothing.
    """
    try:
        lines = read_lines(table, scheme)
        form(certificate)
        asked = question(lines, certificate["asked"])
    except Malformed:
        return "form"
    except (NotPublished, LookupError, ValueError):
        return "problem"
    claim, ids = certificate["claim"], {line.id for line in lines}
    if not ids.issuperset([*certificate["asked"]["pins"], *certificate["asked"]["bans"]]):
        return "problem"
    rows = rows_of(asked, claim)
    if [row.written for row in rows] != certificate["rows"]:
        return "problem"
    if not claim_is_true(asked, claim):
        return "claim"
    if claim["status"] == "infeasible" and not witnessed(asked, claim):
        return "witnesses"
    return proof_fault(Proof(asked, rows, certificate))


def rows_of(asked: Question, claim: dict[str, Any]) -> list[Asked]:
    """The rows of a proof: everything that is asked and what tests unlock; or the conflict, in its order."""
    if claim["status"] != "infeasible":
        return [*asked.asked, *unlocks(asked)]
    return [row for name in claim["conflict"] for row in asked.asked if row.name == name]


def form(certificate: dict[str, Any]) -> None:
    """Raise ``Malformed`` where something is missing or of another kind."""

    def need(held: bool) -> None:
        if not held:
            raise Malformed

    def whole(values: object, kind: type) -> bool:
        return type(values) is list and all(type(value) is kind for value in values)

    asked, claim = certificate.get("asked"), certificate.get("claim")
    need(certificate.keys() == {"format", "asked", "claim", "rows", "scale", "tree"})
    need(certificate["format"] == "eligo-certificate/1" and type(asked) is dict and type(claim) is dict)
    assert isinstance(asked, dict) and isinstance(claim, dict)  # noqa: PT018 (for the type checker)
    need(asked.keys() == KINDS.keys() and all(type(asked[name]) is kind for name, kind in KINDS.items()))
    need(whole(asked["pins"], str) and whole(asked["bans"], str))
    need(all(type(count) is int for limit in ("minimum", "maximum") for count in asked[limit].values()))
    match claim.get("status"):
        case "infeasible":
            need(claim.keys() == {"status", "conflict", "smallest", "witnesses"})
            need(whole(claim.get("conflict"), str) and type(claim.get("smallest")) is bool)
            need(type(claim.get("witnesses")) is list and all(whole(one, str) for one in claim["witnesses"]))
        case "optimal" | "feasible" as status:
            need(whole(claim.get("selected"), str))
            counts = ("population", "deployed", "bound") if status == "feasible" else ("population", "deployed")
            need(claim.keys() == {"status", "selected", *counts})
            need(all(type(claim.get(name)) is int for name in counts))
        case _:
            need(held=False)
    need(type(certificate.get("scale")) is int and certificate["scale"] >= 1)
    need(whole(certificate.get("rows"), dict) and whole(certificate.get("tree"), dict))
    need(whole([row.get("name") for row in certificate["rows"]], str))


def unlocks(asked: Question) -> list[Asked]:
    """One row for all the combinations that the same several tests unlock: its gain is what these weigh together."""
    groups: dict[Ranks, list[int]] = {}
    for rank in asked.lines:
        if len(asked.testers(rank)) > 1:
            groups.setdefault(asked.testers(rank), []).append(rank)
    return [
        Asked(f"unlock {asked.lines[ranks[0]].id}", sorted(testers), 0, None, sum(asked.worth(rank) for rank in ranks))
        for testers, ranks in groups.items()
    ]


def witnessed(asked: Question, claim: dict[str, Any]) -> bool:
    """Whether a listed set shows, of every group of one requirement fewer, that it can hold together."""
    names = claim["conflict"]
    groups = combinations([one.name for one in asked.asked] if claim["smallest"] else names, max(0, len(names) - 1))
    by_name = {one.name: one for one in asked.asked}
    ids = {line.id: rank for rank, line in asked.lines.items()}
    sets = [frozenset(ids[one] for one in witness if one in ids) for witness in claim["witnesses"]]
    return all(any(all(by_name[name].met(one) for name in group) for one in sets) for group in groups)


class Proof:
    """The parts of a proof, and what they have to bring every set down to."""

    def __init__(self, asked: Question, rows: list[Asked], certificate: dict[str, Any]) -> None:
        self.asked, self.rows, self.tree = asked, rows, list(certificate["tree"])
        self.scale, claim = certificate["scale"], certificate["claim"]
        self.is_set = claim["status"] != "infeasible"
        barred = frozenset(rank for row in rows if row.name.startswith(("ban ", "share")) for rank in row.ranks)
        sizes = {row.least for row in rows if row.name == "size"}
        self.any_size = [one for one in asked.every_set if not one & barred]
        self.sets = [one for one in self.any_size if len(one) in sizes or not sizes]
        self.paying = [row for row in rows if not (row.name in ("size", "share") or row.name.startswith("ban "))]
        chosen = (asked.chosen(claim["selected"]) if self.is_set else None) or frozenset()
        self.claimed = chosen if claim["status"] == "optimal" else frozenset()
        self.most = asked.weight(chosen) if claim["status"] == "optimal" else claim.get("bound", -1)
        self.sized = bool(sizes)
        self.whole = Part(frozenset(), barred, (), (0,) * len(self.paying))

    def parts(self, part: Part) -> Iterator[Part]:
        """The parts that are not split below a part. Raises ``Malformed`` where the tree does not tell."""
        if not self.tree:
            raise Malformed
        node = self.tree.pop(0)
        if node.keys() - {"pay"} not in ({"any"}, {"narrow"}, set()):
            raise Malformed
        part = Part(part.inside, part.outside, part.some, self.paid(part.paid, node.get("pay", [])))
        if "narrow" in node:
            yield from self.parts(self.narrowed(part, node["narrow"]))
        elif "any" in node:
            ranks = node["any"]
            if type(ranks) is not list or any(type(rank) is not int for rank in ranks):
                raise Malformed
            if not self.free(part).issuperset(ranks):
                raise Malformed
            yield from self.parts(Part(part.inside, part.outside | set(ranks), part.some, part.paid))
            if len(ranks) == 1:
                yield from self.parts(Part(part.inside | set(ranks), part.outside, part.some, part.paid))
            else:
                some = (*part.some, tuple(ranks))
                yield from self.parts(Part(part.inside, part.outside, some, (*part.paid, 0)))
        else:
            yield part

    def free(self, part: Part) -> Ranks:
        """The ranks that are neither inside nor outside."""
        return frozenset(self.asked.lines) - part.inside - part.outside

    def narrowed(self, part: Part, least: object) -> Part:
        """The part without what no set has that is paid so much, and with what every such set has."""
        free, sizes = self.free(part), {len(one) for one in self.sets}
        places = max(sizes, default=0) - len(part.inside)
        if type(least) is not int or least > self.most or not (self.sized and 0 < places < len(free)):
            raise Malformed
        if any(multiplier < 0 for multiplier in part.paid):
            raise Malformed
        enough = [one for one in self.sets if part.may_have(one) and self.value(part, one) >= least]
        if not enough:
            raise Moot
        never = frozenset(rank for rank in free if not any(rank in one for one in enough))
        always = frozenset(rank for rank in free if all(rank in one for one in enough))
        return Part(part.inside | always, part.outside | never, part.some, part.paid)

    @staticmethod
    def paid(before: tuple[int, ...], changes: object) -> tuple[int, ...]:
        """The multipliers, changed: row number, change, row number, change ..."""
        after = list(before)
        if type(changes) is not list or any(type(one) is not int for one in changes) or len(changes) % 2:
            raise Malformed
        for place in range(0, len(changes), 2):
            if not 1 <= changes[place] <= len(after):
                raise Malformed
            after[changes[place] - 1] += changes[place + 1]
        return tuple(after)

    def value(self, part: Part, chosen: Ranks) -> Fraction:
        """What a set has when everything is paid and taken off."""
        own = [rank for rank in chosen if len(self.asked.testers(rank)) == 1]
        total = Fraction(sum(self.asked.worth(rank) for rank in own) if self.is_set else 0)
        extra = [Asked("some", list(ranks), 1, None) for ranks in part.some]
        for row, multiplier in zip([*self.paying, *extra], part.paid, strict=True):
            each = Fraction(multiplier, self.scale)
            for rank in row.ranks:
                if rank in chosen:
                    total += each if row.least is not None else -each
            if row.least is not None:
                total -= row.least * each
            elif row.most is not None:
                total += row.most * each
            if row.gain * self.scale > multiplier:
                total += row.gain - each
        return total

    def may_come_earlier(self, part: Part) -> bool:
        """Whether a set, of any number, that the part does not rule out has a rank before the first that it lacks."""
        for one in self.any_size:
            lacking = self.claimed - one
            if part.may_have(one) and lacking and any(rank < min(lacking) for rank in one - self.claimed):
                return True
        return False


def proof_fault(proof: Proof) -> str | None:
    """``form`` where the tree does not tell its parts, ``arithmetic`` where one does not close, else ``None``."""
    try:
        parts = list(proof.parts(proof.whole))
    except Malformed:
        return "form"
    if proof.tree:
        return "form"
    for one in proof.sets:
        belongs = sum(part.has(one) for part in parts)
        might_refute = proof.asked.weight(one) >= proof.most if proof.is_set else True
        assert belongs <= 1, "a set is in two parts"
        assert belongs or not might_refute or not all(row.met(one) for row in proof.rows), "a set is in no part"
    return None if all(closes(proof, part) for part in parts) else "arithmetic"


def closes(proof: Proof, part: Part) -> bool:
    """Whether no set of the part, requirements ignored, is paid more than the claim allows."""
    if any(multiplier < 0 for multiplier in part.paid):
        return False
    values = {one: proof.value(part, one) for one in proof.sets if part.may_have(one)}
    for one, value in values.items():
        if part.has(one) and all(row.met(one) for row in proof.rows):
            assert value >= (proof.asked.weight(one) if proof.is_set else 0), "a set weighs more than it is paid"
    best = max(values.values(), default=None)
    return best is None or floor(best) <= proof.most - proof.may_come_earlier(part)
