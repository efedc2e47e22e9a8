"""The tables of a scheme file, one function each: which keys there are and what kind of value each takes.

What belongs here: the shape of the file. What does not: how one value is read (``read``), and whether the
values fit together (``checks``). The reference of the file's keys is ``docs/reference/scheme-file.md``.

Invariant: every function asks for every key it knows, also of a silent table, so that the keys that the
reference must describe can be collected from a run over nothing.
"""

from __future__ import annotations

from eligo.scheme.model import (
    IDENTITY_FIELDS,
    Alias,
    Assumption,
    Attribute,
    CountState,
    DeviceType,
    Disclosure,
    FirmwareTrack,
    Jump,
    Paper,
    PaperRow,
    Phase,
    Reconciliation,
    SelectionRules,
    Step,
    Template,
    Trigger,
)
from eligo.scheme.read import UNREAD, Table, shown
from eligo.terms import Route

MOST_STRENGTH = 3
"""Up to how many hardware variants together may have to be covered: triples."""

ROLES: tuple[str, ...] = ("operator", "cohort", "provider", "product-kind", "condition")
STEP_KINDS: tuple[str, ...] = ("start", "task", "question", "end")
PAPER_ROW_SUBJECTS: tuple[str, ...] = (
    "label",
    "product_id",
    "product_kind",
    "provider",
    "operators",
    "share",
)

_COLUMN_NAME = r"[a-z][a-z0-9_]*"
DEVICE_NAME = r"[A-Za-z][A-Za-z0-9_]*"
_LABEL = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_COLUMN_EXPECTED = "a column name of small letters, digits and underscores"
DEVICE_EXPECTED = "a name of letters, digits and underscores"
_LABEL_EXPECTED = "an id of letters, digits, dots, hyphens and underscores"


def identifier(table: Table) -> str:
    """The ``id`` that most tables have."""
    return table.text("id", like=_LABEL, expected=_LABEL_EXPECTED)


def attribute(table: Table) -> Attribute:
    """``[[attribute]]``: a column that belongs to the installation."""
    read = Attribute(
        name=table.text("name", like=_COLUMN_NAME, expected=_COLUMN_EXPECTED),
        header=table.text("header"),
        label=table.text("label"),
        role=table.choice("role", ROLES),
        required=table.flag("required"),
        values=table.texts("values", default=()),
        synonyms=table.texts_by_key("synonyms", optional=True),
    )
    table.close()
    return read


def device_type(table: Table) -> DeviceType:
    """``[[device_type]]``: a kind of device; the order in the file is the order everywhere."""
    read = DeviceType(
        name=table.text("name", like=DEVICE_NAME, expected=DEVICE_EXPECTED),
        label=table.text("label"),
        synonyms=table.texts("synonyms", default=()),
        required=table.flag("required", default=False),
        required_when=table.texts_by_key("required_when", optional=True),
        absent_when=table.texts_by_key("absent_when", optional=True),
        excluded_when=table.texts_by_key("excluded_when", optional=True),
        firmware_open=table.flag("firmware_open", default=False),
        covered=table.flag("covered", default=False),
        source=table.text("source"),
    )
    table.close()
    return read


def count(table: Table) -> CountState:
    """``[[count]]``: one installed count."""
    read = CountState(
        name=table.text("name", like=_COLUMN_NAME, expected=_COLUMN_EXPECTED),
        header=table.text("header"),
        required=table.flag("required"),
    )
    table.close()
    return read


def template(table: Table) -> Template:
    """``[template]``: the words of the returns workbook."""
    synonyms = table.table("header_synonyms", optional=True)
    read = Template(
        version=table.text("version"),
        return_sheet=table.text("return_sheet"),
        combinations_sheet=table.text("combinations_sheet"),
        upgrades_sheet=table.text("upgrades_sheet"),
        header_synonyms={header: synonyms.texts(header) for header in synonyms.names()},
        placeholders=table.texts("placeholders", default=()),
        totals_words=table.texts("totals_words", default=()),
        supplier_role=table.text("supplier_role"),
        operator_role=table.text("operator_role"),
        supplier_header=table.text("supplier_header"),
        intention_header=table.text("intention_header"),
        yes=table.texts("yes", empty=False),
        no=table.texts("no", empty=False),
        unknown=table.texts("unknown", default=()),
        largest_count=table.whole("largest_count", least=1) if table.has("largest_count") else None,
    )
    table.close()
    return read


def legal_suffixes(table: Table) -> tuple[str, ...]:
    """``[identity]``: what is dropped from the end of a maker's name before it is compared."""
    read = table.texts("legal_suffixes", default=())
    table.close()
    return read


def alias(table: Table) -> Alias:
    """``[[alias]]``: a form that a person confirmed."""
    read = Alias(
        field=table.choice("field", ("manufacturer", "model")),
        typed=table.text("typed"),
        canonical=table.text("canonical"),
        reason=table.text("reason"),
        author=table.text("author"),
        decided=table.day("decided"),
    )
    table.close()
    return read


