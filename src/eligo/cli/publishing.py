"""``eligo register`` in a workspace: its rules and keys, and its versions, which one proposes and another publishes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, show
from eligo.cli.registering import print_changes

if TYPE_CHECKING:
    from eligo.workflows import workspace as use

PANEL = "Keep and publish the register of a workspace"

SHOWN = 20

publishing = typer.Typer()

OPEN_EXAMPLE = "Example: eligo register open --key register.pem --why 'The registers are opened'"
RULES_EXAMPLE = "Examples: eligo register rules, then the same with --why 'State added by the panel of 11 June'"
KEY_EXAMPLE = "Example: eligo register key --new next.pem --key register.pem --why 'Once a year'"
NEW_KEY_EXAMPLE = "Example: eligo register new-key register.pem"
PROPOSE_EXAMPLE = "Example: eligo register propose ppcl 2.10 --on 2020-03-02 --why 'Firmware and tests' --as Anna"
PUBLISH_EXAMPLES = (
    "Examples: eligo register publish ppcl 2.10, then the same with --proposal 17 --why 'Held to the minutes' "
    "--as Boris --key register.pem"
)
DROP_EXAMPLE = "Example: eligo register drop ppcl --why 'The panel has not met'"

List = Annotated[
    str, typer.Argument(metavar="LIST", help="The list, by id or label, such as ppcl.", show_default=False)
]
Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="The version's number, such as 2.10.", show_default=False)
]
Key = Annotated[
    Path | None,
    typer.Option(
        "--key",
        help="The file of the key that signs.",
        show_default="the key in ELIGO_REGISTER_KEY, or the file that eligo.toml names as register_key",
    ),
]
PublicWhy = Annotated[str, typer.Option("--why", help="The reason, which is published.", show_default=False)]
PublicWho = Annotated[
    str | None,
    typer.Option("--as", help="Under whose name; it is published.", show_default="ELIGO_WHO, or the name of the login"),
]


@publishing.command("new-key", epilog=NEW_KEY_EXAMPLE, rich_help_panel=PANEL)
def make_key(
    file: Annotated[Path, typer.Argument(help="The file to make, which is to be kept from others.")],
) -> None:
    """Make a key that signs (Ed25519), in a new file that nobody else may read, and print its public key."""
    from eligo.wiring import new_key

    key = new_key(file)
    say(f"The key is in {file}, which you alone may read. Keep a copy in a safe place: nothing else has it.")
    say(f"Its public key, to be made known: {key.public}")


@publishing.command("open", epilog=OPEN_EXAMPLE, rich_help_panel=PANEL)
def begin(key: Key = None, why: PublicWhy = "", workspace: arguments.Workspace = None, who: PublicWho = None) -> None:
    """Begin the register of a workspace: with the scheme's rules, and the first key."""
    from eligo.wiring import opened_workspace, register_key
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        rules, first = use.begin_register(opened, register_key(key, opened.folder), why)
    lists = " and ".join(f"{one.label} ({one.id})" for one in rules.rules.lists)
    say(f"The register is open, by the rules of {rules.scheme} {rules.scheme_version}, for {lists}.")
    say(f"Its first key, to be made known: {first.key}")


