"""What ``eligo estate`` answers, as a table or as JSON.

Every answer is a list of records whose fields have the names of ``combinations.csv``; the table shows some of them
under shorter headings, and a share as a percentage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import typer

from eligo.artefacts import interaction_record, json_bytes, share_number
from eligo.cli.console import devices, heading, percent, say, show
from eligo.cli.summary import device_texts
from eligo.selection import CurvePoint, set_name
from eligo.workflows import Group, Results, by_operator, by_variant, curve, occurring_together, write_curve

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """``headings`` are (heading, field) of the table; ``devices`` are its place, labels and texts of the devices.

    ``sums`` are shown first: what, combinations, population, share of the population.
    """

    title: str
    records: Sequence[Record]
    headings: Sequence[tuple[str, str]]
    devices: tuple[int, Sequence[str], Sequence[Sequence[str]]] | None = None
    sums: Sequence[tuple[str, int, int, str]] = ()


def answer(
    results: Results,
    question: str,
    number: int,
    as_json: bool,
    *,
    untested: bool = False,
    certificates: Path | None = None,
) -> None:
    """Print the answer to one question; ``number`` bounds the records of top, pairs, triples and curve.

    ``untested`` leaves out the variants, pairs and triples that a selected combination has; ``certificates`` is a
    folder for those of the curve.
    """
    operator = results.scheme.find_attribute("operator")
    found = {
        "top": lambda: _top(results, number),
        "operators": lambda: _groups(results, by_operator(results), operator.name if operator else "operator"),
        "variants": lambda: _groups(results, _variants(results, untested), "hardware_variant"),
        "pairs": lambda: _together(results, 2, number, untested),
        "triples": lambda: _together(results, 3, number, untested),
        "curve": lambda: _curve(results, number, certificates),
        "scope": lambda: _scope(results),
    }[question]()
    if as_json:
        plain = [{name: _number(value) for name, value in record.items()} for record in found.records]
        typer.echo(json_bytes(plain).decode(), nl=False)
        return
    heading(found.title)
    if found.sums:
        numbers = ("combinations", "population", "share")
        show(("", *numbers), found.sums, numbers=numbers)
        say()
    _table(found)


def _number(value: object) -> object:
    return share_number(value) if isinstance(value, Fraction) else value


def _table(found: Answer) -> None:
    columns = [title for title, _ in found.headings]
    rows: list[list[object]] = [[_shown(record[field]) for _, field in found.headings] for record in found.records]
    numbers = [title for title, field in found.headings if any(_is_number(r[field]) for r in found.records)]
    if found.devices:
        place, labels, texts = found.devices
        own, cells = devices(labels, texts)
        columns[place:place] = own
        for row, inner in zip(rows, cells, strict=True):
            row[place:place] = inner
    show(columns, rows, numbers=numbers)


def _is_number(value: object) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _shown(value: object) -> object:
    if isinstance(value, list):
        more = f" and {len(value) - 1:,} more" if len(value) > 1 else ""
        return f"{value[0]}{more}" if value else "none"
    return f"{float(100 * value):.1f} %" if isinstance(value, Fraction) else value


def _top(results: Results, number: int) -> Answer:
    scheme, operator = results.scheme, results.scheme.find_attribute("operator")
    rows = results.in_scope[:number]
    records = [
        {
            "rank": rank,
            "combination_id": row.combination.combination_id,
            **({operator.name: row.combination.operator} if operator else {}),
            **{
                column: getattr(device, part) if device else None
                for kind, device in zip(scheme.device_types, row.combination.devices, strict=True)
                for part, column in kind.part_columns.items()
            },
            "population": row.population,
            "deployed": row.deployed,
            "share_of_deployed": results.share(row.deployed),
            "route": row.route,
        }
        for rank, row in enumerate(rows, start=1)
    ]
    headings = [(name, name) for name in ("rank", "population", "deployed", "route")]
    headings[1:1] = [("combination", "combination_id"), *([(operator.label, operator.name)] if operator else [])]
    headings.insert(-1, ("share", "share_of_deployed"))
    texts = device_texts([row.combination.devices for row in rows])
    labels = [kind.label for kind in scheme.device_types]
    title = f"The {len(rows)} largest of {len(results.in_scope)} combinations in scope"
    return Answer(title, records, headings, (3 if operator else 2, labels, texts))


def _groups(results: Results, groups: Sequence[Group], name: str) -> Answer:
    records = [
        {
            name: g.name,
            "combinations": g.combinations,
            "deployed": g.deployed,
            "share_of_deployed": results.share(g.deployed),
            "population": g.population,
            "selected": g.selected,
            "selected_deployed": g.selected_deployed,
        }
        for g in groups
    ]
    operator = results.scheme.find_attribute("operator")
    label = operator.label if operator and name == operator.name else name.replace("_", " ")
    headings = [
        (label, name),
        ("combinations", "combinations"),
        ("deployed", "deployed"),
        ("share", "share_of_deployed"),
    ]
    headings += [("population", "population"), ("selected", "selected"), ("deployed selected", "selected_deployed")]
    return Answer(f"{results.deployed:,} {results.scheme.installation_word}s in scope, by {label}", records, headings)


def _variants(results: Results, untested: bool) -> Sequence[Group]:
    return [group for group in by_variant(results) if not (untested and group.selected)]


def _together(results: Results, strength: int, number: int, untested: bool) -> Answer:
    found = occurring_together(results, strength)
    asked = found.missed if untested else found.found
    shown = asked[:number]
    records = [interaction_record(one, results.share(one.within.deployed)) for one in shown]
    kinds = [kind for kind in results.scheme.device_types if kind.covered]
    texts = [[_variants_of(kind.name, one.variants) for kind in kinds] for one in shown]
    headings = [(name, name) for name in ("combinations", "population", "deployed")]
    headings += [("share", "share_of_deployed"), ("exercised by", "exercised_by")]
    one, many = set_name(strength)
    occurring = f"{len(found.found):,} {one if len(found.found) == 1 else many} of hardware variants"
    exercised = f"the selection exercises {found.exercised:,}" if results.selected else "nothing is selected there"
    title = f"{occurring} {'occurs' if len(found.found) == 1 else 'occur'}; {exercised}"
    if len(shown) < len(asked):
        title += f" (shown: the {len(shown):,} largest{' that it does not' if untested else ''})"
    groups = (
        (f"every {one} exercised", found.whole),
        (f"some {many} exercised", found.part),
        (f"no {one} exercised", found.nothing),
        (f"fewer than {strength} variants", found.fewer),
    )
    whole = found.population
    sums = [(name, group.combinations, group.population, percent(group.population, whole)) for name, group in groups]
    sums.append(("all in scope", sum(row[1] for row in sums), whole, percent(whole, whole)))
    return Answer(title, records, headings, (0, [kind.label for kind in kinds], texts), sums)


def _variants_of(device_type: str, variants: Sequence[str]) -> str:
    """Model and hardware of the variants of that type, ``-`` where there is none; all that a table has instead."""
    own = [variant.split("|") for variant in variants]
    return ", ".join(" ".join(parts[-2:]) for kind, *parts in own if kind == device_type) or "-"


def _curve(results: Results, number: int, certificates: Path | None) -> Answer:
    points, cover = curve(results, range(1, number + 1)), results.policy.cover
    if certificates is not None:
        write_curve(points, certificates)
    records = [
        {
            "size": point.size,
            "population": point.population,
            "gain": _gain(before, point, cover=cover),
            "deployed": point.deployed,
            "share_of_deployed": None if point.deployed is None else results.share(point.deployed),
            "covered": point.covered,
            "required": point.required,
        }
        for before, point in zip((None, *points), points, strict=False)
    ]
    headings = [(name, name) for name in ("size", "population", "gain", "deployed", "covered")]
    headings.insert(4, ("share", "share_of_deployed"))
    headings.append(("required" if cover else "of all", "required"))
    smallest = next((point.size for point in points if point.covers), None)
    covered = f"; the smallest that covers every variant has {smallest}" if smallest and cover else ""
    return Answer(f"The best set of every size{covered}", records, headings)


def _gain(before: CurvePoint | None, point: CurvePoint, *, cover: bool) -> int | None:
    """What this size has more than the one before; ``None`` where one of the two has to cover and the other cannot."""
    if before is None or point.population is None or before.population is None:
        return None
    return None if cover and before.covers != point.covers else point.population - before.population


def _scope(results: Results) -> Answer:
    every = [*results.in_scope, *results.out_of_scope]
    records = []
    for rule in dict.fromkeys(row.scope_rule for row in every):
        ones = [row for row in every if row.scope_rule == rule]
        deployed = sum(row.deployed for row in ones)
        records.append(
            {"scope_rule": rule, "in_scope": ones[0].in_scope, "combinations": len(ones), "deployed": deployed}
        )
    headings = [
        ("rule", "scope_rule"),
        ("in scope", "in_scope"),
        ("combinations", "combinations"),
        ("deployed", "deployed"),
    ]
    return Answer("Combinations by the rule that decided them", records, headings)
