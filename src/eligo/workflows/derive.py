"""From a request to every artefact, as bytes: the whole pipeline, without a clock and without writing anything.

``run`` writes what this derives; ``verify`` derives it again and compares. Both therefore mean the same thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import eligo_check
from eligo import artefacts
from eligo.disclosure import PublicPaper, redact
from eligo.documents import (
    Chosen,
    build_analysis,
    render_html,
    selection_charts,
)
from eligo.errors import EligoError, Infeasible, NothingAccepted, StoppedBeforeProof, VerificationFailed
from eligo.estate import assemble_round, build_estate
from eligo.findings import Finding, Severity
from eligo.ports import Progress
from eligo.programme import Pair
from eligo.registers import draft_ppcl
from eligo.scheme import Scheme
from eligo.scope import InstallationBalance, ScopedEstate, apply_scope, balance_installations, imbalances
from eligo.selection import (
    STRENGTHS,
    Conflict,
    CurvePoint,
    Interactions,
    Robustness,
    Selection,
    assign_routes,
    contributions,
    interactions,
    robustness,
    select,
    size_curve,
    stability,
    uncertainty_of,
)
from eligo.terms import Candidate, Route, SelectionPolicy
from eligo.workflows.equivalences import equivalences_in, with_bases
from eligo.workflows.intake import Intake, take_in
from eligo.workflows.paper import never_published, write_paper
from eligo.workflows.request import Request, policy_of

CURVE_SIZES = range(1, 51)
"""The sizes whose best set is proved."""

SHOWN_SIZES = 20
"""The largest size that the paper and the analysis show (``programme.md``: "size 1...20")."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything a run knows at its end. ``refusal`` is the situation it must end with, ``None`` where all is done.

    ``together``: the hardware variants that occur together, by strength; empty where nothing is selected.
    ``robust``: what the missing figures could change of a selection. ``deselected``: the reasons, by id, of what is in
    scope and was given up. ``public`` is what its paper says, ``None`` where there is none, and ``unpublished`` the
    names that must not stand in it.
    """

    scheme: Scheme = field(repr=False)
    intake: Intake = field(repr=False)
    scoped: ScopedEstate = field(repr=False)
    answer: Selection | Conflict = field(repr=False)
    routes: Mapping[str, Route] = field(repr=False)
    labels: Mapping[str, str] = field(repr=False)
    artefacts: Mapping[str, bytes] = field(repr=False)
    refusal: EligoError | None
    findings: tuple[Finding, ...] = field(repr=False)
    together: tuple[Interactions, ...] = field(default=(), repr=False)
    robust: Robustness | None = field(default=None, repr=False)
    deselected: Mapping[str, str] = field(default_factory=dict)
    public: PublicPaper | None = field(default=None, repr=False)
    unpublished: tuple[str, ...] = field(default=(), repr=False)

    @property
    def status(self) -> str:
        """``optimal``, ``feasible`` or ``infeasible``."""
        return self.answer.status if isinstance(self.answer, Selection) else "infeasible"


def derive(request: Request, progress: Progress) -> Outcome:
    """Carry out the whole of a run in memory.

    Raises what its parts raise for inputs that cannot be used, and ``NothingAccepted`` where no row is left to
    select from. Infeasible and unproved answers are outcomes, with their ``refusal``.
    """
    scheme = request.scheme
    intake = take_in(request.inputs, scheme, progress)
    progress.stage("Building the estate", 0, 1)
    this_round = assemble_round(intake.returns, scheme)
    intake = Intake((*this_round.returns, *this_round.replaced))
    estate = build_estate(this_round.returns, scheme)
    scoped = apply_scope(estate, scheme)
    said = (*intake.findings, *this_round.findings, *estate.findings)
    findings = tuple(sorted(said, key=lambda finding: finding.order))
    if not scoped.in_scope:
        raise _nothing_accepted(intake, scoped, findings)
    balances = balance_installations(intake.returns, scoped, scheme)
    _check_balance(balances, scoped)
    progress.stage("Building the estate", 1, 1)
    known = {one.combination_id: one.count.combination for one in scoped.combinations}
    relations = equivalences_in(request.inputs, known, request.parameters.equivalences_on)
    return _selected(_Taken(request, intake, scoped, balances, findings, relations), progress)


def _check_balance(balances: Sequence[InstallationBalance], scoped: ScopedEstate) -> None:
    complaints = list(imbalances(balances, scoped))
    if complaints:
        raise VerificationFailed(
            "Installations that were reported are not all accounted for",
            hint="This is a fault of Eligo: please report it with the inputs.",
            details=complaints,
        )


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a selection is made from: what was asked, what was received, and what of it is in scope."""

    request: Request
    intake: Intake
    scoped: ScopedEstate
    balances: Sequence[InstallationBalance]
    findings: tuple[Finding, ...]
    equivalences: tuple[Pair, ...]

    @property
    def candidates(self) -> list[Candidate]:
        """What may be selected, in rank order."""
        return with_bases([one.candidate for one in self.scoped.in_scope], self.equivalences)

    @property
    def policy(self) -> SelectionPolicy:
        """What the selection must satisfy."""
        ids = [one.combination_id for one in self.scoped.in_scope]
        return policy_of(self.request.scheme, self.request.parameters, ids)

    @property
    def deselected(self) -> dict[str, str]:
        """Why each of those in scope that were given up was, by id."""
        inside = {one.combination_id for one in self.scoped.in_scope}
        return {one: why for one, why in self.request.parameters.deselected if one in inside}

    def table(self, routes: Mapping[str, Route], chosen: frozenset[str]) -> bytes:
        """``combinations.csv``."""
        bases = {one.combination_id: one.bases for one in self.candidates}
        return artefacts.combinations_csv(self.scoped, routes, chosen, bases, self.request.scheme)

    def outcome(self, answer: Selection | Conflict, written: dict[str, bytes], refusal: EligoError | None) -> Outcome:
        """An outcome without routes and labels."""
        scheme = self.request.scheme
        told = Outcome(scheme, self.intake, self.scoped, answer, {}, {}, written, refusal, self.findings)
        return replace(told, deselected=self.deselected)


