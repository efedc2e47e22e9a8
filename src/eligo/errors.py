"""The situations in which Eligo stops, one short tree.

What belongs here: exceptions that end a command, each with the exit code that the reference prints.
What does not: a bad cell, which is a value (``findings.Finding``), and an infeasible selection that is
*answered*, which is a value too until a shell has to end with its exit code.

Invariant: every leaf has an exit code of its own (``EXIT_CODES``), and its message says what was found,
where, what was expected and what to do next.
Source: ``results.md``, "Exit codes".
"""

from __future__ import annotations

from collections.abc import Sequence


class EligoError(Exception):
    """A situation Eligo cannot go on from.

    ``message`` says what was found and where; ``hint`` says what to do next. ``details`` holds one line
    per further instance, complete, so that nobody has to mend and retry one fault at a time.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = tuple(details)


class UsageError(EligoError):
    """The command was asked for something that does not fit together."""

    exit_code = 2


class UnreadableFile(EligoError):
    """A file is not what its name says, is damaged, or cannot be opened."""

    exit_code = 3


class WrongTemplate(EligoError):
    """A file can be read, but it is not a return: sheet, header or required columns are missing."""

    exit_code = 4


class BadScheme(EligoError):
    """A scheme file has mistakes; ``details`` names each by line and key."""

    exit_code = 5


class Infeasible(EligoError):
    """No set of combinations meets every requirement; ``details`` names those in conflict."""

    exit_code = 6


class StoppedBeforeProof(EligoError):
    """A selection was found, but no proof that it is the best was reached within the limit."""

    exit_code = 7


class AccessDenied(EligoError):
    """The actor may not do this."""

    exit_code = 8


class NotFound(EligoError):
    """A file, scheme, run, combination or figure that was asked for does not exist (or is not yours)."""

    exit_code = 9


class VersionConflict(EligoError):
    """Two inputs claim to be the same thing, or a stored thing has changed since it was read."""

    exit_code = 10


class VerificationFailed(EligoError):
    """An artefact is not what its inputs give, or an answer failed its independent check."""

    exit_code = 11


class CannotWrite(EligoError):
    """The results cannot be written where they should go: no permission, no room, no such place."""

    exit_code = 14


class NothingAccepted(EligoError):
    """Every row was quarantined, or none is in scope: there is no estate to select from."""

    exit_code = 12


class BadCatalogue(EligoError):
    """The catalogue of device models has mistakes; ``details`` names each by line."""

    exit_code = 13


class DamagedStore(EligoError):
    """What a workspace holds is not what was put there: a database, a record, the log or a file is damaged."""

    exit_code = 15


class StoreUnavailable(EligoError):
    """The database cannot be reached, or others keep it busy; nothing has been changed."""

    exit_code = 16


class OtherSchema(EligoError):
    """A workspace was written by an older or a newer Eligo, and has to be migrated or opened with that one."""

    exit_code = 17


class ClockSetBack(EligoError):
    """This machine's clock is behind the last entry of the log, so that a new entry would be out of order."""

    exit_code = 18


class Cancelled(EligoError):
    """Long work ended because somebody asked for that; nothing of it counts."""

    exit_code = 19


class LeaseLost(EligoError):
    """A worker held a job too long without a sign of life, and another has it now; nothing of it counts."""

    exit_code = 20


class BadDecisions(EligoError):
    """A table of decisions (aliases, corrections, equivalences) has mistakes; ``details`` names each by line."""

    exit_code = 21


class BadEvidence(EligoError):
    """A firmware register, programme decisions or test evidence have faults; ``details`` names each at its place."""

    exit_code = 22


class RegisterRefused(EligoError):
    """The registers do not allow an entry, a key or a version; ``details`` names every reason."""

    exit_code = 23


EXIT_CODES: tuple[tuple[int, str, str], ...] = tuple(
    (kind.exit_code, kind.__name__, (kind.__doc__ or "").split("\n")[0])
    for kind in (
        UsageError,
        UnreadableFile,
        WrongTemplate,
        BadScheme,
        Infeasible,
        StoppedBeforeProof,
        AccessDenied,
        NotFound,
        VersionConflict,
        VerificationFailed,
        NothingAccepted,
        BadCatalogue,
        CannotWrite,
        DamagedStore,
        StoreUnavailable,
        OtherSchema,
        ClockSetBack,
        Cancelled,
        LeaseLost,
        BadDecisions,
        BadEvidence,
        RegisterRefused,
    )
)
"""(exit code, situation, meaning), in the order of the codes: the one table that the reference prints."""
