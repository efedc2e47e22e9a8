"""The register of a workspace: opened, its rules and keys renewed, its versions proposed and published by two."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eligo.errors import ClockSetBack, EligoError, NotFound, RegisterRefused, UsageError, VersionConflict
from eligo.ports import Workspace
from eligo.records import Because
from eligo.registers import (
    Basis,
    Change,
    KeyEntry,
    LogLine,
    RulesEntry,
    SignedVersion,
    SigningKey,
    consistency_document,
    receipt_document,
    register_document,
    replay,
)
from eligo.scheme import scheme_text
from eligo.workflows import workspace as use
from eligo.workflows.register import OpenRegister, diff
from eligo_verify_register import check
from registers.drawn_log import DECIDED, FIRMWARE, KEY, NEXT_KEY, candidate, drawn_register, entry, product, tree_of
from registers.published_log import published_log
from store.memory_store import MemoryStore
from store.settable_clock import SettableClock
from workflows.kept_registers import (
    ANNA,
    BORIS,
    acting,
    begun,
    clock_of,
    enter_entries,
    far_ahead,
    log_of,
    opened,
    publish,
)

DAY = date(2019, 11, 1)
OWN = f"{product(1).product_id}/1"


def propose(workspace: Workspace, number: str, name: str = "ppcl", on: date = DAY, who: str = ANNA) -> use.Proposal:
    return use.propose(acting(workspace, who), name, number, on, "As concluded")


def test_a_register_begins_with_the_rules_of_the_scheme_and_a_key_that_signs_itself(tmp_path: Path) -> None:
    workspace = begun(tmp_path)

    rules, key = use.begin_register(workspace, KEY, "The registers are opened")

    assert log_of(workspace) == (rules, key)
    assert (rules.scheme, rules.who, rules.why) == ("smets1-foc", "analyst", "The registers are opened")
    assert (key.key, key.signed_by, replay((rules, key)).number) == (KEY.public, KEY.public, 2)
    assert workspace.store.audit.head().action == "register.entered"


@pytest.mark.parametrize(
    ("who", "why", "kind"), [("analyst", " ", RegisterRefused), ("", "The registers are opened", RegisterRefused)]
)
def test_nothing_is_entered_by_nobody_or_without_a_reason(
    tmp_path: Path, who: str, why: str, kind: type[EligoError]
) -> None:
    workspace = begun(tmp_path)
    head = workspace.store.audit.head()
    with pytest.raises(kind):
        use.begin_register(acting(workspace, who), KEY, why)
    assert (workspace.store.audit.head(), log_of(workspace)) == (head, ())


def test_the_own_name_of_an_operator_that_is_published_by_another_is_never_published(tmp_path: Path) -> None:
    own, shown = "SMSO-1", "Operator A"
    expected = f"names an operator that is published as {shown!r}; expected that name"
    workspace = begun(tmp_path)
    decide_scheme(workspace, tmp_path, ('"SMSO-1" = "SMSO-1"', f'"{own}" = "{shown}"'))
    with pytest.raises(RegisterRefused) as refused:
        use.begin_register(acting(workspace, own), KEY, f"Agreed with {own.casefold()}")
    assert refused.value.details == (f"who: {expected}", f"why: {expected}")
    use.begin_register(workspace, KEY, f"Agreed with {shown}")
    with pytest.raises(RegisterRefused) as refused:
        use.propose(acting(workspace, f"Anna of {own}"), "ppcl", "2.9", DAY, f"For {own}")
    assert refused.value.details == (f"reason: {expected}", f"drafted_by: {expected}")
    seen = propose(workspace, "2.9").event
    with pytest.raises(RegisterRefused) as refused:
        use.publish_version(acting(workspace, own), "ppcl", "2.9", seen, KEY, "Held to the minutes")
    assert refused.value.details == (f"approved_by: {expected}",)
    with pytest.raises(RegisterRefused):
        use.renew_key(workspace, NEXT_KEY, KEY, f"Asked for by {own}")
    assert [line.number for line in log_of(workspace)] == [1, 2]


def test_a_register_begins_once_and_nothing_is_done_before(tmp_path: Path) -> None:
    workspace = begun(tmp_path)
    for before in (
        lambda: use.renew_rules(workspace),
        lambda: use.renew_key(workspace, NEXT_KEY, KEY, "Once a year"),
        lambda: propose(workspace, "2.9"),
        lambda: use.drop_proposal(workspace, "ppcl", "no"),
        lambda: use.open_kept_register(workspace, unpublished=True),
    ):
        with pytest.raises(NotFound, match="has no register yet"):
            before()
    use.begin_register(workspace, KEY, "The registers are opened")
    with pytest.raises(VersionConflict, match="has a register of 2 lines already"):
        use.begin_register(workspace, NEXT_KEY, "Again")


def decide_scheme(workspace: Workspace, folder: Path, *changes: tuple[str, str]) -> None:
    """Decide for the shipped scheme, with some texts in it replaced."""
    text = scheme_text("smets1-foc").decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "changed.toml").write_text(text, "utf-8")
    use.decide(workspace, "scheme", str(folder / "changed.toml"), "By the panel")


OTHER_CATEGORY = ('id = "missing-keys"\nlabel = "Master keys are missing"', 'id = "missing-keys"\nlabel = "No keys"')


def test_other_rules_are_told_and_then_entered(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    assert use.renew_rules(workspace).changes == ()
    with pytest.raises(VersionConflict, match="in force already"):
        use.renew_rules(workspace, "To be sure")
    decide_scheme(workspace, tmp_path, OTHER_CATEGORY)

    told = use.renew_rules(workspace)

    field = ("exclusions", "missing-keys", "label")
    assert (told.changes, told.line) == ((Change("rules", field, "Master keys are missing", "No keys"),), None)
    assert len(log_of(workspace)) == 2
    entered = use.renew_rules(workspace, "By the panel")
    assert (entered.changes, entered.line) == (told.changes, log_of(workspace)[2])
    assert use.renew_rules(workspace).changes == ()


def test_rules_that_would_leave_something_behind_are_refused_before_and_when_they_are_entered(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    decided = Basis("uneconomic", "Decision 6", consultation="Various 1", decided_on=DECIDED)
    enter_entries(workspace, entry(), entry(state="uneconomic", basis=decided))
    state = 'id = "uneconomic"\nlabel = "Uneconomic to test"\n'
    changes = [(one, one.replace('"uneconomic"', '"other"')) for one in (state, ', "uneconomic", ', ', "uneconomic"]')]
    decide_scheme(workspace, tmp_path, *changes)
    for why in ("", "By the panel"):
        with pytest.raises(RegisterRefused) as refused:
            use.renew_rules(workspace, why)
        assert refused.value.details == ("states: 'uneconomic' is missing, and there are items in it",)
    assert len(log_of(workspace)) == 4


def test_another_key_signs_once_the_one_before_it_has_signed_it(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    enter_entries(workspace, entry())
    for new, old, reason in ((NEXT_KEY, NEXT_KEY, "signed_by: found"), (KEY, KEY, "key: is in force already")):
        with pytest.raises(RegisterRefused) as refused:
            use.renew_key(workspace, new, old, "Once a year")
        assert [reason in detail for detail in refused.value.details] == [True]

    line = use.renew_key(workspace, NEXT_KEY, KEY, "Once a year")

    assert (line.number, line.key, line.signed_by) == (4, NEXT_KEY.public, KEY.public)
    with pytest.raises(RegisterRefused) as refused:
        publish(workspace, "ppcl", "2.9", key=KEY)
    assert [detail.split(":")[0] for detail in refused.value.details] == ["key"]
    assert use.proposals(workspace)[0].draft.number == "2.9"
    assert publish(workspace, "ppcl", "2.10", key=NEXT_KEY).key == NEXT_KEY.public
    file = tmp_path / "register.json"
    file.write_text("".join(use.export_register(workspace)), "utf-8")
    for known in (KEY.public, NEXT_KEY.public, KEY.public.upper()):
        assert check([str(file)], known)[0] == []
    assert check([str(file)], "0" * 64)[0][0].endswith(f"nor its last: {KEY.public}, {NEXT_KEY.public}")


def test_everything_that_speaks_against_a_proposal_is_said_at_once(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    publish(workspace, "ppcl", "2.9")
    head = workspace.store.audit.head()
    with pytest.raises(RegisterRefused) as refused:
        use.propose(acting(workspace, ANNA), "PPCL", "2.1", date(2019, 10, 1), " ")
    assert [one.split(":")[0] for one in refused.value.details] == ["reason", "number", "effective_on"]
    with pytest.raises(RegisterRefused) as refused:
        propose(workspace, "V2.10", "apcl")
    assert [one.split(":")[0] for one in refused.value.details] == ["number", "list"]
    assert "expected ppcl or epcl" in refused.value.details[1]
    assert workspace.store.audit.head() == head


def test_a_proposal_stands_until_the_next_of_its_list_or_until_it_is_dropped(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    first, other = propose(workspace, "2.9"), propose(workspace, "1.0", "EPCL")

    between = propose(workspace, "2.9", on=date(2019, 12, 1))
    second = use.propose(acting(workspace, BORIS), "ppcl", "2.10", DAY, "As concluded")

    assert use.proposals(workspace) == (other, second)
    told = [(one.event, one.number, one.drafted_by) for one in second.instead_of]
    assert told == [(between.event, "2.9", ANNA), (first.event, "2.9", ANNA)]
    assert other.instead_of == first.instead_of == ()
    assert (second.draft.drafted_by, second.size, second.root) == (BORIS, 2, workspace.store.registers.head().root)
    assert use.drop_proposal(workspace, "epcl", "Not yet") == other
    assert use.proposals(workspace) == (second,)
    assert propose(workspace, "1.0", "EPCL").instead_of == ()
    use.drop_proposal(workspace, "epcl", "Not yet")
    with pytest.raises(NotFound) as missing:
        use.drop_proposal(workspace, "epcl", "Not yet")
    assert missing.value.details == (f"ppcl 2.10, by {BORIS}",)


def test_what_is_published_is_what_was_proposed_and_seen_by_another(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    enter_entries(workspace, entry(), entry(2))
    first = propose(workspace, "2.9")
    again = propose(workspace, "2.9", on=date(2019, 12, 1))

    def approved(seen: int | None, who: str = BORIS, key: SigningKey = KEY) -> SignedVersion:
        return use.publish_version(acting(workspace, who), "PPCL", "2.9", seen, key, "Held to the minutes")

    with pytest.raises(UsageError, match="Nothing says that you have seen"):
        approved(None)
    with pytest.raises(VersionConflict, match=f"is {again.event}, by {ANNA}, and not {first.event}"):
        approved(first.event)
    enter_entries(workspace, entry(firmware=(candidate("1.0"),), basis=FIRMWARE))
    head = workspace.store.audit.head()
    with pytest.raises(RegisterRefused) as refused:
        approved(again.event, " anna  DRAFTER", NEXT_KEY)
    assert [one.split(":")[0] for one in refused.value.details] == ["log", "approved_by", "key"]
    assert f"line 5 ({OWN}, pending) by Register clerk was entered since" in refused.value.details[0]
    assert (workspace.store.audit.head(), workspace.store.registers.versions()) == (head, ())
    assert [line.number for line in use.to_approve(workspace, "ppcl", "2.9").later] == [5]

    made = approved(propose(workspace, "2.9").event)

    assert workspace.store.registers.versions() == (made,)
    assert use.proposals(workspace) == ()
    version = made.version
    assert (version.size, version.drafted_by, version.approved_by) == (5, ANNA, BORIS)
    with pytest.raises(VersionConflict, match=f"is published already: publication 1, approved by {BORIS}"):
        approved(again.event)


class Backwards(SettableClock):
    """A clock that is an hour behind from some look at it on."""

    looks = 0

    def now(self) -> datetime:
        self.looks -= 1
        return super().now() - timedelta(hours=self.looks < 0)


def test_a_version_is_published_and_its_proposal_gone_or_neither(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    enter_entries(workspace, entry())
    seen = propose(workspace, "2.9")
    assert isinstance(workspace.store, MemoryStore)
    workspace.store.clock = clock = Backwards()
    head, done = workspace.store.audit.head(), False

    for looks in range(1, 10):
        clock.looks = looks
        try:
            use.publish_version(acting(workspace, BORIS), "ppcl", "2.9", seen.event, KEY, "Held to the minutes")
            done = True
            break
        except ClockSetBack:
            assert (workspace.store.registers.versions(), use.proposals(workspace)) == ((), (seen,))
            assert workspace.store.audit.head() == head

    assert (done, looks > 2, use.proposals(workspace)) == (True, True, ())


def test_whoever_approves_sees_what_changes(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    enter_entries(workspace, entry(), entry(2))
    publish(workspace, "ppcl", "2.9")
    enter_entries(workspace, entry(firmware=(candidate("1.0"),), basis=FIRMWARE), entry(3))
    use.renew_key(workspace, NEXT_KEY, KEY, "Once a year")
    propose(workspace, "2.10")
    enter_entries(workspace, entry(4))

    found = use.to_approve(workspace, "ppcl", "2.10")

    third = f"{product(3).product_id}/1"
    assert (found.changes.added, found.changes.removed, found.last and found.last.number) == ((third,), (), "2.9")
    fields = {one.place for one in found.changes.changed}
    assert fields >= {"firmware / ESME / stage", "firmware / ESME / version", "basis / kind"}
    assert {one.item for one in found.changes.changed} == {OWN}
    assert [[line.number for line in lines] for lines in (found.beside, found.later)] == [[7], [8]]


def told_again(
    folder: Path, log: tuple[LogLine, ...], versions: tuple[SignedVersion, ...]
) -> tuple[Workspace, list[SignedVersion]]:
    """A workspace in which a register is written and published once more, step by step as it was; what came of it."""
    workspace, keys = begun(folder, far_ahead(folder)), {one.public: one for one in (KEY, NEXT_KEY)}
    made, done = list[SignedVersion](), 0
    for signed in versions:
        version, lines = signed.version, log[done : signed.version.size]
        if lines:
            clock_of(workspace).moment = max(lines[-1].recorded_at, workspace.clock.now())
            workspace.store.registers.enter(lines, Because("Register clerk", "As it was"))
        done = version.size
        clock_of(workspace).moment = version.published_at
        drafter, approver = acting(workspace, version.drafted_by), acting(workspace, version.approved_by)
        seen = use.propose(drafter, version.list, version.number, version.effective_on, version.reason)
        made.append(
            use.publish_version(approver, version.list, version.number, seen.event, keys[signed.key], "As it was")
        )
    return workspace, made


@settings(max_examples=settings().max_examples // 20)
@given(seed=st.integers(0, 2**32))
@example(seed=0)
def test_a_workspace_publishes_what_the_whole_log_gives(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Held to ``registers.publish``, which reads every line; every proof to those of a tree of all lines."""
    log, versions = drawn_register(Random(seed), 16) if seed else published_log(None)

    workspace, made = told_again(tmp_path_factory.mktemp("workspace"), log, versions)

    assert made == [*versions]
    covered, node = log[: versions[-1].version.size], tree_of(log).node
    assert "".join(use.export_register(workspace)) == register_document(covered, versions)
    for signed in versions:
        version = signed.version
        last = {one.item: one for one in log[: version.size] if not isinstance(one, RulesEntry | KeyEntry)}
        for item, one in last.items():
            text = use.receipt_of(workspace, item.lower(), version.number, version.list)
            assert text == receipt_document(one, signed, node)
    register = OpenRegister("it", covered, versions)
    for older in versions:
        for newer in versions[older.version.publication :]:
            if older.version.list == newer.version.list:
                numbers = (older.version.number, newer.version.number, older.version.list)
                assert use.consistency_of(workspace, *numbers) == consistency_document(older, newer, node)
                back = (numbers[1], numbers[0], numbers[2])
                assert use.diff_versions(workspace, *numbers) == diff(register, *numbers)
                assert use.diff_versions(workspace, *back) == diff(register, *back)


