"""How much of the estate stands on a list that is proposed, by the results of a run; as it may be published.

What belongs here: bringing a list and a run together. What does not: counting (``registers.coverage``), and what of it
may be published (``disclosure``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from eligo.disclosure import coverage, stated_share
from eligo.ports import Workspace
from eligo.records import Run
from eligo.registers import Coverage, Document, Registers, deployed_on
from eligo.scheme import Scheme
from eligo.workflows.folder import MANIFEST
from eligo.workflows.workspace.basis import basis_of
from eligo.workflows.workspace.placing import in_place
from eligo.workflows.workspace.registers.kept import last_as_of
from eligo.workflows.workspace.registers.words import unpublished_words
from eligo.workflows.workspace.run_results import draft_list_of, has_draft_list, latest_run, results_of_run


def list_coverage(workspace: Workspace, reference: str | None, list_id: str, on: date, size: int) -> Coverage | None:
    """The share of the deployed estate in scope that stands on a list on a day, by the first ``size`` lines.

    By the latest run that has drafted a list, of the round named, or else of any; none where there is none, or where
    nothing is in scope. Names and rounding are those of the scheme that the workspace has now, whichever the run had.
    Raises ``NotFound`` where the round named has none.
    """
    run = _latest(workspace, reference)
    if run is None:
        return None
    opened = results_of_run(workspace, run)
    scheme = basis_of(workspace).scheme
    installed = Counter[tuple[str, str]]()
    for row in opened.in_scope:
        operator = row.combination.operator
        installed[row.combination.product_id, scheme.disclosure.pseudonyms.get(operator, operator)] += row.deployed
    total = installed.total()
    if not total:
        return None
    manifest = next(one.file.sha256 for one in run.outputs if one.name == MANIFEST)
    results = Document(f"The results of run {run.number}, {run.round}", manifest)
    registers = last_as_of(workspace.store.registers, on, size)
    return coverage(deployed_on(registers, list_id, installed), total, results, scheme)


def coverage_faults(covers: Coverage | None, registers: Registers, scheme: Scheme) -> Iterator[str]:
    """That shares name an operator otherwise than the rules in force do, which have them as they are published."""
    known = registers.rules.operators if registers.rules else ()
    for name, _ in covers.operators if covers else ():
        if name not in known:
            yield f"coverage: found operator {name!r}, which the rules in force do not have"
    if covers:
        yield from unpublished_words({"coverage": covers.results.name}, scheme)


def coverage_told(covers: Coverage | None) -> str:
    """The shares in words, as the published tables print them."""
    if covers is None:
        return "no run says how much of it stands on the list"
    each = ", ".join(f"{name} {stated_share(share, '').text}" for name, share in covers.operators)
    of_each = each or "of no operator, since the shares would tell one that is too small to publish"
    return f"{stated_share(covers.share, '').text} stands on the list ({of_each}); {covers.results.name}"


def _latest(workspace: Workspace, reference: str | None) -> Run | None:
    runs = [run for run in in_place(workspace) if has_draft_list(run) and reference in (None, run.round)]
    if reference is not None and not runs:
        draft_list_of(latest_run(workspace, reference))  # which says why there is none
    return runs[-1] if runs else None
