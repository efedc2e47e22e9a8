"""``eligo receive``: returns into a round, each kept as it came, the later in the place of the earlier.

Invariant: all files of a command are received or none is; a file that cannot be used changes nothing. What was sent
twice is kept once. Source: ``returns.md``, "Semantics" 1 (a later return replaces the earlier one, which stays on
record).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from eligo.errors import UsageError, VersionConflict
from eligo.estate import assemble_round
from eligo.ports import Workspace
from eligo.records import Because, FileRef, Round, Standing, Submission
from eligo.returns import Return, stem_of, upgrades_file_of
from eligo.scheme import Scheme
from eligo.workflows.inputs import InputFile, gather_returns
from eligo.workflows.intake import Intake, take_in
from eligo.workflows.workspace.basis import basis_of, refuse_other_folder
from eligo.workflows.workspace.names import Key, Names, names_of
from eligo.workflows.workspace.rounds import refuse_reference

RETURN, UPGRADES = "return", "upgrades"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one file: received, or there already; and which it replaces, if any."""

    submission: Submission
    is_new: bool
    replaces: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """What became of every file of a command, in the order of their names, and what they hold."""

    round: str
    receipts: tuple[Receipt, ...]
    intake: Intake


def receive(workspace: Workspace, places: Sequence[Path], expected_round: str | None = None) -> Received:
    """Receive files, or the files in folders, for the round that they name; it is opened where it is not there yet.

    Raises as ``check`` does for files that cannot be used, and ``VersionConflict`` where they are of several rounds or
    not of the one expected, where the round is closed, or where a return is older than the one that stands.
    """
    basis = basis_of(workspace)
    files = gather_returns(places)
    refuse_other_folder(workspace, {file.sha256 for file in files})
    today = dict.fromkeys((file.name for file in files), workspace.clock.now().date())
    intake = take_in((*files, *basis.known), basis.scheme, workspace.progress, today)
    if not intake.returns:
        raise UsageError(
            "There is no return among the files named", hint="Name returns, or the folder that holds them."
        )
    reference = _one_reference(intake.returns)
    if expected_round not in (None, reference):
        raise VersionConflict(
            f"The returns are for the round {reference}, not {expected_round}",
            hint="Check which round was meant; a return states its own.",
            details=[f"{one.file}: {one.sender.rfi_reference}" for one in intake.returns],
        )
    with workspace.files.holding():
        kept = {file.name: workspace.files.put(file.content) for file in files}
        with workspace.store.transaction():
            desk = _Desk(workspace, names_of(basis), _round(workspace, reference, basis.scheme), kept)
            for one in desk.in_order(intake.returns):
                desk.take(one, _upgrades_beside(one, files))
    receipts = tuple(sorted(desk.receipts, key=lambda receipt: receipt.submission.file_name))
    return Received(reference, receipts, intake)


def standing(submissions: Sequence[Submission]) -> tuple[Submission, ...]:
    """Those that count."""
    return tuple(one for one in submissions if one.standing is Standing.STANDING)


def _one_reference(returns: Sequence[Return]) -> str:
    references = sorted({one.sender.rfi_reference for one in returns})
    if len(references) > 1:
        raise VersionConflict(
            f"The returns belong to {len(references)} rounds",
            hint="Receive one round at a time.",
            details=[f"{one.file}: {one.sender.rfi_reference}" for one in returns],
        )
    return references[0]


def _round(workspace: Workspace, reference: str, scheme: Scheme) -> Round:
    for one in workspace.store.rounds.all():
        if one.reference == reference:
            return one
    refuse_reference(workspace, reference)
    because = Because(workspace.who, "the first return of this round")
    return workspace.store.rounds.open(Round(reference, scheme.id), because)


def _upgrades_beside(one: Return, files: Sequence[InputFile]) -> str | None:
    stem = stem_of(one.file)
    return next((file.name for file in files if upgrades_file_of(file.name) == stem), None)


