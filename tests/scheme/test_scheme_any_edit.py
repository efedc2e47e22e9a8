"""Whatever is done to a valid file, the outcome is a scheme or located mistakes."""

from __future__ import annotations

import copy
import re
import tomllib
from datetime import UTC, date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.errors import BadScheme
from eligo.scheme import TableScheme, scheme_text
from eligo.scheme.lines import Path, key_lines
from eligo.scheme.validate import validated

TEXT = scheme_text("smets1-foc").decode()
DOCUMENT = tomllib.loads(TEXT)
LINES = key_lines(TEXT)
LOCATED = re.compile(r"my\.toml:[1-9][0-9]* \S.*: \S.*", re.DOTALL)


def _paths(value: object, path: Path = ()) -> list[Path]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [found for key, element in inner for found in [(*path, key), *_paths(element, (*path, key))]]


EDITED = st.sampled_from(_paths(DOCUMENT))
OTHER = st.one_of(
    st.sampled_from([0, -1, 10**30, 1.5, float("nan"), True, False, "", " ", "Y", "ESME", "smso", "MK1", "1.5", "|||"]),
    st.sampled_from([date(2019, 1, 1), datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59), time(1)]),
    st.sampled_from([datetime(2019, 1, 1, tzinfo=UTC), [], {}, [[]], [{}], {"": ""}, {"smso": "SMSO-9"}, [["a", ""]]]),
    st.text(max_size=5),
)


def _outcome(document: dict[str, object]) -> TableScheme | tuple[str, ...]:
    try:
        return validated(document, "my.toml", LINES)
    except BadScheme as bad:
        return bad.details


def _assert_whole_or_located(outcome: TableScheme | tuple[str, ...]) -> None:
    if not isinstance(outcome, TableScheme):
        assert outcome
        assert [detail for detail in outcome if not LOCATED.fullmatch(detail) or "unread" in detail] == []


def _edited(path: Path, *new: object) -> dict[str, object]:
    document = copy.deepcopy(DOCUMENT)
    holder = document
    for key in path[:-1]:
        holder = holder[key]  # type: ignore[index]
    if new:
        holder[path[-1]] = new[0]  # type: ignore[index]
    else:
        del holder[path[-1]]  # type: ignore[arg-type]
    return document


def test_deleting_any_one_key_gives_a_scheme_or_located_mistakes() -> None:
    for path in _paths(DOCUMENT):
        _assert_whole_or_located(_outcome(_edited(path)))


@settings(max_examples=400)
@given(EDITED, OTHER)
def test_replacing_any_one_value_gives_a_scheme_or_located_mistakes(path: Path, new: object) -> None:
    _assert_whole_or_located(_outcome(_edited(path, new)))


@given(st.dictionaries(st.sampled_from([*DOCUMENT, "other"]), OTHER))
def test_any_document_at_all_gives_located_mistakes(document: dict[str, object]) -> None:
    outcome = _outcome(document)

    assert isinstance(outcome, tuple)
    _assert_whole_or_located(outcome)
