"""Input files to returns: every file read, every file that cannot be used named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from eligo.errors import BadDecisions, EligoError, UnreadableFile, VersionConflict, WrongTemplate
from eligo.findings import Finding, Issue, Location
from eligo.ports import Progress
from eligo.returns import (
    Correction,
    QuarantinedRow,
    Return,
    SheetBalance,
    UpgradesFile,
    read_return,
    upgrades_file_of,
)
from eligo.scheme import Scheme
from eligo.workflows.identity import corrections_and_mistakes_in, known_devices
from eligo.workflows.inputs import InputFile


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file of which nothing could be read as a return, and why."""

    file: str
    error: EligoError

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What stands in the way, each a finding about the whole file."""
        said = (self.error.message, *self.error.details)
        place = Location(self.file)
        return tuple(Issue("file-refused", "", "", "", text, self.error.hint).at(place) for text in dict.fromkeys(said))


@dataclass(frozen=True, slots=True)
class Intake:
    """What a round's files hold, in the order of their names, and those that cannot be used."""

    returns: tuple[Return, ...]
    refused: tuple[Refusal, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding: of the files that cannot be used, then return by return."""
        of_returns = (finding for one in self.returns for finding in one.findings)
        return (*(finding for refusal in self.refused for finding in refusal.findings), *of_returns)

    @property
    def quarantined(self) -> tuple[QuarantinedRow, ...]:
        """Every quarantined row, return by return."""
        return tuple(row for one in self.returns for row in one.quarantined)

    @property
    def balances(self) -> tuple[SheetBalance, ...]:
        """The mass balance of every sheet, return by return."""
        return tuple(balance for one in self.returns for balance in one.balances)

    def demand_all(self) -> None:
        """Raise ``UnreadableFile``, ``WrongTemplate`` or ``VersionConflict`` with *all* files that cannot be used."""
        errors = [refusal.error for refusal in self.refused]
        if len(errors) == 1:
            raise errors[0]
        if errors:
            kind = next(kind for kind in _REFUSING if any(isinstance(error, kind) for error in errors))
            raise kind(
                f"{len(errors)} of {len(errors) + len(self.returns)} returns cannot be used",
                hint="Mend the files named, or leave them out.",
                details=[line for error in errors for line in (f"{error.message}. {error.hint}", *error.details)],
            )


_REFUSING = (UnreadableFile, WrongTemplate, VersionConflict)


def take_in(
    files: Sequence[InputFile], scheme: Scheme, progress: Progress, received: Mapping[str, date] | None = None
) -> Intake:
    """Read every return among the files, by the catalogue, the aliases and the corrections among them.

    ``received`` are the days on which files came, by name: a snapshot of a later day is questioned. A run gives none,
    so that the same inputs say the same for ever.

    Raises as ``Intake.demand_all`` does where one cannot be used, and what ``known_devices`` raises.
    """
    intake = read_all(files, scheme, progress, received)
    intake.demand_all()
    return intake


def read_all(
    files: Sequence[InputFile], scheme: Scheme, progress: Progress, received: Mapping[str, date] | None = None
) -> Intake:
    """As ``take_in``; a return that cannot be used is among the ``refused``.

    Raises what ``known_devices`` raises, and ``BadDecisions`` where a correction has a mistake or is of a file that is
    not among them, with all that is wrong with corrections.
    """
    catalogue = known_devices(files, scheme)
    corrections, mistakes = corrections_and_mistakes_in(files)
    upgrades = {
        upgrades_file_of(file.name): UpgradesFile(file.name, file.content) for file in files if file.role == "upgrades"
    }
    returns: list[Return] = []
    refused: list[Refusal] = []
    wanted = [file for file in files if file.role == "return"]
    mistakes += _of_others(corrections, {file.name for file in wanted})
    for index, file in enumerate(wanted):
        progress.stage("Reading returns", index, len(wanted))
        try:
            beside = upgrades.get(file.stem)
            day = (received or {}).get(file.name)
            returns.append(read_return(file.name, file.content, scheme, catalogue, beside, corrections, day))
        except _REFUSING as error:
            refused.append(Refusal(file.name, error))
    progress.stage("Reading returns", len(wanted), len(wanted))
    if mistakes:
        _refuse(mistakes, [one.error for one in refused if isinstance(one.error, VersionConflict)])
    return Intake(tuple(returns), tuple(refused))


def _of_others(corrections: Sequence[Correction], names: Collection[str]) -> Iterator[str]:
    """A correction that states no hash is for one of these files; one that states it may be for another."""
    for one in corrections:
        if not one.sha256 and one.file not in names:
            yield f"{one.file}, row {one.row}, {one.column}: no return has this name"


def _refuse(mistakes: Sequence[str], misfits: Sequence[VersionConflict]) -> NoReturn:
    """Refuse corrections for their own mistakes and, with them, for what the returns do not hold."""
    wrong = [*mistakes, *(text for one in misfits for text in one.details or (f"{one.message}. {one.hint}",))]
    raise BadDecisions(
        f"The corrections have {len(wrong):,} mistake{'s' if len(wrong) > 1 else ''}",
        hint="A correction names the file, sheet, row and column of a return, and what the cell holds.",
        details=wrong,
    )
