"""The verifier's reader beside the standard library's, which holds a file as a whole: the same values, however a file
is laid out and wherever a piece of it ends.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo_verify_register.proof import canonical
from eligo_verify_register.reading import NoSuchFile, Reader

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(["\U0001f511", '\\"', "\u2028"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(max_size=3), VALUES, max_size=4)
LAYOUTS: list[dict[str, Any]] = [
    {"ensure_ascii": False},
    {"ensure_ascii": True, "indent": 3},
    {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")},
]


def read(file: Path, piece: int) -> tuple[dict[str, Any], list[tuple[Any, bytes]]]:
    """What is read of a file, arrays element by element, and every value with its text."""
    stated, values = dict[str, Any](), list[tuple[Any, bytes]]()
    with Reader(str(file), piece) as reader:
        for name in reader.names():
            if reader.sign() == "[":
                elements = [*reader.elements()]
                stated[name], values = [value for value, _ in elements], [*values, *elements]
            else:
                stated[name], text = reader.value()
                values.append((stated[name], text))
    return stated, values


def plainly(file: Path) -> Any:
    return json.loads(file.read_bytes(), object_pairs_hook=_once, parse_float=_whole)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("twice")
    return dict(pairs)


def _whole(text: str) -> int:
    raise ValueError(text)


@given(OBJECTS, st.sampled_from(LAYOUTS), st.integers(1, 9))
def test_it_reads_what_the_whole_file_states(
    tmp_path_factory: pytest.TempPathFactory, stated: dict[str, Any], layout: dict[str, Any], piece: int
) -> None:
    file = tmp_path_factory.getbasetemp() / "read.json"
    file.write_text(f"\r\n\t {json.dumps(stated, **layout)}\n ", "utf-8")

    found, values = read(file, piece)

    assert (json.dumps(found), found) == (json.dumps(plainly(file)), stated)
    assert all(canonical(value) == text for value, text in values)


@given(OBJECTS, st.sampled_from(LAYOUTS), st.integers(1, 9), st.randoms(use_true_random=False))
def test_it_refuses_what_the_whole_file_does_not_state(
    tmp_path_factory: pytest.TempPathFactory, stated: dict[str, Any], layout: dict[str, Any], piece: int, random: Any
) -> None:
    file = tmp_path_factory.getbasetemp() / "spoilt.json"
    text = json.dumps(stated, **layout)
    place = random.randrange(len(text) + 1)
    sign = random.choice(["", ",", ":", "[", "]", "{", "}", '"', "\\", "1", ".5", "e1", "-", "x", " ", '"":0,'])
    file.write_text(text[:place] + sign + text[place + random.randrange(2) :], "utf-8")
    try:
        due = plainly(file)
        canonical(due)  # which half of a character has no text of
    except ValueError:
        due = None

    if isinstance(due, dict):
        found, _ = read(file, piece)
        assert json.dumps(found) == json.dumps(due)
    else:
        with pytest.raises(NoSuchFile):
            read(file, piece)


def test_it_says_in_which_line_it_found_what(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    for text, expected in (
        ('{\n"a": 1,\n"b" 2}', "line 3: Expecting :, found 2"),
        ('{\n"a": [1,\n\n 2', "line 4: Expecting , or ], found the end"),
        ('{\n"a": [1,\n\n nul]', "line 4: Expecting value"),
        ('{\n"a": 1}\n]', "line 3: something follows the end"),
        ("{\n\n1: 2}", 'line 3: Expecting ", found 1'),
        ('{\n"a": [\n1,\n {"b": 1.5}]}', "line 4: 1.5 is no whole number"),
        ('{\n"a": [\n1,\n {"b": 1, "b": 1}]}', "line 4: a name stands twice in one object"),
        ('{\n"a": "\\ud800"}', "line 2: .* surrogates not allowed"),
        (f'{{\n"a": {{"b": {"9" * 5000}}}}}', "line 2: a number has more than 640 digits"),
        (f'{{\n"a": {"9" * 600}.5}}', "line 2: 9{40} is no whole number"),
    ):
        file.write_text(text)
        for piece in (1, 2, 99):
            with pytest.raises(NoSuchFile, match=expected):
                read(file, piece)
    with pytest.raises(NoSuchFile, match="No such file"):
        read(tmp_path / "none.json", 1)
