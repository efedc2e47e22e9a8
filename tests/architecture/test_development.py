"""The targets of the Makefile and those of dev.py are the same, and .ci/run is made of them."""

from __future__ import annotations

import re
import subprocess
import sys

from architecture.source_tree import ROOT


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "dev.py", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_make_offers_exactly_the_targets_that_help_lists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    listed = re.findall(r"^  (\w+) ", dev("help").stdout, re.MULTILINE)

    assert re.findall(r"^TARGETS := (.+)$", makefile, re.MULTILINE) == [" ".join(listed)]


def test_an_unknown_target_is_refused_with_the_known_ones() -> None:
    outcome = dev("tset")

    assert outcome.returncode == 2
    assert outcome.stderr == (
        "No such target: tset. There are: help, setup, demo, check, fix, test, fuzz, bench, docs, lock.\n"
    )


def test_what_has_to_pass_is_make_check_then_make_test() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    assert re.findall(r"^make .*?(\w+)$", script, re.MULTILINE) == ["check", "test"]
