"""What was signed is held to a log in one walk: held to a replay of the log for each version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from eligo.errors import VerificationFailed
from eligo.registers import (
    Agreement,
    LogLine,
    RegisterVersion,
    SignedVersion,
    canonical_bytes,
    content_hash,
    leaf_hash,
    replay,
)
from eligo.registers.versions import version_message
from registers.drawn_log import KEY, NEXT_KEY, drawn_register, tree_of


def walked(log: Sequence[LogLine], versions: Sequence[SignedVersion]) -> tuple[str, ...]:
    """Every fault that the walk finds; the tree is that of the lines."""
    agreement = Agreement(versions)
    for line in log:
        agreement.take(line, leaf_hash(canonical_bytes(line)))
    try:
        assert agreement.end().root() == tree_of(log).root()
    except VerificationFailed as found:
        return tuple(found.details)
    return ()


def signed_again(signed: SignedVersion, version: RegisterVersion) -> SignedVersion:
    """Another version, with a signature that is right."""
    key = next(one for one in (KEY, NEXT_KEY) if one.public == signed.key)
    return SignedVersion(version, key.public, key.sign(version_message(version)))


@pytest.mark.drawn
def test_the_walk_finds_what_replays_find() -> None:
    found = 0
    for seed in range(60):
        random = Random(seed)
        log, versions = drawn_register(random, 30)
        assert walked(log, versions) == ()
        place = random.randrange(len(versions))
        one = versions[place].version
        on = one.effective_on + timedelta(days=random.choice([-60, -1, 1, 60]))
        other = replace(one, effective_on=on, list=random.choice(["ppcl", "epcl"]))
        content = content_hash(
            replay(log[: one.size], on=on), other.list, lambda entry: leaf_hash(canonical_bytes(entry))
        )
        if any(after.version.list == other.list and after.version.effective_on < on for after in versions[place + 1 :]):
            continue  # days of a list never go back: such a version would not have been published
        if any(same.version.list == other.list and same.version.effective_on > on for same in versions[:place]):
            continue

        faults = walked(log, (*versions[:place], signed_again(versions[place], other), *versions[place + 1 :]))

        told = f"version {other.number} of {other.list}: the hash of the list is not that of what stands on it"
        assert faults == ((told,) if content != other.content else ())
        found += content != other.content
    assert found > 10


def test_everything_that_does_not_agree_is_said() -> None:
    log, versions = drawn_register(Random(3), 30)
    last = versions[-1]
    for version, faults in (
        (replace(last.version, root="0" * 64), ["the root is not that of the log"]),
        (replace(last.version, content="0" * 64), ["the hash of the list is not that of what stands on it"]),
        (replace(last.version, size=999), [f"covers 999 lines, and the log has {len(log)}"]),
    ):
        told = [f"version {version.number} of {version.list}: {fault}" for fault in faults]
        assert walked(log, (*versions[:-1], signed_again(last, version))) == tuple(told)
    unsigned = replace(last, signature="0" * 128)
    assert walked(log, (*versions[:-1], unsigned))[0].endswith(": the signature is not that of its key")
