"""Versions: what was published as a list, by whom and why, in a chain that nobody can rewrite unseen.

What belongs here: numbering, what a version states, what it has to follow, its signature. What does not: where versions
are kept, and how a list looks.

Invariants: a version never changes and never goes back: its number, its day and the lines that it covers are not
before those of the version of its list before it; each has the hash of the publication before it, of whichever list.
Whoever drafted it did not approve it. Numbers are text, in numeric order part by part: ``2.10`` follows ``2.9``.
Source: ``domain.md`` section 2; Consultation, Table 3 ("PPCL V2.10").
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from eligo.canonical import canonical, is_storable, time_of
from eligo.errors import RegisterRefused
from eligo.registers.coverage import Coverage, coverage_of, plain_coverage
from eligo.registers.entries import LogLine, RegisterEntry
from eligo.registers.merkle import Node, root
from eligo.registers.replay import Registers, replay
from eligo.registers.signing import SigningKey, is_signed

VERSION_MESSAGE = "eligo register version"
"""The words that what is signed of a version begins with."""

NO_PARENT = "0" * 64
"""What the first publication has for the hash of the one before it."""

_KINDS = {"publication": int, "size": int, "coverage": dict}
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){0,7}")


@dataclass(frozen=True, slots=True)
class RegisterVersion:
    """One publication of one list: the entries that stand on it on ``effective_on`` by the first ``size`` lines.

    ``publication`` counts over all lists from 1. ``root`` is the Merkle root of those lines, ``content`` the hash of
    what stands on the list, ``parent`` the hash of the publication before it; all in hexadecimal. ``coverage`` is none
    where no run said how much of the estate stands on the list.
    """

    publication: int
    list: str
    number: str
    effective_on: date
    published_at: datetime
    reason: str
    drafted_by: str
    approved_by: str
    size: int
    root: str
    content: str
    parent: str
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """A version with its signature, and the public key that it is of; both in hexadecimal."""

    version: RegisterVersion
    key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person says of a version before it is published; ``approved_by`` is blank while nobody has approved it."""

    list: str
    number: str
    effective_on: date
    reason: str
    drafted_by: str
    approved_by: str = ""
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What a new version has to follow: the publication before it, and the version of the same list before it."""

    last: RegisterVersion | None = None
    last_of_list: RegisterVersion | None = None


def parts(number: str) -> tuple[int, ...]:
    """A version's number for comparison. Raises ``ValueError`` where it is none.

    >>> parts("2.10") > parts("2.9"), parts("2.10") == parts("2.1")
    (True, False)
    """
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"{number!r} is no version: whole numbers parted by full stops, without noughts before them")
    return tuple(map(int, number.split(".")))


def plain_version(version: RegisterVersion) -> dict[str, Any]:
    """A version as plain values, whose canonical text is hashed and signed."""
    return {
        "publication": version.publication,
        "list": version.list,
        "number": version.number,
        "effective_on": version.effective_on.isoformat(),
        "published_at": time_of(version.published_at),
        "reason": version.reason,
        "drafted_by": version.drafted_by,
        "approved_by": version.approved_by,
        "size": version.size,
        "root": version.root,
        "content": version.content,
        "parent": version.parent,
        **({"coverage": plain_coverage(version.coverage)} if version.coverage else {}),
    }


def version_of(stated: Mapping[str, Any]) -> RegisterVersion:
    """The version of a plain form. Raises ``ValueError`` where it is not the one plain form of a version."""
    try:
        read: dict[str, Any] = {"effective_on": date.fromisoformat(stated["effective_on"])}
        read["published_at"] = datetime.fromisoformat(stated["published_at"])
        read |= {"coverage": coverage_of(stated["coverage"])} if "coverage" in stated else {}
        version = RegisterVersion(**{**stated, **read})
        kinds = {name: _KINDS.get(name, str) for name in stated}
        is_plain = canonical(plain_version(version)) == canonical(stated)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"not a version of a register ({type(error).__name__}: {error})") from None
    if not is_plain or any(type(stated[name]) is not kind for name, kind in kinds.items()):
        raise ValueError("a version of a register, but not in its one plain form")
    return version


def version_hash(version: RegisterVersion) -> str:
    """The SHA-256 of a version's canonical text, by which the next publication names it."""
    return hashlib.sha256(canonical(plain_version(version)).encode()).hexdigest()


def content_hash(registers: Registers, list_id: str, leaf: Callable[[RegisterEntry], bytes]) -> str:
    """The hash of what stands on a list: of each item's name with the leaf hash of its last entry, in order of names.

    ``registers`` are those as of the day; ``leaf`` gives the leaf hash of an entry.
    """
    stated = {"list": list_id, "entries": [[one.item, leaf(one).hex()] for one in registers.shown(list_id)]}
    return hashlib.sha256(canonical(stated).encode()).hexdigest()


def published(
    draft: Draft, registers: Registers, tree: bytes, content: str, before: Published, at: datetime
) -> RegisterVersion:
    """The version that a draft becomes. ``registers`` are those of the whole log, ``tree`` is its root.

    Raises ``RegisterRefused`` with every reason for which it may not be published.
    """
    refuse_version(draft, "published", tuple(version_faults(draft, registers, before, at)))
    return RegisterVersion(
        publication=before.last.publication + 1 if before.last else 1,
        list=draft.list,
        number=draft.number,
        effective_on=draft.effective_on,
        published_at=at,
        reason=draft.reason,
        drafted_by=draft.drafted_by,
        approved_by=draft.approved_by,
        size=registers.number,
        root=tree.hex(),
        content=content,
        parent=version_hash(before.last) if before.last else NO_PARENT,
        coverage=draft.coverage,
    )


