"""Reading a file in a process of its own, with little memory and little time: what a hostile file does, it does there.

Run as a module it is a server that has imported everything, and forks a reader for each order: a line of JSON with a
file's name and where its content is. The answer is a line of JSON with what became of it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eligo.errors import EligoError
from eligo.returns import read_return
from faults.stock import catalogue, scheme

MEMORY_BYTES = 1536 * 1024**2
PROCESSOR_SECONDS = 20


class LimitedReader:
    """The server as its client sees it."""

    def __init__(self, server: subprocess.Popen[str], folder: Path) -> None:
        self._server = server
        self._content = folder / "content"

    def outcome_of(self, name: str, content: bytes) -> tuple[str, str]:
        """(kind, text): the name of the error and all it says, or how the reading ended without one."""
        self._content.write_bytes(content)
        orders, answers = self._server.stdin, self._server.stdout
        assert orders is not None
        assert answers is not None
        orders.write(json.dumps([name, str(self._content)]) + "\n")
        orders.flush()
        kind, said = json.loads(answers.readline())
        return kind, said


@contextmanager
def limited_reader(folder: Path) -> Iterator[LimitedReader]:
    """A server, until the end of the block."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "faults.limited"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True
    ) as server:
        yield LimitedReader(server, folder)
        assert server.stdin is not None
        server.stdin.close()


def serve() -> None:
    """Carry out orders until there are no more."""
    scheme(), catalogue()
    for line in sys.stdin:
        name, path = json.loads(line)
        answer = Path(f"{path}.answer")
        answer.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            _read(name, Path(path), answer)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            found = ["killed", f"by {signal.Signals(os.WTERMSIG(status)).name}, at a limit"]
        else:
            found = json.loads(answer.read_text("utf-8"))
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


def _read(name: str, path: Path, answer: Path) -> None:
    """Read under limits, and write down what became of it."""
    content = path.read_bytes()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    try:
        found = ["read", str(read_return(name, content, scheme(), catalogue()).balances)]
    except EligoError as error:
        found = [type(error).__name__, "\n".join((error.message, *error.details))]
    except BaseException as error:  # noqa: BLE001 - whatever else comes out is what is looked for
        found = ["crashed", f"{type(error).__name__}: {error}"]
    answer.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    serve()
