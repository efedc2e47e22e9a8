"""Random changes to a workspace, one after the other, of every kind there is, each announced and acknowledged.

What belongs here: what a worker does until it is killed. What does not: long work (``work``), and any judgement.

Invariants: the same seed and the same workspace give the same changes; every change has a reason of its own, so that
its events can be told from all others; whatever is put among the files is referred to in the same ``holding`` block.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from eligo.errors import VersionConflict
from eligo.records import (
    ENTERED,
    PUBLISHED,
    Asked,
    Because,
    Decision,
    FileRef,
    Round,
    Run,
    RunFile,
    Standing,
    Submission,
)
from store.crash.journal import Journal
from store.crash.place import Opened
from store.crash.register import following, version_of
from store.crash.work import Work

SUBJECTS = 40
"""About so many subjects decisions follow decisions; all other decisions are the first about theirs."""

Numbers = Sequence[int]


@dataclass(frozen=True, slots=True)
class Planned:
    """A change that is about to be made: the actions of its events, and what makes it and returns their numbers."""

    actions: tuple[str, ...]
    make: Callable[[Because], Numbers]


class Load:
    """Everything that one worker does."""

    def __init__(self, place: Opened, journal: Journal, chance: Random, worker: str) -> None:
        self._place, self._journal, self._chance, self._worker = place, journal, chance, worker
        self._announced = 0
        self._rounds = [one.reference for one in place.db.store.rounds.all() if not one.closed]
        self._submissions = [
            one.number for name in self._rounds[-3:] for one in place.db.store.submissions.of_round(name)
        ]
        self.work = Work(place, journal, chance, self._token)

    def one(self) -> None:
        """Make one change, or a few in one transaction."""
        kinds: Sequence[tuple[int, Callable[[], None]]] = (
            (50, lambda: self._carry_out([self._any()])),
            (20, lambda: self._carry_out([self._any() for _ in range(self._chance.randint(2, 6))])),
            (29, self.work.one),
            (1, self._collect),
        )
        self._chance.choices([kind for _, kind in kinds], [weight for weight, _ in kinds])[0]()

    def _token(self) -> Because:
        self._announced += 1
        return Because(self._worker, f"{self._worker}/{self._announced}")

    def _any(self) -> Planned:
        kinds = (self._open, self._amend, self._receive, self._withdraw, self._decide, self._run, self._note)
        of_registers = (self._enter, self._publish)
        return self._chance.choices((*kinds, *of_registers), (2, 2, 4, 2, 5, 2, 1, 4, 3))[0]()

    def _carry_out(self, planned: Sequence[Planned]) -> None:
        because = self._token()
        self._journal.begin(because.why, [action for one in planned for action in one.actions])
        store = self._place.db.store
        try:
            with self._place.files.holding(), store.transaction() if len(planned) > 1 else nullcontext():
                numbers = [number for one in planned for number in one.make(because)]
        except VersionConflict as conflict:
            self._journal.refuse(because.why, type(conflict).__name__)
        else:
            self._journal.end(because.why, numbers)

    def _collect(self) -> None:
        because = self._token()
        self._journal.begin(because.why, [])
        self._place.files.collect(self._place.db.archive)
        self._journal.end(because.why, [])

    # --- the kinds of change ---

    def _open(self) -> Planned:
        reference = f"RFI-{self._worker}-{self._announced}-{self._chance.randrange(10**6)}"

        def make(because: Because) -> Numbers:
            asked = tuple(Asked("supplier", f"Supplier {place}") for place in range(self._chance.randint(0, 4)))
            opened = self._place.db.store.rounds.open(Round(reference, "foc", asked=asked), because)
            self._rounds.append(reference)
            return [opened.event]

        return Planned(("round.opened",), make)

    def _amend(self) -> Planned:
        if not self._rounds:
            return self._open()
        reference = self._chance.choice(self._rounds)

        def make(because: Because) -> Numbers:
            present = self._place.db.store.rounds.get(reference)
            due = date(2019, 9, 1) + timedelta(days=self._chance.randrange(300))
            asked = (*present.asked[-3:], Asked("operator", f"Operator {due}"))
            return [self._place.db.store.rounds.amend(replace(present, due_on=due, asked=asked), because).event]

        return Planned(("round.amended",), make)

    def _receive(self) -> Planned:
        if not self._rounds:
            return self._open()
        reference = self._chance.choice(self._rounds[-5:])

        def make(because: Because) -> Numbers:
            received = Submission(reference, "return", "supplier", "Supplier 1", "return.csv", self._file())
            kept = self._place.db.store.submissions.receive(received, because)
            self._submissions.append(kept.number)
            return [kept.event]

        return Planned(("submission.received",), make)

    def _withdraw(self) -> Planned:
        if not self._submissions:
            return self._receive()
        number = self._chance.choice(self._submissions)

        def make(because: Because) -> Numbers:
            present = self._place.db.store.submissions.get(number)
            other = Standing.WITHDRAWN if present.standing is Standing.STANDING else Standing.STANDING
            return [self._place.db.store.submissions.amend(replace(present, standing=other), because).event]

        return Planned(("submission.amended",), make)

    def _decide(self) -> Planned:
        many = self._chance.randint(1, 50 if self._chance.random() < 0.2 else 5)
        known = self._chance.sample(range(SUBJECTS), self._chance.randint(0, min(3, many)))
        taken_back = {subject for subject in known if self._chance.random() < 0.3}
        actions = ["decision.withdrawn" if subject in taken_back else "decision.recorded" for subject in known]
        actions += ["decision.recorded"] * (many - len(known))

        def make(because: Because) -> Numbers:
            decisions = []
            for subject in known:
                present = self._place.db.store.decisions.standing("pin", f"C-{subject}")
                value = None if subject in taken_back else {"reason": because.why}
                decisions.append(Decision("pin", f"C-{subject}", value, follows=present.event if present else 0))
            for place in range(many - len(known)):
                file = self._file() if place == 0 else None
                unheard = f"{because.why}/{place}/{self._chance.randrange(10**6)}"
                decisions.append(Decision("alias", unheard, {"name": "Aster"}, file))
            return [one.event for one in self._place.db.store.decisions.record(decisions, because)]

        return Planned(tuple(actions), make)

    def _run(self) -> Planned:
        if not self._rounds:
            return self._open()
        reference = self._chance.choice(self._rounds)

        def make(because: Because) -> Numbers:
            store = self._place.db.store
            outputs = tuple(RunFile("output", f"{n}.csv", self._file()) for n in range(self._chance.randint(2, 5)))
            inputs = tuple(RunFile("return", one.file_name, one.file) for one in store.submissions.of_round(reference))
            now, through = self._place.clock.now(), store.audit.head().number
            run = Run(reference, "optimal", {"name": "foc"}, {}, inputs[:4], outputs, through, now, now)
            return [store.runs.record(run, because).event]

        return Planned(("run.recorded",), make)

    def _note(self) -> Planned:
        stated = {"record": "workspace", "noted": self._chance.randrange(10**6)}
        return Planned(
            ("workspace.noted",),
            lambda because: [self._place.db.store.audit.note("workspace.noted", stated, because).number],
        )

    def _enter(self) -> Planned:
        many = self._chance.randint(1, 40 if self._chance.random() < 0.2 else 4)

        def make(because: Because) -> Numbers:
            registers = self._place.db.store.registers
            return [registers.enter(following(registers.head(), many, self._place.clock.now()), because).event]

        return Planned((ENTERED,), make)

    def _publish(self) -> Planned:
        if not self._place.db.store.registers.head().size:
            # There is no key yet, and nothing to publish.
            return self._enter()

        def make(because: Because) -> Numbers:
            registers = self._place.db.store.registers
            return [registers.publish(version_of(registers.head()), because).event]

        return Planned((PUBLISHED,), make)

    def _file(self) -> FileRef:
        if self._chance.random() < 0.2:
            # Content that others have put, too.
            return self._place.files.put(f"the same {self._chance.randrange(20)}".encode())
        return self._place.files.put(self._chance.randbytes(self._chance.choice((0, 100, 10_000, 200_000))))