def test_what_leaves_the_workspace_is_accepted_by_the_program_that_shares_nothing_with_it(tmp_path: Path) -> None:
    workspace, _ = told_again(tmp_path, *published_log())
    texts = {
        "register.json": "".join(use.export_register(workspace)),
        "receipt.json": use.receipt_of(workspace, OWN_OF_TABLE),
        "line.json": use.receipt_of(workspace, OWN_OF_TABLE, line=LINE),
        "consistency.json": use.consistency_of(workspace, "2.9", "2.10"),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")

    faults, shown = check([str(tmp_path / name) for name in texts], NEXT_KEY.public)

    assert faults == []
    assert f"line {LINE} " in shown[2]
    names = use.write_register_pages(workspace, tmp_path / "public")
    assert (tmp_path / "public" / "register.json").read_text("utf-8") == texts["register.json"]
    assert len(names) > len(log_of(workspace))


LINE = next(line.number for line in published_log()[0] if not isinstance(line, RulesEntry | KeyEntry))
OWN_OF_TABLE = next(line.item for line in published_log()[0] if not isinstance(line, RulesEntry | KeyEntry))


def test_what_cannot_be_proved_is_said(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    enter_entries(workspace, entry(), entry(2, label="DMC-1"))
    for ask in (
        lambda: "".join(use.export_register(workspace)),
        lambda: use.receipt_of(workspace, OWN),
        lambda: use.consistency_of(workspace, "2.9", "2.10"),
        lambda: use.open_kept_register(workspace),
    ):
        with pytest.raises(NotFound, match="Nothing of the workspace's register has been published"):
            ask()
    publish(workspace, "ppcl", "2.9")
    publish(workspace, "ppcl", "2.10")
    enter_entries(workspace, entry(3))
    for kind, text, ask in (
        (NotFound, "covers nothing that is called 'DMC-9'", lambda: use.receipt_of(workspace, "DMC-9")),
        (NotFound, "covers nothing that is called 'DMC-3'", lambda: use.receipt_of(workspace, "DMC-3")),
        (NotFound, "in line 4", lambda: use.receipt_of(workspace, OWN, line=4)),
        (UsageError, "'dmc-1' is 2 items", lambda: use.receipt_of(workspace, "dmc-1")),
        (NotFound, "has no version 2.11", lambda: use.receipt_of(workspace, OWN, "2.11")),
        (NotFound, "has no list 'apcl'", lambda: use.receipt_of(workspace, OWN, "2.9", "apcl")),
        (NotFound, "No version of epcl has been published", lambda: use.receipt_of(workspace, OWN, "", "epcl")),
        (NotFound, "has no version 3", lambda: use.consistency_of(workspace, "2.9", "3")),
        (UsageError, "Version 2.10 is later than 2.9", lambda: use.consistency_of(workspace, "2.10", "2.9")),
    ):
        with pytest.raises(kind) as said:
            ask()
        assert text in said.value.message
    assert use.receipt_of(workspace, "DMC-1", line=3) == use.receipt_of(workspace, OWN)


def test_a_question_is_of_what_was_published_unless_all_is_asked_for(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    enter_entries(workspace, entry())
    publish(workspace, "ppcl", "2.9")
    enter_entries(workspace, entry(2))

    found = [use.open_kept_register(workspace), use.open_kept_register(workspace, unpublished=True)]

    assert [[one.label for one in register.entries] for register in found] == [["DMC-1"], ["DMC-1", "DMC-2"]]
    assert [one.published for one in found] == [workspace.store.registers.versions()] * 2


def test_what_is_due_says_who_has_to_do_what_next(tmp_path: Path) -> None:
    workspace = begun(tmp_path)

    def due() -> list[tuple[str, str]]:
        found = use.status(workspace)
        return [*found.register.due] if found.register else [("no register", "")]

    assert due() == [("no register", "")]
    use.begin_register(workspace, KEY, "The registers are opened")
    assert due() == []
    enter_entries(workspace, entry(), entry(2))
    assert due() == [("2 entries are of no version yet", "eligo register propose LIST NUMBER --why '...'")]
    propose(workspace, "2.9")
    waits = f"version 2.9 of ppcl, proposed by {ANNA}, waits for another person"
    assert due() == [(waits, "eligo register publish ppcl 2.9")]
    use.renew_key(workspace, NEXT_KEY, KEY, "Once a year")
    again = "eligo register propose ppcl 2.9 --on 2019-11-01 --why '...'"
    assert due() == [("1 line was entered since version 2.9 of ppcl was proposed", again)]
    made = publish(workspace, "ppcl", "2.9", key=NEXT_KEY)
    assert due() == []
    found = use.status(workspace).register
    assert found is not None
    assert (found.latest, found.unpublished, found.key) == ((made.version,), 0, NEXT_KEY.public)
    decide_scheme(workspace, tmp_path, OTHER_CATEGORY)
    what = "the register's rules are not those of the scheme"
    assert due() == [(what, "eligo register rules --why '...'")]
