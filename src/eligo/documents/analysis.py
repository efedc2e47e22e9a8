"""The confidential analysis: what organisations reported, file by file, and what was made of it. Not for publication.

What belongs here: tables of an organisation's own figures. What does not: anything for the public (``paper``).

Invariant: the document's audience is ``Analysts``, so that no public renderer of it exists, and it says that it is
confidential on every page. Source: ``results.md``, "Who may read what"; ``returns.md`` 1, 7 and 8.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eligo.documents.blocks import Block, Document, Heading, Note, Paragraph, Table, Text
from eligo.documents.missing_figures import Section
from eligo.documents.plain_table import plain_table
from eligo.documents.selected import Chosen
from eligo.documents.selected import sections as chosen_sections
from eligo.estate import Estate
from eligo.returns import SheetBalance
from eligo.scheme import Scheme
from eligo.scope import InstallationBalance, ScopedEstate, watched_rules

CONFIDENTIAL = "Confidential analysis: it holds figures of single organisations and is not for publication"


class Analysts:
    """The audience of those who may see every organisation's figures."""


def build_analysis(
    scoped: ScopedEstate,
    balances: Sequence[SheetBalance],
    installations: Sequence[InstallationBalance],
    scheme: Scheme,
    chosen: Chosen | None = None,
) -> Document[Analysts]:
    """The analysis of one round, for analysts alone; with what was ``chosen``, also of the selection."""
    about = _sections(scoped, balances, installations, scheme)
    about += chosen_sections(chosen, scheme, len(about) + 1) if chosen else ()
    blocks: list[Block] = [Note((Paragraph((Text(f"{CONFIDENTIAL}."),)),), banner=True)]
    for number, (title, sentence, shown) in enumerate(about, start=1):
        heading = Heading(1, f"section-{number}", str(number), (Text(title),))
        blocks += [heading, Paragraph((Text(sentence),)), *(shown or [Paragraph((Text("There are none."),))])]
    estate = scoped.estate
    return Document(
        audience=Analysts,
        title=f"Analysis of {estate.rfi_reference}, as of {estate.data_cut_off}",
        kicker="Confidential",
        running=CONFIDENTIAL,
        blocks=tuple(blocks),
    )


def _sections(
    scoped: ScopedEstate,
    balances: Sequence[SheetBalance],
    installations: Sequence[InstallationBalance],
    scheme: Scheme,
) -> tuple[Section, ...]:
    """What was received, one table a section; a table without rows is left out."""
    estate, operator = scoped.estate, scheme.operator.label
    accounts = (
        f"Per file and {operator}, installations reported are accepted, quarantined or ignored; those accepted are in "
        "scope, out of it by rule, or set aside for the supplier's own figures."
    )
    sections = (
        ("Rows", "Per sheet, rows read are accepted, quarantined or ignored.", _rows(balances)),
        ("Installations reported", accounts, _reported(installations, operator)),
        ("Installations", "Every counted installation is in scope or out of it by one rule.", _installations(scoped)),
        ("Organisations", "Who answered, and whose figures stand in.", _organisations(estate)),
        (
            "Unresolved rows",
            "Quarantined rows of returns that count; nothing is guessed.",
            _unresolved(estate, operator),
        ),
        ("Rules whose change opens a consultation", _WATCHED_SAID, _watched(scoped, scheme)),
        ("Differences", "Cells whose two sources differ by more than is allowed.", _differences(estate, operator)),
    )
    return tuple((title, sentence, [table] if table.rows else []) for title, sentence, table in sections)


def _rows(balances: Sequence[SheetBalance]) -> Table:
    ordered = sorted(balances, key=lambda b: (b.file, b.sheet))
    rows = [(b.file, b.sheet, b.read, b.accepted, b.quarantined, b.ignored) for b in ordered]
    sums = [
        sum(column) for column in zip(*((b.read, b.accepted, b.quarantined, b.ignored) for b in ordered), strict=True)
    ]
    columns = ("File", "Sheet", "Read", "Accepted", "Quarantined", "Ignored")
    return plain_table("rows", "Table 1", "Mass balance in rows", columns, [*rows, ("All", "", *sums)], total=True)


