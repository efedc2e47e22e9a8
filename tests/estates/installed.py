"""What is installed, who reports which figure of it, and what planned upgrades make of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from estates.market import (
    DUET,
    G370,
    G470_MK1,
    HEAD_ENDS,
    MK1,
    PCK,
    SEAP_2000,
    SEAP_2001,
    UNLISTED_GSME,
    UNLISTED_PPMID,
    Market,
    draw_combo,
    draw_device,
    draw_largest,
    out_of_scope,
)
from estates.truth import Combo, Device, Mismatch, Model, TrueCombination

HORIZON = date(2019, 11, 1)
Counts = tuple[int, int, int]
"""Active, dormant, mixed."""


@dataclass(frozen=True)
class Plan:
    """A planned upgrade of one device model from one firmware to another."""

    kind: Model
    before: str
    after: str
    completion: date


Plans = Mapping[str, tuple[Plan, ...]]
"""By the organisation that reports them."""


@dataclass(frozen=True)
class Cell:
    """Some installations of one combination, as installed today, at one supplier.

    ``left_out`` is a display that is reported as an IHD which cannot be upgraded, so that the combination has
    none; ``as_ihd``: the combination's display is reported as an IHD that can. ``smso_counts`` is what the SMSO
    reports, ``supplier_reports`` whether the supplier mentions the cell at all.
    """

    supplier: str
    combo: Combo
    counts: Counts
    intends: str
    smso_counts: Counts
    left_out: Device | None = None
    as_ihd: bool = False
    supplier_reports: bool = True


@dataclass(frozen=True)
class Installed:
    """A whole estate before anybody types it."""

    market: Market
    cells: tuple[Cell, ...]
    plans: Plans
    mixed_at: frozenset[str]


def draw_plans(rng: Random, market: Market) -> dict[str, tuple[Plan, ...]]:
    """Upgrades within and beyond the horizon, on its last day, in a chain, and at odds with the SMSO's."""
    to_61 = Plan(G370, "03.00.01.60", "03.00.01.61", date(2019, 10, 15))
    plans: dict[str, tuple[Plan, ...]] = {
        "SMSO-1": (to_61, Plan(SEAP_2000, "2.1.11", "2.1.12", date(2020, 3, 1))),
        "SMSO-2": (
            Plan(G470_MK1, "03.02.01.63", "03.02.01.68", date(2019, 10, 25)),
            Plan(G470_MK1, "03.02.01.60", "03.02.01.63", date(2019, 9, 20)),
        ),
        "SMSO-3": (Plan(SEAP_2001, "2.2.5", "2.2.7", HORIZON),),
    }
    of_suppliers = (
        (replace(to_61, after="03.00.01.96", completion=date(2019, 10, 1)),),
        (
            Plan(PCK, "2.2.1.9.0", "2.7.1.9.0", HORIZON),
            Plan(MK1, "01.09.01.44", "01.09.01.52", date(2019, 10, 1)),
        ),
        (replace(to_61, completion=date(2019, 12, 1)), Plan(DUET, "2.0.1.9.60", "2.0.1.9.61", date(2019, 11, 2))),
    )
    reporting = [name for name in market.suppliers if name not in market.silent]
    plans.update(zip(rng.sample(reporting, 3), of_suppliers, strict=True))
    return plans


def applicable(plans: Plans, supplier: str, smso: str) -> dict[tuple[Model, str], Plan]:
    """The plans that count in a supplier's premises at an SMSO: where both plan from a firmware, the supplier's."""
    both = [*plans.get(smso, ()), *plans.get(supplier, ())]
    return {(plan.kind, plan.before): plan for plan in both}


def upgraded(device: Device | None, plans: Mapping[tuple[Model, str], Plan]) -> Device | None:
    """The device at the firmware that it has at the horizon."""
    while device and (plan := plans.get((device.kind, device.firmware))) and plan.completion <= HORIZON:
        device = Device(device.kind, plan.after)
    return device


def at_horizon(cell: Cell, plans: Plans) -> Combo:
    """The combination that the cell's installations will be."""
    combo, applied = cell.combo, applicable(plans, cell.supplier, cell.combo.smso)
    hub = upgraded(combo.ch, applied)
    assert hub is not None
    return replace(combo, gsme=upgraded(combo.gsme, applied), ch=hub, ppmid=upgraded(combo.ppmid, applied))


