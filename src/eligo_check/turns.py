"""A bound from what each test is worth: every lane takes the turns that pay it best, whatever the others take.

Each test is worth a whole number to a lane that runs it. Each lane takes the turns that cost it least, waiting less
worth. Add what all tests are worth: no plan has fewer installation-days, since it runs each test once. Of all best
plans take one whose starts add up to least, and of those one in which, within the lanes, fewest tests come after one of
a higher place. There a test starts at its release, when its lane is free or when the one before it ends; and no two
without a gap between them would cost less the other way round, nor as much, unless the shorter (of equal ones that of
the lower place) comes first. All other turns are left out. A test that may be the first of several to open something
is not exchanged for a later one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eligo_check.queue import Queue


class Turns:
    """The turns of a part's starts; ``costs``: by day and place, waiting times the scale."""

    def __init__(self, queue: Queue, costs: dict[tuple[int, int], int], worths: dict[int, int]):
        self.queue, self.costs = queue, {(day, place): cost - worths[place] for (day, place), cost in costs.items()}
        self.at: dict[int, list[int]] = {}
        for day, place in sorted(costs):
            self.at.setdefault(day, []).append(place)
        last = max([*self.at, *queue.free]) + max(test.length for test in queue.tests.values())
        self.ahead: dict[tuple[int, int], int] = {}  # what a start and the best after it cost
        self.rest = [0] * (
            last + 2
        )  # the least after some idle days: until a release on that day or later, or for good
        for day in range(last, -1, -1):
            for place in self.at.get(day, []):
                self.ahead[day, place] = self.costs[day, place] + self.then(place, day + queue.tests[place].length)
            arrived = [place for place in self.at.get(day, []) if queue.tests[place].release == day]
            self.rest[day] = min([self.rest[day + 1], *(self.ahead[day, place] for place in arrived)])
        self.least = [self.then(None, free) for free in queue.free]
        self.bound = sum(worths.values()) + sum(self.least)

    def then(self, place: int | None, day: int) -> int:
        """The least that a lane takes from a day on, on which that test has ended, or the lane is free."""
        nexts = [one for one in self.at.get(day, []) if place is None or self.follows(place, one, day)]
        return min([self.rest[day + 1], *(self.ahead[day, one] for one in nexts)])

    def follows(self, first: int, second: int, day: int) -> bool:
        """Whether the second test may start on the day on which the first has ended."""
        one, other, own = self.queue.tests[first], self.queue.tests[second], self.queue.own
        start = day - one.length
        later = start + other.length
        if first == second or one.claims or start < other.release or later >= len(own[first]):
            return first != second
        so, exchanged = own[first][start] + own[second][day], own[second][start] + own[first][later]
        return (so, one.length, first) < (exchanged, other.length, second)

    def left(self, room: int) -> dict[int, Any]:
        """The starts that add no more than that to the bound: the best turns that have it, above the best of a lane."""
        found: dict[int, Any] = {place: [] for place in self.queue.tests}
        ended: dict[int, list[tuple[int, int]]] = {}  # by day, what has ended and the least it has cost until then
        lanes, waited = list(zip(self.queue.free, self.least, strict=True)), list[int]()
        for day in range(len(self.rest)):
            for place in self.at.get(day, []):
                test = self.queue.tests[place]
                came = [cost for one, cost in ended.get(day, []) if self.follows(one, place, day)]
                came += [-low for free, low in lanes if free == day or (free < day and test.release == day)]
                came += waited if test.release == day else []
                if came and min(came) + self.ahead[day, place] <= room:
                    found[place].append(day)
                if came:
                    ended.setdefault(day + test.length, []).append((place, min(came) + self.costs[day, place]))
            waited = [min([*waited, *(cost for _, cost in ended.get(day, []))])] if waited or day in ended else []
        return found
