"""What a programme knows of its products, in the words of the registers: the facts that entries follow from.

What belongs here: from runs, decisions, firmware and evidence, each by combination, to facts by product. What does not:
what evidence shows (``register_shown``), and what follows (``registers.due``).

Invariants: everything is as of a day; all that is stated may be published: operators by their published names,
documents by name and SHA-256, no counts of installations. Source: ``returns.md`` 10; ``programme.md``; SEC H14.36A.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from eligo.programme.decisions import DecisionKind, ProgrammeDecision, ProgrammeDecisions
from eligo.programme.equivalence import DecisionState, EquivalenceDecision, Equivalences, Pair
from eligo.programme.evidence import Evidence, UnderTest, asked_of, tracks_of
from eligo.programme.firmware import Register
from eligo.programme.register_shown import OWN_TEST, Showing, begun, evidence_until, migrated, received_until, shown
from eligo.registers import (
    EQUIVALENCE,
    TEST_REFUSAL,
    TEST_REQUEST,
    UNECONOMIC,
    Basis,
    Document,
    Equivalent,
    Facts,
    KnownProduct,
    Lapsed,
    Product,
    Registers,
    Released,
    Served,
    Stage,
)
from eligo.scheme import Scheme
from eligo.terms import Combination, Route


@dataclass(frozen=True)
class Remembered:
    """What is remembered of the combinations of a run.

    ``combinations`` and ``kinds`` (of products) of every one by its id; ``under_test`` are those in scope and those
    whose test was requested and is needed, of which ``drafted`` stand on the draft list by ``selection``; ``labels`` by
    product. ``documents``: by decision on equivalence, what states it.
    """

    scheme: Scheme
    combinations: Mapping[str, Combination]
    kinds: Mapping[str, str]
    under_test: tuple[UnderTest, ...]
    drafted: frozenset[str]
    selection: Basis
    labels: Mapping[str, str]
    firmware: Register
    evidence: Evidence
    equivalences: Equivalences
    documents: Mapping[Pair, tuple[Document, ...]]
    decisions: ProgrammeDecisions

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The published names of operators by their own."""
        published = self.scheme.disclosure.pseudonyms
        return {one.operator: published.get(one.operator, one.operator) for one in self.combinations.values()}

    def label(self, combination_id: str) -> str:
        """What a combination's product is called in tables."""
        product_id = self.combinations[combination_id].product_id
        return self.labels.get(product_id) or product_id


def facts_of(remembered: Remembered, registers: Registers, on: date) -> Facts:
    """The facts of a day. ``registers`` say by which route what is eligible already was tested."""
    making = _Making(remembered, on, _routes(remembered, registers))
    products: dict[str, list[str]] = {}
    for one in making.ids:
        products.setdefault(remembered.combinations[one].product_id, []).append(one)
    found = tuple(making.product(ids) for _, ids in sorted(products.items()))
    passed = tuple(migrated(remembered.under_test, making.showing, making.earlier))
    return Facts(on, remembered.scheme.paper.label_prefix, found, passed)


def _routes(remembered: Remembered, registers: Registers) -> dict[str, Route]:
    """By combination, the route by which it is in the registers as eligible."""
    if registers.rules is None:
        return {}
    states = {one.id for one in registers.rules.rules.states if one.counts_as == "eligible"}
    routes = {
        (item.latest.product.product_id, one.operator): one.route
        for item in registers.items.values()
        if item.latest.state in states
        for one in item.latest.operators
        if one.route in OWN_TEST
    }
    places = {
        combination_id: (one.product_id, remembered.names[one.operator])
        for combination_id, one in remembered.combinations.items()
    }
    return {one: routes[place] for one, place in places.items() if place in routes}


