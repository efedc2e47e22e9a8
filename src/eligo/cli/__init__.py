"""The command line: a thin shell over the workflows.

What belongs here: arguments, tables that fit a terminal, exit codes. What does not: any rule or any figure's making.
Nothing heavy is imported before a command needs it, so that ``--help`` is quick.
"""

from eligo.cli.app import carry_out

__all__ = ["carry_out"]
