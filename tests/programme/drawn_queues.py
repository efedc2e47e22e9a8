"""Queues drawn from a number: ties, floors, things that open anyway, claims of several bases."""

from __future__ import annotations

from random import Random

from eligo.programme.jobs import Claim, Job, Queue, Term, horizon


def drawn_queue(seed: int, most: int = 6) -> Queue:
    """A queue of up to ``most`` jobs on one to three lanes."""
    random = Random(seed)
    count, lanes = random.randint(1, most), random.randint(1, 3)
    longest = random.choice([1, 3, 12])
    jobs = tuple(
        Job(
            f"job {number}",
            random.randint(1, longest),
            random.choice([0, random.randint(0, 15)]),
            tuple(drawn_term(random) for _ in range(random.choice([0, 1, 1, 1, 2]))),
        )
        for number in range(count)
    )
    claims = tuple(
        Claim(f"claim {number}", drawn_term(random), tuple(random.sample(range(count), random.randint(2, count))))
        for number in range(random.choice([0, 0, 1, 2]) if count > 1 else 0)
    )
    taken = tuple(random.choice([0, random.randint(1, 15)]) for _ in range(lanes)) if random.random() < 0.3 else ()
    return Queue(jobs, lanes, elapsed(2 * horizon(jobs, lanes, taken) + 60), claims, taken)


def drawn_sixty(seed: int) -> Queue:
    """Sixty tests of two to four weeks in two lanes, some of them ready late; installations fall off as in estates."""
    random = Random(seed)
    jobs = tuple(
        Job(
            f"job {number}",
            random.choice([10, 15, 20]),
            random.choice([0, 0, 33, random.randint(0, 360)]),
            (Term(int(400_000 / (number + 2) * random.uniform(0.7, 1.3)), 2),),
        )
        for number in range(60)
    )
    return Queue(jobs, 2, elapsed(2 * horizon(jobs, 2) + 60))


def drawn_term(random: Random) -> Term:
    """Installations from none to many; with an offset, a floor or a latest day, or without."""
    latest = random.randint(25, 40) if random.random() < 0.2 else None
    weight = random.choice([0, 1, 7, random.randint(1, 90_000)])
    return Term(weight, random.choice([0, 3]), random.choice([0, 0, 9]), latest)


def elapsed(count: int) -> tuple[int, ...]:
    """Calendar days of that many working days, from a Wednesday."""
    return tuple((day + 2) // 5 * 7 + (day + 2) % 5 - 2 for day in range(count))
