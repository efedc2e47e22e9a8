"""Programme decisions held to the combinations of a run: from a file, or from a table that a workspace keeps.

What belongs here: what decisions may be about. What does not: reading them (``eligo.programme``), and what a workspace
remembers (``workspace.planning``).
"""

from __future__ import annotations

from pathlib import Path

from eligo.findings import Finding
from eligo.programme import Decidable, ProgrammeDecisions, read_decisions
from eligo.scheme import Scheme
from eligo.workflows.grounds import refused, rows_of
from eligo.workflows.inputs import read_input
from eligo.workflows.results import Results


def decidable_of(opened: Results, scheme: Scheme) -> dict[str, Decidable]:
    """Every combination of a run, in scope or not, by its id."""
    return {
        row.combination.combination_id: Decidable(
            row.combination, row.candidate(scheme), row.in_scope, row.scope_reason, row.selected
        )
        for row in rows_of(opened)
    }


def decisions_in(path: Path, opened: Results, scheme: Scheme) -> tuple[ProgrammeDecisions, tuple[Finding, ...]]:
    """The decisions of a file. Raises ``BadEvidence`` where it has an error."""
    file = read_input("programme decisions", path)
    return decisions_of(file.name, file.content, opened, scheme)


def decisions_of(
    name: str, content: bytes, opened: Results, scheme: Scheme
) -> tuple[ProgrammeDecisions, tuple[Finding, ...]]:
    """The decisions of a table. Raises ``BadEvidence`` where it has an error."""
    read = read_decisions(name, content, scheme, decidable_of(opened, scheme))
    if read.decisions is None:
        raise refused(name, read.findings)
    return read.decisions, read.findings
