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
        (
            f"{UNREACHED}\n{{{{ paper.programme.entring }}}}{{% endif %}}",
            "line 2 (line 102 of the scheme file): 'PublicProgramme' has no field 'entring'",
        ),
        (
            "{% if paper.programme %}{% for late in paper.programme.later %}\n"
            + UNREACHED
            + "{{ late.bye }}{% endif %}{% endfor %}{% endif %}",
            "line 2 (line 102 of the scheme file): 'PublicLater' has no field 'bye'",
        ),
        ("a\n{{ paper.programme.first.month }}", "line 2 (line 102 of the scheme file): 'None' has no attribute"),
        ("a\n\n{{ ref('gone') }}", "line 3 (line 103 of the scheme file): a reference to 'gone'"),
        ("a\n\n##### Deep", "line 3 (line 103 of the scheme file): a heading of level 5"),
    ],
)
def test_a_mistake_is_found_at_its_line_without_a_run(body: str, expected: str) -> None:
    assert f"[paper].body, {expected}" in mistake(body)


def test_a_name_that_loops_use_for_different_things_is_no_mistake() -> None:
    loops = ("paper.tracks", "note"), ("paper.programme.tracks", "final"), ("paper.tracks", "note")
    body = "".join(f"{{% for one in {of} %}}{{{{ one.{field} }}}}{{% endfor %}}" for of, field in loops)
    scheme = foc()

    check_paper(replace(scheme, paper=replace(scheme.paper, body=f"{{% if paper.programme %}}{body}{{% endif %}}")))
