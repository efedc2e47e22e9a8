"""One file per use case: gather, call what is pure, write."""

from eligo.findings import lines_of
from eligo.workflows import register, workspace
from eligo.workflows.audit import Audited, audit, audit_record, stated_words
from eligo.workflows.charts import charts
from eligo.workflows.check import check
from eligo.workflows.choose import Choice, choose
from eligo.workflows.derive import Outcome, unproved
from eligo.workflows.deselect import Because, Deselected, deselect
from eligo.workflows.deselect import record as deselection_record
from eligo.workflows.diff import Diff, Judged
from eligo.workflows.diff_folder import diff_record, diff_runs
from eligo.workflows.equivalence_questions import (
    EquivalenceGrounds,
    Fall,
    cascade_record,
    decision_record,
    equivalence_grounds_of,
    fall_record,
    proposal_record,
    rests_on,
    write_drafts,
    write_equivalences,
    write_matrix,
)
from eligo.workflows.evidence import (
    PhaseReport,
    chosen,
    eligibility_of,
    eligible_record,
    grid_of,
    owed_of,
    owed_record,
    report_of,
    report_record,
    result_standing_record,
    results_of_combinations,
    write_evidence,
)
from eligo.workflows.firmware import (
    RegisterChange,
    change_record,
    register_change,
    register_in,
    register_record,
    write_grid,
    write_notice,
)
from eligo.workflows.grounds import Grounds, Sources, grounds_of
from eligo.workflows.identity import UnknownName
from eligo.workflows.intake import Intake
from eligo.workflows.inventory import Engine, inventory
from eligo.workflows.naming import Inputs, named_inputs, names_to_decide, preview, standing_inputs
from eligo.workflows.open_runs import OpenRun, open_run
from eligo.workflows.owed import Owed
from eligo.workflows.planning import Extent, Planned, plan, plan_record
from eligo.workflows.register_pages import publish_pages
from eligo.workflows.replanning import Again
from eligo.workflows.request import Request, make_request
from eligo.workflows.results import (
    Group,
    Results,
    by_operator,
    by_variant,
    curve,
    occurring_together,
    open_results,
    write_curve,
)
from eligo.workflows.rfi import write_template
from eligo.workflows.run import run
from eligo.workflows.schemes import check_scheme_file
from eligo.workflows.trace import Figure, Row, Trace, trace
from eligo.workflows.verify import Verified, verify

__all__ = [
    "Again",
    "Audited",
    "Because",
    "Choice",
    "Deselected",
    "Diff",
    "Engine",
    "EquivalenceGrounds",
    "Extent",
    "Fall",
    "Figure",
    "Grounds",
    "Group",
    "Inputs",
    "Intake",
    "Judged",
    "OpenRun",
    "Outcome",
    "Owed",
    "PhaseReport",
    "Planned",
    "RegisterChange",
    "Request",
    "Results",
    "Row",
    "Sources",
    "Trace",
    "UnknownName",
    "Verified",
    "audit",
    "audit_record",
    "by_operator",
    "by_variant",
    "cascade_record",
    "change_record",
    "charts",
    "check",
    "check_scheme_file",
    "choose",
    "chosen",
    "curve",
    "decision_record",
    "deselect",
    "deselection_record",
    "diff_record",
    "diff_runs",
    "eligibility_of",
    "eligible_record",
    "equivalence_grounds_of",
    "fall_record",
    "grid_of",
    "grounds_of",
    "inventory",
    "lines_of",
    "make_request",
    "named_inputs",
    "names_to_decide",
    "occurring_together",
    "open_results",
    "open_run",
    "owed_of",
    "owed_record",
    "plan",
    "plan_record",
    "preview",
    "proposal_record",
    "publish_pages",
    "register",
    "register_change",
    "register_in",
    "register_record",
    "report_of",
    "report_record",
    "rests_on",
    "result_standing_record",
    "results_of_combinations",
    "run",
    "standing_inputs",
    "stated_words",
    "trace",
    "unproved",
    "verify",
    "workspace",
    "write_curve",
    "write_drafts",
    "write_equivalences",
    "write_evidence",
    "write_grid",
    "write_matrix",
    "write_notice",
    "write_template",
]
