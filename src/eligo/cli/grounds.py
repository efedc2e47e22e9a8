"""What ``eligo firmware`` and ``eligo evidence`` are asked of: the files named, or what a workspace remembers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eligo.cli.console import show, warn
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.findings import Finding
    from eligo.workflows import Grounds


def asked_grounds(
    results: Path | None,
    scheme: str | None,
    firmware: Path | None,
    evidence: Sequence[Path] | None,
    equivalences: Path | None,
    round_: str | None,
    workspace: Path | None,
    decisions: Path | None = None,
) -> Grounds:
    """The files named; without results, what stands in the workspace. What was found and refuses nothing is told."""
    from eligo.wiring import find_workspace, opened_workspace
    from eligo.workflows import Sources, grounds_of
    from eligo.workflows import workspace as use

    if results is not None:
        made = grounds_of(Sources(results, scheme, firmware, tuple(evidence or ()), equivalences, decisions))
        tell(made.findings)
        return made
    if firmware or evidence or equivalences or decisions or scheme:
        raise UsageError("Without --results, what stands in the workspace counts", hint="Name --results, too.")
    if find_workspace(workspace) is None:
        raise UsageError(
            "Nothing says which combinations there are",
            hint="Name the folder of a run with --results, or be in a workspace.",
        )
    with opened_workspace(workspace) as opened:
        return use.kept_grounds(opened, round_)


def print_cells(grounds: Grounds, cells: Iterable[tuple[str, str, str, str]]) -> None:
    """Tests by combination, phase and states, in the order of the combinations and of the catalogue."""
    from eligo.programme import in_groups

    rows = [
        (grounds.label(combination), phase, ", ".join(states), ", ".join(tests))
        for combination, phase, states, tests in in_groups(sorted(cells, key=grounds.order))
    ]
    show(("combination", "phase", "states", "tests"), rows)


def tell(findings: Iterable[Finding]) -> None:
    """Findings that refuse nothing, on standard error."""
    from eligo.workflows import line_of

    for finding in findings:
        warn(f"{finding.severity.value}: {line_of(finding)}")