@publishing.command("rules", epilog=RULES_EXAMPLE, rich_help_panel=PANEL)
def renew_rules(
    why: PublicWhy = "",
    workspace: arguments.Workspace = None,
    who: PublicWho = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what the scheme's rules change of those in force in the register; with --why, enter them."""
    from eligo.registers import ABSENT
    from eligo.wiring import opened_workspace
    from eligo.workflows import register as questions
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        found = use.renew_rules(opened, why)
    if as_json:
        print_json(
            {
                "changes": [questions.change_record(one) for one in found.changes],
                "line": found.line and found.line.number,
            }
        )
        return
    if not found.changes:
        say("The scheme's rules are in force already.")
        return
    rows = [(one.place, *("" if v == ABSENT else str(v) for v in (one.before, one.after))) for one in found.changes]
    show(("rule", "was", "is"), rows)
    if found.line:
        say(f"They are line {found.line.number} of the register, and hold for what comes after it.")
    else:
        say("Nothing has been changed. To enter them: eligo register rules --why '...'")


@publishing.command("key", epilog=KEY_EXAMPLE, rich_help_panel=PANEL)
def renew_key(
    new: Annotated[Path, typer.Option("--new", help="The file of the key that is to sign.", show_default=False)],
    key: Key = None,
    why: PublicWhy = "",
    workspace: arguments.Workspace = None,
    who: PublicWho = None,
) -> None:
    """Let another key sign from now on; the one that has signed so far signs it."""
    from eligo.wiring import key_of_file, opened_workspace, register_key
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        line = use.renew_key(opened, key_of_file(new), register_key(key, opened.folder), why)
        waiting = use.proposals(opened)
    say(f"From line {line.number} of the register on the key is {line.key}.")
    for one in waiting:
        say(f"What was proposed before does not cover that line: propose {one.named} again.")


@publishing.command("propose", epilog=PROPOSE_EXAMPLE, rich_help_panel=PANEL)
def propose(
    list_: List,
    number: Number,
    on: arguments.OnDay = None,
    why: PublicWhy = "",
    round_: Annotated[
        str | None,
        typer.Option("--round", help="Whose run says how much of the estate it is of.", show_default="the latest run"),
    ] = None,
    workspace: arguments.Workspace = None,
    who: PublicWho = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Propose a version of a list as of a day, which another person then publishes. The reason is the version's.

    It states what share of the deployed estate in scope stands on the list, as the published tables do, by a run.
    """
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        made = use.propose(opened, list_, number, arguments.day("--on", on), why, reference=round_)
        found = use.to_approve(opened, made.draft.list, made.draft.number)
    if as_json:
        print_json(use.proposal_record(found))
        return
    _print_proposed(found)
    last = next(iter(made.instead_of), None)
    if last is not None and last.drafted_by != made.draft.drafted_by:
        say(f"What {last.drafted_by} had proposed is no longer proposed: let {last.drafted_by} know.")
    say(f"Another person publishes it: eligo register publish {made.draft.list} {made.draft.number}")


@publishing.command("proposals", epilog="Example: eligo register proposals", rich_help_panel=PANEL)
def list_proposals(workspace: arguments.Workspace = None, as_json: arguments.AsJson = False) -> None:
    """List the versions that are proposed, and wait for another person."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace) as opened:
        found = [use.to_approve(opened, one.draft.list, one.draft.number) for one in use.proposals(opened)]
    if as_json:
        print_json([use.proposal_record(one) for one in found])
        return
    rows = [
        (
            *(str(one.proposal.event), one.proposal.draft.list, one.proposal.draft.number),
            *(one.proposal.draft.effective_on, one.proposal.draft.drafted_by, one.proposal.draft.reason),
            "; ".join(replaced.told for replaced in one.proposal.instead_of),
            f"to be proposed again: line {one.later[0].number} came later" if one.later else "",
        )
        for one in found
    ]
    show(("proposal", "list", "number", "as of", "by", "because", "instead of", ""), rows, numbers=("proposal",))


@publishing.command("drop", epilog=DROP_EXAMPLE, rich_help_panel=PANEL)
def drop(
    list_: List, why: arguments.Why = "", workspace: arguments.Workspace = None, who: arguments.Who = None
) -> None:
    """Take back the version that is proposed of a list."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        dropped = use.drop_proposal(opened, list_, why)
    say(f"V{dropped.named[1:]}, proposed by {dropped.draft.drafted_by}, is dropped.")


@publishing.command("publish", epilog=PUBLISH_EXAMPLES, rich_help_panel=PANEL)
def publish(
    list_: List,
    number: Number,
    proposal: Annotated[
        int | None,
        typer.Option(help="The event of the proposal that you have looked at; confirms it.", show_default=False),
    ] = None,
    key: Key = None,
    why: arguments.Why = "",
    workspace: arguments.Workspace = None,
    who: PublicWho = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what a proposed version changes of the one before it; with --proposal and --why, approve and publish it.

    Whoever approves it is another person than proposed it. What is published is what was proposed: lines that were
    entered since then have to be proposed first.
    """
    from eligo.registers import plain_version
    from eligo.wiring import opened_workspace, register_key
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        found = use.to_approve(opened, list_, number)
        made = None
        if why or proposal is not None:
            made = use.publish_version(opened, list_, number, proposal, register_key(key, opened.folder), why)
    if as_json:
        print_json({**use.proposal_record(found), "published": made and plain_version(made.version)})
        return
    _print_proposed(found)
    if made is None:
        _say_how_to_publish(found)
        return
    one = made.version
    say(f"Version {one.number} of {one.list} is published: publication {one.publication}, over {one.size:,} lines.")
    say("Next: eligo register pages --out FOLDER, or eligo register export --out register.json")


def _print_proposed(found: use.ToApprove) -> None:
    from eligo.workflows import workspace as use

    draft, last = found.proposal.draft, found.last
    heading(f"{draft.list} {draft.number}, as of {draft.effective_on}: {draft.reason}")
    covered = f"{found.proposal.size:,} lines"
    rows = [
        ("proposed by", f"{draft.drafted_by} (proposal {found.proposal.event})"),
        *(("takes the place of", one.told) for one in found.proposal.instead_of),
        ("covers", f"{covered}, root {found.proposal.root}"),
        ("of the estate in scope", use.coverage_told(draft.coverage)),
        ("the one before it", f"{last.number}, as of {last.effective_on}: {last.reason}" if last else "none"),
    ]
    show(("", ""), rows)
    say()
    print_changes(found.changes)
    if found.beside:
        say()
        say("It makes public besides:")
        for line in found.beside[:SHOWN]:
            say(f"  {use.line_told(line)}: {line.why}")
        if len(found.beside) > SHOWN:
            say(f"  and {len(found.beside) - SHOWN:,} lines more, which --json has.")
    say()
    arguments.say_ahead(draft.effective_on, "what is published stays, and no version of an earlier day can follow it.")


def _say_how_to_publish(found: use.ToApprove) -> None:
    from eligo.workflows import workspace as use

    draft = found.proposal.draft
    if found.later:
        say("It cannot be published, since there are lines that were entered later:")
        for line in found.later:
            say(f"  {use.line_told(line)}")
        again = f"eligo register propose {draft.list} {draft.number} --on {draft.effective_on} --why '...'"
        say(f"To propose it again, with them: {again}")
        return
    command = f"eligo register publish {draft.list} {draft.number} --proposal {found.proposal.event} --why '...'"
    say(f"Nothing has been published. To approve it, as another person than {draft.drafted_by}: {command}")
