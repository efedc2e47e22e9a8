"""Programme decisions in a workspace: who decided what about which combination, when and why.

What belongs here: how they are remembered and found again. What does not: what they mean (``eligo.programme``).

Invariants: each is a decision of its own, so that the log has every change of it; a table stands in the place of the
one before, so that what is not in it is taken back. What a table would change is said before anything is recorded;
with an error in it nothing is, nor where a decision is taken back or changed and their number is not confirmed. They
are held to the latest run whenever they are used, and to the decisions on equivalence that are in force then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from eligo.artefacts import csv_bytes, decision_cells
from eligo.findings import Finding
from eligo.ports import Workspace
from eligo.programme import DECISION_COLUMNS, DecisionsRead, Need, Pair, ProgrammeDecisions, read_decisions
from eligo.records import Because, Decision
from eligo.scheme import Scheme
from eligo.workflows.grounds import (
    decidable_of,
    decisions_of,
    known_combinations,
    refused,
    whole_scheme,
    with_described,
)
from eligo.workflows.identity import known_devices
from eligo.workflows.inputs import read_input
from eligo.workflows.results import Results
from eligo.workflows.workspace.basis import PROGRAMME, basis_of, followed, refuse_other_folder
from eligo.workflows.workspace.confirming import confirm
from eligo.workflows.workspace.kept_equivalences import standing_equivalences
from eligo.workflows.workspace.run_results import latest_run, results_of_run

Cells = Mapping[str, str]
"""A decision as its line states it, by column."""


@dataclass(frozen=True, slots=True)
class DecisionsChange:
    """A table of programme decisions in the place of what stands, before anything is changed."""

    added: tuple[Cells, ...]
    changed: tuple[tuple[Cells, Cells], ...]
    removed: tuple[Cells, ...]
    findings: tuple[Finding, ...]

    @property
    def is_none(self) -> bool:
        """Whether the table says what stands already."""
        return not (self.added or self.changed or self.removed)

    @property
    def replaced(self) -> tuple[str, ...]:
        """Which decisions would stand no longer as they do: taken back, or changed."""
        ones = (*self.removed, *(before for before, _ in self.changed))
        return tuple(f"{subject_of(one)}, decided on {one['decided_on']}" for one in ones)


def standing_programme(workspace: Workspace) -> tuple[Cells, ...]:
    """The programme decisions that stand, in the order in which they were made."""
    standing = workspace.store.decisions.all_standing(PROGRAMME)
    return tuple({name: str(text) for name, text in (one.value or {}).items()} for one in standing)


def awaited_requests(workspace: Workspace) -> int:
    """How many requests of a test are on record on which nothing has been decided yet."""
    lines = standing_programme(workspace)
    return len({one["request"] for one in lines if one.get("testing") == Need.UNDECIDED.value})


def kept_decisions(
    workspace: Workspace, opened: Results, scheme: Scheme
) -> tuple[ProgrammeDecisions, tuple[Finding, ...]]:
    """The programme decisions that stand, for a plan of a run. Raises ``BadEvidence`` where they do not fit it."""
    read = _read(workspace, opened, scheme, _pairs(workspace, opened, scheme))
    if read.decisions is None:
        raise refused("The workspace's table of programme decisions", read.findings)
    return read.decisions, read.findings


def stated_decisions(workspace: Workspace, opened: Results, scheme: Scheme) -> ProgrammeDecisions:
    """The programme decisions that stand, whether or not they fit a run: for what takes each where it applies."""
    return _read(workspace, opened, scheme).stated


def _pairs(workspace: Workspace, opened: Results, scheme: Scheme) -> frozenset[Pair]:
    """Whose test stands for whose today, whatever the run followed; what requests describe is known besides."""
    known = known_combinations(with_described(opened, stated_decisions(workspace, opened, scheme)))
    return standing_equivalences(workspace, known).pairs(workspace.clock.now().date())


def _read(workspace: Workspace, opened: Results, scheme: Scheme, pairs: Iterable[Pair] = ()) -> DecisionsRead:
    standing = standing_programme(workspace)
    columns = tuple(dict.fromkeys((*DECISION_COLUMNS, *(column for one in standing for column in one))))
    content = csv_bytes(columns, ([one.get(column, "") for column in columns] for one in standing))
    return read_decisions("programme decisions", content, scheme, decidable_of(opened, scheme, pairs))


def preview_decisions(workspace: Workspace, reference: str | None, path: Path) -> DecisionsChange:
    """What taking a table over would change. Raises ``NotFound`` where the round has no run, and ``BadEvidence``."""
    opened = results_of_run(workspace, latest_run(workspace, reference))
    scheme = whole_scheme(opened)
    catalogue, pairs = known_devices(basis_of(workspace).known, scheme), _pairs(workspace, opened, scheme)
    decisions, findings = decisions_of(path, opened, scheme, catalogue, pairs)
    after = {subject_of(cells): cells for cells in map(decision_cells, decisions.decisions)}
    before = {subject_of(cells): cells for cells in standing_programme(workspace)}
    return DecisionsChange(
        tuple(cells for subject, cells in after.items() if subject not in before),
        tuple((before[one], cells) for one, cells in after.items() if one in before and before[one] != cells),
        tuple(cells for subject, cells in before.items() if subject not in after),
        findings,
    )


def latest_known(workspace: Workspace, reference: str | None) -> Results:
    """The results of the latest run with what requests describe besides. Raises ``NotFound`` where there is none."""
    opened = results_of_run(workspace, latest_run(workspace, reference))
    return with_described(opened, stated_decisions(workspace, opened, whole_scheme(opened)))


def decide_programme(
    workspace: Workspace, reference: str | None, path: Path, why: str, replaces: int | None = None
) -> tuple[DecisionsChange, tuple[Decision, ...]]:
    """Take a table over: a decision for each line that is new, changed or gone. Raises as ``preview_decisions``.

    ``replaces`` is the number of decisions that are expected to be taken back or changed, needed where any is. Raises
    ``UsageError`` where it is missing, and ``VersionConflict`` where it is another.
    """
    refuse_other_folder(workspace)
    with workspace.files.holding(), workspace.store.transaction():
        change = preview_decisions(workspace, reference, path)
        _confirm(change, replaces)
        file = workspace.files.put(read_input("programme decisions", path).content)
        wanted: list[tuple[str, Cells | None]] = [
            *((subject_of(cells), cells) for cells in change.added),
            *((subject_of(cells), cells) for _, cells in change.changed),
            *((subject_of(cells), None) for cells in change.removed),
        ]
        decisions = [
            Decision(PROGRAMME, subject, cells, file if cells else None, followed(workspace, PROGRAMME, subject))
            for subject, cells in wanted
        ]
        recorded = workspace.store.decisions.record(decisions, Because(workspace.who, why)) if decisions else ()
    return change, recorded


def _confirm(change: DecisionsChange, replaces: int | None) -> None:
    number = len(change.replaced)
    told = f"{number:,} decision{'' if number == 1 else 's'} would be taken back or changed"
    confirm(told, number, replaces, "--replaces", details=change.replaced)


def subject_of(cells: Cells) -> str:
    """What a decision is called: its kind and its combination."""
    return f"{cells['decision']} {cells['combination']}"


def decisions_change_record(change: DecisionsChange) -> dict[str, object]:
    """What a table would change, for programs."""
    return {
        "added": [stated_decision(one) for one in change.added],
        "changed": [{"before": stated_decision(old), "after": stated_decision(new)} for old, new in change.changed],
        "removed": [stated_decision(one) for one in change.removed],
    }


def stated_decision(cells: Cells) -> dict[str, str]:
    """The cells that say something, for programs."""
    return {name: text for name, text in cells.items() if text}
