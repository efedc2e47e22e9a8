"""Random histories of a workspace: steps that are drawn once and carried out on any store, with the answer to each.

A step says what is to be done in words that hold in any state ("amend round RFI-1 as it stands", "end the second job
that was ever claimed"), so that most of them can be done, and some are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st

from eligo.errors import EligoError
from eligo.ports import Step as JobStep
from eligo.records import Asked, Because, Decision, Job, JobState, Standing
from registers.drawn_log import LIFE, entry, told, version
from store.drawn import file, given_up, round_, run, submission
from store.stores import Opened, everything

REFERENCES = ("RFI-1", "rfi-1", "é", "e\u0301")
SUBJECTS = ("C-1", "c-1", "C%", "ß")
KINDS = ("pin", "ban")
LARGEST_NUMBER = 4
"""The largest number that a step names."""


@dataclass
class Trial:
    """A store that a history happens to. ``held`` are all jobs as they were ever claimed."""

    opened: Opened
    held: list[Job] = field(default_factory=list)


Act = Callable[[Trial], Any]


@dataclass(frozen=True)
class Step:
    """One thing that is done; ``words`` tell it to whoever reads a failure."""

    words: str
    act: Act

    def __repr__(self) -> str:
        return self.words


def outcome(step: Step, trial: Trial) -> tuple[str, Any]:
    """What a step gave, or what it was refused with."""
    try:
        return "gave", step.act(trial)
    except EligoError as refusal:
        return "refused", type(refusal)


def _amend_round(trial: Trial, reference: str, closed: bool, lag: int, because: Because) -> Any:
    rounds = trial.opened.store.rounds
    present = rounds.get(reference)
    asked = (*present.asked[-2:], Asked("supplier", str(present.event)))
    return rounds.amend(replace(present, closed=closed, asked=asked, event=present.event - lag), because)


def _amend_submission(trial: Trial, number: int, standing: Standing, lag: int, because: Because) -> Any:
    submissions = trial.opened.store.submissions
    present = submissions.get(number)
    by = number + 1 if standing is Standing.REPLACED else None
    return submissions.amend(replace(present, standing=standing, replaced_by=by, event=present.event - lag), because)


Choice = tuple[str, str, dict[str, int] | None, int]


def _decide(trial: Trial, choices: Sequence[Choice], because: Because) -> Any:
    store = trial.opened.store
    following: dict[tuple[str, str], int] = {}
    decisions = []
    for number, (kind, subject, value, lag) in enumerate(choices, start=store.audit.head().number + 1):
        standing = store.decisions.standing(kind, subject)
        follows = following.get((kind, subject), standing.event if standing else 0)
        following[kind, subject] = number
        owned = file(subject[0].lower()) if value else None
        decisions.append(Decision(kind, subject, value, owned, follows=follows - lag))
    return store.decisions.record(decisions, because)


def _claim(trial: Trial, worker: str, seconds: int, number: int | None, because: Because) -> Any:
    claimed = trial.opened.queue.claim(worker, timedelta(seconds=seconds), because, number)
    trial.held += [claimed] if claimed else []
    return claimed


def _keep(trial: Trial, place: int, seconds: int, step: JobStep | None) -> Any:
    if trial.held:
        return trial.opened.queue.keep(trial.held[place % len(trial.held)], timedelta(seconds=seconds), step)
    return None


def _finish(trial: Trial, place: int, state: JobState, because: Because) -> Any:
    if trial.held:
        return trial.opened.queue.finish(
            trial.held[place % len(trial.held)], state, because, result={"state": state.value}, problem="some"
        )
    return None


LOG = told(*LIFE, *(entry(number) for number in range(2, 80)))
"""What is entered, a few lines at a time."""


def _enter(trial: Trial, many: int, lag: int, because: Because) -> Any:
    registers = trial.opened.store.registers
    first = registers.head().size - lag
    return registers.enter(LOG[first : first + many], because)


def _publish(trial: Trial, name: str, lag: int, because: Because) -> Any:
    registers = trial.opened.store.registers
    earlier = registers.versions()
    known = earlier[: len(earlier) - lag]
    number = f"1.{len([one for one in known if one.version.list == name])}"
    return registers.publish(version(tuple(registers.lines()), number, known, list=name), because)


def _block(trial: Trial, steps: Sequence[Step], fails: bool) -> Any:
    with given_up(trial.opened) if fails else trial.opened.store.transaction():
        return [outcome(step, trial) for step in steps]


def _step(words: str, act: Callable[..., Any], **drawn: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    def made(values: dict[str, Any]) -> Step:
        told = ", ".join(f"{name}={value!r}" for name, value in values.items())
        return Step(f"{words}({told})", partial(act, **values))

    return st.fixed_dictionaries(drawn).map(made)


def _of_store(name: str, method: str, make: Callable[..., Any]) -> Callable[..., Any]:
    def act(trial: Trial, because: Because, **values: Any) -> Any:
        return getattr(getattr(trial.opened.store, name), method)(make(**values), because)

    return act


_becauses = st.builds(
    Because, st.sampled_from(["analyst", "reviewer"]), st.sampled_from([*["because", "it is so"] * 4, " "])
)
_references = st.sampled_from([REFERENCES[0], REFERENCES[0], *REFERENCES])
_numbers = st.integers(1, LARGEST_NUMBER)
_lags = st.sampled_from([0, 0, 0, 0, 1])
_workers = st.sampled_from(["worker-1", "worker-2"])
_seconds = st.sampled_from([0, 10, 60])
_values = st.sampled_from([{"rank": 1}, {"rank": 2}, {}, None])
_places = st.integers(0, 5)
_job_steps = st.builds(
    JobStep,
    st.sampled_from(["solving", "proving"]),
    st.integers(0, 3),
    st.integers(0, 3),
    st.sampled_from([None, {}, {"at": 1}, {"at": [2, None]}]),
    st.lists(st.builds(file, st.sampled_from("abc")), max_size=2),
)

single_steps = st.one_of(
    _step("open", _of_store("rounds", "open", round_), reference=_references, because=_becauses),
    _step("amend_round", _amend_round, reference=_references, closed=st.booleans(), lag=_lags, because=_becauses),
    _step("receive", _of_store("submissions", "receive", submission), round=_references, because=_becauses),
    _step(
        "amend_submission",
        _amend_submission,
        number=_numbers,
        standing=st.sampled_from(Standing),
        lag=_lags,
        because=_becauses,
    ),
    _step(
        "decide",
        _decide,
        choices=st.lists(
            st.tuples(st.sampled_from(KINDS), st.sampled_from(SUBJECTS), _values, _lags), min_size=1, max_size=3
        ),
        because=_becauses,
    ),
    _step("record_run", _of_store("runs", "record", run), round=_references, because=_becauses),
    _step(
        "note",
        lambda trial, action, because: trial.opened.store.audit.note(action, {"record": "workspace"}, because),
        action=st.sampled_from(["workspace.checked", "clock.accepted"]),
        because=_becauses,
    ),
    _step("enter", _enter, many=st.integers(1, 3), lag=_lags, because=_becauses),
    _step("publish", _publish, name=st.sampled_from(["ppcl", "epcl"]), lag=_lags, because=_becauses),
    _step("submit", lambda trial, because: trial.opened.queue.submit("run", {}, because), because=_becauses),
    _step(
        "claim",
        _claim,
        worker=_workers,
        seconds=_seconds,
        number=st.none() | _numbers,
        because=_becauses,
    ),
    _step("keep", _keep, place=_places, seconds=_seconds, step=st.none() | _job_steps),
    _step("finish", _finish, place=_places, state=st.sampled_from([*JobState][2:]), because=_becauses),
    _step(
        "cancel",
        lambda trial, number, because: trial.opened.queue.cancel(number, because),
        number=_numbers,
        because=_becauses,
    ),
)


def _blocks(inner: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
    return _step("block", _block, steps=st.lists(inner, max_size=4), fails=st.booleans())


steps = st.one_of(*[single_steps] * 5, _blocks(single_steps), _blocks(single_steps | _blocks(single_steps)))
"""A change by itself mostly; or a transaction, in which there may be another."""

moves = st.sampled_from([0, 0, 0, 0.000001, 1, 30, 61, 61, -1, -1, -3])
"""By how many seconds the clock moves before a step."""

histories = st.lists(st.tuples(moves, steps), min_size=15, max_size=30)
"""Steps, each with the seconds by which the clock moves before it."""


def answers(trial: Trial) -> dict[str, Any]:
    """Every answer that a store gives, by the question."""
    store = trial.opened.store
    found: dict[str, Any] = {f"of_round {name}": store.submissions.of_round(name) for name in REFERENCES}
    for kind in KINDS:
        found[f"all_standing {kind}"] = tuple(store.decisions.all_standing(kind))
        for subject in SUBJECTS:
            found[f"history {kind} {subject}"] = store.decisions.history(kind, subject)
            found[f"of_subject {kind} {subject}"] = store.audit.of_subject(f"decision/{kind}/{subject}")
    return {
        **found,
        "everything": everything(trial.opened),
        "references": trial.opened.archive.references(),
        "rounds": store.rounds.all(),
        "all_standing": tuple(store.decisions.all_standing()),
        "runs": store.runs.all(),
        "register": store.registers.head(),
        "lines": tuple(store.registers.lines()),
        "versions": store.registers.versions(),
        "jobs": trial.opened.queue.all(),
        "head": store.audit.head(),
        "events": tuple(store.audit.events(3, 5)),
    }