def _selected(taken: _Taken, progress: Progress) -> Outcome:
    request, scoped = taken.request, taken.scoped
    policy, operators = taken.policy, request.scheme.operator.values
    progress.stage("Selecting and proving", 0, 1)
    word = request.scheme.installation_word
    answer = select(taken.candidates, scoped.deployed_in_scope, policy, operators, word=word)
    if isinstance(answer, Conflict):
        return _in_conflict(taken, answer)
    given_up = {one: f"It was given up: {why}. {answer.why_not[one]}" for one, why in taken.deselected.items()}
    answer = replace(answer, why_not={**answer.why_not, **given_up})
    curve = proved_curve(taken.candidates, policy, operators, CURVE_SIZES)
    progress.stage("Selecting and proving", 1, 1)
    chosen = frozenset(candidate.combination_id for candidate in answer.selected)
    routes = assign_routes(taken.candidates, chosen, operators)
    if answer.status != "optimal":
        return replace(_answered(taken, answer, curve, routes, {}), refusal=unproved(answer, word))
    register = draft_ppcl(scoped, answer, routes, request.scheme)
    labels = {one: entry.label for entry in register.entries for one in entry.combination_ids}
    outcome = _answered(taken, answer, curve, routes, labels)
    reference, notice = scoped.estate.rfi_reference, request.parameters.notice
    run = (scoped, answer, routes, register, shown_points(curve), request.scheme)
    public = redact(*run, reference, notice=notice, policy=policy, together=outcome.together)
    written = {
        **outcome.artefacts,
        "plan.json": artefacts.plan_json(scoped, routes, request.scheme),
        "ppcl.csv": artefacts.ppcl_csv(public.register, request.scheme),
        "ppcl.json": artefacts.ppcl_json(public.register, request.scheme),
    }
    if not answer.equivalent:
        # The paper says of its shares that they are of what is selected, and of all others that they are tested later.
        unpublished = never_published(request, scoped)
        outcome = replace(outcome, public=public, unpublished=unpublished)
        written |= write_paper(public, unpublished, request.scheme, progress)
    return replace(outcome, artefacts=written)


def _in_conflict(taken: _Taken, conflict: Conflict) -> Outcome:
    """What is written where no selection exists: all that was received, and why there is none."""
    request = taken.request
    written = _received(taken, None)
    written["combinations.csv"] = taken.table({}, frozenset())
    written["selection.json"] = artefacts.conflict_json(conflict)
    written |= checked_certificate(conflict, written["combinations.csv"], request.scheme_content)
    return taken.outcome(conflict, written, infeasible(conflict))


def _answered(
    taken: _Taken,
    answer: Selection,
    curve: Sequence[CurvePoint],
    routes: Mapping[str, Route],
    labels: Mapping[str, str],
) -> Outcome:
    """What is written of any selection, proved or not: nothing of it is public."""
    request, scoped, deployed = taken.request, taken.scoped, taken.scoped.deployed_in_scope
    policy, scheme = taken.policy, request.scheme
    chosen = frozenset(candidate.combination_id for candidate in answer.selected)
    together = exercised_together(taken.candidates, answer)
    robust = robustness(answer, taken.candidates, deployed, policy, uncertainty_of(scoped, scheme, policy.strength))
    stable = stability(robust, answer.margin)
    shown = Chosen(
        answer,
        taken.candidates,
        shown_points(curve),
        contributions(answer),
        stable,
        together,
        labels,
        policy.cover,
        robust,
    )
    written = {**_received(taken, shown), **selection_charts(shown, scheme)}
    written["combinations.csv"] = taken.table(routes, chosen)
    written["selection.json"] = artefacts.selection_json(
        answer, stable, curve, together, deployed, scheme, robust=robust
    )
    written["interactions.csv"] = artefacts.interactions_csv(together, deployed)
    written |= checked_certificate(answer, written["combinations.csv"], request.scheme_content)
    outcome = taken.outcome(answer, written, None)
    return replace(outcome, routes=routes, labels=labels, together=together, robust=robust)


