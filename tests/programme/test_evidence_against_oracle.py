"""What counts, what is passed, what a candidate voids: against plain loops, on drawn evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.programme import (
    Asked,
    Evidence,
    EvidenceFile,
    Expected,
    Kind,
    Register,
    Release,
    Result,
    ResultOutcome,
    UnderTest,
    eligible,
    standings,
    voided_by,
    what_is_voided,
)
from eligo.scheme import Criteria, Phase, ServiceRequest
from eligo.terms import Route
from oracle import evidence_oracle

DAY = date(2020, 1, 1)
STATES, TESTS, PHASES = ("active", "dormant"), ("a", "b"), ("mt", "sit", "eoc", "dmct")
VERSIONS = ("1", "2", "3", "4")

ASKED = Asked(
    (
        Phase("mt", "MT", ("mt+sit", "mt"), (), ""),
        Phase("sit", "SIT", ("mt+sit",), ("mt",), ""),
        Phase("eoc", "EOC", ("mt+sit",), ("sit",), ""),
        Phase("dmct", "DMCT", ("mt", "dmct"), ("eoc",), ""),
    ),
    (ServiceRequest("a", "A", PHASES, "", ""), ServiceRequest("b", "B", ("mt", "sit", "dmct"), "G", "")),
    {
        phase: Criteria(
            phase, "final" if phase in ("eoc", "dmct") else "candidate", STATES, {"dormant": "SF"}, (), t, ""
        )
        for phase, t in (("mt", {"3": 1}), ("sit", {}), ("eoc", {}), ("dmct", {"3": 1, "4": 2}))
    },
)

ROUTES = st.sampled_from([Route.MT_SIT, Route.MT, Route.DMCT, Route.EQUIVALENT, Route.OUT_OF_SCOPE, Route.UNECONOMIC])


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Two tracks: some candidates, some of them received, and perhaps final releases among them."""
    releases = []
    for track in ("T", "U"):
        made: list[Release] = []
        for number, version in enumerate(VERSIONS[: draw(st.integers(0, 4))]):
            is_final = bool(made) and not made[-1].is_final and draw(st.booleans())
            received = DAY + timedelta(days=10 * number) if draw(st.booleans()) else None
            kind = Kind.FINAL if is_final else Kind.CANDIDATE
            made.append(Release(track, version, kind, Expected(((DAY, 1),), ""), received))
        releases += made
    return Register(tuple(releases))


