"""In which publications an entry has appeared.

What belongs here: which version first covered an entry, and which showed it. What does not: versions themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eligo.registers.entries import LogLine, RegisterEntry, RulesEntry
from eligo.registers.versions import RegisterVersion
from eligo.scheme import RegisterRules


@dataclass(frozen=True, slots=True)
class Appearance:
    """``covered``: the first publication whose log has the entry; ``shown``: every version that had it on its list."""

    covered: RegisterVersion | None
    shown: tuple[RegisterVersion, ...]


def appearances(
    log: Sequence[LogLine], versions: Iterable[RegisterVersion], entries: Iterable[RegisterEntry]
) -> Mapping[int, Appearance]:
    """By number of line, where each of some entries has appeared; ``entries`` are all those of their items, in order.

    A version shows the last entry of an item that is in effect by its day, if the state is one of its list.
    """
    published, own = tuple(versions), tuple(entries)
    rules = [line for line in log if isinstance(line, RulesEntry)]
    shown: dict[int, list[RegisterVersion]] = {one.number: [] for one in own}
    for version in published:
        in_force = [line.rules for line in rules if line.number <= version.size]
        last = {one.item: one for one in own if one.number <= version.size and one.effective_on <= version.effective_on}
        for one in last.values():
            if in_force and _is_on(one, version.list, in_force[-1]):
                shown[one.number].append(version)
    return {
        number: Appearance(next((one for one in published if one.size >= number), None), tuple(found))
        for number, found in shown.items()
    }


def _is_on(entry: RegisterEntry, list_id: str, rules: RegisterRules) -> bool:
    state = rules.state(entry.state)
    return state is not None and state.list == list_id
