"""The registers on Django's ORM: a row for each line, with the subtrees of the Merkle tree that are full by it.

What belongs here: ``ports.register``, method by method. What does not: what may be entered (``registers``), and what a
new line or version has to follow (``records.register``).

Invariant: a full subtree of level L ends at a line whose number is a multiple of 2^L, and at each line exactly those
end that its number says; so a node is found by the number of a line, and no row of the tree is ever written anew.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product as every_choice
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from eligo.canonical import is_storable_text
from eligo.errors import UsageError
from eligo.ports import EVERY_LINE, Lines, item_of
from eligo.records import (
    ENTERED,
    PUBLISHED,
    REGISTER,
    Because,
    Plain,
    RegisterHead,
    canonical,
    entered,
    is_storable,
    kept_line,
    kept_publication,
    plain,
    plain_head,
    publication_of,
    published,
    refuse_lines,
    refuse_version,
    register_head,
)
from eligo.registers import ItemStatus, LogLine, SignedVersion, Status, status_of
from eligo.store import models, rows
from eligo.store.changes import BATCH, Changes
from eligo.store.faults import reading
from eligo.store.register_tree import Growing, GrowingTree

_LARGEST = 2**63 - 1
"""The largest number that a database keeps."""

_AT_ONCE = 1000
"""How many names are asked for in one question."""


@dataclass(frozen=True, slots=True)
class DjangoRegisters:
    """The log of the registers, and what was published of it."""

    changes: Changes

    def head(self) -> RegisterHead:
        """Where it ends."""
        alias = self.changes.address.changes
        with reading(self.changes.address):
            of_register = models.Event.objects.using(alias).filter(subject=REGISTER).order_by("-number")
            event = of_register.first()
            if event is None:
                return RegisterHead()
            stated = rows.event_of(event).after or {}
            head = register_head(stated, None)
            last = self._all().filter(number=head.size).values_list("recorded_at", flat=True).first()
            return replace(head, recorded_at=last)

    def enter(self, lines: Sequence[LogLine], because: Because) -> RegisterHead:
        """Keep some lines."""
        texts = [_text(line) for line in lines]
        with self.changes.transaction():
            log_head, at = self.changes.next(because)
            head = self.head()
            refuse_lines(head, lines)
            growing = Growing(GrowingTree(self.node, head.size), self._left(lines))
            made = [growing.row(line, text) for line, text in zip(lines, texts, strict=True)]
            after = entered(head, lines, growing.tree.node, log_head.number + 1)
            self.changes.append(log_head, at, because, [_stated(ENTERED, head, after)])
            self._all().bulk_create(made, batch_size=BATCH)
        return after

    def _left(self, lines: Iterable[LogLine]) -> dict[str, Status]:
        """The status of each item that some new lines are about, as those before them left it."""
        found = self.statuses(Lines(items={item_of(line) for line in lines}))
        return {name: one.status for name, one in found.items()}

    def publish(self, version: SignedVersion, because: Because) -> RegisterHead:
        """Keep a publication."""
        kept = kept_publication(version)
        plain(kept)
        with self.changes.transaction():
            log_head, at = self.changes.next(because)
            head = self.head()
            refuse_version(head, version)
            after = published(head, version, log_head.number + 1)
            self.changes.append(log_head, at, because, [_stated(PUBLISHED, head, after)])
            rows.publication_row(kept).save(using=self.changes.address.changes, force_insert=True)
        return after

    def lines(self, asked: Lines = EVERY_LINE) -> Iterator[LogLine]:
        """The lines asked for."""
        parts = tuple(_parts(asked))
        with reading(self.changes.address):
            if len(parts) == 1:
                yield from self._found(parts[0])
                return
            found = sorted((line for part in parts for line in self._found(part)), key=_number)
        if asked.last:
            found = sorted({item_of(line): line for line in found}.values(), key=_number)
        yield from found

    def _found(self, asked: Lines) -> Iterator[LogLine]:
        # Written out: to make a question of the ORM takes ten times as long as to look up what is asked for.
        where, values = self._conditions(asked)
        if asked.last:
            where = f"WHERE number IN (SELECT MAX(number) FROM eligo_registerline {where} GROUP BY item)"  # noqa: S608 - conditions are written here
        connection = connections[self.changes.address.changes]
        is_bounded = (asked.items, asked.products, asked.resting_on) != (None, None, None)
        with connection.cursor() if is_bounded else connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT text, hashes FROM eligo_registerline {where} ORDER BY number", values)  # noqa: S608
            while found := cursor.fetchmany(BATCH):
                yield from (rows.register_line_of(text, hashes) for text, hashes in found)

    def statuses(self, asked: Lines) -> Mapping[str, ItemStatus]:
        """The status of each item that the lines asked for are about."""
        with reading(self.changes.address):
            found = sorted((one for part in _parts(asked) for one in self._statuses(part)), key=_entry)
        return {one.item: one for one in found}

    def _statuses(self, asked: Lines) -> Iterator[ItemStatus]:
        where, values = self._conditions(asked)
        where = f"{where} AND product IS NOT NULL" if where else "WHERE product IS NOT NULL"
        last = f"SELECT MAX(number) FROM eligo_registerline {where} GROUP BY item"  # noqa: S608 - as in _found
        with connections[self.changes.address.changes].cursor() as cursor:
            cursor.execute(f"SELECT item, number, status FROM eligo_registerline WHERE number IN ({last})", values)  # noqa: S608
            yield from (ItemStatus(item, number, status_of(text)) for item, number, text in cursor.fetchall())

    def _conditions(self, asked: Lines) -> tuple[str, list[Any]]:
        """What a line has to meet, with the values that stand in it."""
        ops = connections[self.changes.address.changes].ops
        recorded = asked.recorded_through
        through = [one for one in (asked.through, recorded and self._number_at(recorded)) if one is not None]
        found: list[tuple[str, Sequence[Any]]] = [
            # With nothing said of numbers, nothing is asked of them, so that the index for the rest is chosen.
            *(("number > %s", [one]) for one in (asked.after,) if one),
            *(("number <= %s", [one]) for one in through),
            *(("effective_on > %s", [ops.adapt_datefield_value(one)]) for one in (asked.effective_after,) if one),
            *(("effective_on <= %s", [ops.adapt_datefield_value(one)]) for one in (asked.effective_through,) if one),
        ]
        for column, given in (("item", asked.items), ("product", asked.products), ("resting_on", asked.resting_on)):
            if given is not None:
                names = sorted({name for name in given if is_storable(name)})
                found.append((f"{column} IN ({', '.join(['%s'] * len(names))})" if names else "1 = 0", names))
        if asked.labels is not None:
            found.append(self._called(asked.labels))
        where = " AND ".join(condition for condition, _ in found)
        return f"WHERE {where}" if where else "", [value for _, values in found for value in values]

    def _called(self, labels: Collection[str]) -> tuple[str, Sequence[str]]:
        """What the text of an entry with one of these labels has in it: no index, but no line is read that has not."""
        is_sqlite = connections[self.changes.address.changes].vendor == "sqlite"
        contains = "instr(lower(text), %s) > 0" if is_sqlite else 'strpos(lower(text COLLATE "C"), %s) > 0'
        parts = {f'"label":{json.dumps(name, ensure_ascii=False)}' for name in labels if is_storable(name)}
        either = " OR ".join([contains] * len(parts)) or "1 = 0"
        return f"product IS NOT NULL AND ({either})", sorted(part.encode().lower().decode() for part in parts)

    def _number_at(self, moment: datetime) -> int:
        """The last line that was recorded by then: times never go back in a log."""
        by_then = self._all().filter(recorded_at__lte=moment).order_by("-recorded_at", "-number")
        return by_then.values_list("number", flat=True).first() or 0

    def versions(self) -> tuple[SignedVersion, ...]:
        """Every publication."""
        every = models.RegisterPublication.objects.using(self.changes.address.changes).order_by("number")
        with reading(self.changes.address):
            return tuple(publication_of(rows.kept_publication_of(row)) for row in every)

    def node(self, level: int, place: int) -> bytes:
        """A full subtree."""
        number, begin = (place + 1) << max(level, 0), level * rows.LEAF
        if level >= 0 and 0 < number <= _LARGEST:
            with reading(self.changes.address):
                if (hashes := self._hashes(number)) is not None:
                    return bytes.fromhex(_hash_at(hashes, begin))
        raise IndexError(f"the log has no full subtree {place} of level {level}")

    def _hashes(self, number: int) -> str | None:
        # Written out as other questions are: a proof asks some forty of them.
        with connections[self.changes.address.changes].cursor() as cursor:
            cursor.execute("SELECT hashes FROM eligo_registerline WHERE number = %s", (number,))
            row = cursor.fetchone()
        return None if row is None else str(row[0])

    def _all(self) -> QuerySet[models.RegisterLine]:
        return models.RegisterLine.objects.using(self.changes.address.changes)


def _text(line: LogLine) -> str:
    text = canonical(kept_line(line).line)
    if not is_storable_text(text):
        raise UsageError(
            f"Line {line.number} of the registers cannot be kept as it is",
            hint="Take the NUL or the broken character out.",
        )
    return text


def _number(line: LogLine) -> int:
    return line.number


def _entry(one: ItemStatus) -> int:
    return one.entry


def _stated(action: str, before: RegisterHead, after: RegisterHead) -> tuple[str, str, Plain | None, Plain]:
    return action, REGISTER, plain_head(before) if before.event else None, plain_head(after)


def _hash_at(hashes: str, begin: int) -> str:
    found = hashes[begin : begin + rows.LEAF]
    if len(found) != rows.LEAF:
        raise ValueError("a line of the registers lacks a hash of the tree")
    return found


def _parts(asked: Lines) -> Iterable[Lines]:
    """The same question in parts of so many names as one question takes."""
    choices = every_choice(_chunks(asked.items), _chunks(asked.products), _chunks(asked.resting_on))
    return (replace(asked, items=one, products=other, resting_on=base) for one, other, base in choices)


def _chunks(names: Collection[str] | None) -> list[Collection[str] | None]:
    if names is None or len(names) <= _AT_ONCE:
        return [names]
    every = sorted(set(names))
    return [every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE)]
