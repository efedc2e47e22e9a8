"""``manifest.json``: everything that is needed to derive a run again, and the only place where times are.

Source: ``results.md``, ``manifest.json``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from eligo.artefacts.writing import json_bytes

TIMES = ("started", "finished")
"""The manifest's only fields that differ between two runs of the same inputs."""


@dataclass(frozen=True, slots=True)
class InputEntry:
    """One input as the manifest names it. ``path`` is relative to the folder of results where it can be."""

    role: str
    name: str
    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the analyst asked for beside the scheme's defaults; ``size`` and ``strength`` ``None`` are the scheme's.

    ``deselected`` are combinations that were selected and are given up, with the reason; where one is in scope it is
    not selected. ``equivalences_on``: the day on which decisions on equivalence have to hold; ``None`` where none are
    named.
    """

    size: int | None = None
    pins: tuple[str, ...] = ()
    bans: tuple[str, ...] = ()
    minimum: tuple[tuple[str, int], ...] = ()
    maximum: tuple[tuple[str, int], ...] = ()
    notice: str = ""
    deselected: tuple[tuple[str, str], ...] = ()
    strength: int | None = None
    equivalences_on: date | None = None

    @property
    def stated(self) -> dict[str, object]:
        """As the manifest states them."""
        return {
            "size": self.size,
            "pins": list(self.pins),
            "bans": list(self.bans),
            "minimum": dict(self.minimum),
            "maximum": dict(self.maximum),
            "notice": self.notice,
            **({"deselected": dict(self.deselected)} if self.deselected else {}),
            **({} if self.strength is None else {"strength": self.strength}),
            **({"equivalences_on": self.equivalences_on.isoformat()} if self.equivalences_on else {}),
        }


def manifest_json(
    version: str,
    scheme: Mapping[str, str],
    parameters: Parameters,
    status: str,
    inputs: Sequence[InputEntry],
    outputs: Mapping[str, bytes],
    times: tuple[str, str],
) -> bytes:
    """The manifest of a run: inputs in the order of their names, outputs in the order they are written.

    ``digest`` is over everything but the times and itself, so that no other field can be changed unseen.
    """
    stated = {
        "eligo": version,
        "scheme": dict(scheme),
        "parameters": parameters.stated,
        "status": status,
        "inputs": [
            {"role": i.role, "name": i.name, "path": i.path, "bytes": len(i.content), "sha256": _sha256(i.content)}
            for i in inputs
        ],
        "outputs": [
            {"name": name, "bytes": len(content), "sha256": _sha256(content)} for name, content in outputs.items()
        ],
    }
    return json_bytes({**stated, "digest": _sha256(json_bytes(stated)), **dict(zip(TIMES, times, strict=True))})


def readdressed(content: bytes, path_of: Callable[[Mapping[str, Any]], str]) -> bytes:
    """A manifest for another folder: the same run, with its inputs found from there.

    ``path_of`` gives the path of an input's entry as seen from that folder.
    """
    manifest = json.loads(content)
    for entry in manifest["inputs"]:
        entry["path"] = path_of(entry)
        if entry["role"] == "scheme":
            manifest["scheme"]["name"] = entry["path"]
    stated = {name: value for name, value in manifest.items() if name not in ("digest", *TIMES)}
    times = {name: manifest[name] for name in TIMES}
    return json_bytes({**stated, "digest": _sha256(json_bytes(stated)), **times})


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def time_text(moment: datetime) -> str:
    """An aware moment as the manifest writes it: ISO 8601, whole seconds."""
    return moment.isoformat(timespec="seconds")