def split(rng: Random, total: int, ways: int) -> list[int]:
    """``total`` in that many random parts."""
    cuts = sorted(rng.randint(0, total) for _ in range(ways - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]


def states(rng: Random, total: int, *, mixed: bool) -> Counts:
    """Active, dormant and mixed, sometimes none dormant."""
    dormant = 0 if rng.random() < 0.05 else round(total * rng.uniform(0.04, 0.3))
    both = round(total * rng.uniform(0, 0.03)) if mixed else 0
    return total - dormant - both, dormant, both


def spread(rng: Random, market: Market, mixed_at: frozenset[str], combo: Combo, total: int) -> list[Cell]:
    """The cells of one combination: a few suppliers, some with two rows, some displays that do not count."""
    cells = []
    ways = min(len(market.suppliers), rng.randint(1, 5))
    for supplier, part in zip(rng.sample(market.suppliers, ways), split(rng, total, ways), strict=True):
        intends = rng.choices(("Y", "N", ""), (86, 8, 6))[0]
        for share in split(rng, part, rng.choice((1, 1, 1, 2))):
            counts = states(rng, share, mixed=supplier in mixed_at)
            hidden = draw_device(rng, rng.choice((PCK, DUET))) if not combo.ppmid and rng.random() < 0.5 else None
            as_ihd = combo.ppmid is not None and rng.random() < 0.25
            cells.append(Cell(supplier, combo, counts, intends, counts, hidden, as_ihd))
    return cells


def tied(rng: Random, market: Market) -> list[Cell]:
    """Three combinations of one population, of which the last has more deployed: it is the first to be chosen."""
    supplier = next(name for name in market.suppliers if name not in market.silent)
    cells: list[Cell] = []
    for _ in range(3):
        combo = draw_combo(rng, market, "SMSO-2")
        cells.append(Cell(supplier, combo, (100_000, 20_000, 0), "Y", (100_000, 20_000, 0)))
    other = next(name for name in market.suppliers if name not in {*market.silent, supplier})
    cells.append(Cell(other, cells[-1].combo, (700, 77, 0), "N", (700, 77, 0)))
    return cells


def disagree(rng: Random, cells: list[Cell], market: Market) -> list[Cell]:
    """Three SMSO figures that differ: by far too much, by 4 per cent, and by much of very little; one cell unsaid."""
    told = [i for i, c in enumerate(cells) if c.supplier not in market.silent and sum(c.counts) > 3000]
    far, near, unsaid = rng.sample(told, 3)
    small = next(i for i, c in enumerate(cells) if c.supplier not in market.silent and 20 < sum(c.counts) < 500)
    for place, factor in ((far, 1.4), (near, 1.04)):
        active, dormant, mixed = cells[place].counts
        cells[place] = replace(cells[place], smso_counts=(round(active * factor), dormant, mixed))
    active, dormant, mixed = cells[small].counts
    cells[small] = replace(cells[small], smso_counts=(active + 45, dormant, mixed))
    if sum(1 for c in cells if c.combo == cells[unsaid].combo) > 2:
        cells[unsaid] = replace(cells[unsaid], supplier_reports=False)
    return cells


def draw_installed(
    rng: Random, market: Market, *, binding: bool, shared_provider: bool, ties: bool, small: bool
) -> Installed:
    """Five or so large combinations, a long tail, what is out of scope, and the plans."""
    mixed_at = frozenset(name for name in market.suppliers if rng.random() < 0.5)
    largest = draw_largest(rng, market, binding=binding, count=4 if ties else 6)
    sizes = sorted((rng.randint(150_000, 400_000) for _ in largest), reverse=True)
    tail = [draw_combo(rng, market, rng.choices(HEAD_ENDS, (50, 35, 15))[0]) for _ in range(16 if small else 110)]
    if shared_provider:
        tail += [replace(c, smso="SMSO-2" if c.smso == "SMSO-1" else "SMSO-1") for c in [*largest, *tail[:12]]]
    if not small:
        tail.append(replace(tail[1], ppmid=UNLISTED_PPMID))
    if binding:
        tail.append(replace(tail[0], gsme=UNLISTED_GSME))
    sizes += [round(10 ** rng.uniform(2.0, 4.7 if c.smso != "SMSO-3" else 3.5)) for c in tail]
    combos = [*largest, *tail]
    cells = [c for combo, size in zip(combos, sizes, strict=True) for c in spread(rng, market, mixed_at, combo, size)]
    cells += tied(rng, market) if ties else []
    cells = disagree(rng, cells, market)
    for combo in out_of_scope(rng, market, combos):
        cells += spread(rng, market, mixed_at, combo, rng.randint(400, 60_000))
    return Installed(market, tuple(c for c in cells if sum(c.counts)), draw_plans(rng, market), mixed_at)


def figures(installed: Installed) -> tuple[TrueCombination, ...]:
    """The true combinations, by key: a supplier's own figures, the SMSOs' where it is silent."""
    sums: dict[Combo, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for cell in installed.cells:
        silent = cell.supplier in installed.market.silent
        if not silent and not cell.supplier_reports:
            continue
        counts, intends = (cell.smso_counts, "") if silent else (cell.counts, cell.intends)
        total = sums[at_horizon(cell, installed.plans)]
        deployed = sum(counts)
        added = (*counts, 0 if intends == "N" else deployed, deployed if intends == "" else 0)
        total[:] = [have + more for have, more in zip(total, added, strict=True)]
    found = [
        TrueCombination(c.key, c.smso, *c.scope, total[0], total[1], total[2], total[3], total[4], c.variants)
        for c, total in sums.items()
    ]
    return tuple(sorted(found, key=lambda c: c.key))


def mismatches(installed: Installed) -> tuple[Mismatch, ...]:
    """Every cell that differs by more than 5 per cent of the larger figure and by more than 50 installations."""
    pairs: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for cell in _reported(installed):
        pair = pairs[cell.supplier, cell.combo.smso, at_horizon(cell, installed.plans).key]
        pair[0] += sum(cell.counts) if cell.supplier_reports else 0
        pair[1] += sum(cell.smso_counts)
    found = [
        Mismatch(*place, own, other)
        for place, (own, other) in pairs.items()
        if abs(own - other) * 20 > max(own, other) and abs(own - other) > 50
    ]
    return tuple(sorted(found, key=lambda m: (m.supplier, m.smso, m.key)))


def _reported(installed: Installed) -> Iterable[Cell]:
    return (cell for cell in installed.cells if cell.supplier not in installed.market.silent)
