"""The mistakes that a single key, name or word can have.

Each is drawn as one edit of the second scheme, with exactly what is said of it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

MistakesAfter = Callable[[str, str], tuple[str, ...]]


VALUES_OF_THE_WRONG_KIND = [
    (
        "size = 2",
        'size = "five"',
        ("my.toml:123 selection.size: found 'five', expected a whole number of at least 1",),
    ),
    (
        'placeholders = ["-"]',
        'placeholders = ["-"]\nlargest_count = 0',
        ("my.toml:83 template.largest_count: found 0, expected a whole number of at least 1",),
    ),
    ("size = 2", "size = 0", ("my.toml:123 selection.size: found 0, expected a whole number of at least 1",)),
    (
        "size = 2",
        "size = true",
        ("my.toml:123 selection.size: found true, expected a whole number of at least 1",),
    ),
    ("size = 2\n", "", ("my.toml:122 selection.size: missing; expected a whole number of at least 1",)),
    (
        'minimum_share = "0.01"',
        "minimum_share = 0.01",
        (
            'my.toml:125 selection.minimum_share: found 0.01, expected a share from 0 to 1 as a decimal text, such as "0.05"',
        ),
    ),
    (
        'minimum_share = "0.01"',
        'minimum_share = "1.5"',
        (
            "my.toml:125 selection.minimum_share: found '1.5', expected a share from 0 to 1 as a decimal text, such as \"0.05\"",
        ),
    ),
    (
        "size = 2\n",
        "size = 2\nstrength = 4\n",
        ("my.toml:124 selection.strength: found 4, expected a whole number of at most 3",),
    ),
    (
        "cover = true\nminimum",
        'cover = "yes"\nminimum',
        ("my.toml:124 selection.cover: found 'yes', expected true or false",),
    ),
    (
        "upgrade_horizon = 2024-06-30",
        'upgrade_horizon = "2024-06-30"',
        ("my.toml:9 upgrade_horizon: found '2024-06-30', expected a date such as 2019-11-01, without quotes or time",),
    ),
    (
        "data_cut_off = 2024-01-31",
        "data_cut_off = 2024-01-31T00:00:00",
        (
            "my.toml:8 data_cut_off: found 2024-01-31T00:00:00, expected a date such as 2019-11-01, without quotes or time",
        ),
    ),
    (
        'scheme = "matter-lighting"',
        'scheme = "Matter Lighting"',
        ("my.toml:1 scheme: found 'Matter Lighting', expected a name such as 'my-fleet'",),
    ),
    (
        'title = "Matter lighting, first release"',
        'title = " "',
        ("my.toml:3 title: found ' ', expected a text that is not blank",),
    ),
    (
        'values = ["North", "South"]',
        'values = ["North", 5]',
        ("my.toml:17 attribute[1].values[2]: found 5, expected a text of one line that is not blank",),
    ),
    (
        "minimum_count = 5",
        "minimum_count = -1",
        ("my.toml:201 disclosure.minimum_count: found -1, expected a whole number of at least 0",),
    ),
    ("[[count]]", "[count]", ("my.toml:66 count: found a table, expected an array of tables ([[count]])",)),
    (
        'routes = ["mt+sit"]',
        'routes = ["sit"]',
        (
            "my.toml:151 phase[1].routes[1]: found 'sit', expected one of mt+sit, mt, dmct, equivalent, out-of-scope, uneconomic",
        ),
    ),
    (
        '[reconciliation]\nshare = "0.1"\ninstallations = 5\n',
        "",
        ("my.toml:1 reconciliation: missing; expected a table",),
    ),
    (
        '[[consultation.question]]\nid = "Q1"\ntext = "Do you agree?"\n',
        "",
        ("my.toml:185 consultation.question: missing; expected at least one [[consultation.question]]",),
    ),
    (
        "decided = 2024-01-15\n",
        "",
        ("my.toml:88 alias[1].decided: missing; expected a date such as 2019-11-01",),
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), VALUES_OF_THE_WRONG_KIND)
def test_a_mistake_in_values_of_the_wrong_kind_is_said_at_its_line(
    mistakes_after: MistakesAfter, old: str, new: str, said: tuple[str, ...]
) -> None:
    assert mistakes_after(old, new) == said


UNKNOWN_KEYS = [
    ("size = 2", "sise = 2", ("my.toml:123 selection.sise: unknown key; did you mean 'size'?",)),
    (
        "[reconciliation]",
        "[reconcilliation]",
        ("my.toml:131 reconcilliation: unknown key; did you mean 'reconciliation'?",),
    ),
    (
        "size = 2",
        "size = 2\nlimit = 3",
        (
            "my.toml:124 selection.limit: unknown key; known are 'size', 'cover', 'minimum_share', 'strength', 'unknown_intention_counts', 'objective_source', 'small_operator_reason', 'small_operator_source'",
        ),
    ),
    (
        '{ attribute = "release", not_in',
        '{ attribute = "release", field = "model", not_in',
        ("my.toml:101 scope_rule[1].when[1].field: not expected; a clause about an attribute has no field",),
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), UNKNOWN_KEYS)
def test_a_mistake_in_unknown_keys_is_said_at_its_line(
    mistakes_after: MistakesAfter, old: str, new: str, said: tuple[str, ...]
) -> None:
    assert mistakes_after(old, new) == said


NAMES_AND_VALUES = [
    (
        'cohort = "1.2"',
        'cohort = "1.4"',
        ("my.toml:5 cohort: found '1.4', which is no value of 'release'; did you mean '1.3'?",),
    ),
    (
        'role = "operator"',
        'role = "operater"',
        (
            "my.toml:15 attribute[1].role: found 'operater', expected one of operator, cohort, provider, product-kind, condition",
        ),
    ),
    (
        'role = "condition"',
        'role = "operator"',
        (
            "my.toml:40 attribute[4].role: found a second operator (first in line 15), expected one",
            "my.toml:41 attribute[4].required: found false, expected true: the operator is part of every combination's identity",
        ),
    ),
    (
        'role = "provider"',
        'role = "condition"',
        ("my.toml:11 attribute: found no attribute with role = 'provider', expected exactly one",),
    ),
    (
        'role = "provider"\nrequired = true',
        'role = "provider"\nrequired = false',
        (
            "my.toml:33 attribute[3].required: found false, expected true: the provider is part of every combination's identity",
        ),
    ),
    (
        'values = ["North", "South"]\n',
        "",
        ("my.toml:11 attribute[1].values: missing; expected every value that the operator can have",),
    ),
    (
        'values = ["North", "South"]',
        'values = ["North", "NORTH", "South"]',
        (
            "my.toml:17 attribute[1].values[2]: found 'NORTH' a second time (first in line 17), expected a different value",
        ),
    ),
    (
        '{ "v1.2" = "1.2" }',
        '{ "v1.2" = "1.20" }',
        (
            "my.toml:26 attribute[2].synonyms.\"v1.2\": found '1.20', which is no value of 'release'; did you mean '1.2'?",
        ),
    ),
    (
        '{ "v1.2" = "1.2" }',
        '{ "1.3" = "1.2" }',
        ("my.toml:26 attribute[2].synonyms.\"1.3\": found '1.3' for '1.2', but it already means '1.3'",),
    ),
    (
        'name = "installed"',
        'name = "population"',
        (
            "my.toml:67 count[1].name: found 'population', which is a published column of every scheme; expected another name",
            "my.toml:247 criteria[1].states[1]: found 'installed', which is no count; known are 'population'",
            "my.toml:255 criteria[2].states[1]: found 'installed', which is no count; known are 'population'",
        ),
    ),
    (
        'name = "Switch"',
        'name = "HUB"',
        (
            "my.toml:61 device_type[3].name: found 'HUB' a second time (first in line 45), expected a different name",
            "my.toml:112 scope_rule[2].when[2].all_of[2]: found 'Switch', which is no device type; known are 'Hub', 'Bulb', 'HUB'",
        ),
    ),
    (
        'id = "rest"',
        'id = "known-makers"',
        (
            "my.toml:116 scope_rule[3].id: found 'known-makers' a second time (first in line 106), expected a different id",
        ),
    ),
    (
        '"South" = "Platform 2"\n',
        "",
        ("my.toml:203 disclosure.pseudonyms: found no pseudonym for 'South', expected one for every operator",),
    ),
    (
        '"South" = "Platform 2"',
        '"South" = "Platform 1"',
        (
            "my.toml:205 disclosure.pseudonyms.South: found 'Platform 1' a second time (first in line 204), expected a different pseudonym",
        ),
    ),
    (
        '"South" = "Platform 2"',
        '"South" = "Platform 2"\n"West" = "Platform 3"',
        ("my.toml:206 disclosure.pseudonyms.West: found 'West', which is no operator; known are 'North', 'South'",),
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), NAMES_AND_VALUES)
def test_a_mistake_in_names_and_values_is_said_at_its_line(
    mistakes_after: MistakesAfter, old: str, new: str, said: tuple[str, ...]
) -> None:
    assert mistakes_after(old, new) == said


THE_WORDS_OF_THE_TEMPLATE = [
    (
        'upgrades_sheet = "Upgrades"',
        'upgrades_sheet = "Homes"',
        (
            "my.toml:75 template.upgrades_sheet: found 'Homes' a second time (first in line 74), expected a different sheet name",
        ),
    ),
    (
        'return_sheet = "Sender"',
        'return_sheet = "Sender: who?"',
        (
            "my.toml:73 template.return_sheet: found 'Sender: who?', expected at most 31 characters and none of []:*?/\\",
        ),
    ),
    (
        'return_sheet = "Sender"',
        'return_sheet = "Lists"',
        ("my.toml:73 template.return_sheet: found 'Lists', which the workbook adds itself; expected another name",),
    ),
    (
        'operator_role = "Platform"',
        'operator_role = "Installer"',
        (
            "my.toml:77 template.operator_role: found 'Installer' a second time (first in line 76), expected a different role",
        ),
    ),
    (
        'no = ["N"]',
        'no = ["y"]',
        ("my.toml:81 template.no[1]: found 'y' a second time (first in line 80), expected a different word",),
    ),
    (
        'placeholders = ["-"]',
        'placeholders = ["wall"]',
        (
            "my.toml:82 template.placeholders[1]: found 'wall', which is a value of 'switch_kind'; expected a form that means blank",
        ),
    ),
    (
        '"Firmware version" = ["FW"]',
        '"Firmwear version" = ["FW"]',
        (
            "my.toml:85 template.header_synonyms.\"Firmwear version\": found 'Firmwear version', which is no column of the template; did you mean 'Firmware version'?",
        ),
    ),
    (
        '"Model" = ["Product"]',
        '"Model" = ["fw"]',
        (
            "my.toml:85 template.header_synonyms.\"Firmware version\"[1]: found 'FW' for 'Firmware version', but it also means 'Model' (line 86); expected a form that means one column",
        ),
    ),
    (
        '"Model" = ["Product"]',
        '"Network" = ["Model"]',
        (
            "my.toml:86 template.header_synonyms.Network[1]: found 'Model' for 'Network', but it also means 'Model' (line 84); expected a form that means one column",
        ),
    ),
    (
        '"Model" = ["Product"]',
        '"Network" = ["Lamp FW"]',
        (
            "my.toml:85 template.header_synonyms.\"Firmware version\"[1]: found 'Lamp FW' for 'Bulb Firmware version', but it also means 'Network' (line 86); expected a form that means one column",
        ),
    ),
    (
        'synonyms = ["Lamp"]',
        'synonyms = ["border router"]',
        (
            "my.toml:55 device_type[2].synonyms[1]: found 'border router' for 'Bulb', but it also means 'Hub' (line 46); expected a form that means one device type",
        ),
    ),
    (
        'header = "Switch kind"',
        'header = "Network"',
        (
            "my.toml:38 attribute[4].header: found 'Network' a second time (first in line 30), expected a different header",
        ),
    ),
    (
        'header = "Switch kind"',
        'header = "Bulb model"',
        (
            "my.toml:53 device_type[2].name: found 'Bulb Model' a second time (first in line 38), expected a different header",
        ),
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), THE_WORDS_OF_THE_TEMPLATE)
def test_a_mistake_in_the_words_of_the_template_is_said_at_its_line(
    mistakes_after: MistakesAfter, old: str, new: str, said: tuple[str, ...]
) -> None:
    assert mistakes_after(old, new) == said
