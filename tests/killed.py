"""A process that is killed before any line of ours that one cares to name."""

from __future__ import annotations

import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

ENDED, FAILED = 0, 1


def killed_before(line: int, act: Callable[[], object], modules: Sequence[str]) -> bool:
    """Do something in a child that kills itself before the ``line``-th line (from 0) that it executes in modules.

    ``modules`` are the beginnings of dotted names. Returns whether it came to that; ``False`` is that it ended first.
    """
    with warnings.catch_warnings():
        # The child only goes on in this thread, and never comes back from here.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        _act_and_die(line, act, tuple(modules))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    assert os.WEXITSTATUS(status) == ENDED, "the child failed: see what it printed"
    return False


def _act_and_die(line: int, act: Callable[[], object], modules: tuple[str, ...]) -> None:
    left = line

    def each(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if not str(frame.f_globals.get("__name__")).startswith(modules):
            return None
        if event == "line":
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
        return each

    outcome = FAILED
    try:
        sys.settrace(each)
        act()
        sys.settrace(None)
        outcome = ENDED
    finally:
        if outcome == FAILED:
            traceback.print_exc()
        os._exit(outcome)
