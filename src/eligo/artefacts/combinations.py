"""``combinations.csv`` and ``reconciliation.csv``: the estate, decided and routed.

Source: ``results.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from eligo.artefacts.writing import csv_bytes, share_text
from eligo.estate import Difference
from eligo.scheme import Scheme
from eligo.scope import ScopedCombination, ScopedEstate
from eligo.terms import Route

DEVICE_COLUMNS = ("manufacturer", "model", "hardware", "firmware")

BASES = "equivalent_to"
"""The column of the ids whose test stands for a row's, a space between two."""


def combination_columns(scheme: Scheme) -> tuple[str, ...]:
    """The header of ``combinations.csv`` for a scheme: its own names for operator, provider, devices and counts."""
    kinds = [attribute.name for attribute in scheme.attributes if attribute.role == "product-kind"]
    return (
        "combination_id",
        scheme.operator.name,
        scheme.attribute("provider").name,
        *(f"{device.name.lower()}_{column}" for device in scheme.device_types for column in DEVICE_COLUMNS),
        "product_id",
        *kinds,
        *(state.name for state in scheme.counts),
        "deployed",
        "population",
        "unresolved",
        "intention_unknown",
        "share_of_deployed",
        "in_scope",
        "scope_rule",
        "scope_reason",
        "route",
        "rank",
        "selected",
        scheme.attribute("cohort").name,
        BASES,
    )


def combinations_csv(
    scoped: ScopedEstate,
    routes: Mapping[str, Route],
    selected: AbstractSet[str],
    bases: Mapping[str, AbstractSet[str]],
    scheme: Scheme,
) -> bytes:
    """One row per combination, in scope and out. Without a selection ``route`` is empty for those in scope.

    ``bases``, by id: those whose test stands for it.
    """
    rows = (
        [*_row(one, scoped, routes, selected, scheme), " ".join(sorted(bases.get(one.combination_id, ())))]
        for one in scoped.combinations
    )
    return csv_bytes(combination_columns(scheme), rows)


def _row(
    one: ScopedCombination,
    scoped: ScopedEstate,
    routes: Mapping[str, Route],
    selected: AbstractSet[str],
    scheme: Scheme,
) -> list[object]:
    count, decision = one.count, one.decision
    combination = count.combination
    route = routes.get(one.combination_id) if decision.in_scope else Route.OUT_OF_SCOPE
    has_kind = any(attribute.role == "product-kind" for attribute in scheme.attributes)
    return [
        one.combination_id,
        combination.operator,
        combination.provider,
        *_devices(one, scheme),
        combination.product_id,
        *([count.product_kind] if has_kind else []),
        *count.counts,
        count.deployed,
        count.population,
        count.unresolved,
        count.intention_unknown,
        share_text(scoped.share(count.deployed)) if decision.in_scope else None,
        decision.in_scope,
        decision.rule,
        decision.reason,
        route.value if route else None,
        one.rank or None,
        one.combination_id in selected,
        combination.foreign_cohort or scheme.cohort,
    ]


def _devices(one: ScopedCombination, scheme: Scheme) -> Iterator[str]:
    for device_type in scheme.device_types:
        device = one.count.combination.device(device_type.name)
        yield from ((device.manufacturer, device.model, device.hardware, device.firmware) if device else ("",) * 4)


def reconciliation_csv(differences: Sequence[Difference], scheme: Scheme) -> bytes:
    """One row per supplier x operator x combination cell where the two sources differ by more than is allowed."""
    header = (
        "supplier",
        scheme.operator.name,
        "combination_id",
        "supplier_figure",
        "operator_figure",
        "difference",
        "used",
        "reason",
    )
    return csv_bytes(
        header,
        (
            (
                d.supplier,
                d.operator,
                d.combination.combination_id,
                d.supplier_figure,
                d.operator_figure,
                d.supplier_figure - d.operator_figure,
                d.used,
                d.reason,
            )
            for d in differences
        ),
    )
