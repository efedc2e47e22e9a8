"""Inventories: one row per installation, tens of millions of rows, in the memory and time of their distinct rows.

The verbs are ``read_inventory``, which makes a return of an inventory, and ``findings_of``, which lists every finding
at its row. Source: ``returns.md``, "Template, version 1" (the second granularity).
"""

from eligo.returns.inventory.cluster import read_inventory_on_cluster
from eligo.returns.inventory.ingest import findings_of, read_inventory
from eligo.returns.inventory.layout import first_rows, is_inventory
from eligo.returns.inventory.model import Advance, Balance, Cause, Inventory, Pace, Report, pace

__all__ = [
    "Advance",
    "Balance",
    "Cause",
    "Inventory",
    "Pace",
    "Report",
    "findings_of",
    "first_rows",
    "is_inventory",
    "pace",
    "read_inventory",
    "read_inventory_on_cluster",
]
