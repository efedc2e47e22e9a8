"""How a selection stands against the missing figures, in sentences. Every number is a count or a share.

What belongs here: words. What does not: finding any of it (``robustness``).
"""

from __future__ import annotations

from collections.abc import Iterator

from eligo.selection.requirements import counted
from eligo.selection.robustness import Robustness, Standing
from eligo.selection.shares import share_interval


def robustness_words(told: Robustness, word: str = "installation") -> list[str]:
    """How the selection stands against what is missing, a sentence each; what is not seen at all is not among them.

    ``word``: what one of what is counted is called.
    """
    first = [_standing(told, word), *told.reasons, *_change(told, word)]
    return [*first, *_shares(told), *_rows(told), *_unbounded(told, word)]


def _standing(told: Robustness, word: str) -> str:
    if not told.doubts.sources:
        return "No figure is in doubt."
    if told.standing is Standing.NOT_KNOWN:
        return "Whether the selection is the same for every completion of the missing figures is not known."
    if told.standing is Standing.MAY_CHANGE:
        return "The missing figures could change the selection."
    behind = ""
    if told.worst and told.worst.lead < 0:
        least = "" if told.worst.proved and told.worst.exact else "about "
        behind = f": every other set stays behind by {least}{counted(-told.worst.lead, word)} or more"
    return f"The selection is the same for every completion of the missing figures{behind}."


def _change(told: Robustness, word: str) -> Iterator[str]:
    one = told.smallest
    if one is None:
        return
    fewest = "fewer would not do" if one.at_least == one.installations else f"no fewer than {one.at_least:,} would"
    which = "put another set ahead" if one.selected or one.unreported else "leave a selected combination with none"
    suffice = "suffices" if one.installations == 1 else "suffice"
    yield f"{counted(one.installations, word)} {suffice} to {which}; {fewest}."
    alone = [asked.organisation for asked in told.ask if asked.alone]
    if alone:
        yield f"The answer of {' or of '.join(alone)} alone could do it."


def _shares(told: Robustness) -> Iterator[str]:
    if told.share.least != told.share.most:
        share = share_interval(told.share)
        yield f"With what is missing counted, the selected stand for {share} of the deployed estate."


def _rows(told: Robustness) -> Iterator[str]:
    if told.unassured:
        one = len(told.unassured) == 1
        rows = "1 quarantined row" if one else f"{len(told.unassured):,} quarantined rows"
        yield f"Coverage is not assured: {rows} may be of hardware that nobody has reported."


def _unbounded(told: Robustness, word: str) -> Iterator[str]:
    unbounded = len(told.doubts.unbounded)
    if unbounded:
        yield f"{unbounded:,} quarantined row{'s' if unbounded > 1 else ''} may have any number of {word}s."
