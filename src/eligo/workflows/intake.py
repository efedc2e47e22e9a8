"""Input files to returns: every file read, every file that cannot be used named in one error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eligo.errors import EligoError, UnreadableFile, VersionConflict, WrongTemplate
from eligo.findings import Finding
from eligo.ports import Progress
from eligo.returns import QuarantinedRow, Return, SheetBalance, UpgradesFile, read_return, upgrades_file_of
from eligo.scheme import Scheme
from eligo.workflows.identity import corrections_in, known_devices
from eligo.workflows.inputs import InputFile


@dataclass(frozen=True, slots=True)
class Intake:
    """What a round's files hold, in the order of their names."""

    returns: tuple[Return, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, return by return."""
        return tuple(finding for one in self.returns for finding in one.findings)

    @property
    def quarantined(self) -> tuple[QuarantinedRow, ...]:
        """Every quarantined row, return by return."""
        return tuple(row for one in self.returns for row in one.quarantined)

    @property
    def balances(self) -> tuple[SheetBalance, ...]:
        """The mass balance of every sheet, return by return."""
        return tuple(balance for one in self.returns for balance in one.balances)


def take_in(files: Sequence[InputFile], scheme: Scheme, progress: Progress) -> Intake:
    """Read every return among the files, by the catalogue, the aliases and the corrections among them.

    Raises ``UnreadableFile``, ``WrongTemplate`` or ``VersionConflict`` with *all* files at fault in ``details``, and
    what ``known_devices`` raises.
    """
    catalogue, corrections = known_devices(files, scheme), corrections_in(files)
    upgrades = {
        upgrades_file_of(file.name): UpgradesFile(file.name, file.content) for file in files if file.role == "upgrades"
    }
    returns: list[Return] = []
    refused: list[EligoError] = []
    wanted = [file for file in files if file.role == "return"]
    for index, file in enumerate(wanted):
        progress.stage("Reading returns", index, len(wanted))
        try:
            beside = upgrades.get(file.stem)
            returns.append(read_return(file.name, file.content, scheme, catalogue, beside, corrections))
        except (UnreadableFile, WrongTemplate, VersionConflict) as error:
            refused.append(error)
    progress.stage("Reading returns", len(wanted), len(wanted))
    if len(refused) == 1:
        raise refused[0]
    if refused:
        kinds = (UnreadableFile, WrongTemplate, VersionConflict)
        kind = next(kind for kind in kinds if any(isinstance(error, kind) for error in refused))
        raise kind(
            f"{len(refused)} of {len(wanted)} returns cannot be used",
            hint="Mend the files named, or leave them out.",
            details=[line for error in refused for line in (f"{error.message}. {error.hint}", *error.details)],
        )
    return Intake(tuple(returns))
