"""What questions of the programme stand on: the combinations of a run, the firmware register, evidence, equivalences.

What belongs here: bringing them together from files. What does not: a workspace's own (``workspace.programming``), and
any question (``firmware``, ``evidence``).

Invariant: a register or a file of results with an error is refused with all of its findings, and nothing else is done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from eligo.catalogue import Catalogue, scheme_aliases
from eligo.errors import BadEvidence, BadScheme, UsageError
from eligo.findings import Finding, Severity, lines_of
from eligo.programme import (
    UNREPORTED,
    Asked,
    Decidable,
    DecisionKind,
    Equivalences,
    Evidence,
    Known,
    Pair,
    ProgrammeDecisions,
    Register,
    Supports,
    UnderTest,
    asked_of,
    eligible,
    read_decisions,
    read_equivalences,
    read_evidence,
    read_register,
    tracks_of,
)
from eligo.returns import Describing, models_of
from eligo.scheme import Scheme
from eligo.terms import Combination, Route
from eligo.workflows.combinations_file import CombinationRow
from eligo.workflows.equivalences import bad_equivalences, with_bases
from eligo.workflows.inputs import read_input
from eligo.workflows.results import Results, open_results


@dataclass(frozen=True)
class Grounds:
    """``combinations`` are those in scope and those tested on request, the selected first. ``equivalences``: for a
    claimed combination, those whose test stands for its own. ``findings`` are warnings and notes of what was read.
    """

    scheme: Scheme
    combinations: tuple[UnderTest, ...]
    register: Register
    evidence: Evidence
    equivalences: Mapping[str, tuple[UnderTest, ...]]
    findings: tuple[Finding, ...] = field(default=(), repr=False)

    @property
    def asked(self) -> Asked:
        """What the scheme asks of tests."""
        return asked_of(self.scheme)

    @property
    def by_id(self) -> dict[str, UnderTest]:
        """The combinations by their ids."""
        return {one.combination_id: one for one in self.combinations}

    @property
    def known(self) -> Known:
        """What results are held to."""
        return Known(self.scheme, self.asked, self.by_id, self.register, self.evidence)

    def order(self, cell: tuple[str, str, str, str]) -> tuple[int, int, int, int, str]:
        """The place of a cell (combination, phase, state, test) in the order of the combinations and of the scheme."""
        combination_id, phase, state, test = cell
        ids = [one.combination_id for one in self.combinations]
        phases, states = [one.id for one in self.scheme.phases], [one.name for one in self.scheme.counts]
        requests = [one.id for one in self.scheme.service_requests]
        places = ((ids, combination_id), (phases, phase), (requests, test), (states, state))
        first, second, third, fourth = (names.index(name) if name in names else len(names) for names, name in places)
        return (first, second, third, fourth, combination_id)

    def label(self, combination_id: str) -> str:
        """What people call a combination; its id where it is not in scope."""
        found = self.by_id.get(combination_id)
        return found.label if found else combination_id


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that a question is asked of: a run's folder or its table, with the scheme of a table; a register; files
    of results; tables of equivalences and of programme decisions. ``day``: on which equivalences have to hold.
    """

    results: Path
    scheme: str | None = None
    register: Path | None = None
    evidence: tuple[Path, ...] = ()
    equivalences: Path | None = None
    decisions: Path | None = None
    day: date | None = None


def grounds_of(sources: Sources) -> Grounds:
    """Everything that the files say. Raises ``BadEvidence`` with every finding where one of them is an error,
    ``UsageError`` for a scheme of tables alone, and what opening results and reading equivalences raises.
    """
    opened = open_results(sources.results, sources.scheme)
    scheme = whole_scheme(opened)
    read = register_of(sources.register, scheme) if sources.register else (Register(), ())
    pairs, told = None, tuple[Finding, ...]()
    if sources.equivalences is not None:
        equivalences, told = equivalences_of(sources.equivalences, opened, sources.day)
        pairs = equivalences.pairs(sources.day)
    decisions, said = ProgrammeDecisions(), tuple[Finding, ...]()
    if sources.decisions is not None:
        decisions, said = decisions_of(sources.decisions, opened, scheme)
    bare = made_grounds(opened, scheme, read[0], Evidence(), pairs, decisions)
    evidence, findings = evidence_of(sources.evidence, bare.known)
    return replace(bare, evidence=evidence, findings=(*read[1], *told, *said, *findings))


def made_grounds(
    opened: Results,
    scheme: Scheme,
    register: Register,
    evidence: Evidence,
    pairs: Iterable[Pair] | None,
    decisions: ProgrammeDecisions,
) -> Grounds:
    """Grounds of a run's results, of equivalences (claimed, tested) and of decisions.

    ``pairs`` stand in the place of the equivalences that the run followed; ``None`` leaves those.
    """
    opened = with_described(opened, decisions)
    ones = decided_combinations(opened, scheme, decisions)
    by_id = {one.combination_id: one for one in ones}
    equivalences: dict[str, list[UnderTest]] = {}
    for claimed, tested in sorted(followed_pairs(opened) if pairs is None else {*pairs}):
        if tested in by_id and claimed in by_id:
            equivalences.setdefault(claimed, []).append(by_id[tested])
    return Grounds(scheme, ones, register, evidence, {c: tuple(t) for c, t in equivalences.items()})


