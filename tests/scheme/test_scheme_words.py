"""The columns that follow from a scheme, the scheme in words, and the reference of its keys."""

from __future__ import annotations

import re
from pathlib import Path

from eligo.scheme import TemplateColumn, load_scheme, summary, template_columns
from eligo.scheme.validate import known_keys

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "scheme-file.md"


SECOND_SCHEME_IN_WORDS = (
    ("Scheme", "matter-lighting version 0.1"),
    ("Title", "Matter lighting, first release"),
    ("Source", "Test laboratory programme, 2024"),
    (
        "Device type",
        "Hub: always present; firmware to be confirmed; hardware must be covered (Programme 1)",
    ),
    (
        "Device type",
        (
            "Bulb: present when network is Thread; blank when network is Wi-Fi; hardware need not be covered "
            "(Programme 1)"
        ),
    ),
    (
        "Device type",
        (
            "Switch: may be present; not part of the combination when switch_kind is Remote; hardware need not be "
            "covered (Programme 2)"
        ),
    ),
    ("Attribute", "Platform (operator): North, South"),
    ("Attribute", "Matter release (cohort): 1.2, 1.3"),
    ("Attribute", "Network (provider): Thread, Wi-Fi"),
    ("Attribute", "Switch kind (condition): Wall, Remote"),
    ("Counts", "Installed"),
    (
        "Identity",
        (
            "Platform, Network, and each device's manufacturer, model, hardware and firmware; firmware to be "
            "confirmed for Hub"
        ),
    ),
    ("Cohort", "1.2 (Matter release)"),
    ("Aliases", "Lumen Co = Lumen (manufacturer)"),
    (
        "Scope rule",
        (
            "other-release: out of scope when release is not 1.2. Belongs to another release (Programme 3, from "
            "2024-01-01 to 2024-12-31)"
        ),
    ),
    (
        "Scope rule",
        (
            "known-makers: in scope when the manufacturer of any Bulb is Lumen and the hardware of every Bulb or "
            "Switch is not 0. Made by a member (Programme 3)"
        ),
    ),
    (
        "Scope rule",
        "rest: out of scope when no earlier rule decides. No rule places it in scope (Programme 3)",
    ),
    (
        "Selection",
        "2 combinations of the greatest population, covering every hardware variant of Hub (Programme 4)",
    ),
    ("Minimum share", "1 % of the deployed estate"),
    ("Unknown intention", "homes whose supplier states no intention do not count"),
    ("Too small Platform", "too few homes (Programme 4)"),
    ("Reconciliation", "sources that differ by more than 10 % and 5 homes are reported"),
    ("Upgrade horizon", "planned upgrades count when completed by 2024-06-30"),
    ("Data cut-off", "2024-01-31 where no return states a snapshot date"),
    ("Firmware track", "H1: Hub firmware, for Hub|Lumen|Gate|1. In test"),
    ("Firmware track", "H2: Second hub firmware, later than H1, for Hub|Lumen|Gate|2. Planned"),
    ("Phase", "bench: Bench, for mt+sit (Programme 5)"),
    ("Phase", "field: Field, for mt+sit and dmct, after bench (Programme 5)"),
    ("Service request", "on-off: Switch on and off, in bench and field (Programme 6)"),
    ("Service request", "dim: Dim, in field, where a combination has Bulb (Programme 6)"),
    (
        "Criteria",
        (
            "bench: each request passes on the candidate in force or the final release after it for installed; "
            "failures of severity minor that may stand: 2; entered when the firmware has been tested by manufacturer "
            "and North "
            "(Programme 6)"
        ),
    ),
    ("Criteria", "field: each request passes on the final release for installed (Programme 6)"),
    ("Consultation", "Which lights to test, by Laboratory for Board"),
    ("Question", "Q1: Do you agree?"),
    ("Responses", "to lights@example.org by 2024-03-01 12:00 (Europe/Berlin)"),
    ("Conclusion", "by 2024-03-15"),
    ("Designation", "proposed for 2024-04-01"),
    ("Pseudonyms", "North as Platform 1, South as Platform 2"),
    ("Published shares", "percentages with 1 decimal place"),
    ("Published counts", "suppressed below 5"),
    ("Shares left open", "withheld where fewer than 2 suppliers stand behind them"),
)


def test_the_template_of_the_first_scheme_has_the_columns_of_the_rfi() -> None:
    names = [column.name for column in template_columns(load_scheme("smets1-foc"))]

    assert names[:11] == [
        "Supplier",
        "SMSO",
        "Operating capability",
        "Fuel type",
        "WAN provider",
        "ESME Manufacturer",
        "ESME Model",
        "ESME Hardware version",
        "ESME Firmware version",
        "ESME Firmware provider",
        "ESME Factory configuration",
    ]
    assert names[23:] == [
        "PPMID Manufacturer",
        "PPMID Model",
        "PPMID Hardware version",
        "PPMID Firmware version",
        "PPMID Firmware provider",
        "PPMID Factory configuration",
        "Display kind",
        "Display firmware upgradable",
        "Active",
        "Dormant",
        "Mixed",
        "Intends to enrol",
    ]


def test_columns_say_what_they_are_about_and_whether_a_return_needs_them(second_scheme: Path) -> None:
    columns = template_columns(load_scheme(str(second_scheme)))

    assert len(columns) == 1 + 3 + 3 * 6 + 1 + 1 + 1
    assert columns[0] == TemplateColumn("Installer", "supplier", "", "", True)
    assert columns[3] == TemplateColumn("Network", "attribute", "network", "", True)
    assert columns[7] == TemplateColumn("Hub Firmware version", "device", "Hub", "firmware", True)
    assert columns[8] == TemplateColumn("Hub Firmware provider", "device", "Hub", "firmware_provider", False)
    assert columns[13] == TemplateColumn("Bulb Firmware version", "device", "Bulb", "firmware", False)
    assert columns[22:] == (
        TemplateColumn("Switch kind", "attribute", "switch_kind", "", False),
        TemplateColumn("Installed", "count", "installed", "", True),
        TemplateColumn("Joins", "intention", "", "", False),
    )


def test_a_scheme_is_said_in_words(second_scheme: Path) -> None:
    assert summary(load_scheme(str(second_scheme))) == SECOND_SCHEME_IN_WORDS


def test_the_reference_describes_exactly_the_keys_that_are_read() -> None:
    described = re.findall(r"^\| `([^`]+)` \|", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(described) == list(known_keys())
