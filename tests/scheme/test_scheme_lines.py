"""Where keys stand in a TOML text."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.scheme import scheme_text
from eligo.scheme.lines import Path, key_lines, line_of


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1\nb = 2", ("b",), 2),
        ("[a.b]\nc = 1", ("a", "b", "c"), 2),
        ("[a.b]\nc = 1", ("a",), 1),
        ("[a]\nx = 1\n[[a.b]]\nc = 1\n[[a.b]]\nc = 2", ("a", "b", 1, "c"), 6),
        ("[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2", ("a", 1, "b", "c"), 6),
        ("a.b.c = 1", ("a", "b"), 1),
        ("a = [\n  1,  # one\n  [2,\n   3],\n]\nb = 1", ("a", 1, 1), 4),
        ("a = [\n  { b = 1 },\n  { b = 2, c.d = 3 },\n]", ("a", 1, "c", "d"), 3),
        ('a = """\n[b]\nc = 1\\"" still"""\n[b]\nc = 2', ("b", "c"), 5),
        ("a = '''\nb = 1 '' \n'''\nb = 2", ("b",), 4),
        ("a = '''x''''\nb = 2", ("b",), 2),
        ('"a b"."c.d" = 1\n\'e"f\' = 2', ('e"f',), 2),
        ('"a b"."c.d" = 1', ("a b", "c.d"), 1),
        ('"\\u00e9\\t" = 1', ("é\t",), 1),
        ('a = "# [b]" # [c]\nb = "\\""\nc = 1', ("c",), 3),
        ("[ a . 'b' ] # x\nc = 1979-05-27 07:32:00\nd = 1", ("a", "b", "d"), 3),
    ],
)
def test_a_key_has_the_line_at_which_it_stands(text: str, path: Path, line: int) -> None:
    assert tomllib.loads(text)
    assert key_lines(text)[path] == line


def test_what_is_not_there_has_the_line_of_its_parent() -> None:
    lines = key_lines("a = 1\n[b]\nc = [1,\n2]")

    assert line_of(lines, ("b", "c", 1, "x", 0)) == 4
    assert line_of(lines, ("b", "d")) == 2
    assert line_of(lines, ("e",)) == 1


def _paths(value: object, path: Path = ()) -> set[Path]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return {path} | {found for key, element in inner for found in _paths(element, (*path, key))}


def test_every_key_of_the_shipped_scheme_stands_in_the_line_it_is_said_to() -> None:
    text = scheme_text("smets1-foc").decode()
    rows = text.splitlines()
    lines = key_lines(text)

    paths = _paths(tomllib.loads(text)) - {()}

    assert paths <= lines.keys()
    assert [p for p in paths if isinstance(p[-1], str) and p[-1] not in rows[lines[p] - 1]] == []


KEYS = st.one_of(st.from_regex(r"[A-Za-z0-9_-]{1,4}", fullmatch=True), st.sampled_from(['"a.b"', "'c d'", '"\\""']))
PLAIN = st.sampled_from(["1", "true", '"[x]"', "'#'", '"""\n[y]\nz = 1\n"""', "'''\n'' '''", "1979-05-27", "[]", "{}"])
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: "[\n" + ",  # c ]\n".join(parts) + "\n]"),
        st.lists(inner, max_size=2).map(
            lambda parts: "{" + ", ".join(f"k{i} = {p}" for i, p in enumerate(parts)) + "}"
        ),
    ),
    max_leaves=6,
)
HEADERS = st.one_of(KEYS.map(lambda key: f"[{key}]"), KEYS.map(lambda key: f"[[{key}]]"))
TEXTS = st.lists(
    st.one_of(HEADERS, st.tuples(KEYS, VALUES).map(" = ".join), st.just("# c = 1"), st.just("")), max_size=8
)


@given(TEXTS.map("\n".join))
def test_every_key_of_any_valid_text_has_a_line_within_the_text(text: str) -> None:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return

    lines = key_lines(text)

    assert _paths(document) - {()} <= lines.keys()
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
