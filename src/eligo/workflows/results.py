"""Questions to a finished run, or to a choice from a table, answered from its folder of results."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import eligo_check
from eligo.artefacts import Parameters
from eligo.errors import NotFound, UsageError, VerificationFailed
from eligo.scheme import TableScheme, load_table_scheme, scheme_text, shipped_schemes
from eligo.selection import CurvePoint, Interactions, interactions
from eligo.terms import Candidate, SelectionPolicy, rank_key
from eligo.workflows.combinations_file import CombinationRow, read_combinations
from eligo.workflows.derive import proved_curve
from eligo.workflows.folder import CHOICE, CURVE, LARGEST_SIZE, MANIFEST, safe_folder, write_folder
from eligo.workflows.inputs import read_input
from eligo.workflows.request import policy_of
from eligo.workflows.verify import CERTIFICATE, check_written, read_manifest, stated_parameters


@dataclass(frozen=True, slots=True)
class Results:
    """The combinations of a run: those in scope in rank order, then the others by deployed.

    ``table`` and ``rules`` are the files that they and the scheme were read from.
    """

    scheme: TableScheme
    in_scope: tuple[CombinationRow, ...]
    out_of_scope: tuple[CombinationRow, ...]
    parameters: Parameters
    table: bytes = field(repr=False)
    rules: bytes = field(repr=False)

    @property
    def deployed(self) -> int:
        """Installations deployed in scope."""
        return sum(row.deployed for row in self.in_scope)

    @property
    def selected(self) -> list[str]:
        """The ids that were selected, in rank order."""
        return [row.combination.combination_id for row in self.in_scope if row.selected]

    @property
    def policy(self) -> SelectionPolicy:
        """What the selection had to satisfy."""
        return policy_of(self.scheme, self.parameters, [row.combination.combination_id for row in self.in_scope])

    @property
    def candidates(self) -> list[Candidate]:
        """What could be selected, in rank order."""
        return [row.candidate(self.scheme) for row in self.in_scope]

    def share(self, installations: int) -> Fraction:
        """As a share of the deployed estate in scope."""
        return Fraction(installations, self.deployed) if self.deployed else Fraction(0)


@dataclass(frozen=True, slots=True)
class Group:
    """Some combinations taken together; counts are installations in scope."""

    name: str
    combinations: int
    deployed: int
    population: int
    selected: int
    selected_deployed: int


def open_results(out: Path, scheme_name: str | None) -> Results:
    """The combinations of a folder of results, under its own scheme and parameters; or of a table, under that named.

    Raises ``NotFound`` where there are none, ``UsageError`` for a table without a scheme, ``VerificationFailed`` where
    a run's own table is no longer what the run wrote, and what ``open_choice`` raises.
    """
    if scheme_name is None and is_choice(out):
        return open_choice(out)
    path = out / "combinations.csv" if out.is_dir() else out
    if not path.is_file():
        raise NotFound(f"There is no combinations.csv in {out}", hint="Name the folder that 'eligo run' wrote.")
    source, parameters = read_input("table of combinations", path), Parameters()
    stated = path.parent / MANIFEST
    if scheme_name is None:
        if not stated.is_file():
            raise UsageError(f"Nothing says which scheme {path} is of", hint="Name it with --scheme.")
        manifest = read_manifest(stated.read_bytes())
        name = manifest["scheme"]["name"]
        scheme_name = name if name in shipped_schemes() else str(path.parent / name)
        parameters = stated_parameters(manifest)
        check_written(source.content, path.name, manifest, str(path.parent))
    return results_of(source.name, source.content, scheme_name, parameters)


def is_choice(folder: Path) -> bool:
    """Whether a folder is one that ``eligo select --out`` wrote."""
    return not (folder / MANIFEST).is_file() and (folder / CHOICE.sign).is_file()


def open_choice(folder: Path) -> Results:
    """The combinations that ``eligo select --out`` chose from, as they were asked for, the chosen ones among them.

    Raises ``VerificationFailed`` where the checker does not accept what is there.
    """
    files = {name: (folder / name).read_bytes() if (folder / name).is_file() else b"" for name in CHOICE.names}
    try:
        eligo_check.check(files[CERTIFICATE], files["combinations.csv"], files["scheme.toml"])
        asked, claim = (json.loads(files[CERTIFICATE])[name] for name in ("asked", "claim"))
        chosen = claim.get("selected", [])
        same = json.loads(files["selection.json"]).get("selected", []) == chosen
        eligo_check.demand(same, "selection.json selects others than certificate.json proves")
        told = {name: value for name, value in asked.items() if name != "strength" or asked["cover"]}
        parameters = stated_parameters({"parameters": {**told, "notice": ""}})
    except (eligo_check.Rejected, AttributeError, RecursionError, ValueError) as error:
        raise VerificationFailed(
            f"What is in {folder} is not what its table and its scheme give", hint="Select again.", details=[str(error)]
        ) from None
    opened = results_of("combinations.csv", files["combinations.csv"], str(folder / "scheme.toml"), parameters)
    inside = (replace(row, selected=row.combination.combination_id in chosen) for row in opened.in_scope)
    return replace(opened, in_scope=tuple(inside))


def results_of(name: str, table: bytes, scheme_name: str, parameters: Parameters) -> Results:
    """The combinations of a table, under a scheme, shipped or a file. Raises what reading either raises."""
    scheme = load_table_scheme(scheme_name)
    rows = read_combinations(name, table, scheme).rows
    inside = sorted((row for row in rows if row.in_scope), key=lambda row: rank_key(row.candidate(scheme)))
    outside = sorted((r for r in rows if not r.in_scope), key=lambda r: (-r.deployed, r.combination.identity))
    return Results(scheme, tuple(inside), tuple(outside), parameters, table, scheme_text(scheme_name))


def by_operator(results: Results) -> tuple[Group, ...]:
    """One group per operator of the scheme, in its order; an operator without combinations is there with zeros."""
    groups: dict[str, list[CombinationRow]] = {name: [] for name in results.scheme.operators}
    for row in results.in_scope:
        groups.setdefault(row.combination.operator, []).append(row)
    return tuple(_group(name, rows) for name, rows in groups.items())


def by_variant(results: Results) -> tuple[Group, ...]:
    """One group per hardware variant that a selection must cover, the most deployed first."""
    groups: dict[str, list[CombinationRow]] = defaultdict(list)
    for row in results.in_scope:
        for variant in row.candidate(results.scheme).variants:
            groups[variant].append(row)
    made = [_group(name, rows) for name, rows in groups.items()]
    return tuple(sorted(made, key=lambda group: (-group.deployed, group.name)))


def curve(results: Results, sizes: range) -> tuple[CurvePoint, ...]:
    """The best coverage at every size, with every variant covered where that can be."""
    return proved_curve(results.candidates, results.policy, results.scheme.operators, sizes)


def write_curve(points: Sequence[CurvePoint], folder: Path) -> int:
    """Write the certificates of a curve that begins at size 1, for ``eligo-check``; how many.

    ``size-005.json`` proves what is said of five combinations, and where every variant is to be covered
    ``size-005-any.json`` the best five that need not. Raises ``UsageError`` where the folder holds something else, or a
    size is too large for these names.
    """
    if len(points) > LARGEST_SIZE:
        raise UsageError(
            f"Certificates of {len(points):,} sizes were asked for", hint=f"Ask for {LARGEST_SIZE:,} with --top."
        )
    written = {f"size-{point.size:03}.json": point.certificate for point in points}
    written |= {
        f"size-{point.size:03}-any.json": point.free_certificate
        for point in points
        if point.free_certificate != point.certificate
    }
    write_folder(safe_folder(folder, CURVE), written, CURVE)
    return len(written)


def occurring_together(results: Results, strength: int) -> Interactions:
    """The sets of that many hardware variants that occur in scope, and which of them the selection exercises."""
    return interactions(results.candidates, results.selected, strength)


def _group(name: str, rows: list[CombinationRow]) -> Group:
    chosen = [row for row in rows if row.selected]
    return Group(
        name,
        len(rows),
        sum(row.deployed for row in rows),
        sum(row.population for row in rows),
        len(chosen),
        sum(row.deployed for row in chosen),
    )
