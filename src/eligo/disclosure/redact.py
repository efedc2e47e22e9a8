"""Redaction: the one function that turns private results into a public paper.

Source: ``architecture.md``, "Private and public"; the scheme's ``[disclosure]``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eligo.disclosure.figures import PublicFigure, count_figure
from eligo.disclosure.operators import public_operator
from eligo.disclosure.private import PrivateRun
from eligo.disclosure.public import PublicPaper
from eligo.disclosure.register import redact_register
from eligo.disclosure.sections import (
    public_consultation,
    public_coverage,
    public_curve,
    public_interactions,
    public_round,
    public_scope,
    public_selection,
    public_tracks,
    untracked_variants,
)
from eligo.registers import PendingRegister
from eligo.scheme import Scheme
from eligo.scope import ScopedCombination, ScopedEstate
from eligo.selection import CurvePoint, Interactions, Selection
from eligo.terms import Route, SelectionPolicy


def redact(
    scoped: ScopedEstate,
    selection: Selection,
    routes: Mapping[str, Route],
    register: PendingRegister,
    curve: Sequence[CurvePoint],
    scheme: Scheme,
    rfi_reference: str,
    *,
    notice: str = "",
    policy: SelectionPolicy | None = None,
    together: Sequence[Interactions] = (),
) -> PublicPaper:
    """All that may be published of a run; its ``register`` is the public register.

    Operators stand by pseudonym, suppliers and contacts not at all. Shares are aggregates over an operator, a
    route, a model or a rule, rounded half up to the scheme's decimals; the combined share is rounded from the
    exact sum. A share that rests on fewer installations than the scheme's minimum is suppressed. The points of
    ``curve`` are rounded too, so that no combination's own share can be read off. ``notice`` becomes a banner.
    ``policy`` is what was asked of the selection; without it, no further requirement is named. ``together`` are the
    hardware variants that occur together, by strength.

    Raises ``BadScheme`` where an operator has no pseudonym.
    """
    run = PrivateRun(scoped, selection, routes, register, scheme, policy, together)
    return _public_paper(run, curve, rfi_reference, notice)


def _public_paper(run: PrivateRun, curve: Sequence[CurvePoint], rfi_reference: str, notice: str) -> PublicPaper:
    scheme, public = run.scheme, redact_register(run)
    at_levels = _counts(run)
    tracks = public_tracks(public, run)
    return PublicPaper(
        reference=scheme.paper.reference,
        fleet=scheme.fleet,
        notice=notice,
        consultation=public_consultation(scheme),
        round=public_round(rfi_reference, run),
        scope=public_scope(run),
        assumptions=tuple((assumption.text, assumption.source) for assumption in scheme.assumptions),
        combinations=at_levels[0],
        hardware_combinations=at_levels[1],
        firmware_combinations=at_levels[2],
        out_of_scope=run.count(run.scoped.out_of_scope, "combinations.csv#count[not in_scope]"),
        selection=public_selection(public, run),
        curve=public_curve(curve, run),
        coverage=public_coverage(public, run),
        interactions=public_interactions(run),
        operators=tuple(public_operator(operator, public, run) for operator in run.operators),
        tracks=tracks,
        track_count=count_figure(len(tracks), "scheme.toml#/firmware_track[in use]"),
        untracked=untracked_variants(run),
        small_operator_reason=scheme.selection.small_operator_reason,
        small_operator_source=scheme.selection.small_operator_source,
        register=public,
    )


def _counts(run: PrivateRun) -> tuple[PublicFigure, PublicFigure, PublicFigure]:
    """In-scope combinations: as they are told apart, without firmware, and with the open firmware of today."""
    inside, where = run.scoped.in_scope, "[in_scope]"
    today = sum(one.count.firmware_level for one in inside)
    return (
        run.count(inside, f"combinations.csv#count{where}"),
        run.count({_hardware(one) for one in inside}, f"combinations.csv#distinct(hardware){where}"),
        count_figure(today, f"combinations.csv#distinct(firmware){where}"),
    )


def _hardware(one: ScopedCombination) -> tuple[str, ...]:
    combination = one.count.combination
    return (
        combination.operator,
        combination.provider,
        *(device.variant if device else "" for device in combination.devices),
    )
