"""Loads one of the project's tools, which are programs and not part of a package."""

from __future__ import annotations

import importlib.util
from typing import Any

from architecture.source_tree import ROOT


def tool(name: str) -> Any:
    """The module ``tools/<name>.py``."""
    specification = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module
