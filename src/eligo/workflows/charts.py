"""``eligo charts``: the charts of a finished run, as SVG and as PNG."""

from __future__ import annotations

from pathlib import Path

from eligo.artefacts import CHARTS
from eligo.documents import render_png
from eligo.errors import NotFound
from eligo.ports import Progress
from eligo.workflows.folder import DRAWN, safe_folder, write_folder
from eligo.workflows.verify import verify


def charts(out: Path, folder: Path, progress: Progress) -> tuple[str, ...]:
    """Write every chart of the run in ``out`` into ``folder``, in both forms; their names, in reading order.

    Raises ``NotFound`` where nothing was selected, ``VerificationFailed`` where the run is not what its inputs give,
    and ``UsageError`` where the folder holds something else.
    """
    safe_folder(folder, DRAWN)
    made = verify(out, progress).outcome.artefacts
    drawn = {name: made[name] for name in CHARTS if name in made}
    if not drawn:
        raise NotFound(f"The run in {out} has no charts: nothing was selected", hint="See its selection.json.")
    written: dict[str, bytes] = {}
    for name, svg in drawn.items():
        written |= {name: svg, f"{name.removesuffix('.svg')}.png": render_png(svg)}
    write_folder(folder, written, DRAWN)
    return tuple(written)
