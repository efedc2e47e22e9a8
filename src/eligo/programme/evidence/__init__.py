"""Test evidence: read from what test tools write, never changed, and counted on the firmware that is in force."""

from eligo.programme.evidence.judge import Known
from eligo.programme.evidence.model import (
    Asked,
    Evidence,
    EvidenceFile,
    Result,
    ResultOutcome,
    UnderTest,
    asked_of,
    tracks_of,
)
from eligo.programme.evidence.read import EvidenceRead, read_evidence
from eligo.programme.evidence.standing import (
    Cell,
    Standing,
    Voided,
    cells_of,
    counting,
    in_groups,
    on_firmware_that_counts,
    standings,
    voided_by,
    what_is_voided,
)
from eligo.programme.evidence.stated import RESULT_COLUMNS

__all__ = [
    "RESULT_COLUMNS",
    "Asked",
    "Cell",
    "Evidence",
    "EvidenceFile",
    "EvidenceRead",
    "Known",
    "Result",
    "ResultOutcome",
    "Standing",
    "UnderTest",
    "Voided",
    "asked_of",
    "cells_of",
    "counting",
    "in_groups",
    "on_firmware_that_counts",
    "read_evidence",
    "standings",
    "tracks_of",
    "voided_by",
    "what_is_voided",
]
