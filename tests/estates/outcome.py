"""What a run wrote, read back through the published artefacts alone (``results.md``)."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from eligo.__main__ import main
from estates.truth import ABSENT, SCHEME_COHORT

Row = dict[str, str]
PUBLISHED = (
    "combinations.csv",
    "findings.csv",
    "mass-balance.csv",
    "plan.json",
    "ppcl.csv",
    "ppcl.json",
    "quarantine.csv",
    "reconciliation.csv",
    "report.html",
    "report.pdf",
    "selection.json",
)


def run(returns: Path | Sequence[Path], catalogue: Path, out: Path, *options: str, scheme: str = "smets1-foc") -> int:
    """``eligo run``; the exit code."""
    given = [returns] if isinstance(returns, Path) else returns
    paths = [str(path) for path in given]
    return main(["run", *paths, "--scheme", scheme, "--catalogue", str(catalogue), "--out", str(out), *options])


def identity(row: Row) -> str:
    """The identity text of a line of ``combinations.csv``, as ``expected.json`` writes it."""
    devices = []
    for kind in ("esme", "gsme", "ch", "ppmid"):
        fields = [row[f"{kind}_{name}"] for name in ("manufacturer", "model", "hardware", "firmware")]
        devices.append("|".join(fields) if any(fields) else ABSENT)
    parts = [row["smso"], row["wan_provider"], *devices]
    cohort = row["operating_capability"]
    return " / ".join(parts if cohort == SCHEME_COHORT else [f"[{cohort}]", *parts])


@dataclass(frozen=True)
class Outcome:
    """One output folder."""

    folder: Path

    def table(self, name: str) -> list[Row]:
        with (self.folder / name).open(newline="", encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    @cached_property
    def findings(self) -> list[Row]:
        return self.table("findings.csv")

    @cached_property
    def combinations(self) -> dict[str, Row]:
        """By identity text, which no two lines share."""
        rows = self.table("combinations.csv")
        found = {identity(row): row for row in rows}
        assert len(found) == len(rows)
        return found

    @cached_property
    def keys(self) -> dict[str, str]:
        """Identity text by ``combination_id``."""
        return {row["combination_id"]: key for key, row in self.combinations.items()}

    @cached_property
    def selection(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.folder / "selection.json").read_text(encoding="utf-8"))
        return read

    @property
    def selected(self) -> tuple[str, ...]:
        return tuple(self.keys[combination_id] for combination_id in self.selection["selected"])

    @property
    def quarantined(self) -> set[tuple[str, str, int]]:
        return {(row["file"], row["sheet"], int(row["row"])) for row in self.table("quarantine.csv")}

    @property
    def rows_with_errors(self) -> set[tuple[str, str, int]]:
        """Of errors that stand at a row (a finding about a whole file or sheet has none)."""
        wrong = (f for f in self.findings if f["severity"] == "error" and f["row"])
        return {(f["file"], f["sheet"], int(f["row"])) for f in wrong}

    def has_finding(self, file: str, sheet: str, row: int, columns: Sequence[str], severity: str) -> bool:
        """Whether a finding of that severity stands at that row, and at one of the columns if any is named."""
        return any(
            (f["file"], f["sheet"], f["row"], f["severity"]) == (file, sheet, str(row), severity)
            and (not columns or f["column"] in columns)
            for f in self.findings
        )
