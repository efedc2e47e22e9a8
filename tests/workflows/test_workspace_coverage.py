"""How much of the estate stands on a proposed list, by a workspace's run: counted again from the run's own table."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from eligo.artefacts import Parameters
from eligo.disclosure import coverage
from eligo.errors import NotFound, RegisterRefused
from eligo.ports import Workspace
from eligo.registers import Coverage, Document, replay
from eligo.scheme import load_scheme, scheme_text
from eligo.workflows import workspace as use
from registers.drawn_log import KEY
from workflows.example_register import apart, at, entered, opened_example
from workflows.kept_registers import ANNA, BORIS, acting, opened, publish

DAY = date(2019, 11, 1)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = opened_example(tmp_path_factory.mktemp("covered") / "home")
    at(workspace, "2019-11-01")
    return workspace


def written(workspace: Workspace, name: str) -> bytes:
    (run,) = workspace.store.runs.all()
    return workspace.files.read(next(one.file for one in run.outputs if one.name == name))


def shares(workspace: Workspace, list_id: str) -> Coverage:
    """From the table of the run and the entries, by nothing but sums."""
    inside, total = [row for row in table(workspace) if row["in_scope"] == "true"], deployed(workspace)
    entries = replay(workspace.store.registers.lines()).shown(list_id)
    pairs = {(one.product.product_id, served.operator) for one in entries for served in one.operators}
    operators = dict.fromkeys(sorted({row["smso"] for row in inside}), 0)
    for row in inside:
        if (row["product_id"], row["smso"]) in pairs:
            operators[row["smso"]] += int(row["deployed"])
    manifest = hashlib.sha256(written(workspace, "manifest.json")).hexdigest()
    results = Document(f"The results of run 1, {next(iter(workspace.store.rounds.all())).reference}", manifest)
    each = tuple((name, rounded(number, total)) for name, number in operators.items())
    return Coverage(rounded(sum(operators.values()), total), each, results)


def rounded(number: int, total: int) -> str:
    if 0 < number < 10:
        return ""
    share = Fraction(number, total)
    percent = int(100 * share + Fraction(1, 2))
    if percent == 0 and share:
        return "<0.01"
    return ">0.99" if percent == 100 and share < 1 else f"{percent // 100}.{percent % 100:02}"


def test_a_list_states_what_share_of_the_estate_stands_on_it_and_of_whose(example: Workspace) -> None:
    workspace, selected = apart(example), [f"DMC-{number}" for number in range(1, 6)]
    use.enter_due(workspace, None, selected, DAY, "The five of the consultation", None)

    five = publish(workspace, "ppcl", "1.0").version
    nothing = publish(workspace, "epcl", "1.0").version
    entered(workspace)
    every = publish(workspace, "ppcl", "1.1").version

    assert five.coverage is not None
    assert five.coverage.share not in ("", "0.00", "1.00")
    assert every.coverage is not None
    assert every.coverage == shares(workspace, "ppcl")
    assert every.coverage.share == "1.00"
    assert nothing.coverage == shares(workspace, "epcl")
    selection = Fraction(sum(int(one["deployed"]) for one in chosen(workspace)), deployed(workspace))
    assert five.coverage.share == rounded(int(selection * 10**9), 10**9)


def table(workspace: Workspace) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(written(workspace, "combinations.csv").decode("utf-8-sig")))]


def chosen(workspace: Workspace) -> list[dict[str, str]]:
    """What stands for the five labels: the selected, and whoever else has the same product."""
    products = {row["product_id"] for row in table(workspace) if row["selected"] == "true"}
    return [row for row in table(workspace) if row["product_id"] in products and row["in_scope"] == "true"]


def deployed(workspace: Workspace) -> int:
    return sum(int(row["deployed"]) for row in table(workspace) if row["in_scope"] == "true")


def test_whoever_approves_sees_the_shares_that_are_published(example: Workspace) -> None:
    workspace = apart(example)
    entered(workspace)
    seen = use.propose(acting(workspace, ANNA), "ppcl", "1.0", DAY, "As concluded")
    shown = use.proposal_record(use.to_approve(workspace, "ppcl", "1.0"))["coverage"]

    made = use.publish_version(acting(workspace, BORIS), "ppcl", "1.0", seen.event, KEY, "Seen")

    expected = shares(workspace, "ppcl")
    assert made.version.coverage == seen.draft.coverage == expected
    assert (shown["share"], shown["operators"]) == (expected.share, dict(expected.operators))
    assert use.coverage_told(expected).startswith("100% stands on the list (SMSO-1 ")


def test_a_round_may_be_named_and_none_states_no_share(example: Workspace, tmp_path: Path) -> None:
    workspace = apart(example)
    (round_,) = workspace.store.rounds.all()
    made = use.propose(workspace, "ppcl", "1.0", DAY, "As concluded", reference=round_.reference)
    with pytest.raises(NotFound):
        use.propose(workspace, "ppcl", "1.1", DAY, "As concluded", reference="no such round")

    assert made.draft.coverage == shares(workspace, "ppcl")
    bare = use.propose(acting(opened(tmp_path), ANNA), "ppcl", "1.0", DAY, "As concluded")
    assert bare.draft.coverage is None
    assert use.coverage_told(None) == "no run says how much of it stands on the list"


def test_a_run_that_has_selected_nothing_says_nothing_of_a_list(example: Workspace) -> None:
    """Neither how much of an estate stands on one, nor what is due: a round that has hardly begun is run so."""
    workspace = apart(example)
    (round_,) = workspace.store.rounds.all()
    failed = use.run_round(workspace, None, Parameters(size=1), None).run

    found = use.propose(acting(workspace, ANNA), "ppcl", "1.0", DAY, "As concluded").draft.coverage
    assert found is not None
    assert found.results.name == f"The results of run 1, {round_.reference}"
    told = f"Run {failed.number} of {round_.reference} has drafted no list: its selection is infeasible"
    with pytest.raises(NotFound, match=told):
        use.register_grounds(workspace, None, None)


def test_an_operator_that_was_published_otherwise_when_the_run_was_made_is_not_named(tmp_path: Path) -> None:
    workspace = apart(opened_example(tmp_path / "home"))
    use.decide(workspace, "scheme", hiding(tmp_path, "SMSO-2", "Operator Z"), "Published otherwise")

    with pytest.raises(RegisterRefused) as refused:
        use.propose(workspace, "ppcl", "1.0", DAY, "As concluded")
    assert refused.value.details == ("coverage: found operator 'Operator Z', which the rules in force do not have",)
    use.renew_rules(workspace, "Published otherwise")
    made = use.propose(acting(workspace, ANNA), "ppcl", "1.0", DAY, "As concluded")
    assert made.draft.coverage is not None
    assert [name for name, _ in made.draft.coverage.operators] == ["Operator Z", "SMSO-1", "SMSO-3"]


def hiding(folder: Path, own: str, shown: str) -> str:
    """The shipped scheme, but that its second operator has another name, and is published by another still."""
    file = folder / "hiding.toml"
    text = scheme_text("smets1-foc").decode().replace("SMSO-2", own)
    file.write_text(text.replace(f'"{own}" = "{own}"', f'"{own}" = "{shown}"'), "utf-8")
    return str(file)


def test_a_round_is_not_named_that_has_the_name_of_a_hidden_operator(example: Workspace, tmp_path: Path) -> None:
    workspace = apart(example)
    (round_,) = workspace.store.rounds.all()
    seen = use.propose(acting(workspace, ANNA), "ppcl", "1.0", DAY, "As concluded")
    use.decide(workspace, "scheme", hiding(tmp_path, round_.reference, "SMSO-2"), "Published otherwise")

    fault = "coverage: names an operator that is published as 'SMSO-2'; expected that name"
    with pytest.raises(RegisterRefused) as refused:
        use.publish_version(acting(workspace, BORIS), "ppcl", "1.0", seen.event, KEY, "Seen")
    assert refused.value.details == (fault,)
    with pytest.raises(RegisterRefused) as again:
        use.propose(acting(workspace, ANNA), "ppcl", "1.0", DAY, "As concluded")
    assert fault in again.value.details


def test_a_share_of_fewer_installations_than_may_be_told_stays_blank() -> None:
    results = Document("The results of run 1, R1", "c" * 64)

    found = coverage({"B": 9, "A": 100, "C": 0}, 10_000, results, load_scheme("smets1-foc"))

    assert found == Coverage("0.01", (("A", "0.01"), ("B", ""), ("C", "0.00")), results)


@pytest.mark.parametrize("total", [100, 1000, 1999, 2000, 10_000])
def test_what_is_blank_cannot_be_told_from_the_other_shares(total: int) -> None:
    """Held to a look at every number that could stand behind each share: all that may be blank are left over."""
    results, scheme = Document("The results of run 1, R1", "c" * 64), load_scheme("smets1-foc")
    for few in range(1, 10):
        for number in (10, 15, total // 2, total - few):
            found = coverage({"A": number, "B": few, "C": 0}, total, results, scheme)
            if found.operators:
                likely = range(max(0, number - total // 50), min(total, number + total // 50) + 1)
                behind = [one for one in likely if rounded(one, total) == found.operators[0][1]]
                could = {b for one in behind for b in range(1, 10) if rounded(one + b, total) == found.share}
                assert could == set(range(1, 10)), (total, few, number)
            else:
                assert total < 2000
    assert "of no operator" in use.coverage_told(Coverage("0.02", (), results))
