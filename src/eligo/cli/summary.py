"""What a run, a check, a verification and a choice say on the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from eligo.artefacts import ARTEFACTS, json_bytes, selection_json
from eligo.causes import causes_of
from eligo.cli.console import devices, heading, percent, say, show, warn
from eligo.findings import Finding, Severity
from eligo.returns import SheetBalance
from eligo.scheme import IDENTITY_FIELDS, Scheme, TableScheme
from eligo.scope import ScopedEstate, watched_rules
from eligo.selection import Interactions, Near, Robustness, Selection, Standing, robustness_words, set_name
from eligo.terms import Device, Route
from eligo.workflows import Choice, Intake, Outcome, Verified


def print_run(outcome: Outcome, out: Path, told: Sequence[str] = ()) -> None:
    """The results of a run, in the order of its work, where they are, and what a workspace has ``told``."""
    _intake(outcome.intake, outcome.findings)
    _estate(outcome.scoped, outcome.scheme)
    if isinstance(outcome.answer, Selection):
        _selection(outcome.answer, outcome)
        _routes(outcome)
    heading(f"Written to {out}")
    written = {*outcome.artefacts}
    rows = [(name, meaning) for name, meaning in ARTEFACTS if name in written]
    if isinstance(outcome.answer, Selection) and outcome.answer.equivalent:
        say("No paper is written: its text does not speak of tests that stand for others.")
    show(("file", "what it is"), [*rows, ("manifest.json", "the hashes of every input and output")])
    for line in told:
        say(line)


def print_run_json(outcome: Outcome, out: Path, number: int | None = None) -> None:
    """The same for programs: status, figures and files; ``run`` is its number in a workspace."""
    scoped = outcome.scoped
    severities = Counter(finding.severity.value for finding in outcome.findings)
    typer.echo(
        json_bytes(
            {
                "out": str(out),
                **({} if number is None else {"run": number}),
                "status": outcome.status,
                "rows": _sums(outcome.intake.balances),
                "findings": {severity.value: severities[severity.value] for severity in Severity},
                "combinations_in_scope": len(scoped.in_scope),
                "deployed_in_scope": scoped.deployed_in_scope,
                "consultation_on_change": [
                    {"rule": one.rule.id, "combinations": one.combinations, "deployed": one.deployed}
                    for one in watched_rules(scoped, outcome.scheme)
                ],
                "deselected": dict(outcome.deselected),
                "selected": [c.combination_id for c in outcome.answer.selected]
                if isinstance(outcome.answer, Selection)
                else [],
                "files": [*outcome.artefacts, "manifest.json"],
            }
        ).decode(),
        nl=False,
    )


def _sums(balances: Sequence[SheetBalance]) -> dict[str, int]:
    return {name: sum(getattr(b, name) for b in balances) for name in ("read", "accepted", "quarantined", "ignored")}


def _intake(intake: Intake, findings: Sequence[Finding]) -> None:
    """Per return: what became of its rows, files of planned upgrades included, and how much was found."""
    heading("Returns")
    said = Counter((finding.location.file, finding.severity) for finding in findings)
    rows = []
    for one in intake.returns:
        files = {one.file, *(balance.file for balance in one.balances)}
        found = [sum(said[file, severity] for file in files) for severity in Severity]
        rows.append((one.sender.organisation, *_sums(one.balances).values(), *found))
    numbers = ("rows", "accepted", "quarantined", "ignored", "errors", "warnings", "notes")
    totals = ("all", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True)), "")
    forms = [one.form for one in intake.returns]
    shown = [(*row, form) for row, form in zip(rows, forms, strict=True)]
    show(("organisation", *numbers, "form"), [*shown, totals], numbers=numbers)


def _estate(scoped: ScopedEstate, scheme: Scheme) -> None:
    estate = scoped.estate
    heading(f"Estate of {estate.rfi_reference}, as of {estate.data_cut_off}")
    rows: list[tuple[str, int, int]] = [("in scope", len(scoped.in_scope), scoped.deployed_in_scope)]
    for rule in dict.fromkeys(one.decision.rule for one in scoped.out_of_scope):
        ones = [one for one in scoped.out_of_scope if one.decision.rule == rule]
        rows.append((f"out of scope: {rule}", len(ones), sum(one.count.deployed for one in ones)))
    show(("", "combinations", "deployed"), rows, numbers=("combinations", "deployed"))
    for watched in (one for one in watched_rules(scoped, scheme) if one.combinations):
        concerned = f"{watched.combinations:,} combination{'' if watched.combinations == 1 else 's'}"
        say(
            f"A change of the rule {watched.rule.id} opens a separate consultation; it concerns {concerned} with "
            f"{watched.deployed:,} installations."
        )
    unresolved = sum(row.readable for row in estate.unresolved)
    if estate.unresolved:
        rows_said = "quarantined row leaves" if len(estate.unresolved) == 1 else "quarantined rows leave"
        say(f"{len(estate.unresolved)} {rows_said} at least {unresolved:,} installations unresolved.")
    unknown = sum(one.count.intention_unknown for one in scoped.in_scope)
    if unknown:
        say(f"The intention to enrol is unknown for {unknown:,} installations.")
    for responder in estate.responders:
        if not responder.file or responder.stands_in:
            stands_in = f"; the figures of {responder.stands_in} stand in" if responder.stands_in else ""
            say(f"{responder.name} has not returned{stands_in}.")
    for difference in estate.differences:
        cell = f"{difference.supplier} at {difference.operator}, {difference.combination.combination_id}"
        figures = f"the supplier reports {difference.supplier_figure:,}, the operator {difference.operator_figure:,}"
        say(f"{cell}: {figures}.")


def _selection(answer: Selection, outcome: Outcome) -> None:
    scheme, scoped = outcome.scheme, outcome.scoped
    proof = "proved optimal" if answer.status == "optimal" else f"not proved (at most {answer.bound:,})"
    heading(f"Selection: {answer.population:,} {scheme.installation_word}s, {proof}")
    by_id = {one.combination_id: one for one in scoped.in_scope}
    chosen = [by_id[candidate.combination_id] for candidate in answer.selected]
    order = {name: place for place, name in enumerate(scheme.operator.values)}
    chosen.sort(key=lambda one: (order.get(one.operator, len(order)), one.rank))
    texts = device_texts([one.count.combination.devices for one in chosen])
    labels, cells = devices([device.label for device in scheme.device_types], texts)
    rows = [
        (
            outcome.labels.get(one.combination_id, one.combination_id),
            one.operator,
            *own,
            one.count.deployed,
            percent(one.count.deployed, scoped.deployed_in_scope),
        )
        for one, own in zip(chosen, cells, strict=True)
    ]
    columns = ("", scheme.operator.label, *labels, "deployed", "share")
    show(columns, rows, numbers=("deployed", "share"))
    for one, why in outcome.deselected.items():
        say(f"{one} is not selected, since it was given up: {why}.")
    populations = {one.combination_id: one.count.population for one in scoped.in_scope}
    _beside(answer, populations, scheme)
    _together(outcome.together)
    _robust(outcome.robust, scheme.installation_word)


def _beside(answer: Selection, populations: Mapping[str, int], scheme: TableScheme) -> None:
    """What is said of an answer below its combinations."""
    units = f"{scheme.installation_word}s"
    _equivalent(answer, populations, units)
    _shares(answer)
    _compared(answer)
    _firm(answer, scheme)
    _prices(answer, units)


def _equivalent(answer: Selection, populations: Mapping[str, int], units: str) -> None:
    """For how many others the tests of the selected stand."""
    if answer.equivalent:
        stands = sum(populations[one] for one in answer.equivalent)
        others = "1 other combination" if len(answer.equivalent) == 1 else f"{len(answer.equivalent):,} others"
        say(f"Their tests stand for {others} with {stands:,} {units}, which are counted.")


def _robust(robust: Robustness | None, word: str) -> None:
    """What the missing figures could change, and whom to ask where they could."""
    if robust is None:
        return
    for sentence in robustness_words(robust, word):
        say(sentence)
    able = [one.organisation for one in robust.ask if one.alone is not False]
    asked = able or [one.organisation for one in robust.ask if robust.standing is not Standing.SAME]
    if asked:
        more = f" and {len(asked) - _MOST_ASKED:,} more" if len(asked) > _MOST_ASKED else ""
        first = "Ask first" if able else "No answer could do it alone; ask first"
        say(f"{first}: {', '.join(asked[:_MOST_ASKED])}{more}; selection.json says about what.")


_MOST_ASKED = 5


def _near(near: Near, units: str) -> None:
    """The sets that lose little."""
    more = "" if near.complete else "; there may be more"
    heading(f"Other sets that lose no more than {near.loss:,} {units}: {len(near.sets):,}{more}")
    if near.sets:
        rows = [(", ".join(one.selected), one.population, one.loss) for one in near.sets]
        show(("combinations", "population", "loss"), rows, numbers=("population", "loss"))


_MOST_PRICES = 5


def _prices(answer: Selection, units: str) -> None:
    """What the requirements cost, the dearest first."""
    costly = sorted((one for one in answer.prices if one.installations), key=lambda one: -one.installations)
    for one in costly[:_MOST_PRICES]:
        most = "" if one.proved else "at most "
        say(f"That {one.requirement.text} costs {most}{one.installations:,} {units}.")
    if len(costly) > _MOST_PRICES:
        say(f"{len(costly) - _MOST_PRICES:,} further requirements cost less; selection.json has all.")


def _together(every: Sequence[Interactions]) -> None:
    """Which variants are exercised together: a line for pairs, one for triples, where any occur."""
    for found in every:
        if found.found:
            one, many = set_name(found.strength)
            whole = percent(found.whole.population, found.population) or "none"
            without = percent(found.fewer.population, found.population)
            beside = f"; those that have no {one} for {without}" if found.fewer.population else ""
            say(
                f"{found.exercised:,} of {len(found.found):,} {many} of hardware variants that occur are exercised: "
                f"combinations with every {one} exercised stand for {whole} of the population{beside}."
            )


def _shares(answer: Selection) -> None:
    parts = ", ".join(f"{name} {_share(share)}" for name, share in answer.share_by_operator.items() if name)
    together = f"{parts}; together" if parts else "all together"
    say(f"Share of the deployed estate: {together} {_share(answer.share_of_deployed)}.")


def _share(share: object) -> str:
    return f"{float(share) * 100:.1f} %"  # type: ignore[arg-type]


def _compared(answer: Selection) -> None:
    carried, required = len(answer.covered_variants), len(answer.required_variants)
    covered, missed = f"{carried} of {required} hardware variants covered", answer.baseline.missed_variants
    if not required:
        found = len(answer.not_required_variants)
        say(f"No hardware variant has to be covered; the selected carry {carried} of {found}.")
    elif missed:
        say(f"{covered}; the {answer.size} largest would leave untested: {', '.join(missed)}.")
    else:
        say(f"{covered}; the {answer.size} largest would cover them too.")


def _firm(answer: Selection, scheme: TableScheme) -> None:
    """How many further installations would change a proved answer; a minimum share may be passed before."""
    if answer.margin:
        plural = "" if answer.margin == 1 else "s"
        more = f"{answer.margin:,} further {scheme.installation_word}{plural}, in the right place, would change"
        what = "the answer, or what comes to the minimum share" if scheme.selection.minimum_share else "the answer"
        say(f"{more} {what}.")


def device_texts(own: Sequence[Sequence[Device | None]]) -> list[Sequence[str]]:
    """The devices of each combination: model and firmware, or what a table has instead of the four parts of an
    identity; all four where another device in the column would else read the same.

    >>> one, other = (Device("HUB", "Maker", "G1", hardware, "2.0") for hardware in ("A", "B"))
    >>> device_texts([[one, None], [other, None]]), device_texts([[one]])
    ([('Maker G1 A 2.0', '-'), ('Maker G1 B 2.0', '-')], [('G1 2.0',)])
    """
    return [*zip(*(_texts(column) for column in zip(*own, strict=True)), strict=True)]


def _texts(column: Sequence[Device | None]) -> list[str]:
    short = {one: _text(one, ("model", "firmware")) for one in dict.fromkeys(column) if one}
    times = Counter(short.values())
    return [("-" if one is None else short[one] if times[short[one]] == 1 else _text(one, one.parts)) for one in column]


def _text(device: Device, parts: Sequence[str]) -> str:
    shown = device.parts if len(device.parts) < len(IDENTITY_FIELDS) else parts
    return " ".join(getattr(device, part) for part in shown)


def _routes(outcome: Outcome) -> None:
    counts = Counter(outcome.routes.values())
    deployed: Counter[Route] = Counter()
    for one in outcome.scoped.in_scope:
        deployed[outcome.routes[one.combination_id]] += one.count.deployed
    heading("Routes")
    rows = [(route.value, counts[route], deployed[route]) for route in Route if counts[route]]
    out = outcome.scoped.out_of_scope
    if out:
        rows.append((Route.OUT_OF_SCOPE.value, len(out), sum(one.count.deployed for one in out)))
    show(("route", "combinations", "deployed"), rows, numbers=("combinations", "deployed"))


def print_check(intake: Intake, out: Path | None) -> None:
    """Rows and findings of some returns, one cause a line."""
    _intake(intake, intake.findings)
    _causes([finding for finding in intake.findings if finding.severity is not Severity.NOTE])
    say()
    if out is not None:
        say(f"Every finding, notes included, is in {out / 'findings.csv'}.")
    else:
        say("Name a folder with --out to have every finding, notes included, in a file.")


def _causes(findings: Sequence[Finding]) -> None:
    """Per file, one line for each cause: how many cells it has, the first of them, and what is said there. Of what only
    follows from another of its cell or row there is the number.
    """
    following = {id(one) for cause in causes_of(findings, {}) if cause.follows_from for one in cause.findings}
    files: dict[str, dict[tuple[str, str, str], list[Finding]]] = {}
    for finding in (one for one in findings if id(one) not in following):
        of_file = "" if finding.location.row else finding.message
        cause = (finding.code, finding.location.column, of_file)
        files.setdefault(finding.location.file, {}).setdefault(cause, []).append(finding)
    for file, causes in files.items():
        heading(file)
        rows = [
            (ones[0].severity.value, code, column, len(ones), _place(ones[0]), ones[0].message)
            for (code, column, _), ones in causes.items()
        ]
        show(("severity", "code", "column", "cells", "first at", "there"), rows, numbers=("cells",))
        more = sum(id(one) in following for one in findings if one.location.file == file)
        if more:
            say(f"{more:,} finding{'s' if more > 1 else ''} more only follow{'' if more > 1 else 's'} from these.")


def _place(finding: Finding) -> str:
    place = finding.location
    return (
        f"{place.sheet}!{place.column_letter}{place.row or ''}"
        if place.sheet
        else f"{place.column_letter}{place.row or ''}"
    )


def print_findings_json(intake: Intake, received: Sequence[object] = ()) -> None:
    """Every finding and every balance, for programs; ``received`` is what became of each file in a workspace."""
    findings = [
        {
            "file": f.location.file,
            "sheet": f.location.sheet,
            "row": f.location.row,
            "column": f.location.column,
            "column_letter": f.location.column_letter,
            "header": f.location.header,
            "severity": f.severity.value,
            "code": f.code,
            "value": f.value,
            "expected": f.expected,
            "message": f.message,
            "suggestion": f.suggestion,
        }
        for f in intake.findings
    ]
    beside: dict[str, object] = {"received": list(received)} if received else {}
    beside["files"] = [
        {"file": one.file, "organisation": one.sender.organisation, "form": one.form} for one in intake.returns
    ]
    beside["refused"] = [one.file for one in intake.refused]
    typer.echo(json_bytes({**beside, "rows": _sums(intake.balances), "findings": findings}).decode(), nl=False)


def print_verified(verified: Verified, as_json: bool) -> None:
    """That a run is what its inputs give."""
    outcome = verified.outcome
    if as_json:
        found = {
            "verified": True,
            "inputs": verified.inputs,
            "outputs": verified.outputs,
            "status": outcome.status,
        }
        typer.echo(json_bytes(found).decode(), nl=False)
        return
    say(f"Verified: {verified.inputs} inputs give these {verified.outputs} outputs again, byte for byte.")
    if isinstance(outcome.answer, Selection):
        say("The selection passed the checker that does not use the solver.")


def print_choice_json(choice: Choice) -> None:
    """A selection from a table as ``selection.json`` has it."""
    near = choice.near
    parts = (choice.selection, None, (), choice.together, choice.deployed, choice.scheme, near, choice.robust)
    content = selection_json(*parts)
    typer.echo(content.decode(), nl=False)


def print_choice(choice: Choice) -> None:
    """A selection from a table, with the reason for each."""
    answer, scheme, units = choice.selection, choice.scheme, f"{choice.scheme.installation_word}s"
    proof = "proved optimal" if answer.status == "optimal" else f"not proved (at most {answer.bound:,})"
    heading(f"Selection: {answer.population:,} {units}, {proof}")
    operator, ids = scheme.find_attribute("operator"), [one.combination_id for one in answer.selected]
    own = [choice.rows[one].combination.devices for one in ids]
    labels, cells = devices([kind.label for kind in scheme.device_types], device_texts(own))
    deployed = any(row.deployed != row.population for row in choice.rows.values())
    rows = [
        (
            one.combination_id,
            *([one.operator] if operator else ()),
            *texts,
            one.population,
            *([one.deployed] if deployed else ()),
            answer.why.get(one.combination_id, ""),
        )
        for one, texts in zip(answer.selected, cells, strict=True)
    ]
    figures = ("population", "deployed") if deployed else ("population",)
    columns = ("combination", *([operator.label] if operator else ()), *labels, *figures, "why")
    show(columns, rows, numbers=("population", "deployed"))
    _beside(answer, {one: row.population for one, row in choice.rows.items()}, scheme)
    _together(choice.together)
    if choice.robust.doubts.sources:
        _robust(choice.robust, scheme.installation_word)
        for sentence in choice.robust.doubts.unknown:
            say(sentence)
    if choice.near is not None:
        _near(choice.near, units)


def print_ignored(columns: Sequence[str]) -> None:
    """Which columns of a table were not read."""
    if columns:
        read = "columns are not read, since the scheme does not name them"
        alone = "column is not read, since the scheme does not name it"
        warn(f"{len(columns)} {alone if len(columns) == 1 else read}: {', '.join(columns)}.")
