"""The program that ``returns.annotate`` starts: openpyxl opens what others have sent, in a process with limits.

Called as ``annotate_apart.py PACKAGE COPY FINDINGS RESULT MEMORY_BYTES PROCESSOR_SECONDS RESULT_BYTES``: the folder
that holds Eligo, the safe copy of a workbook, and the causes to mark in it, pickled by the process that started this
one. It ends without a result where the workbook cannot be marked, or takes more than the limits.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path


def main(copy: Path, findings: Path, result: Path) -> None:
    """Mark the copy, and write the result."""
    from eligo.returns.annotate import marked

    name, causes = pickle.loads(findings.read_bytes())  # noqa: S301 - ours, see above
    made = marked(name, copy.read_bytes(), causes)
    if made is not None:
        result.write_bytes(made)


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    from eligo.returns.forms.apart import limit

    limit(*map(int, sys.argv[5:8]))
    main(*map(Path, sys.argv[2:5]))
