"""What is published of the round, the scope, the selection, the open firmware and the consultation itself.

Source: Consultation 2 (selection), 2.1 (round), 2.1.1 (scope), 3 (firmware), 4 and 5 (questions, dates).
"""

from __future__ import annotations

from collections.abc import Iterable

from eligo.disclosure.figures import count_figure, date_figure, time_figure
from eligo.disclosure.private import PrivateRun
from eligo.disclosure.public import (
    PublicConsultation,
    PublicPoint,
    PublicRegister,
    PublicRound,
    PublicScopeRule,
    PublicSelection,
    PublicTrack,
)
from eligo.disclosure.variants import variant_names
from eligo.returns import Role
from eligo.scheme import FirmwareTrack, Scheme
from eligo.selection import CurvePoint


def public_round(rfi_reference: str, run: PrivateRun) -> PublicRound:
    """Who answered, as counts; what is open, as shares."""
    estate = run.scoped.estate
    suppliers = [r for r in estate.responders if r.role == Role.SUPPLIER.value]
    operators = [r for r in estate.responders if r.role == Role.OPERATOR.value]
    unknown = sum(one.count.intention_unknown for one in run.scoped.in_scope)
    return PublicRound(
        reference=rfi_reference,
        data_cut_off=date_figure(estate.data_cut_off, "manifest.json#/parameters/data_cut_off"),
        suppliers_returned=run.count((r for r in suppliers if r.file), "responders.csv#count[role=supplier,file]"),
        suppliers=run.count(suppliers, "responders.csv#count[role=supplier]"),
        stood_in=run.count((r for r in suppliers if r.stands_in), "responders.csv#count[role=supplier,stands_in]"),
        operators_returned=run.count((r for r in operators if r.file), "responders.csv#count[role=operator,file]"),
        operators=run.count(operators, "responders.csv#count[role=operator]"),
        unresolved=run.share(sum(row.readable for row in estate.unresolved), "quarantine.csv#counts"),
        unresolved_rows=run.count(estate.unresolved, "quarantine.csv#count"),
        intention_unknown=run.share(unknown, "combinations.csv#intention_unknown[in_scope]"),
    )


def public_scope(run: PrivateRun) -> tuple[PublicScopeRule, ...]:
    """Every rule of the scheme, in its order, with what it decided."""
    total = sum(one.count.deployed for one in run.scoped.combinations)
    rules = []
    for rule in run.scheme.scope_rules:
        decided = [one for one in run.scoped.combinations if one.decision.rule == rule.id]
        where = f"[scope_rule={rule.id}]"
        deployed = sum(one.count.deployed for one in decided)
        rules.append(
            PublicScopeRule(
                rule.id,
                rule.in_scope,
                rule.reason,
                rule.source,
                run.count(decided, f"combinations.csv#count{where}"),
                run.share(deployed, f"combinations.csv#deployed{where}", of=total),
            )
        )
    return tuple(rules)


def public_selection(register: PublicRegister, run: PrivateRun) -> PublicSelection:
    """The choice in figures, beside the plain largest-first choice."""
    selection = run.selection
    baseline = selection.baseline
    names = variant_names(
        (*selection.required_variants, *selection.not_required_variants, *baseline.missed_variants), run.scheme
    )

    def named(variants: Iterable[str]) -> tuple[str, ...]:
        kept = set(variants)
        return tuple(name for variant, name in names.items() if variant in kept)

    untested = set(selection.required_variants) - set(selection.covered_variants)
    covered = set(selection.required_variants) & set(selection.covered_variants)
    return PublicSelection(
        size=count_figure(selection.size, "selection.json#/size"),
        products=run.count(register.selected, "ppcl.json#/entries[selected]"),
        share=run.share(selection.deployed, "selection.json#/share_of_deployed"),
        variants=run.count(selection.required_variants, "selection.json#/required_variants"),
        covered=run.count(covered, "selection.json#/covered_variants"),
        untested=named(untested),
        not_required=named(selection.not_required_variants),
        proved=selection.status == "optimal",
        baseline_differs=set(baseline.selected) != run.chosen,
        baseline_covered=run.count(
            set(baseline.covered_variants) & set(selection.required_variants),
            "selection.json#/baseline/covered_variants",
        ),
        baseline_untested=named(baseline.missed_variants),
    )


def public_curve(curve: Iterable[CurvePoint], run: PrivateRun) -> tuple[PublicPoint, ...]:
    """The sizes for which a set exists, with their rounded shares."""
    return tuple(
        PublicPoint(
            point.size,
            run.share(point.deployed, f"selection.json#/curve/{point.size}/share_of_deployed"),
            point.covers,
        )
        for point in curve
        if point.deployed is not None
    )


def public_tracks(register: PublicRegister, run: PrivateRun) -> tuple[PublicTrack, ...]:
    """Every line of open firmware, with the selected entries and the operators that will test it."""
    labels = {track.id: track.label for track in run.scheme.tracks}
    products = {one.count.combination.product_id: one.count.combination for one in run.scoped.in_scope}

    def uses(product_id: str, track: FirmwareTrack) -> bool:
        return any(device and device.variant in track.variants for device in products[product_id].devices)

    tracks = []
    for track in run.scheme.tracks:
        entries = tuple(entry for entry in register.selected if uses(entry.product_id, track))
        testing = {listing.operator for entry in entries for listing in entry.listings if listing.selected}
        tracks.append(
            PublicTrack(
                track.id,
                track.label,
                track.note,
                labels.get(track.later_than, ""),
                entries,
                tuple(name for name in map(run.name, run.operators) if name in testing),
                count_figure(len(testing), "ppcl.json#distinct(operator)[selected]"),
            )
        )
    return tuple(tracks)


def public_consultation(scheme: Scheme) -> PublicConsultation:
    """The consultation, its dates in words."""
    consultation, where = scheme.consultation, "scheme.toml#/consultation"
    return PublicConsultation(
        title=consultation.title,
        publisher=consultation.publisher,
        department=consultation.department,
        respond_to=consultation.respond_to,
        questions=tuple((question.id, question.text) for question in consultation.questions),
        closes=time_figure(consultation.closes, f"{where}/closes"),
        closing_date=date_figure(consultation.closes.date(), f"{where}/closes"),
        concludes=date_figure(consultation.concludes, f"{where}/concludes"),
        designation=date_figure(consultation.designation, f"{where}/designation"),
    )
