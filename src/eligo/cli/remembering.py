"""What the commands of a workspace do and say: init, receive, run, verify."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eligo.cli.console import heading, print_json, say, show, watching
from eligo.cli.deselecting import said_of_rules
from eligo.cli.summary import print_check, print_findings_json

if TYPE_CHECKING:
    from eligo.artefacts import Parameters
    from eligo.ports import Workspace
    from eligo.workflows import Outcome
    from eligo.workflows import workspace as use

CORRECTIONS = "corrections"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run in a workspace was asked for; ``None`` and empty where it follows what stands.

    ``named`` are the scheme and the files that are to stand from now on, by the kind of their decision.
    """

    returns: tuple[Path, ...]
    named: Mapping[str, str | Path | None]
    parameters: Parameters
    round: str | None
    out: Path | None


def run_in(folder: Path, who: str | None, asked: Asked) -> tuple[use.Ran, Outcome, list[str]]:
    """Run a round of a workspace: what is recorded, what it came to, and what to say of it beside."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    told = []
    with watching() as watcher, opened_workspace(folder, who, watcher) as workspace:
        reference = asked.round
        # Where the returns cannot be used, the scheme and the catalogue that they came with are not kept either.
        with ExitStack() as together:
            if any(asked.named.values()):
                together.enter_context(workspace.files.holding())
                together.enter_context(workspace.store.transaction())
            told += _settled(workspace, {kind: named for kind, named in asked.named.items() if kind != CORRECTIONS})
            if asked.returns:
                received = use.receive(workspace, asked.returns, asked.round)
                reference = received.round
                told += _receipts(received)
            # They are of cells of what was received, so they come after it.
            told += _settled(workspace, {CORRECTIONS: asked.named.get(CORRECTIONS)})
        ran = use.run_round(workspace, reference, asked.parameters, asked.out)
        if ran.outcome is None:
            raise AssertionError("a run that was not taken up again has an outcome")
        opened = use.opened_since(workspace, ran.run, ran.outcome)
    told.append(f"This is run {ran.run.number} of {ran.run.round}; 'eligo status' says what is due.")
    if ran.in_place != ran.run:
        told.append(
            f"The folder has run {ran.in_place.number}, which follows more; "
            f"'eligo runs write {ran.run.number} --out OUT' writes this one."
        )
    told += said_of_rules(opened, f"{ran.outcome.scheme.installation_word}s")
    return ran, ran.outcome, told


def _settled(workspace: Workspace, named: Mapping[str, str | Path | None]) -> list[str]:
    """Decide what was named, unless it stands already; what to say of it."""
    from eligo.workflows import workspace as use

    return [
        f"The workspace's {kind} {'are' if kind.endswith('s') else 'is'} {one} from now on."
        for kind, one in named.items()
        if one is not None and use.settled(workspace, kind, str(one), "named in eligo run") is not None
    ]


def _receipts(received: use.Received) -> list[str]:
    new = [one for one in received.receipts if one.is_new]
    replaced = sum(len(one.replaces) for one in new)
    lines = [f"Received for {received.round}: {len(new)} new, {len(received.receipts) - len(new)} there already."]
    lines += [one.message for one in received.intake.findings if one.code == "snapshot-in-future"]
    return lines + ([f"{replaced} earlier {'file is' if replaced == 1 else 'files are'} replaced."] if replaced else [])


def print_received(received: use.Received, as_json: bool) -> None:
    """What became of each file, then what was found in them."""
    if as_json:
        print_findings_json(received.intake, [_receipt(one) for one in received.receipts])
        return
    heading(f"Received for {received.round}")
    show(("file", ""), [(one.submission.file_name, _became(one)) for one in received.receipts])
    print_check(received.intake, None)


def _became(receipt: use.Receipt) -> str:
    one = receipt.submission
    if receipt.is_new:
        replaces = f", replaces {', '.join(map(str, receipt.replaces))}" if receipt.replaces else ""
        return f"received as {one.number}{replaces}"
    replaced = f", replaced by {one.replaced_by}" if one.replaced_by else ""
    return f"there already as {one.number}{replaced}"


def _receipt(receipt: use.Receipt) -> dict[str, object]:
    one = receipt.submission
    return {
        "submission": one.number,
        "file": one.file_name,
        "organisation": one.organisation,
        "sha256": one.file.sha256,
        "new": receipt.is_new,
        "replaces": list(receipt.replaces),
    }


def verify_all(named: Path | None, head: str | None, as_json: bool) -> None:
    """Prove all that a workspace holds."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with watching() as watcher, opened_workspace(named, None, watcher) as workspace:
        checked = use.verify_workspace(workspace, head)
    contents = checked.contents
    if as_json:
        print_json({"verified": True, **stated(contents), "orphans": checked.orphans})
        return
    say(f"Verified: the log of {contents.events:,} events is whole, and every record is what it says.")
    print_contents(contents)
    if checked.orphans:
        say(f"{checked.orphans:,} files are referred to by nothing; 'eligo collect' deletes them.")


def print_contents(contents: use.Contents) -> None:
    """How much there is, and the two hashes that stand for all of it."""
    rows: Sequence[tuple[str, str]] = [
        *((f"{kind.replace('.', ' ')}s", f"{number:,}") for kind, number in contents.records.items()),
        ("files", f"{contents.files:,} ({contents.bytes:,} bytes)"),
        ("log's head", contents.head.hash),
        ("content", contents.content),
    ]
    show(("", ""), rows)


def stated(contents: use.Contents) -> dict[str, object]:
    """The same for programs."""
    return {
        "workspace": contents.workspace,
        "events": contents.events,
        "records": dict(contents.records),
        "files": contents.files,
        "bytes": contents.bytes,
        "head": contents.head.hash,
        "content": contents.content,
    }
