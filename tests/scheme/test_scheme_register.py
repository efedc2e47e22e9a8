"""``[register]``: what the shipped scheme says, and mistakes at their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.errors import BadScheme
from eligo.scheme import load_scheme, scheme_text


def written(folder: Path, old: str, new: str) -> Path:
    """The shipped scheme with the first occurrence of a text after ``[register]`` exchanged."""
    before, after = scheme_text("smets1-foc").decode().split("[register]\n", 1)
    assert old in after
    file = folder / "mine.toml"
    file.write_text(f"{before}[register]\n{after.replace(old, new, 1)}")
    return file


def test_the_shipped_registers_have_seven_states_and_one_list_of_what_is_eligible() -> None:
    rules = load_scheme("smets1-foc").register
    assert rules is not None
    assert [state.id for state in rules.states] == [
        "pending",
        "in-test",
        "eligible",
        "withdrawn",
        "excluded",
        "uneconomic",
        "not-needed",
    ]
    assert [one.label for one in rules.lists if one.first_added] == ["EPCL"]
    assert rules.shown_by("in-test") is rules.lists[0]
    assert rules.shown_by("excluded") is None


def test_a_scheme_may_have_no_registers(tmp_path: Path) -> None:
    text = scheme_text("smets1-foc").decode()
    start, end = text.index("[register]"), text.index("# ---- What is tested, and what a phase asks")
    file = tmp_path / "mine.toml"
    file.write_text(text[:start] + text[end:])

    assert load_scheme(str(file)).register is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('list = "ppcl"', 'list = "pcl"', "register.state[1].list: found 'pcl', which is no list; did you mean"),
        ('after = ["new", ', 'after = ["news", ', "register.state[1].after[1]: found 'news', which is no state"),
        ('id = "pending"', 'id = "new"', "register.state[1].id: found 'new', which stands for no state"),
        ('"candidate", "final"]', '"candidate", "last"]', "firmware[3]: found 'last', which is no stage of firmware"),
        ('basis = ["withdrawal"]', 'basis = ["whim"]', "register.state[4].basis[1]: found 'whim', which is no basis"),
        ('counts_as = "pending"', 'counts_as = "waiting"', "found 'waiting', expected one of eligible, pending, "),
        ('needs = ["documents"]', 'needs = ["papers"]', "needs[1]: found 'papers', which is no thing to state"),
        ('id = "five-attempts"', 'id = "missing-keys"', "found 'missing-keys' a second time"),
        ('authority = "smartdcc.co.uk,2019"', 'authority = "smartdcc"', "publication.authority: found 'smartdcc'"),
        ('licence = "https', 'licence = "ftp', "publication.licence: found 'ftp://creativecommons"),
        ("first_added = true", "first_added = false", "register.list: found 0 with first_added = true"),
        (
            'after = ["pending", "in-test", "uneconomic"]',
            'after = ["excluded"]',
            "register.state[5].after: found no way from 'new' to 'excluded', expected one",
        ),
        (
            'counts_as = "eligible"',
            'counts_as = "pending"',
            "register.state[3].counts_as: found 'pending' with list = 'epcl'; expected it with list = 'epcl'",
        ),
        (
            'basis = ["evidence", "equivalence"]',
            'basis = ["testing", "equivalence"]',
            "register.state[3].basis[1]: found 'testing', which needs neither 'documents' nor 'base'",
        ),
        (
            'firmware = ["final"]',
            'firmware = ["candidate", "final"]',
            "register.state[3].firmware: expected ['final'] alone",
        ),
    ],
)
def test_a_mistake_is_told_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(BadScheme) as caught:
        load_scheme(str(written(tmp_path, old, new)))

    assert any(said in detail for detail in caught.value.details), caught.value.details


def test_a_category_is_needed_where_a_basis_needs_one(tmp_path: Path) -> None:
    text = scheme_text("smets1-foc").decode()
    start, end = text.index("[[register.exclusion]]"), text.index("# ---- What is tested, and what a phase asks")
    file = tmp_path / "mine.toml"
    file.write_text(text[:start] + text[end:])

    with pytest.raises(BadScheme) as caught:
        load_scheme(str(file))

    assert "found 'category' in a scheme without [[register.exclusion]]" in caught.value.details[0]
