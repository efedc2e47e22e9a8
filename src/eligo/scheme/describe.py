"""A scheme in words, one line a fact: what ``eligo schemes show`` prints.

What belongs here: wording. What does not: laying it out on a terminal (``cli``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from eligo.scheme.model import Condition, Criteria, DeviceType, Scheme, ScopeRule, TableScheme

Line = tuple[str, str]
"""A label and its text."""


def summary(scheme: TableScheme) -> tuple[Line, ...]:
    """(label, text) lines that say what the scheme decides, in the order of the process.

    Several lines may have one label (one per device type, rule, phase, question); labels are not ids.
    """
    named = (
        ("Scheme", f"{scheme.id} version {scheme.version}"),
        ("Title", scheme.title),
        ("Source", scheme.source),
    )
    if not isinstance(scheme, Scheme):
        return (*named, *_table(scheme))
    return (
        *named,
        *_fleet(scheme),
        *(("Scope rule", _rule(rule)) for rule in scheme.scope_rules),
        *(("Assumption", f"{a.text} ({a.source})") for a in scheme.assumptions),
        *_selection(scheme),
        *_jump(scheme),
        *_process(scheme),
        *_programme(scheme),
        *_register(scheme),
        *_consultation(scheme),
        *_disclosure(scheme),
    )


def _table(scheme: TableScheme) -> Iterator[Line]:
    columns, rules = scheme.table, scheme.selection
    decimals = columns.population_decimals
    unit = f", in units of {1 / 10**decimals:.{decimals}f}" if decimals else ""
    yield "Population", f"the column {columns.population}{unit}: {scheme.installation_word}s"
    yield "Deployed", f"the column {columns.deployed}; the population where the table has none"
    for attribute in scheme.attributes:
        values = ", ".join(attribute.values) or "any text"
        yield "Attribute", f"{attribute.label} ({attribute.role}): the column {attribute.name}: {values}"
    for device in scheme.device_types:
        parts = listed([f"{part} in {column}" for part, column in device.part_columns.items()])
        yield "Device type", f"{device.label}: {parts}; {_presence(device, scheme)}"
    coverage = _coverage(scheme)
    yield "Selection", f"{rules.size} combinations of the greatest population{coverage}"
    yield "Minimum share", _minimum_share(scheme)


def _presence(device: DeviceType, scheme: TableScheme) -> str:
    return f"{'always' if device.required else 'may be'} present; {_covered(device, scheme)}"


def _covered(device: DeviceType, scheme: TableScheme) -> str:
    return f"hardware {'must' if device.covered and scheme.selection.cover else 'need not'} be covered"


def _coverage(scheme: TableScheme) -> str:
    if not scheme.selection.cover:
        return ""
    together = {1: "", 2: " and pair of them", 3: ", pair and triple of them"}[scheme.selection.strength]
    return f", covering every hardware variant{together} of {listed(scheme.covered_types)}"


def _minimum_share(scheme: TableScheme) -> str:
    share = scheme.selection.minimum_share
    return f"{float(share * 100):g} % of the deployed estate" if share else "none"


def _fleet(scheme: Scheme) -> Iterator[Line]:
    for device in scheme.device_types:
        yield "Device type", _device(device, scheme)
    for attribute in scheme.attributes:
        values = ", ".join(attribute.values) or "any text"
        yield "Attribute", f"{attribute.header} ({attribute.role}): {values}"
    yield "Counts", ", ".join(c.header if c.required else f"{c.header} (optional)" for c in scheme.counts)
    operator, provider = scheme.operator, scheme.attribute("provider")
    open_types = [device.name for device in scheme.device_types if device.firmware_open]
    left_open = f"; firmware to be confirmed for {listed(open_types)}" if open_types else ""
    yield (
        "Identity",
        (
            f"{operator.label}, {provider.label}, and each device's manufacturer, model, hardware and "
            f"firmware{left_open}"
        ),
    )
    yield "Cohort", f"{scheme.cohort} ({scheme.attribute('cohort').header})"
    yield "Aliases", "; ".join(f"{a.typed} = {a.canonical} ({a.field})" for a in scheme.aliases) or "none"


def _device(device: DeviceType, scheme: TableScheme) -> str:
    if device.required:
        presence = "always present"
    elif device.required_when:
        presence = f"present when {_when(device.required_when)}"
    else:
        presence = "may be present"
    parts = [presence]
    if device.absent_when:
        parts.append(f"blank when {_when(device.absent_when)}")
    if device.excluded_when:
        parts.append(f"not part of the combination when {_when(device.excluded_when)}")
    if device.firmware_open:
        parts.append("firmware to be confirmed")
    parts.append(_covered(device, scheme))
    return f"{device.name}: {'; '.join(parts)} ({device.source})"


def _when(when: Mapping[str, str]) -> str:
    return " and ".join(f"{name} is {value}" for name, value in when.items())


def _rule(rule: ScopeRule) -> str:
    decision = "in scope" if rule.in_scope else "out of scope"
    when = " and ".join(map(_clause, rule.conditions)) or "no earlier rule decides"
    dates = [f"from {rule.valid_from}"] if rule.valid_from else []
    dates += [f"to {rule.valid_to}"] if rule.valid_to else []
    validity = f", {' '.join(dates)}" if dates else ""
    opens = "; a change opens a consultation" if rule.consultation_on_change else ""
    return f"{rule.id}: {decision} when {when}. {rule.reason} ({rule.source}{validity}{opens})"


def _clause(clause: Condition) -> str:
    """
    >>> _clause(Condition(("ESME", "GSME"), "any", "manufacturer", "", ("EDMI",), False))
    'the manufacturer of any ESME or GSME is EDMI'
    """
    values = " or ".join(clause.values)
    verb = "is not" if clause.negated else "is"
    if clause.attribute:
        return f"{clause.attribute} {verb} {values}"
    subject = "every" if clause.quantifier == "all" else "any"
    return f"the {clause.field} of {subject} {' or '.join(clause.device_types)} {verb} {values}"


def _selection(scheme: Scheme) -> Iterator[Line]:
    rules = scheme.selection
    coverage = _coverage(scheme)
    yield (
        "Selection",
        f"{rules.size} combinations of the greatest population{coverage} ({rules.objective_source})",
    )
    yield "Minimum share", _minimum_share(scheme)
    counted = "count towards the population" if rules.unknown_intention_counts else "do not count"
    yield "Unknown intention", f"{scheme.installation_word}s whose supplier states no intention {counted}"
    yield (
        f"Too small {scheme.operator.label}",
        f"{rules.small_operator_reason} ({rules.small_operator_source})",
    )
    for trigger in scheme.triggers:
        yield "De-selection", f"{trigger.id}: {trigger.label} ({trigger.source})"
    limits = scheme.reconciliation
    yield (
        "Reconciliation",
        (
            f"sources that differ by more than {float(limits.share * 100):g} % and "
            f"{limits.installations} {scheme.installation_word}s are reported"
        ),
    )


def _jump(scheme: Scheme) -> Iterator[Line]:
    limits = scheme.jump
    if limits is not None:
        yield (
            "Jump",
            (
                f"figures that change by more than {float(limits.share * 100):g} % and {limits.installations} "
                f"{scheme.installation_word}s from one round to the next are asked about"
            ),
        )


def _process(scheme: Scheme) -> Iterator[Line]:
    yield "Upgrade horizon", f"planned upgrades count when completed by {scheme.upgrade_horizon}"
    yield "Data cut-off", f"{scheme.data_cut_off} where no return states a snapshot date"
    for track in scheme.tracks:
        later = f", later than {track.later_than}" if track.later_than else ""
        yield (
            "Firmware track",
            f"{track.id}: {track.label}{later}, for {listed(track.variants)}. {track.note}",
        )
    for phase in scheme.phases:
        after = f", after {listed(phase.after)}" if phase.after else ""
        yield "Phase", f"{phase.id}: {phase.label}, for {listed(phase.routes)}{after} ({phase.source})"
    yield from _evidence(scheme)


def _evidence(scheme: Scheme) -> Iterator[Line]:
    for request in scheme.service_requests:
        device = f", where a combination has {request.device_type}" if request.device_type else ""
        yield (
            "Service request",
            f"{request.id}: {request.label}, in {listed(request.phases)}{device} ({request.source})",
        )
    for one in scheme.criteria:
        yield "Criteria", f"{one.phase}: {'; '.join(_criteria(one))} ({one.source})"


def _criteria(one: Criteria) -> Iterator[str]:
    firmware = "the final release" if one.needs_final else "the candidate in force or the final release after it"
    yield f"each request passes on {firmware} for {listed(one.states)}"
    yield from (f"{state} not for {kind}" for state, kind in one.except_for.items())
    yield from (f"failures of severity {name} that may stand: {count}" for name, count in one.tolerated.items())
    if one.tested_by:
        yield f"entered when the firmware has been tested by {listed(one.tested_by)}"


def _programme(scheme: Scheme) -> Iterator[Line]:
    rules = scheme.programme
    if rules is None:
        return
    lanes = (
        f"{rules.integration_lanes} for MT and SIT{_from(rules.integration_available)}, "
        f"{rules.combination_lanes} for DMCT{_from(rules.combination_available)}"
    )
    yield "Programme", f"{rules.source}. Test lanes: {lanes}"
    if rules.request_weight:
        yield "Requests", f"where nothing is installed, weighed as {rules.request_weight} {scheme.installation_word}s"
    days = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in rules.days.items())
    yield "Durations", f"in working days: {days}"
    place = f" of {rules.country}{f'-{rules.subdivision}' if rules.subdivision else ''}" if rules.country else ""
    closed = f", and {listed([day.isoformat() for day in rules.closed])}" if rules.closed else ""
    yield "Working days", f"Monday to Friday{f' without the public holidays{place}' if place else ''}{closed}"
    yield "Exit", {"joint": "one for all selected", "by-track": "one for each firmware track"}[rules.exit_rule]
    chances = rules.chances
    fails = ", ".join(f"{test} {_percent(share)}" for test, share in chances.failure.items())
    respin = f"a candidate is replaced in {_percent(chances.respin)}, {chances.respin_days} days later"
    yield "Chances", f"a test fails: {fails}; {respin}"


def _from(day: date | None) -> str:
    return f" from {day.isoformat()}" if day else ""


def _register(scheme: Scheme) -> Iterator[Line]:
    rules = scheme.register
    if rules is None:
        return
    for one in rules.lists:
        added = ", with the day on which each entry was first added" if one.first_added else ""
        yield "List", f"{one.label}: {one.title}{added} ({one.source})"
    for state in rules.states:
        shown = f"on {state.list}" if state.list else "on no list"
        yield (
            "State",
            (
                f"{state.id}: {shown}, counts as {state.counts_as}, after {listed(state.after)}, "
                f"firmware {listed(state.firmware)}, on the basis of {listed(state.bases)}"
            ),
        )
    for basis in rules.bases:
        needs = f"; states {listed([need.replace('_', ' ') for need in basis.needs])}" if basis.needs else ""
        yield "Basis", f"{basis.id}: {basis.label}{needs} ({basis.source})"
    for category in rules.exclusions:
        yield "Exclusion", f"{category.id}: {category.label} ({category.source})"
    serves = "serves" if rules.evidence_serves_others else "does not serve"
    yield "Evidence", f"what is shown at one {scheme.operator.label} {serves} another"
    limits = scheme.entering
    yield "Entered", f"to take effect {limits.days_ahead} days after it is recorded at the latest"
    yield "Numbered", f"up to {limits.number_step} beyond the version before it; at first up to {limits.first_number}"
    if scheme.publication is not None:
        yield "Published as", f"{scheme.publication.authority}, under {scheme.publication.licence_title}"


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g} %"


def _consultation(scheme: Scheme) -> Iterator[Line]:
    paper = scheme.consultation
    yield "Consultation", f"{paper.title}, by {paper.publisher} for {paper.department}"
    for question in paper.questions:
        yield "Question", f"{question.id}: {question.text}"
    yield "Responses", f"to {paper.respond_to} by {paper.closes:%Y-%m-%d %H:%M} ({paper.timezone})"
    yield "Conclusion", f"by {paper.concludes}"
    yield "Designation", f"proposed for {paper.designation}"


def _disclosure(scheme: Scheme) -> Iterator[Line]:
    rules = scheme.disclosure
    yield "Pseudonyms", ", ".join(f"{operator} as {name}" for operator, name in rules.pseudonyms.items())
    places = "1 decimal place" if rules.share_decimals == 1 else f"{rules.share_decimals} decimal places"
    yield "Published shares", f"percentages with {places}"
    yield "Published counts", f"suppressed below {rules.minimum_count}"
    fewest = rules.minimum_organisations
    suppliers = "supplier" if fewest == 1 else "suppliers"
    yield "Shares left open", f"withheld where fewer than {fewest} {suppliers} stand behind them"


def listed(texts: Sequence[str]) -> str:
    """A list in a sentence; nothing of nothing.

    >>> listed(["ESME", "GSME", "CH"]), listed([])
    ('ESME, GSME and CH', '')
    """
    return " and ".join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))
