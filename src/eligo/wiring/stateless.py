"""The Python interface of what needs no workspace: files in, files out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eligo.artefacts import Parameters
from eligo.programme import PARTS
from eligo.wiring.services import build_services
from eligo.workflows import Again, Extent, Outcome, Planned, Verified, make_request
from eligo.workflows import plan as plan_workflow
from eligo.workflows import run as run_workflow
from eligo.workflows import verify as verify_workflow


def run(
    returns: str | Path | Sequence[str | Path],
    *,
    catalogue: str | Path,
    out: str | Path,
    scheme: str = "smets1-foc",
    parameters: Parameters | None = None,
) -> Outcome:
    """From returns to a proved selection, the draft list and the paper, written to ``out``.

    ``returns`` are files or folders; ``scheme`` a shipped name or a path. Returns everything that the run found
    out. Raises the situations of ``eligo.errors``; ``Infeasible`` and ``StoppedBeforeProof`` only after findings,
    combinations and ``selection.json`` are written. Source: ``results.md``.
    """
    services = build_services()
    places = [returns] if isinstance(returns, str | Path) else returns
    request = make_request([Path(place) for place in places], Path(catalogue), scheme, parameters or Parameters())
    outcome = run_workflow(request, Path(out), services.clock, services.progress)
    if outcome.refusal is not None:
        raise outcome.refusal
    return outcome


def verify(out: str | Path) -> Verified:
    """Derive a run again from the inputs its manifest names, and compare byte by byte.

    Raises ``VerificationFailed`` with every file that is not what its inputs give.
    """
    return verify_workflow(Path(out), build_services().progress)


def plan(
    results: str | Path,
    firmware: str | Path,
    *,
    out: str | Path | None = None,
    decisions: str | Path | None = None,
    before: str | Path | None = None,
    sizes: int = 0,
    trials: int = 0,
    seed: int = 1,
    parts: int = PARTS,
) -> Planned:
    """The programme of what a run has selected, with dates, accepted by the independent checker.

    ``results``: the folder of the run; ``firmware``: a register; ``decisions``: about single combinations; ``before``:
    the folder of the plan that this one takes the place of. ``sizes``: up to which size the best set of each is
    planned, too; ``trials``: how often the plan is tried under chance; ``parts``: how many the proof may have. With
    ``out`` it is written there. Raises the situations of ``eligo.errors``. Source: ``programme.md``.
    """
    return plan_workflow(
        Path(results),
        Path(firmware),
        Path(out) if out else None,
        build_services().progress,
        decisions=Path(decisions) if decisions else None,
        extent=Extent(sizes, trials, seed, parts=parts),
        before=Path(before) if before else None,
    )


def replan(
    results: str | Path,
    firmware: str | Path,
    before: str | Path,
    again: Again,
    *,
    out: str | Path | None = None,
    decisions: str | Path | None = None,
    evidence: Sequence[str | Path] = (),
    trials: int = 0,
    seed: int = 1,
    parts: int = PARTS,
) -> Planned:
    """The plan of the folder ``before`` planned ``again``, around what has begun and what ``evidence`` says of it.

    The ways that move more are in ``taken`` of what is returned. Raises the situations of ``eligo.errors``.
    """
    return plan_workflow(
        Path(results),
        Path(firmware),
        Path(out) if out else None,
        build_services().progress,
        decisions=Path(decisions) if decisions else None,
        extent=Extent(0, trials, seed, parts=parts),
        before=Path(before),
        again=again,
        evidence=[Path(one) for one in evidence],
    )
