"""What ``eligo status`` says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, show

if TYPE_CHECKING:
    from eligo.workflows import workspace as use


def status(workspace: arguments.Workspace = None, as_json: arguments.AsJson = False) -> None:
    """Say what is in the workspace, and what is due."""
    from eligo.wiring import database_shown, opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace) as opened:
        found = use.status(opened)
        folder, database = opened.folder, database_shown(opened.folder)
    if as_json:
        print_json(_stated(found, folder, database))
        return
    _overview(found, folder, database)
    _rounds(found)
    _jobs(found)
    heading("Due")
    if found.due:
        show(("what", "command"), [(one.what, one.command) for one in found.due])
    else:
        say("Nothing.")


def _overview(found: use.Status, folder: Path, database: str) -> None:
    heading(f"Workspace {folder}")
    rows = [
        ("identity", found.identity),
        ("database", database),
        ("scheme", found.scheme),
        ("catalogue", found.catalogue or "none yet"),
        ("decided", "; ".join(map(_in_force, found.decided)) or "nothing beside the scheme"),
        *((("register", _register(found.register)),) if found.register else ()),
        ("log", f"{found.head.number:,} events, the last {str(found.head.at)[:16]} UTC"),
    ]
    show(("", ""), rows)


def _register(one: use.RegisterStatus) -> str:
    published = [f"{version.list} {version.number} as of {version.effective_on}" for version in one.latest]
    waiting = [f"{proposal.draft.list} {proposal.draft.number}" for proposal in one.proposals]
    said = (
        f"{one.head.size:,} lines",
        f"published: {' and '.join(published)}" if published else "nothing published yet",
        f"{one.unpublished:,} {'entry' if one.unpublished == 1 else 'entries'} of no version yet"
        * bool(one.unpublished),
        f"proposed: {' and '.join(waiting)}" * bool(waiting),
        f"signed with key {one.key[:16]}...",
    )
    return "; ".join(filter(None, said))


_COUNTED = {
    "minimum": ("minimum", "minima"),
    "maximum": ("maximum", "maxima"),
    "firmware": ("firmware release", "firmware releases"),
    "evidence": ("file of evidence", "files of evidence"),
    "programme": ("programme decision", "programme decisions"),
}
"""What is counted of a kind of decision, one and several, where its name with an s is not it."""


def _in_force(one: use.InForce) -> str:
    since = f" since {one.since}" if one.since else ""
    if one.file:
        rows = "that cannot be read" if one.number is None else f"{one.number:,} row{'' if one.number == 1 else 's'}"
        return f"{one.kind} ({one.file}, {rows}){since}"
    if one.kind == "size":
        return f"size {one.number}{since}"
    single, plural = _COUNTED.get(one.kind, (one.kind, f"{one.kind}s"))
    return f"{one.number} {single if one.number == 1 else plural}{since}"


def _rounds(found: use.Status) -> None:
    if not found.rounds:
        return
    heading("Rounds")
    rows = [
        (
            one.round.reference,
            "closed" if one.round.closed else "open",
            str(one.round.due_on or ""),
            f"{len(one.answers.asked) - len(one.waiting)} of {len(one.answers.asked)}"
            if one.answers.asked
            else str(len(one.answered)),
            sum(s.rows_read for s in one.counting),
            sum(s.rows_quarantined for s in one.counting),
            f"{one.latest.number} ({one.latest.status})" if one.latest else "none",
        )
        for one in found.rounds
    ]
    columns = ("round", "", "due", "answered", "rows", "quarantined on receipt", "latest run")
    show(columns, rows, numbers=("rows", "quarantined on receipt"))
    for one in found.rounds:
        for line in _of_round(one):
            say(f"{one.round.reference}: {line}.")


def _of_round(one: use.RoundStatus) -> Iterator[str]:
    """What there is to say of a round beside its figures, a sentence each."""
    if one.waiting and not one.round.closed:
        if not one.answers.by_name:
            yield f"nobody was asked by name; those who answered {one.answers.before} stand in"
        names = ", ".join(asked.organisation for asked in one.waiting)
        yield f"{f'was due on {one.round.due_on}; late' if one.is_late else 'not yet answered'}: {names}"
    if one.round.due_on and not one.answers.asked and not one.round.closed:
        yield "nobody was asked by name, and no round before it was answered: nobody can be late"
    if one.answers.empty:
        empty = ", ".join(answer.organisation for answer in one.answers.empty)
        yield f"answered without a row, which counts as no return: {empty}"
    if one.answers.came_late:
        late = ", ".join(f"{answer.organisation} on {answer.came_on}" for answer in one.answers.came_late)
        yield f"answered after {one.round.due_on}, the day it was due: {late}"
    if one.unasked:
        yield f"answered without being asked: {', '.join(one.unasked)}"


def _jobs(found: use.Status) -> None:
    if not found.jobs:
        return
    heading("Jobs")
    lapsed = {job.number for job in found.lapsed}
    rows = [
        (
            str(job.number),
            job.kind,
            "its worker is silent" if job.number in lapsed else job.state.value,
            f"{job.stage} {job.done}/{job.total}" if job.stage else "",
            job.worker,
        )
        for job in found.jobs
    ]
    show(("job", "kind", "", "at", "worker"), rows, numbers=("job",))


def _stated(found: use.Status, folder: Path, database: str) -> dict[str, object]:
    return {
        "folder": str(folder),
        "workspace": found.identity,
        "database": database,
        "scheme": found.scheme,
        "catalogue": found.catalogue or None,
        "decided": [
            {
                "kind": one.kind,
                "number": one.number,
                "since": str(one.since) if one.since else None,
                "file": one.file or None,
            }
            for one in found.decided
        ],
        "events": found.head.number,
        "head": found.head.hash,
        "rounds": [_round(one) for one in found.rounds],
        "jobs": [
            {"job": job.number, "kind": job.kind, "state": job.state.value, "lapsed": job in found.lapsed}
            for job in found.jobs
        ],
        "register": _register_stated(found.register) if found.register else None,
        "due": [{"what": one.what, "command": one.command} for one in found.due],
    }


def _register_stated(one: use.RegisterStatus) -> dict[str, object]:
    return {
        "lines": one.head.size,
        "root": one.head.root,
        "publications": one.head.publications,
        "unpublished": one.unpublished,
        "key": one.key,
        "versions": [
            {"list": version.list, "number": version.number, "effective_on": str(version.effective_on)}
            for version in one.latest
        ],
        "proposals": [
            {"list": waiting.draft.list, "number": waiting.draft.number, "proposal": waiting.event}
            for waiting in one.proposals
        ],
    }


def _round(one: use.RoundStatus) -> dict[str, object]:
    return {
        "round": one.round.reference,
        "closed": one.round.closed,
        "due_on": str(one.round.due_on) if one.round.due_on else None,
        "asked": len(one.answers.asked),
        "asked_by_name": one.answers.by_name,
        "answered": list(one.answered),
        "waiting": [asked.organisation for asked in one.waiting],
        "unasked": list(one.unasked),
        "late": one.is_late,
        "came_late": [
            {"role": answer.role, "organisation": answer.organisation, "came_on": str(answer.came_on)}
            for answer in one.answers.came_late
        ],
        "latest_run": one.latest.number if one.latest else None,
        "outdated": one.is_outdated,
        "results_in_place": one.is_in_place,
    }
