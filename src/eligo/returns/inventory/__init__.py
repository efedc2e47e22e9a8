"""Inventories: one row per installation, tens of millions of rows, in the memory and time of their distinct rows.

The verbs are ``read_inventory``, which makes a return of an inventory, and ``write_findings``, which writes every
finding at its row; ``findings_of`` lists them. Source: ``returns.md``, "Template, version 1" (the second
granularity).
"""

from eligo.returns.inventory.cluster import read_inventory_on_cluster
from eligo.returns.inventory.ingest import read_inventory
from eligo.returns.inventory.layout import is_inventory
from eligo.returns.inventory.model import Advance, Balance, Cause, Inventory, Pace, Report, pace
from eligo.returns.inventory.parquet import TableText, table_text
from eligo.returns.inventory.places import findings_of, write_findings

__all__ = [
    "Advance",
    "Balance",
    "Cause",
    "Inventory",
    "Pace",
    "Report",
    "TableText",
    "findings_of",
    "is_inventory",
    "pace",
    "read_inventory",
    "read_inventory_on_cluster",
    "table_text",
    "write_findings",
]
