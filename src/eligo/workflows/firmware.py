"""``eligo firmware``: what a register says, what another one would void, and the notice to stakeholders.

Invariant: nothing is changed by asking. What a workspace remembers is in ``workspace.programming``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from eligo.artefacts import cell_record, release_cells, result_record
from eligo.disclosure import Public, public_grid, public_notice
from eligo.documents import Document, build_grid, build_notice, lint, render_html, render_pdf
from eligo.durable import write_atomically
from eligo.errors import UsageError, VerificationFailed
from eligo.findings import Finding
from eligo.programme import Cascade, Register, Release, Voided, cascade, grid, standings_of, voided_by
from eligo.scheme import Scheme, load_scheme
from eligo.workflows.equivalence_questions import cascade_record
from eligo.workflows.grounds import Grounds, register_of, supports_of


@dataclass(frozen=True)
class RegisterChange:
    """A register in the place of another, before anything is changed. ``added``, ``changed`` and ``removed`` are its
    lines; ``voided`` what no longer counts then, and what has to be run again; ``cascade`` which combinations rest on
    something else then, such as those for which a test that is void stood.
    """

    before: Register
    after: Register
    added: tuple[Release, ...]
    changed: tuple[tuple[Release, Release], ...]
    removed: tuple[Release, ...]
    voided: Voided
    cascade: Cascade
    findings: tuple[Finding, ...] = field(default=(), repr=False)

    @property
    def is_none(self) -> bool:
        """Whether the register says the same as the one before."""
        return not (self.added or self.changed or self.removed)


def register_in(path: Path, scheme_name: str) -> tuple[Register, tuple[Finding, ...]]:
    """A register under a scheme, shipped or a file, with what was found in it and refuses nothing."""
    return register_of(path, load_scheme(scheme_name))


def register_change(grounds: Grounds, path: Path) -> RegisterChange:
    """What a register in a file would do in the place of the one that stands. Raises as ``register_of`` does."""
    after, findings = register_of(path, grounds.scheme)
    return change_to(grounds, after, findings)


def change_to(grounds: Grounds, after: Register, findings: tuple[Finding, ...] = ()) -> RegisterChange:
    """The same for a register that has been read."""
    old = {one.key: one for one in grounds.register.releases}
    new = {one.key: one for one in after.releases}
    return RegisterChange(
        grounds.register,
        after,
        tuple(one for key, one in new.items() if key not in old),
        tuple((old[key], one) for key, one in new.items() if key in old and old[key] != one),
        tuple(one for key, one in old.items() if key not in new),
        voided_by(grounds.register, after, grounds.evidence, grounds.asked),
        cascade(supports_of(grounds), supports_of(replace(grounds, register=after))),
        findings,
    )


def register_record(register: Register) -> dict[str, object]:
    """A register, for programs: its lines, and what is in force by track."""
    force: dict[str, object] = {}
    for track in register.tracks:
        candidate, final = register.candidate(track), register.final(track)
        force[track] = {
            "candidate": candidate.version if candidate else None,
            "final": final.version if final else None,
        }
    return {"releases": [release_cells(one) for one in register.releases], "in_force": force}


def change_record(change: RegisterChange, grounds: Grounds) -> dict[str, object]:
    """What a register would do, for programs."""
    return {
        "added": [release_cells(one) for one in change.added],
        "changed": [{"before": release_cells(old), "after": release_cells(new)} for old, new in change.changed],
        "removed": [release_cells(one) for one in change.removed],
        "voided": [result_record(one) for one in change.voided.results],
        "run_again": [cell_record(one) for one in change.voided.again],
        "opened_again": [{"combination": one, "label": grounds.label(one)} for one in change.voided.combinations],
        "rests": cascade_record(change.cascade),
    }


def write_notice(grounds: Grounds, on: date, out: Path) -> Path:
    """Write the notice to stakeholders, as HTML or PDF by the name of the file. Raises ``UsageError`` for another."""
    notice = public_notice(grounds.register, grounds.combinations, grounds.scheme, on)
    return _written(build_notice(notice), grounds.scheme, out)


def write_grid(grounds: Grounds, on: date, out: Path) -> Path:
    """Write the published grid of depth and breadth likewise; of combinations of which there is any result."""
    shown = [
        one
        for one in grounds.combinations
        if one.combination_id in grounds.evidence.of_combination or one.label != one.combination_id
    ]
    rows = grid(shown, grounds.evidence, grounds.register, grounds.asked)
    passed = [
        (one.combination_id, standing.phase)
        for one in shown
        for standing in standings_of(one, grounds.evidence, grounds.register, grounds.asked)
        if standing.is_passed
    ]
    return _written(build_grid(public_grid(rows, passed, shown, grounds.scheme, on)), grounds.scheme, out)


def _written(document: Document[Public], scheme: Scheme, out: Path) -> Path:
    form = out.suffix.lower()
    if form not in (".html", ".pdf"):
        raise UsageError(f"{out} is neither .html nor .pdf", hint="Name a file that ends in one of these.")
    hidden = [name for name, shown in scheme.disclosure.pseudonyms.items() if name != shown]
    complaints = lint(document, hidden)
    if complaints:
        raise VerificationFailed("The document would publish what it must not", details=complaints)
    write_atomically(out, render_pdf(document) if form == ".pdf" else render_html(document))
    return out
