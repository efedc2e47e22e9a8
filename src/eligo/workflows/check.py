"""``eligo check``: read returns and say everything that is wrong with them, without building anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from eligo import artefacts
from eligo.ports import Progress
from eligo.scheme import load_scheme
from eligo.workflows.folder import CHECK, CHECKED, safe_folder, write_folder
from eligo.workflows.identity import known_devices
from eligo.workflows.inputs import gather_returns, read_input
from eligo.workflows.intake import Intake, read_all
from eligo.workflows.request import decided_files
from eligo.workflows.send_back import refuse_same, send_back


def check(
    places: list[Path],
    catalogue: Path,
    scheme_name: str,
    out: Path | None,
    progress: Progress,
    *,
    back: Path | None = None,
    aliases: Path | None = None,
    corrections: Path | None = None,
    today: date | None = None,
) -> Intake:
    """Every finding of the returns. With ``out``, findings, quarantine and mass balance are written there; with
    ``back``, what each sender needs to mend its own return, each in a folder of its own. A file that cannot be used
    does not keep the others from being checked: it is among the ``refused``, for whoever calls this to end with. A
    snapshot of a day after ``today`` is questioned, where that is given.

    Raises as ``run`` does for a catalogue, aliases or corrections that cannot be used.
    """
    refuse_same(out, back)
    scheme = load_scheme(scheme_name)
    listed = read_input("catalogue", catalogue)
    decided = (listed, *decided_files(aliases, corrections))
    known_devices(decided, scheme)
    if out is not None:
        safe_folder(out, CHECK)
    files = gather_returns(places)
    received = {file.name: today for file in files} if today else None
    intake = read_all((*files, *decided), scheme, progress, received)
    if out is not None:
        contents = (
            artefacts.findings_csv(intake.findings),
            artefacts.quarantine_csv(intake.quarantined, scheme),
            artefacts.mass_balance_csv(intake.balances),
        )
        write_folder(out, dict(zip(CHECKED, contents, strict=True)), CHECK)
    if back is not None:
        send_back(intake, files, scheme, back, progress)
    return intake
