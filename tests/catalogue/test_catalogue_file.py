"""The catalogue's file: every mistake of it at once, by line."""

from __future__ import annotations

import pytest

from builders import catalogue
from eligo.errors import BadCatalogue

HEADER = "device_type,manufacturer,model,hardware_version,firmware_version\n"


def test_a_bar_in_a_name_is_a_mistake_since_it_parts_names() -> None:
    with pytest.raises(BadCatalogue) as refused:
        catalogue(f"{HEADER}GSME,Landis+Gyr,G3|70,1.0,1\nGSME,Landis+Gyr,G370,,1|2\n")
    assert list(refused.value.details) == [
        "catalogue.csv:2 model: found 'G3|70', expected a text without '|'",
        "catalogue.csv:3 hardware_version: the cell is empty",
        "catalogue.csv:3 firmware_version: found '1|2', expected a text without '|'",
    ]


def test_a_catalogue_may_have_another_delimiter() -> None:
    known = catalogue(f"{HEADER}GSME,Landis+Gyr,G370,1.0,1\n".replace(",", ";"))
    assert known.model("GSME", "Landis+Gyr", "g-370") == "G370"
