"""Programmes drawn from a number, and one of the size of the example estate."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from eligo.programme.calendar import Calendar
from eligo.programme.model import Combination, Durations, ExitRule, Lanes, Programme, Track
from eligo.terms import Candidate, SelectionPolicy

T0 = date(2019, 11, 4)
ENGLAND_AND_WALES = Calendar("GB", "ENG", frozenset({date(2019, 12, 24)}))


def combination(
    name: str,
    population: int,
    operator: str = "A",
    track: str = "MK1",
    variants: str = "",
    bases: str = "",
    *,
    duration: int | None = None,
    requested: date | None = None,
    weight: int = 0,
    uneconomic: bool = False,
) -> Combination:
    """A combination; variants and bases are words."""
    known = frozenset(variants.split()), frozenset(bases.split())
    candidate = Candidate(name, f"{operator} / {name}", operator, population, population, *known)
    return Combination(candidate, track, duration, requested, weight, uneconomic)


def programme(combinations: list[Combination], **changes: object) -> Programme:
    """A programme of two tracks, MK2 three months later, two lanes of each kind; with some parts changed."""
    given: dict[str, object] = {
        "tracks": (
            Track("MK1", T0, T0 + timedelta(days=90)),
            Track("MK2", T0 + timedelta(days=91), T0 + timedelta(days=160)),
        ),
        "durations": Durations(10, 20, 10, 2, 15, 10, 5),
        "integration_lanes": Lanes(2),
        "combination_lanes": Lanes(2),
        "calendar": ENGLAND_AND_WALES,
        "combinations": tuple(combinations),
        "policy": SelectionPolicy(2),
    }
    return Programme(**{**given, **changes})  # type: ignore[arg-type]


def drawn_programme(seed: int, most: int = 7) -> Programme:
    """Up to ``most`` combinations, with everything that a programme may have."""
    random = Random(seed)
    count = random.randint(2, most)
    names = [f"C-{number}" for number in range(count)]
    found = []
    for name in names:
        population = random.choice([0, random.randint(1, 30), random.randint(1, 400_000)])
        others = [one for one in names if one != name]
        found.append(
            combination(
                name,
                population,
                random.choice("AABC"),
                random.choice(["MK1", "MK1", "MK2", ""]),
                " ".join(random.sample(["v1", "v2", "v3"], random.choice([0, 1, 1, 2]))),
                " ".join(random.sample(others, 1)) if random.random() < 0.25 else "",
                duration=random.choice([None, None, 5, 20]),
                requested=T0 + timedelta(days=random.randint(0, 300)) if random.random() < 0.1 else None,
                weight=random.choice([0, 500]),
                uneconomic=random.random() < 0.05,
            )
        )
    return programme(
        found,
        durations=Durations(
            random.choice([5, 10]),
            20,
            random.choice([0, 10]),
            random.choice([0, 2, 8]),
            15,
            10,
            random.choice([5, 20]),
            random.choice([0, 5]),
            random.choice([0, 3]),
            random.choice([0, 2]),
            random.choice([0, 2]),
        ),
        integration_lanes=Lanes(random.randint(1, 3), random.choice([None, T0 + timedelta(days=20)])),
        combination_lanes=Lanes(random.randint(1, 2), random.choice([None, T0 + timedelta(days=200)])),
        exit_rule=random.choice([*ExitRule]),
        policy=SelectionPolicy(random.randint(1, 2), cover=random.random() < 0.7),
        migration_may_delay=random.random() < 0.2,
    )


def long_programme(seed: int, tests: int = 25) -> Programme:
    """So many tests of one to four weeks or of single days, some ready or asked for late; some equivalent to others."""
    random = Random(seed)
    days = random.choice([[5, 10, 15, 20], [*range(5, 21)]])
    found = [combination("C-00", 400_000, variants="v1")]
    for number in range(1, tests + 1):
        bases = [f"C-{random.randint(1, number - 1):02}" for _ in range(2)] if number > 4 and number % 8 == 0 else []
        found.append(
            combination(
                f"C-{number:02}",
                int(400_000 / (number + 1) * random.uniform(0.7, 1.3)),
                track=random.choice(["MK1", "MK1", "MK2"]),
                bases=" ".join(bases),
                duration=random.choice(days),
                requested=T0 + timedelta(days=random.randint(150, 350))
                if random.random() < 0.2 and not bases
                else None,
            )
        )
    return programme(found, policy=SelectionPolicy(1))
