"""What a run writes, file by file, as bytes. The names and fields are a public interface (``results.md``)."""

from eligo.artefacts.causes import CAUSE_COLUMNS, causes_csv, finding_fields, findings_json
from eligo.artefacts.combinations import BASES, combination_columns, combinations_csv, reconciliation_csv
from eligo.artefacts.intake import (
    FINDING_COLUMNS,
    findings_csv,
    installations_csv,
    mass_balance_csv,
    own_rows_csv,
    quarantine_csv,
    responders_csv,
)
from eligo.artefacts.interactions import interaction_record, interactions_csv
from eligo.artefacts.inventory import counted_return_csv, inventory_causes_csv, inventory_json
from eligo.artefacts.manifest import TIMES, InputEntry, Parameters, manifest_json, readdressed, time_text
from eligo.artefacts.plan import plan_json
from eligo.artefacts.programme import (
    STANDING_COLUMNS,
    cell_record,
    decision_cells,
    eligibility_record,
    evidence_csv,
    grid_csv,
    owed_csv,
    register_csv,
    release_cells,
    result_record,
    standing_record,
)
from eligo.artefacts.register import ppcl_csv, ppcl_json
from eligo.artefacts.register_crate import CRATE, register_crate
from eligo.artefacts.register_feed import changes_atom
from eligo.artefacts.register_json import register_list_json, register_list_schema
from eligo.artefacts.register_list import changes_csv, register_list_csv, register_list_xlsx
from eligo.artefacts.selection import conflict_json, selection_json
from eligo.artefacts.writing import csv_bytes, json_bytes, share_number, share_text

ARTEFACTS: tuple[tuple[str, str], ...] = (
    ("report.pdf", "the consultation paper"),
    ("report.html", "the consultation paper, for the web"),
    ("ppcl.csv", "the draft list of pending combinations"),
    ("ppcl.json", "the same, for programs"),
    ("selection.json", "the selection, its proof and its reasons"),
    ("certificate.json", "the proof of the selection, for eligo-check"),
    ("combinations.csv", "every combination, in scope and out"),
    ("interactions.csv", "hardware variants that occur together, tested or not"),
    ("plan.json", "the phases that each combination goes through"),
    ("analysis.html", "what organisations reported: confidential"),
    ("chart-curve.svg", "what each size of selection represents: confidential"),
    ("chart-coverage.svg", "the variants that each selected contains: confidential"),
    ("chart-contributions.svg", "what each selected brings: confidential"),
    ("chart-stability.svg", "what would change the selection: confidential"),
    ("findings.csv", "every finding, at its place"),
    ("quarantine.csv", "the rows that were refused, as typed"),
    ("mass-balance.csv", "rows read, accepted, quarantined and ignored"),
    ("installations.csv", "installations reported, and what became of each"),
    ("responders.csv", "who answered, and who stands in for whom"),
    ("reconciliation.csv", "cells where two sources differ"),
)
"""(file, what it is), in the order in which a reader wants them; ``manifest.json`` names them all."""

CHARTS = tuple(name for name, _ in ARTEFACTS if name.startswith("chart-"))
"""The charts of a run, as SVG."""

__all__ = [
    "ARTEFACTS",
    "BASES",
    "CAUSE_COLUMNS",
    "CHARTS",
    "CRATE",
    "FINDING_COLUMNS",
    "STANDING_COLUMNS",
    "TIMES",
    "InputEntry",
    "Parameters",
    "causes_csv",
    "cell_record",
    "changes_atom",
    "changes_csv",
    "combination_columns",
    "combinations_csv",
    "conflict_json",
    "counted_return_csv",
    "csv_bytes",
    "decision_cells",
    "eligibility_record",
    "evidence_csv",
    "finding_fields",
    "findings_csv",
    "findings_json",
    "grid_csv",
    "installations_csv",
    "interaction_record",
    "interactions_csv",
    "inventory_causes_csv",
    "inventory_json",
    "json_bytes",
    "manifest_json",
    "mass_balance_csv",
    "owed_csv",
    "own_rows_csv",
    "plan_json",
    "ppcl_csv",
    "ppcl_json",
    "quarantine_csv",
    "readdressed",
    "reconciliation_csv",
    "register_crate",
    "register_csv",
    "register_list_csv",
    "register_list_json",
    "register_list_schema",
    "register_list_xlsx",
    "release_cells",
    "responders_csv",
    "result_record",
    "selection_json",
    "share_number",
    "share_text",
    "standing_record",
    "time_text",
]
