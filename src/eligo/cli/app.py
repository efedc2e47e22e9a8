"""Every command, and how a command ends. The home of Typer."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from eligo.cli import questions, running, schemes
from eligo.cli.console import report
from eligo.errors import EligoError

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
app.command("verify", epilog=running.VERIFY_EXAMPLES)(running.verify)
app.command("select", epilog=running.SELECT_EXAMPLES)(running.select)
app.command("estate", epilog=questions.ESTATE_EXAMPLES)(questions.estate)
app.command("trace", epilog=questions.TRACE_EXAMPLES)(questions.trace)
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


def carry_out(arguments: Sequence[str]) -> int:
    """Carry out one command. Returns the exit code that the reference gives for its situation."""
    try:
        app(args=list(arguments), prog_name="eligo")
    except EligoError as error:
        report(error)
        return error.exit_code
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0
