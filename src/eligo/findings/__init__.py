"""What is wrong with a cell: findings that know their place, and every code that they can have."""

from eligo.findings.codes import FINDING_CODES, REMEDY, SEVERITY
from eligo.findings.codes_programme import PROGRAMME_CODES
from eligo.findings.kinds import FindingCode, Severity
from eligo.findings.model import Finding, Issue, Location, column_letters, line_of, lines_of

__all__ = [
    "FINDING_CODES",
    "PROGRAMME_CODES",
    "REMEDY",
    "SEVERITY",
    "Finding",
    "FindingCode",
    "Issue",
    "Location",
    "Severity",
    "column_letters",
    "line_of",
    "lines_of",
]