def refuse_version(draft: Draft, done: str, faults: Sequence[str]) -> None:
    """Raise ``RegisterRefused`` where there are reasons for which a draft is not ``published``, or ``proposed``."""
    if faults:
        raise RegisterRefused(
            f"Version {draft.number} of {draft.list} is not {done}: {len(faults)} "
            f"{'reason' if len(faults) == 1 else 'reasons'}",
            hint="Nothing has been changed. Correct what is named, and try it again.",
            details=faults,
        )


def publish(
    log: Sequence[LogLine], node: Node, draft: Draft, earlier: Sequence[SignedVersion], key: SigningKey, at: datetime
) -> SignedVersion:
    """The next version of a whole log, signed: what stands on its list on its day, over every line.

    ``node`` gives the nodes of the log's tree, ``earlier`` are all publications, in order. Raises as ``published`` and
    ``signed``.
    """
    registers, of_list = replay(log), [one.version for one in earlier if one.version.list == draft.list]
    before = Published(earlier[-1].version if earlier else None, of_list[-1] if of_list else None)
    shown = replay(log, on=draft.effective_on)
    content = content_hash(shown, draft.list, lambda entry: node(0, entry.number - 1))
    return signed(published(draft, registers, root(len(log), node), content, before, at), key, registers)


def version_faults(draft: Draft, registers: Registers, before: Published, at: datetime) -> Iterator[str]:
    """Everything for which a draft may not be published; nothing where it may."""
    yield from _approval_faults(draft)
    yield from proposal_faults(draft, registers, before, at)


def proposal_faults(draft: Draft, registers: Registers, before: Published, at: datetime) -> Iterator[str]:
    """The same, as far as it is known before anybody approves the draft."""
    yield from _draft_faults(draft)
    lists = [one.id for one in registers.rules.rules.lists] if registers.rules else []
    if draft.list not in lists:
        expected = f"; expected {' or '.join(lists)}" if lists else ""
        yield f"list: found {draft.list!r}, which the rules of the log do not have{expected}"
    if registers.key is None:
        yield "log: has no key yet that versions could be signed with"
    if before.last and at < before.last.published_at:
        yield f"published_at: found {time_of(at)}, before the last publication's {time_of(before.last.published_at)}"
    if registers.recorded_at and at < registers.recorded_at:
        yield f"published_at: found {time_of(at)}, before the last line of the log ({time_of(registers.recorded_at)})"
    last = before.last_of_list
    if last and _is_number(draft.number) and parts(draft.number) <= parts(last.number):
        yield f"number: found {draft.number}; expected one after {last.number}"
    if last and draft.effective_on < last.effective_on:
        yield f"effective_on: found {draft.effective_on}, before version {last.number}'s {last.effective_on}"
    if before.last and registers.number < before.last.size:
        yield f"size: found {registers.number} lines; the last publication covers {before.last.size}"


def _draft_faults(draft: Draft) -> Iterator[str]:
    if not _is_number(draft.number):
        yield f"number: found {draft.number!r}; expected whole numbers parted by full stops, such as 2.10"
    for name in ("reason", "drafted_by"):
        if not _is_kept(getattr(draft, name)):
            yield f"{name}: is blank, or has a character that cannot be kept"


def _approval_faults(draft: Draft) -> Iterator[str]:
    if not _is_kept(draft.approved_by):
        yield "approved_by: is blank, or has a character that cannot be kept"
    if same_person(draft.drafted_by, draft.approved_by):
        yield f"approved_by: found {draft.approved_by!r}, who drafted it; expected another person"


def same_person(one: str, other: str) -> bool:
    """Whether two names are one, whatever their capitals and spaces, and however their letters are encoded.

    >>> same_person("Ada Lovelace", " ada  lovelace"), same_person("Ren\u00e9", "RENE\u0301")
    (True, True)
    """
    return _folded(one) == _folded(other)


def _folded(name: str) -> list[str]:
    """The words of a name; characters that look the same are one (NFKC), also once they are small letters."""
    small = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", small).split()


def _is_kept(text: str) -> bool:
    return bool(text.strip()) and is_storable(text)


def _is_number(number: str) -> bool:
    return _NUMBER.fullmatch(number) is not None


def signed(version: RegisterVersion, key: SigningKey, registers: Registers) -> SignedVersion:
    """A version with its signature. Raises ``RegisterRefused`` where the key is not the one in force."""
    faults = tuple(key_faults(key, registers))
    if registers.key is None or faults:
        raise RegisterRefused(
            "The version is not signed: the key given is not the one in force",
            hint="Sign with that key, or enter the new key in the log first, signed by the old one.",
            details=faults,
        )
    return SignedVersion(version, key.public, key.sign(version_message(version)))


def key_faults(key: SigningKey, registers: Registers) -> Iterator[str]:
    """That a key may not sign, where it is another than the one in force."""
    if registers.key and key.public != registers.key.key:
        yield f"key: found {key.public[:16]}...; expected the one in force, {registers.key.key[:16]}..."


def is_signed_version(signed_version: SignedVersion) -> bool:
    """Whether the signature is that of the key over the version."""
    message = version_message(signed_version.version)
    return is_signed(message, signed_version.signature, signed_version.key)


def version_message(version: RegisterVersion) -> bytes:
    """What is signed of a version: all of it."""
    return f"{VERSION_MESSAGE}\n{canonical(plain_version(version))}".encode()
