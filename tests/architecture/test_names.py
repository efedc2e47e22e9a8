"""Names come from the field, and what is particular to one fleet stands in its scheme alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from architecture.source_tree import Module, docstrings, modules

EMPTY_NAMES = {"data", "info", "manager", "helper", "helpers", "util", "utils", "misc", "process", "handle", "common"}

FLEET_WORDS = re.compile(r"(?<![A-Za-z])(ESME|GSME|PPMID|SMSO|SMETS|DMC|Landis)(?![A-Za-z])", re.IGNORECASE)

SHIPPED_SCHEME = "smets1-foc"
"""A file's name, which a command may take for its default: the one text about a fleet that code may hold."""


def words(module: Module) -> Iterator[tuple[int, str]]:
    """(line, text) of every identifier and every text that is not a docstring."""
    prose = docstrings(module.tree)
    for node in ast.walk(module.tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield line, node.value
        for field in ("id", "attr", "arg", "name", "asname"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield line, value


def particular(text: str) -> bool:
    """Whether a text names something of one fleet; digits and underscores part words."""
    return text != SHIPPED_SCHEME and bool(FLEET_WORDS.search(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("esme_firmware", True),
        ("no SMSO has returned", True),
        ("SMETS1", True),
        ("smets1-foc", False),
        ("dmct", False),
        ("operator", False),
    ],
)
def test_a_word_of_one_fleet_is_told_from_a_general_one(text: str, expected: bool) -> None:
    assert particular(text) is expected


def test_no_code_names_what_is_particular_to_one_fleet() -> None:
    found = [
        f"{module.place}:{line} {text[:60]}" for module in modules() for line, text in words(module) if particular(text)
    ]

    assert found == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = [module.place for module in modules() if EMPTY_NAMES & set(module.name.split("."))]

    assert empty == []


def test_no_function_or_class_has_a_name_that_says_nothing() -> None:
    empty = [
        f"{module.place}:{node.lineno} {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if {"data", "info", "manager", "helper", "utils", "misc"} & set(re.findall(r"[a-z]+", snake(node.name)))
    ]

    assert empty == []


def snake(name: str) -> str:
    """A name with its words apart: ``FileManager`` is ``file_manager``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
