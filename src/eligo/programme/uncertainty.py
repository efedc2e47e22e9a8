"""What many trials of a plan say: by when each combination is eligible in one, in five and in nine of ten.

What belongs here: drawing, counting, and which input moves the result most. What does not: one trial (``trials``).

Draws depend on the seed, the number of the trial and the name of the input alone: an input can be held while all the
others are drawn as before, and no draw is a floating-point number. Source: ``programme.md``, "Report" (P10, P50, P90).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from eligo.programme.calendar import WorkingDays, working_days
from eligo.programme.firmware.expected import Expected
from eligo.programme.frame import Frame
from eligo.programme.lists import Starts
from eligo.programme.shares import SHARES
from eligo.programme.stage import Stage
from eligo.programme.trials import Trial, trial

MOST_RUNS = 20
"""No test is repeated more often, whatever the chance."""

_BITS = 53

Value = TypeVar("Value", int, date)
Later = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Chance:
    """What may happen. ``arrivals``: by track and firmware (candidate, final), when it may come; what is not there
    comes as planned. ``failure``: by test (migration, integration, combination), how
    often it fails. ``respin``: how often a candidate is replaced while its track is tested, ``respin_days`` after that
    began.
    """

    arrivals: Mapping[tuple[str, str], Expected]
    failure: Mapping[str, Fraction]
    respin: Fraction
    respin_days: int


@dataclass(frozen=True, slots=True)
class Spread(Generic[Value]):
    """Of all trials one in ten is not beyond ``p10``, half are not beyond ``p50``, nine in ten not beyond ``p90``."""

    p10: Value
    p50: Value
    p90: Value


@dataclass(frozen=True, slots=True)
class Influence:
    """By how much the nine-in-ten value of the installation-days falls where one input is as planned."""

    input: str
    p90_without: int
    gain: int


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """``eligible`` and ``opens`` by combination id; ``curve``: by when a share of the installations is eligible;
    ``influences``: of every input, the one that moves most first.
    """

    seed: int
    count: int
    waits: Spread[int]
    eligible: Mapping[str, Spread[date]]
    opens: Mapping[str, Spread[date]]
    curve: tuple[tuple[Fraction, Spread[date]], ...]
    influences: tuple[Influence, ...]


def uncertainty(stage: Stage, starts: Starts, chance: Chance, *, seed: int = 1, count: int = 500) -> Uncertainty:
    """So many trials of the plan that a stage and the starts of its queue make, and as many with each input held."""
    tried = _Tried(stage, starts, chance, seed, count)
    made = tried.trials("")
    waits = tried.waits(made)
    whole = spread(waits)
    influences = []
    for name in inputs_of(chance):
        without = spread(tried.waits(tried.trials(name))).p90
        influences.append(Influence(name, without, whole.p90 - without))
    influences.sort(key=lambda one: (-one.gain, one.input))
    ids = stage.frame.ids
    return Uncertainty(
        seed,
        count,
        whole,
        {name: tried.dates(one.eligible[place] for one in made) for place, name in enumerate(ids)},
        {name: tried.dates(one.opens[place] for one in made) for place, name in enumerate(ids)},
        tuple((share, tried.dates(tried.reached(one, share) for one in made)) for share in SHARES),
        tuple(influences),
    )


def inputs_of(chance: Chance) -> tuple[str, ...]:
    """The names of everything that is drawn.

    >>> from eligo.programme.firmware.expected import weighted
    >>> expected = weighted({date(2020, 1, 6): 3, date(2020, 1, 20): 1})
    >>> inputs_of(Chance({("MK1", "final"): expected}, {"migration": Fraction(1, 10)}, Fraction(1, 5), 20))
    ('final firmware of track MK1', 'respins of track MK1', 'failures of migration tests')
    """
    open_ = [one for one, expected in sorted(chance.arrivals.items()) if not expected.is_certain]
    dates = [f"{firmware} firmware of track {track}" for track, firmware in open_]
    respins = [f"respins of track {track}" for track in sorted({track for track, _ in chance.arrivals})]
    failures = [f"failures of {test} tests" for test, share in sorted(chance.failure.items()) if share]
    return (*dates, *(respins if chance.respin else ()), *failures)


def spread(values: Iterable[Value]) -> Spread[Value]:
    """The values that one in ten, half, and nine in ten of them do not exceed: each is one of them.

    >>> spread([30, 10, 20, 40, 50, 60, 70, 80, 90, 100])
    Spread(p10=10, p50=50, p90=90)
    """
    ordered = sorted(values)
    p10, p50, p90 = (ordered[-(-len(ordered) * tenths // 10) - 1] for tenths in (1, 5, 9))
    return Spread(p10, p50, p90)


class _Tried:
    """The trials of one plan, and the calendar that holds the latest of them."""

    def __init__(self, stage: Stage, starts: Starts, chance: Chance, seed: int, count: int) -> None:
        self._stage, self._starts, self._chance = stage, starts, chance
        self._seed, self._count = seed, count
        populations = {one.id: one.candidate.population for one in stage.frame.programme.combinations}
        self._populations = [populations[name] for name in stage.frame.ids]
        self._days = reaching(stage.frame, max((one.latest for one in chance.arrivals.values()), default=date.min))
        self._later = {key: _later(key, one, stage.frame, self._days) for key, one in chance.arrivals.items()}

    def trials(self, held: str) -> list[Trial]:
        """One of each number; ``held`` is an input that is as planned."""
        stage, chance, seed = self._stage, self._chance, self._seed
        made = [
            trial(stage, self._starts, Drawn(chance, self._later, f"{seed} {number}", held))
            for number in range(self._count)
        ]
        latest = max(max(one.opens) for one in made)
        if latest >= len(self._days.dates):
            programme = stage.frame.programme
            self._days = working_days(programme.calendar, programme.t0, latest + 1)
        return made

    def waits(self, made: Sequence[Trial]) -> list[int]:
        """The installation-days until open of each trial."""
        weights, elapsed = self._stage.frame.weights, self._days.elapsed
        return [sum(w * elapsed[index] for w, index in zip(weights, one.opens, strict=True)) for one in made]

    def dates(self, indices: Iterable[int]) -> Spread[date]:
        """The band of some indices as dates."""
        found, dates = spread(indices), self._days.dates
        return Spread(dates[found.p10], dates[found.p50], dates[found.p90])

    def reached(self, one: Trial, share: Fraction) -> int:
        """The index at which that share of the installations is eligible; a weight that stands for none is none."""
        wanted, total = share * sum(self._populations), 0
        for place in sorted(self._stage.frame.everything, key=lambda each: one.eligible[each]):
            total += self._populations[place]
            if total >= wanted:
                return one.eligible[place]
        return max(one.eligible)


class Drawn:
    """What is drawn for one trial (``trials.Luck``), in whole numbers from the text of seed, trial and input."""

    def __init__(self, chance: Chance, later: Mapping[tuple[str, str], Later], key: str, held: str) -> None:
        self._chance, self._later, self._key, self._held = chance, later, key, held

    def later(self, track: str, firmware: str) -> int:
        """See ``Luck``."""
        name = f"{firmware} firmware of track {track}"
        sums, days = self._later.get((track, firmware), ((), ()))
        if not days or name == self._held:
            return 0
        return days[bisect_right(sums, self._random(name).getrandbits(_BITS) * sums[-1] >> _BITS)]

    def respin(self, track: str) -> int | None:
        """See ``Luck``."""
        name = f"respins of track {track}"
        happens = name != self._held and _in(self._chance.respin, self._random(name))
        return self._chance.respin_days if happens else None

    def runs(self, test: str, combination: str) -> int:
        """See ``Luck``."""
        name, share = f"failures of {test} tests", self._chance.failure.get(test, Fraction(0))
        if name == self._held or not share:
            return 1
        random, runs = self._random(f"{name} {combination}"), 1
        while runs < MOST_RUNS and _in(share, random):
            runs += 1
        return runs

    def _random(self, name: str) -> Random:
        return Random(f"{self._key} {name}")  # noqa: S311 - chance, and no secret


def reaching(frame: Frame, day: date) -> WorkingDays:
    """The working days of a frame, as many more as reach a day."""
    days, programme = frame.days, frame.programme
    while days.dates[-1] < day:
        days = working_days(programme.calendar, programme.t0, 2 * len(days.dates))
    return days


def _later(key: tuple[str, str], expected: Expected, frame: Frame, days: WorkingDays) -> Later:
    """The weights of the days that are possible, summed up, and how many working days each is later than planned."""
    track, firmware = key
    (planned,) = (one for one in frame.programme.tracks if one.id == track)
    at = days.index(planned.candidate if firmware == "candidate" else planned.final)
    later = tuple(days.index(day) - at for day, _ in expected.days)
    return tuple(accumulate(weight for _, weight in expected.days)), later


def _in(share: Fraction, random: Random) -> bool:
    return random.getrandbits(_BITS) * share.denominator < share.numerator << _BITS
