"""What a fleet is: the types that a scheme file is read into.

What belongs here: frozen values with no behaviour beyond look-ups. What does not: reading and validating the
file (``scheme.load``), and deciding anything with it (``catalogue``, ``returns``, ``scope``, ``selection``).

Invariant: nothing in the code of Eligo names a device type, a manufacturer, an operator or a clause of a
particular fleet; all of that comes from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from eligo.scheme.equivalence import EquivalenceRule
from eligo.scheme.programme import ProgrammeRules
from eligo.scheme.register import Entering, Publication, RegisterRules

DEVICE_FIELDS: tuple[tuple[str, str], ...] = (
    ("manufacturer", "Manufacturer"),
    ("model", "Model"),
    ("hardware", "Hardware version"),
    ("firmware", "Firmware version"),
    ("firmware_provider", "Firmware provider"),
    ("factory_configuration", "Factory configuration"),
)
"""(name, header) of the RFI's fields of a device, in template order; the first four are its identity."""

IDENTITY_FIELDS: tuple[str, ...] = tuple(name for name, _ in DEVICE_FIELDS[:4])
"""The fields that say which device model a device is: manufacturer, model, hardware, firmware."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of a return that belongs to the installation rather than to one device.

    ``role`` says what the attribute is to the process: ``operator``, ``cohort``, ``provider`` (part of the
    legal identity), ``product-kind`` (fuel type; published, not identity) or ``condition`` (only read by
    rules). ``values`` are the allowed ones (empty: any text); ``synonyms`` maps a typed form to a value. ``name`` is
    the column's in what Eligo writes and in tables of combinations, ``header`` in a return.
    """

    name: str
    header: str
    label: str
    role: str
    required: bool
    values: tuple[str, ...]
    synonyms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Condition:
    """One clause of a rule: a device field or an attribute, and the values it must (not) have.

    ``quantifier`` is ``any`` or ``all`` over those of ``device_types`` that the combination has; for an
    attribute both are empty. An empty quantifier over no present device is false for ``any``, true for ``all``.
    """

    device_types: tuple[str, ...]
    quantifier: str
    field: str
    attribute: str
    values: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class DeviceType:
    """A kind of device. ``order`` in the scheme is the order in every identity and every table.

    ``firmware_open``: its firmware is ``TBC`` in the identity (upgraded before migration, notified not
    selected). ``covered``: its hardware variants must be covered by a selection. ``required_when`` /
    ``absent_when``: attribute values under which the device must be present / must be blank; ``always`` is
    the mapping ``{}`` with ``required=True``. ``excluded_when``: attribute values under which the device is
    reported but is not part of the combination (the IHD rule).
    ``columns``: the parts of its identity that a table has, and their columns; empty for those of Eligo's own tables.
    """

    name: str
    label: str
    synonyms: tuple[str, ...]
    required: bool
    required_when: Mapping[str, str]
    absent_when: Mapping[str, str]
    excluded_when: Mapping[str, str]
    firmware_open: bool
    covered: bool
    source: str
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def part_columns(self) -> dict[str, str]:
        """The column of each part of its identity that a table of combinations has, in the order of the identity."""
        own = self.columns or {part: f"{self.name.lower()}_{part}" for part in IDENTITY_FIELDS}
        return {part: own[part] for part in IDENTITY_FIELDS if part in own}


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of a table of combinations that belong to no device and no attribute.

    A figure may have ``population_decimals`` digits after its point; it is counted in units of the last of them.
    """

    population: str = "population"
    deployed: str = "deployed"
    population_decimals: int = 0


@dataclass(frozen=True, slots=True)
class CountState:
    """One installed count: its name in published tables, its header in returns, whether it must be filled in."""

    name: str
    header: str
    required: bool


@dataclass(frozen=True, slots=True)
class Template:
    """The RFI template: sheet names, header synonyms, placeholders for blank. All of it data.

    ``largest_count`` is the most installations that one cell can have; ``None`` where nothing is known. ``unknown``:
    words for an intention that is not known.
    """

    version: str
    return_sheet: str
    combinations_sheet: str
    upgrades_sheet: str
    header_synonyms: Mapping[str, tuple[str, ...]]
    placeholders: tuple[str, ...]
    totals_words: tuple[str, ...]
    supplier_role: str
    operator_role: str
    supplier_header: str
    intention_header: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    largest_count: int | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """A versioned rule: when all ``conditions`` hold and the date is within validity, it decides.

    Rules are tried in file order; the last has no conditions and so decides what is left.
    ``consultation_on_change``: a change of this rule opens a consultation (EDMI).
    """

    id: str
    in_scope: bool
    reason: str
    source: str
    conditions: tuple[Condition, ...]
    valid_from: date | None
    valid_to: date | None
    consultation_on_change: bool


@dataclass(frozen=True, slots=True)
class Assumption:
    """A stated assumption of the analysis that is carried out elsewhere than in a scope rule (the IHD rule)."""

    id: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class SelectionRules:
    """The scheme's default selection policy; see ``terms.SelectionPolicy`` for what may be changed per run.

    ``unknown_intention_counts``: whether installations whose supplier did not state an intention count
    towards the population. ``small_operator_*``: the too-small-operator rule, printed where it applies
    (a whole sentence without its full stop, and where it is laid down). A scheme of tables alone has the first four.
    """

    size: int
    cover: bool
    minimum_share: Fraction
    strength: int = 1
    unknown_intention_counts: bool = True
    objective_source: str = ""
    small_operator_reason: str = ""
    small_operator_source: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """What may set off the de-selection of a selected combination; ``label`` says it in words."""

    id: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A cell differs when it differs by more than ``share`` of the larger figure and by more than ``installations``."""

    share: Fraction
    installations: int


