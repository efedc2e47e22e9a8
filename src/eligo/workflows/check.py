"""``eligo check``: read returns and say everything that is wrong with them, without building anything."""

from __future__ import annotations

from pathlib import Path

from eligo import artefacts
from eligo.catalogue import load_catalogue
from eligo.ports import Progress
from eligo.scheme import load_scheme
from eligo.workflows.folder import CHECK, CHECKED, safe_folder, write_folder
from eligo.workflows.inputs import gather_returns, read_input
from eligo.workflows.intake import Intake, take_in


def check(places: list[Path], catalogue: Path, scheme_name: str, out: Path | None, progress: Progress) -> Intake:
    """Every finding of the returns. With ``out``, findings, quarantine and mass balance are written there.

    Raises as ``run`` does for files that cannot be used.
    """
    scheme = load_scheme(scheme_name)
    listed = read_input("catalogue", catalogue)
    known = load_catalogue(listed.name, listed.content, scheme)
    if out is not None:
        safe_folder(out, CHECK)
    intake = take_in(gather_returns(places), scheme, known, progress)
    if out is not None:
        contents = (
            artefacts.findings_csv(intake.findings),
            artefacts.quarantine_csv(intake.quarantined, scheme),
            artefacts.mass_balance_csv(intake.balances),
        )
        write_folder(out, dict(zip(CHECKED, contents, strict=True)), CHECK)
    return intake
