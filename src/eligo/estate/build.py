"""Many returns to one estate: the order of the work.

Rows become contributions (one each), contributions become combinations; each step is a function of its own.
Source: ``returns.md``, "Semantics" 5-9.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from eligo.catalogue import fold_organisation
from eligo.estate.model import CombinationCount, Contribution, Estate, Responder, Unresolved
from eligo.estate.nearly import nearly_known
from eligo.estate.reconcile import reconcile
from eligo.estate.round import Round, assemble_round, supplier_names
from eligo.estate.spelling import settle_spellings
from eligo.estate.upgrades import CellPlan, plan_cells
from eligo.findings import Finding
from eligo.returns import QuarantinedRow, Return, Role, latest
from eligo.scheme import Scheme
from eligo.terms import TO_BE_CONFIRMED, Combination, Device

Plans = Mapping[tuple[str, str], CellPlan]
FullDevices = tuple[Device | None, ...]


def build_estate(returns: Sequence[Return], scheme: Scheme) -> Estate:
    """The estate of one round. Raises ``VersionConflict`` as ``assemble_round`` does."""
    assembled = assemble_round(returns, scheme)
    settled, spelling_findings = settle_spellings(assembled.returns, scheme)
    this_round = replace(assembled, returns=settled)
    names = supplier_names(this_round.returns, scheme)
    silent = _silent(this_round, names)
    plans, plan_findings = _plans(this_round, names, scheme)
    pairs = list(chain.from_iterable(_contributions(one, names, silent, plans, scheme) for one in this_round.returns))
    contributions = tuple(contribution for contribution, _ in pairs)
    unresolved = tuple(
        chain.from_iterable(_unresolved(one, names, silent, plans, scheme) for one in this_round.returns)
    )
    differences, differ_findings = reconcile(contributions, this_round, scheme)
    findings = (*this_round.findings, *spelling_findings, *plan_findings, *differ_findings)
    findings += tuple(nearly_known(this_round, silent, scheme))
    return Estate(
        rfi_reference=this_round.rfi_reference,
        data_cut_off=latest([one.sender.snapshot for one in this_round.returns], scheme.data_cut_off),
        combinations=_combinations(pairs, unresolved, scheme),
        contributions=contributions,
        unresolved=unresolved,
        differences=differences,
        responders=_responders(this_round, names, silent, scheme),
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
    )


def _silent(this_round: Round, names: Mapping[str, str]) -> frozenset[str]:
    """The suppliers that operators report and that have not returned (``returns.md`` 7)."""
    return frozenset(names.values()) - this_round.suppliers


def _name(names: Mapping[str, str], typed: str, scheme: Scheme) -> str:
    return names.get(fold_organisation(typed, scheme.legal_suffixes), typed)


def _plans(this_round: Round, names: Mapping[str, str], scheme: Scheme) -> tuple[Plans, tuple[Finding, ...]]:
    cells = {
        (_name(names, supplier, scheme), operator)
        for one in this_round.returns
        for supplier, operator in chain(
            zip(one.accepted.suppliers, one.accepted.attributes[scheme.operator.name], strict=True),
            ((row.supplier, row.attributes.get(scheme.operator.name, "")) for row in one.quarantined),
        )
    }
    return plan_cells(this_round.returns, cells, scheme.upgrade_horizon)


def _identity(
    attributes: Mapping[str, str], devices: FullDevices, plan: CellPlan | None, scheme: Scheme
) -> tuple[Combination, FullDevices, tuple[str, ...]]:
    """The combination at the horizon, its devices with full firmware, and the plans that moved it."""
    moved = [plan.carry_out(device) if device and plan else None for device in devices]
    full = tuple(move.device if move else device for move, device in zip(moved, devices, strict=True))
    opened = {device.name for device in scheme.device_types if device.firmware_open}
    shown = tuple(
        Device(d.device_type, d.manufacturer, d.model, d.hardware, TO_BE_CONFIRMED)
        if d and d.device_type in opened
        else d
        for d in full
    )
    cohort = attributes[scheme.attribute("cohort").name]
    combination = Combination(
        operator=attributes[scheme.operator.name],
        provider=attributes[scheme.attribute("provider").name],
        devices=shown,
        foreign_cohort="" if cohort == scheme.cohort else cohort,
    )
    return combination, full, tuple(place for move in moved if move for place in move.by)


def _contributions(
    one: Return, names: Mapping[str, str], silent: frozenset[str], plans: Plans, scheme: Scheme
) -> Iterable[tuple[Contribution, FullDevices]]:
    rows = one.accepted
    kinds = [attribute.name for attribute in scheme.attributes]
    product_kind = next((a.name for a in scheme.attributes if a.role == "product-kind"), "")
    device_columns = [rows.devices[device.name] for device in scheme.device_types]
    known: dict[tuple[object, ...], tuple[Combination, FullDevices, tuple[str, ...]]] = {}
    for index, row in enumerate(rows.rows):
        supplier = _name(names, rows.suppliers[index], scheme)
        attributes = {name: rows.attributes[name][index] for name in kinds}
        devices = tuple(column[index] for column in device_columns)
        key = (supplier, *attributes.values(), devices)
        if key not in known:
            known[key] = _identity(attributes, devices, plans.get((supplier, attributes[scheme.operator.name])), scheme)
        combination, full, moved_by = known[key]
        contribution = Contribution(
            file=one.file,
            sheet=one.sheet,
            row=row,
            role=one.sender.role.value,
            supplier=supplier,
            combination=combination,
            product_kind=attributes.get(product_kind, ""),
            counts=tuple(column[index] for column in rows.counts),
            intends=rows.intends[index],
            counted=one.sender.role is Role.SUPPLIER or supplier in silent,
            upgrades=moved_by,
        )
        yield contribution, full


def _unresolved(
    one: Return, names: Mapping[str, str], silent: frozenset[str], plans: Plans, scheme: Scheme
) -> Iterable[Unresolved]:
    """The quarantined rows of returns that count: a supplier's own, and an operator's for a silent supplier."""
    for row in one.quarantined:
        supplier = _name(names, row.supplier, scheme)
        counts = one.sender.role is Role.SUPPLIER or not supplier or supplier in silent
        if row.counts and counts:
            operator = row.attributes.get(scheme.operator.name, "")
            yield Unresolved(
                file=row.file,
                sheet=row.sheet,
                row=row.row,
                supplier=supplier,
                operator=operator,
                combination=_readable_identity(row, plans.get((supplier, operator)), scheme),
                readable=sum(count for count in row.counts if count is not None),
                unreadable_counts=sum(count is None for count in row.counts),
                sent_by=one.sender.organisation,
                attributes=row.attributes,
                partly=row.partly,
                plan=plans.get((supplier, operator)),
            )


def _readable_identity(row: QuarantinedRow, plan: CellPlan | None, scheme: Scheme) -> Combination | None:
    needed = [scheme.attribute(role).name for role in ("operator", "cohort", "provider")]
    if row.devices is None or not all(row.attributes.get(name) for name in needed):
        return None
    return _identity(row.attributes, row.devices, plan, scheme)[0]


def _combinations(
    pairs: Sequence[tuple[Contribution, FullDevices]], unresolved: Sequence[Unresolved], scheme: Scheme
) -> tuple[CombinationCount, ...]:
    grouped: dict[Combination, list[tuple[Contribution, FullDevices]]] = defaultdict(list)
    for contribution, full in pairs:
        if contribution.counted:
            grouped[contribution.combination].append((contribution, full))
    waiting: Counter[Combination] = Counter()
    for row in unresolved:
        if row.combination is not None:
            waiting[row.combination] += row.readable
    counted = [_count(combination, grouped[combination], waiting[combination], scheme) for combination in grouped]
    return tuple(sorted(counted, key=lambda count: count.combination.identity))


def _count(
    combination: Combination,
    rows: Sequence[tuple[Contribution, FullDevices]],
    unresolved: int,
    scheme: Scheme,
) -> CombinationCount:
    contributions = [contribution for contribution, _ in rows]
    unknown = sum(c.deployed for c in contributions if c.intends is None)
    intended = sum(c.deployed for c in contributions if c.intends)
    kinds = Counter(c.product_kind for c in contributions)
    return CombinationCount(
        combination=combination,
        product_kind=min(kinds, key=lambda kind: (-kinds[kind], kind)),
        counts=tuple(sum(column) for column in zip(*(c.counts for c in contributions), strict=True)),
        population=intended + (unknown if scheme.selection.unknown_intention_counts else 0),
        intention_unknown=unknown,
        unresolved=unresolved,
        firmware_level=len({full for _, full in rows}),
    )


def _responders(
    this_round: Round, names: Mapping[str, str], silent: frozenset[str], scheme: Scheme
) -> tuple[Responder, ...]:
    operators = [one for one in this_round.returns if one.sender.role is Role.OPERATOR]
    reporting: dict[str, list[str]] = {name: [] for name in silent}
    for one in operators:
        for name in {_name(names, supplier, scheme) for supplier in set(one.accepted.suppliers)} & silent:
            reporting[name].append(one.sender.organisation)
    stands_in = {name: ", ".join(sorted(found)) for name, found in reporting.items()}
    answered = [
        Responder(
            r.sender.role.value,
            r.sender.organisation,
            r.file,
            r.sender.snapshot,
            stands_in.get(r.sender.organisation, ""),
        )
        for r in this_round.returns
    ]
    there = {responder.name for responder in answered}
    missing = [Responder(Role.SUPPLIER.value, name, "", None, stands_in[name]) for name in silent - there]
    missing += [
        Responder(Role.OPERATOR.value, name, "", None, "") for name in scheme.operator.values if name not in there
    ]
    return tuple(sorted((*answered, *missing), key=lambda r: (r.role, r.name)))
