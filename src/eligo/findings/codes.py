"""Every code that a finding can have: its severity, what it means, and what its receiver does.

What belongs here: the tables that the reference prints, of returns and of the programme. What does not: findings
(``findings.model``).

Invariant: codes are kebab-case and stable, and never reused. Source: ``returns.md``, "Semantics" 2.
"""

from __future__ import annotations

from eligo.findings.codes_error import ERRORS
from eligo.findings.codes_note import NOTES
from eligo.findings.codes_programme import PROGRAMME_CODES
from eligo.findings.codes_warning import WARNINGS
from eligo.findings.kinds import FindingCode, Severity

FINDING_CODES: tuple[FindingCode, ...] = (*ERRORS, *WARNINGS, *NOTES)
"""Every code that a finding of a return can have, errors first."""

_EVERY = (*FINDING_CODES, *PROGRAMME_CODES)
SEVERITY: dict[str, Severity] = {entry.code: entry.severity for entry in _EVERY}
REMEDY: dict[str, str] = {entry.code: entry.remedy for entry in _EVERY}
