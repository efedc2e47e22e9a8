"""Decisions on equivalence in a workspace: decided by a person, withdrawn with everything that rested on them.

What belongs here: how they are made and withdrawn, and that whoever does it has seen what follows. What does not: what
follows (``programme.equivalence``).

Invariants: each is a decision of its own, so that the log has every change of it; a table stands in the place of the
one before. What is withdrawn stays in the table, with the day. Where something rests on less than before, that has to
be confirmed by number before anything is recorded; with an error nothing is. All that stand are kept as one file
besides, in the same transaction, which is what runs are made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eligo.findings import Finding
from eligo.ports import Workspace
from eligo.programme import Cascade, EquivalenceDecision, Equivalences, Pair, Withdrawn, equivalence_cells
from eligo.records import Because, Decision
from eligo.workflows.equivalence_questions import (
    EquivalenceGrounds,
    Fall,
    fall_of_decisions,
    fall_of_evidence,
    fall_to,
)
from eligo.workflows.equivalences import KEPT_EQUIVALENCES
from eligo.workflows.grounds import equivalences_of
from eligo.workflows.inputs import read_input
from eligo.workflows.workspace.basis import EQUIVALENCE, followed, refuse_other_folder
from eligo.workflows.workspace.confirming import confirm
from eligo.workflows.workspace.kept_equivalences import kept_lines, kept_table, standing_equivalences
from eligo.workflows.workspace.programme_decisions import latest_known
from eligo.workflows.workspace.programming import kept_grounds, withdraw_evidence


@dataclass(frozen=True, slots=True)
class EquivalencesChange:
    """A table of decisions in the place of what stands, before anything is changed, and what follows from it."""

    added: tuple[EquivalenceDecision, ...]
    changed: tuple[tuple[EquivalenceDecision, EquivalenceDecision], ...]
    removed: tuple[EquivalenceDecision, ...]
    cascade: Cascade
    findings: tuple[Finding, ...]

    @property
    def is_none(self) -> bool:
        """Whether the table says what stands already."""
        return not (self.added or self.changed or self.removed)


def kept_equivalence_grounds(workspace: Workspace, reference: str | None) -> EquivalenceGrounds:
    """What questions of equivalence stand on: the latest run, evidence, and the decisions that are kept, as of today.

    Raises ``NotFound`` where the round has no run.
    """
    opened, grounds = latest_known(workspace, reference), kept_grounds(workspace, reference)
    bare = EquivalenceGrounds(opened, grounds, Equivalences(), workspace.clock.now().date())
    return replace(bare, equivalences=standing_equivalences(workspace, bare.known))


def preview_equivalences(workspace: Workspace, reference: str | None, path: Path) -> EquivalencesChange:
    """What taking a table (or a workbook) over would change. Raises ``NotFound`` without a run, ``BadDecisions``.

    Decisions about combinations that the run no longer has are no part of it, and stay.
    """
    ground = kept_equivalence_grounds(workspace, reference)
    equivalences, findings = equivalences_of(path, ground.opened, ground.day, in_full=True)
    before, after = ground.equivalences.by_pair, equivalences.by_pair
    return EquivalencesChange(
        tuple(one for pair, one in after.items() if pair not in before),
        tuple((before[pair], one) for pair, one in after.items() if pair in before and before[pair] != one),
        tuple(one for pair, one in before.items() if pair not in after),
        fall_to(ground, equivalences),
        findings,
    )


def decide_equivalences(
    workspace: Workspace, reference: str | None, path: Path, why: str, reopens: int | None
) -> tuple[EquivalencesChange, tuple[Decision, ...]]:
    """Take a table over: a decision for each line that is new, changed or gone.

    ``reopens`` is the number of combinations that are expected to rest on less than before; it has to be given where
    there are any. Raises ``UsageError`` where it is not, ``VersionConflict`` where it is another number, and as
    ``preview_equivalences``; nothing is recorded then.
    """
    refuse_other_folder(workspace)
    with workspace.files.holding(), workspace.store.transaction():
        change = preview_equivalences(workspace, reference, path)
        _confirm(change.cascade, reopens)
        file = workspace.files.put(read_input("equivalences", path).content)
        wanted = [
            *((one.pair, equivalence_cells(one)) for one in change.added),
            *((one.pair, equivalence_cells(one)) for _, one in change.changed),
            *((one.pair, None) for one in change.removed),
        ]
        decisions = [
            Decision(EQUIVALENCE, name, value, file if value else None, followed(workspace, EQUIVALENCE, name))
            for name, value in ((_subject(pair), value) for pair, value in wanted)
        ]
        recorded = _recorded(workspace, decisions, why)
    return change, recorded


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What is withdrawn: the decisions on a ``tested`` combination, all or that of one ``claimed``; or ``evidence``, by
    the name of its file.
    """

    tested: str = ""
    claimed: str | None = None
    evidence: str = ""


def fall_of(ground: EquivalenceGrounds, what: Withdrawal) -> Fall:
    """What follows if that is withdrawn. Raises ``NotFound`` where there is nothing of it."""
    if what.evidence:
        return fall_of_evidence(ground, what.evidence)
    return fall_of_decisions(ground, ground.found(what.tested, what.claimed))


def withdraw_equivalences(
    workspace: Workspace, reference: str | None, what: Withdrawal, why: str, reopens: int | None
) -> tuple[Fall, tuple[Decision, ...]]:
    """Withdraw it: the decisions stay on record, with today as the day from which they do not hold.

    ``reopens`` as in ``decide_equivalences``, whose errors this raises, too.
    """
    refuse_other_folder(workspace)
    with workspace.files.holding(), workspace.store.transaction():
        ground = kept_equivalence_grounds(workspace, reference)
        found = fall_of(ground, what)
        _confirm(found.cascade, reopens)
        kind = Withdrawn.DECISION if what.claimed else Withdrawn.BASE
        recorded = _recorded(workspace, [_withdrawn(workspace, ground, pair, kind) for pair in found.pairs], why)
        if what.evidence:
            recorded = (*recorded, withdraw_evidence(workspace, what.evidence, why))
    return found, recorded


def _recorded(workspace: Workspace, decisions: Sequence[Decision], why: str) -> tuple[Decision, ...]:
    """Decisions recorded, and all that stand then as the table that runs follow."""
    if not decisions:
        return ()
    because = Because(workspace.who, why)
    made = workspace.store.decisions.record(decisions, because)
    table = workspace.files.put(kept_table(kept_lines(workspace)))
    follows = followed(workspace, KEPT_EQUIVALENCES, KEPT_EQUIVALENCES)
    value = {"name": "equivalences.csv"}
    workspace.store.decisions.record([Decision(KEPT_EQUIVALENCES, KEPT_EQUIVALENCES, value, table, follows)], because)
    return tuple(made)


def _withdrawn(workspace: Workspace, ground: EquivalenceGrounds, pair: Pair, kind: Withdrawn) -> Decision:
    made = replace(ground.equivalences.by_pair[pair], withdrawn_on=ground.day, withdrawn=kind)
    before = workspace.store.decisions.standing(EQUIVALENCE, _subject(pair))
    file, follows = (before.file, before.event) if before else (None, 0)
    return Decision(EQUIVALENCE, _subject(pair), equivalence_cells(made), file, follows)


def _confirm(found: Cascade, reopens: int | None) -> None:
    number = len(found.reopened)
    told = f"{number:,} combination{'' if number == 1 else 's'} would rest on less than before"
    confirm(told, number, reopens, "--reopens")


def _subject(pair: Pair) -> str:
    """What a decision is called: the claimed combination and the tested one."""
    return " ".join(pair)