class _Making:
    """Facts product by product."""

    def __init__(self, remembered: Remembered, on: date, earlier: Mapping[str, Route]) -> None:
        self.remembered, self.on, self.earlier = remembered, on, earlier
        firmware = received_until(remembered.firmware, on)
        evidence = evidence_until(remembered.evidence, on)
        self.showing = Showing(evidence, firmware, asked_of(remembered.scheme), remembered.names)
        self.under_test = {one.combination_id: one for one in remembered.under_test}
        every = remembered.decisions.decisions
        self.decisions = ProgrammeDecisions(tuple(one for one in every if one.decided_on <= on))
        self.claims: dict[str, list[EquivalenceDecision]] = {}
        for one in remembered.equivalences.decisions:
            if {one.claimed, one.tested} <= remembered.combinations.keys():
                self.claims.setdefault(one.claimed, []).append(one)

    @property
    def ids(self) -> list[str]:
        """The combinations that facts are about: under test, or requested, in the order of their ids."""
        requested = self.decisions.of(DecisionKind.REQUEST)
        return sorted({*self.under_test, *(one for one in requested if one in self.remembered.combinations)})

    def product(self, ids: Sequence[str]) -> KnownProduct:
        """One product, of the combinations of its operators."""
        remembered = self.remembered
        one = remembered.combinations[ids[0]]
        tested = [self.under_test[name] for name in ids if name in self.under_test]
        tracks = tracks_of(one, remembered.scheme)[:1]
        track = tracks[0] if tracks else ""
        claims = [claim for name in ids for claim in self.claims.get(name, ())]
        equivalents = tuple(self._equivalents(claims))
        return KnownProduct(
            Product(one.provider, remembered.kinds[ids[0]], one.devices),
            remembered.labels.get(one.product_id, ""),
            self._operators(ids),
            listed=remembered.selection if remembered.drafted.intersection(ids) else None,
            requested=self._requested(ids, bool(equivalents)),
            refused=self._refused(ids, bool(equivalents)),
            awaited=tuple(self._told_request(one) for one in self._requests(ids) if one.is_awaited),
            spared=self._spared(tested),
            track=track,
            open_types=self._open_types(one, track),
            releases=tuple(self._releases(track)),
            begun=tuple(fact for each in tested for fact in begun(each, self.showing)),
            shown=tuple(f for each in tested for f in shown(each, self.showing, self._earlier(each))),
            equivalents=equivalents,
            lapsed=tuple(self._lapsed(claims)),
        )

    def _earlier(self, one: UnderTest) -> Route | None:
        return self.earlier.get(one.combination_id)

    def _operators(self, ids: Sequence[str]) -> tuple[Served, ...]:
        served: dict[str, Route] = {}
        for name in ids:
            own = self.remembered.names[self.remembered.combinations[name].operator]
            served.setdefault(own, self.under_test[name].route if name in self.under_test else self._untested(name))
        return tuple(Served(name, route) for name, route in sorted(served.items()))

    def _untested(self, name: str) -> Route:
        """The route of what has no test of its own: that of another stands for it, or it has none."""
        return Route.EQUIVALENT if any(self._equivalents(self.claims.get(name, ()))) else Route.OUT_OF_SCOPE

    def _open_types(self, one: Combination, track: str) -> tuple[str, ...]:
        """The device types of which a track brings the firmware that is open."""
        scheme = self.remembered.scheme
        variants = {variant for each in scheme.tracks if each.id == track for variant in each.variants}
        open_types = {each.name for each in scheme.device_types if each.firmware_open}
        return tuple(d.device_type for d in one.devices if d and d.device_type in open_types and d.variant in variants)

    def _releases(self, track: str) -> Iterator[Released]:
        for one in self.showing.register.of_track(track):
            if one.received is not None:
                stage = Stage.FINAL if one.is_final else Stage.CANDIDATE
                kind = "Final release" if one.is_final else "Candidate"
                told = f"{kind} {one.version} of track {track}, received on {one.received}"
                yield Released(one.version, stage, one.received, told)

    def _equivalents(self, claims: Sequence[EquivalenceDecision]) -> Iterator[Equivalent]:
        remembered = self.remembered
        for one in claims:
            if one.state_on(self.on) is DecisionState.IN_FORCE:
                claimed, tested = (remembered.combinations[name] for name in one.pair)
                documents = remembered.documents.get(one.pair, ())
                basis = Basis(EQUIVALENCE, self._told(one), documents, decided_on=one.decided_on)
                operator, with_ = remembered.names[claimed.operator], remembered.names[tested.operator]
                yield Equivalent(operator, tested.product_id, with_, basis)

    def _lapsed(self, claims: Sequence[EquivalenceDecision]) -> Iterator[Lapsed]:
        for one in claims:
            because = {
                DecisionState.EXPIRED: f"has held until {one.expires_on}",
                DecisionState.WITHDRAWN: f"was withdrawn on {one.withdrawn_on}",
                DecisionState.BASE_WITHDRAWN: f"was withdrawn on {one.withdrawn_on} with the test that it rested on",
                DecisionState.CONDITION_OPEN: "has a condition that is not met",
            }.get(one.state_on(self.on))
            if because:
                yield Lapsed(self.remembered.combinations[one.tested].product_id, f"{self._told(one)} {because}")

    def _told(self, one: EquivalenceDecision) -> str:
        """What a decision is called; pairs differ by their labels and the claimed operator."""
        remembered = self.remembered
        operators = [remembered.names[remembered.combinations[name].operator] for name in one.pair]
        tested, claimed = (remembered.label(name) for name in (one.tested, one.claimed))
        day = f" of {one.decided_on}" if one.decided_on else ""
        return (
            f"The decision{day} that the test of {tested} with {operators[1]} stands for {claimed} with {operators[0]}"
        )

    def _spared(self, tested: Sequence[UnderTest]) -> Basis | None:
        """What declared a product uneconomic: the last decision, where all of its combinations are."""
        if not tested or any(one.route is not Route.UNECONOMIC for one in tested):
            return None
        spared = self.decisions.of(DecisionKind.UNECONOMIC)
        decided = [spared[one.combination_id] for one in tested if one.combination_id in spared]
        if len(decided) < len(tested):
            return None
        last = max(decided, key=lambda one: (one.decided_on, one.combination_id))
        told = f"The decision of {last.decided_on} that it is uneconomic to test"
        return Basis(UNECONOMIC, told, consultation=last.consultation, decided_on=last.decided_on)

    def _requests(self, ids: Sequence[str]) -> list[ProgrammeDecision]:
        requests = self.decisions.of(DecisionKind.REQUEST)
        found = (requests[name] for name in ids if name in requests)
        return sorted(found, key=lambda one: (not one.needs_test, one.decided_on, one.request))

    def _requested(self, ids: Sequence[str], is_claimed: bool) -> Basis | None:
        """The request by which it is tested; or by which it need not be, where a decision on equivalence says why."""
        first = next((one for one in self._requests(ids) if not one.is_awaited), None)
        return self._request(first, TEST_REQUEST) if first and (first.needs_test or is_claimed) else None

    def _refused(self, ids: Sequence[str], is_claimed: bool) -> Basis | None:
        """The last request on which no test was found to be needed, where none is and nothing else says why.

        What is drafted is tested, whatever was requested.
        """
        requests = [one for one in self._requests(ids) if not one.is_awaited]
        if not requests or requests[0].needs_test or is_claimed or self.remembered.drafted.intersection(ids):
            return None
        return self._request(requests[-1], TEST_REFUSAL)

    def _request(self, one: ProgrammeDecision, kind: str) -> Basis:
        """Who requested it and when, and what was found on it, and why."""
        party = self.remembered.scheme.disclosure.pseudonyms.get(one.requester, one.requester)
        return Basis(kind, self._told_request(one), party=party, decided_on=one.decided_on)

    def _told_request(self, one: ProgrammeDecision) -> str:
        role = f" by a {one.requester_role.value}" if one.requester_role else ""
        need = "is needed" if one.needs_test else "is not needed"
        decided = f"decided on {one.decided_on}: a test {need}"
        decided = f"not decided yet, put down on {one.decided_on}" if one.is_awaited else decided
        return f"Request {one.request} of {one.requested_on}{role}, {decided} ({one.reason})"
