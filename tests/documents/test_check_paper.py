"""Mistakes of the paper's text that are found without a run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from disclosure.drawn_run import foc
from eligo.documents import check_paper
from eligo.errors import BadScheme

UNREACHED = "{% if paper.round.suppliers.value == 'never' %}"
"""Opens a branch that no paper prints."""


def mistake(body: str) -> str:
    """The one located mistake of a template."""
    scheme = foc()
    with pytest.raises(BadScheme) as stopped:
        check_paper(replace(scheme, paper=replace(scheme.paper, body=body, body_line=101)))
    (detail,) = stopped.value.details
    return detail


def test_the_shipped_paper_has_no_mistake() -> None:
    check_paper(foc())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n{% for x in paper.tracks %}", "line 2 (line 102 of the scheme file): Unexpected end of template"),
        ("a\n{{ 'a'|upperr }}", "line 2 (line 102 of the scheme file): No filter named 'upperr'"),
        (f"a\n{UNREACHED}\n{{{{ 'a'|upperr }}}}{{% endif %}}", "line 3 (line 103 of the scheme file): No filter named"),
        (
            f"{UNREACHED}\n{{% if 1 is odder %}}{{% endif %}}{{% endif %}}",
            "line 2 (line 102 of the scheme file): No test",
        ),
        (
            f"{UNREACHED}\n{{{{ nowhere() }}}}{{% endif %}}",
            "line 2 (line 102 of the scheme file): 'nowhere' is undefined",
        ),
        (
            f"{UNREACHED}\n{{{{ paper.round.sise }}}}{{% endif %}}",
            "line 2 (line 102 of the scheme file): 'PublicRound' has",
        ),
        (
            "{% for op in paper.operators %}\n" + UNREACHED + "{{ op.nam }}{% endif %}{% endfor %}",
            "line 2 (line 102 of the scheme file): 'PublicOperator' has no field 'nam'",
        ),
        ("a\n\n{{ ref('gone') }}", "line 3 (line 103 of the scheme file): a reference to 'gone'"),
        ("a\n\n##### Deep", "line 3 (line 103 of the scheme file): a heading of level 5"),
    ],
)
def test_a_mistake_is_found_at_its_line_without_a_run(body: str, expected: str) -> None:
    assert f"[paper].body, {expected}" in mistake(body)
