"""Runs that are remembered: what they follow, where their results are, and what becomes of one that is interrupted."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from builders import row
from eligo.artefacts import Parameters
from eligo.errors import (
    Cancelled,
    EligoError,
    Infeasible,
    LeaseLost,
    NotFound,
    NothingAccepted,
    OtherSchema,
    StoreUnavailable,
    UsageError,
)
from eligo.ports import Queue, Runs, Step, Store, Workspace
from eligo.records import Because, Job
from eligo.scheme import scheme_text
from eligo.workflows import verify
from eligo.workflows import workspace as use
from eligo.workflows.workspace.holding import held
from eligo.workflows.workspace.jobs import submit_run
from eligo.workflows.workspace.running import LEASE, carry_out_run
from workflows.small_round import begun, sent
from workflows.workspaces import BECAUSE, told_by

TWO = Parameters(size=2)
LAST_STAGE = "Writing the paper"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace that has received one return of three combinations."""
    made = begun(tmp_path)
    use.receive(made, [sent(tmp_path / "in")])
    return made


def jobs(workspace: Workspace) -> list[tuple[int, str]]:
    return [(job.number, job.state.value) for job in workspace.queue.all()]


def worked(workspace: Workspace) -> list[str]:
    """Take up what is free; what became of each job."""
    told: list[str] = []

    def tell(job: Job, became: use.Became) -> None:
        if isinstance(became, EligoError):
            told.append(type(became).__name__)
        else:
            told.append(f"run {became.run.number}" if isinstance(became, use.Ran) else f"superseded by {became.number}")

    use.work(workspace, tell)
    return told


def left(workspace: Workspace, stage: str, parameters: Parameters = TWO, out: Path | None = None) -> None:
    """A run whose worker ends without a word at that stage."""

    def end(told: str) -> None:
        if told == stage:
            raise MemoryError

    told_by(workspace).meanwhile = end
    with pytest.raises(MemoryError):
        use.run_round(workspace, None, parameters, out)
    told_by(workspace).meanwhile = lambda stage: None


def abandoned(workspace: Workspace, stage: str, parameters: Parameters = TWO, out: Path | None = None) -> None:
    """The same, and its lease ends after it."""
    left(workspace, stage, parameters, out)
    lapse(workspace)


def lapse(workspace: Workspace) -> None:
    """Let every lease end."""
    workspace.clock.move(LEASE.total_seconds())  # type: ignore[attr-defined]


def test_a_run_remembers_all_that_it_read_and_wrote(workspace: Workspace) -> None:
    ran = use.run_round(workspace, None, TWO, None)

    (kept,) = workspace.store.runs.all()
    assert kept == ran.run
    assert (kept.round, kept.status, kept.parameters["size"]) == ("RFI-1", "optimal", 2)
    assert [(one.role, one.name) for one in kept.inputs] == [
        ("return", "RFI-1__Supplier__Aster-Energy.csv"),
        ("catalogue", "models.csv"),
    ]
    written = {path.name: path.read_bytes() for path in ran.folder.iterdir()}
    assert {one.name: workspace.files.read(one.file) for one in kept.outputs} == written
    assert jobs(workspace) == [(1, "done")]


def test_its_results_are_verified_where_they_are_and_wherever_they_are_written_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    ran = use.run_round(workspace, None, TWO, None)

    use.written_run(workspace, 1, tmp_path / "far" / "away")

    assert ran.folder == workspace.folder / "results" / "RFI-1"
    for folder in (ran.folder, tmp_path / "far" / "away"):
        assert verify(folder, workspace.progress).outcome.status == "optimal"