@dataclass(frozen=True, slots=True)
class Jump:
    """From round to round a figure jumps when it changes by more than ``share`` of the greater one and by more than
    ``installations``.
    """

    share: Fraction
    installations: int


@dataclass(frozen=True, slots=True)
class FirmwareTrack:
    """A line of open firmware: which hardware variants it serves and what is known of its date.

    ``variants`` are ``TYPE|manufacturer|model|hardware`` texts; ``later_than`` names a track it follows, or "".
    """

    id: str
    label: str
    variants: tuple[str, ...]
    later_than: str
    note: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A test phase, the routes that go through it and the phases it waits for."""

    id: str
    label: str
    routes: tuple[str, ...]
    after: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """A service request variant under test: one entry of the catalogue, and the phases that test it.

    ``device_type``: only combinations with that device are tested with it; blank for all.
    """

    id: str
    label: str
    phases: tuple[str, ...]
    device_type: str
    source: str


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a phase asks before it is entered and before it is left, combination by combination.

    ``firmware``: ``candidate`` (that in force, or the final release after it) or ``final``. ``states``: the counts in
    which each request has to pass; ``except_for`` maps a state to the product kind that cannot be in it. ``tested_by``:
    who has to have tested the firmware before the phase is entered. ``tolerated``: how many failures of a severity may
    stand at its exit; of any other severity, or of none, not one may.
    """

    phase: str
    firmware: str
    states: tuple[str, ...]
    except_for: Mapping[str, str]
    tested_by: tuple[str, ...]
    tolerated: Mapping[str, int]
    source: str

    @property
    def needs_final(self) -> bool:
        """Whether the final release alone counts."""
        return self.firmware == "final"


