"""The programme: what is tested when, on which firmware, and what has been shown.

Source: ``programme.md``.
"""

from eligo.programme.criteria import (
    Eligibility,
    GridRow,
    PhaseStanding,
    eligible,
    grid,
    phase_standing,
    standings_of,
)
from eligo.programme.document import json_lines
from eligo.programme.evidence import (
    RESULT_COLUMNS,
    Asked,
    Cell,
    Evidence,
    EvidenceFile,
    EvidenceRead,
    Known,
    Result,
    ResultOutcome,
    Standing,
    UnderTest,
    Voided,
    asked_of,
    in_groups,
    read_evidence,
    standings,
    tracks_of,
    voided_by,
    what_is_voided,
)
from eligo.programme.firmware import (
    REGISTER_COLUMNS,
    Expected,
    Kind,
    Register,
    RegisterRead,
    Release,
    Tested,
    read_register,
)
from eligo.programme.fixed import Scheduled, scheduled
from eligo.programme.given import chance_of, programme_of
from eligo.programme.model import Programme
from eligo.programme.plan import Entry, Outcome, Plan
from eligo.programme.uncertainty import SHARES, Chance, Spread, Uncertainty, uncertainty

__all__ = [
    "REGISTER_COLUMNS",
    "RESULT_COLUMNS",
    "SHARES",
    "Asked",
    "Cell",
    "Chance",
    "Eligibility",
    "Entry",
    "Evidence",
    "EvidenceFile",
    "EvidenceRead",
    "Expected",
    "GridRow",
    "Kind",
    "Known",
    "Outcome",
    "PhaseStanding",
    "Plan",
    "Programme",
    "Register",
    "RegisterRead",
    "Release",
    "Result",
    "ResultOutcome",
    "Scheduled",
    "Spread",
    "Standing",
    "Tested",
    "Uncertainty",
    "UnderTest",
    "Voided",
    "asked_of",
    "chance_of",
    "eligible",
    "grid",
    "in_groups",
    "json_lines",
    "phase_standing",
    "programme_of",
    "read_evidence",
    "read_register",
    "scheduled",
    "standings",
    "standings_of",
    "tracks_of",
    "uncertainty",
    "voided_by",
    "what_is_voided",
]
