"""Scope rules whose change opens a consultation: what they decide, and when one has changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from builders import foc, row, supplier_return
from eligo.estate import build_estate
from eligo.scheme import Scheme, load_scheme, scheme_text
from eligo.scope import ScopedEstate, apply_scope, opened_on, watched_rules

EDMI = {"ESME Manufacturer": "EDMI Ltd.", "ESME Model": "ES-10B", "ESME Firmware version": "1.4.7"}
RULE = b'in = ["EDMI"] }]\nvalid_from = 2018-05-03\nconsultation_on_change = true'
PASSED_OVER = "is as it was, and no longer decides all that it did"
BEFORE_IT = b"""[[scope_rule]]
id = "edmi-meters"
in_scope = true
reason = "Decided"
source = "A decision"
when = [{ any_of = ["ESME"], field = "manufacturer", in = ["EDMI"] }]

[[scope_rule]]
id = "edmi-under-assessment"
"""


def changed(old: bytes, new: bytes) -> Scheme:
    """The shipped scheme with one place otherwise."""
    text = scheme_text("smets1-foc")
    assert text.count(old) == 1
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "foc.toml"
        file.write_bytes(text.replace(old, new))
        return load_scheme(str(file))


def scoped(scheme: Scheme) -> ScopedEstate:
    """One combination of the maker in scope, and one of 300 installations under assessment."""
    rows = [row(), row(**EDMI, Active="300", Dormant="0", Mixed="0")]
    return apply_scope(build_estate([supplier_return(rows)], foc()), scheme)


def test_a_rule_in_force_says_how_many_it_concerns() -> None:
    (watched,) = watched_rules(scoped(foc()), foc())
    assert (watched.rule.id, watched.combinations, watched.deployed) == ("edmi-under-assessment", 1, 300)


def test_a_rule_that_is_no_longer_in_force_is_not_watched() -> None:
    over = changed(RULE, RULE.replace(b"2018-05-03", b"2018-05-03\nvalid_to = 2019-01-01"))
    assert watched_rules(scoped(over), over) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"in = [\"EDMI\"] }]", b'in = ["EDMI", "Iskra"] }]', [("has changed", 0, 0)]),
        (RULE, RULE.replace(b"= true", b"= false"), [("has changed", 0, 0)]),
        (b'source = "Consultation 2.1.1, assumption 3"', b'source = "elsewhere"', []),
        (b'[[scope_rule]]\nid = "edmi-under-assessment"\n', BEFORE_IT, [(PASSED_OVER, 1, 300)]),
        (b"size = 5 ", b"size = 6 ", []),
    ],
)  # fmt: skip
def test_what_opens_a_consultation(old: bytes, new: bytes, expected: list[tuple[str, int, int]]) -> None:
    after = changed(old, new)
    found = opened_on(scoped(after), foc(), after)
    assert [(one.how, one.combinations, one.deployed) for one in found] == expected
    assert {one.rule for one in found} <= {"edmi-under-assessment"}


def test_a_rule_that_is_taken_out_or_put_in_opens_a_consultation() -> None:
    old = b'id = "edmi-under-assessment"'
    after = changed(old, b'id = "edmi"')
    assert [(one.rule, one.how) for one in opened_on(scoped(after), foc(), after)] == [
        ("edmi-under-assessment", "is no longer there"),
        ("edmi", "is new"),
    ]
