"""What a worker says that it is about to change, and has changed, so that it can be held to that when it is dead.

What belongs here: lines written at once, one after the other, and read back as what one worker did. What does not: any
judgement.

Invariant: a line is written before its change begins or after it is done, in one write to the system, which keeps it
whatever becomes of the worker. A line that was cut short counts as not written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a job is: after ``done`` steps, by the worker that was given it as the ``attempt``-th."""

    job: int
    attempt: int
    done: int


@dataclass(slots=True)
class Announced:
    """One change that a worker announced. ``token`` is the reason in each of its events, and in no other event.

    ``actions`` are those of its events in their order; ``reached`` is what it makes of a job without any event.
    ``events`` are their numbers, once the change was acknowledged; ``refused`` is the situation that it ended in.
    """

    token: str
    actions: tuple[str, ...]
    reached: Reached | None = None
    events: tuple[int, ...] | None = None
    refused: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has said how it ended."""
        return self.events is None and not self.refused


@dataclass(slots=True)
class Account:
    """What one worker left: its changes in their order, and where it took jobs up.

    ``gave_up`` is what it was told when its database was gone; ``fault`` is what ended it that should not have.
    """

    worker: str
    changes: list[Announced] = field(default_factory=list)
    taken_up: list[Reached] = field(default_factory=list)
    gave_up: str = ""
    fault: str = ""

    @property
    def open_change(self) -> Announced | None:
        """The change that it was in the middle of."""
        return self.changes[-1] if self.changes and self.changes[-1].is_open else None


class Journal:
    """The worker's side."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def begin(self, token: str, actions: Sequence[str], reached: Reached | None = None) -> None:
        """Announce a change; once more in its transaction, where it turns out to be another: the last word counts."""
        self._say("begin", token, list(actions), _numbers(reached) if reached else None)

    def end(self, token: str, events: Sequence[int]) -> None:
        """Acknowledge it: it was done."""
        self._say("end", token, list(events))

    def refuse(self, token: str, situation: str) -> None:
        """Acknowledge that it was refused."""
        self._say("refuse", token, situation)

    def take_up(self, reached: Reached) -> None:
        """Say how far a job was when it was taken up."""
        self._say("take up", *_numbers(reached))

    def give_up(self, message: str) -> None:
        """Say that the database is gone."""
        self._say("give up", message)

    def _say(self, *words: object) -> None:
        os.write(self._descriptor, json.dumps(words).encode() + b"\n")


def _numbers(reached: Reached) -> tuple[int, int, int]:
    return reached.job, reached.attempt, reached.done


def account_of(path: Path) -> Account:
    """What a worker left in its journal."""
    account = Account(path.stem)
    text = path.read_text("utf-8") if path.exists() else ""
    for line in text.split("\n")[:-1]:
        match json.loads(line):
            case ["begin", token, actions, reached]:
                stated = Reached(*reached) if reached else None
                if account.open_change and account.open_change.token == token:
                    account.changes.pop()
                account.changes.append(Announced(token, tuple(actions), stated))
            case ["end", token, events]:
                _last(account, token).events = tuple(events)
            case ["refuse", token, situation]:
                _last(account, token).refused = situation
            case ["take up", job, attempt, done]:
                account.taken_up.append(Reached(job, attempt, done))
            case ["give up", message]:
                account.gave_up = message
    return account


def _last(account: Account, token: str) -> Announced:
    if account.changes[-1].token != token:
        raise ValueError(f"{token} ended, but {account.changes[-1].token} was going on")
    return account.changes[-1]
