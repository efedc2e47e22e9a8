"""A session of Spark, and what is said where it cannot be had or ends.

What belongs here: starting Spark quietly; turning its failures into errors of Eligo. What does not: what it computes
(``inventory.spark``).
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from eligo.errors import CannotWrite, EligoError, NotFound, UnreadableFile, UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",  # or a table with the columns Note and note would not be opened
}
LOCAL = {"spark.sql.shuffle.partitions": "4", "spark.driver.host": "localhost", "spark.driver.bindAddress": "127.0.0.1"}
"""For one machine: a part for each of a cluster's cores would be hundreds of empty ones, each a task."""

ANSWER_SECONDS = 10

_STANDALONE = re.compile(r"spark://(?P<places>.+)")
_REASON = re.compile(r"(?:Exception|Error)?: (?P<reason>(?:\[[A-Z_.]+\] )?[^\n]+)")
_UNREAD_TYPE = re.compile(
    r"\[PARQUET_TYPE_(?:ILLEGAL|NOT_[A-Z]+|NOT_RECOGNIZED)\] [^:\n]*: (?P<type>[^\n]+?)\.? SQLSTATE"
)
_NO_TABLE = ("CANNOT_READ_FILE_FOOTER", "UNABLE_TO_INFER_SCHEMA")


def session_at(master: str, settings: Mapping[str, str] | None) -> SparkSession:
    """A session of Spark where it is said to run. Raises ``UsageError`` where it cannot be had."""
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    _look_for_java()
    _look_for(master)
    builder = SparkSession.builder.master(master).appName("eligo")
    local = LOCAL if master.startswith("local") else {}
    for name, value in {**QUIET, **local, **(settings or {})}.items():
        builder = builder.config(name, value)
    try:
        with _unheard():
            return builder.getOrCreate()
    except (Py4JError, PySparkException) as error:
        raise UsageError(
            f"Spark cannot be started at {master}: {_reason(error)}",
            hint="Check --master and each --setting, and that Java 17 or later is what 'java' starts.",
        ) from None


def _look_for_java() -> None:
    home = os.environ.get("JAVA_HOME", "")
    if not shutil.which(str(Path(home, "bin", "java")) if home else "java"):
        where = f"in JAVA_HOME, which is {home}" if home else "on the PATH"
        raise UsageError(
            f"Spark needs Java, and there is none {where}",
            hint="Install Java 17 or later, or set JAVA_HOME to where it is; --engine duckdb needs none.",
        )


def _look_for(master: str) -> None:
    """Raise ``UsageError`` where no machine named answers: Spark itself would try for minutes."""
    named = _STANDALONE.fullmatch(master)
    if named is None:
        return
    refused = ""
    for place in named["places"].split(","):
        host, _, port = place.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), ANSWER_SECONDS):
                return
        except (OSError, ValueError, OverflowError) as error:
            refused = str(getattr(error, "strerror", "") or error)
    raise UsageError(
        f"Spark does not answer at {master}: {refused}", hint="Start it, or check the address of --master."
    )


@contextmanager
def _unheard() -> Iterator[None]:
    """What is started in the block has nowhere to write its warnings to; what goes wrong is told by an error."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


_PY4J_LOGS = (None, "py4j.clientserver", "py4j.java_gateway")
"""Where py4j writes tracebacks: of an interrupt to the root of all logs, of a connection that broke to its own."""


@contextmanager
def _unlogged() -> Iterator[None]:
    """What py4j logs of the block, as of a signal that ends it, goes nowhere; what goes wrong is told by an error."""
    loggers = [logging.getLogger(name) for name in _PY4J_LOGS]
    for one in loggers:
        one.addFilter(_not_of_py4j)
    try:
        yield
    finally:
        for one in loggers:
            one.removeFilter(_not_of_py4j)


def _not_of_py4j(record: logging.LogRecord) -> bool:
    return "py4j" not in Path(record.pathname).parts


@contextmanager
def told_by_spark(source: str, name: str) -> Iterator[None]:
    """Turn what stops Spark in the block into an error about the inventory that is read from a place."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    with warnings.catch_warnings(), _unlogged():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        try:
            yield
        except (Py4JError, PySparkException) as error:
            raise _told(error, source, name) from None


def _told(error: Exception, source: str, name: str) -> EligoError:
    text = str(error)
    if "PATH_NOT_FOUND" in text:
        return NotFound(f"There is no file {source}", hint="Check the name of the inventory.")
    if any(code in text for code in _NO_TABLE):
        return UnreadableFile(f"{name} is no Parquet file", hint="Send it again.")
    if unread := _UNREAD_TYPE.search(text):
        return UnreadableFile(
            f"{name} has a column of a type that Spark does not read: {unread['type']}",
            hint="Write the column as text (moments in microseconds), or read it on one machine: --engine duckdb.",
        )
    if "FAILED_READ_FILE" in text and f"/{name}" in text:
        causes = re.findall(r"Caused by: [\w.$]+: ([^\n]+)", text)
        return UnreadableFile(f"{name} is damaged ({causes[-1] if causes else _reason(error)})", hint="Send it again.")
    return CannotWrite(
        f"Spark has stopped while it read {name}: {_reason(error)}",
        hint="Look at what Spark has logged, and at the room and memory that it has.",
    )


def _reason(error: Exception) -> str:
    """The first thing that Java says, without the calls that led there."""
    text = str(error)
    found = _REASON.search(text.partition("\n")[2]) or _REASON.search(text)
    return (found["reason"] if found else text.partition("\n")[0]).strip()[:300]
