"""Every command, and how a command ends. The home of Typer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import cache

import typer
import typer.main

from eligo.cli import (
    auditing,
    comparing,
    deselecting,
    diffing,
    entering,
    equivalence,
    evidence,
    firmware,
    groups,
    inventories,
    keeping,
    naming,
    planning,
    programme,
    proving,
    publishing,
    questions,
    registering,
    replanning,
    running,
    schemes,
    statement,
    workspace,
)
from eligo.cli.console import report
from eligo.errors import EligoError, UsageError

WORKSPACE = "In a workspace"
KEEPING = "Keeping a workspace"

app = typer.Typer(
    name="eligo",
    help="From returns to a provably best selection of combinations, the draft list and the consultation paper.",
    epilog="Start with: eligo run RETURNS --catalogue device-models.csv --out OUT",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
app.command("run", epilog=running.RUN_EXAMPLES)(running.run)
app.command("check", epilog=running.CHECK_EXAMPLES)(running.check)
app.command("inventory", epilog=inventories.INVENTORY_EXAMPLES)(inventories.inventory)
app.add_typer(naming.aliases, name="aliases")
app.command("verify", epilog=running.VERIFY_EXAMPLES)(running.verify)
app.command("select", epilog=running.SELECT_EXAMPLES)(running.select)
app.command("audit", epilog=auditing.AUDIT_EXAMPLE)(auditing.audit)
app.command("deselect", epilog=deselecting.DESELECT_EXAMPLE)(deselecting.deselect)
app.command("diff", epilog=diffing.DIFF_EXAMPLE)(diffing.diff)
app.command("plan", epilog=planning.PLAN_EXAMPLE)(planning.plan)
app.command("replan", epilog=replanning.REPLAN_EXAMPLE)(replanning.replan)
app.command("estate", epilog=questions.ESTATE_EXAMPLES)(questions.estate)
app.command("charts", epilog=questions.CHARTS_EXAMPLE)(questions.charts)
app.command("trace", epilog=questions.TRACE_EXAMPLES)(questions.trace)
app.add_typer(programme.programme, name="programme")
app.add_typer(equivalence.equivalence, name="equivalence")
app.add_typer(firmware.firmware, name="firmware")
app.add_typer(evidence.evidence, name="evidence")
registering.register.add_typer(publishing.publishing)
registering.register.add_typer(entering.entering)
registering.register.add_typer(proving.proving)
app.add_typer(registering.register, name="register")
app.command("init", epilog=workspace.INIT_EXAMPLES, rich_help_panel=WORKSPACE)(workspace.init)
app.command("status", epilog=workspace.STATUS_EXAMPLES, rich_help_panel=WORKSPACE)(statement.status)
app.command("receive", epilog=workspace.RECEIVE_EXAMPLES, rich_help_panel=WORKSPACE)(workspace.receive)
app.command("decide", epilog=workspace.DECIDE_EXAMPLES, rich_help_panel=WORKSPACE)(workspace.decide)
app.command("decisions", epilog=workspace.DECISIONS_EXAMPLES, rich_help_panel=WORKSPACE)(workspace.decisions)
app.command("log", epilog=workspace.LOG_EXAMPLES, rich_help_panel=WORKSPACE)(workspace.log)
app.add_typer(comparing.rounds, name="rounds", rich_help_panel=WORKSPACE)
app.add_typer(groups.runs, name="runs", rich_help_panel=WORKSPACE)
app.add_typer(groups.jobs, name="jobs", rich_help_panel=WORKSPACE)
app.command("backup", epilog=keeping.BACKUP_EXAMPLES, rich_help_panel=KEEPING)(keeping.backup)
app.command("restore", epilog=keeping.RESTORE_EXAMPLES, rich_help_panel=KEEPING)(keeping.restore)
app.command("move", epilog=keeping.MOVE_EXAMPLES, rich_help_panel=KEEPING)(keeping.move)
app.command("migrate", epilog=keeping.MIGRATE_EXAMPLES, rich_help_panel=KEEPING)(keeping.migrate)
app.command("collect", epilog=keeping.COLLECT_EXAMPLES, rich_help_panel=KEEPING)(keeping.collect)
app.add_typer(schemes.schemes, name="schemes")
app.add_typer(schemes.rfi, name="rfi")


@app.callback(invoke_without_command=True)
def options(
    version: bool = typer.Option(False, "--version", help="Print the version and stop.", is_eager=True),
) -> None:
    """Options of the program itself."""
    if version:
        from eligo.version import VERSION

        typer.echo(f"eligo {VERSION}")
        raise typer.Exit


INTERRUPTED = 130
"""What Typer ends with where a command is interrupted."""


UNREAD = 141
"""What a command ends with whose output nobody reads to its end, such as ``head``: what shells say of such an end."""


@cache
def commands() -> Callable[..., object]:
    """What Typer makes of the above: half of what a small command takes, so once in a process that carries out many."""
    return typer.main.get_command(app)


def carry_out(arguments: Sequence[str]) -> int:
    """Carry out one command. Returns the exit code that the reference gives for its situation.

    Where whoever reads its output has closed it, it ends without a word, whatever it was about to print.
    """
    code = 0
    try:
        code = _carried_out(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left would be written, and told to have failed, when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code or UNREAD
    except SystemExit as ended:
        if not isinstance(ended.__context__, BrokenPipeError):
            raise
        return UNREAD
    return code


def _carried_out(arguments: Sequence[str]) -> int:
    try:
        commands()(args=list(arguments), prog_name="eligo")
    except EligoError as error:
        report(error)
        return error.exit_code
    except OSError as error:
        # The outermost shell: what the system refuses of a name that nobody has looked at before.
        where = f"{str(error.filename)[:200]} " if error.filename else "A file "
        refusal = UsageError(f"{where}cannot be used: {error.strerror or error}", hint="Name another file or folder.")
        report(refusal)
        return refusal.exit_code
    except ImportError as error:
        # A library that is interrupted while it is being loaded says that it cannot be.
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        return INTERRUPTED
    except SystemExit as ended:
        # Typer and Rich end with 1 where a pipe is closed.
        if isinstance(ended.__context__, BrokenPipeError):
            return UNREAD
        return ended.code if isinstance(ended.code, int) else 0
    return 0
