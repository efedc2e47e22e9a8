"""The run of the example estate, which several tests plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.__main__ import main

ESTATE = Path(__file__).parents[2] / "examples" / "foc-estate"


@pytest.fixture(scope="session")
def example_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of the example estate."""
    out = tmp_path_factory.mktemp("example") / "out"
    assert (
        main(["run", str(ESTATE / "returns"), "--catalogue", str(ESTATE / "device-models.csv"), "--out", str(out)]) == 0
    )
    return out
