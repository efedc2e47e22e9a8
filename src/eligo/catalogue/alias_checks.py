"""Whether alias decisions can be followed: none contradicts another, the rules or the catalogue.

What belongs here: checks over a whole table. What does not: the cells of a file (``alias_file``). A decision that
only says again what a rule proves is no mistake: it changes nothing. Source: ``returns.md`` 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator
from itertools import combinations

from eligo.catalogue.aliases import MANUFACTURER, ORGANISATION, AliasDecision, AliasTable
from eligo.catalogue.model import Catalogue, Names
from eligo.catalogue.names import NO_KEY

Mistake = tuple[AliasDecision, str, str]
"""The decision, the column that is wrong, and what was found there and expected."""


def alias_mistakes(table: AliasTable, catalogue: Catalogue, organisations: Collection[str] = ()) -> list[Mistake]:
    """Every mistake of a table, in its order. Without ``organisations`` any name of one is accepted.

    One typed form with two meanings, chains, cycles, a canonical name that the catalogue does not have, a typed form
    that the catalogue or a rule reads as something else, or that is nothing but signs.
    """
    conflicts = {id(one): message for one, message in _conflicts(table)}
    return [
        mistake for one in table.decisions for mistake in _mistakes(one, table, catalogue, organisations, conflicts)
    ]


def _mistakes(
    one: AliasDecision,
    table: AliasTable,
    catalogue: Catalogue,
    organisations: Collection[str],
    conflicts: dict[int, str],
) -> Iterator[Mistake]:
    if id(one) in conflicts:
        yield one, "typed", conflicts[id(one)]
    if table.key(one.kind, one.typed) in NO_KEY:
        yield one, "typed", f"found '{one.typed}', which has no letter and no digit to know it by"
        return
    if one.typed == one.canonical:
        yield one, "canonical", f"found '{one.canonical}', the typed form itself; expected another name for it"
        return
    further = _leads_on(one, table)
    if further:
        yield one, "canonical", further
        return
    if one.kind == ORGANISATION:
        if organisations and one.canonical not in organisations:
            yield one, "canonical", f"found '{one.canonical}', which is no organisation of this round"
        return
    known = list(_known(one, catalogue))
    if not any(one.canonical in names.all for names in known):
        yield one, "canonical", _unknown(one, known)
        return
    for names in known:
        read = names.match(one.typed).name
        if read is not None and read != one.canonical and (one.canonical in names.all or one.kind == MANUFACTURER):
            how = "is a name of the catalogue itself" if read == one.typed else f"is read as '{read}' by rule"
            yield one, "typed", f"found '{one.typed}', which {how}; no alias can make it '{one.canonical}'"
            return


def _known(one: AliasDecision, catalogue: Catalogue) -> Iterator[Names]:
    """The sets of names that the decision is about, one for each maker or model within its scope."""
    for place, names in catalogue.sets(one.kind):
        if all(limit == given or "" in (limit, given) for limit, given in zip(one.scope, place, strict=True)):
            yield names


def _unknown(one: AliasDecision, known: list[Names]) -> str:
    limits = [f"for {one.device_type}" if one.device_type else "", *(f"of {name}" for name in one.scope[1:] if name)]
    of = "".join(f" {limit}" for limit in limits if limit)
    meant = sorted({match for names in known if (match := names.match(one.canonical).name)})
    expected = f"; expected its own spelling '{meant[0]}'" if len(meant) == 1 else ""
    return f"found '{one.canonical}', which is no {one.kind}{of} in the catalogue{expected}"


def _conflicts(table: AliasTable) -> Iterator[tuple[AliasDecision, str]]:
    """Each decision that gives a form another meaning than an earlier one does."""
    by_form: dict[tuple[str, Hashable], list[AliasDecision]] = defaultdict(list)
    for one in table.decisions:
        by_form[one.kind, table.key(one.kind, one.typed)].append(one)
    for earlier, later in (pair for same in by_form.values() for pair in combinations(same, 2)):
        if earlier.canonical != later.canonical and earlier.overlaps(later):
            where = earlier.place or "the scheme"
            yield later, f"found '{later.typed}' for '{later.canonical}', but {where} says '{earlier.canonical}'"


def _leads_on(one: AliasDecision, table: AliasTable) -> str:
    """What is wrong where the canonical name is an alias in its turn; empty where it is none."""
    path = [one]
    while True:
        last = path[-1]
        onward = [
            n for n in table.about(last.kind, last.canonical) if n.overlaps(last) and n.canonical != last.canonical
        ]
        if not onward:
            break
        if onward[0] in path:
            names = " -> ".join(step.canonical for step in (*path[path.index(onward[0]) :], onward[0]))
            return f"found '{one.canonical}', which leads round in a circle: {names}"
        path.append(onward[0])
    if len(path) == 1:
        return ""
    where = path[1].place or "the scheme"
    return f"found '{one.canonical}', itself an alias ({where}); expected '{path[-1].canonical}'"
