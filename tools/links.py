"""Check that every link between the project's pages leads to a file, and every anchor to a heading.

Links out of the project are not followed: this check works without a network.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)


def pages(root: Path) -> list[Path]:
    """The pages at the top of the project and everything under ``docs``, in order."""
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "examples").rglob("*.md")])


def anchor(heading: str) -> str:
    """The anchor under which a heading can be reached.

    >>> anchor("What `make check` does")
    'what-make-check-does'
    """
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
    return kept.strip().replace(" ", "-")


def faults(root: Path) -> Iterator[str]:
    """Each link that leads nowhere, as ``page: link: what is wrong``."""
    for page in pages(root):
        text = FENCE.sub("", page.read_text("utf-8"))
        for link in LINK.findall(text):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, fragment = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            if not target.exists():
                yield f"{page.relative_to(root)}: {link}: no such file"
            elif fragment and target.suffix == ".md" and fragment not in anchors(target):
                yield f"{page.relative_to(root)}: {link}: no such heading in {target.name}"


def anchors(page: Path) -> set[str]:
    """Every anchor of a page."""
    return {anchor(heading) for heading in HEADING.findall(FENCE.sub("", page.read_text("utf-8")))}


def main() -> int:
    """Print every fault; the exit code says whether there was one."""
    found = list(faults(ROOT))
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
