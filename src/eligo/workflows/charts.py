"""``eligo charts``: the charts of a finished run, or of a choice from a table, as SVG and as PNG."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eligo.artefacts import CHARTS
from eligo.documents import Chosen, render_png, selection_charts
from eligo.errors import NotFound, VerificationFailed
from eligo.ports import Progress
from eligo.selection import Selection, contributions, select
from eligo.workflows.derive import CURVE_SIZES, exercised_together, proved_curve, shown_points
from eligo.workflows.folder import DRAWN, safe_folder, write_folder
from eligo.workflows.results import is_choice, open_choice
from eligo.workflows.verify import verify


def charts(out: Path, folder: Path, progress: Progress) -> tuple[str, ...]:
    """Write every chart of the run or choice in ``out`` into ``folder``, in both forms; their names, in reading order.

    Raises ``NotFound`` where nothing was selected, ``VerificationFailed`` where it is not what its inputs give, and
    ``UsageError`` where the folder holds something else.
    """
    safe_folder(folder, DRAWN)
    made = _of_choice(out, progress) if is_choice(out) else verify(out, progress).outcome.artefacts
    drawn = {name: made[name] for name in CHARTS if name in made}
    if not drawn:
        raise NotFound(f"The run in {out} has no charts: nothing was selected", hint="See its selection.json.")
    written: dict[str, bytes] = {}
    for name, svg in drawn.items():
        written |= {name: svg, f"{name.removesuffix('.svg')}.png": render_png(svg)}
    write_folder(folder, written, DRAWN)
    return tuple(written)


def _of_choice(out: Path, progress: Progress) -> Mapping[str, bytes]:
    """The charts of what ``eligo select --out`` wrote, selected again; what is unresolved is not known of a table."""
    opened = open_choice(out)
    operators = opened.scheme.operators
    progress.stage("Selecting and proving", 0, 1)
    answer = select(opened.candidates, opened.deployed, opened.policy, operators)
    if not isinstance(answer, Selection):
        return {}
    if {one.combination_id for one in answer.selected} != {*opened.selected}:
        raise VerificationFailed(f"What is in {out} is not what its table and its scheme give", hint="Select again.")
    points = shown_points(proved_curve(opened.candidates, opened.policy, operators, CURVE_SIZES))
    progress.stage("Selecting and proving", 1, 1)
    together = exercised_together(opened.candidates, answer)
    brought = contributions(answer)
    chosen = Chosen(answer, opened.candidates, points, brought, None, together, {}, opened.policy.cover)
    return selection_charts(chosen, opened.scheme)