def supports_of(grounds: Grounds, pairs: Iterable[Pair] | None = None) -> Supports:
    """What the eligibility of every combination rests on, those that are uneconomic to test left out.

    ``pairs`` are the equivalences that hold; ``None`` stands for those of the grounds.
    """
    ones = [one for one in grounds.combinations if one.route is not Route.UNECONOMIC]
    held = ((claimed, base.combination_id) for claimed, bases in grounds.equivalences.items() for base in bases)
    passed = (
        one.combination_id
        for one in ones
        # Nothing is passed without a result.
        if one.combination_id in grounds.evidence.of_combination
        and eligible(one, grounds.evidence, grounds.register, grounds.asked, {}).is_eligible
    )
    selected = (one.combination_id for one in ones if one.route is Route.MT_SIT)
    populations = {one.combination_id: one.population for one in ones}
    return Supports(frozenset(held if pairs is None else pairs), frozenset(passed), populations, frozenset(selected))


def followed_pairs(opened: Results) -> set[Pair]:
    """The equivalences that a run followed."""
    return {(row.combination.combination_id, base) for row in opened.in_scope for base in row.bases}


def whole_scheme(opened: Results) -> Scheme:
    """The scheme of some results. Raises ``UsageError`` for one of tables alone, which says nothing of testing."""
    if not isinstance(opened.scheme, Scheme):
        raise UsageError(
            f"The scheme {opened.scheme.id} is of tables alone: it has no phases and no firmware tracks",
            hint="Name a whole scheme.",
        )
    return opened.scheme


def rows_of(opened: Results) -> tuple[CombinationRow, ...]:
    """Every row of some results."""
    return (*opened.in_scope, *opened.out_of_scope)


def combinations_of(opened: Results, scheme: Scheme) -> tuple[UnderTest, ...]:
    """The combinations in scope as tests see them: the selected in the order of their labels, the others by rank."""
    operators = list(scheme.operators)
    chosen = sorted(
        (row for row in opened.in_scope if row.selected), key=lambda row: operators.index(row.combination.operator)
    )
    products = {one.combination.product_id: None for one in chosen}
    labels = {product: f"{scheme.paper.label_prefix}-{number}" for number, product in enumerate(products, start=1)}
    others = [row for row in opened.in_scope if not row.selected]
    return (
        *(_under_test(row, labels[row.combination.product_id], scheme) for row in chosen),
        *(_under_test(row, row.combination.combination_id, scheme) for row in others),
    )


def decided_combinations(opened: Results, scheme: Scheme, decisions: ProgrammeDecisions) -> tuple[UnderTest, ...]:
    """The combinations as tests see them once programme decisions hold, each where it applies.

    One out of scope whose test was requested and is needed is among them; what is uneconomic is not tested; and of an
    operator that has none selected the one decided goes first, or else the largest that is tested.
    """
    requested = tested_on_request(opened, decisions)
    new = (_under_test(row, row.combination.combination_id, scheme) for row in requested)
    every = (*combinations_of(opened, scheme), *(replace(one, route=Route.DMCT) for one in new))
    uneconomic = decisions.of(DecisionKind.UNECONOMIC)
    spared = {one.combination_id for one in every if one.combination_id in uneconomic and one.route != Route.MT_SIT}
    firsts = _firsts(every, spared, decisions)
    return tuple(replace(one, route=_route(one, spared, firsts)) for one in every)


def tested_on_request(opened: Results, decisions: ProgrammeDecisions) -> tuple[CombinationRow, ...]:
    """The combinations out of scope that are tested because that was requested; no installation of them counts."""
    rows = (row for row in opened.out_of_scope if row.combination.combination_id in decisions.tested_on_request)
    return tuple(replace(row, population=0, deployed=0) for row in rows)


def with_described(opened: Results, decisions: ProgrammeDecisions) -> Results:
    """Some results with the combinations that requests describe and that no return reports, out of scope."""
    known = {row.combination.combination_id for row in rows_of(opened)}
    new = {
        one.combination.combination_id: CombinationRow(
            one.combination, one.product_kind, 0, 0, False, "", Route.OUT_OF_SCOPE.value, False, scope_reason=UNREPORTED
        )
        for one in decisions.described
    }
    rows = (row for name, row in new.items() if name not in known)
    return replace(opened, out_of_scope=(*opened.out_of_scope, *rows))


def _firsts(every: Sequence[UnderTest], spared: Collection[str], decisions: ProgrammeDecisions) -> dict[str, str]:
    """By operator that has none selected, the combination that goes first, where it is another than the run says."""
    having = {one.operator for one in every if one.route is Route.MT_SIT}
    open_ = {one.operator for one in every if one.route is Route.MT and one.combination_id in spared} - having
    tested = [one for one in every if one.combination_id not in spared and one.operator not in having]
    decided = [one for one in tested if one.combination_id in decisions.of(DecisionKind.FIRST)]
    firsts: dict[str, str] = {}
    for one in (*decided, *(one for one in tested if one.operator in open_ and one.route is Route.DMCT)):
        firsts.setdefault(one.operator, one.combination_id)
    return firsts


