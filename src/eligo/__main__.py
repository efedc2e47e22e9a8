"""The entry of the command line: arguments in, an exit code out."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return its exit code (the table is in the reference)."""
    from eligo.cli import carry_out

    return carry_out(list(sys.argv[1:] if arguments is None else arguments))


def entry() -> None:
    """The ``eligo`` command: its output is UTF-8 wherever it runs, and being told to end is being interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main())


if __name__ == "__main__":
    entry()