@st.composite
def combinations(draw: st.DrawFn) -> tuple[UnderTest, ...]:
    """Up to three, of any route, track and kind."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["DF", "SF"]))
        devices = frozenset("E" if kind == "SF" else "EG")
        track = draw(st.sampled_from(["T", "U", ""]))
        made.append(UnderTest(f"C-{number}", f"C-{number}", "O", draw(ROUTES), track, kind, devices, 1))
    return tuple(made)


@st.composite
def results_of(draw: st.DrawFn, ones: Sequence[UnderTest]) -> tuple[Result, ...]:
    """Mostly everything that could be asked, on one version; then some of it again, left out, or failed."""
    found: dict[tuple[object, ...], Result] = {}
    for one in ones:
        version = draw(st.sampled_from(VERSIONS)) if one.track else ""
        for phase in PHASES:
            for state in STATES:
                for test in TESTS:
                    for _ in range(draw(st.sampled_from([1, 1, 1, 1, 0, 2]))):
                        other = draw(st.sampled_from([version, version, version, *VERSIONS]))
                        outcome = draw(
                            st.sampled_from([*[ResultOutcome.PASSED] * 8, ResultOutcome.FAILED, ResultOutcome.NOT_RUN])
                        )
                        severity = draw(st.sampled_from(["", "3", "4"])) if outcome is ResultOutcome.FAILED else ""
                        at = datetime(2020, 1, 1) + timedelta(days=draw(st.integers(0, 9)))
                        firmware = other if one.track else ""
                        made = Result(
                            one.combination_id, "O", phase, state, one.track, firmware, test, at, outcome, severity
                        )
                        found.setdefault(made.run, made)
    return tuple(found.values())


def as_evidence(results: Sequence[Result]) -> Evidence:
    return Evidence((EvidenceFile("f", "0", "csv", tuple(results)),))


@settings(max_examples=150)
@given(st.data())
def test_a_combination_is_eligible_exactly_by_what_it_or_a_tested_one_has_passed(data: st.DataObject) -> None:
    ones, register = data.draw(combinations()), data.draw(registers())
    results = data.draw(results_of(ones))
    pairs = data.draw(st.sets(st.tuples(st.sampled_from(ones), st.sampled_from(ones)), max_size=4))
    equivalences: Mapping[str, list[UnderTest]] = {
        one.combination_id: [tested for claimed, tested in pairs if claimed == one] for one in ones
    }

    for one in ones:
        found = eligible(one, as_evidence(results), register, ASKED, equivalences)

        own = evidence_oracle.passes(one, results, register, ASKED)
        bases = [
            base.combination_id
            for base in equivalences[one.combination_id]
            if base != one and evidence_oracle.passes(base, results, register, ASKED)
        ]
        barred = one.route in (Route.OUT_OF_SCOPE, Route.UNECONOMIC)
        expected = ("test", "") if own else ("equivalence", min(bases)) if bases and not barred else ("", "")
        assert (found.by, found.base) == expected
        assert found.reasons


@settings(max_examples=150)
@given(st.data())
def test_a_new_candidate_opens_again_what_its_own_track_had_and_a_final_release_nothing(data: st.DataObject) -> None:
    ones, register = data.draw(combinations()), data.draw(registers())
    results = data.draw(results_of(ones))
    kind = data.draw(st.sampled_from(Kind))
    new = Release("T", "9", kind, received=DAY + timedelta(days=100))

    found = what_is_voided(register, as_evidence(results), new, ASKED)

    row = register.of_track("T")
    place = len(row) - len(register.awaited("T"))
    after = (*row[:place], new, *row[place:])
    lost = evidence_oracle.opened_again(results, row, after, "T", ASKED)
    assert {one.key for one in found.again} == lost
    assert {one.track for one in found.results} <= {"T"}
    if kind is Kind.FINAL:
        finals = {one.version for one in row if one.is_final}
        assert {one.firmware for one in found.results} <= finals
    else:
        assert found.results == tuple(sorted(found.results, key=lambda one: one.cell))


@settings(max_examples=100)
@given(st.data())
def test_every_result_stays_visible_and_one_at_most_counts_of_each_cell(data: st.DataObject) -> None:
    ones, register = data.draw(combinations()), data.draw(registers())
    results = data.draw(results_of(ones))

    told = standings(as_evidence(results), register, ASKED)

    assert [result for result, _ in told] == list(results)
    for one in ones:
        row = register.of_track(one.track)
        for phase in PHASES:
            for state in STATES:
                for test in TESTS:
                    cell = (one.combination_id, phase, state, test)
                    counts = [result for result, became in told if result.cell == cell and became.value == "counts"]
                    final = ASKED.needs_final(phase)
                    expected = evidence_oracle.outcome_of(results, row, final, one.track, cell)
                    assert counts == ([expected] if expected else [])


def test_a_register_that_takes_the_place_of_another_voids_what_the_new_one_does_not_let_count() -> None:
    one = Release("T", "1", Kind.CANDIDATE, received=DAY, superseded_by="2")
    two = Release("T", "2", Kind.CANDIDATE, Expected(((DAY, 1),), ""))
    result = Result("C-1", "O", "mt", "active", "T", "1", "a", datetime(2020, 1, 2), ResultOutcome.PASSED)
    before, after = Register((one, two)), Register((one, replace(two, received=DAY + timedelta(days=5))))

    assert voided_by(before, before, as_evidence([result]), ASKED).results == ()
    found = voided_by(before, after, as_evidence([result]), ASKED)
    assert found == what_is_voided(before, as_evidence([result]), after.releases[1], ASKED)
    assert found.results == (result,)
    assert found.combinations == ("C-1",)
