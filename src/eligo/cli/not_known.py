"""What an answer of a register leaves out or cannot know, each said in a sentence below it.

What belongs here: those sentences. What does not: the answers (``registering``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eligo.cli import arguments
from eligo.cli.console import say

if TYPE_CHECKING:
    from eligo.workflows import register as use


def say_not_known(
    asked: use.OpenRegister | use.Standing, published: use.OpenRegister | None, on: str | None, known_on: str | None
) -> None:
    """All of it, of what was asked of some days; ``published``: the register's file, if it is one."""
    if known_on is not None and asked.begun_on > arguments.day("--known-on", known_on):
        say(f"Nothing was known by the end of {known_on}: the register had not begun.")
    say_later(asked.unpublished)
    say_ahead(published, on, known_on)


def say_later(unpublished: int) -> None:
    """What is left out, as it is not published yet."""
    if unpublished:
        entries = "1 entry that is" if unpublished == 1 else f"{unpublished:,} entries that are"
        say(f"Without {entries} of no version yet: --unpublished counts them.")


def say_ahead(published: use.OpenRegister | None, on: str | None, known_on: str | None) -> None:
    """Of a day that is asked for and of which the register cannot know yet: that a file was published before it, or,
    where it is no file, that it is still to come.
    """
    known = effective = arguments.today()
    what = ("today", "today")
    if published and published.versions:
        known = published.versions[-1].published_at.date()
        effective = max(known, *(one.effective_on for one in published.versions))
        what = ("the last day that this register was published for", "when this register was published last")
    if on is not None and arguments.day("--on", on) > effective:
        say(f"--on {on} is later than {effective}, {what[0]}: what takes effect by then may still be entered.")
    if known_on is not None and arguments.day("--known-on", known_on) > known:
        say(f"--known-on {known_on} is later than {known}, {what[1]}: it is answered as it is known so far.")
