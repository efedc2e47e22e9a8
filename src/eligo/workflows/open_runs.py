"""Two runs opened to be compared: what each of them was asked, and which rules and inputs they do not share.

What belongs here: reading finished runs, and naming what is otherwise before any figure is. What does not: comparing
the figures (``diff``). A run whose files are not those that its manifest names is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eligo.errors import NotFound, UsageError
from eligo.scheme import shipped_schemes, summary
from eligo.workflows.folder import MANIFEST
from eligo.workflows.inputs import read_input
from eligo.workflows.results import Results, is_choice, open_choice, results_of
from eligo.workflows.verify import check_written, read_manifest, stated_parameters

TABLE = "combinations.csv"


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A finished run, or choice, under the name that it was asked for by; ``manifest`` has what it was made of."""

    name: str
    results: Results = field(repr=False)
    manifest: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Differing:
    """A rule or an input that two runs do not share, as either has it; empty where it has none."""

    what: str
    before: str
    after: str


def open_run(folder: Path) -> OpenRun:
    """The run, or the choice from a table, that was written to a folder.

    Raises ``NotFound``, ``VerificationFailed`` and what reading it raises.
    """
    if is_choice(folder):
        choice = open_choice(folder)
        stated = {"scheme": {"sha256": hashlib.sha256(choice.rules).hexdigest()}, "inputs": []}
        return OpenRun(str(folder), choice, stated)
    path = folder / MANIFEST
    if not path.is_file():
        raise NotFound(
            f"There is no {MANIFEST} in {folder}, and no choice",
            hint="Name the folder that 'eligo run' or 'eligo select --out' wrote.",
        )
    manifest = read_manifest(path.read_bytes())
    name = str(manifest["scheme"]["name"])
    scheme = name if name in shipped_schemes() else str(folder / name)
    return opened(str(folder), read_input("table of combinations", folder / TABLE).content, manifest, scheme)


def opened(name: str, table: bytes, manifest: Mapping[str, Any], scheme_name: str) -> OpenRun:
    """A run of its table and its manifest. Raises ``VerificationFailed`` where the table is not the manifest's."""
    check_written(table, TABLE, manifest, name)
    return OpenRun(name, results_of(f"{name}, {TABLE}", table, scheme_name, stated_parameters(manifest)), manifest)


def differing_rules(first: OpenRun, second: OpenRun) -> tuple[Differing, ...]:
    """What was asked otherwise: parameters, the scheme line by line, and the files that returns are read by.

    Raises ``UsageError`` where the runs are of two fleets, whose figures have nothing to do with each other.
    """
    one, other = first.results.scheme, second.results.scheme
    if one.id != other.id:
        raise UsageError(
            f"{first.name} is of the scheme {one.id}, and {second.name} of {other.id}",
            hint="Name two runs of one scheme, or of two versions of it.",
        )
    own = first.results, second.results
    return (*_parameters(*own), *_schemes(first, second), *_files(first, second), *_standing(*own))


def _parameters(first: Results, second: Results) -> Iterator[Differing]:
    one, other = first.parameters.stated, second.parameters.stated
    one |= {"size": first.policy.size, "strength": first.policy.strength}
    other |= {"size": second.policy.size, "strength": second.policy.strength}
    for name in dict.fromkeys((*one, *other)):
        texts = [_text(stated.get(name)) for stated in (one, other)]
        if name != "notice" and texts[0] != texts[1]:
            yield Differing(name, *texts)


def _standing(first: Results, second: Results) -> Iterator[Differing]:
    """Whose test stands for whose in one of them alone, for those that are in both."""
    common = {row.combination.combination_id for row in first.in_scope}
    common &= {row.combination.combination_id for row in second.in_scope}
    pairs = [
        {(base, row.combination.combination_id) for row in own.in_scope for base in row.bases}
        for own in (first, second)
    ]
    alone = [sorted(one for one in own - other if common.issuperset(one)) for own, other in (pairs, pairs[::-1])]
    if any(alone):
        yield Differing("tests that stand for others", *map(_pairs, alone))


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    """
    >>> _pairs([("C-1", "C-2")]), _pairs([("C-1", "C-2"), ("C-3", "C-4"), ("C-3", "C-5"), ("C-3", "C-6")])
    ('C-1 for C-2', 'C-1 for C-2, C-3 for C-4, C-3 for C-5 and 1 more')
    """
    more = f" and {len(pairs) - _MOST_PAIRS:,} more" if len(pairs) > _MOST_PAIRS else ""
    return ", ".join(f"{base} for {claimed}" for base, claimed in pairs[:_MOST_PAIRS]) + more


_MOST_PAIRS = 3


def _text(value: object) -> str:
    """
    >>> _text({"SMSO-1": 2}), _text(["C-1", "C-2"]), _text(5), _text(None)
    ('SMSO-1: 2', 'C-1, C-2', '5', '')
    """
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {one}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _schemes(first: OpenRun, second: OpenRun) -> Iterator[Differing]:
    """The lines of the scheme that are otherwise; a shipped one that has changed since can no longer be read."""
    for run in (first, second):
        stated, known = run.manifest["scheme"].get("sha256"), hashlib.sha256(run.results.rules).hexdigest()
        if stated != known:
            yield Differing(
                f"scheme of {run.name}", f"version {run.manifest['scheme'].get('version')}", "read as it is now"
            )
    lines = [list(summary(run.results.scheme)) for run in (first, second)]
    for label in dict.fromkeys(label for of_one in lines for label, _ in of_one):
        one, other = ([text for name, text in of_one if name == label] for of_one in lines)
        gone, new = [text for text in one if text not in other], [text for text in other if text not in one]
        for place in range(max(len(gone), len(new))):
            yield Differing(label, *("".join(texts[place : place + 1]) for texts in (gone, new)))
    if first.results.rules != second.results.rules and lines[0] == lines[1]:
        yield Differing("scheme", "another file", "which says the same of selection, scope and process")


def _files(first: OpenRun, second: OpenRun) -> Iterator[Differing]:
    """The catalogue and the tables of decisions whose content is otherwise."""
    entries = [
        {
            entry["role"]: entry
            for entry in run.manifest["inputs"]
            if entry["role"] not in ("return", "upgrades", "scheme")
        }
        for run in (first, second)
    ]
    for role in dict.fromkeys((*entries[0], *entries[1])):
        one, other = (of_run.get(role) for of_run in entries)
        if (one and one["sha256"]) != (other and other["sha256"]):
            yield Differing(
                role, *(f"{entry['name']} ({entry['sha256'][:8]})" if entry else "" for entry in (one, other))
            )