def _reported(balances: Sequence[InstallationBalance], operator: str) -> Table:
    rows = [
        (
            one.file,
            one.operator or "(unreadable)",
            one.reported,
            one.accepted,
            one.quarantined,
            one.ignored,
            one.in_scope,
            one.out_of_scope,
            one.other_source,
        )
        for one in balances
    ]
    sums = [sum(column) for column in zip(*(row[2:] for row in rows), strict=True)]
    columns = (
        "File",
        operator,
        "Reported",
        "Accepted",
        "Quarantined",
        "Ignored",
        "In scope",
        "Out of scope",
        "Set aside",
    )
    caption = "Mass balance in installations, by file"
    return plain_table("reported", "Table 2", caption, columns, [*rows, ("All", "", *sums)], total=True)


def _installations(scoped: ScopedEstate) -> Table:
    """Per supplier: counted installations, split by decision, and what waits in quarantine beside them."""
    decided = {one.count.combination: one.decision for one in scoped.combinations}
    rules = list(dict.fromkeys(one.decision.rule for one in scoped.out_of_scope))
    sums: dict[str, Counter[str]] = {}
    for one in scoped.estate.contributions:
        if one.counted:
            decision = decided[one.combination]
            sums.setdefault(one.supplier, Counter())["" if decision.in_scope else decision.rule] += one.deployed
    waiting: Counter[str] = Counter()
    for row in scoped.estate.unresolved:
        waiting[row.supplier] += row.readable
    rows = [
        (
            name or "(unreadable, or not the sender's)",
            sums.get(name, Counter()).total(),
            *(sums.get(name, Counter())[key] for key in ("", *rules)),
            waiting[name],
        )
        for name in sorted({*sums, *waiting})
    ]
    totals = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    columns = ("Supplier", "Counted", "In scope", *(f"Out: {rule}" for rule in rules), "Unresolved beside them")
    return plain_table(
        "installations",
        "Table 3",
        "Mass balance in installations, by supplier",
        columns,
        [*rows, ("All", *totals)],
        total=True,
    )


def _organisations(estate: Estate) -> Table:
    rows = [(r.name, r.role, r.file or "no return", r.snapshot, r.stands_in) for r in estate.responders]
    columns = ("Organisation", "Role", "File", "Snapshot", "Figures that stand in")
    return plain_table("organisations", "Table 4", "Organisations of the round", columns, rows)


def _unresolved(estate: Estate, operator: str) -> Table:
    rows = [
        (
            f"{u.file} {u.sheet}".strip(),
            str(u.row),
            u.supplier,
            u.operator,
            u.combination.combination_id if u.combination else "",
            u.readable,
            u.unreadable_counts,
        )
        for u in estate.unresolved
    ]
    columns = ("File", "Row", "Supplier", operator, "Combination", "Readable installations", "Unreadable counts")
    return plain_table("unresolved", "Table 5", "Quarantined rows", columns, rows)


_WATCHED_SAID = (
    "A change of one of these scope rules opens a consultation of its own; it concerns at least the combinations that "
    "the rule decides."
)


def _watched(scoped: ScopedEstate, scheme: Scheme) -> Table:
    rows = [
        (one.rule.id, "in scope" if one.rule.in_scope else "out of scope", one.combinations, one.deployed)
        for one in watched_rules(scoped, scheme)
    ]
    columns = ("Rule", "Decision", "Combinations", "Deployed")
    return plain_table("watched", "Table 6", "What rules under assessment decide", columns, rows)


def _differences(estate: Estate, operator: str) -> Table:
    rows = [
        (
            d.supplier,
            d.operator,
            d.combination.combination_id,
            d.supplier_figure,
            d.operator_figure,
            d.supplier_figure - d.operator_figure,
            d.reason,
        )
        for d in estate.differences
    ]
    columns = ("Supplier", operator, "Combination", "Supplier says", f"{operator} says", "Difference", "What counts")
    return plain_table("differences", "Table 7", "Figures that differ", columns, rows)