def test_a_scheme_of_ones_own_is_kept_with_the_run(workspace: Workspace, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(scheme_text("smets1-foc").replace(b"size = 5", b"size = 2"))
    use.decide(workspace, "scheme", str(own), "a smaller one")
    own.unlink()

    ran = use.run_round(workspace, None, Parameters(), None)

    assert [one.name for one in ran.run.inputs if one.role == "scheme"] == ["own.toml"]
    assert verify(ran.folder, workspace.progress).outcome.scheme.selection.size == 2


def test_a_run_follows_what_was_decided_and_what_is_asked_for_goes_before_it(workspace: Workspace) -> None:
    use.decide(workspace, "size", "2", "two slots")
    followed = use.run_round(workspace, None, Parameters(), None)

    asked = use.run_round(workspace, None, Parameters(size=3), None)

    assert (followed.run.parameters["size"], asked.run.parameters["size"]) == (2, 3)
    assert [one.value for one in use.standing_decisions(workspace, "size")] == [{"size": 2}]


def test_an_infeasible_run_is_remembered_and_still_refused(workspace: Workspace) -> None:
    ran = use.run_round(workspace, None, Parameters(size=1), None)

    assert ran.outcome is not None
    assert isinstance(ran.outcome.refusal, Infeasible)
    assert ran.run.status == "infeasible"
    assert jobs(workspace) == [(1, "done")]


def test_a_run_that_comes_to_nothing_is_a_failed_job_and_no_run(workspace: Workspace, tmp_path: Path) -> None:
    use.receive(workspace, [sent(tmp_path / "later", [row(Active="lots")])])

    with pytest.raises(NothingAccepted) as refused:
        use.run_round(workspace, None, TWO, None)

    (job,) = workspace.queue.all()
    assert job.state.value == "failed"
    assert job.problem.startswith(refused.value.message)
    assert workspace.store.runs.all() == ()


def test_a_run_needs_a_round_a_return_and_parameters_that_fit(workspace: Workspace) -> None:
    use.open_round(workspace, "RFI-2", None, None, "the next one")
    for reference, parameters, kind in (
        (None, TWO, UsageError),
        ("RFI-2", TWO, NotFound),
        ("RFI-3", TWO, NotFound),
        ("RFI-1", Parameters(minimum=(("SMSO-9", 1),)), UsageError),
    ):
        with pytest.raises(kind):
            use.run_round(workspace, reference, parameters, None)

    assert jobs(workspace) == []


def test_a_folder_with_other_files_is_refused_before_the_work(workspace: Workspace) -> None:
    folder = use.results_folder(workspace, "RFI-1")
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("mine", "utf-8")

    with pytest.raises(UsageError):
        use.run_round(workspace, None, TWO, None)

    assert jobs(workspace) == []


def test_every_reference_has_a_folder_of_its_own(workspace: Workspace) -> None:
    names = ["RFI-1", "RFI/1", "RFI_1", "../RFI-1", "..", ".", "RFI 1", "R" * 200, "R" * 199]

    folders = [use.results_folder(workspace, name) for name in names]

    assert len({str(folder).casefold() for folder in folders}) == len(names)
    assert {folder.resolve().parent for folder in folders} == {workspace.folder.resolve() / "results"}


@pytest.mark.parametrize("stage", ["Building the estate", "Recording the run"])
def test_a_run_whose_worker_was_killed_is_taken_up_and_recorded_once(workspace: Workspace, stage: str) -> None:
    if stage == "Recording the run":
        _killed_before_it_is_recorded(workspace)
    else:
        abandoned(workspace, stage)
    assert (jobs(workspace), workspace.store.runs.all()) == ([(1, "running")], ())

    assert worked(workspace) == ["run 1"]

    assert jobs(workspace) == [(1, "done")]
    assert verify(use.results_folder(workspace, "RFI-1"), workspace.progress).outcome.status == "optimal"
    assert worked(workspace) == []


def _killed_before_it_is_recorded(workspace: Workspace) -> None:
    """Everything is kept and the checkpoint is made; then the worker is gone."""

    @dataclass
    class Gone:
        queue: Queue

        def __getattr__(self, name: str) -> object:
            return getattr(self.queue, name)

        def finish(self, *arguments: object, **named: object) -> Job:
            raise MemoryError

    with pytest.raises(MemoryError):
        use.run_round(replace(workspace, queue=Gone(workspace.queue)), None, TWO, None)  # type: ignore[arg-type]
    workspace.clock.move(LEASE.total_seconds())  # type: ignore[attr-defined]


def test_a_run_whose_worker_was_lost_is_not_repeated_once_another_has_taken_its_place(
    workspace: Workspace, tmp_path: Path
) -> None:
    left(workspace, LAST_STAGE)
    use.receive(workspace, [sent(tmp_path / "later", [row(Active="9000"), row(**{"CH Firmware version": "2.1.11"})])])
    later = use.run_round(workspace, None, TWO, None)
    before = (later.folder / "manifest.json").read_bytes()
    lapse(workspace)

    assert worked(workspace) == ["superseded by 1"]

    assert jobs(workspace) == [(1, "cancelled"), (2, "done")]
    assert (later.folder / "manifest.json").read_bytes() == before
    assert use.status(workspace).due == ()


def test_a_new_run_goes_on_with_one_that_asked_the_same_and_whose_worker_was_lost(workspace: Workspace) -> None:
    _killed_before_it_is_recorded(workspace)

    ran = use.run_round(workspace, None, TWO, None)

    assert (ran.run.number, ran.outcome, jobs(workspace)) == (1, None, [(1, "done")])


def test_a_new_run_ends_those_that_asked_otherwise_and_whose_worker_was_lost(
    workspace: Workspace, tmp_path: Path
) -> None:
    abandoned(workspace, LAST_STAGE)
    abandoned(workspace, LAST_STAGE, out=tmp_path / "trial")

    use.run_round(workspace, None, Parameters(size=3), None)

    assert jobs(workspace) == [(1, "cancelled"), (2, "running"), (3, "done")]
    (event,) = [one for one in workspace.store.audit.of_subject("job/1") if one.action == "job.finished"]
    assert event.why == "another run takes its place"


def test_a_run_that_asked_the_same_before_something_changed_is_not_gone_on_with(workspace: Workspace) -> None:
    abandoned(workspace, LAST_STAGE)
    use.decide(workspace, "size", "3", "one more")
    use.decide(workspace, "size", "", "or not", withdraw=True)

    use.run_round(workspace, None, TWO, None)

    assert jobs(workspace) == [(1, "cancelled"), (2, "done")]
    assert use.status(workspace).due == ()


def test_a_slow_run_does_not_replace_the_results_of_one_that_follows_more(workspace: Workspace, tmp_path: Path) -> None:
    def another_runs(stage: str) -> None:
        told_by(workspace).meanwhile = lambda stage: None
        more = [row(Active="9000"), row(**{"CH Firmware version": "2.1.11"})]
        use.receive(workspace, [sent(tmp_path / "later", more)])
        use.run_round(workspace, None, TWO, None)

    told_by(workspace).meanwhile = another_runs

    slow = use.run_round(workspace, None, TWO, None)

    assert (slow.run.number, slow.in_place.number) == (2, 1)
    assert use.status(workspace).due == ()


def test_a_run_lasts_out_a_server_that_is_away_for_a_moment_while_it_is_recorded(workspace: Workspace) -> None:
    for is_kept in (False, True):
        away = Away(workspace.store.runs, is_kept)
        store = Remembering(workspace.store, away)

        ran = use.run_round(replace(workspace, store=store), None, TWO, None)  # type: ignore[arg-type]

        assert away.asked > 0
        assert workspace.store.runs.get(ran.run.number) == ran.run
    assert jobs(workspace) == [(1, "done"), (2, "done")]
    assert [run.number for run in workspace.store.runs.all()] == [1, 2]


def test_a_run_whose_worker_is_told_to_end_can_be_taken_up_at_once(workspace: Workspace) -> None:
    submit_run(workspace, None, TWO, None)

    def interrupt(stage: str) -> None:
        raise KeyboardInterrupt

    told_by(workspace).meanwhile = interrupt
    with pytest.raises(KeyboardInterrupt):
        worked(workspace)
    told_by(workspace).meanwhile = lambda stage: None

    assert worked(workspace) == ["run 1"]


def test_a_run_that_finds_the_database_away_for_too_long_can_be_taken_up_later(workspace: Workspace) -> None:
    submit_run(workspace, None, TWO, None)

    def lose(stage: str) -> None:
        if stage == LAST_STAGE:
            raise StoreUnavailable("The database is away", hint="Check the server.")

    told_by(workspace).meanwhile = lose
    job = workspace.queue.claim("worker", LEASE, BECAUSE)
    assert job is not None
    with pytest.raises(StoreUnavailable) as lost, held(workspace, job, LEASE, BECAUSE) as hold:
        carry_out_run(workspace, hold)
    told_by(workspace).meanwhile = lambda stage: None

    assert lost.value.hint == (
        "Check the server. Once that is mended, job 1 goes on from where it was: eligo jobs work."
    )
    assert worked(workspace) == ["run 1"]


@dataclass
class Away:
    """Runs of a store whose server goes away when one is first recorded, before or after that is kept."""

    runs: Runs
    is_kept: bool
    asked: int = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.runs, name)


