"""The entry of the command line: arguments in, an exit code out."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return its exit code (the table is in the reference)."""
    from eligo.cli import carry_out

    return carry_out(list(sys.argv[1:] if arguments is None else arguments))


def entry() -> None:
    """The ``eligo`` command."""
    sys.exit(main())


if __name__ == "__main__":
    entry()
