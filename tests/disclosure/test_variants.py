"""Hardware variants as they are printed: no more of them than tells them apart, whatever parts a scheme names."""

from __future__ import annotations

from pathlib import Path

from builders import foc
from eligo.disclosure import variant_names
from eligo.scheme import load_table_scheme

LAMPS = """
scheme = "lamps"
version = "1"
title = "Lamps"
installation_word = "home"
source = "Test"
[table]
population = "homes"
[[device_type]]
name = "Hub"
columns = { model = "hub" }
covered = true
[[device_type]]
name = "Lamp"
columns = { manufacturer = "maker", model = "lamp", firmware = "version" }
covered = true
[selection]
size = 1
cover = true
minimum_share = "0"
"""


def test_the_maker_is_named_where_two_make_a_model_of_that_name() -> None:
    names = variant_names(["GSME|A|G1|1.0", "GSME|B|G1|1.0", "GSME|B|G2|1.0", "GSME|B|G2|2.0", "CH|A|C1|1"], foc())
    assert dict(names) == {
        "GSME|A|G1|1.0": "GSME A G1",
        "GSME|B|G1|1.0": "GSME B G1",
        "GSME|B|G2|1.0": "GSME G2 (hardware 1.0)",
        "GSME|B|G2|2.0": "GSME G2 (hardware 2.0)",
        "CH|A|C1|1": "CH C1",
    }


def test_a_scheme_of_a_table_may_name_fewer_parts(tmp_path: Path) -> None:
    (tmp_path / "lamps.toml").write_text(LAMPS)
    scheme = load_table_scheme(str(tmp_path / "lamps.toml"))
    names = variant_names(["Lamp|Glow|E14", "Lamp|Lumen|E14", "Lamp|Lumen|E27", "Hub|One"], scheme)
    assert list(names.values()) == ["Hub One", "Lamp Glow E14", "Lamp Lumen E14", "Lamp E27"]
