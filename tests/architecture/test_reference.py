"""What can be generated is generated, and not stale; every link leads somewhere."""

from __future__ import annotations

from pathlib import Path

from architecture.source_tree import ROOT
from architecture.tool import tool
from eligo import errors
from eligo.errors import EXIT_CODES, EligoError
from eligo.findings import FINDING_CODES, PROGRAMME_CODES

REFERENCE = ROOT / "docs" / "reference"


def test_every_generated_page_is_fresh() -> None:
    fresh = tool("reference").pages()

    assert {name: (REFERENCE / name).read_text("utf-8") == text for name, text in fresh.items()} == dict.fromkeys(
        fresh, True
    )


def test_every_error_has_an_exit_code_of_its_own_and_stands_in_the_reference() -> None:
    kinds = {kind.__name__ for kind in vars(errors).values() if isinstance(kind, type) and kind is not EligoError}
    kinds = {name for name in kinds if issubclass(getattr(errors, name), EligoError)}
    page = (REFERENCE / "exit-codes.md").read_text("utf-8")

    assert {name for _, name, _ in EXIT_CODES} == kinds
    assert len({code for code, _, _ in EXIT_CODES} - {0, 1}) == len(EXIT_CODES)
    assert [name for code, name, _ in EXIT_CODES if f"| {code} | `{name}` |" not in page] == []


def test_every_finding_code_is_unique_and_has_a_paragraph() -> None:
    page = (REFERENCE / "finding-codes.md").read_text("utf-8")
    codes = [entry.code for entry in (*FINDING_CODES, *PROGRAMME_CODES)]

    assert len(set(codes)) == len(codes)
    assert [code for code in codes if f"### `{code}`" not in page] == []


def test_every_link_in_the_documentation_leads_somewhere() -> None:
    assert list(tool("links").faults(ROOT)) == []


def test_a_link_that_leads_nowhere_is_found_but_not_one_in_a_listing(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "# Top\n\n[a](#top) [b](GLOSSARY.md) [c](#bottom) [d](other:page)\n\n```text\n[e](nowhere.md)\n```\n", "utf-8"
    )

    assert list(tool("links").faults(tmp_path)) == [
        "README.md: GLOSSARY.md: no such file",
        "README.md: #bottom: no such heading in README.md",
    ]
