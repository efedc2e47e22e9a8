"""``[register]``: the lists that are published, the states of what stands on them, and what leads from one to another.

What belongs here: the section's types. What does not: its shape in the file (``register_sections``), and entries
(``eligo.registers``).

Invariant: states and transitions are what a scheme says; the code knows only what one may say of them.
Source: SEC F2.10A (the lists and the date first added); ``domain.md`` section 2.
"""

from __future__ import annotations

from dataclasses import dataclass

NEW = "new"
"""What a state follows that a combination may be entered with."""

STAGES: tuple[str, ...] = ("to-be-confirmed", "candidate", "final")
"""How firm open firmware is, in the order in which it becomes so."""

COUNTS: tuple[str, ...] = ("eligible", "pending", "excluded", "unlisted")
"""What the installations of a combination count as."""

NEEDS: tuple[str, ...] = ("documents", "base", "consultation", "category", "party", "decided_on", "consent")
"""What a basis may have to state: documents by their content, the entry whose test stands for this one's, the
consultation that allowed it, the category of exclusion, who asked, the day of the decision, and the consent to it."""


@dataclass(frozen=True, slots=True)
class RegisterList:
    """A list that is published. ``first_added``: it is the list of what is eligible, is keyed by final firmware too,
    and keeps the day on which each entry was first added.
    """

    id: str
    label: str
    title: str
    first_added: bool
    source: str


@dataclass(frozen=True, slots=True)
class RegisterState:
    """A state of a combination in the registers.

    ``list``: the list that shows it, blank where none does. ``after``: the states that it may follow (its own where
    something may change within it), or ``new``. ``firmware``: how firm open firmware has to be; ``bases``: what a
    change into it, or within it, may rest on.
    """

    id: str
    label: str
    list: str
    counts_as: str
    after: tuple[str, ...]
    firmware: tuple[str, ...]
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterBasis:
    """A kind of reason for which an entry may be made, and what such a reason has to state."""

    id: str
    label: str
    needs: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A category of what is not enrolled."""

    id: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class RegisterRules:
    """What the registers allow. ``evidence_serves_others``: whether what was shown with one operator's installations
    opens those of another, too (``returns.md`` 10).
    """

    source: str
    evidence_serves_others: bool
    lists: tuple[RegisterList, ...]
    states: tuple[RegisterState, ...]
    bases: tuple[RegisterBasis, ...]
    exclusions: tuple[Exclusion, ...]

    def state(self, id: str) -> RegisterState | None:
        """The state of that id, or ``None``."""
        for one in self.states:  # asked for many times for each of very many entries
            if one.id == id:
                return one
        return None

    def basis(self, id: str) -> RegisterBasis | None:
        """The kind of basis of that id, or ``None``."""
        return next((one for one in self.bases if one.id == id), None)

    def shown_by(self, state: str) -> RegisterList | None:
        """The list that shows what is in that state, or ``None``."""
        found = self.state(state)
        return next((one for one in self.lists if found and one.id == found.list), None)


@dataclass(frozen=True, slots=True)
class Entering:
    """How far what is entered and published may go beyond what there is, since none of it ever goes back.

    ``days_ahead``: from the day on which it is recorded to that on which it takes effect; ``number_step``: of a
    version's number, beyond the one before it; ``first_number``: the largest part of a list's first number. They bind
    who writes the registers, and are no rule of theirs: what a register says is right or wrong without them.
    """

    days_ahead: int = 366
    number_step: int = 1
    first_number: int = 99


@dataclass(frozen=True, slots=True)
class Publication:
    """What is said of the registers where they are published, and is no rule of theirs.

    ``authority`` names the publisher in identifiers that never change (RFC 4151): a domain, and a day or a year on
    which it was the publisher's. ``licence`` is the address of the terms of use, ``licence_title`` their name.
    """

    authority: str
    licence: str
    licence_title: str
