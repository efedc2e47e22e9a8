"""The interval of a share over all completions, and who may pass a minimum share.

A part of a whole grows with every installation of the part, and falls with every one of the rest; so each end takes
every figure at one of its ends, and puts every waiting row where it pulls hardest. Exact fractions; no solver.
Source: issue "certified, explained, and robust", item 3: "A share is shown with its interval".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from eligo.selection.problem import Problem
from eligo.selection.result import Selection
from eligo.selection.uncertain import Uncertainty, Waiting
from eligo.terms import Candidate


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the deployed estate in scope as it is stated, and between which two it lies in every completion.

    What is stated leaves out the rows that wait, so that it may lie outside: a row that is known to have installations,
    and of none of the part, makes the whole larger in every completion.
    """

    least: Fraction
    stated: Fraction
    most: Fraction


def shares(
    selection: Selection, candidates: Sequence[Candidate], doubts: Uncertainty
) -> tuple[Share, dict[str, Share]]:
    """The share that the selection stands for, of all and of each operator, those without one included."""
    won = {*(one.combination_id for one in selection.selected), *selection.equivalent}
    operator = {one.combination_id: one.operator for one in candidates}
    found = {
        name: share_of({one for one in won if operator[one] == name}, candidates, doubts)
        for name in selection.share_by_operator
    }
    return share_of(won, candidates, doubts), found


def share_interval(share: Share) -> str:
    """The interval in words, for eyes alone, rounded outwards to one decimal.

    >>> share_interval(Share(Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)))
    '33.3 % to 66.7 %'
    """
    least, most = share.least * 1000 // 1, -(-share.most * 1000 // 1)
    return f"{least // 10}.{least % 10} % to {most // 10}.{most % 10} %"


def share_of(part: set[str], candidates: Sequence[Candidate], doubts: Uncertainty) -> Share:
    """The share of some candidates, by id, or of newcomers, by key."""
    stated = {one.combination_id: one.deployed for one in candidates}
    low, high = dict(stated), dict(stated)
    for figure in doubts.figures:
        low[figure.combination_id] += figure.deployed.least - figure.deployed.stated
        high[figure.combination_id] += figure.deployed.most - figure.deployed.stated

    def total(of: dict[str, int], *, inside: bool) -> int:
        return sum(number for one, number in of.items() if (one in part) is inside)

    own, rest = total(low, inside=True), total(high, inside=False)
    least = _end(own, rest, [_pull(row, part, outwards=True) for row in doubts.waiting], 1)
    own, rest = total(high, inside=True), total(low, inside=False)
    most = _end(own, rest, [_pull(row, part, outwards=False) for row in doubts.waiting], 0)
    return Share(least, _ratio(total(stated, inside=True), total(stated, inside=False)), most)


Pull = tuple[int | None, int | None]
"""Installations of a waiting row in the part, and in the rest; ``None``: nothing bounds them."""


def _pull(row: Waiting, part: set[str], *, outwards: bool) -> Pull:
    """A waiting row where it makes the share smallest (``outwards``) or greatest."""
    places = row.members | row.newcomers
    inside = not places.isdisjoint(part)
    outside = bool(places - part or row.unassured)
    if outwards:
        if outside:
            return 0, row.most
        return (0, 0) if row.elsewhere else (row.least, 0)
    if inside:
        return row.most, 0
    return (0, 0) if row.elsewhere or row.unassured else (0, row.least)


def _end(own: int, rest: int, pulls: Sequence[Pull], place: int) -> Fraction:
    """The share with every pull; where one is without bound, what the share then comes near to."""
    if any(pull[place] is None for pull in pulls):
        return Fraction(1 - place)
    own += sum(pull[0] or 0 for pull in pulls)
    rest += sum(pull[1] or 0 for pull in pulls)
    return _ratio(own, rest)


def _ratio(own: int, rest: int) -> Fraction:
    return Fraction(own, own + rest) if own + rest else Fraction(0)


def passing(problem: Problem, doubts: Uncertainty, minimum_share: Fraction) -> tuple[str, ...]:
    """Those that in some completion pass a minimum share above 0, from either side: ids of candidates, in rank order,
    and keys of newcomers.
    """
    if not minimum_share:
        return ()
    small, found = frozenset(problem.too_small), []
    for place, one in enumerate(problem.candidates):
        share = share_of({one.combination_id}, problem.candidates, doubts)
        if share.most >= minimum_share if place in small else share.least < minimum_share:
            found.append(one.combination_id)
    found += [key for key in doubts.newcomers if share_of({key}, problem.candidates, doubts).most >= minimum_share]
    return tuple(found)
