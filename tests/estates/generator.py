"""Other estates of the same kind as the example, with other faults and other optima.

``make_estate`` writes a catalogue and the returns of a whole round, and returns what is truly in them. It knows
``returns.md`` and the example, and nothing of Eligo's code: the truth is what was invented, not what was read.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from estates.files import FORMS, ROUND, Sender, draw_dialect, write_return
from estates.installed import Cell, Counts, Installed, draw_installed, figures, mismatches
from estates.market import HEAD_ENDS, SUPPLIERS, draw_market, write_catalogue
from estates.rows import DATE_FAULT, FAULTS, Fault, Line, Typist, faulty, repeated, totals
from estates.truth import FileCount, Planted, TrueCombination, Truth


def make_estate(
    folder: Path,
    seed: int,
    *,
    binding: bool = False,
    shared_provider: bool = False,
    ties: bool = False,
    small: bool = False,
    replaced: bool = False,
) -> Truth:
    """Write ``device-models.csv`` and ``returns/`` into ``folder``, and say what they contain.

    ``binding``: the five largest combinations leave a hardware variant uncovered (otherwise they cover all).
    ``shared_provider``: two SMSOs use one WAN provider and have products in common. ``ties``: equal populations
    at the edge of the selection. ``small``: three suppliers. ``replaced``: one supplier sent an earlier return.
    """
    rng = Random(seed)
    market = draw_market(rng, small=small, shared_provider=shared_provider)
    while True:
        installed = draw_installed(
            rng, market, binding=binding, shared_provider=shared_provider, ties=ties, small=small
        )
        found = figures(installed)
        if five_largest_miss(found) == binding and (not ties or has_tie_at_five(found)):
            break
    returns = folder / "returns"
    returns.mkdir(parents=True)
    write_catalogue(folder / "device-models.csv")
    tables, planted = _write_round(rng, returns, installed, dated_first=replaced)
    earlier = _write_earlier(rng, returns, installed) if replaced else ""
    return Truth(
        folder / "device-models.csv",
        returns,
        found,
        tuple(planted),
        tuple(tables),
        mismatches(installed),
        market.silent,
        earlier,
    )


def five_largest_miss(found: tuple[TrueCombination, ...]) -> bool:
    """Whether the five largest in scope leave a hardware variant uncovered."""
    inside = sorted((c for c in found if c.in_scope), key=lambda c: (-c.population, c.key))
    wanted = frozenset[str]().union(*(c.variants for c in inside))
    return frozenset[str]().union(*(c.variants for c in inside[:5])) != wanted


def has_tie_at_five(found: tuple[TrueCombination, ...]) -> bool:
    """Whether fifth, sixth and seventh have one population, and one of them more deployed."""
    inside = sorted((c for c in found if c.in_scope), key=lambda c: (-c.population, c.key))[4:7]
    return len({c.population for c in inside}) == 1 and len({c.deployed for c in inside}) == 2


def _write_round(
    rng: Random, returns: Path, installed: Installed, *, dated_first: bool
) -> tuple[list[FileCount], list[Planted]]:
    """Every return of the round; each kind of fault is planted once.

    ``dated_first``: the first supplier's is a workbook, which states its date (a text file cannot).
    """
    market = installed.market
    reporting = [name for name in market.suppliers if name not in market.silent]
    deck = rng.sample(FAULTS, len(FAULTS))
    forms = [*rng.sample(FORMS, len(FORMS)), *rng.choices(FORMS, k=len(SUPPLIERS))]
    forms = ["xlsx", *forms] if dated_first else forms
    sent: list[tuple[FileCount, list[Planted]]] = []
    for place, (name, form) in enumerate(zip(reporting, forms, strict=False)):
        cells = [(c, c.counts, c.intends) for c in installed.cells if c.supplier == name and c.supplier_reports]
        faults = deck[place :: len(reporting)] + ([DATE_FAULT] if form == "xlsx" else [])
        sent.append(_send(rng, returns, Sender("Supplier", name), form, cells, faults, installed))
    for name in HEAD_ENDS:
        cells = [(c, c.smso_counts, "") for c in installed.cells if c.combo.smso == name]
        form = rng.choices(FORMS, (6, 1, 1, 1, 1))[0]
        faults = [FAULTS[0]] if rng.random() < 0.5 else []
        sent.append(_send(rng, returns, Sender("SMSO", name), form, cells, faults, installed))
    return [counted for counted, _ in sent], [mark for _, marks in sent for mark in marks]


def _send(
    rng: Random,
    returns: Path,
    sender: Sender,
    form: str,
    cells: list[tuple[Cell, Counts, str]],
    faults: list[Fault],
    installed: Installed,
) -> tuple[FileCount, list[Planted]]:
    """One organisation's return: an SMSO's is mostly tidy, a supplier's mostly is not."""
    supplier = sender.role == "Supplier"
    mixed = sender.name in installed.mixed_at if supplier else bool(installed.mixed_at)
    dialect = draw_dialect(rng, form, mixed=mixed, tidy=rng.random() < (0.25 if supplier else 0.7))
    typist = Typist(rng, rng.choice((0.15, 0.35, 0.5) if supplier else (0, 0.05, 0.2)), form == "xlsx")
    lines = [typist.line(*cell) for cell in cells]
    for _ in range(rng.choice((0, 1, 2)) if supplier else 0):
        lines.append(repeated(rng, lines))
    for fault in faults:
        lines.append(faulty(rng, lines, fault))
    if rng.random() < 0.3:
        lines.insert(rng.randint(1, len(lines) - 1), Line({}, "blank"))
    if rng.random() < 0.4:
        lines.append(totals(tuple(counts for _, counts, _ in cells)))
    return write_return(returns, sender, dialect, lines, installed.plans.get(sender.name, ()))


def _write_earlier(rng: Random, returns: Path, installed: Installed) -> str:
    """An earlier return of the first supplier, of other figures; the later one replaces it."""
    name = next(name for name in installed.market.suppliers if name not in installed.market.silent)
    sender = Sender("Supplier", name, snapshot="2019-07-31", stem=f"{ROUND}__Supplier__first-try")
    dialect = draw_dialect(rng, "xlsx", mixed=True, tidy=True)
    typist = Typist(rng, 0.2, dates=True)
    cells = [c for c in installed.cells if c.supplier == name][:12]
    lines = [typist.line(c, (c.counts[0] + 901, 17, 3), "Y") for c in cells]
    write_return(returns, sender, dialect, lines, ())
    return f"{sender.file_stem}.xlsx"
