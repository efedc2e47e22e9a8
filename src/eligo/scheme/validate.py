"""A parsed TOML document into a scheme, or into every mistake it has.

What belongs here: the order of the file's tables, and that all checks run. What does not: finding and
decoding the file (``load``).

Invariant: a ``Scheme`` leaves here only where no mistake was found; nothing is repaired.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from eligo.errors import BadScheme
from eligo.scheme import clauses, evidence_sections, sections, table_sections
from eligo.scheme.checks import NAME_CHECKS, WHOLE_CHECKS
from eligo.scheme.equivalence_checks import EQUIVALENCE_CHECKS
from eligo.scheme.equivalence_sections import equivalence_rule
from eligo.scheme.evidence_checks import EVIDENCE_CHECKS
from eligo.scheme.header_checks import HEADER_CHECKS
from eligo.scheme.lines import Path
from eligo.scheme.model import Scheme, TableScheme
from eligo.scheme.process_checks import PROCESS_CHECKS
from eligo.scheme.programme import programme
from eligo.scheme.read import Mistakes, Table
from eligo.scheme.register_checks import REGISTER_CHECKS
from eligo.scheme.register_sections import entering, publication, register
from eligo.scheme.rule_checks import RULE_CHECKS
from eligo.scheme.table_checks import TABLE_CHECKS

CHECKS: tuple[Callable[[Scheme, Mistakes], None], ...] = (
    *NAME_CHECKS,
    *WHOLE_CHECKS,
    *RULE_CHECKS,
    *HEADER_CHECKS,
    *PROCESS_CHECKS,
    *EVIDENCE_CHECKS,
    *REGISTER_CHECKS,
    *EQUIVALENCE_CHECKS,
)
"""Every check that a whole scheme must pass, in the order in which they run."""

NEITHER = "A scheme for 'eligo select' alone needs little of this: begin it with [table]."

WHOLE_ALONE = (
    *("fleet", "cohort", "data_cut_off", "upgrade_horizon", "count", "template", "identity", "alias", "scope_rule"),
    *(
        "assumption",
        "reconciliation",
        "jump",
        "firmware_track",
        "phase",
        "service_request",
        "criteria",
        "step",
        "consultation",
        "disclosure",
        "paper",
        "deselection_trigger",
        "programme",
        "register",
        "entering",
        "publication",
        "equivalence_rule",
    ),
)
"""The keys that a scheme of tables alone does not have."""

HINT = "Correct these places, then try again; the reference of the scheme file describes every key."


def validated(document: Mapping[str, object], file: str, lines: Mapping[Path, int]) -> TableScheme:
    """The scheme that a document describes: a ``Scheme``, unless it has ``[table]`` and so is of tables alone.

    ``file`` is the name that messages give; ``lines`` says where each key stands (``lines.key_lines``).
    Raises ``BadScheme`` whose ``details`` name every mistake, in the order of the file.
    """
    mistakes = Mistakes(file, dict(lines))
    scheme = _checked(Table(document, (), mistakes), mistakes)
    if details := mistakes.details:
        count = f"{len(details)} mistakes" if len(details) > 1 else "1 mistake"
        hint = HINT if {"table", "template"} & set(document) else f"{HINT} {NEITHER}"
        raise BadScheme(f"{file} is not a valid scheme: {count}", hint=hint, details=details)
    return scheme


def _checked(table: Table, mistakes: Mistakes) -> TableScheme:
    if table.has("table"):
        of_tables = read_table_scheme(table)
        for check_table in (*NAME_CHECKS, *TABLE_CHECKS):
            check_table(of_tables, mistakes)
        return of_tables
    whole = read_scheme(table)
    for check in CHECKS:
        check(whole, mistakes)
    return whole


def known_keys() -> tuple[str, ...]:
    """Every key a scheme file can have, such as ``scope_rule[].when[].field``, sorted."""
    mistakes = Mistakes("")
    read_scheme(Table(None, (), mistakes))
    read_table_scheme(Table(None, (), mistakes))
    return tuple(sorted(mistakes.known_keys))


def read_scheme(table: Table) -> Scheme:
    """The whole file, key by key; unreadable values stand as such (``read.UNREAD``)."""
    scheme = Scheme(
        id=_name(table),
        version=table.text("version"),
        title=table.text("title"),
        fleet=table.text("fleet"),
        cohort=table.text("cohort"),
        installation_word=table.text("installation_word"),
        source=table.text("source"),
        attributes=tuple(map(sections.attribute, table.tables("attribute"))),
        device_types=tuple(map(sections.device_type, table.tables("device_type"))),
        counts=tuple(map(sections.count, table.tables("count"))),
        template=sections.template(table.table("template")),
        aliases=tuple(map(sections.alias, table.tables("alias", optional=True))),
        legal_suffixes=sections.legal_suffixes(table.table("identity", optional=True)),
        scope_rules=tuple(map(clauses.scope_rule, table.tables("scope_rule"))),
        assumptions=tuple(map(sections.assumption, table.tables("assumption", optional=True))),
        selection=sections.selection(table.table("selection")),
        triggers=tuple(map(sections.trigger, table.tables("deselection_trigger", optional=True))),
        reconciliation=sections.reconciliation(table.table("reconciliation")),
        jump=sections.jump(table.table("jump")) if table.silent or table.has("jump") else None,
        upgrade_horizon=table.day("upgrade_horizon"),
        tracks=tuple(map(sections.firmware_track, table.tables("firmware_track", optional=True))),
        phases=tuple(map(sections.phase, table.tables("phase", optional=True))),
        service_requests=tuple(map(evidence_sections.service_request, table.tables("service_request", optional=True))),
        criteria=tuple(map(evidence_sections.criteria, table.tables("criteria", optional=True))),
        steps=tuple(map(sections.step, table.tables("step", optional=True))),
        consultation=clauses.consultation(table.table("consultation")),
        disclosure=sections.disclosure(table.table("disclosure")),
        paper=sections.paper(table.table("paper")),
        data_cut_off=table.day("data_cut_off"),
        programme=programme(table.table("programme")) if table.silent or table.has("programme") else None,
        register=register(table.table("register")) if table.silent or table.has("register") else None,
        entering=entering(table.table("entering", optional=True)),
        publication=publication(table.table("publication")) if table.silent or table.has("publication") else None,
        equivalence_rules=tuple(map(equivalence_rule, table.tables("equivalence_rule", optional=True))),
    )
    table.close()
    return scheme


def read_table_scheme(table: Table) -> TableScheme:
    """A file about a table of combinations alone, key by key."""
    scheme = TableScheme(
        id=_name(table),
        version=table.text("version"),
        title=table.text("title"),
        installation_word=table.text("installation_word"),
        source=table.text("source"),
        cohort="",
        attributes=tuple(map(table_sections.attribute, table.tables("attribute", optional=True))),
        device_types=tuple(map(table_sections.device_type, table.tables("device_type"))),
        table=table_sections.columns(table.table("table")),
        selection=table_sections.selection(table.table("selection")),
        scope_rules=(),
        triggers=(),
    )
    for key in WHOLE_ALONE:
        if table.has(key):
            table.wrong(key, "not expected beside [table], which makes this a scheme of tables alone")
    table.close()
    return scheme


def _name(table: Table) -> str:
    return table.text("scheme", like=r"[a-z0-9]+(-[a-z0-9]+)*", expected="a name such as 'my-fleet'")
