"""What is published of one operator: its shares, its selected entries, the models it has.

Source: Consultation 2.1.2 to 2.1.4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from eligo.disclosure.figures import pointer_part, share_figure
from eligo.disclosure.private import PrivateRun
from eligo.disclosure.public import (
    PublicDeviceUse,
    PublicEntry,
    PublicModelShare,
    PublicOperator,
    PublicRegister,
    PublicRouteUse,
)
from eligo.disclosure.register import route_label
from eligo.disclosure.variants import variant_names
from eligo.scheme import DeviceType
from eligo.scope import ScopedCombination
from eligo.terms import Device, Route


def public_operator(operator: str, register: PublicRegister, run: PrivateRun) -> PublicOperator:
    """One operator, by pseudonym."""
    mine = run.of_operator(operator)
    selected = [one for one in mine if one.combination_id in run.chosen]
    rest = [one for one in mine if one.combination_id not in run.chosen]
    name, where = run.name(operator), run.filtered(operator)
    first = [one for one in mine if run.routes[one.combination_id] is Route.MT]
    models, withheld = _models(operator, mine, run)
    return PublicOperator(
        name=name,
        anchor="".join(c if c.isalnum() else "-" for c in name.lower()),
        estate_share=run.share(_deployed(mine), f"combinations.csv#deployed[{where}]"),
        combinations=run.count(mine, f"combinations.csv#count[{where}]"),
        selected=_entries(selected, register),
        selected_count=run.count(selected, f"combinations.csv#count[{where},selected]"),
        unselected_count=run.count(rest, f"combinations.csv#count[{where},not selected]"),
        share=run.share(
            _deployed(selected), f"selection.json#/share_by_{run.scheme.operator.name}/{pointer_part(name)}"
        ),
        first=next(iter(_entries(first, register)), None),
        too_small=_is_too_small(operator, mine, run),
        devices=tuple(
            use for kind in run.scheme.device_types if (use := _device_use(kind, mine, selected, where, run))
        ),
        models=models,
        withheld_models=withheld,
        routes=_routes(operator, mine, run),
    )


def _is_too_small(operator: str, mine: Sequence[ScopedCombination], run: PrivateRun) -> bool:
    """Whether none is selected because all are too small: the only case in which size may be given as the reason."""
    chosen = run.selection.selected
    most = (run.policy.maximum or {}).get(operator) if run.policy else None
    if not mine or not chosen or most == 0:
        return False
    return max(one.count.population for one in mine) < min(candidate.population for candidate in chosen)


def _deployed(combinations: Sequence[ScopedCombination]) -> int:
    return sum(one.count.deployed for one in combinations)


def _entries(combinations: Sequence[ScopedCombination], register: PublicRegister) -> tuple[PublicEntry, ...]:
    """The register's entries of these combinations, each once, in the order of the register."""
    products = {one.count.combination.product_id for one in combinations}
    return tuple(entry for entry in register.entries if entry.product_id in products)


def _routes(operator: str, mine: Sequence[ScopedCombination], run: PrivateRun) -> tuple[PublicRouteUse, ...]:
    uses = []
    for route in Route:
        going = [one for one in mine if run.routes[one.combination_id] is route]
        where = f"{run.filtered(operator)},route={route.value}"
        if going:
            uses.append(
                PublicRouteUse(
                    run.name(operator),
                    route,
                    route_label(route, run.scheme),
                    run.count(going, f"combinations.csv#count[{where}]"),
                    run.share(_deployed(going), f"combinations.csv#deployed[{where}]"),
                )
            )
    return tuple(uses)


def _installed(kind: DeviceType, combinations: Sequence[ScopedCombination]) -> Counter[Device]:
    """Installations by device of that type, firmware included."""
    installed: Counter[Device] = Counter()
    for one in combinations:
        if device := one.count.combination.device(kind.name):
            installed[device] += one.count.deployed
    return installed


def _device_use(
    kind: DeviceType,
    mine: Sequence[ScopedCombination],
    selected: Sequence[ScopedCombination],
    where: str,
    run: PrivateRun,
) -> PublicDeviceUse | None:
    """Hardware variants where their coverage is required, models elsewhere; ``None`` where there is no such device."""

    def named(device: Device) -> str:
        return names[device.variant] if kind.covered else device.model

    installed, tested = _installed(kind, mine), _installed(kind, selected)
    if not installed:
        return None
    names = variant_names([device.variant for device in installed], run.scheme, with_type=False)
    by_name: Counter[str] = Counter()
    for device, number in installed.items():
        by_name[named(device)] += number
    tested_names = {named(device) for device in tested}
    elsewhere = {
        names[variant]
        for variant in names
        if kind.covered and variant in run.selection.covered_variants and names[variant] not in tested_names
    }
    most = min(by_name, key=lambda name: (-by_name[name], name))
    column = f"{kind.name.lower()}_{'hardware' if kind.covered else 'model'}"
    return PublicDeviceUse(
        label=kind.label,
        is_covered=kind.covered,
        counted="hardware variant" if kind.covered else "model",
        in_use=run.count(by_name, f"combinations.csv#distinct({column})[{where}]"),
        tested=run.count(tested_names, f"combinations.csv#distinct({column})[{where},selected]"),
        elsewhere_names=tuple(sorted(elsewhere)),
        untested_names=tuple(name for name in sorted(by_name) if name not in tested_names | elsewhere),
        most_prevalent=most,
        most_prevalent_tested=most in tested_names,
    )


def _models(
    operator: str, mine: Sequence[ScopedCombination], run: PrivateRun
) -> tuple[tuple[PublicModelShare, ...], bool]:
    """How prevalent each model is, largest first within a device type, and whether any is withheld.

    A model on fewer installations than the scheme's minimum is withheld, and with it the next smallest of its
    device type: a single gap could be filled in from the others.
    """
    minimum, total = run.scheme.disclosure.minimum_count, _deployed(mine)
    shares: list[PublicModelShare] = []
    withheld = False
    for kind in run.scheme.device_types:
        by_model: Counter[str] = Counter()
        for device, number in _installed(kind, mine).items():
            by_model[device.model] += number
        ordered = sorted((m for m in by_model if by_model[m]), key=lambda m: (-by_model[m], m))
        few = sum(by_model[model] < minimum for model in ordered)
        shown = ordered[: -max(2, few)] if few else ordered
        withheld = withheld or bool(few)
        for model in shown:
            where = f"{run.filtered(operator)},{kind.name.lower()}_model={model}"
            source = f"combinations.csv#deployed[{where}]"
            share = Fraction(by_model[model], total)
            shares.append(
                PublicModelShare(kind.label, model, share_figure(share, source, run.scheme.disclosure.share_decimals))
            )
    return tuple(shares), withheld
