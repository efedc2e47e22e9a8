"""What anyone may read of the registers: versions, what stands on their lists, what changed, and the life of each item.

What belongs here: frozen values that pages and feeds of the registers accept, and the addresses under which they stand.
What does not: how they come about (``listed``).

Invariants: everything in a register is public (``registers.entries``), and comes to a page through these types all the
same, so that nothing else can; every number and day is a ``PublicFigure`` that names its place in ``register.json``.
An address depends on what it is the address of, and on nothing else. Source: SEC F2.10A; Consultation, Table 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from eligo.disclosure.figures import PublicFigure
from eligo.disclosure.public import PublicEntry


def entry_page(item: str) -> str:
    """The address of an item's page.

    >>> entry_page("P-5H7FZFG0YEWA/1")
    'entries/P-5H7FZFG0YEWA-1.html'
    """
    return f"entries/{item.replace('/', '-')}.html"


@dataclass(frozen=True, slots=True)
class PublicCoverage:
    """What share of the deployed estate in scope stands on a version's list: of all of it, and what each operator has.

    ``operators`` are (published name, share), by name; ``results`` which run's they are, and its manifest's SHA-256.
    """

    share: PublicFigure
    operators: tuple[tuple[str, PublicFigure], ...]
    results: tuple[str, str]


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """One publication of one list. ``list_label`` and ``list_title`` are as the scheme prints them.

    ``keeps_first_added``: it is the list of what is eligible, with the day on which each entry was first added.
    ``published_at`` is as the register states it; hashes, key and signature in hexadecimal.
    """

    list: str
    list_label: str
    list_title: str
    keeps_first_added: bool
    number: str
    publication: PublicFigure
    effective: PublicFigure
    published: PublicFigure
    published_at: str
    reason: str
    drafted_by: str
    approved_by: str
    size: PublicFigure
    root: str
    content: str
    key: str
    coverage: PublicCoverage | None = None

    @property
    def name(self) -> str:
        """What a reader calls it, such as ``PPCL V2.10``."""
        return f"{self.list_label} V{self.number}"

    @property
    def folder(self) -> str:
        """Where its files stand, such as ``ppcl/2.10``."""
        return f"{self.list}/{self.number}"


@dataclass(frozen=True, slots=True)
class PublicFirmwareStage:
    """How firm the open firmware of a device is; ``version`` is ``TBC`` while it is to be confirmed."""

    device_label: str
    stage: str
    version: str


@dataclass(frozen=True, slots=True)
class PublicServed:
    """An operator by its published name, the route of its installations, and from when they may be migrated."""

    operator: str
    route_label: str
    open_on: PublicFigure | None


@dataclass(frozen=True, slots=True)
class PublicBasis:
    """What an entry rests on: the kind in the scheme's words, and each further thing that it states.

    ``documents`` are (name, SHA-256); ``base`` the item whose test stands for this one's.
    """

    label: str
    reference: str
    documents: tuple[tuple[str, str], ...]
    base: str
    stated: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One entry about an item. ``counts_as`` is ``eligible``, ``pending``, ``excluded`` or ``unlisted``."""

    line: PublicFigure
    state: str
    state_label: str
    counts_as: str
    effective: PublicFigure
    recorded: PublicFigure
    firmware: tuple[PublicFirmwareStage, ...]
    served: tuple[PublicServed, ...]
    basis: PublicBasis
    who: str
    why: str

    @property
    def receipt(self) -> str:
        """The address of its receipt."""
        return f"receipts/{self.line.value}.json"


@dataclass(frozen=True, slots=True)
class PublicListed:
    """What stands on a list, or has stood there: its last entry, and when it was first added to what is eligible.

    ``arrived`` is the entry that brought it into its state.
    """

    item: str
    entry: PublicEntry
    step: PublicStep
    arrived: PublicStep
    first_added: PublicFigure | None

    @property
    def since(self) -> PublicFigure:
        """Since when it is in its state."""
        return self.arrived.effective

    @property
    def page(self) -> str:
        """The address of its page."""
        return entry_page(self.item)


@dataclass(frozen=True, slots=True)
class PublicItem:
    """An item with its whole life: every entry about it, the versions on which it stood, and what is near it.

    ``generations`` are the other items of its product; ``resting`` the items that have rested on its test.
    """

    listed: PublicListed
    steps: tuple[PublicStep, ...]
    versions: tuple[PublicVersion, ...]
    generations: tuple[str, ...]
    resting: tuple[str, ...]


class Changed(Enum):
    """What became of an item between two versions of a list."""

    ADDED, LEFT, CHANGED = "added", "left", "changed"


@dataclass(frozen=True, slots=True)
class PublicFieldChange:
    """One field of an entry before and after, in words; blank where there was nothing.

    ``field`` and ``stated`` (before, after) are as the register has them: texts as they are, all else as JSON.
    """

    field: str
    label: str
    before: str
    after: str
    stated: tuple[str, str]


@dataclass(frozen=True, slots=True)
class PublicChange:
    """What became of one item between two versions. ``now`` is the state in which the newer version's log has it."""

    item: str
    label: str
    changed: Changed
    now: str
    fields: tuple[PublicFieldChange, ...]

    @property
    def page(self) -> str:
        """The address of the item's page."""
        return entry_page(self.item)


@dataclass(frozen=True, slots=True)
class PublicEdition:
    """A version with what stands on its list, and what changed since the version of the same list before it.

    ``follows`` is the publication before it, of whichever list.
    """

    version: PublicVersion
    before: PublicVersion | None
    follows: PublicVersion | None
    listed: tuple[PublicListed, ...]
    changes: tuple[PublicChange, ...]
