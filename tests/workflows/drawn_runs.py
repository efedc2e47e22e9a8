"""Runs drawn as tables, opened to be compared: what a run writes of its combinations, and its manifest.

op      hub  gas  firmware  deployed  population  scope  selected
SMSO-1  A    G1   1.0       70        60          in     yes
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from eligo.artefacts import Parameters, combination_columns, csv_bytes
from eligo.scheme import load_scheme, scheme_text
from eligo.terms import Combination, Device
from eligo.workflows.open_runs import OpenRun, opened

SCHEME = "smets1-foc"
Row = tuple[str, str, str, str, int, int, bool, bool]
"""Operator, hub, gas meter, firmware of the hub, deployed, population, in scope, selected."""


def drawn_run(name: str, table: str, parameters: Parameters, scheme: str = SCHEME) -> OpenRun:
    """The run of a table, whose first line is its header."""
    cells = [line.split() for line in table.strip().splitlines()[1:]]
    return run_of(
        name,
        [(*one[:4], int(one[4]), int(one[5]), one[6] == "in", one[7] == "yes") for one in cells],  # type: ignore[misc]
        parameters,
        scheme,
    )


def combination_of(row: Row) -> Combination:
    """What a row describes."""
    operator, hub, gas, firmware, *_ = row
    electricity = Device("ESME", "Landis+Gyr", "E470 (MK1)", "1.0", "TBC")
    devices = (electricity, Device("GSME", "Landis+Gyr", gas, "1.0", "1"), Device("CH", "T", hub, "A", firmware), None)
    return Combination(operator, "WAN-A", devices)


def run_of(name: str, rows: Sequence[Row], parameters: Parameters, scheme_name: str = SCHEME) -> OpenRun:
    """The run of some rows; what is selected is of the row, whatever is best."""
    scheme, columns = load_scheme(scheme_name), combination_columns(load_scheme(scheme_name))
    lines = []
    for row in rows:
        combination = combination_of(row)
        *_, deployed, population, in_scope, selected = row
        cells = dict.fromkeys(columns, "")
        for device in combination.devices:
            if device:
                kind = device.device_type.lower()
                cells |= {f"{kind}_{part}": getattr(device, part) for part in ("manufacturer", "model", "hardware")}
                cells[f"{kind}_firmware"] = device.firmware
        cells |= {"combination_id": combination.combination_id, "smso": combination.operator, "wan_provider": "WAN-A"}
        cells |= {"deployed": str(deployed), "population": str(population), "operating_capability": "FOC"}
        cells |= {"in_scope": str(in_scope).lower(), "scope_rule": "r-in" if in_scope else "r-out"}
        cells |= {"scope_reason": "as decided", "selected": str(selected).lower()}
        cells |= {"route": "mt+sit" if selected else "dmct" if in_scope else "out-of-scope"}
        lines.append([cells[column] for column in columns])
    table = csv_bytes(columns, lines)
    manifest = {
        "parameters": parameters.stated,
        "scheme": {"version": scheme.version, "sha256": hashlib.sha256(scheme_text(scheme_name)).hexdigest()},
        "inputs": [],
        "outputs": [{"name": "combinations.csv", "sha256": hashlib.sha256(table).hexdigest()}],
    }
    return opened(name, table, manifest, scheme_name)
