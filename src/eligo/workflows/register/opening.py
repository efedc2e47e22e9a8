"""A published register, opened once it has been checked, and what it says as of a day.

What belongs here: reading the file, and finding in it what a person names. What does not: what is asked of it.

Invariant: a register that does not pass the check anybody can make of it (``eligo_verify_register``) answers nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from eligo.errors import NotFound, UnreadableFile, UsageError, VerificationFailed
from eligo.registers import (
    LogLine,
    RegisterEntry,
    Registers,
    RegisterVersion,
    RulesEntry,
    SignedVersion,
    known_at,
    line_of,
    read_register,
    replay,
    version_of,
)
from eligo.scheme import RegisterList
from eligo.workflows.inputs import read_input

_HINT = "Name the register.json that was published, as it was downloaded."


@dataclass(frozen=True, slots=True)
class OpenRegister:
    """A register's log and its publications, as its file states them and as they were signed.

    ``later``: the lines that have been entered since the last publication, and are not asked; none of a file's.
    """

    name: str
    log: Sequence[LogLine]
    published: tuple[SignedVersion, ...]
    later: tuple[LogLine, ...] = ()

    @property
    def with_later(self) -> OpenRegister:
        """The same with what is not published yet."""
        return replace(self, log=(*self.log, *self.later), later=())

    @property
    def unpublished(self) -> int:
        """How many entries are not asked, as they are not published yet."""
        return sum(isinstance(line, RegisterEntry) for line in self.later)

    @property
    def begun_on(self) -> date:
        """The day of its first line (UTC): before it nothing was known."""
        return self.log[0].recorded_at.date()

    @property
    def versions(self) -> tuple[RegisterVersion, ...]:
        """Every publication, in order."""
        return tuple(one.version for one in self.published)

    @property
    def entries(self) -> tuple[RegisterEntry, ...]:
        """Every entry, in the order of the log."""
        return tuple(line for line in self.log if isinstance(line, RegisterEntry))

    @property
    def rules(self) -> RulesEntry | None:
        """Its latest rules."""
        return next((line for line in reversed(self.log) if isinstance(line, RulesEntry)), None)

    @property
    def lists(self) -> tuple[RegisterList, ...]:
        """The lists that its latest rules have."""
        return self.rules.rules.lists if self.rules else ()

    def as_of(self, on: date, known_on: date | None = None) -> Registers:
        """What holds on a day; with ``known_on``, as it was known at the end of that day (UTC)."""
        if known_on is None:
            return replay(self.log, on=on)
        return replay(known_at(self.log, datetime.combine(known_on, time.max, UTC)), on=on)

    def list_of(self, name: str) -> RegisterList:
        """The list of that id or label. Raises ``NotFound`` with those there are."""
        for one in self.lists:
            if name.casefold() in (one.id.casefold(), one.label.casefold()):
                return one
        raise NotFound(
            f"{self.name} has no list '{name}'",
            hint="Name one of these with --list.",
            details=[f"{one.id}: {one.label}" for one in self.lists],
        )

    def called(self, numbers: Sequence[str], name: str = "") -> tuple[SignedVersion, ...]:
        """The versions of these numbers: of the list that is named, or that alone has all of them.

        Raises ``NotFound`` with those there are, ``UsageError`` where several lists have all of them.
        """
        lists = [self.list_of(name).id] if name else list(dict.fromkeys(one.list for one in self.versions))
        by_number = {(one.version.list, one.version.number): one for one in self.published}
        found = [one for one in lists if all((one, number) in by_number for number in numbers)]
        if len(found) > 1:
            raise UsageError(f"{' and '.join(found)} have {_versions(numbers)}", hint="Name the list with --list.")
        if not found:
            missing = [number for number in numbers if all((one, number) not in by_number for one in lists)] or numbers
            what = _versions(missing)
            where = f" of the list {lists[0]}" if name else " of one list" if len(missing) > 1 else ""
            raise NotFound(
                f"{self.name} has no {what}{where}",
                hint="It has these.",
                details=[f"{one.list} {one.number} ({one.effective_on}): {one.reason}" for one in self.versions],
            )
        return tuple(by_number[found[0], number] for number in numbers)

    def products(self, name: str) -> tuple[str, ...]:
        """The product ids that a product, an item or a label means, in the order of their first entries.

        Raises ``NotFound`` where nothing is called so.
        """
        asked = name.strip().casefold()
        found = dict.fromkeys(one.product.product_id for one in self.entries if asked in _names(one))
        if not found:
            raise NotFound(
                f"{self.name} has nothing that is called '{name}'",
                hint="It has been entered, and is not published yet: ask with --unpublished."
                if any(asked in _names(one) for one in self.with_later.entries)
                else "Name a product (P-...), an item (P-.../1) or a label; 'eligo register show' lists them.",
            )
        return tuple(found)

    def product(self, name: str) -> str:
        """The one product that is called so. Raises ``UsageError`` where a label means several."""
        found = self.products(name)
        if len(found) > 1:
            hint = "Name one of them by its id."
            raise UsageError(f"'{name}' has been the label of {len(found)} products", hint=hint, details=found)
        return found[0]


def _names(entry: RegisterEntry) -> tuple[str, ...]:
    """What an entry may be asked by, in small letters."""
    return (entry.product.product_id.casefold(), entry.item.casefold(), entry.label.casefold())


def _versions(numbers: Sequence[str]) -> str:
    return f"version{'s' if len(numbers) > 1 else ''} {' and '.join(numbers)}"


def open_register(path: Path) -> OpenRegister:
    """A published register, checked.

    Raises ``NotFound`` where there is no file, ``UnreadableFile`` where it is no register, and ``VerificationFailed``
    with everything that is wrong, each at its line or version.
    """
    import eligo_verify_register  # what reads signatures is slow to load, and most commands need none

    source = read_input("register", path)
    try:
        faults, _ = eligo_verify_register.check([str(path)])
    except eligo_verify_register.NoSuchFile as reason:
        raise UnreadableFile(str(reason), hint=_HINT) from None
    if faults:
        own = [fault.removeprefix(f"{path}: ") for fault in faults]
        raise VerificationFailed(f"{source.name} does not pass its check, and answers nothing", hint=_HINT, details=own)
    try:
        log, versions = read_register(source.content.decode())
    except ValueError as error:
        details = tuple(_odd(json.loads(source.content)))
        raise UnreadableFile(f"{source.name} is no register: {error}", hint=_HINT, details=details) from None
    return OpenRegister(source.name, log, versions)


def _odd(stated: Any) -> Iterator[str]:
    """Every line and version that is not in its one plain form, of what is a register otherwise."""
    if "log" not in stated:
        return
    for kind, ones, name in ((line_of, stated["log"], "line"), (version_of, stated["versions"], "version")):
        for place, one in enumerate(ones, start=1):
            try:
                kind(one[name])
            except ValueError as error:
                yield f"{name} {place}: {error}"
