"""Any record that a store can keep, for properties that hold of all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from eligo.records import (
    LONGEST_NAME,
    Asked,
    Changing,
    Decision,
    Event,
    FileRef,
    Job,
    JobState,
    Record,
    RegisterLine,
    RegisterPublication,
    Round,
    Run,
    RunFile,
    Standing,
    Submission,
)

_storable = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
texts = st.text(_storable, max_size=12)
names = texts | st.just("n" * LONGEST_NAME)
numbers = st.integers(-(2**63) + 1, 2**63 - 1)
times = st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29), timezones=st.just(UTC))
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
mappings = st.dictionaries(texts, values, max_size=3)
files = st.builds(FileRef, st.text("0123456789abcdef", min_size=64, max_size=64), numbers)
run_files = st.lists(st.builds(RunFile, names, texts, files), max_size=2).map(tuple)


def _optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


rounds = st.builds(
    Round,
    names,
    names,
    _optional(st.dates()),
    st.lists(st.builds(Asked, names, names), max_size=2).map(tuple),
    st.booleans(),
    _optional(times),
    numbers,
)
submissions = st.builds(
    Submission,
    round=names,
    kind=names,
    role=names,
    organisation=names,
    file_name=texts,
    file=files,
    snapshot_on=_optional(st.dates()),
    rows_read=numbers,
    rows_accepted=numbers,
    rows_quarantined=numbers,
    rows_ignored=numbers,
    standing=st.sampled_from(Standing),
    replaced_by=_optional(numbers),
    received_at=_optional(times),
    number=numbers,
    event=numbers,
)
decisions = st.builds(
    Decision,
    kind=names,
    subject=names,
    value=_optional(mappings),
    file=_optional(files),
    follows=numbers,
    by=texts,
    why=texts,
    decided_at=_optional(times),
    event=numbers,
)
runs = st.builds(
    Run,
    round=names,
    status=texts,
    scheme=mappings,
    parameters=mappings,
    inputs=run_files,
    outputs=run_files,
    through=numbers,
    started_at=times,
    finished_at=times,
    number=numbers,
    event=numbers,
)
jobs = st.builds(
    Job,
    kind=names,
    request=mappings,
    state=st.sampled_from(JobState),
    worker=names,
    attempt=numbers,
    lease_until=_optional(times),
    stage=texts,
    done=numbers,
    total=numbers,
    checkpoint=_optional(mappings),
    files=st.lists(files, max_size=2).map(tuple),
    cancel_wanted=st.booleans(),
    result=_optional(mappings),
    problem=texts,
    submitted_at=_optional(times),
    number=numbers,
    event=numbers,
)
events = st.builds(
    Event,
    number=numbers,
    at=times,
    who=texts,
    why=texts,
    action=texts,
    subject=texts,
    before=_optional(mappings),
    after=_optional(mappings),
    previous=texts,
    hash=texts,
)
records: st.SearchStrategy[Changing] = st.one_of(rounds, submissions, decisions, runs, jobs)
of_registers: st.SearchStrategy[Record] = st.one_of(
    st.builds(RegisterLine, number=numbers, line=mappings),
    st.builds(RegisterPublication, number=numbers, version=mappings, key=texts, signature=texts),
)

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
