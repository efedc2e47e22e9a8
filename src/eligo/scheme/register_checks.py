"""Whether the registers that a scheme describes fit together: what each state follows, shows and rests on.

Invariant: as in ``checks``: a check adds mistakes and changes nothing, and judges nothing that was not read.
"""

from __future__ import annotations

from collections.abc import Iterable

from eligo.scheme.checks import check_different, check_known
from eligo.scheme.lines import Path
from eligo.scheme.model import Scheme
from eligo.scheme.process_checks import way
from eligo.scheme.read import UNREAD, Mistakes
from eligo.scheme.register import NEEDS, NEW, STAGES, RegisterRules, RegisterState

PROOFS: tuple[str, ...] = ("documents", "base")
"""One of these has to be stated for what is eligible: the evidence, or whose test stands for it."""

_STATE: Path = ("register", "state")


def check_register_names(scheme: Scheme, mistakes: Mistakes) -> None:
    """Ids of one kind are different, and everything that is named is there."""
    rules = scheme.register
    if rules is None:
        return
    states, bases = [one.id for one in rules.states], [one.id for one in rules.bases]
    lists, exclusions = [one.id for one in rules.lists], [one.id for one in rules.exclusions]
    for kind, ids in (("list", lists), ("state", states), ("basis", bases), ("exclusion", exclusions)):
        check_different(mistakes, [(one, ("register", kind, place, "id")) for place, one in enumerate(ids)], "id")
    for place, state in enumerate(rules.states):
        path: Path = (*_STATE, place)
        if state.id == NEW:
            mistakes.add((*path, "id"), f"found {NEW!r}, which stands for no state; expected another id")
        if state.list:
            check_known(mistakes, (*path, "list"), state.list, lists, "list")
        _check_each(mistakes, (*path, "after"), state.after, (NEW, *states), "state")
        _check_each(mistakes, (*path, "firmware"), state.firmware, STAGES, "stage of firmware")
        _check_each(mistakes, (*path, "basis"), state.bases, bases, "basis")
    for place, basis in enumerate(rules.bases):
        _check_each(mistakes, ("register", "basis", place, "needs"), basis.needs, NEEDS, "thing to state")
        if "category" in basis.needs and not rules.exclusions:
            mistakes.add(
                ("register", "basis", place, "needs"),
                "found 'category' in a scheme without [[register.exclusion]], expected at least one",
            )


def _check_each(mistakes: Mistakes, path: Path, found: Iterable[str], known: Iterable[str], what: str) -> None:
    names = tuple(known)
    for place, one in enumerate(found):
        check_known(mistakes, (*path, place), one, names, what)


def check_ways(scheme: Scheme, mistakes: Mistakes) -> None:
    """Every state can be reached from what is new."""
    rules = scheme.register
    if rules is None or mistakes.touches(_STATE):
        return
    follow: dict[str, list[str]] = {}
    for state in rules.states:
        for earlier in state.after:
            follow.setdefault(earlier, []).append(state.id)
    for place, state in enumerate(rules.states):
        if not way(follow, NEW, state.id):
            message = f"found no way from {NEW!r} to {state.id!r}, expected one"
            mistakes.add((*_STATE, place, "after"), message)


def check_eligible(scheme: Scheme, mistakes: Mistakes) -> None:
    """One list says what is eligible, and nothing is on it but on final firmware and by evidence or a decision."""
    rules = scheme.register
    if rules is None or mistakes.touches(("register", "list")):
        return
    eligible = [one.id for one in rules.lists if one.first_added]
    if len(eligible) != 1:
        message = f"found {len(eligible)} with first_added = true, expected exactly one: the list of what is eligible"
        mistakes.add(("register", "list"), message)
        return
    for place, state in enumerate(rules.states):
        if not mistakes.touches((*_STATE, place)):
            _check_state(rules, mistakes, (*_STATE, place), state, eligible[0])


def _check_state(rules: RegisterRules, mistakes: Mistakes, path: Path, state: RegisterState, eligible: str) -> None:
    counts = state.counts_as == "eligible"
    if counts is not (state.list == eligible):
        expected = f"expected it with list = {eligible!r}, and there alone"
        mistakes.add((*path, "counts_as"), f"found {state.counts_as!r} with list = {state.list!r}; {expected}")
    if not counts:
        return
    if state.firmware != ("final",):
        mistakes.add((*path, "firmware"), "expected ['final'] alone: what is eligible is so on its final firmware")
    for number, name in enumerate(state.bases):
        basis = rules.basis(name)
        if basis and UNREAD not in basis.needs and not set(PROOFS) & set(basis.needs):
            message = (
                f"found {name!r}, which needs neither {' nor '.join(map(repr, PROOFS))}; expected a basis that does"
            )
            mistakes.add((*path, "basis", number), message)


REGISTER_CHECKS = (check_register_names, check_ways, check_eligible)
"""The checks of the registers, in the order in which they run."""
