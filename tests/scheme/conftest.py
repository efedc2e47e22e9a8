"""A scheme that has nothing to do with meters, and what comes of changing one line of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from eligo.errors import BadScheme
from eligo.scheme import load_scheme


@pytest.fixture
def second_scheme() -> Path:
    """The file of the second scheme."""
    return Path(__file__).with_name("matter-lighting.toml")


@pytest.fixture
def mistakes_of(tmp_path: Path) -> Callable[[str], tuple[str, ...]]:
    """The details of loading a text as ``my.toml``."""

    def load(text: str) -> tuple[str, ...]:
        file = tmp_path / "my.toml"
        file.write_text(text, encoding="utf-8", newline="")
        with pytest.raises(BadScheme) as caught:
            load_scheme(str(file))
        return caught.value.details

    return load


@pytest.fixture
def mistakes_after(
    second_scheme: Path, mistakes_of: Callable[[str], tuple[str, ...]]
) -> Callable[[str, str], tuple[str, ...]]:
    """The details of loading the second scheme after its one ``old`` became ``new``."""

    def edit(old: str, new: str) -> tuple[str, ...]:
        text = second_scheme.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        return mistakes_of(text.replace(old, new))

    return edit
