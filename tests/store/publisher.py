"""Somebody who has made a version and publishes it when told to: ``python -m store.publisher URL REASON``.

Says ``ready`` once the version is made from what is there, waits for a line, and says what became of it.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from eligo.errors import EligoError
from eligo.records import Because
from eligo.registers import Registers, signed
from eligo.store import open_store
from registers.drawn_log import KEY
from store.crash.place import Moment
from store.crash.register import key_of, version_of


def main(url: str, reason: str) -> None:
    """Make a version, wait, publish it."""
    opened = open_store(url, Moment(1))
    made = version_of(opened.store.registers.head())
    version = signed(replace(made.version, reason=reason), KEY, Registers(key=key_of(made.version.published_at)))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    try:
        opened.store.registers.publish(version, Because(reason, "It is due"))
    except EligoError as refusal:
        sys.stdout.write(f"{type(refusal).__name__}\n")
    else:
        sys.stdout.write("published\n")
    opened.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
