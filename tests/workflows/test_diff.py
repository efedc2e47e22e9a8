"""Two runs beside each other: what is named first, what has moved, and whether the selection still stands."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from eligo.artefacts import Parameters
from eligo.errors import UsageError
from eligo.scheme import scheme_text
from eligo.selection import Conflict, Figures, Verdict
from eligo.workflows.diff import diff
from oracle.selection_oracle import all_sets_best_first
from workflows.drawn_runs import Row, combination_of, drawn_run, run_of

TWO = Parameters(size=2)
HEAD = "op hub gas firmware deployed population scope selected\n"
OUT = "is out of scope by the rule r-out: as decided"
BEFORE = f"""{HEAD}
    SMSO-1 A G1 1.0 70 70 in yes
    SMSO-1 B G1 1.0 40 40 in yes
    SMSO-1 B G1 1.1 30 30 in no
    SMSO-1 A G1 1.1 20 20 out no
""".replace("\n\n", "\n")


@pytest.mark.parametrize(
    ("after", "verdict", "shortfall", "missing"),
    [
        (("", ""), Verdict.OPTIMAL, 0, []),
        (("B G1 1.1 30 30", "B G1 1.1 40 40"), Verdict.OPTIMAL, 0, []),
        (("B G1 1.0 40 40", "B G1 1.0 30 30"), Verdict.OPTIMAL, 0, []),
        (("B G1 1.1 30 30", "B G1 1.1 41 41"), Verdict.DOMINATED, 1, []),
        (("A G1 1.1 20 20 out", "A G2 1.1 20 20 in"), Verdict.NOT_ALLOWED, -50, []),
        (("A G1 1.0 70 70 in", "A G1 1.0 70 70 out"), Verdict.NOT_ALLOWED, 30, [OUT]),
        (("    SMSO-1 B G1 1.0 40 40 in yes\n", ""), Verdict.NOT_ALLOWED, 30, ["is gone"]),
    ],
)  # fmt: skip
def test_the_selection_is_judged_on_the_later_figures(
    after: tuple[str, str], verdict: Verdict, shortfall: int, missing: list[str]
) -> None:
    later = drawn_run("later", BEFORE.replace(*after), TWO)
    found = diff(drawn_run("earlier", BEFORE, TWO), later)
    (judged,) = found.judged
    assert (judged.audit.verdict, judged.audit.shortfall) == (verdict, shortfall)
    assert [one.how for one in judged.missing] == missing
    assert judged.stands == (verdict is not Verdict.NOT_ALLOWED)
    assert (judged.certified, list(found.proof)) == (True, ["certificate.json"])


def test_one_that_has_other_firmware_is_said_to_be_another_now() -> None:
    before = f"{HEAD}SMSO-1 A G1 1.0 70 70 in yes\nSMSO-1 B G1 1.0 40 40 in yes\n"
    found = diff(drawn_run("a", before, TWO), drawn_run("b", before.replace("A G1 1.0", "A G1 2.0"), TWO))
    now = combination_of(("SMSO-1", "A", "G1", "2.0", 70, 70, True, True)).combination_id
    (judged,) = found.judged
    assert [one.how for one in judged.missing] == [f"has other firmware (CH from 1.0 to 2.0) and is {now} now"]
    assert judged.owed is not None
    assert (judged.audit.enters, judged.owed.changed, judged.owed.consulted) == ((now,), (), ())


def test_what_the_replacement_is_consulted_on_is_of_the_models_that_differ() -> None:
    more = f"{BEFORE}    SMSO-1 C G1 1.0 90 90 in no\n    SMSO-2 B G1 1.0 95 95 in no\n"
    (judged,) = diff(drawn_run("a", BEFORE, TWO), drawn_run("b", more, TWO)).judged
    assert judged.owed is None
    assert isinstance(judged.audit.best, Conflict)
    free = more.replace("    SMSO-1 A G1 1.0 70 70 in yes\n", "")
    (judged,) = diff(drawn_run("a", BEFORE, TWO), drawn_run("b", free, TWO)).judged
    assert judged.owed is not None
    assert judged.owed.consulted == ("CH",)


def test_variants_that_have_to_be_covered_now_are_named() -> None:
    later = BEFORE.replace("A G1 1.1 20 20 out", "A G2 1.1 20 20 in")
    found = diff(drawn_run("a", BEFORE, TWO), drawn_run("b", later, TWO))
    assert found.coverage.new == found.coverage.uncovered == ("GSME|Landis+Gyr|G2|1.0",)
    back = diff(drawn_run("b", later, TWO), drawn_run("a", BEFORE, TWO))
    assert (back.coverage.new, back.coverage.gone) == ((), ("GSME|Landis+Gyr|G2|1.0",))


def test_what_is_asked_otherwise_is_named_and_judged_under_both_rules(tmp_path: Path) -> None:
    own = tmp_path / "foc.toml"
    own.write_bytes(scheme_text("smets1-foc").replace(b"upgrade_horizon = 2019-11-01", b"upgrade_horizon = 2020-06-30"))
    one = combination_of(("SMSO-1", "B", "G1", "1.1", 30, 30, True, False)).combination_id
    asked = Parameters(size=3, pins=(one,), deselected=(("C-GONE", "x"),))
    found = diff(drawn_run("a", BEFORE, TWO), drawn_run("b", BEFORE, asked, str(own)))
    assert [(each.what, each.before, each.after) for each in found.rules] == [
        ("size", "2", "3"),
        ("pins", "", one),
        ("deselected", "", "C-GONE: x"),
        (
            "Upgrade horizon",
            "planned upgrades count when completed by 2019-11-01",
            "planned upgrades count when completed by 2020-06-30",
        ),
    ]
    assert [(each.rule_of, each.audit.verdict) for each in found.judged] == [
        ("b", Verdict.NOT_ALLOWED),
        ("a", Verdict.OPTIMAL),
    ]
    assert (found.moves, found.before) == ((), found.after)


def test_a_run_that_has_selected_nothing_is_compared_and_not_judged() -> None:
    nothing = drawn_run("a", BEFORE.replace("yes", "no"), TWO)
    found = diff(nothing, drawn_run("b", BEFORE, TWO))
    assert (found.judged, dict(found.proof), found.after - found.before) == ((), {}, Figures())
    assert [one.route_changed for one in found.moves] == [True, True]


def test_runs_of_two_fleets_are_not_compared(tmp_path: Path) -> None:
    own = tmp_path / "other.toml"
    own.write_bytes(scheme_text("smets1-foc").replace(b'scheme = "smets1-foc"', b'scheme = "other-fleet"'))
    with pytest.raises(UsageError, match="a is of the scheme smets1-foc, and b of other-fleet"):
        diff(drawn_run("a", BEFORE, TWO), drawn_run("b", BEFORE, TWO, str(own)))


def random_rows(random: Random) -> dict[tuple[str, str, str, str], tuple[int, int, bool]]:
    """The figures of some combinations, by what they are."""
    return {
        (operator, hub, gas, firmware): ((n := random.randint(1, 9)), random.randint(0, n), random.random() < 0.85)
        for operator in ("SMSO-1", "SMSO-2")
        for hub in "AB"
        for gas in ("G1", "G2")
        for firmware in "12"
        if random.random() < 0.55
    }


@pytest.mark.parametrize("block", range(4))
def test_whether_it_still_stands_is_what_trying_every_set_says(block: int) -> None:
    seen = set()
    for seed in range(20 * block, 20 * block + 20):
        random = Random(seed)
        before, parameters = random_rows(random), Parameters(size=random.randint(2, 3))
        after = {
            **{key: value for key, value in before.items() if random.random() < 0.9},
            **(random_rows(random) if random.random() < 0.3 else {}),
        }
        inside = [key for key, value in before.items() if value[2]]
        if len(inside) < 3 or not any(value[2] for value in after.values()):
            continue
        chosen = set(random.sample(inside, parameters.size or 2))
        if random.random() < 0.7:
            best = _best(run_of("x", _rows(before, set()), parameters))
            chosen = {
                key for key in before if combination_of((*key, 0, 0, True, True)).combination_id in best
            } or chosen
        later = run_of("b", _rows(after, set()), parameters)
        (judged,) = diff(run_of("a", _rows(before, chosen), parameters), later).judged
        sets = all_sets_best_first(later.results.candidates, later.results.deployed, later.results.policy)
        ids = {combination_of((*key, 0, 0, True, True)).combination_id for key in chosen}
        allowed = [subset for subset in sets if {one.combination_id for one in subset} == ids]
        assert judged.stands == bool(allowed)
        populations = [sum(one.population for one in subset) for subset in (*sets[:1], *allowed)]
        if allowed:
            is_best = {one.combination_id for one in sets[0]} == ids
            equal = Verdict.OPTIMAL if is_best else Verdict.TIED
            assert judged.audit.verdict is (equal if populations[0] == populations[1] else Verdict.DOMINATED)
            assert judged.audit.shortfall == populations[0] - populations[1]
        if sets:
            assert {one.combination_id for one in sets[0]} == (ids - set(judged.leaves)) | set(judged.audit.enters)
        seen.add(judged.audit.verdict)
    assert {Verdict.OPTIMAL, Verdict.DOMINATED, Verdict.NOT_ALLOWED} <= seen


def _rows(
    figures: dict[tuple[str, str, str, str], tuple[int, int, bool]], chosen: set[tuple[str, str, str, str]]
) -> list[Row]:
    return [(*key, *value, key in chosen) for key, value in figures.items()]


def _best(run: object) -> set[str]:
    results = run.results  # type: ignore[attr-defined]
    sets = all_sets_best_first(results.candidates, results.deployed, results.policy)
    return {one.combination_id for one in sets[0]} if sets else set()
