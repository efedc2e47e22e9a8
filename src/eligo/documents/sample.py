"""Small made-up papers, from which a scheme's text can be printed before there is any run.

What belongs here: public values made of the scheme's own words and of figures that mean nothing. What does not:
anything of a run. A sample is never published.
"""

from __future__ import annotations

from eligo.disclosure import (
    PublicArrival,
    PublicConsultation,
    PublicDevice,
    PublicDeviceUse,
    PublicEntering,
    PublicEntry,
    PublicExit,
    PublicExpected,
    PublicFigure,
    PublicFirst,
    PublicInteractions,
    PublicLater,
    PublicLimit,
    PublicListing,
    PublicModelShare,
    PublicOperator,
    PublicPaper,
    PublicPoint,
    PublicProgramme,
    PublicRegister,
    PublicRequirements,
    PublicRound,
    PublicRouteUse,
    PublicScopeRule,
    PublicSelection,
    PublicTrack,
    PublicVariant,
)
from eligo.scheme import DeviceType, Scheme
from eligo.terms import TO_BE_CONFIRMED, Route

_SOURCE = "sample.json#/figure"
_NO_SHARE = PublicFigure("a share that cannot be published", "", _SOURCE)
_SHARE = PublicFigure("50%", "0.50", _SOURCE)
_DAY = PublicFigure("1 January 2000", "2000-01-01", _SOURCE)


def sample_papers(scheme: Scheme) -> tuple[PublicPaper, PublicPaper]:
    """One paper in which there is something of everything, and one in which there is as little as there can be.

    Both have an operator with a selected combination and one without.
    """
    return _paper(scheme, full=True), _paper(scheme, full=False)


def _count(number: int) -> PublicFigure:
    return PublicFigure(str(number), str(number), _SOURCE)


def _paper(scheme: Scheme, *, full: bool) -> PublicPaper:
    entries = tuple(_entry(place, scheme) for place in (1, 2))
    register = PublicRegister(scheme.paper.list_version, entries)
    rules = scheme.scope_rules if full else scheme.scope_rules[-1:]
    tracks = scheme.tracks if full else ()
    return PublicPaper(
        reference=scheme.paper.reference,
        fleet=scheme.fleet,
        notice="",
        consultation=_consultation(scheme),
        round=_round(full),
        scope=tuple(PublicScopeRule(r.id, r.in_scope, r.reason, r.source, _count(2), _SHARE) for r in rules),
        assumptions=tuple((one.text, one.source) for one in scheme.assumptions) if full else (),
        combinations=_count(2),
        hardware_combinations=_count(2),
        firmware_combinations=_count(2),
        out_of_scope=_count(2 if full else 0),
        selection=_selection(full),
        curve=tuple(PublicPoint(size, _SHARE, True) for size in (1, 2)) if full else (),
        coverage=_coverage(scheme) if full else (),
        interactions=_interactions(full),
        operators=(_operator("Sample 1", entries[:1], scheme, full), _operator("Sample 2", entries[1:], scheme, full)),
        tracks=tuple(
            PublicTrack(t.id, t.label, t.note, t.later_than, entries[:1], ("Sample 1",), _count(1)) for t in tracks
        ),
        track_count=_count(len(tracks)),
        untracked=() if full else ("Sample variant",),
        small_operator_reason=scheme.selection.small_operator_reason,
        small_operator_source=scheme.selection.small_operator_source,
        register=register,
        programme=_programme(entries[0].label) if full else None,
    )


def _programme(label: str) -> PublicProgramme:
    """A plan with an exit of either kind, and with everything else that there may be."""
    month = PublicExpected(_DAY, _DAY, _DAY)
    track = "Sample track"
    return PublicProgramme(
        tracks=(PublicArrival(track, _DAY, True, _DAY, False),),
        later=(PublicLater(track, track, _count(2), _DAY, (label,), (PublicEntering((label,), (_DAY,), True),)),),
        entering=_DAY,
        exits=(PublicExit(True, (label,), _DAY, track), PublicExit(False, (label,), _DAY, "")),
        firsts=(PublicFirst("Sample 2", _DAY, _DAY),),
        first_labels=(label,),
        first=month,
        half=month,
        last=month,
        trials=_count(2),
        untested=_count(2),
        source="Sample source",
    )


