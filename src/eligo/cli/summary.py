"""What a run, a check, a verification and a choice say on the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import typer

from eligo.artefacts import ARTEFACTS, json_bytes, selection_json
from eligo.cli.console import heading, percent, say, show
from eligo.findings import Finding, Severity
from eligo.returns import SheetBalance
from eligo.scheme import Scheme
from eligo.scope import ScopedEstate
from eligo.selection import Selection
from eligo.terms import Route
from eligo.workflows import Intake, Outcome, Verified


def print_run(outcome: Outcome, out: Path) -> None:
    """The results of a run, in the order of its work, and where they are."""
    _intake(outcome.intake.balances, outcome.findings)
    _estate(outcome.scoped)
    if isinstance(outcome.answer, Selection):
        _selection(outcome.answer, outcome)
        _routes(outcome)
    heading(f"Written to {out}")
    written = {*outcome.artefacts}
    rows = [(name, meaning) for name, meaning in ARTEFACTS if name in written]
    show(("file", "what it is"), [*rows, ("manifest.json", "the hashes of every input and output")])


def print_run_json(outcome: Outcome, out: Path) -> None:
    """The same for programs: status, figures and files."""
    scoped = outcome.scoped
    severities = Counter(finding.severity.value for finding in outcome.findings)
    typer.echo(
        json_bytes(
            {
                "out": str(out),
                "status": outcome.status,
                "rows": _sums(outcome.intake.balances),
                "findings": {severity.value: severities[severity.value] for severity in Severity},
                "combinations_in_scope": len(scoped.in_scope),
                "deployed_in_scope": scoped.deployed_in_scope,
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


def _intake(balances: Sequence[SheetBalance], findings: Sequence[Finding]) -> None:
    heading("Returns")
    by_file: dict[str, Counter[Severity]] = {}
    for finding in findings:
        by_file.setdefault(finding.location.file, Counter())[finding.severity] += 1
    rows = []
    for file in dict.fromkeys(balance.file for balance in balances):
        sums = _sums([balance for balance in balances if balance.file == file])
        said = by_file.get(file, Counter())
        rows.append((file, *sums.values(), said[Severity.ERROR], said[Severity.WARNING], said[Severity.NOTE]))
    total = _sums(balances)
    counts = Counter(finding.severity for finding in findings)
    rows.append(("all", *total.values(), *(counts[severity] for severity in Severity)))
    columns = ("file", "rows", "accepted", "quarantined", "ignored", "errors", "warnings", "notes")
    show(columns, rows, numbers=columns[1:])


def _estate(scoped: ScopedEstate) -> None:
    estate = scoped.estate
    heading(f"Estate of {estate.rfi_reference}, as of {estate.data_cut_off}")
    rows: list[tuple[str, int, int]] = [("in scope", len(scoped.in_scope), scoped.deployed_in_scope)]
    for rule in dict.fromkeys(one.decision.rule for one in scoped.out_of_scope):
        ones = [one for one in scoped.out_of_scope if one.decision.rule == rule]
        rows.append((f"out of scope: {rule}", len(ones), sum(one.count.deployed for one in ones)))
    show(("", "combinations", "deployed"), rows, numbers=("combinations", "deployed"))
    unresolved = sum(row.readable for row in estate.unresolved)
    say(f"{len(estate.unresolved)} quarantined rows leave at least {unresolved:,} installations unresolved.")
    unknown = sum(one.count.intention_unknown for one in scoped.in_scope)
    say(f"The intention to enrol is unknown for {unknown:,} installations.")
    for responder in estate.responders:
        if not responder.file:
            stands_in = f"; the figures of {responder.stands_in} stand in" if responder.stands_in else ""
            say(f"{responder.name} has not returned{stands_in}.")
    for difference in estate.differences:
        cell = f"{difference.supplier} at {difference.operator}, {difference.combination.combination_id}"
        figures = f"the supplier reports {difference.supplier_figure:,}, the operator {difference.operator_figure:,}"
        say(f"{cell}: {figures}.")


def _selection(answer: Selection, outcome: Outcome) -> None:
    scheme, scoped = outcome.scheme, outcome.scoped
    proof = "proved optimal" if answer.status == "optimal" else f"not proved (at most {answer.bound:,})"
    heading(f"Selection: {answer.population:,} installations, {proof}")
    by_id = {one.combination_id: one for one in scoped.in_scope}
    chosen = [by_id[candidate.combination_id] for candidate in answer.selected]
    order = {name: place for place, name in enumerate(scheme.operator.values)}
    chosen.sort(key=lambda one: (order.get(one.operator, len(order)), one.rank))
    rows = [
        (
            outcome.labels.get(one.combination_id, one.combination_id),
            one.operator,
            *(_device_text(one.count.combination.device(device.name)) for device in scheme.device_types),
            one.count.deployed,
            percent(one.count.deployed, scoped.deployed_in_scope),
        )
        for one in chosen
    ]
    columns = (
        "",
        scheme.operator.label,
        *(device.label for device in scheme.device_types),
        "deployed",
        "share",
    )
    show(columns, rows, numbers=("deployed", "share"))
    _shares(answer)
    _compared(answer)


def _shares(answer: Selection) -> None:
    parts = ", ".join(f"{name} {_share(share)}" for name, share in answer.share_by_operator.items())
    say(f"Share of the deployed estate: {parts}; together {_share(answer.share_of_deployed)}.")


def _share(share: object) -> str:
    return f"{float(share) * 100:.1f} %"  # type: ignore[arg-type]


def _compared(answer: Selection) -> None:
    covered = f"{len(answer.covered_variants)} of {len(answer.required_variants)} hardware variants covered"
    missed = answer.baseline.missed_variants
    if missed:
        say(f"{covered}; the {answer.size} largest would leave untested: {', '.join(missed)}.")
    else:
        say(f"{covered}; the {answer.size} largest would cover them too.")
    if answer.margin is not None:
        say(f"{answer.margin:,} further installations, in the right place, would change the answer.")


def _device_text(device: object) -> str:
    return f"{device.model} {device.firmware}" if device else "-"  # type: ignore[attr-defined]


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
    _intake(intake.balances, intake.findings)
    causes: Counter[tuple[str, str, str, str]] = Counter()
    first: dict[tuple[str, str, str, str], Finding] = {}
    for finding in intake.findings:
        if finding.severity is not Severity.NOTE:
            cause = (finding.severity.value, finding.code, finding.location.file, finding.location.column)
            causes[cause] += 1
            first.setdefault(cause, finding)
    heading("Errors and warnings, one cause a line")
    rows = [
        (
            severity,
            code,
            file,
            column,
            count,
            _place(first[severity, code, file, column]),
            first[severity, code, file, column].message,
        )
        for (severity, code, file, column), count in sorted(causes.items())
    ]
    show(("severity", "code", "file", "column", "cells", "first at", "there"), rows, numbers=("cells",))
    if out is not None:
        say(f"Every finding, notes included, is in {out / 'findings.csv'}.")
    else:
        say("Name a folder with --out to have every finding, notes included, in a file.")


def _place(finding: Finding) -> str:
    place = finding.location
    return (
        f"{place.sheet}!{place.column_letter}{place.row or ''}"
        if place.sheet
        else f"{place.column_letter}{place.row or ''}"
    )


def print_findings_json(intake: Intake) -> None:
    """Every finding and every balance, for programs."""
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
    typer.echo(json_bytes({"rows": _sums(intake.balances), "findings": findings}).decode(), nl=False)


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


def print_selection_json(answer: Selection, scheme: Scheme) -> None:
    """A selection as ``selection.json`` has it."""
    typer.echo(selection_json(answer, None, (), 0, scheme).decode(), nl=False)


def print_choice(answer: Selection, scheme: Scheme) -> None:
    """A selection from a table, with the reason for each."""
    proof = "proved optimal" if answer.status == "optimal" else f"not proved (at most {answer.bound:,})"
    heading(f"Selection: {answer.population:,} installations, {proof}")
    rows = [
        (c.combination_id, c.operator, c.population, c.deployed, answer.why.get(c.combination_id, ""))
        for c in answer.selected
    ]
    columns = ("combination", scheme.operator.label, "population", "deployed", "why")
    show(columns, rows, numbers=("population", "deployed"))
    _shares(answer)
    _compared(answer)
