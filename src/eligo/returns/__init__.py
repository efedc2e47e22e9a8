"""One file to accepted rows and located findings."""

from eligo.findings import FINDING_CODES
from eligo.returns.cells import Sheet
from eligo.returns.checks import is_blank
from eligo.returns.correction_file import (
    CORRECTION_COLUMNS,
    FILE_HASH,
    corrections_and_mistakes,
    read_corrections,
)
from eligo.returns.corrections import Correction, corrections_of
from eligo.returns.cycles import cycles
from eligo.returns.described import Describing, models_of
from eligo.returns.forms import SUFFIXES, is_form, names_a_return, open_file, stem_of, upgrades_file_of
from eligo.returns.forms.limits import LARGEST_FILE_BYTES
from eligo.returns.forms.xml import Document as GuardedXml
from eligo.returns.forms.xml import Malformed, local
from eligo.returns.inventory import (
    Advance,
    Inventory,
    Report,
    TableText,
    findings_of,
    pace,
    read_inventory,
    read_inventory_on_cluster,
    table_text,
    write_findings,
)
from eligo.returns.inventory import Balance as InventoryBalance
from eligo.returns.inventory import Cause as InventoryCause
from eligo.returns.marks import SEVERITY_FILLS, SEVERITY_MEANINGS, FoundAt, Marks, marks_of, shown, worst
from eligo.returns.model import (
    AcceptedRows,
    PartlyRead,
    PlannedUpgrade,
    QuarantinedRow,
    Return,
    Role,
    Sender,
    SheetBalance,
)
from eligo.returns.prefill import prefilled, typed_rows
from eligo.returns.read import UpgradesFile, read_return
from eligo.returns.returned import returned_workbook
from eligo.returns.sender import latest
from eligo.returns.sent import SentFile, SentSheet, located, sent_sheets
from eligo.returns.typed_sheets import LONGEST_TEXT, MOST_ROWS, TypedSheet, typed_workbook
from eligo.returns.workbook import Prefilled, template_version, template_workbook

__all__ = [
    "CORRECTION_COLUMNS",
    "FILE_HASH",
    "FINDING_CODES",
    "LARGEST_FILE_BYTES",
    "LONGEST_TEXT",
    "MOST_ROWS",
    "SEVERITY_FILLS",
    "SEVERITY_MEANINGS",
    "SUFFIXES",
    "AcceptedRows",
    "Advance",
    "Correction",
    "Describing",
    "FoundAt",
    "GuardedXml",
    "Inventory",
    "InventoryBalance",
    "InventoryCause",
    "Malformed",
    "Marks",
    "PartlyRead",
    "PlannedUpgrade",
    "Prefilled",
    "QuarantinedRow",
    "Report",
    "Return",
    "Role",
    "Sender",
    "SentFile",
    "SentSheet",
    "Sheet",
    "SheetBalance",
    "TableText",
    "TypedSheet",
    "UpgradesFile",
    "corrections_and_mistakes",
    "corrections_of",
    "cycles",
    "findings_of",
    "is_blank",
    "is_form",
    "latest",
    "local",
    "located",
    "marks_of",
    "models_of",
    "names_a_return",
    "open_file",
    "pace",
    "prefilled",
    "read_corrections",
    "read_inventory",
    "read_inventory_on_cluster",
    "read_return",
    "returned_workbook",
    "sent_sheets",
    "shown",
    "stem_of",
    "table_text",
    "template_version",
    "template_workbook",
    "typed_rows",
    "typed_workbook",
    "upgrades_file_of",
    "worst",
    "write_findings",
]
