"""What an audit found, in sentences. Every number is a count of what the scheme counts.

What belongs here: words. What does not: finding any of it (``audit``), or what a published table states otherwise
(``workflows``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eligo.selection.audit import Audit, Verdict
from eligo.selection.requirements import counted
from eligo.selection.result import Conflict, Selection

_VERDICTS = {
    Verdict.OPTIMAL: "optimal",
    Verdict.TIED: "tied: no set has more, and the rule for ties takes another",
    Verdict.DOMINATED: "not optimal",
    Verdict.NOT_ALLOWED: "not allowed under the rule",
    Verdict.UNPROVED: "not known: nothing better was found, and nothing was proved",
}


def verdict_words(found: Audit, word: str = "installation") -> str:
    """What the published choice is, and whether the best set is the only one; ``word``: what one of it is called."""
    unique = ""
    if found.near is not None and found.verdict in (Verdict.OPTIMAL, Verdict.TIED):
        others = len(found.near.sets)
        also = f"{others:,} other set{'' if others == 1 else 's'} {'has' if others == 1 else 'have'} as many {word}s"
        unique = " and unique" if found.unique else f"; {also}{'' if found.near.complete else ', or more'}"
    return f"{_VERDICTS[found.verdict]}{unique}"


def audit_words(found: Audit, names: Mapping[str, str], word: str = "installation") -> Iterator[str]:
    """What the choice breaks or leaves out, and which set has more, a sentence each; ``names`` are those of the choice,
    by id. Where no set meets the rule, the last one is followed by ``found.best.requirements``.
    """
    for breach in found.breaches:
        yield f"It breaks the rule: {breach}."
    if found.uncovered:
        yield f"None of them carries {', '.join(found.uncovered)}."
    elif isinstance(found.best, Selection) and not found.best.required_variants:
        yield "No hardware variant has to be covered."
    elif isinstance(found.best, Selection):
        yield f"Coverage holds: all {len(found.best.required_variants):,} required hardware variants are carried."
    if isinstance(found.best, Conflict):
        yield "No set meets this rule; these of its requirements cannot hold together:"
    elif found.enters:
        short = found.shortfall or 0
        more = counted(abs(short), f"more {word}" if short >= 0 else f"fewer {word}")
        instead = f" instead of {', '.join(names[one] for one in found.leaves)}" if found.leaves else " as well"
        yield f"The best set has {more}: {', '.join(found.enters)}{instead}."
