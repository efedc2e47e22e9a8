"""The mistakes that rules and the process can have.

Each is drawn as one edit of the second scheme, with exactly what is said of it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

MistakesAfter = Callable[[str, str], tuple[str, ...]]


RULES = [
    (
        'required_when = { network = "Thread" }',
        'required_when = { netwerk = "Thread" }',
        (
            "my.toml:56 device_type[2].required_when.netwerk: found 'netwerk', which is no attribute; did you mean 'network'?",
        ),
    ),
    (
        'required_when = { network = "Thread" }',
        'required_when = { network = "Zigbee" }',
        (
            "my.toml:56 device_type[2].required_when.network: found 'Zigbee', which is no value of 'network'; known are 'Thread', 'Wi-Fi'",
        ),
    ),
    (
        'absent_when = { network = "Wi-Fi" }',
        'absent_when = { network = "Thread" }',
        (
            "my.toml:57 device_type[2].absent_when: found values that can hold together with required_when, expected others",
        ),
    ),
    (
        "firmware_open = true\ncovered = true",
        "firmware_open = true",
        ("my.toml:44 device_type: found no device type with covered = true, expected at least one",),
    ),
    (
        "required = true\nfirmware_open",
        'required = true\nabsent_when = { network = "Wi-Fi" }\nfirmware_open',
        ("my.toml:48 device_type[1].absent_when: found beside required = true, expected one or the other",),
    ),
    (
        'canonical = "Lumen"',
        'canonical = "Lumen Co"',
        ("my.toml:91 alias[1].canonical: found 'Lumen Co', the typed form itself; expected the catalogue's name",),
    ),
    (
        '[[scope_rule]]\nid = "other-release"',
        '[[alias]]\nfield = "manufacturer"\ntyped = "LC"\ncanonical = "Lumen Co"\nreason = "Short"\nauthor = "Test laboratory"\ndecided = 2024-01-16\n\n[[scope_rule]]\nid = "other-release"',
        ("my.toml:99 alias[2].canonical: found 'Lumen Co', itself an alias; expected 'Lumen'",),
    ),
    (
        'attribute = "release", not_in',
        'attribute = "relese", not_in',
        (
            "my.toml:101 scope_rule[1].when[1].attribute: found 'relese', which is no attribute; did you mean 'release'?",
        ),
    ),
    (
        'not_in = ["1.2"]',
        'not_in = ["1.5"]',
        (
            "my.toml:101 scope_rule[1].when[1].not_in[1]: found '1.5', which is no value of 'release'; did you mean '1.3'?",
        ),
    ),
    (
        '{ attribute = "release", not_in = ["1.2"] }',
        '{ attribute = "switch_kind", in = ["Wall"] }',
        (
            "my.toml:101 scope_rule[1].when[1].attribute: found 'switch_kind', which is no part of a combination (role 'condition'); expected another",
        ),
    ),
    (
        'in = ["Lumen"]',
        'in = ["Lumen Co"]',
        ("my.toml:111 scope_rule[2].when[1].in[1]: found 'Lumen Co', an alias; expected the catalogue's name 'Lumen'",),
    ),
    (
        'any_of = ["Bulb"]',
        'any_of = ["Blub"]',
        ("my.toml:111 scope_rule[2].when[1].any_of[1]: found 'Blub', which is no device type; did you mean 'Bulb'?",),
    ),
    (
        '{ any_of = ["Bulb"], field',
        '{ any_of = ["Bulb"], all_of = ["Bulb"], field',
        (
            "my.toml:111 scope_rule[2].when[1].all_of: found any_of and all_of together, expected one of any_of, all_of, attribute",
        ),
    ),
    (
        '{ any_of = ["Bulb"], field',
        "{ field",
        ("my.toml:111 scope_rule[2].when[1]: missing; expected one of any_of, all_of, attribute",),
    ),
    (
        'field = "hardware", not_in = ["0"]',
        'field = "hardware"',
        ("my.toml:112 scope_rule[2].when[2]: missing; expected one of in, not_in",),
    ),
    (
        'field = "hardware"',
        'field = "colour"',
        (
            "my.toml:112 scope_rule[2].when[2].field: found 'colour', expected one of manufacturer, model, hardware, firmware",
        ),
    ),
    (
        'any_of = ["Bulb"], field = "manufacturer", in = ["Lumen"]',
        'any_of = ["Hub"], field = "firmware", in = ["1"]',
        (
            "my.toml:111 scope_rule[2].when[1].any_of[1]: found 'Hub', whose firmware is open; expected another field or type",
        ),
    ),
    (
        "valid_to = 2024-12-31",
        "valid_to = 2023-12-31",
        ("my.toml:103 scope_rule[1].valid_to: found 2023-12-31, expected 2024-01-01 (valid_from) or a later date",),
    ),
    (
        'when = [{ attribute = "release", not_in = ["1.2"] }]\nvalid_from = 2024-01-01\nvalid_to = 2024-12-31',
        "when = []",
        (
            "my.toml:101 scope_rule[1].when: found no clauses before the last rule, expected some: later rules are never reached",
        ),
    ),
    (
        "when = []",
        'when = [{ attribute = "network", in = ["Thread"] }]',
        (
            "my.toml:120 scope_rule[3].when: found clauses in the last rule, expected when = [], so that it decides all that is left",
        ),
    ),
    (
        "when = []",
        "when = []\nvalid_from = 2024-01-01",
        ("my.toml:115 scope_rule[3]: found dates on the last rule, expected none, so that it decides at any time",),
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), RULES)
def test_a_mistake_in_rules_is_said_at_its_line(
    mistakes_after: MistakesAfter, old: str, new: str, said: tuple[str, ...]
) -> None:
    assert mistakes_after(old, new) == said


THE_PROCESS = [
    (
        '"Hub|Lumen|Gate|2"',
        '"Hub|Lumen|Gate"',
        (
            "my.toml:144 firmware_track[2].variants[1]: found 'Hub|Lumen|Gate', expected 'TYPE|manufacturer|model|hardware'",
        ),
    ),
    (
        '"Hub|Lumen|Gate|2"',
        '"Bulb|Lumen|Glow|2"',
        ("my.toml:144 firmware_track[2].variants[1]: found 'Bulb', expected a device type with firmware_open = true",),
    ),
    (
        '"Hub|Lumen|Gate|2"',
        '"Hub|Lumen|Gate|1"',
        (
            "my.toml:144 firmware_track[2].variants[1]: found 'Hub|Lumen|Gate|1' a second time (first in line 138), expected a different hardware variant",
        ),
    ),
    (
        '"Hub|Lumen|Gate|2"',
        '"Hub|Lumen Co|Gate|2"',
        (
            "my.toml:144 firmware_track[2].variants[1]: found 'Lumen Co', an alias; expected the catalogue's name 'Lumen'",
        ),
    ),
    (
        'later_than = "H1"',
        'later_than = "H3"',
        ("my.toml:145 firmware_track[2].later_than: found 'H3', which is no firmware track; known are 'H1', 'H2'",),
    ),
    (
        'later_than = "H1"',
        'later_than = "H2"',
        ("my.toml:145 firmware_track[2].later_than: found a circle (H2 after H2), expected an order",),
    ),
    (
        'after = ["bench"]',
        'after = ["bnch"]',
        ("my.toml:158 phase[2].after[1]: found 'bnch', which is no phase; did you mean 'bench'?",),
    ),
    (
        'routes = ["mt+sit"]',
        'routes = ["mt+sit"]\nafter = ["field"]',
        ("my.toml:152 phase[1].after: found a circle (bench after field after bench), expected an order",),
    ),
    (
        '[["test", "yes"], ["out", "no"]]',
        '[["test", "yes"], ["uot", "no"]]',
        ("my.toml:171 step[2].next[2]: found 'uot', which is no step; did you mean 'out'?",),
    ),
    (
        '[["test", "yes"], ["out", "no"]]',
        '[["test", "yes"], ["test", "no"]]',
        ("my.toml:179 step[4]: found no way from the start to 'out', expected one",),
    ),
    (
        '[["test", "yes"], ["out", "no"]]',
        '[["test", "yes"], ["out", "yes"]]',
        (
            "my.toml:171 step[2].next: found answers that do not tell the ways on apart, expected two or more different ones",
        ),
    ),
    (
        '[["test", "yes"], ["out", "no"]]',
        '[["test", "yes"], "out"]',
        ('my.toml:171 step[2].next[2]: found \'out\', expected a step id and an answer, such as ["scope", "yes"]',),
    ),
    (
        '[["fits", ""]]',
        "[]",
        ('my.toml:165 step[1].next: found 0 ways on from a start, expected one without answer: [["...", ""]]',),
    ),
    (
        'kind = "start"',
        'kind = "task"',
        ("my.toml:161 step: found 0 steps with kind = 'start', expected exactly one",),
    ),
    (
        'timezone = "Europe/Berlin"',
        'timezone = "Europe/Berln"',
        ("my.toml:190 consultation.timezone: found 'Europe/Berln', expected a time zone such as 'Europe/London'",),
    ),
    (
        "closes = 2024-03-01T12:00:00",
        "closes = 2024-03-01T12:00:00Z",
        (
            "my.toml:191 consultation.closes: found 2024-03-01T12:00:00+00:00, expected a local date and time such as 2019-10-04T17:00:00, without offset",
        ),
    ),
    (
        "closes = 2024-03-01T12:00:00",
        "closes = 2024-03-31T02:30:00",
        ("my.toml:191 consultation.closes: found 2024-03-31T02:30:00, expected a time that exists in Europe/Berlin",),
    ),
    (
        "closes = 2024-03-01T12:00:00",
        "closes = 2024-03-20T12:00:00",
        ("my.toml:192 consultation.concludes: found 2024-03-15, expected 2024-03-20 (closes) or a later date",),
    ),
    (
        "designation = 2024-04-01",
        "designation = 2024-03-01",
        ("my.toml:193 consultation.designation: found 2024-03-01, expected 2024-03-15 (concludes) or a later date",),
    ),
    (
        'show = "Bulb.model"',
        'show = "Blub.model"',
        ("my.toml:229 paper.row[1].show: found 'Blub', which is no device type; did you mean 'Bulb'?",),
    ),
    (
        '"mt" = "Bench"\n',
        "",
        ("my.toml:219 paper.route_labels: found no label for 'mt', expected one for every route",),
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), THE_PROCESS)
def test_a_mistake_in_the_process_is_said_at_its_line(
    mistakes_after: MistakesAfter, old: str, new: str, said: tuple[str, ...]
) -> None:
    assert mistakes_after(old, new) == said


TESTING = [
    (
        'phases = ["field"]\ndevice_type = "Bulb"',
        'phases = ["feild"]\ndevice_type = "Blub"',
        (
            "my.toml:240 service_request[2].phases[1]: found 'feild', which is no phase; did you mean 'field'?",
            "my.toml:241 service_request[2].device_type: found 'Blub', which is no device type; did you mean 'Bulb'?",
        ),
    ),
    (
        'id = "dim"',
        'id = "ON-OFF"',
        (
            "my.toml:238 service_request[2].id: found 'ON-OFF' a second time (first in line 232), expected a different id",
        ),
    ),
    (
        'phases = ["bench", "field"]',
        'phases = ["field"]',
        (
            "my.toml:245 criteria[1].phase: found 'bench', which tests no [[service_request]]; expected a phase that does",
        ),
    ),
    (
        'firmware = "final"',
        'firmware = "newest"',
        ("my.toml:254 criteria[2].firmware: found 'newest', expected one of candidate, final",),
    ),
    (
        'firmware = "final"\nstates = ["installed"]',
        'firmware = "final"\nstates = ["dormant"]\nexcept_for = { installed = "SF" }',
        (
            "my.toml:255 criteria[2].states[1]: found 'dormant', which is no count; known are 'installed'",
            "my.toml:256 criteria[2].except_for.installed: found 'installed', which is no state of this phase; known are 'dormant'",
            "my.toml:256 criteria[2].except_for.installed: found in a scheme without an attribute of role 'product-kind'",
        ),
    ),
    (
        'tested_by = ["manufacturer", "North"]',
        'tested_by = ["maker", "West"]',
        (
            "my.toml:248 criteria[1].tested_by[1]: found 'maker', which is no one who tests; known are 'manufacturer', 'North', 'South', 'Laboratory'",
            "my.toml:248 criteria[1].tested_by[2]: found 'West', which is no one who tests; known are 'manufacturer', 'North', 'South', 'Laboratory'",
        ),
    ),
    (
        "tolerated = { minor = 2 }",
        "tolerated = { minor = -1 }",
        ("my.toml:249 criteria[1].tolerated.minor: found -1, expected a whole number of at least 0",),
    ),
    (
        '[[criteria]]\nphase = "field"',
        '[[criteria]]\nphase = "bench"',
        ("my.toml:253 criteria[2].phase: found 'bench' a second time (first in line 245), expected a different phase",),
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), TESTING)
def test_a_mistake_in_what_is_tested_is_said_at_its_line(
    mistakes_after: MistakesAfter, old: str, new: str, said: tuple[str, ...]
) -> None:
    assert mistakes_after(old, new) == said
