"""The tables whose reading takes more than one kind of value each: scope rules and the consultation.

What belongs here: the shape of a rule's clauses, and local times. What does not: whether what a clause names
exists (``checks``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from eligo.scheme.model import IDENTITY_FIELDS, Condition, Consultation, Question, ScopeRule
from eligo.scheme.read import UNREAD, Table, shown
from eligo.scheme.sections import identifier

UNREAD_TIME = datetime.min.replace(tzinfo=UTC)
"""Stands for a time that could not be read."""


def scope_rule(table: Table) -> ScopeRule:
    """``[[scope_rule]]``: tried in file order; the first whose clauses all hold decides."""
    read = ScopeRule(
        id=identifier(table),
        in_scope=table.flag("in_scope"),
        reason=table.text("reason"),
        source=table.text("source"),
        conditions=tuple(condition(clause) for clause in clauses(table)),
        valid_from=table.day_if_any("valid_from"),
        valid_to=table.day_if_any("valid_to"),
        consultation_on_change=table.flag("consultation_on_change", default=False),
    )
    table.close()
    return read


def clauses(table: Table) -> list[Table]:
    """The clauses of ``when``, which must be given but may be empty."""
    if not table.has("when"):
        table.elements("when", "an array of clauses (an empty one for the last rule)")
        return [Table(None, (*table.path, "when", 0), table.mistakes)]
    return table.tables("when", optional=True)


def condition(table: Table) -> Condition:
    """One clause: ``any_of`` / ``all_of`` with ``field``, or ``attribute``; then ``in`` or ``not_in``."""
    subject = _only_one(table, ("any_of", "all_of", "attribute"))
    values = _only_one(table, ("in", "not_in"))
    of_device = subject in ("any_of", "all_of")
    if subject == "attribute" and table.has("field"):
        table.wrong("field", "not expected; a clause about an attribute has no field")
    read = Condition(
        device_types=table.texts(subject, empty=False) if of_device else (),
        quantifier=subject.removesuffix("_of") if of_device else "",
        field=table.choice("field", IDENTITY_FIELDS) if of_device else "",
        attribute=table.text("attribute") if subject == "attribute" else "" if subject else UNREAD,
        values=table.texts(values, empty=False) if values else (UNREAD,),
        negated=values == "not_in",
    )
    table.has("field")
    table.close()
    return read


def _only_one(table: Table, keys: tuple[str, ...]) -> str:
    """The one of these keys that the clause has; a mistake, and none, where it is not exactly one."""
    given = [key for key in keys if table.has(key)]
    if len(given) == 1:
        return given[0]
    if given:
        table.wrong(given[1], f"found {' and '.join(given)} together, expected one of {', '.join(keys)}")
    elif not table.silent:
        table.mistakes.add(table.path, f"missing; expected one of {', '.join(keys)}")
    return ""


def consultation(table: Table) -> Consultation:
    """``[consultation]``: who consults, what is asked, and by when in local time."""
    questions = []
    for question in table.tables("question"):
        questions.append(Question(id=identifier(question), text=question.text("text")))
        question.close()
    timezone = table.text("timezone", expected="a time zone such as 'Europe/London'")
    read = Consultation(
        title=table.text("title"),
        publisher=table.text("publisher"),
        department=table.text("department"),
        respond_to=table.text("respond_to"),
        questions=tuple(questions),
        closes=_aware(table, timezone),
        concludes=table.day("concludes"),
        designation=table.day("designation"),
        timezone=timezone,
    )
    table.close()
    return read


def _aware(table: Table, timezone: str) -> datetime:
    """``closes`` in its time zone. A time that the clocks skip on that day is a mistake."""
    local = table.local_time("closes")
    if timezone == UNREAD:
        return UNREAD_TIME
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.wrong("timezone", f"found {shown(timezone)}, expected a time zone such as 'Europe/London'")
        return UNREAD_TIME
    if local is None:
        return UNREAD_TIME
    aware = local.replace(tzinfo=zone)
    try:
        exists = aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local
    except OverflowError:
        exists = False
    if not exists:
        table.wrong("closes", f"found {shown(local)}, expected a time that exists in {timezone}")
        return UNREAD_TIME
    return aware