class _Desk:
    """Where the returns of one command are taken, inside one transaction."""

    def __init__(self, workspace: Workspace, names: Names, round_: Round, kept: Mapping[str, FileRef]) -> None:
        self._workspace = workspace
        self._names = names
        self._round = round_
        self._kept = kept
        self._because = Because(workspace.who, f"received for {round_.reference}")
        self._present = list(workspace.store.submissions.of_round(round_.reference))
        self.receipts: list[Receipt] = []

    def in_order(self, returns: Sequence[Return]) -> Sequence[Return]:
        """The returns in the order in which they count: those on record, then the earlier, then the later ones.

        Raises ``VersionConflict`` where two that are new are of one organisation, and neither states a later day.
        """
        on_record = [one for one in returns if self._twin(self._stated(one, RETURN, one.file)) is not None]
        new = [one for one in returns if one not in on_record]
        replaced = {one.file for one in assemble_round(new, self._names.scheme).replaced}
        earlier = sorted((one for one in new if one.file in replaced), key=lambda one: one.sender.snapshot or date.min)
        return [*on_record, *earlier, *(one for one in new if one.file not in replaced)]

    def take(self, one: Return, upgrades: str | None) -> None:
        """Take a return and the planned upgrades beside it."""
        earlier = self._counting(one, RETURN)
        stated = self._stated(one, RETURN, one.file)
        twin = self._twin(stated)
        if twin is not None and upgrades is not None and stem_of(twin.file_name) != stem_of(one.file):
            # Upgrades find their return by its name: the return counts under the name that they go with.
            twin = None
        if twin is None:
            self._refuse_older(one, earlier)
            beside = self._counting(one, UPGRADES)
            twin = self._keep(stated, [*earlier, *beside])
        else:
            self.receipts.append(Receipt(twin, is_new=False))
        if upgrades is not None and twin.standing is Standing.STANDING:
            planned = self._stated(one, UPGRADES, upgrades)
            there = self._twin(planned)
            if there is None or there.standing is not Standing.STANDING:
                self._keep(planned, self._counting(one, UPGRADES))
            else:
                self.receipts.append(Receipt(there, is_new=False))

    def _keep(self, stated: Submission, earlier: Sequence[Submission]) -> Submission:
        self._refuse_same_name(stated, earlier)
        submissions = self._workspace.store.submissions
        kept = submissions.receive(stated, self._because)
        for one in earlier:
            because = replace(self._because, why=f"{kept.file_name} is the later one")
            changed = replace(one, standing=Standing.REPLACED, replaced_by=kept.number)
            self._present[self._present.index(one)] = submissions.amend(changed, because)
        self._present.append(kept)
        self.receipts.append(Receipt(kept, is_new=True, replaces=tuple(one.number for one in earlier)))
        return kept

    def _stated(self, one: Return, kind: str, name: str) -> Submission:
        balances = [balance for balance in one.balances if (balance.file == one.file) == (kind == RETURN)]
        return Submission(
            round=self._round.reference,
            kind=kind,
            role=one.sender.role.value,
            organisation=one.sender.organisation,
            file_name=name,
            file=self._kept[name],
            snapshot_on=one.sender.snapshot,
            rows_read=sum(balance.read for balance in balances),
            rows_accepted=sum(balance.accepted for balance in balances),
            rows_quarantined=sum(balance.quarantined for balance in balances),
            rows_ignored=sum(balance.ignored for balance in balances),
        )

    def _counting(self, one: Return, kind: str) -> list[Submission]:
        organisation = self._names.key(one.sender.role.value, one.sender.organisation)
        return [
            present
            for present in standing(self._present)
            if self._key(present) == organisation and present.kind == kind
        ]

    def _twin(self, stated: Submission) -> Submission | None:
        """The same file of the same organisation, where it was received before and is not taken back.

        One that was replaced is on record as long as something counts in its place.
        """
        about = (stated.kind, stated.file, self._key(stated))
        twins = [one for one in self._present if (one.kind, one.file, self._key(one)) == about]
        counting = [one for one in twins if one.standing is Standing.STANDING]
        replaced = [one for one in twins if one.standing is Standing.REPLACED and self._is_answered(one)]
        return next(iter([*counting, *reversed(replaced)]), None)

    def _is_answered(self, replaced: Submission) -> bool:
        """Whether anything of that organisation counts."""
        return any(self._key(one) == self._key(replaced) for one in standing(self._present))

    def _key(self, one: Submission) -> Key:
        return self._names.key(one.role, one.organisation)

    def _refuse_older(self, one: Return, earlier: Sequence[Submission]) -> None:
        snapshot = one.sender.snapshot
        later = [present for present in earlier if present.snapshot_on and snapshot and snapshot < present.snapshot_on]
        if later:
            raise VersionConflict(
                f"{one.file} is of {snapshot}, and {later[0].file_name} of {later[0].snapshot_on} stands",
                hint="If the older one is right, take the other back first: "
                f"eligo rounds withdraw {later[0].number} --why ...",
            )

    def _refuse_same_name(self, stated: Submission, earlier: Sequence[Submission]) -> None:
        name = stated.file_name.casefold()
        for one in standing(self._present):
            if one.file_name.casefold() == name and one not in earlier:
                raise VersionConflict(
                    f"{stated.file_name} is also the name of what {one.organisation} sent",
                    hint="Rename one of them, so that a finding can say which it is about.",
                )
