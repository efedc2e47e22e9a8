"""How property tests run: the same examples every time, and many more under ``make fuzz``."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("default", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=2000, deadline=None, database=None, print_blob=True)
settings.load_profile("default")
