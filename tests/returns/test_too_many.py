"""Returns with more faults than are told one by one."""

from __future__ import annotations

import csv
import io

import pytest

from builders import catalogue, foc, row
from eligo.errors import WrongTemplate
from eligo.findings import Severity
from eligo.returns import read_return, too_many

NAME = "RFI-1__Supplier__Aster-Energy.csv"


def content(rows: int) -> bytes:
    """A return in whose every row a model is unknown (another in each), and a count is none from the third on."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*row()])
    writer.writeheader()
    for number in range(rows):
        cells = row(**{"Supplier": "Aster Energy", "ESME Model": f"Unheard of {number}"})
        writer.writerow(cells | {"Active": "many" if number > 1 else number + 1, "Dormant": number})
    return text.getvalue().encode()


def test_a_table_beyond_the_bound_is_refused_with_every_kind_of_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(too_many, "MOST_FAULTS", 9)

    with pytest.raises(WrongTemplate) as refused:
        read_return(NAME, content(6), foc(), catalogue())

    assert str(refused.value) == f"{NAME} has 10 errors and warnings; up to 9 are told one by one"
    assert refused.value.details == (
        f"{NAME}: column 'ESME Model', 6 rows from row 2 on [model-unknown]",
        f"{NAME}: column 'Active', 4 rows from row 4 on [count-not-a-number]",
    )


def test_a_table_at_the_bound_has_its_faults_told_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(too_many, "MOST_FAULTS", 10)

    one = read_return(NAME, content(6), foc(), catalogue())

    assert sum(finding.severity is not Severity.NOTE for finding in one.findings) == 10
