"""The consultation paper with the plan in it: its section on risk is written from when everything is planned.

What belongs here: a run derived again, and what may be published of its plan. What does not: redaction
(``disclosure``), and words (the scheme's).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eligo.disclosure import public_programme
from eligo.documents import ShownPlan
from eligo.errors import NothingAccepted
from eligo.ports import Progress
from eligo.workflows.paper import write_paper
from eligo.workflows.verify import verify


def planned_paper(results: Path, shown: ShownPlan, progress: Progress) -> dict[str, bytes]:
    """``report.html`` and ``report.pdf`` of a run, with its plan.

    Raises what ``verify`` raises, since a paper is of what its inputs give, and ``NothingAccepted`` for a run without a
    paper.
    """
    outcome = verify(results, progress).outcome
    if outcome.public is None:
        raise NothingAccepted(
            f"The run in {results} has no paper, so that none can be written with the plan",
            hint="A paper is of a proved selection in which no test stands for another.",
        )
    made = (shown.programme, shown.scheduled, shown.register, outcome.labels, outcome.scheme)
    public = replace(outcome.public, programme=public_programme(*made, uncertain=shown.uncertain))
    return write_paper(public, outcome.unpublished, outcome.scheme, progress)
