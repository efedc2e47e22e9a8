"""Somebody who may not do everything: root, as whom tests may run, is refused nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

NOBODY = 65534
"""The user and group that own nothing."""


@contextmanager
def ordinary_user() -> Iterator[None]:
    """The block as an ordinary user; make the folders that it works on inside it, with ``tempfile``."""
    if os.geteuid():
        yield
        return
    group = os.getegid()
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(group)
