"""What anyone may read: the types that public documents, pages and registers accept.

What belongs here: frozen values of pseudonyms, device models, rounded figures and the scheme's own words. What
does not: how they come about (``redact``).

Invariants: no supplier, no contact and no operator's own name; no installation count; shares only of an
operator, a route, a model, a rule or the whole (which may rest on one combination, as the published Table 2 does);
every number is a ``PublicFigure`` that says where it comes from.
Source: Consultation 2 (operators are anonymised "to protect commercial confidentialities"); ``results.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

from eligo.disclosure.figures import PublicFigure
from eligo.disclosure.public_programme import PublicProgramme
from eligo.terms import TO_BE_CONFIRMED, Route


class Public:
    """The audience of a public document: anyone."""


@dataclass(frozen=True, slots=True)
class PublicDevice:
    """One device of a published combination. ``label`` is the device type as the scheme prints it."""

    device_type: str
    label: str
    manufacturer: str
    model: str
    hardware: str
    firmware: str

    @property
    def firmware_open(self) -> bool:
        """Whether the firmware is still to be confirmed."""
        return self.firmware == TO_BE_CONFIRMED


@dataclass(frozen=True, slots=True)
class PublicListing:
    """One operator that an entry stands for, by pseudonym, and the route there. ``route_label`` is as printed."""

    operator: str
    route: Route
    route_label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One pending product as it is published. ``devices`` has one place per device type of the scheme."""

    label: str
    product_id: str
    product_kind: str
    provider: str
    devices: tuple[PublicDevice | None, ...]
    listings: tuple[PublicListing, ...]
    status: str

    @property
    def selected(self) -> bool:
        """Whether any of the combinations it stands for is selected."""
        return any(listing.selected for listing in self.listings)

    @property
    def operators(self) -> tuple[str, ...]:
        """Each operator once, by pseudonym."""
        return tuple(dict.fromkeys(listing.operator for listing in self.listings))

    def device(self, device_type: str) -> PublicDevice | None:
        """The device of that type, or ``None``."""
        return next((d for d in self.devices if d and d.device_type == device_type), None)


@dataclass(frozen=True, slots=True)
class PublicRegister:
    """The draft pending register as it is published."""

    list_version: str
    entries: tuple[PublicEntry, ...]

    @property
    def selected(self) -> tuple[PublicEntry, ...]:
        """The entries with a selected combination: the rows of the table of all selected."""
        return tuple(entry for entry in self.entries if entry.selected)


@dataclass(frozen=True, slots=True)
class PublicRound:
    """Who answered the request for information, as counts, and what the figures therefore leave open.

    ``stood_in``: suppliers without a return for which operators' figures stand in. ``unresolved`` and
    ``intention_unknown`` are shares, set against the deployed estate in scope; suppressed where too few suppliers
    stand behind them. ``is_aggregate``: enough suppliers stand behind the whole estate for its shares to hide each.
    """

    reference: str
    data_cut_off: PublicFigure
    suppliers_returned: PublicFigure
    suppliers: PublicFigure
    stood_in: PublicFigure
    operators_returned: PublicFigure
    operators: PublicFigure
    unresolved: PublicFigure
    unresolved_rows: PublicFigure
    intention_unknown: PublicFigure
    is_aggregate: bool


@dataclass(frozen=True, slots=True)
class PublicScopeRule:
    """A scope rule, how many combinations it decided, and their share of all installations reported."""

    id: str
    in_scope: bool
    reason: str
    source: str
    combinations: PublicFigure
    share: PublicFigure


@dataclass(frozen=True, slots=True)
class PublicDeviceUse:
    """The models of one device type at one operator, and which of them the selected combinations contain.

    ``is_covered`` says whether coverage of this type is required. ``counted`` is what ``in_use`` and ``tested`` count:
    ``hardware variant`` where coverage is required, else ``model``. ``elsewhere_names`` are covered by a selected
    combination of another operator alone (only where coverage is required), ``untested_names`` are all others.
    """

    label: str
    is_covered: bool
    counted: str
    in_use: PublicFigure
    tested: PublicFigure
    elsewhere_names: tuple[str, ...]
    untested_names: tuple[str, ...]
    most_prevalent: str
    most_prevalent_tested: bool

    @property
    def all_tested(self) -> bool:
        """Whether the operator's selected combinations contain all that it has."""
        return not self.untested_names and not self.elsewhere_names


@dataclass(frozen=True, slots=True)
class PublicModelShare:
    """How prevalent a model is at one operator: its share of that operator's deployed estate in scope."""

    device_label: str
    model: str
    share: PublicFigure


@dataclass(frozen=True, slots=True)
class PublicRouteUse:
    """How many combinations of one operator go each route, and their share of the whole deployed estate in scope."""

    operator: str
    route: Route
    route_label: str
    combinations: PublicFigure
    share: PublicFigure


