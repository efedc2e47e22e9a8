"""The table of browser usage for ``eligo select``, from the measurements in the package ``fake-useragent``.

    python examples/browser-usage/make_table.py > usage.csv

One row per browser, version (major and minor) and platform; ``share`` is its part of all use. The package lists user
agents with the percentage of visits each had; those of one combination are added up, exactly, and only the sum is
rounded, to four decimals. The figures do not add up to 100 %: what was too rare is not in the package.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from importlib.resources import files

FOURTH = Decimal("0.0001")
"""The last digit that is kept of a percentage."""

Combination = tuple[str, str, str]
"""Browser, version, platform."""


def measured() -> list[str]:
    """The lines of the package: a user agent each, as JSON."""
    return (files("fake_useragent") / "data" / "browsers.jsonl").read_text("utf-8").splitlines()


def shares(lines: Iterable[str]) -> dict[Combination, Decimal]:
    """The percentage of every combination, rounded once.

    >>> one = '{"browser": "Firefox", "browser_version": "137.0.1", "os": "Windows", "percent": 0.00004}'
    >>> shares([one, one])
    {('Firefox', '137.0', 'Windows'): Decimal('0.0001')}
    """
    sums: dict[Combination, Decimal] = defaultdict(Decimal)
    for line in lines:
        agent = json.loads(line, parse_float=Decimal)
        version = ".".join(agent["browser_version"].split(".")[:2])
        sums[agent["browser"], version, agent["os"]] += agent["percent"]
    return {combination: percent.quantize(FOURTH) for combination, percent in sums.items()}


def main() -> None:
    """Write the table to standard output, the greatest share first."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("browser", "version", "platform", "share"))
    for combination, percent in sorted(shares(measured()).items(), key=lambda one: (-one[1], one[0])):
        writer.writerow((*combination, f"{percent} %"))


if __name__ == "__main__":
    main()
