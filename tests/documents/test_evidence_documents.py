"""The notice of device models and the published grid: what they say, and that no operator's own name is in them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from builders import foc
from eligo.disclosure import Public, public_grid, public_notice
from eligo.documents import Document, build_grid, build_notice, lint, render_html, render_pdf
from eligo.errors import BadScheme
from eligo.programme import asked_of, grid
from eligo.scheme import Scheme
from programme.drawn import MK1, MK2, register
from programme.drawn_evidence import evidence, result, under_test

ON = date(2020, 2, 14)
ONES = (
    replace(under_test("C-1"), label="DMC-1", product_id="P-1"),
    replace(under_test("C-6", operator="SMSO-2"), product_id="P-6"),
)


def renamed() -> Scheme:
    """The shipped scheme with pseudonyms that are not the operators' own names."""
    scheme = foc()
    names = {operator: f"Operator {letter}" for operator, letter in zip(scheme.operators, "ABC", strict=True)}
    return replace(scheme, disclosure=replace(scheme.disclosure, pseudonyms=names))


def words(document: Document[Public]) -> str:
    """The words of a page, its styles left out."""
    page = render_html(document).decode().split("</style>")[1]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_notice_says_what_is_in_force_what_is_to_come_and_who_has_tested() -> None:
    said = words(build_notice(public_notice(register(*MK1, *MK2), ONES, renamed(), ON)))

    assert "ESME Device Model: notice to stakeholders" in said
    assert "as they stand on 14 February 2020" in said
    assert "For Landis+Gyr E470 (MK1), hardware 1.0. DMC-1 is tested with it." in said
    assert "1.0 Candidate received on 7 October 2019 manufacturer Operator A superseded" in said
    assert "1.1 Candidate received on 11 November 2019 manufacturer in force" in said
    assert "1.2 Final release expected from 3 February 2020 to 30 March 2020 nobody yet to come" in said
    assert "For Landis+Gyr E470 (MK2), hardware 2.0." in said


def test_a_track_without_a_release_and_a_candidate_that_never_came_are_said_to_be_that() -> None:
    skipped = ("MK1,1.0,candidate,2019-10-01,,1.1,", "MK1,1.1,candidate,,2019-11-11,,")

    said = words(build_notice(public_notice(register(*skipped), ONES, renamed(), ON)))

    assert "1.0 Candidate expected on 1 October 2019 nobody yet not delivered" in said
    assert "No release of this firmware has been announced." in said


def test_the_grid_is_of_labels_and_products_and_counts_tests() -> None:
    scheme = renamed()
    held = evidence(result("C-1", "mt", "active", "12.2", "1.1", 5), result("C-6", "mt", "dormant", "8.11", "1.1", 6))
    rows = grid(ONES, held, register(), asked_of(scheme))

    document = build_grid(public_grid(rows, [("C-1", "mt")], ONES, scheme, ON))

    said = words(document)
    assert "1 of 2 combinations have passed." in said
    assert "DMC-1, Active Operator A 4 1 0 3" in said
    assert "P-6, Dormant Operator B 4 1 0 3" in said
    assert lint(document, ("SMSO-1", "SMSO-2", "C-1", "C-6")) == ()
    assert render_pdf(document).startswith(b"%PDF")


def test_an_operator_without_a_pseudonym_is_not_let_through() -> None:
    scheme = replace(foc(), disclosure=replace(foc().disclosure, pseudonyms={}))

    with pytest.raises(BadScheme, match="has no pseudonym for an operator"):
        public_notice(register(*MK1), ONES, scheme, ON)
