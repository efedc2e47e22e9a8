"""Planned upgrades: each function puts one kind of plan, of a model that no other plan is about."""

from __future__ import annotations

from datetime import date

from estates.market import G370
from faults.draft import QUARANTINED, Draft, Line
from faults.stock import FIRST, THIRD, cells_of


def plan(draft: Draft) -> None:
    """A plan without a fault."""
    draft.plan()


def incomplete(draft: Draft) -> None:
    """A cell is blank, or holds a placeholder."""
    column = draft.rng.choice(("Manufacturer", "Model", "Hardware version", "To firmware", "Planned completion"))
    _wrong(draft, column, draft.rng.choice(("", "-", "n/a")), "upgrade-incomplete")


def incomplete_twice(draft: Draft) -> None:
    """Two cells are blank: each is named."""
    line = draft.plan()
    for column in ("Model", "To firmware"):
        line.values[column] = ""
        draft.error(line, column, "upgrade-incomplete")


def device_type_unknown(draft: Draft) -> None:
    """A kind of device that there is not."""
    _wrong(draft, "Device type", "Kettle", "value-not-allowed")


def completion_is_no_date(draft: Draft) -> None:
    """Not a day."""
    typed = draft.rng.choice(("soon", "Q4 2019", "31/02/2019", "2019-13-01", "October"))
    _wrong(draft, "Planned completion", typed, "upgrade-date-unreadable")


def firmware_of_no_reading(draft: Draft) -> None:
    """A target of eight digits that are no known version."""
    _wrong(draft, "To firmware", "0400FFFF", "firmware-form-unreadable")


def _wrong(draft: Draft, column: str, typed: str, code: str) -> None:
    line = draft.plan()
    line.values[column] = typed
    draft.error(line, column, code)


def firmware_unknown(draft: Draft) -> None:
    """A target that the catalogue does not know yet."""
    line = draft.plan(end="04.00.01.77")
    draft.warning(line, "To firmware", "firmware-unknown")


def model_unknown(draft: Draft) -> None:
    """A model that the catalogue does not know: said once for both of its versions."""
    line = draft.plan()
    line.values["Model"] = f"X{draft.rng.randint(100, 999)}"
    draft.warning(line, "Model", "model-unknown")


def cycle(draft: Draft) -> None:
    """Two plans that lead back to where they started."""
    there = draft.plan()
    back = _from_end_of(draft, there, end=FIRST)
    draft.error(there, "To firmware", "upgrade-cycle")
    draft.error(back, "To firmware", "upgrade-cycle")


def cycle_of_one(draft: Draft) -> None:
    """A plan that leads to the version it starts from."""
    line = draft.plan(end=FIRST)
    draft.error(line, "To firmware", "upgrade-cycle")


def chain(draft: Draft) -> None:
    """A plan that starts where another ends."""
    _from_end_of(draft, draft.plan(), end=THIRD)


def _from_end_of(draft: Draft, first: Line, end: str) -> Line:
    line = Line(first.values | {"From firmware": first.values["To firmware"], "To firmware": end})
    draft.plans.append(line)
    return line


def shadowed(draft: Draft) -> None:
    """Two plans from one version: the later one does not count."""
    first = draft.plan()
    later = Line(first.values | {"To firmware": THIRD, "Planned completion": "2019-10-20"})
    draft.plans.insert(0, later)
    draft.warning(later, "From firmware", "upgrade-shadowed")


def beyond_horizon(draft: Draft) -> None:
    """It completes when it is too late to count."""
    line = draft.plan()
    line.values["Planned completion"] = "2019-11-02"
    draft.note(line, "Planned completion", "upgrade-beyond-horizon")


def on_the_horizon(draft: Draft) -> None:
    """It completes on the last day that counts."""
    draft.plan().values["Planned completion"] = "2019-11-01"


def repeated(draft: Draft) -> None:
    """A plan once more."""
    again = Line(dict(draft.plan().values))
    draft.plans.append(again)
    draft.left_out(again, "row-repeated", "warning")


def typed_in_other_words(draft: Draft) -> None:
    """A device by another name, a day as the British write it."""
    line = draft.plan()
    line.values |= {"Device type": "Gas meter", "Planned completion": "15/10/2019", "Manufacturer": "L+G"}


def completion_is_a_date_cell(draft: Draft) -> None:
    """A day that is one to the spreadsheet, too."""
    draft.plan().values["Planned completion"] = date(2019, 10, 1)


def ambiguous_eight_digits_became_a_number(draft: Draft) -> None:
    """03000160 became 3000160, of which two readings are known."""
    line = draft.plan_like(cells_of(G370, "03.00.01.58"))
    line.values["To firmware"] = 3000160
    line.fate = QUARANTINED
    draft.error(line, "To firmware", "firmware-number-unreadable")
