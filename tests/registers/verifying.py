"""What the offline verifier finds in documents that tests state, and documents signed by who has the key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eligo.canonical import canonical
from eligo.registers import SigningKey, Tree, leaf_hash
from eligo_verify_register import NoSuchFile, check


def checked(folder: Path, *stated: dict[str, Any], key: str = "") -> list[str]:
    """What the verifier finds wrong; files are called ``0.json``, ``1.json`` ..., which is left out."""
    names = []
    for place, one in enumerate(stated):
        file = folder / f"{place}.json"
        file.write_text(json.dumps(one), "utf-8")
        names.append(str(file))
    try:
        faults, said = check(names, key)
    except NoSuchFile as reason:
        return [f"not checked: {reason}"]
    assert bool(said) is not bool(faults)
    return [fault.replace(f"{folder}/", "") for fault in faults]


def signed_anew(stated: dict[str, Any], key: SigningKey) -> None:
    """Make hashes and signature right again after a change, as only who has the key can."""
    leaves = []
    for one in stated["log"]:
        found = leaf_hash(canonical(one["line"]).encode())
        one["hash"] = found.hex()
        leaves.append(found)
    (one,) = stated["versions"]
    one["version"]["root"] = Tree(leaves).root().hex()
    one["signature"] = key.sign(f"eligo register version\n{canonical(one['version'])}".encode())
