"""The register that a workspace keeps, as far as a question needs it.

What belongs here: reading it. What does not: writing it (``beginning``, ``publishing``), and questions that are asked
of published files alike (``workflows.register``).

Invariant: nothing is read of it that a question does not need: what is in force are two lines, what stands on a list is
the last entry of each item, what is asked about one product are its own lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from eligo.errors import NotFound
from eligo.ports import KEY, RULES, Lines, RegisterLog, Workspace
from eligo.registers import (
    ItemStatus,
    LogLine,
    Published,
    RegisterEntry,
    Registers,
    RegisterVersion,
    RulesEntry,
    SignedVersion,
    generations,
    replay,
)
from eligo.workflows.register import OpenRegister, Standing

NAME = "the workspace's register"
_OPEN = "Begin one: eligo register open --key FILE --why ..."


def open_kept_register(workspace: Workspace, *, unpublished: bool = False, about: str = "") -> OpenRegister:
    """The register for the questions that are asked of published ones: as it was published, or with what is not yet.

    With ``about`` it has the lines alone that bear on what is called so, a product, an item or a label. What is not
    asked as it is not published stands beside. Raises ``NotFound`` where there is none, or nothing of it has been
    published.
    """
    log = workspace.store.registers
    versions, every = log.versions(), needed_head_size(workspace)
    size = every if unpublished else published_size(versions)
    lines = lines_about(log, products_called(log, about, every), every) if about else tuple(log.lines())
    place = bisect_right(lines, size, key=lambda line: line.number)
    return OpenRegister(NAME, lines[:place], versions, lines[place:])


def kept_standing(
    workspace: Workspace, on: date, known_on: date | None = None, *, unpublished: bool = False
) -> Standing:
    """What the register says as of a day, as it was published, or with what is not yet.

    Of its lines those are read that are about the products asked for; that needs the workspace open.

    Raises ``NotFound`` as ``open_kept_register``.
    """
    log, every = workspace.store.registers, needed_head_size(workspace)
    size = every if unpublished else published_size(log.versions())
    known = None if known_on is None else datetime.combine(known_on, time.max, UTC)
    asked = Lines(through=size, recorded_through=known)
    rules = replay(log.lines(replace(asked, items=(RULES,), last=True))).rules

    def of_products(products: Collection[str]) -> KeptStatuses:
        found = log.statuses(replace(asked, products=products, effective_through=on))
        return KeptStatuses(rules, found)

    later = sum(1 for _ in entries_of(log, Lines(after=size)))
    begun = next(log.lines(Lines(through=1))).recorded_at.date()
    return Standing(of_products, lambda: open_kept_register(workspace, unpublished=unpublished), begun, later)


@dataclass(frozen=True, slots=True)
class KeptStatuses:
    """What the register says as of a day about some products: ``items`` are theirs, by their names."""

    rules: RulesEntry | None
    items: Mapping[str, ItemStatus]

    def statuses_of(self, product_id: str) -> Sequence[ItemStatus]:
        """The items of a product, in the order of their generations."""
        return tuple(generations(self.items, product_id))


def products_called(log: RegisterLog, name: str, size: int) -> frozenset[str]:
    """The products that a product id, an item or a label means in the first lines; none where nothing is called so.

    Labels are looked for in every line where it is neither of the others; where there is more than ASCII in it, here,
    since databases differ in what they take for capital letters.
    """
    called = name.strip()
    for asked in (Lines(through=size, items=(called.upper(),)), Lines(through=size, products=(called.upper(),))):
        if found := frozenset(one.product.product_id for one in entries_of(log, asked)):
            return found
    every = entries_of(log, Lines(through=size, labels=[called] if called.isascii() else None))
    return frozenset(one.product.product_id for one in every if one.label.casefold() == called.casefold())


def lines_about(log: RegisterLog, products: Collection[str], size: int) -> tuple[LogLine, ...]:
    """Of the first lines those that say anything of some products: theirs, those that rest on them, rules and keys.

    Every question about these products alone has the answer that the whole log would give: of an item nothing but its
    own entries says anything.
    """
    asked = (Lines(items=(RULES, KEY)), Lines(products=products), Lines(resting_on=products))
    found = {line.number: line for one in asked for line in log.lines(replace(one, through=size))}
    return tuple(found[number] for number in sorted(found))


def entries_of(log: RegisterLog, asked: Lines) -> Iterator[RegisterEntry]:
    """The entries among some lines."""
    return (line for line in log.lines(asked) if isinstance(line, RegisterEntry))


def published_size(versions: tuple[SignedVersion, ...]) -> int:
    """How many lines the publications cover. Raises ``NotFound`` where there are none."""
    if not versions:
        raise NotFound(
            "Nothing of the workspace's register has been published",
            hint="Ask what has been entered with --unpublished, or propose a version with 'eligo register propose'.",
        )
    return versions[-1].version.size


def needed_head_size(workspace: Workspace) -> int:
    """How many lines the register has. Raises ``NotFound`` where the workspace has none."""
    size = workspace.store.registers.head().size
    if not size:
        raise NotFound("The workspace has no register yet", hint=_OPEN)
    return size


def in_force(workspace: Workspace) -> Registers:
    """The rules and the key in force, how many lines there are and of when the last is; no items.

    Raises ``NotFound`` where the workspace has no register.
    """
    size = needed_head_size(workspace)
    found = replay(workspace.store.registers.lines(Lines(items=(RULES, KEY), last=True)))
    return replace(found, number=size, recorded_at=workspace.store.registers.head().recorded_at)


def latest_items(workspace: Workspace) -> Registers:
    """Every item by its last entry alone, with the rules and the key in force: since when its state holds is not known.

    Raises ``NotFound`` where the workspace has no register.
    """
    needed_head_size(workspace)
    return replay(workspace.store.registers.lines(Lines(last=True)))


def last_as_of(log: RegisterLog, on: date, size: int, items: Collection[str] | None = None) -> Registers:
    """What holds on a day by the first ``size`` lines, of all items or of some: each by its last entry alone."""
    rules = log.lines(Lines(items=(RULES,), through=size, last=True))
    return replay((*rules, *log.lines(Lines(through=size, items=items, effective_through=on, last=True))))


def publications(workspace: Workspace) -> OpenRegister:
    """The rules in force and the publications alone, in which a version is found by its name.

    Raises ``NotFound`` where nothing has been published.
    """
    log, versions = workspace.store.registers, workspace.store.registers.versions()
    published_size(versions)
    return OpenRegister(NAME, tuple(log.lines(Lines(items=(RULES,), last=True))), versions)


def published_before(versions: tuple[SignedVersion, ...], list_id: str) -> Published:
    """What a new version of a list has to follow."""
    of_list: list[RegisterVersion] = [one.version for one in versions if one.version.list == list_id]
    return Published(versions[-1].version if versions else None, of_list[-1] if of_list else None)


def moment(workspace: Workspace, registers: Registers, before: Published | None = None) -> datetime:
    """The time of what is written now: no earlier than what it follows, where a clock is a little behind another."""
    last = before.last.published_at if before and before.last else None
    return max(one for one in (workspace.clock.now(), registers.recorded_at, last) if one is not None)