def _route(one: UnderTest, spared: Collection[str], firsts: Mapping[str, str]) -> Route:
    if one.combination_id in spared:
        return Route.UNECONOMIC
    if one.operator not in firsts:
        return one.route
    if one.combination_id == firsts[one.operator]:
        return Route.MT
    return Route.DMCT if one.route is Route.MT else one.route


def _under_test(row: CombinationRow, label: str, scheme: Scheme) -> UnderTest:
    one = row.combination
    tracks = tracks_of(one, scheme)
    if len(tracks) > 1:
        raise BadScheme(
            f"{one.combination_id} has hardware of the firmware tracks {' and '.join(tracks)}",
            hint="A result names one firmware: let one track of the scheme serve both, or none.",
        )
    devices = frozenset(device.device_type for device in one.devices if device)
    try:
        route = Route(row.route or (Route.MT_SIT.value if row.selected else Route.DMCT.value))
    except ValueError:
        raise UsageError(f"{one.combination_id} has the route '{row.route}', which there is not") from None
    named = (one.combination_id, label, one.operator, route, tracks[0] if tracks else "", row.product_kind)
    return UnderTest(*named, devices, row.population, one.product_id)


def decidable_of(opened: Results, scheme: Scheme, pairs: Iterable[Pair] = ()) -> dict[str, Decidable]:
    """Every combination of a run, in scope or not, by its id: what programme decisions may be about.

    ``pairs``: whose test stands for whose besides, by decisions that the run did not follow.
    """
    rows = rows_of(opened)
    candidates = with_bases([row.candidate(scheme) for row in rows], pairs)
    return {
        row.combination.combination_id: Decidable(
            row.combination, candidate, row.in_scope, row.scope_reason, row.selected
        )
        for row, candidate in zip(rows, candidates, strict=True)
    }


def decisions_of(
    path: Path, opened: Results, scheme: Scheme, catalogue: Catalogue | None = None, pairs: Iterable[Pair] = ()
) -> tuple[ProgrammeDecisions, tuple[Finding, ...]]:
    """The programme decisions of a file. Raises ``BadEvidence`` where it has an error.

    What a request describes is read by the names of the catalogue, or else of the devices that the results have.
    ``pairs`` as of ``decidable_of``.
    """
    file = read_input("programme decisions", path)
    known = decidable_of(opened, scheme, pairs)
    if catalogue is None:
        devices = [device for one in known.values() for device in one.combination.devices if device is not None]
        catalogue = Catalogue(models_of(devices), scheme_aliases(scheme), scheme.legal_suffixes)
    read = read_decisions(file.name, file.content, scheme, known, Describing(scheme, catalogue))
    if read.decisions is None:
        raise refused(file.name, read.findings)
    return read.decisions, read.findings


def known_combinations(opened: Results) -> dict[str, Combination]:
    """Every combination of some results, in scope or not, by its id: what decisions on equivalence may be about."""
    return {row.combination.combination_id: row.combination for row in rows_of(opened)}


def equivalences_of(
    path: Path, opened: Results, today: date | None, *, in_full: bool = False
) -> tuple[Equivalences, tuple[Finding, ...]]:
    """The decisions on equivalence of a table or a workbook. Raises ``BadDecisions`` where it has an error.

    ``in_full``: whether each has to be argued.
    """
    file = read_input("equivalences", path)
    known, tested = known_combinations(opened), set(opened.selected)
    read = read_equivalences(file.name, file.content, known, tested=tested, today=today, in_full=in_full)
    if read.equivalences is None:
        raise bad_equivalences(file.name, read.findings)
    return read.equivalences, read.findings


def register_of(path: Path, scheme: Scheme) -> tuple[Register, tuple[Finding, ...]]:
    """A register in a file. Raises ``BadEvidence`` where it has an error."""
    file = read_input("firmware register", path)
    read = read_register(file.name, file.content, scheme)
    if read.register is None:
        raise refused(file.name, read.findings)
    return read.register, read.findings


def evidence_of(paths: Sequence[Path], known: Known) -> tuple[Evidence, tuple[Finding, ...]]:
    """Files of results, besides the evidence that is known. Raises ``BadEvidence`` where one has an error."""
    files = [read_input("evidence", path) for path in paths]
    read = read_evidence([(file.name, file.content) for file in files], known)
    if len(read.files) < len(files):
        raise refused("The evidence" if len(files) > 1 else files[0].name, read.findings)
    return known.evidence.and_also(read.files), read.findings


def refused(what: str, findings: Sequence[Finding]) -> BadEvidence:
    """What ends a command where something has errors: every one of them at its place."""
    errors = [one for one in findings if one.severity is Severity.ERROR]
    number = f"{len(errors):,} error{'' if len(errors) == 1 else 's'}"
    hint = "Nothing has been changed. Mend what is named; 'finding codes' in the reference say how."
    return BadEvidence(f"{what} has {number}", hint=hint, details=lines_of(errors))
