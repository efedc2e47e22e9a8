"""The selection is the same bytes in any order of rows and files, on any machine, and holds no float but shares."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from builders import CATALOGUE, csv_of, row

ROOT = Path(__file__).parents[2]
COMPARED = ("selection.json", "certificate.json", "combinations.csv", "plan.json", "interactions.csv")
PLACES = {
    "as it comes": {},
    "another hash seed and time zone, one thread, no locale and no UTF-8": {
        "PYTHONHASHSEED": "4321",
        "TZ": "Pacific/Kiritimati",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
}


REFUSED = [row(Active="lots"), row(**{"ESME Model": "", "Active": "71"}), row(**{"ESME Model": "", "Active": "73"})]


def drawn_rows() -> list[dict[str, str]]:
    """Eighteen combinations, many with the same population."""
    random = Random(5)
    meters = [("E470 (MK1)", "1.0", "01.09.01.44"), ("E470 (MK2)", "2.0", "02.01.01.10")]
    hubs = [("SEAP-2000-V", "A", "2.1.11"), ("SEAP-2000-V", "A", "2.1.12"), ("SEAP-2001-V", "B", "2.2.8")]
    gas = ["03.00.01.60", "03.00.01.61", "03.00.01.97"]
    kinds = [(meter, hub, firmware) for meter in meters for hub in hubs for firmware in gas]
    return [
        *REFUSED,
        *(
            row(
                **dict(zip(("ESME Model", "ESME Hardware version", "ESME Firmware version"), meter, strict=True)),
                **dict(zip(("CH Model", "CH Hardware version", "CH Firmware version"), hub, strict=True)),
                **{"GSME Firmware version": firmware, "SMSO": f"SMSO-{random.randint(1, 3)}"},
                Active=str(random.choice([100, 100, 200, 4000])),
            )
            for meter, hub, firmware in kinds
        ),
    ]


def ran(folder: Path, rows: list[dict[str, str]], environment: dict[str, str]) -> dict[str, bytes]:
    """What a run over two suppliers' returns writes, in a process of its own."""
    (folder / "returns").mkdir(parents=True)
    (folder / "models.csv").write_text(CATALOGUE, "utf-8")
    for supplier in ("Aster Energy", "Birch Power"):
        own = [{**one, "Supplier": supplier} for one in rows]
        (folder / "returns" / f"RFI-1__Supplier__{supplier.replace(' ', '-')}.csv").write_bytes(csv_of(own))
    arguments = ["run", "returns", "--scheme", "smets1-foc", "--catalogue", "models.csv", "--out", "out", "--size", "4"]
    subprocess.run(
        [sys.executable, "-m", "eligo", *arguments],
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        capture_output=True,
    )
    return {name: (folder / "out" / name).read_bytes() for name in COMPARED}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return ran(tmp_path_factory.mktemp("first"), drawn_rows(), {})


@pytest.mark.parametrize("place", PLACES)
def test_rows_in_another_order_in_another_place_change_no_byte(
    place: str, first: dict[str, bytes], tmp_path: Path
) -> None:
    turned = Random(place).sample(drawn_rows(), len(drawn_rows()))

    assert turned != drawn_rows()
    assert ran(tmp_path / "again", turned, PLACES[place]) == first


def floats(value: object, name: str = "") -> Iterator[tuple[str, float]]:
    """Every number with a point in a document, with the name of the field or table that it stands in."""
    if isinstance(value, float):
        yield name, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        inside = name if isinstance(key, int) or name.startswith("share_") else key
        yield from floats(inner, inside)


def test_the_only_floats_of_the_selection_are_shares_to_six_places(first: dict[str, bytes]) -> None:
    found = [*floats(json.loads(first["selection.json"]))]

    assert {name for name, _ in found} == {"share_of_deployed", "share_by_smso"}
    assert [value for _, value in found if value != round(value, 6)] == []
    assert [*floats(json.loads(first["certificate.json"]))] == []
    assert [*floats(json.loads(first["plan.json"]))] == []
