"""What is published of the round, the scope, the selection, the open firmware and the consultation itself.

Source: Consultation 2 (selection), 2.1 (round), 2.1.1 (scope), 3 (firmware), 4 and 5 (questions, dates).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eligo.disclosure.figures import PublicFigure, count_figure, date_figure, pointer_part, time_figure
from eligo.disclosure.private import PrivateRun
from eligo.disclosure.public import (
    PublicConsultation,
    PublicInteractions,
    PublicLimit,
    PublicPoint,
    PublicRegister,
    PublicRequirements,
    PublicRound,
    PublicScopeRule,
    PublicSelection,
    PublicTrack,
    PublicVariant,
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
        unresolved=run.share_behind(
            (row.supplier for row in estate.unresolved if row.readable),
            sum(row.readable for row in estate.unresolved),
            "quarantine.csv#counts",
        ),
        unresolved_rows=run.count(estate.unresolved, "quarantine.csv#count"),
        intention_unknown=run.share_behind(
            (row.supplier for row in run.counted if row.intends is None),
            unknown,
            "combinations.csv#intention_unknown[in_scope]",
        ),
        is_aggregate=run.enough(row.supplier for row in run.counted),
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
    selection, baseline = run.selection, run.selection.baseline
    every = (*selection.required_variants, *selection.not_required_variants)
    asked, name = (selection.required_variants, "required") if selection.required_variants else (every, "not_required")
    names = variant_names(every, run.scheme)

    def named(variants: Iterable[str]) -> tuple[str, ...]:
        kept = set(variants)
        return tuple(name for variant, name in names.items() if variant in kept)

    carried, by_largest = (set(asked) & set(one.covered_variants) for one in (selection, baseline))
    return PublicSelection(
        size=count_figure(selection.size, "selection.json#/size"),
        products=run.count(register.selected, "ppcl.json#/entries[selected]"),
        share=run.share(selection.deployed, "selection.json#/share_of_deployed"),
        variants=run.count(asked, f"selection.json#/{name}_variants"),
        covered=run.count(carried, "selection.json#/covered_variants"),
        untested=named(set(asked) - carried),
        not_required=named(set(every) - set(asked)),
        proved=selection.status == "optimal",
        baseline_differs=set(baseline.selected) != run.chosen,
        baseline_covered=run.count(by_largest, "selection.json#/baseline/covered_variants"),
        baseline_untested=named(set(asked) - by_largest),
        requirements=_requirements(run),
    )


def _requirements(run: PrivateRun) -> PublicRequirements:
    """Pins, bans and limits: how many, and of which operator by pseudonym."""
    policy, where = run.policy, "manifest.json#/parameters"
    pins, bans = (policy.pins, policy.bans) if policy else (frozenset[str](), frozenset[str]())
    least, most = ((policy.minimum or {}), (policy.maximum or {})) if policy else ({}, {})

    def limit(limits: Mapping[str, int], kind: str, operator: str) -> PublicFigure | None:
        source = f"{where}/{kind}/{pointer_part(run.name(operator))}"
        return count_figure(limits[operator], source) if operator in limits else None

    return PublicRequirements(
        pins=run.count(pins, f"{where}/pins"),
        bans=run.count(bans, f"{where}/bans"),
        limits=tuple(
            PublicLimit(run.name(one), limit(least, "minimum", one), limit(most, "maximum", one))
            for one in run.operators
            if one in least or one in most
        ),
        minimum_share=bool(policy and policy.minimum_share),
        strength=policy.strength if policy else 1,
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


def public_coverage(register: PublicRegister, run: PrivateRun) -> tuple[PublicVariant, ...]:
    """Every hardware variant of the estate, required or not, with the selected entries that contain it."""
    labels: dict[str, list[str]] = {}
    for entry in register.selected:
        for device in filter(None, entry.devices):
            variant = "|".join((device.device_type, device.manufacturer, device.model, device.hardware))
            labels.setdefault(variant, []).append(entry.label)
    kinds = {kind.name: kind.label for kind in run.scheme.device_types}
    every = (*run.selection.required_variants, *run.selection.not_required_variants)
    return tuple(
        PublicVariant(kinds[variant.partition("|")[0]], name, tuple(labels.get(variant, ())))
        for variant, name in variant_names(every, run.scheme, with_type=False).items()
    )


def public_interactions(run: PrivateRun) -> tuple[PublicInteractions, ...]:
    """The pairs, triples, … of hardware variants that occur, as counts and one share; none where none occurs."""
    public = []
    for found in run.together:
        where = f"selection.json#/interactions/{found.strength}"
        if found.found:
            public.append(
                PublicInteractions(
                    found.strength,
                    run.count(found.found, f"{where}/occurring"),
                    count_figure(found.exercised, f"{where}/exercised"),
                    run.share(found.whole.deployed, f"{where}/whole/share_of_deployed"),
                )
            )
    return tuple(public)


def public_tracks(register: PublicRegister, run: PrivateRun) -> tuple[PublicTrack, ...]:
    """Every line of open firmware that hardware in scope needs, with the selected entries and who will test it."""
    needed = _open_variants(run)
    in_use = [track for track in run.scheme.tracks if needed & set(track.variants)]
    labels = {track.id: track.label for track in in_use}
    products = {one.count.combination.product_id: one.count.combination for one in run.scoped.in_scope}

    def uses(product_id: str, track: FirmwareTrack) -> bool:
        return any(device and device.variant in track.variants for device in products[product_id].devices)

    tracks = []
    for track in in_use:
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


def untracked_variants(run: PrivateRun) -> tuple[str, ...]:
    """The names of hardware with open firmware for which the scheme states no line of firmware."""
    served = {variant for track in run.scheme.tracks for variant in track.variants}
    return tuple(variant_names(_open_variants(run) - served, run.scheme).values())


def _open_variants(run: PrivateRun) -> set[str]:
    """The installed hardware variants in scope whose firmware is open."""
    kinds = {kind.name for kind in run.scheme.device_types if kind.firmware_open}
    installed = [one.count.combination for one in run.scoped.in_scope if one.count.deployed]
    return {device.variant for one in installed for device in one.devices if device and device.device_type in kinds}


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
