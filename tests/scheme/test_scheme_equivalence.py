"""``[[equivalence_rule]]``: what the shipped scheme says, and mistakes at their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.errors import BadScheme
from eligo.scheme import load_scheme, scheme_text

MARK = "[[equivalence_rule]]"


def written(folder: Path, old: str, new: str) -> Path:
    """The shipped scheme with the first occurrence of a text among its rules exchanged."""
    before, after = scheme_text("smets1-foc").decode().split(MARK, 1)
    assert old in after
    file = folder / "mine.toml"
    file.write_text(f"{before}{MARK}{after.replace(old, new, 1)}")
    return file


def test_the_shipped_rules_are_said_to_be_illustrative() -> None:
    rules = load_scheme("smets1-foc").equivalence_rules
    assert [rule.id for rule in rules] == ["firmware-line", "same-hardware", "other-display", "other-smso"]
    assert all("illustrative" in rule.source for rule in rules)
    assert [(rule.firmware_parts, rule.free) for rule in rules] == [(2, ()), (0, ()), (0, ("PPMID",)), (0, ())]


def test_a_scheme_may_have_no_rules(tmp_path: Path) -> None:
    text = scheme_text("smets1-foc").decode()
    start, end = text.index(MARK), text.index("# ---- What is tested, and what a phase asks")
    file = tmp_path / "mine.toml"
    file.write_text(text[:start] + text[end:])
    assert load_scheme(str(file)).equivalence_rules == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"hardware"]', '"hardwares"]', "equivalence_rule[1].same[5]: found 'hardwares', which is no part of a comb"),
        ('free = ["PPMID"]', 'free = ["IHD"]', "equivalence_rule[3].free[1]: found 'IHD', which is no device type"),
        ('id = "same-hardware"', 'id = "firmware-line"', "equivalence_rule[2].id: found 'firmware-line' a second time"),
        ("firmware_parts = 2", "firmware_parts = 0", "firmware_parts: found 0, expected a whole number of at least 1"),
        (
            '"hardware"]\nfirmware',
            '"firmware"]\nfirmware',
            "equivalence_rule[1].firmware_parts: found beside 'firmware'",
        ),
        ('source = "Eligo project: illustrative"\n', "", "equivalence_rule[1].source: missing; expected a text"),
    ],
)
def test_a_mistake_is_named_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(BadScheme) as refused:
        load_scheme(str(written(tmp_path, old, new)))
    (detail,) = refused.value.details
    assert said in detail
