"""The questions that are asked of a published register, one file each; a store answers by the same pure functions."""

from eligo.workflows.register.asking import (
    ANSWER_COLUMNS,
    Asked,
    answer_cells,
    answer_record,
    ask_one,
    unpublished_answer,
)
from eligo.workflows.register.checking import UNREADABLE, Checked, check_inventory
from eligo.workflows.register.differing import (
    ListChanges,
    VersionsDiffer,
    change_record,
    changes_record,
    diff,
    diff_record,
    list_changes,
)
from eligo.workflows.register.installed import (
    Expected,
    Installed,
    expected_by,
    installed_in,
    installed_of,
    known_installed,
    product_meant,
)
from eligo.workflows.register.naming import describing
from eligo.workflows.register.opening import OpenRegister, open_register
from eligo.workflows.register.population import population, population_record
from eligo.workflows.register.showing import ShownList, show, shown_record
from eligo.workflows.register.standing import Standing, standing_of
from eligo.workflows.register.telling import Told, tell_about, told_record

__all__ = [
    "ANSWER_COLUMNS",
    "UNREADABLE",
    "Asked",
    "Checked",
    "Expected",
    "Installed",
    "ListChanges",
    "OpenRegister",
    "ShownList",
    "Standing",
    "Told",
    "VersionsDiffer",
    "answer_cells",
    "answer_record",
    "ask_one",
    "change_record",
    "changes_record",
    "check_inventory",
    "describing",
    "diff",
    "diff_record",
    "expected_by",
    "installed_in",
    "installed_of",
    "known_installed",
    "list_changes",
    "open_register",
    "population",
    "population_record",
    "product_meant",
    "show",
    "shown_record",
    "standing_of",
    "tell_about",
    "told_record",
    "unpublished_answer",
]
