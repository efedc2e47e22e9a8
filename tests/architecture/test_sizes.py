"""Files and functions stay small enough to be read in one go (CONTRIBUTING, "Files")."""

from __future__ import annotations

from architecture.source_tree import functions, modules

LARGEST_FILE = 400
LARGEST_FUNCTION = 40


def lines(text: list[str]) -> int:
    return sum(bool(line.strip()) for line in text)


def test_no_file_has_more_than_400_lines_that_are_not_blank() -> None:
    large = {module.place: lines(module.text.splitlines()) for module in modules()}

    assert {place: count for place, count in large.items() if count > LARGEST_FILE} == {}


def test_no_function_has_more_than_40_lines_that_are_not_blank() -> None:
    large = {
        f"{module.place}:{function.lineno} {function.name}": count
        for module in modules()
        for function in functions(module.tree)
        if (count := lines(module.text.splitlines()[function.lineno - 1 : function.end_lineno])) > LARGEST_FUNCTION
    }

    assert large == {}
