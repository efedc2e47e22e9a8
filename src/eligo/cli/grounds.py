"""What ``eligo firmware`` and ``eligo evidence`` are asked of: the files named, or what a workspace remembers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eligo.cli import arguments
from eligo.cli.console import heading, say, show, warn
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.findings import Finding
    from eligo.programme import Cascade
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
        day = arguments.today() if equivalences else None
        made = grounds_of(Sources(results, scheme, firmware, tuple(evidence or ()), equivalences, decisions, day))
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


def print_cascade(found: Cascade) -> None:
    """What rests on less than before, what another test holds, and how much that is."""
    for title, ones in (("Rests on less than before", found.reopened), ("Rests on another test", found.held)):
        if not ones:
            continue
        heading(title)
        rows = [
            (
                one.combination_id,
                one.population,
                _rests(one.was.value, one.base),
                _rests(one.becomes.value, one.new_base),
            )
            for one in ones
        ]
        show(("combination", "population", "from", "to"), rows, numbers=("population",))
    reopened = f"{len(found.reopened):,} combination{'' if len(found.reopened) == 1 else 's'}"
    told = f"{reopened} re-opened, with a population of {found.reopened_population:,}"
    say(f"{told}; {found.eligible_lost:,} of it is no longer eligible.")


def _rests(on: str, base: str) -> str:
    return f"{on} ({base})" if base else on


def tell(findings: Iterable[Finding]) -> None:
    """Findings that refuse nothing, on standard error."""
    from eligo.workflows import lines_of

    by_severity: dict[str, list[Finding]] = {}
    for finding in findings:
        by_severity.setdefault(finding.severity.value, []).append(finding)
    for severity, own in by_severity.items():
        for line in lines_of(own):
            warn(f"{severity}: {line}")