@dataclass(frozen=True, slots=True)
class PublicOperator:
    """One operator by pseudonym. Shares are of the deployed estate in scope over *all* operators.

    ``selected`` are register entries; ``first`` is the one that goes through the first test phase where none is
    selected, else ``None``. ``too_small``: none is selected, and its largest has a smaller population than every
    selected one, so that size is the reason (never where a limit bars the operator). ``withheld_models`` says that
    some models rest on too few installations to be shown.
    """

    name: str
    anchor: str
    estate_share: PublicFigure
    combinations: PublicFigure
    selected: tuple[PublicEntry, ...]
    selected_count: PublicFigure
    unselected_count: PublicFigure
    share: PublicFigure
    first: PublicEntry | None
    too_small: bool
    devices: tuple[PublicDeviceUse, ...]
    models: tuple[PublicModelShare, ...]
    withheld_models: bool
    routes: tuple[PublicRouteUse, ...]


@dataclass(frozen=True, slots=True)
class PublicTrack:
    """A line of open firmware that the estate needs: the selected entries that use it, the operators that test it.

    ``later_than`` is the label of the track it follows, or "" where the estate does not need that one.
    """

    id: str
    label: str
    note: str
    later_than: str
    entries: tuple[PublicEntry, ...]
    operators: tuple[str, ...]
    operator_count: PublicFigure


@dataclass(frozen=True, slots=True)
class PublicLimit:
    """A limit on how many combinations of one operator are selected; ``least`` and ``most`` are ``None`` for none."""

    operator: str
    least: PublicFigure | None
    most: PublicFigure | None


@dataclass(frozen=True, slots=True)
class PublicRequirements:
    """What was asked of the selection beyond its size and coverage.

    ``minimum_share``: combinations below a share of the estate were not considered. ``strength``: sets of up to so many
    hardware variants were to be covered, 1 where each alone.
    """

    pins: PublicFigure
    bans: PublicFigure
    limits: tuple[PublicLimit, ...]
    minimum_share: bool
    strength: int = 1

    @property
    def any(self) -> bool:
        """Whether anything was asked for."""
        named = bool(self.limits) or self.pins.value != "0" or self.bans.value != "0"
        return named or self.minimum_share or self.strength > 1


@dataclass(frozen=True, slots=True)
class PublicSelection:
    """The choice in figures. ``untested`` and ``baseline_untested`` name hardware variants.

    ``proved``: no other set that meets the requirements represents more installations. ``baseline_differs``:
    the plain largest-first choice is another one; ``baseline_untested`` is what that would leave untested.
    """

    size: PublicFigure
    products: PublicFigure
    share: PublicFigure
    variants: PublicFigure
    covered: PublicFigure
    untested: tuple[str, ...]
    not_required: tuple[str, ...]
    proved: bool
    baseline_differs: bool
    baseline_covered: PublicFigure
    baseline_untested: tuple[str, ...]
    requirements: PublicRequirements


@dataclass(frozen=True, slots=True)
class PublicPoint:
    """One point of the coverage curve: the largest share that ``size`` combinations can stand for, rounded."""

    size: int
    share: PublicFigure
    covers: bool


@dataclass(frozen=True, slots=True)
class PublicVariant:
    """A hardware variant of the estate, as printed, and the labels of the selected entries that contain it."""

    device_label: str
    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicInteractions:
    """Sets of ``strength`` hardware variants that occur together in one combination, and how many are exercised.

    ``share``: of the deployed estate, the combinations with so many variants whose every such set is exercised.
    """

    strength: int
    occurring: PublicFigure
    exercised: PublicFigure
    share: PublicFigure

    @property
    def all_exercised(self) -> bool:
        """Whether the selected combinations contain every set that occurs."""
        return self.occurring.value == self.exercised.value


@dataclass(frozen=True, slots=True)
class PublicConsultation:
    """Who consults, what is asked and by when, in local time."""

    title: str
    publisher: str
    department: str
    respond_to: str
    questions: tuple[tuple[str, str], ...]
    closes: PublicFigure
    closing_date: PublicFigure
    concludes: PublicFigure
    designation: PublicFigure


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """All that the consultation paper may say.

    ``combinations`` counts in-scope combinations at the level of the identity, ``hardware_combinations`` with
    firmware left out, ``firmware_combinations`` with the open firmware as reported today. ``tracks`` are those whose
    hardware is in the in-scope estate; ``untracked`` names open hardware of it that belongs to none.
    ``coverage`` has every hardware variant whose device type is covered, in the scheme's order of types.
    ``interactions`` are of pairs, then of triples of hardware variants, where any occur.
    ``small_operator_reason`` (a sentence without full stop) and its source are the scheme's. ``notice`` is printed
    as a banner above everything else; empty for none. ``programme`` is the plan, where the paper has one.
    """

    reference: str
    fleet: str
    notice: str
    consultation: PublicConsultation
    round: PublicRound
    scope: tuple[PublicScopeRule, ...]
    assumptions: tuple[tuple[str, str], ...]
    combinations: PublicFigure
    hardware_combinations: PublicFigure
    firmware_combinations: PublicFigure
    out_of_scope: PublicFigure
    selection: PublicSelection
    curve: tuple[PublicPoint, ...]
    coverage: tuple[PublicVariant, ...]
    interactions: tuple[PublicInteractions, ...]
    operators: tuple[PublicOperator, ...]
    tracks: tuple[PublicTrack, ...]
    track_count: PublicFigure
    untracked: tuple[str, ...]
    small_operator_reason: str
    small_operator_source: str
    register: PublicRegister
    programme: PublicProgramme | None = None
