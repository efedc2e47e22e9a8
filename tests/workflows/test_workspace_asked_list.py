"""The list of those asked: every mistake at its line, and each organisation once."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.errors import UsageError
from eligo.ports import Workspace
from eligo.workflows import workspace as use
from workflows.small_round import aliased, begun


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in which Aster Nrg is a former name of Aster Energy."""
    made = begun(tmp_path)
    aliased(made, tmp_path, "Aster Nrg", "Aster Energy")
    return made


def listed(workspace: Workspace, folder: Path, text: str | bytes) -> list[tuple[str, str]]:
    file = folder / "asked.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [(one.role, one.organisation) for one in use.open_round(workspace, "RFI-1", None, file, "August").asked]


def refused(workspace: Workspace, folder: Path, text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(UsageError) as error:
        listed(workspace, folder, text)
    return error.value.details or (error.value.message,)


@pytest.mark.parametrize(
    "text",
    [
        "Role ,ORGANISATION,contact\nsupplier,Aster Energy,Jo\n\nSMSO,SMSO-1,\n",
        "role;organisation\nSupplier;Aster Energy\nSMSO;SMSO-1\n",
        "organisation\trole\r\nAster Energy\tSupplier\r\nSMSO-1\tSMSO\r\n",
        "\ufeffrole,organisation\nSupplier,Aster Energy\nSMSO,SMSO-1",
    ],
    ids=["other columns and cases", "semicolons", "tabs", "with a mark of UTF-8"],
)
def test_the_forms_in_which_spreadsheets_save_it_are_read(workspace: Workspace, tmp_path: Path, text: str) -> None:
    assert listed(workspace, tmp_path, text) == [("supplier", "Aster Energy"), ("operator", "SMSO-1")]


def test_two_spellings_and_two_names_of_one_organisation_are_one(workspace: Workspace, tmp_path: Path) -> None:
    text = "role,organisation\nSupplier,Aster Energy\nSupplier,ASTER ENERGY LTD\nSupplier,Aster Nrg\nSMSO,Aster Nrg\n"

    assert refused(workspace, tmp_path, text) == (
        "asked.csv, line 3: ASTER ENERGY LTD is Aster Energy, which stands in line 2 already",
        "asked.csv, line 4: Aster Nrg is Aster Energy, which stands in line 2 already",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "roles,organisation\nSupplier,A\n",
            ("asked.csv, line 1: found 'roles', 'organisation', expected the column role",),
        ),
        ("Supplier,A\n", ("asked.csv, line 1: found 'supplier', 'a', expected the columns role and organisation",)),
        ("", ("asked.csv, line 1: found nothing, expected the columns role and organisation",)),
        ("role,role,organisation\n", ("asked.csv, line 1: the column role is there 2 times",)),
        ("role,organisation\n", ("asked.csv has no line below its header",)),
        (
            "role,organisation\nSupplier,A,B\n,C\nSupplier,-\n",
            (
                "asked.csv, line 2: has 3 cells, and there are 2 columns",
                "asked.csv, line 3, role: the cell is empty, expected Supplier or SMSO",
                "asked.csv, line 4, organisation: '-' is no name",
            ),
        ),
        ("role,organisation\nSupplier,Åland\n".encode("cp1252"), ("asked.csv, line 2: is not text in UTF-8",)),
    ],
    ids=["a column", "no header", "nothing", "twice", "nobody", "lines", "encoding"],
)
def test_every_mistake_is_told_with_its_line(
    workspace: Workspace, tmp_path: Path, text: str | bytes, told: tuple[str, ...]
) -> None:
    assert refused(workspace, tmp_path, text) == told