@dataclass(frozen=True, slots=True)
class Step:
    """A box of the selection-process diagram (figure 1): its text, what follows it, and on which answer."""

    id: str
    label: str
    kind: str
    next: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A consultation question, as it is printed."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Consultation:
    """Who consults, what is asked and by when. ``closes`` and the others are aware datetimes or dates."""

    title: str
    publisher: str
    department: str
    respond_to: str
    questions: tuple[Question, ...]
    closes: datetime
    concludes: date
    designation: date
    timezone: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What the public may see. ``pseudonyms`` maps each operator to its published name.

    ``share_decimals``: digits after the point of a published percentage.
    ``minimum_count``: a published count below it is suppressed ("fewer than"). ``minimum_organisations``: a share
    of what is unknown or unresolved is withheld where fewer suppliers stand behind it.
    """

    pseudonyms: Mapping[str, str]
    share_decimals: int
    minimum_count: int
    minimum_organisations: int


@dataclass(frozen=True, slots=True)
class Alias:
    """A form that a person confirmed to mean a catalogue name. ``field`` is ``manufacturer`` or ``model``."""

    field: str
    typed: str
    canonical: str
    reason: str
    author: str
    decided: date


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A row of the published tables of combinations. An empty ``label`` stands for the list version, in a row of
    shares for the scheme's ``share_label``.

    ``show``: ``label``, ``product_id``, ``product_kind``, ``provider``, ``operators``, ``share``, or a device type
    and a field of it, such as ``GSME.model``.
    """

    label: str
    show: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The consultation paper's prose: a Markdown template with bound figures (``documents.prose``).

    ``body_line`` is the line of the file at which ``body`` starts; ``route_labels`` says how each route is printed.
    """

    reference: str
    list_version: str
    label_prefix: str
    share_label: str
    rows: tuple[PaperRow, ...]
    route_labels: Mapping[str, str]
    body: str
    body_line: int


@dataclass(frozen=True, slots=True)
class TableScheme:
    """What a table of combinations needs of a scheme: its columns, what must be covered, and how many are selected.

    ``scope_rules`` and ``triggers`` are none where a scheme is of tables alone.
    """

    id: str
    version: str
    title: str
    installation_word: str
    source: str
    cohort: str
    attributes: tuple[Attribute, ...]
    device_types: tuple[DeviceType, ...]
    selection: SelectionRules
    scope_rules: tuple[ScopeRule, ...]
    triggers: tuple[Trigger, ...]
    table: TableColumns = field(default=TableColumns(), kw_only=True)

    def find_attribute(self, role: str) -> Attribute | None:
        """The attribute with that role, or ``None`` where there is none."""
        return next((a for a in self.attributes if a.role == role), None)

    @property
    def operators(self) -> tuple[str, ...]:
        """Every operator that the scheme names; none where it has no operators, or where any text is one."""
        operator = self.find_attribute("operator")
        return operator.values if operator else ()

    @property
    def covered_types(self) -> tuple[str, ...]:
        """The device types whose hardware variants a selection must cover."""
        return tuple(d.name for d in self.device_types if d.covered)


@dataclass(frozen=True, slots=True)
class Scheme(TableScheme):
    """A fleet, as one validated file describes it, from the columns of a return to the paper."""

    fleet: str
    counts: tuple[CountState, ...]
    template: Template
    aliases: tuple[Alias, ...]
    legal_suffixes: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    reconciliation: Reconciliation
    jump: Jump | None
    upgrade_horizon: date
    tracks: tuple[FirmwareTrack, ...]
    phases: tuple[Phase, ...]
    service_requests: tuple[ServiceRequest, ...]
    criteria: tuple[Criteria, ...]
    steps: tuple[Step, ...]
    consultation: Consultation
    disclosure: Disclosure
    paper: Paper
    data_cut_off: date
    programme: ProgrammeRules | None
    register: RegisterRules | None
    entering: Entering
    publication: Publication | None
    equivalence_rules: tuple[EquivalenceRule, ...]

    def attribute(self, role: str) -> Attribute:
        """The attribute with that role; a valid scheme has exactly one of ``operator``, ``cohort`` and ``provider``."""
        return next(a for a in self.attributes if a.role == role)

    @property
    def operator(self) -> Attribute:
        """The attribute that names who operates an installation (``smso`` in SMETS1)."""
        return self.attribute("operator")
