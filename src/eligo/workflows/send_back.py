"""What goes back to the sender of one return: its own cells with what was found at each, in four forms.

Invariant: everything in it comes from the files and findings given; nothing of any other return is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from eligo import artefacts
from eligo.causes import causes_of
from eligo.documents import render_findings
from eligo.errors import UsageError
from eligo.findings import Finding
from eligo.ports import Progress
from eligo.returns import SentFile, located, returned_workbook, sent_sheets, stem_of, upgrades_file_of
from eligo.scheme import Scheme, device_columns
from eligo.workflows.folder import RETURNED, safe_folder, write_folder
from eligo.workflows.inputs import InputFile
from eligo.workflows.intake import Intake

ENCLOSED = (
    ("findings.xlsx", "your own workbook, or your rows with findings, with every finding at its cell"),
    ("findings.html", "the same as a page, to read and to print"),
    ("causes.csv", "what is to be mended: one line a cause, with all of its cells"),
    ("findings.csv", "every finding, at its cell"),
    ("findings.json", "causes and findings, for programs"),
)
"""(file, what it is), in the order in which a sender wants them."""


def files_of(name: str, files: Iterable[InputFile]) -> tuple[SentFile, ...]:
    """The file of a return, and that of the planned upgrades that travel beside it."""
    stem = stem_of(name)
    wanted = [one for one in files if one.name == name or upgrades_file_of(one.name) == stem]
    return tuple(SentFile(one.name, one.content) for one in sorted(wanted, key=lambda one: one.name != name))


def returned_files(
    files: Sequence[SentFile], findings: Iterable[Finding], organisation: str, scheme: Scheme, *, refused: bool = False
) -> Mapping[str, bytes]:
    """The files that go back, by name. ``findings`` are those of these files alone; of files that were refused, no
    sheet can be shown.
    """
    sheets = () if refused else sent_sheets(files, scheme)
    found = located(findings, sheets)
    causes = causes_of(found, device_columns(scheme))
    title = f"Findings in {files[0].name}"
    return {
        "findings.xlsx": returned_workbook(files, sheets, causes),
        "findings.html": render_findings(title, f"For {organisation}; not for others", sheets, causes),
        "causes.csv": artefacts.causes_csv(causes),
        "findings.csv": artefacts.findings_csv(found),
        "findings.json": artefacts.findings_json(causes),
    }


def send_back(intake: Intake, files: Sequence[InputFile], scheme: Scheme, out: Path, progress: Progress) -> None:
    """Write what goes back for each return into a folder of its own in ``out``, under the file's name without its end.

    Raises ``UsageError`` where such a folder holds something else, before anything is written.
    """
    given = [(one.file, one.sender.organisation, one.findings, False) for one in intake.returns]
    given += [(one.file, "whoever sent it", one.findings, True) for one in intake.refused]
    folders = _folders([file for file, *_ in given], out)
    for folder in folders:
        safe_folder(folder, RETURNED)
    for number, ((file, organisation, findings, refused), folder) in enumerate(zip(given, folders, strict=True)):
        progress.stage("Writing what goes back", number, len(folders))
        sent = files_of(file, files)
        write_folder(folder, returned_files(sent, findings, organisation, scheme, refused=refused), RETURNED)
    progress.stage("Writing what goes back", len(folders), len(folders))


def _folders(names: Sequence[str], out: Path) -> list[Path]:
    """A folder for each file; those that differ in their ends alone keep them."""
    stems = Counter(stem_of(name).casefold() for name in names)
    return [out / (name if stems[stem_of(name).casefold()] > 1 else stem_of(name)) for name in names]


def refuse_same(out: Path | None, back: Path | None) -> None:
    """Raise ``UsageError`` where one folder is named for the analyst's results and for what goes back."""
    if out is not None and back is not None and out.resolve() == back.resolve():
        raise UsageError(f"{out} is named twice", hint="Name two folders: --out is for you, --send-back for senders.")