def assumption(table: Table) -> Assumption:
    """``[[assumption]]``: an assumption that is carried out elsewhere than in a scope rule."""
    read = Assumption(id=identifier(table), text=table.text("text"), source=table.text("source"))
    table.close()
    return read


def strength(table: Table) -> int:
    """``selection.strength``: up to how many hardware variants together have to be covered."""
    return table.whole("strength", least=1, most=MOST_STRENGTH) if table.silent or table.has("strength") else 1


def selection(table: Table) -> SelectionRules:
    """``[selection]``: the default selection policy."""
    read = SelectionRules(
        size=table.whole("size", least=1),
        cover=table.flag("cover"),
        minimum_share=table.share("minimum_share"),
        strength=strength(table),
        unknown_intention_counts=table.flag("unknown_intention_counts"),
        objective_source=table.text("objective_source"),
        small_operator_reason=table.text("small_operator_reason"),
        small_operator_source=table.text("small_operator_source"),
    )
    table.close()
    return read


def trigger(table: Table) -> Trigger:
    """``[[deselection_trigger]]``: what may set off a de-selection."""
    read = Trigger(id=identifier(table), label=table.text("label"), source=table.text("source"))
    table.close()
    return read


def reconciliation(table: Table) -> Reconciliation:
    """``[reconciliation]``: when two sources differ by enough to be reported."""
    read = Reconciliation(share=table.share("share"), installations=table.whole("installations", least=0))
    table.close()
    return read


def jump(table: Table) -> Jump:
    """``[jump]``: when a figure has changed by more than is plausible from round to round."""
    read = Jump(share=table.share("share"), installations=table.whole("installations", least=0))
    table.close()
    return read


def firmware_track(table: Table) -> FirmwareTrack:
    """``[[firmware_track]]``: a line of open firmware."""
    read = FirmwareTrack(
        id=identifier(table),
        label=table.text("label"),
        variants=table.texts("variants", empty=False),
        later_than=table.text("later_than", default=""),
        note=table.text("note"),
    )
    table.close()
    return read


def phase(table: Table) -> Phase:
    """``[[phase]]``: a test phase."""
    known = tuple(route.value for route in Route)
    read = Phase(
        id=identifier(table),
        label=table.text("label"),
        routes=table.texts("routes", empty=False),
        after=table.texts("after", default=()),
        source=table.text("source"),
    )
    for place, route in enumerate(read.routes):
        if route not in (*known, UNREAD):
            table.mistakes.add(
                (*table.path, "routes", place), f"found {shown(route)}, expected one of {', '.join(known)}"
            )
    table.close()
    return read


def step(table: Table) -> Step:
    """``[[step]]``: a box of the selection-process diagram."""
    expected = 'pairs of a step id and an answer, such as [["scope", "yes"]]'
    following: list[tuple[str, str]] = []
    for place, pair in enumerate(table.elements("next", expected)):
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair):
            following.append((pair[0], pair[1]))
        else:
            path = (*table.path, "next", place)
            table.mistakes.add(path, f'found {shown(pair)}, expected a step id and an answer, such as ["scope", "yes"]')
            following.append((UNREAD, UNREAD))
    read = Step(
        id=identifier(table),
        label=table.text("label"),
        kind=table.choice("kind", STEP_KINDS),
        next=tuple(following),
    )
    table.close()
    return read


def disclosure(table: Table) -> Disclosure:
    """``[disclosure]``: what the public may see."""
    read = Disclosure(
        pseudonyms=table.texts_by_key("pseudonyms"),
        share_decimals=table.whole("share_decimals", least=0, most=6),
        minimum_count=table.whole("minimum_count", least=0),
        minimum_organisations=table.whole("minimum_organisations", least=1),
    )
    table.close()
    return read


def paper_row(table: Table) -> PaperRow:
    """``[[paper.row]]``: a row of the published tables; its label has a default where it is not given."""
    fields = "|".join(IDENTITY_FIELDS)
    read = PaperRow(
        label=table.text("label", default=""),
        show=table.text(
            "show",
            like=rf"{'|'.join(PAPER_ROW_SUBJECTS)}|[^.]+\.({fields})",
            expected=f"one of {', '.join(PAPER_ROW_SUBJECTS)}, or a device type and field such as TYPE.model",
        ),
    )
    table.close()
    return read


def paper(table: Table) -> Paper:
    """``[paper]``: the consultation paper's prose."""
    read = Paper(
        reference=table.text("reference"),
        list_version=table.text("list_version"),
        label_prefix=table.text("label_prefix"),
        share_label=table.text("share_label"),
        rows=tuple(map(paper_row, table.tables("row"))),
        route_labels=table.texts_by_key("route_labels"),
        body=table.prose("body"),
        body_line=table.mistakes.line((*table.path, "body")) + 1,
    )
    table.close()
    return read
