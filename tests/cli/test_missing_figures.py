"""What a run and a choice from a table say of the missing figures."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from builders import CATALOGUE, csv_of, row
from cli.conftest import RETURN, Eligo, run_on


def returned(folder: Path, hidden: dict[str, str]) -> Path:
    """A run over two combinations of one hardware, of 520 and 420 installations, and a row with something hidden."""
    (folder / "returns").mkdir()
    (folder / "models.csv").write_text(CATALOGUE)
    other = {"GSME Firmware version": "03.00.01.60"}
    rows = [row(Active="500"), row(**other, Active="400"), row(**{**other, **hidden})]
    (folder / "returns" / RETURN).write_bytes(csv_of(rows))
    return folder


def test_a_run_says_that_the_selection_is_the_same_and_its_share_at_either_end(eligo: Eligo, tmp_path: Path) -> None:
    folder = returned(tmp_path, {"ESME Model": "", "Active": "79"})
    code, out, _ = eligo("run", *run_on(folder), "--size", "1", "--out", folder / "out")
    said = json.loads((folder / "out" / "selection.json").read_text())
    assert code == 0
    assert (
        "The selection is the same for every completion of the missing figures: "
        "every other set stays behind by 1 installation or more."
    ) in " ".join(out.split())
    assert "Coverage is not assured: 1 quarantined row may be of hardware that nobody has reported." in out
    assert (said["stable_against_unresolved"], said["unresolved_installations"]) == (True, 99)
    assert said["robustness"]["nearest"]["lead"] == -1
    assert said["robustness"]["share_of_deployed"] == {"least": 0.500481, "stated": 0.553191, "most": 0.553191}
    assert eligo("verify", folder / "out")[0] == 0


def test_a_run_says_whom_to_ask_where_the_selection_may_change(eligo: Eligo, tmp_path: Path) -> None:
    folder = returned(tmp_path, {"ESME Model": "", "Active": "81"})
    code, out, _ = eligo("run", *run_on(folder), "--size", "1", "--out", folder / "out")
    said = json.loads((folder / "out" / "selection.json").read_text())
    (move,) = said["robustness"]["smallest_change"]["moves"]
    assert code == 0
    assert "Ask first: Aster Energy; selection.json says about what." in out
    assert (said["stable_against_unresolved"], said["robustness"]["standing"]) == (False, "may-change")
    assert (move["supplier"], move["smso"], move["file"]) == ("Aster Energy", "SMSO-1", RETURN)
    assert (move["installations"], said["robustness"]["smallest_change"]["at_least"]) == (101, 101)
    page = (folder / "out" / "analysis.html").read_text()
    assert "What the missing figures could change" in page
    assert "Whom to ask" not in (folder / "out" / "report.html").read_text()


def test_a_run_says_whom_to_ask_first_where_no_answer_alone_could_change_it(eligo: Eligo, tmp_path: Path) -> None:
    (tmp_path / "returns").mkdir()
    (tmp_path / "models.csv").write_text(CATALOGUE)
    other = {"GSME Firmware version": "03.00.01.60"}
    for name, own in (("Aster Energy", "200"), ("Birch Power", "200"), ("Cedar Gas", "200")):
        rows = [row(Supplier=name, Active=own, **{"Intends to enrol": ""})]
        rows += [row(Supplier=name, **other, Active="400")] if name == "Aster Energy" else []
        file = tmp_path / "returns" / RETURN.replace("Aster-Energy", name.replace(" ", "-"))
        file.write_bytes(csv_of(rows))
    code, out, err = eligo("run", *run_on(tmp_path), "--size", "1", "--out", tmp_path / "out")
    said = json.loads((tmp_path / "out" / "selection.json").read_text())["robustness"]
    assert code == 0, err
    assert said["standing"] == "may-change"
    assert {one["could_change_it_alone"] for one in said["ask"]} == {False}
    assert f"No answer could do it alone; ask first: {said['ask'][0]['organisation']}" in " ".join(out.split())


def test_a_choice_from_a_table_has_what_its_columns_say_and_tells_what_they_do_not(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    rows = list(csv.DictReader(io.StringIO((done / "combinations.csv").read_text())))
    rows[0]["intention_unknown"], rows[1]["unresolved"] = "2000", ""
    table = tmp_path / "combinations.csv"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    code, out, _ = eligo("select", table, "--size", "2")
    assert code == 0
    assert "A table does not say whose figures are in doubt" in out
    said = json.loads(eligo("select", table, "--size", "2", "--json")[1])
    assert said["stable_against_unresolved"] is None
    assert {one["organisation"] for one in said["robustness"]["ask"]} == {"SMSO-1"}
    rows[1]["unresolved"] = "some"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    code, _, err = eligo("select", table)
    assert code == 4
    assert "unresolved: found 'some', expected a whole number, 0 or more, or nothing" in err
