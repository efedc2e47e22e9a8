"""What ``eligo estate`` answers, as a table or as JSON."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from eligo.artefacts import json_bytes
from eligo.cli.console import devices, heading, percent, show
from eligo.workflows import Group, Results, by_operator, by_variant, curve

COUNTS = (
    "combinations",
    "deployed",
    "share",
    "population",
    "selected",
    "deployed selected",
    "size",
    "rank",
    "covered",
)


def answer(results: Results, question: str, number: int, as_json: bool) -> None:
    """Print the answer to one question; ``number`` bounds the rows of top and curve."""
    title, columns, rows = {
        "top": lambda: _top(results, number),
        "operators": lambda: _groups(results, by_operator(results), results.scheme.operator.label),
        "variants": lambda: _groups(results, by_variant(results), "hardware variant"),
        "curve": lambda: _curve(results, number),
        "scope": lambda: _scope(results),
    }[question]()
    if as_json:
        names = [column.replace(" ", "_").replace("-", "_").lower() for column in columns]
        typer.echo(json_bytes([dict(zip(names, row, strict=True)) for row in rows]).decode(), nl=False)
        return
    heading(title)
    show(columns, rows, numbers=COUNTS)


Answer = tuple[str, Sequence[str], Sequence[Sequence[object]]]


def _top(results: Results, number: int) -> Answer:
    scheme = results.scheme
    shown = results.in_scope[:number]
    texts = [[f"{d.model} {d.firmware}" if d else "-" for d in row.combination.devices] for row in shown]
    labels, cells = devices([d.label for d in scheme.device_types], texts)
    rows = [
        (
            rank,
            row.combination.combination_id,
            row.combination.operator,
            *cells[rank - 1],
            row.population,
            row.deployed,
            percent(row.deployed, results.deployed),
            row.route,
        )
        for rank, row in enumerate(shown, start=1)
    ]
    columns = (
        "rank",
        "combination",
        scheme.operator.label,
        *labels,
        "population",
        "deployed",
        "share",
        "route",
    )
    return f"The {len(rows)} largest of {len(results.in_scope)} combinations in scope", columns, rows


def _groups(results: Results, groups: Sequence[Group], label: str) -> Answer:
    rows = [
        (
            g.name,
            g.combinations,
            g.deployed,
            percent(g.deployed, results.deployed),
            g.population,
            g.selected,
            g.selected_deployed,
        )
        for g in groups
    ]
    columns = (label, "combinations", "deployed", "share", "population", "selected", "deployed selected")
    return f"{results.deployed:,} installations in scope, by {label}", columns, rows


def _curve(results: Results, number: int) -> Answer:
    rows = [
        (
            point.size,
            point.population,
            point.deployed,
            percent(point.deployed or 0, results.deployed),
            f"{point.covered} of {point.required}",
            "" if point.deployed is not None else "cannot cover every variant",
        )
        for point in curve(results, range(1, number + 1))
    ]
    return (
        "The best coverage at every size",
        ("size", "population", "deployed", "share", "covered", "note"),
        rows,
    )


def _scope(results: Results) -> Answer:
    every = [*results.in_scope, *results.out_of_scope]
    rows = []
    for rule in dict.fromkeys(row.scope_rule for row in every):
        ones = [row for row in every if row.scope_rule == rule]
        rows.append((rule, "in" if ones[0].in_scope else "out", len(ones), sum(row.deployed for row in ones)))
    return "Combinations by the rule that decided them", ("rule", "scope", "combinations", "deployed"), rows
