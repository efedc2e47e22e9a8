"""What is known of the products that registers are about, for the entries that follow from it.

What belongs here: facts as values, in the words in which entries state them, so that nothing stands in one that is not
for the public. What does not: where they come from (``eligo.programme.facts``), and what follows (``making``).

Invariant: the order in which facts are given says nothing. Source: ``domain.md`` sections 2 and 5; ``programme.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from eligo.registers.entries import Basis, Consent, Document, Product, Served, Stage

SELECTION, RELISTING = "selection", "relisting"
TEST_REQUEST, TEST_REFUSAL = "test-request", "test-refusal"
FIRMWARE, TESTING, EVIDENCE, EQUIVALENCE = "firmware", "testing", "evidence", "equivalence"
WITHDRAWAL, EXCLUSION, UNECONOMIC = "withdrawal", "exclusion", "uneconomic"
"""The bases that facts call for. Which states may rest on them, the scheme says; of others only people know."""

WAITS_AGAIN = "It waits for a test, or a decision, again"
"""The reference of what is listed again since its ground is gone, and by nobody's decision."""


@dataclass(frozen=True, slots=True)
class Released:
    """A version of open firmware that has been received; ``reference`` is what the record of it is called."""

    version: str
    stage: Stage
    on: date
    reference: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The first day on which an operator's installations were tested on a version (blank where none is open).

    ``needs_final``: in a phase that is passed on the final release alone; ``is_asked``: in a phase of its own route.
    """

    operator: str
    version: str
    on: date
    reference: str
    documents: tuple[Document, ...]
    needs_final: bool = False
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """What an operator's installations have shown on a final version (blank where none is open): the test is passed by
    the scheme's criteria where nothing is ``lacking``. ``reference`` says which phases.
    """

    operator: str
    version: str
    reference: str
    documents: tuple[Document, ...]
    lacking: tuple[str, ...] = ()

    @property
    def is_passed(self) -> bool:
        """Whether the test is complete, and passed."""
        return not self.lacking


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A decision in force that the test of the product ``base``, made with the installations of the operator
    ``tested_with``, stands for an operator's installations of this one.

    ``basis`` has all that an entry by it rests on, but for the item of the base.
    """

    operator: str
    base: str
    tested_with: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A decision on the product ``base`` that does not hold: expired, withdrawn, or its condition open."""

    base: str
    reason: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """An operator whose migration testing has been passed, so that what is eligible may be opened for it."""

    operator: str
    reference: str
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class KnownProduct:
    """All that is known of one product.

    ``listed``, ``requested`` and ``spared``: what it is listed by, requested by, and declared uneconomic by, each
    ``None`` where it is not; ``refused``: the request on which no test was found to be needed, where nothing stands
    for one; ``awaited``: the requests on which nothing has been decided yet, each in a sentence. ``open_types``: the
    device types whose firmware ``releases`` of its ``track`` are, in the order of succession.
    """

    product: Product
    label: str
    operators: tuple[Served, ...]
    listed: Basis | None = None
    requested: Basis | None = None
    refused: Basis | None = None
    awaited: tuple[str, ...] = ()
    spared: Basis | None = None
    track: str = ""
    open_types: tuple[str, ...] = ()
    releases: tuple[Released, ...] = ()
    begun: tuple[Begun, ...] = ()
    shown: tuple[Shown, ...] = ()
    equivalents: tuple[Equivalent, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()

    @cached_property
    def generations(self) -> tuple[tuple[Released, ...], ...]:
        """The releases from one final release to the next: each but the last ends with one."""
        rows: list[list[Released]] = []
        for one in self.releases:
            if not rows or rows[-1][-1].stage is Stage.FINAL:
                rows.append([])
            rows[-1].append(one)
        return tuple(map(tuple, rows))


@dataclass(frozen=True)
class Facts:
    """What is known on a day. ``label_prefix`` is what the labels of tables begin with; ``consent`` is that to whatever
    becomes eligible.
    """

    on: date
    label_prefix: str
    products: tuple[KnownProduct, ...]
    migrated: tuple[Migrated, ...] = ()
    consent: Consent | None = None

    @cached_property
    def by_product(self) -> Mapping[str, KnownProduct]:
        """The products by their ids."""
        return {one.product.product_id: one for one in self.products}

    @cached_property
    def migration(self) -> Mapping[str, Migrated]:
        """The operators whose migration testing has been passed, by their published names."""
        return {one.operator: one for one in self.migrated}
