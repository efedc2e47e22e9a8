"""``eligo decide``: what a person decides for the runs of a workspace, with the reason.

Invariant: what is recorded can be followed. A scheme or a catalogue loads, an operator is one of the scheme, and no
combination is pinned and banned, or given up, at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eligo.artefacts import Parameters
from eligo.catalogue import load_catalogue, read_aliases
from eligo.errors import NotFound, UsageError
from eligo.ports import Workspace
from eligo.records import Because, Decision, FileRef, Plain
from eligo.scheme import Scheme, load_scheme, shipped_schemes
from eligo.workflows.identity import ALIASES, CORRECTIONS, known_devices
from eligo.workflows.inputs import read_input
from eligo.workflows.request import policy_of
from eligo.workflows.workspace.basis import (
    BAN,
    BASIS_KINDS,
    CATALOGUE,
    DESELECTION,
    KEPT_KINDS,
    MAXIMUM,
    MINIMUM,
    NOTICE,
    PIN,
    SCHEME,
    SIZE,
    basis_of,
    needed_catalogue,
    refuse_other_folder,
)
from eligo.workflows.workspace.correcting import bound_corrections


def decide(
    workspace: Workspace, kind: str, text: str, why: str, *, withdraw: bool = False, expecting: int | None = None
) -> Decision:
    """Record one decision, made in knowledge of what stands (or of the event ``expecting``).

    ``text`` is what is decided: a combination, ``OPERATOR=N``, a number, a file, a name, a notice. Raises
    ``UsageError`` where that does not fit the kind or contradicts what stands, ``NotFound`` where there is nothing to
    take back, ``VersionConflict`` where something else stands than was expected.
    """
    kind = _SHORT.get(kind, kind)
    if kind not in BASIS_KINDS:
        raise UsageError(f"'{kind}' cannot be decided", hint=f"Decide one of: {', '.join(BASIS_KINDS)}.")
    subject = _subject(kind, text, withdraw)
    with workspace.files.holding(), workspace.store.transaction():
        standing = workspace.store.decisions.standing(kind, subject)
        if withdraw and (standing is None or standing.value is None):
            raise NotFound(f"No {kind} {subject if subject != kind else ''}stands".replace("  ", " "), hint=_SEE)
        refuse_other_folder(workspace)
        value, file = (None, None) if withdraw else _VALUES[kind](workspace, text)
        follows = expecting if expecting is not None else standing.event if standing else 0
        decision = Decision(kind, subject, value, file, follows)
        (recorded,) = workspace.store.decisions.record([decision], Because(workspace.who, why))
    return recorded


def replaced(workspace: Workspace, decision: Decision) -> Decision | None:
    """The decision that a later one followed, where that stood; ``None`` where nothing did."""
    earlier = workspace.store.decisions.history(decision.kind, decision.subject)
    found = next((one for one in earlier if one.event == decision.follows), None)
    return found if found is not None and found.value is not None else None


def settled(workspace: Workspace, kind: str, text: str, why: str) -> Decision | None:
    """Decide that, unless it is what stands already. What was recorded; ``None`` where nothing had to be."""
    standing = workspace.store.decisions.standing(kind, kind)
    with workspace.files.holding():
        value, file = _VALUES[kind](workspace, text)
        if standing is not None and (standing.value, standing.file) == (value, file):
            return None
        return decide(workspace, kind, text, why)


def standing_decisions(workspace: Workspace, kind: str | None = None) -> Sequence[Decision]:
    """Every decision that stands (of one kind), in the order in which they were made. Raises ``UsageError``."""
    if kind is not None:
        kind = _SHORT.get(kind, kind)
        if kind not in KEPT_KINDS:
            raise UsageError(f"Nothing of the kind '{kind}' is decided", hint=f"There are: {', '.join(KEPT_KINDS)}.")
    return tuple(one for one in workspace.store.decisions.all_standing(kind) if one.kind in KEPT_KINDS)


def history(workspace: Workspace, kind: str, subject: str) -> Sequence[Decision]:
    """Every decision about one subject. Raises ``NotFound`` where there is none."""
    found = workspace.store.decisions.history(kind, subject or kind)
    if not found:
        raise NotFound(f"Nothing has been decided about {kind} {subject}".rstrip(), hint=_SEE)
    return found


_SHORT = {"min": MINIMUM, "max": MAXIMUM}
"""What ``eligo run`` calls them."""

_COMBINATION = re.compile(r"C-[0-9A-HJKMNP-TV-Z]{12}")

_SEE = "See what stands with 'eligo decisions'."


def _subject(kind: str, text: str, withdraw: bool) -> str:
    if kind in (PIN, BAN, DESELECTION):
        if not withdraw and not _COMBINATION.fullmatch(text.strip()):
            raise UsageError(
                f"A {kind} is of a combination, and '{text}' is not the id of one",
                hint="Name it by its id, such as C-5H7FZFG0YEWA; combinations.csv and 'eligo estate' have them.",
            )
        return text.strip()
    if kind in (MINIMUM, MAXIMUM):
        return text.strip() if withdraw and "=" not in text else _limit(kind, text)[0]
    return kind


def _limit(kind: str, text: str) -> tuple[str, int]:
    name, separator, number = text.rpartition("=")
    if not (separator and name.strip() and number.isascii() and number.isdigit()):
        raise UsageError(
            f"A {kind} is OPERATOR=N, not '{text}'", hint=f"For example: eligo decide {kind} NAME=2 --why ..."
        )
    return name.strip(), int(number)


Value = tuple[Plain, FileRef | None]


def _scheme(workspace: Workspace, text: str) -> Value:
    load_scheme(text)
    if text in shipped_schemes():
        return {"name": text}, None
    own = read_input("scheme", Path(text))
    return {"name": own.name}, workspace.files.put(own.content)


def _catalogue(workspace: Workspace, text: str) -> Value:
    file = read_input("catalogue", Path(text))
    load_catalogue(file.name, file.content, basis_of(workspace).scheme)
    return {"name": file.name}, workspace.files.put(file.content)


def _aliases(workspace: Workspace, text: str) -> Value:
    file = read_input(ALIASES, Path(text))
    known = known_devices((needed_catalogue(basis_of(workspace)),), basis_of(workspace).scheme)
    read_aliases(file.name, file.content, known, today=workspace.clock.now().date())
    return {"name": file.name}, workspace.files.put(file.content)


def _corrections(workspace: Workspace, text: str) -> Value:
    file = read_input(CORRECTIONS, Path(text))
    return {"name": file.name}, workspace.files.put(bound_corrections(workspace, file))


def _size(_: Workspace, text: str) -> Value:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 100_000):
        raise UsageError(
            f"A size is a whole number from 1 to 100,000, not '{text}'",
            hint="For example: eligo decide size 6 --why ...",
        )
    return {"size": int(text)}, None


def _pin(workspace: Workspace, text: str) -> Value:
    refuse_opposed(workspace, BAN, text)
    refuse_opposed(workspace, DESELECTION, text)
    return {}, None


def _ban(workspace: Workspace, text: str) -> Value:
    refuse_opposed(workspace, PIN, text)
    return {}, None


def _deselection(_: Workspace, text: str) -> Value:
    raise UsageError(
        "A deselection is not decided by itself",
        hint=f"'eligo deselect {text.strip()} --trigger ... --reason ...' gives it up, and says what replaces it.",
    )


def refuse_opposed(workspace: Workspace, other: str, text: str) -> None:
    """Raise ``UsageError`` where a decision of another kind about that combination stands."""
    opposed = workspace.store.decisions.standing(other, text.strip())
    if opposed is not None and opposed.value is not None:
        raise UsageError(
            f"A {other} of {text.strip()} stands, by {opposed.by}: {opposed.why}",
            hint=f"Take that back first: eligo decide {other} {text.strip()} --withdraw --why ...",
        )


def _minimum(workspace: Workspace, text: str) -> Value:
    return _operator_limit(basis_of(workspace).scheme, MINIMUM, text)


def _maximum(workspace: Workspace, text: str) -> Value:
    return _operator_limit(basis_of(workspace).scheme, MAXIMUM, text)


def _operator_limit(scheme: Scheme, kind: str, text: str) -> Value:
    name, number = _limit(kind, text)
    policy_of(scheme, replace(Parameters(), minimum=((name, number),)))
    return {"number": number}, None


def _notice(_: Workspace, text: str) -> Value:
    if not text.strip():
        raise UsageError("A notice has a text", hint="Take a notice back with --withdraw.")
    return {"text": text}, None


_VALUES: Mapping[str, Callable[[Workspace, str], Value]] = {
    SCHEME: _scheme,
    CATALOGUE: _catalogue,
    ALIASES: _aliases,
    CORRECTIONS: _corrections,
    SIZE: _size,
    PIN: _pin,
    BAN: _ban,
    DESELECTION: _deselection,
    MINIMUM: _minimum,
    MAXIMUM: _maximum,
    NOTICE: _notice,
}
"""How what is typed becomes the value of a decision, kind by kind."""
