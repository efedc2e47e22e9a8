"""What one organisation may see of a round: its own rows, and nothing of anybody else's."""

from __future__ import annotations

import re

from builders import foc, operator_return, row, supplier_return
from eligo.disclosure import OwnReturn, own_return
from eligo.documents import build_pack, render_html
from eligo.estate import build_estate
from eligo.returns import Return
from eligo.scope import apply_scope, balance_installations

FOREIGN = {"Operating capability": "MOC"}


def own(one: Return, *others: Return) -> OwnReturn:
    """What the sender of the first return may see of a round with all of them."""
    returns = [one, *others]
    scoped = apply_scope(build_estate(returns, foc()), foc())
    return own_return(one, scoped, balance_installations(returns, scoped, foc()), foc())


def page(one: OwnReturn) -> str:
    """The words of the page for it."""
    html = render_html(build_pack(one, foc(), (("rows.csv", "every row"),))).decode()
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL))


def test_every_row_of_a_return_is_told_with_what_became_of_it() -> None:
    sent = supplier_return([row(Active="100"), row(**FOREIGN, Active="7"), row(Active="x", Dormant="9")])

    seen = own(sent)

    assert [(one.row, one.counts, one.became) for one in seen.rows] == [
        (2, (100, 20, 0), "in scope"),
        (3, (7, 20, 0), "out of scope"),
        (4, (None, 9, 0), "quarantined"),
    ]
    assert seen.rows[2].reason == "count-not-a-number"
    assert not seen.is_accepted_whole


def test_nothing_of_anybody_else_is_in_what_an_organisation_sees() -> None:
    sent = supplier_return([row(Active="100", Dormant="0")])
    theirs = operator_return([row(Active="98765", Dormant="0"), row(Supplier="Elm Energy", Active="4321")])

    seen = own(sent, theirs)

    assert [finding.code for finding in seen.findings] == ["figures-differ"]
    assert "98,765" not in page(seen) + repr(seen)
    assert "98765" not in page(seen) + repr(seen)
    assert "Elm" not in page(seen) + repr(seen)
    alone = own(sent)
    assert (seen.rows, seen.sheets, seen.installations) == (alone.rows, alone.sheets, alone.installations)


def test_an_operator_does_not_see_who_else_has_answered() -> None:
    sent = operator_return([row(Active="100"), row(Supplier="Elm Energy", Active="7"), row(Supplier="Elm", Active="x")])
    alone, beside = own(sent), own(sent, supplier_return([row(Active="90")]))

    assert [(one.supplier, one.became) for one in alone.rows] == [
        ("Aster Energy", "accepted"),
        ("Elm Energy", "accepted"),
        ("Elm", "quarantined"),
    ]
    assert (repr(alone), page(alone)) == (repr(beside), page(beside))
    assert "SMSO-1 167 147 20 0" in page(alone)


def test_the_page_says_what_is_asked() -> None:
    assert "Every row counts, and nothing is asked of you." in page(own(supplier_return([row()])))
    waiting = page(own(supplier_return([row(), row(Active="x")])))
    assert "1 row waits for your correction: please mend the 1 cell and send the whole return again." in waiting
