"""A program of ours in a process of its own, with little memory and little time: for what parses files of others.

What belongs here: starting it, its limits, and how it ended. What does not: which program, and what its end means.

Invariant: each call has a process and a folder of its own, so that one file cannot leave anything for the next. Without
POSIX only the clock is limited. See the decision record on reading any form.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eligo.returns.forms.limits import MEBIBYTE

MEMORY_BYTES = 2048 * MEBIBYTE
RESULT_BYTES = 512 * MEBIBYTE
_LEAST_SECONDS = 20
_SECONDS_PER_MEBIBYTE = 1.0
_WAITED_LONGER = 3
"""On a busy machine the clock runs faster than the processor time of one process."""

_PASSED_ON = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit status (``None`` after ``seconds`` of waiting), its last words, and its result.

    ``result`` is ``None`` unless it ended well and wrote one; it comes from a process that has read an unknown file.
    """

    status: int | None
    said: bytes
    result: bytes | None
    seconds: int


def run_limited(
    program: str,
    arguments: Sequence[str],
    folder: Path,
    size: int,
    *,
    more_seconds: int = 0,
    written: int = RESULT_BYTES,
) -> Ended:
    """Run the Python program in ``folder``, for a file of so many bytes.

    It is called with the arguments, the path of its result, and the limits: bytes of memory, seconds of the processor,
    bytes of each file that it writes, which it sets for itself before it reads (``apart.limit``). ``more_seconds`` come
    to those that a file of this size has.
    """
    seconds = int(_LEAST_SECONDS + _SECONDS_PER_MEBIBYTE * size / MEBIBYTE) + more_seconds
    result = folder / "result"
    limits = [str(limit) for limit in (MEMORY_BYTES, seconds, written)]
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, and paths that are ours
            [sys.executable, "-I", program, *arguments, str(result), *limits],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={key: os.environ[key] for key in _PASSED_ON if key in os.environ},
            timeout=seconds * _WAITED_LONGER,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ended(None, b"", None, seconds * _WAITED_LONGER)
    whole = not ended.returncode and result.exists()
    return Ended(ended.returncode, ended.stderr[-2000:], result.read_bytes() if whole else None, seconds)