def checked_certificate(answer: Selection | Conflict, combinations: bytes, scheme: bytes) -> dict[str, bytes]:
    """The proof, once the checker that shares nothing with Eligo has accepted it for the very files; or none.

    Raises ``VerificationFailed`` where it was rejected.
    """
    if not answer.certificate:
        return {}
    try:
        eligo_check.check(answer.certificate, combinations, scheme)
    except eligo_check.Rejected as reason:
        raise VerificationFailed(
            "The certificate of the selection was rejected",
            hint="This is a fault of Eligo: please report it with the inputs.",
            details=[str(reason)],
        ) from None
    return {"certificate.json": answer.certificate}


def _received(taken: _Taken, chosen: Chosen | None) -> dict[str, bytes]:
    """The artefacts that every run has, whatever its answer; what was ``chosen`` stands in the analysis alone."""
    intake, scoped, scheme = taken.intake, taken.scoped, taken.request.scheme
    return {
        "findings.csv": artefacts.findings_csv(taken.findings),
        "quarantine.csv": artefacts.quarantine_csv(intake.quarantined, scheme),
        "mass-balance.csv": artefacts.mass_balance_csv(intake.balances),
        "installations.csv": artefacts.installations_csv(taken.balances, scheme),
        "responders.csv": artefacts.responders_csv(scoped.estate.responders),
        "reconciliation.csv": artefacts.reconciliation_csv(scoped.estate.differences, scheme),
        "analysis.html": render_html(build_analysis(scoped, intake.balances, taken.balances, scheme, chosen)),
    }


def proved_curve(
    candidates: Sequence[Candidate], policy: SelectionPolicy, operators: Sequence[str], sizes: Iterable[int]
) -> tuple[CurvePoint, ...]:
    """The coverage at every size that there are combinations for; a size whose best is not proved is left out."""
    points: list[CurvePoint] = []
    for size in sizes:
        if size <= len(candidates):
            with suppress(StoppedBeforeProof):
                points += size_curve(candidates, policy, operators, [size])
    return tuple(points)


def shown_points(curve: Sequence[CurvePoint]) -> tuple[CurvePoint, ...]:
    """The sizes that the paper and the analysis show."""
    return tuple(point for point in curve if point.size <= SHOWN_SIZES)


def exercised_together(candidates: Sequence[Candidate], answer: Selection) -> tuple[Interactions, ...]:
    """The pairs and triples of hardware variants that occur, and which of them the answer exercises."""
    chosen = [candidate.combination_id for candidate in answer.selected]
    return tuple(interactions(candidates, chosen, strength) for strength in STRENGTHS)


def infeasible(conflict: Conflict, further: str = "") -> Infeasible:
    """The situation that a conflict ends a command with; ``further`` is what may be done next, too."""
    return Infeasible(
        f"No selection of size {conflict.size} meets every requirement; these cannot hold together",
        hint=f"Give up one of them, or choose another size.{further}",
        details=[requirement.text for requirement in conflict.requirements],
    )


def unproved(answer: Selection, word: str) -> StoppedBeforeProof:
    """The situation that an answer without a proof ends a command with; ``word`` is what one of what is counted is."""
    found, most = f"{answer.population:,}", f"{answer.bound:,}"
    return StoppedBeforeProof(
        f"A selection of {found} {word}s was found, but not proved: the best has at most {most}",
        hint="The selection is written with the status 'feasible'; no list and no paper is published from it.",
    )


def _nothing_accepted(intake: Intake, scoped: ScopedEstate, findings: Sequence[Finding]) -> NothingAccepted:
    read = sum(balance.read for balance in intake.balances)
    quarantined = sum(balance.quarantined for balance in intake.balances)
    causes = Counter((f.code, f.location.column, f.value) for f in findings if f.severity is Severity.ERROR)
    details = [
        f"{count} × {code} in {column}: found '{value}'" for (code, column, value), count in causes.most_common()
    ]
    rules = Counter(one.decision.rule for one in scoped.out_of_scope)
    details += [
        f"{count} combination{'s' if count > 1 else ''} out of scope by rule {rule}" for rule, count in rules.items()
    ]
    return NothingAccepted(
        f"Nothing is in scope: of {read:,} rows read, {quarantined:,} are quarantined",
        hint="Run 'eligo check' with --out to see every finding at its place.",
        details=details,
    )
