"""Supplier, operator, capability, fuel, provider, display, intention: each function puts one kind of value."""

from __future__ import annotations

from faults.draft import Draft


def supplier_missing(draft: Draft) -> None:
    """No supplier."""
    _wrong(draft, "Supplier", "", "value-missing")


def operator_missing(draft: Draft) -> None:
    """No SMSO."""
    _wrong(draft, "SMSO", "  ", "value-missing")


def operator_unknown(draft: Draft) -> None:
    """An SMSO that there is not."""
    _wrong(draft, "SMSO", draft.rng.choice(("SMSO-9", "SMSO", "SMSO-11", "DCC")), "value-not-allowed")


def capability_unknown(draft: Draft) -> None:
    """An operating capability that there is not."""
    _wrong(draft, "Operating capability", draft.rng.choice(("XOC", "FOC2", "FOC/MOC")), "value-not-allowed")


def capability_missing(draft: Draft) -> None:
    """No operating capability, but a placeholder for it."""
    _wrong(draft, "Operating capability", "n/a", "value-missing")


def fuel_unknown(draft: Draft) -> None:
    """A fuel that there is not."""
    _wrong(draft, "Fuel type", draft.rng.choice(("Steam", "D F G", "Gas only")), "value-not-allowed")


def fuel_missing(draft: Draft) -> None:
    """No fuel type, so that nothing is known of the gas meter's being due."""
    _wrong(draft, "Fuel type", "", "value-missing")


def provider_missing(draft: Draft) -> None:
    """No WAN provider."""
    _wrong(draft, "WAN provider", draft.rng.choice(("", "-", "N/A", "none")), "value-missing")


def display_kind_unknown(draft: Draft) -> None:
    """A display of a kind that there is not."""
    _wrong(draft, "Display kind", "Television", "value-not-allowed")


def upgradable_unknown(draft: Draft) -> None:
    """Neither yes nor no."""
    _wrong(draft, "Display firmware upgradable", "perhaps", "value-not-allowed")


def intention_unknown(draft: Draft) -> None:
    """Neither yes nor no nor blank."""
    _wrong(draft, "Intends to enrol", draft.rng.choice(("perhaps", "2020", "Y/N")), "value-not-allowed")


def _wrong(draft: Draft, column: str, typed: str, code: str) -> None:
    line = draft.row()
    line.values[column] = typed
    draft.error(line, column, code)


def several_wrong(draft: Draft) -> None:
    """Three faults in three cells of a row."""
    line = draft.row()
    for column, typed, code in (
        ("SMSO", "SMSO-0", "value-not-allowed"),
        ("WAN provider", "", "value-missing"),
        ("Dormant", "x", "count-not-a-number"),
    ):
        line.values[column] = typed
        draft.error(line, column, code)


def of_another_supplier(draft: Draft) -> None:
    """A supplier's return with a row about somebody else's premises."""
    _wrong(draft, "Supplier", "Somebody Else Ltd", "supplier-not-sender")


def of_another_operator(draft: Draft) -> None:
    """An SMSO's return with a row about premises that another one operates."""
    other = "SMSO-2" if draft.sender.name != "SMSO-2" else "SMSO-3"
    _wrong(draft, "SMSO", other, "operator-not-sender")


def supplier_called_total(draft: Draft) -> None:
    """A supplier whose name begins like a row of totals, in a row that is none."""
    draft.row().values["Supplier"] = "Total Gas and Power"


def own_name_in_capitals(draft: Draft) -> None:
    """The sender's own name in capitals and with a legal suffix."""
    line = draft.row()
    line.values["Supplier"] = f"{draft.sender.name.upper()} LTD"
    draft.note(line, "Supplier", "value-normalised")


def values_in_other_words(draft: Draft) -> None:
    """Allowed values in another case, with spaces, in full, with a space that does not break."""
    line = draft.row()
    line.values |= {"Operating capability": "foc ", "Fuel type": "Dual Fuel"}
    line.values["SMSO"] = str(line.values["SMSO"]).replace("-", "\u00a0")
    for column in ("Operating capability", "Fuel type", "SMSO"):
        draft.note(line, column, "value-normalised")


def intention_in_full(draft: Draft) -> None:
    """Yes for Y."""
    line = draft.row()
    line.values["Intends to enrol"] = "Yes"
    draft.note(line, "Intends to enrol", "value-normalised")


def intention_blank(draft: Draft) -> None:
    """Not known, which is an answer."""
    draft.row().values["Intends to enrol"] = ""