def _consultation(scheme: Scheme) -> PublicConsultation:
    asked = scheme.consultation
    questions = tuple((question.id, question.text) for question in asked.questions)
    names = (asked.title, asked.publisher, asked.department, asked.respond_to)
    return PublicConsultation(*names, questions, _DAY, _DAY, _DAY, _DAY)


def _round(full: bool) -> PublicRound:
    share = _SHARE if full else _NO_SHARE
    two, open_count = _count(2), _count(2 if full else 0)
    return PublicRound("RFI", _DAY, two, two, open_count, two, two, share, open_count, share, full)


def _selection(full: bool) -> PublicSelection:
    some, number = (("Sample variant",), _count(2)) if full else ((), _count(0))
    limits = (PublicLimit("Sample 1", number, number), PublicLimit("Sample 2", None, _count(0))) if full else ()
    return PublicSelection(
        size=_count(1),
        products=_count(1),
        share=_SHARE,
        variants=_count(2),
        covered=_count(2),
        untested=some,
        not_required=some,
        proved=True,
        baseline_differs=full,
        baseline_covered=_count(2),
        baseline_untested=some,
        requirements=PublicRequirements(number, number, limits, full),
    )


def _coverage(scheme: Scheme) -> tuple[PublicVariant, ...]:
    label = f"{scheme.paper.label_prefix}-1"
    kinds = [kind.label for kind in scheme.device_types if kind.covered]
    return tuple(PublicVariant(kind, name, some) for kind in kinds for name, some in (("A", (label,)), ("B", ())))


def _interactions(full: bool) -> tuple[PublicInteractions, ...]:
    tested = (PublicInteractions(2, _count(2), _count(1), _SHARE), PublicInteractions(3, _count(1), _count(1), _SHARE))
    return tested if full else ()


def _entry(place: int, scheme: Scheme) -> PublicEntry:
    listing = PublicListing(f"Sample {place}", Route.MT_SIT, "Sample route", selected=place == 1)
    devices = tuple(_device(kind) for kind in scheme.device_types)
    label = f"{scheme.paper.label_prefix}-{place}"
    return PublicEntry(label, f"P-{place}", "Sample kind", "Sample provider", devices, (listing,), "pending")


def _device(kind: DeviceType) -> PublicDevice:
    firmware = TO_BE_CONFIRMED if kind.firmware_open else "1"
    return PublicDevice(kind.name, kind.label, "Sample maker", "Sample model", "1", firmware)


def _operator(name: str, entries: tuple[PublicEntry, ...], scheme: Scheme, full: bool) -> PublicOperator:
    selected = tuple(entry for entry in entries if entry.selected)
    others = tuple(entry for entry in entries if not entry.selected)
    count, rest = len(selected), len(others)
    route = Route.MT_SIT if selected else Route.MT
    labels = scheme.paper.route_labels
    route_label = labels.get(route.value, route.value)
    models = tuple(PublicModelShare(kind.label, "Sample model", _SHARE) for kind in scheme.device_types)
    return PublicOperator(
        name=name,
        anchor=name.lower().replace(" ", "-"),
        estate_share=_SHARE,
        combinations=_count(1 if full or selected else 0),
        selected=selected,
        selected_count=_count(count),
        unselected_count=_count(rest),
        share=_SHARE,
        first=next(iter(others), None) if full else None,
        too_small=full,
        devices=tuple(_use(kind, full) for kind in scheme.device_types),
        models=models if full else (),
        withheld_models=full,
        routes=(PublicRouteUse(name, route, route_label, _count(1), _SHARE),),
    )


def _use(kind: DeviceType, full: bool) -> PublicDeviceUse:
    names = ("Sample model",) if full else ()
    counted = "hardware variant" if kind.covered else "model"
    return PublicDeviceUse(
        kind.label,
        kind.covered,
        counted,
        _count(2),
        _count(1),
        names,
        names,
        "Sample model",
        most_prevalent_tested=full,
    )
