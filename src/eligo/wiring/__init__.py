"""The one place where the outside world comes in: the clock, who is asking, where a workspace is kept."""

from eligo.wiring.keys import key_of_file, new_key, register_key
from eligo.wiring.services import Services, Silence, SystemClock, build_services
from eligo.wiring.settings import SQLITE, database_shown, find_workspace
from eligo.wiring.stateless import plan, replan, run, verify
from eligo.wiring.workspaces import (
    begin_workspace,
    migrate_workspace,
    move_workspace,
    opened_workspace,
    restored_workspace,
    who_of,
)

__all__ = [
    "SQLITE",
    "Services",
    "Silence",
    "SystemClock",
    "begin_workspace",
    "build_services",
    "database_shown",
    "find_workspace",
    "key_of_file",
    "migrate_workspace",
    "move_workspace",
    "new_key",
    "opened_workspace",
    "plan",
    "register_key",
    "replan",
    "restored_workspace",
    "run",
    "verify",
    "who_of",
]
