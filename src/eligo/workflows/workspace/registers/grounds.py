"""What is due in a workspace's register: its lines, and beside them the facts that the workspace knows.

What belongs here: bringing the two together, and what a person may call a product. What does not: what is due
(``registers.due``), and entering it (``entering``).

Invariant: nothing that is not for the public gets into a line: an operator's own name, where another is published, is
refused wherever it stands.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from eligo.errors import NotFound
from eligo.ports import Workspace
from eligo.programme import Remembered, facts_of
from eligo.records import Run
from eligo.registers import (
    SELECTION,
    Basis,
    Check,
    Consent,
    Decided,
    Document,
    Due,
    DueEntries,
    Facts,
    RegisterEntry,
    Registers,
    day_faults,
    due_entries,
    plain,
    replay,
)
from eligo.scheme import Scheme
from eligo.workflows.grounds import decided_combinations, known_combinations, rows_of, whole_scheme, with_described
from eligo.workflows.uncollected import uncollected
from eligo.workflows.workspace.basis import EQUIVALENCE
from eligo.workflows.workspace.kept_equivalences import standing_equivalences
from eligo.workflows.workspace.programme_decisions import stated_decisions
from eligo.workflows.workspace.programming import kept_evidence, kept_register
from eligo.workflows.workspace.registers.kept import moment, needed_head_size
from eligo.workflows.workspace.registers.words import unpublished_words
from eligo.workflows.workspace.run_results import draft_list_of, latest_run, results_of_run

_TABLE = "Decisions on equivalence"
"""What the table that states a decision on equivalence is called in the register; its SHA-256 tells which it is."""


@dataclass(frozen=True)
class RegisterGrounds:
    """The register of a workspace, the facts of a day beside it, and the run that they are of.

    ``products``: what the run calls each, by combination and by label; ``today`` is when an entry would be recorded.
    """

    registers: Registers
    facts: Facts
    scheme: Scheme
    products: Mapping[str, str]
    on: date
    today: date

    @property
    def check(self) -> Check:
        """Whether an entry keeps the own names of operators to itself, and takes effect in time."""
        return lambda entry: (
            *unpublished_names(entry, self.scheme),
            *day_faults(entry.effective_on, self.today, self.scheme.entering),
        )

    @property
    def due(self) -> DueEntries:
        """What is due."""
        with uncollected():
            return due_entries(self.registers, self.facts, self.check)

    def named(self, names: Collection[str]) -> frozenset[str]:
        """The ids of the products that are meant: by product, item, label, or combination or label of the run.

        Raises ``NotFound`` with every name that means nothing.
        """
        known: dict[str, set[str]] = {}
        for item in self.registers.items.values():
            product_id = item.latest.product.product_id
            for name in (product_id, item.latest.item, item.latest.label):
                known.setdefault(name.casefold(), set()).add(product_id)
        for product_id in self.facts.by_product:
            known.setdefault(product_id.casefold(), set()).add(product_id)
        for name, product_id in self.products.items():
            known.setdefault(name.casefold(), {product_id})  # a label of the register goes before one of the run's
        strange = [name for name in names if name.casefold() not in known]
        if strange:
            hint = "Name a product (P-...), an item (P-.../1), a label of the register or the run, or a combination."
            raise NotFound(f"Neither the register nor the run has {', '.join(strange)}", hint=hint)
        return frozenset(product_id for name in names for product_id in known[name.casefold()])


def register_grounds(
    workspace: Workspace, reference: str | None, on: date | None, consent: Consent | None = None
) -> RegisterGrounds:
    """The register and what is known on a day, today where none is named; ``consent`` to whatever becomes eligible.

    Raises ``NotFound`` where there is no register, or no run that has drafted a list.
    """
    day = on or workspace.clock.now().date()
    needed_head_size(workspace)
    run = latest_run(workspace, reference)
    remembered = _remembered(workspace, run)
    with uncollected():
        registers = replay(workspace.store.registers.lines())
    products = {label: product_id for product_id, label in remembered.labels.items()}
    products |= {name: one.product_id for name, one in remembered.combinations.items()}
    facts = replace(facts_of(remembered, registers, day), consent=consent)
    today = moment(workspace, registers).date()
    return RegisterGrounds(registers, facts, remembered.scheme, products, day, today)


def _remembered(workspace: Workspace, run: Run) -> Remembered:
    drafted = json.loads(workspace.files.read(draft_list_of(run)))
    opened = results_of_run(workspace, run)
    scheme = whole_scheme(opened)
    decisions = stated_decisions(workspace, opened, scheme)
    opened = with_described(opened, decisions)
    known = known_combinations(opened)
    return Remembered(
        scheme=scheme,
        combinations=known,
        kinds={row.combination.combination_id: row.product_kind for row in rows_of(opened)},
        under_test=decided_combinations(opened, scheme, decisions),
        drafted=frozenset(row.combination.combination_id for row in opened.in_scope),
        selection=Basis(SELECTION, f"The draft list of run {run.number}, {run.round}"),
        labels={one["product_id"]: one["ppc_id"] for one in drafted["entries"]},
        firmware=kept_register(workspace, scheme),
        evidence=kept_evidence(workspace),
        equivalences=standing_equivalences(workspace, known),
        documents=dict(_documents(workspace)),
        decisions=decisions,
    )


def _documents(workspace: Workspace) -> Iterator[tuple[tuple[str, str], tuple[Document, ...]]]:
    """The table that states each decision on equivalence, by what the decision is about."""
    for one in workspace.store.decisions.all_standing(EQUIVALENCE):
        claimed, _, tested = one.subject.partition(" ")
        if one.file is not None:
            yield (claimed, tested), (Document(_TABLE, one.file.sha256),)


def unpublished_names(entry: RegisterEntry, scheme: Scheme) -> Iterator[str]:
    """The faults of an entry that has an operator's own name where another is published."""
    basis = entry.basis
    stated = {
        "label": entry.label,
        "basis": basis.reference,
        "consultation": basis.consultation,
        "party": basis.party,
        "consent": basis.consent.reference if basis.consent else "",
        **{f"document {number}": one.name for number, one in enumerate(basis.documents, start=1)},
    }
    return unpublished_words(stated, scheme)


def due_record(one: Due) -> dict[str, Any]:
    """What is due, for programs: the entry as the register states it, without what is said when it is entered."""
    why = {"because": one.because, "falls": one.falls, "rests_on": one.rests_on or None, "with": one.with_ or None}
    return {**entry_record(one.entry), **why}


def decided_record(found: Decided) -> dict[str, Any]:
    """A decision's entry and what falls with it, for programs."""
    return {
        "entry": entry_record(found.entry) if found.entry else None,
        "falls": [due_record(one) for one in found.falls],
        "reopened": list(found.reopened),
    }


def entry_record(entry: RegisterEntry) -> dict[str, Any]:
    """An entry that may be entered, for programs."""
    unsaid = ("kind", "number", "recorded_at", "who", "why")
    return {"item": entry.item, **{name: value for name, value in plain(entry).items() if name not in unsaid}}


def due_entries_record(found: DueEntries) -> dict[str, Any]:
    """What is due and what is held up, for programs."""
    return {
        "due": [due_record(one) for one in found.entries],
        "reopened": list(found.reopened),
        "held": [
            {"item": one.item, "label": one.label, "what": one.what, "reasons": list(one.reasons)} for one in found.held
        ],
    }
