"""Makers, models and hardware: each function puts one kind of device cell into one row."""

from __future__ import annotations

from estates.market import SEAP_2000, SEAP_2001
from estates.rows import FIELDS
from faults.cells import Value
from faults.draft import Draft, Line
from faults.stock import TWO_HARDWARES, TWO_MAKERS, cells_of


def _blank(*device_types: str) -> dict[str, Value]:
    return {f"{kind} {name}": "" for kind in device_types for name in FIELDS}


def _hub(draft: Draft) -> Line:
    return draft.row_of(cells_of(SEAP_2001, "2.2.8"))


def model_missing(draft: Draft) -> None:
    """A device with a maker and versions, and no model."""
    line, kind = draft.row(), draft.rng.choice(("ESME", "GSME", "CH"))
    line.values[f"{kind} Model"] = draft.rng.choice(("", "-", "n/a"))
    draft.error(line, f"{kind} Model", "device-without-model")
    if line.values[f"{kind} Model"]:
        draft.note(line, f"{kind} Model", "placeholder-as-blank")


def meter_missing(draft: Draft) -> None:
    """No electricity meter."""
    line = draft.row()
    line.values |= _blank("ESME")
    draft.error(line, "ESME Model", "device-required")


def hub_missing(draft: Draft) -> None:
    """No communications hub, but placeholders."""
    line = draft.row()
    line.values |= dict.fromkeys(_blank("CH"), "--")
    draft.error(line, "CH Model", "device-required")
    for name in FIELDS[:4]:
        draft.note(line, f"CH {name}", "placeholder-as-blank")


def dual_fuel_without_gas_meter(draft: Draft) -> None:
    """Dual fuel, and no gas meter."""
    line = draft.row()
    line.values |= _blank("GSME")
    draft.error(line, "GSME Model", "device-required")


def single_fuel_with_gas_meter(draft: Draft) -> None:
    """Electricity only, and a gas meter."""
    line = draft.row()
    line.values["Fuel type"] = "SF"
    draft.error(line, "GSME Model", "device-not-expected")


def display_condition_missing(draft: Draft) -> None:
    """An IHD of which it is not said whether it can be upgraded."""
    line = _with_display(draft)
    line.values |= {"Display kind": "IHD", "Display firmware upgradable": ""}
    draft.error(line, "Display firmware upgradable", "condition-missing")


def display_condition_assumed(draft: Draft) -> None:
    """A display of which nothing is said: taken to count."""
    line = _with_display(draft)
    line.values |= {"Display kind": "", "Display firmware upgradable": ""}
    draft.warning(line, "Display kind", "condition-assumed")


def display_left_out(draft: Draft) -> None:
    """An IHD that cannot be upgraded is not part of the combination."""
    line = _with_display(draft)
    line.values |= {"Display kind": "IHD", "Display firmware upgradable": "N"}
    line.devices["PPMID"] = ""


def _with_display(draft: Draft) -> Line:
    display: dict[str, Value] = {
        "PPMID Manufacturer": "GEO",
        "PPMID Model": "PCK-BB-001",
        "PPMID Hardware version": "1",
        "PPMID Firmware version": "2.2.1.9.0",
    }
    return draft.row_of(display)


def maker_missing(draft: Draft) -> None:
    """No maker, and two makers have a model of that name."""
    line = draft.row_of(cells_of(TWO_MAKERS[0], "1.0.1"))
    line.values["CH Manufacturer"] = ""
    draft.error(line, "CH Manufacturer", "manufacturer-missing")
    draft.follows(line, "CH Model", "model-unknown")


def maker_inferred(draft: Draft) -> None:
    """No maker, and exactly one has such a model."""
    line = _hub(draft)
    line.values["CH Manufacturer"] = ""
    draft.warning(line, "CH Manufacturer", "manufacturer-inferred")


def maker_unknown(draft: Draft) -> None:
    """A maker that the catalogue does not know."""
    line = _hub(draft)
    line.values["CH Manufacturer"] = "Telid"
    line.means("CH", "Telid", "SEAP-2001-V", "B", "2.2.8")
    draft.warning(line, "CH Manufacturer", "manufacturer-unknown")
    draft.follows(line, "CH Model", "model-unknown")


def model_unknown(draft: Draft) -> None:
    """A model that the catalogue does not know stands as itself."""
    line = _hub(draft)
    line.values["CH Model"] = "SEAP-2O01-V"
    line.means("CH", "Telit", "SEAP-2O01-V", "B", "2.2.8")
    draft.warning(line, "CH Model", "model-unknown")


def hardware_missing(draft: Draft) -> None:
    """No hardware version, and the model has two."""
    line = draft.row_of(cells_of(TWO_HARDWARES[1], "2.9.4"))
    line.values["CH Hardware version"] = draft.rng.choice(("", "n/a"))
    draft.error(line, "CH Hardware version", "hardware-missing")


def hardware_inferred(draft: Draft) -> None:
    """No hardware version, and the model has one."""
    line = _hub(draft)
    line.values["CH Hardware version"] = ""
    draft.warning(line, "CH Hardware version", "hardware-inferred")


def hardware_unknown(draft: Draft) -> None:
    """A hardware version that the catalogue does not know."""
    line = _hub(draft)
    line.values["CH Hardware version"] = "Z"
    line.means("CH", "Telit", "SEAP-2001-V", "Z", "2.2.8")
    draft.warning(line, "CH Hardware version", "hardware-unknown")


def makers_as_people_type_them(draft: Draft) -> None:
    """A former name, an underscore, a legal suffix, a space that does not break."""
    line = draft.row()
    typed = draft.rng.choice(("L+G", "Landis & Gyr", "Landis_Gyr", "Landis+Gyr AG", "landis\u00a0+\u00a0gyr "))
    for kind in ("ESME", "GSME"):
        line.values[f"{kind} Manufacturer"] = typed
        draft.note(line, f"{kind} Manufacturer", "value-normalised")


def models_as_people_type_them(draft: Draft) -> None:
    """Another case, spaces for hyphens, brackets left out."""
    line = draft.row_of(cells_of(SEAP_2000, "2.1.12"))
    line.values |= {"CH Model": "seap 2000 v"}
    draft.note(line, "CH Model", "value-normalised")


def placeholders_for_no_device(draft: Draft) -> None:
    """Dashes and zeros where there is no gas meter."""
    line = draft.row(dual_fuel=False)
    for name in FIELDS[:4]:
        line.values[f"GSME {name}"] = draft.rng.choice(("-", "n/a", "0", "NONE", "."))
        draft.note(line, f"GSME {name}", "placeholder-as-blank")


def device_of_five_faults(draft: Draft) -> None:
    """Faults in two devices and a count of one row: all are found in one pass."""
    line = _hub(draft)
    line.values |= {"CH Firmware version": "", "ESME Model": "", "Active": "", **_blank("GSME")}
    draft.error(line, "CH Firmware version", "firmware-missing")
    draft.error(line, "ESME Model", "device-without-model")
    draft.error(line, "GSME Model", "device-required")
    draft.error(line, "Active", "count-missing")
