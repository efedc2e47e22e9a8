"""Finding, decoding and parsing a scheme file; many mistakes at once; two schemes read whole."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import eligo
from eligo.errors import BadScheme, NotFound, UnreadableFile
from eligo.scheme import Condition, DeviceType, load_scheme, load_table_scheme, scheme_text, shipped_schemes

MistakesOf = Callable[[str], tuple[str, ...]]


@pytest.mark.parametrize("name", shipped_schemes())
def test_every_shipped_scheme_loads_under_its_own_name(name: str) -> None:
    assert load_table_scheme(name).id == name


def test_the_first_shipped_scheme_says_what_the_consultation_says() -> None:
    scheme = load_scheme("smets1-foc")

    assert scheme.selection.size == 5
    assert scheme.covered_types == ("ESME", "GSME", "CH")
    assert [d.name for d in scheme.device_types if d.firmware_open] == ["ESME"]
    assert scheme.operator.values == ("SMSO-1", "SMSO-2", "SMSO-3")
    assert scheme.upgrade_horizon == date(2019, 11, 1)
    assert scheme.consultation.closes == datetime(2019, 10, 4, 17, 0, tzinfo=ZoneInfo("Europe/London"))
    assert scheme.consultation.closes.isoformat() == "2019-10-04T17:00:00+01:00"
    assert [question.id for question in scheme.consultation.questions] == ["Q1", "Q2", "Q3"]
    assert scheme.reconciliation.share == Fraction(1, 20)
    assert scheme.scope_rules[-1].conditions == ()


def test_a_scheme_without_any_meter_loads(second_scheme: Path) -> None:
    scheme = load_scheme(str(second_scheme))

    assert scheme.device_types[1] == DeviceType(
        name="Bulb",
        label="Bulb",
        synonyms=("Lamp",),
        required=False,
        required_when={"network": "Thread"},
        absent_when={"network": "Wi-Fi"},
        excluded_when={},
        firmware_open=False,
        covered=False,
        source="Programme 1",
    )
    assert scheme.scope_rules[0].conditions == (Condition((), "", "", "release", ("1.2",), True),)
    assert scheme.scope_rules[1].conditions == (
        Condition(("Bulb",), "any", "manufacturer", "", ("Lumen",), False),
        Condition(("Bulb", "Switch"), "all", "hardware", "", ("0",), True),
    )
    assert scheme.selection.minimum_share == Fraction(1, 100)
    assert scheme.template.placeholders == ("-",)
    assert scheme.template.totals_words == ()
    assert scheme.legal_suffixes == ()
    assert scheme.assumptions == ()
    assert scheme.steps[1].next == (("test", "yes"), ("out", "no"))
    assert scheme.disclosure.pseudonyms == {"North": "Platform 1", "South": "Platform 2"}
    assert scheme.consultation.closes.isoformat() == "2024-03-01T12:00:00+01:00"


def test_line_ends_and_a_byte_order_mark_make_no_difference(second_scheme: Path, tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_bytes(b"\xef\xbb\xbf" + second_scheme.read_bytes().replace(b"\n", b"\r\n"))

    assert load_scheme(str(file)).selection == load_scheme(str(second_scheme)).selection


def test_all_mistakes_are_said_at_once_in_the_order_of_the_file(second_scheme: Path, mistakes_of: MistakesOf) -> None:
    text = second_scheme.read_text(encoding="utf-8")
    text = text.replace('version = "0.1"', "version = 0.1").replace("size = 2", 'size = "five"')
    text = text.replace('role = "cohort"', 'role = "kohort"').replace("minimum_count = 5", "")
    text = text.replace('label = "Bulb"', 'lable = "Bulb"')

    assert mistakes_of(text) == (
        "my.toml:2 version: found 0.1, expected a text",
        (
            "my.toml:23 attribute[2].role: found 'kohort', expected one of operator, cohort, provider, product-kind, "
            "condition"
        ),
        "my.toml:54 device_type[2].lable: unknown key; did you mean 'label'?",
        "my.toml:123 selection.size: found 'five', expected a whole number of at least 1",
        "my.toml:199 disclosure.minimum_count: missing; expected a whole number of at least 0",
    )


def test_an_empty_file_is_told_every_table_it_needs_but_not_their_keys(mistakes_of: MistakesOf) -> None:
    assert mistakes_of("") == (
        "my.toml:1 scheme: missing; expected a name such as 'my-fleet'",
        "my.toml:1 version: missing; expected a text",
        "my.toml:1 title: missing; expected a text",
        "my.toml:1 fleet: missing; expected a text",
        "my.toml:1 cohort: missing; expected a text",
        "my.toml:1 installation_word: missing; expected a text",
        "my.toml:1 source: missing; expected a text",
        "my.toml:1 attribute: missing; expected at least one [[attribute]]",
        "my.toml:1 device_type: missing; expected at least one [[device_type]]",
        "my.toml:1 count: missing; expected at least one [[count]]",
        "my.toml:1 template: missing; expected a table",
        "my.toml:1 scope_rule: missing; expected at least one [[scope_rule]]",
        "my.toml:1 selection: missing; expected a table",
        "my.toml:1 reconciliation: missing; expected a table",
        "my.toml:1 upgrade_horizon: missing; expected a date such as 2019-11-01",
        "my.toml:1 consultation: missing; expected a table",
        "my.toml:1 disclosure: missing; expected a table",
        "my.toml:1 paper: missing; expected a table",
        "my.toml:1 data_cut_off: missing; expected a date such as 2019-11-01",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("size = = 2", "my.toml:1: not valid TOML: invalid value (column 8)"),
        ('a = 1\n\nb = "', "my.toml:3: not valid TOML: unterminated string (at the end of the file)"),
        ("a = 1\na = 2\n", "my.toml:2: not valid TOML: cannot overwrite a value (column 6)"),
        ("a = " + "[" * 5000, "my.toml:1: not valid TOML: arrays or tables nested too deeply"),
    ],
)
def test_a_slip_in_the_syntax_is_said_at_its_line(mistakes_of: MistakesOf, text: str, said: str) -> None:
    assert mistakes_of(text) == (said,)


def test_a_file_in_another_encoding_is_said_at_the_line_of_its_first_wrong_byte(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_bytes(b'scheme = "a"\ntitle = "caf\xe9"\n')

    with pytest.raises(BadScheme) as caught:
        load_scheme(str(file))

    assert caught.value.message == "my.toml is not a valid scheme: 1 mistake"
    assert caught.value.details == (
        "my.toml:2: not valid TOML: found a byte 0xe9 that is not UTF-8, expected a UTF-8 text",
    )


def test_an_unknown_name_is_answered_with_the_closest_and_all_that_there_are() -> None:
    with pytest.raises(NotFound) as caught:
        load_scheme("smets1-fox")

    assert caught.value.message == "There is no shipped scheme 'smets1-fox'"
    assert caught.value.hint.startswith("Did you mean 'smets1-foc'? Shipped schemes: ")


def test_a_path_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="No scheme file at "):
        load_scheme(str(tmp_path / "absent.toml"))


def test_a_folder_is_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        load_scheme(f"{tmp_path}/")


def test_scheme_text_gives_the_bytes_of_the_file(second_scheme: Path) -> None:
    assert scheme_text(str(second_scheme)) == second_scheme.read_bytes()
    assert scheme_text("smets1-foc").startswith(b"# SMETS1 Final Operating Capability")


def test_shipped_schemes_load_from_a_package_that_is_a_zip(tmp_path: Path) -> None:
    package = Path(eligo.__path__[0])
    archive = tmp_path / "eligo.zip"
    with zipfile.ZipFile(archive, "w") as writer:
        for file in package.rglob("*"):
            if file.suffix in (".py", ".toml"):
                writer.write(file, Path("eligo") / file.relative_to(package))
    code = (
        f"import sys, json; sys.path.insert(0, {str(archive)!r}); import eligo.scheme as s; "
        "print(json.dumps([s.__file__, s.load_scheme('smets1-foc').id]))"
    )

    answer = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)

    assert json.loads(answer.stdout) == [str(archive / "eligo" / "scheme" / "__init__.py"), "smets1-foc"]
