"""A whole run drawn in a few lines: one row per combination, then everything down to the public paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eligo.disclosure import PublicPaper, redact
from eligo.estate import CombinationCount, Contribution, Estate, Responder, Unresolved
from eligo.registers import PendingRegister, draft_ppcl
from eligo.scheme import Scheme, load_scheme
from eligo.scope import ScopedEstate, apply_scope
from eligo.selection import STRENGTHS, Selection, assign_routes, interactions, select, size_curve
from eligo.terms import Combination, Device, Route, SelectionPolicy

Row = tuple[str, str, str, str, str, str, int]
"""SMSO, provider, ESME, GSME with firmware, hub with firmware, display with firmware or "-", installations."""

# The five published combinations and the largest others, in the proportions of the published shares.
PUBLISHED: tuple[Row, ...] = (
    ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2000-V 2.1.12", "PCK-BB-001 2.2.1.9.0", 1400),
    ("SMSO-1", "WAN-A", "E470 (MK1)", "G470 (MK1) 03.02.01.63", "SEAP-2000-V 2.1.12", "PCK-BB-001 2.2.1.9.0", 1100),
    ("SMSO-2", "WAN-B", "E470 (MK1)", "G470 (MK1) 03.02.01.68", "SEAP-2001-V 2.2.8", "DUET II 2.0.1.9.61", 1003),
    ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2001-V 2.2.7", "PCK-BB-001 2.2.1.9.0", 950),
    ("SMSO-1", "WAN-A", "E470 (MK2)", "G470 (MK2) 03.03.01.61", "SEAP-2001-V 2.2.8", "PCK-BB-001 2.7.1.9.0", 776),
    ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.60", "SEAP-2000-V 2.1.12", "PCK-BB-001 2.2.1.9.0", 770),
    ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.60", "SEAP-2000-V 2.1.11", "DUET II 2.0.1.9.60", 765),
    ("SMSO-2", "WAN-B", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2001-V 2.2.8", "-", 760),
    ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.58", "SEAP-2000-V 2.1.11", "-", 755),
    ("SMSO-2", "WAN-B", "E470 (MK2)", "G470 (MK2) 03.03.01.59", "SEAP-2001-V 2.2.8", "DUET II 2.0.1.9.61", 750),
    ("SMSO-1", "WAN-A", "E470 (MK1)", "G470 (MK1) 03.02.01.60", "SEAP-2000-V 2.1.11", "-", 745),
    ("SMSO-3", "WAN-C", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2001-V 2.2.5", "DUET II 2.0.1.9.61", 180),
    ("SMSO-3", "WAN-C", "E470 (MK2)", "G370 03.00.01.61", "SEAP-2001-V 2.2.5", "-", 46),
)

SUPPLIERS = ("Aster Energy", "Birch Power", "Elm Energy")
"""The last has returned nothing."""

_MAKERS = {"ESME": "Landis+Gyr", "GSME": "Landis+Gyr", "CH": "Telit", "PPMID": "GEO"}
_HARDWARE = {
    "E470 (MK1)": "1.0",
    "E470 (MK2)": "2.0",
    "G370": "1.0",
    "G470 (MK1)": "1.0",
    "G470 (MK2)": "2.0",
    "SEAP-2000-V": "A",
    "SEAP-2001-V": "B",
    "PCK-BB-001": "1",
    "DUET II": "1",
}


@dataclass(frozen=True)
class DrawnRun:
    """The private results of a drawn estate."""

    scoped: ScopedEstate
    selection: Selection
    routes: dict[str, Route]
    register: PendingRegister
    scheme: Scheme
    policy: SelectionPolicy

    def paper(self, notice: str = "") -> PublicPaper:
        """What of it is public."""
        candidates = [one.candidate for one in self.scoped.in_scope]
        sizes = range(1, len(candidates) + 1)
        curve = size_curve(candidates, self.policy, self.scheme.operator.values, sizes)
        run = (self.scoped, self.selection, self.routes, self.register, curve, self.scheme)
        chosen = [one.combination_id for one in self.selection.selected]
        together = [interactions(candidates, chosen, strength) for strength in STRENGTHS]
        return redact(*run, "RFI-2019-08", notice=notice, policy=self.policy, together=together)


def foc() -> Scheme:
    """The shipped scheme."""
    return load_scheme("smets1-foc")


def combination(row: Row) -> Combination:
    """The combination of a drawn row."""
    operator, provider, *texts, _ = row
    devices = tuple(_device(kind, text) for kind, text in zip(_MAKERS, texts, strict=True))
    return Combination(operator, provider, devices)


def _device(kind: str, text: str) -> Device | None:
    if text == "-":
        return None
    model, firmware = (text, "TBC") if kind == "ESME" else text.rsplit(" ", 1)
    return Device(kind, _MAKERS[kind], model, _HARDWARE[model], firmware)


def drawn_run(
    rows: Sequence[Row] = PUBLISHED,
    size: int = 5,
    *,
    cover: bool = True,
    unknown: int = 0,
    unresolved: int = 0,
    behind: Sequence[str] = SUPPLIERS,
    asked: SelectionPolicy | None = None,
    scheme: Scheme | None = None,
) -> DrawnRun:
    """Everything from a drawn estate to its register; ``unknown`` and ``unresolved`` are installations of the first.

    All rows, and all that is unknown or unresolved, come from the suppliers ``behind`` in equal numbers; the
    selection meets ``asked``, or ``size`` and ``cover`` alone.
    """
    scheme = scheme or foc()
    counts = [
        CombinationCount(combination(row), "DF", (row[-1], 0, 0), row[-1], 0 if place else unknown, 0, 1)
        for place, row in enumerate(rows)
    ]
    names = (*((name, f"{name}.csv", "") for name in SUPPLIERS[:-1]), (SUPPLIERS[-1], "", "SMSO-1"))
    responders = [Responder("supplier", name, file, None, stands_in) for name, file, stands_in in names]
    responders += [Responder("operator", name, f"{name}.xlsx", None, "") for name in scheme.operator.values]
    part = unresolved // len(behind)
    faulty = [Unresolved("f.csv", "", 9, name, "SMSO-1", None, part, 0) for name in behind if unresolved]
    sent = [
        Contribution("f.csv", "", 2, "supplier", name, one.combination, "DF", (1, 0, 0), intends, True, ())
        for one in counts
        for name in behind
        for intends in ((True, None) if one.intention_unknown else (True,))
    ]
    cut_off = date(2019, 8, 31)
    estate = Estate("RFI-2019-08", cut_off, tuple(counts), tuple(sent), tuple(faulty), (), tuple(responders), ())
    scoped = apply_scope(estate, scheme)
    candidates = [one.candidate for one in scoped.in_scope]
    policy = asked or SelectionPolicy(size, cover)
    selection = select(candidates, scoped.deployed_in_scope, policy, scheme.operator.values)
    assert isinstance(selection, Selection)
    chosen = frozenset(one.combination_id for one in selection.selected)
    routes = dict(assign_routes(candidates, chosen, scheme.operator.values))
    register = draft_ppcl(scoped, selection, routes, scheme)
    return DrawnRun(scoped, selection, routes, register, scheme, policy)
