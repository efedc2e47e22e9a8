"""The registers as a workspace keeps them: lines and publications as they were hashed, and the head of it all.

What belongs here: the three forms, and what a new line or publication has to follow. What does not: what may be entered
(``registers``), and whether all that is kept agrees (``register_check``).

Invariants: lines and publications are written once and never changed. Each call that writes some is one event of the
log, with the head after it: its size and root say all the lines, its last hash all the publications.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from eligo.errors import VersionConflict
from eligo.records.model import Plain, RegisterLine, RegisterPublication
from eligo.registers import (
    EMPTY_ROOT,
    NO_PARENT,
    LogLine,
    Node,
    SignedVersion,
    plain_version,
    root,
    version_hash,
    version_of,
)
from eligo.registers import plain as plain_line

REGISTER = "register"
"""The record of the head, and the subject of its events."""

ENTERED, PUBLISHED = "register.entered", "register.published"
"""The actions of its events."""

_AGAIN = "Read the register again, see what the other change was ('eligo log'), and decide anew."


@dataclass(frozen=True, slots=True)
class RegisterHead:
    """Where the registers' log ends: how many lines and publications there are, and what they hash to.

    ``root`` is the Merkle root of all lines, ``last`` the hash of the last publication, both in hexadecimal;
    ``recorded_at`` the time of the last line, ``event`` the event of the workspace's log that last changed any of it.
    """

    size: int = 0
    root: str = EMPTY_ROOT.hex()
    publications: int = 0
    last: str = NO_PARENT
    recorded_at: datetime | None = None
    event: int = 0


def plain_head(head: RegisterHead) -> Plain:
    """A head as the log has it; the time of the last line is that line's."""
    return {
        "record": REGISTER,
        "size": head.size,
        "root": head.root,
        "publications": head.publications,
        "last": head.last,
        "event": head.event,
    }


def register_head(stated: Plain, recorded_at: datetime | None) -> RegisterHead:
    """The head that an event states. Raises ``ValueError`` where it is none."""
    names = {name: kind for name, kind in _KINDS.items() if type(stated.get(name)) is kind}
    head = RegisterHead(**{name: stated[name] for name in names}, recorded_at=recorded_at)  # type: ignore[arg-type]
    if plain_head(head) != stated:
        raise ValueError("the head of the register is not in its one plain form")
    return head


_KINDS = {"size": int, "root": str, "publications": int, "last": str, "event": int}


def kept_line(line: LogLine) -> RegisterLine:
    """A line of the log as it is kept."""
    return RegisterLine(line.number, plain_line(line))


def kept_publication(signed: SignedVersion) -> RegisterPublication:
    """A publication as it is kept."""
    return RegisterPublication(signed.version.publication, plain_version(signed.version), signed.key, signed.signature)


def publication_of(kept: RegisterPublication) -> SignedVersion:
    """The publication that is kept. Raises ``ValueError`` where it is not in the one plain form of a version."""
    return SignedVersion(version_of(kept.version), kept.key, kept.signature)


def entered(head: RegisterHead, lines: Sequence[LogLine], node: Node, event: int) -> RegisterHead:
    """The head once some lines were entered after it; ``node`` gives the nodes of the tree with them in it."""
    size = head.size + len(lines)
    tree = root(size, node).hex()
    return replace(head, size=size, root=tree, recorded_at=lines[-1].recorded_at, event=event)


def published(head: RegisterHead, signed: SignedVersion, event: int) -> RegisterHead:
    """The head once a version was published after it."""
    return replace(head, publications=head.publications + 1, last=version_hash(signed.version), event=event)


def refuse_lines(head: RegisterHead, lines: Sequence[LogLine]) -> None:
    """Raise ``VersionConflict`` where lines do not follow the head, ``ValueError`` where there are none."""
    if not lines:
        raise ValueError("there are no lines to enter")
    found = [line.number for line in lines]
    if found != list(range(head.size + 1, head.size + 1 + len(lines))):
        raise VersionConflict(
            f"The register has {head.size:,} lines, and what is entered begins with line {found[0]:,}; "
            "nothing has been entered",
            hint=_AGAIN,
        )
    times = [head.recorded_at or lines[0].recorded_at, *(line.recorded_at for line in lines)]
    if times != sorted(times):
        raise VersionConflict("A line is earlier than the one before it; nothing has been entered", hint=_AGAIN)


def refuse_version(head: RegisterHead, signed: SignedVersion) -> None:
    """Raise ``VersionConflict`` where a version is not made from the head, with everything that differs."""
    version = signed.version
    differing = [
        f"{name}: found {found}; expected {expected}"
        for name, found, expected in (
            ("publication", version.publication, head.publications + 1),
            ("parent", version.parent, head.last),
            ("size", version.size, head.size),
            ("root", version.root, head.root),
        )
        if found != expected
    ]
    if differing:
        raise VersionConflict(
            f"The register has changed since version {version.number} of {version.list} was made from it; "
            "nothing has been published",
            hint=_AGAIN,
            details=differing,
        )
