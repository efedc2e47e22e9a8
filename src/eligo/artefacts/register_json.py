"""A published list of the registers for programs: ``list.json``, and the JSON Schema that states its shape.

What belongs here: the form. What does not: entries in their plain form (``registers.plain``), of which it is made.

Invariant: whoever has the file can work out the hash that the version signs of its list: ``entries`` are in the order
of their items, each with its leaf hash.
"""

from __future__ import annotations

import json
from typing import Any

from eligo.artefacts.writing import json_bytes
from eligo.disclosure import entry_page
from eligo.registers import (
    Registers,
    SignedVersion,
    canonical_bytes,
    leaf_hash,
    plain,
    plain_version,
    register_schema,
)

LIST_FORMAT = "eligo-register-list/1"


def register_list_json(signed: SignedVersion, registers: Registers) -> bytes:
    """What stands on the version's list; ``registers`` are those as of the version's day."""
    stated = {"version": plain_version(signed.version), "key": signed.key, "signature": signed.signature}
    entries = [
        {
            "item": entry.item,
            "hash": leaf_hash(canonical_bytes(entry)).hex(),
            "state_since": registers.items[entry.item].since.effective_on.isoformat(),
            "page": f"../../{entry_page(entry.item)}",
            "entry": plain(entry),
        }
        for entry in registers.shown(signed.version.list)
    ]
    return json_bytes({"format": LIST_FORMAT, "version": stated, "entries": entries})


def register_list_schema() -> bytes:
    """The JSON Schema (draft 2020-12) of ``list.json``: entries and versions as in a register's file."""
    of_register = json.loads(register_schema())
    entry = _object(
        item={"type": "string", "pattern": "^P-[0-9A-HJKMNP-TV-Z]{12}/[1-9][0-9]*$"},
        hash={"$ref": "#/$defs/hash"},
        state_since={"$ref": "#/$defs/day"},
        page={"type": "string", "pattern": "^\\.\\./\\.\\./entries/P-[0-9A-HJKMNP-TV-Z]{12}-[1-9][0-9]*\\.html$"},
        entry={"$ref": "#/$defs/entry"},
    )
    stated = {
        "$schema": of_register["$schema"],
        "title": "What stands on a list of the registers in one version",
        **_object(
            format={"const": LIST_FORMAT},
            version={"$ref": "#/$defs/signed_version"},
            entries={"type": "array", "items": entry},
        ),
        "$defs": of_register["$defs"],
    }
    return json_bytes(stated)


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object with exactly these names."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }
