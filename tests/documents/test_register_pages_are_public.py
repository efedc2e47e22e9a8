"""The pages and the feed of the registers are made of public values alone (docs/adr/0015)."""

from __future__ import annotations

from architecture.source_tree import imported, modules

ALLOWED = {"eligo.disclosure", "eligo.scheme", "eligo.terms", "eligo.documents"}


def test_they_import_nothing_of_the_registers_themselves() -> None:
    folder = "src/eligo/"
    pages = [module for module in modules() if module.place.startswith(f"{folder}documents/register_")]
    others = (f"{folder}artefacts/register_feed.py", f"{folder}artefacts/register_crate.py")
    pages += [module for module in modules() if module.place in others]
    found = {
        f"{module.place}: {name}"
        for module in pages
        for _, name in imported(module)
        if name.startswith("eligo.") and not name.startswith(("eligo.documents.", "eligo.artefacts."))
        if name not in ALLOWED
    }

    assert len(pages) == 5
    assert found == set()