@dataclass
class Remembering:
    """A store with other runs, whose transaction that records the first is lost."""

    store: Store
    runs: Away

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As that of the store; the one that records a run is lost once."""
        before = len(self.store.runs.all())
        with self.store.transaction():
            yield
            is_lost = len(self.store.runs.all()) > before and not self.runs.asked
            self.runs.asked += is_lost
            if is_lost and not self.runs.is_kept:
                raise StoreUnavailable("The server is away")
        if is_lost:
            raise StoreUnavailable("The server is away, and nobody knows whether it is kept")


def test_a_worker_that_has_lost_its_job_records_nothing(workspace: Workspace) -> None:
    def another_takes_it(stage: str) -> None:
        if stage == LAST_STAGE and not taken:
            workspace.clock.move(LEASE.total_seconds())  # type: ignore[attr-defined]
            taken.append(workspace.queue.claim("another", LEASE, BECAUSE))

    taken: list[Job | None] = []
    told_by(workspace).meanwhile = another_takes_it

    with pytest.raises(LeaseLost):
        use.run_round(workspace, None, TWO, None)

    assert jobs(workspace) == [(1, "running")]
    assert workspace.store.runs.all() == ()


def test_a_run_that_is_cancelled_ends_at_its_next_step(workspace: Workspace) -> None:
    def somebody_cancels(stage: str) -> None:
        if stage == LAST_STAGE and not cancelled:
            cancelled.append(use.cancel(workspace, 1, "the wrong catalogue"))

    cancelled: list[Job] = []
    told_by(workspace).meanwhile = somebody_cancels

    with pytest.raises(Cancelled):
        use.run_round(workspace, None, TWO, None)

    assert jobs(workspace) == [(1, "cancelled")]
    assert workspace.store.runs.all() == ()


def test_who_interrupts_their_own_run_leaves_nothing_to_be_taken_up(workspace: Workspace) -> None:
    def interrupt(stage: str) -> None:
        raise KeyboardInterrupt

    told_by(workspace).meanwhile = interrupt

    with pytest.raises(KeyboardInterrupt):
        use.run_round(workspace, None, TWO, None)

    assert jobs(workspace) == [(1, "cancelled")]


def test_a_job_of_a_kind_that_is_not_known_fails_and_the_next_one_is_done(workspace: Workspace) -> None:
    workspace.queue.submit("forecast", {}, BECAUSE)
    submit_run(workspace, None, TWO, None)

    assert worked(workspace) == [OtherSchema.__name__, "run 1"]

    assert jobs(workspace) == [(1, "failed"), (2, "done")]


def test_a_trial_that_is_written_elsewhere_leaves_the_rounds_results_alone(
    workspace: Workspace, tmp_path: Path
) -> None:
    use.run_round(workspace, None, TWO, None)
    use.run_round(workspace, None, Parameters(size=3), tmp_path / "trial")

    assert use.status(workspace).due == ()
    with pytest.raises(UsageError):
        use.written_run(workspace, 2, None)


def test_what_a_killed_process_left_beside_the_results_is_cleared_up(workspace: Workspace) -> None:
    results = use.results_folder(workspace, "RFI-1").parent
    for name in (".RFI-1.abcd1234", ".RFI-1.abcd1234.before", ".RFI-1.mine"):
        (results / name).mkdir(parents=True)

    use.run_round(workspace, None, TWO, None)

    assert sorted(path.name for path in results.iterdir()) == [".RFI-1.mine", "RFI-1"]


class Busy:
    """A queue whose database is away when it is first asked to keep a job; ``kept`` once it has kept one."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.kept = threading.Event()
        self._asked: Sequence[str] = ()

    def __getattr__(self, name: str) -> object:
        return getattr(self.queue, name)

    def keep(self, job: Job, lease: timedelta, step: Step | None = None) -> Job:
        """Fail the first time."""
        self._asked = (*self._asked, job.worker)
        if len(self._asked) == 1:
            raise StoreUnavailable("The database is busy")
        kept = self.queue.keep(job, lease, step)
        self.kept.set()
        return kept


def test_a_job_is_kept_alive_while_one_step_lasts_though_the_database_was_away(workspace: Workspace) -> None:
    queue = Busy(workspace.queue)
    workspace.queue.submit("run", {}, BECAUSE)
    lease = timedelta(milliseconds=40)
    job = workspace.queue.claim("worker", lease, BECAUSE)
    assert job is not None

    with held(replace(workspace, queue=queue), job, lease, Because("analyst", "a run")):  # type: ignore[arg-type]
        assert queue.kept.wait(60)
