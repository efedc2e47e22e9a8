"""The use cases of a workspace, one file each; what they need of the outside world is in ``eligo.ports``."""

from eligo.workflows.workspace.answers import Answers, answers
from eligo.workflows.workspace.asking import Template, write_templates
from eligo.workflows.workspace.backup import Backup, backup
from eligo.workflows.workspace.basis import BASIS_KINDS
from eligo.workflows.workspace.collecting import collect
from eligo.workflows.workspace.comparing import compare_rounds
from eligo.workflows.workspace.deciding import decide, history, replaced, settled, standing_decisions
from eligo.workflows.workspace.deciding_equivalences import (
    EquivalencesChange,
    Withdrawal,
    decide_equivalences,
    fall_of,
    kept_equivalence_grounds,
    preview_equivalences,
    withdraw_equivalences,
)
from eligo.workflows.workspace.deselecting import give_up
from eligo.workflows.workspace.in_force import InForce
from eligo.workflows.workspace.jobs import Became, cancel, held_by_others, jobs, run_round, work
from eligo.workflows.workspace.log import accept_clock, events
from eligo.workflows.workspace.missing import Missing, MissingReturns, Unreported, missing_returns
from eligo.workflows.workspace.moving import move
from eligo.workflows.workspace.packs import Pack, write_packs
from eligo.workflows.workspace.placing import results_folder, written_run
from eligo.workflows.workspace.planning import StandingPlan, keep_plan, plan_round, standing_plan
from eligo.workflows.workspace.programme_decisions import (
    DecisionsChange,
    decide_programme,
    decisions_change_record,
    preview_decisions,
    standing_programme,
    stated_decision,
)
from eligo.workflows.workspace.programming import (
    Imported,
    import_evidence,
    kept_grounds,
    kept_or_no_grounds,
    load_register,
    preview_load,
    standing_register,
    withdraw_evidence,
)
from eligo.workflows.workspace.receiving import Receipt, Received, receive
from eligo.workflows.workspace.registers.beginning import RulesRenewed, begin_register, renew_key, renew_rules
from eligo.workflows.workspace.registers.changes import diff_versions
from eligo.workflows.workspace.registers.covering import coverage_told
from eligo.workflows.workspace.registers.deciding import Deciding, decide_entry, preview_entry
from eligo.workflows.workspace.registers.entering import EnteredDue, enter_due
from eligo.workflows.workspace.registers.exporting import (
    consistency_of,
    export_register,
    receipt_of,
    write_register_pages,
)
from eligo.workflows.workspace.registers.grounds import (
    RegisterGrounds,
    decided_record,
    due_entries_record,
    register_grounds,
)
from eligo.workflows.workspace.registers.kept import kept_standing, open_kept_register
from eligo.workflows.workspace.registers.proposing import Proposal, drop_proposal, line_told, proposals, propose
from eligo.workflows.workspace.registers.publishing import ToApprove, proposal_record, publish_version, to_approve
from eligo.workflows.workspace.registers.status import RegisterStatus
from eligo.workflows.workspace.restoring import refuse_no_backup, restore
from eligo.workflows.workspace.rounds import amend_round, close_round, open_round, rounds, submissions, withdraw
from eligo.workflows.workspace.run_results import installed_by_latest, open_kept_run, opened_since
from eligo.workflows.workspace.running import Ran, runs
from eligo.workflows.workspace.starting import identity_of, refuse_unusable, start
from eligo.workflows.workspace.status import Due, RoundStatus, Status, status
from eligo.workflows.workspace.survey import Contents
from eligo.workflows.workspace.verifying import Checked, verify_workspace

__all__ = [
    "BASIS_KINDS",
    "Answers",
    "Backup",
    "Became",
    "Checked",
    "Contents",
    "Deciding",
    "DecisionsChange",
    "Due",
    "EnteredDue",
    "EquivalencesChange",
    "Imported",
    "InForce",
    "Missing",
    "MissingReturns",
    "Pack",
    "Proposal",
    "Ran",
    "Receipt",
    "Received",
    "RegisterGrounds",
    "RegisterStatus",
    "RoundStatus",
    "RulesRenewed",
    "StandingPlan",
    "Status",
    "Template",
    "ToApprove",
    "Unreported",
    "Withdrawal",
    "accept_clock",
    "amend_round",
    "answers",
    "backup",
    "begin_register",
    "cancel",
    "close_round",
    "collect",
    "compare_rounds",
    "consistency_of",
    "coverage_told",
    "decide",
    "decide_entry",
    "decide_equivalences",
    "decide_programme",
    "decided_record",
    "decisions_change_record",
    "diff_versions",
    "drop_proposal",
    "due_entries_record",
    "enter_due",
    "events",
    "export_register",
    "fall_of",
    "give_up",
    "held_by_others",
    "history",
    "identity_of",
    "import_evidence",
    "installed_by_latest",
    "jobs",
    "keep_plan",
    "kept_equivalence_grounds",
    "kept_grounds",
    "kept_or_no_grounds",
    "kept_standing",
    "line_told",
    "load_register",
    "missing_returns",
    "move",
    "open_kept_register",
    "open_kept_run",
    "open_round",
    "opened_since",
    "plan_round",
    "preview_decisions",
    "preview_entry",
    "preview_equivalences",
    "preview_load",
    "proposal_record",
    "proposals",
    "propose",
    "publish_version",
    "receipt_of",
    "receive",
    "refuse_no_backup",
    "refuse_unusable",
    "register_grounds",
    "renew_key",
    "renew_rules",
    "replaced",
    "restore",
    "results_folder",
    "rounds",
    "run_round",
    "runs",
    "settled",
    "standing_decisions",
    "standing_plan",
    "standing_programme",
    "standing_register",
    "start",
    "stated_decision",
    "status",
    "submissions",
    "to_approve",
    "verify_workspace",
    "withdraw",
    "withdraw_equivalences",
    "withdraw_evidence",
    "work",
    "write_packs",
    "write_register_pages",
    "write_templates",
    "written_run",
]
