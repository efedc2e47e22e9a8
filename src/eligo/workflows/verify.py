"""``eligo verify``: derive everything again from the inputs that the manifest names, and compare byte by byte.

Source: ``results.md``, last section. Complaints are complete: every file at fault is named in one error.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import eligo_check
from eligo.artefacts import TIMES, Parameters
from eligo.errors import EligoError, NotFound, VerificationFailed
from eligo.ports import Progress
from eligo.scheme import load_scheme, scheme_text, shipped_schemes
from eligo.version import VERSION
from eligo.workflows.derive import Outcome, derive
from eligo.workflows.equivalences import EQUIVALENCES, KEPT_EQUIVALENCES
from eligo.workflows.folder import MANIFEST
from eligo.workflows.identity import ALIASES, CORRECTIONS
from eligo.workflows.inputs import InputFile
from eligo.workflows.request import Request
from eligo.workflows.run import manifest_of

CERTIFICATE = "certificate.json"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified: how many inputs and outputs, and the outcome as derived again."""

    inputs: int
    outputs: int
    outcome: Outcome


def verify(out: Path, progress: Progress) -> Verified:
    """Verify a folder of results.

    Raises ``NotFound`` where it holds no manifest, ``VerificationFailed`` with every file that is not what its
    inputs give.
    """
    path = out / MANIFEST
    if not path.is_file():
        raise NotFound(f"There is no {MANIFEST} in {out}", hint="Name the folder that 'eligo run' wrote.")
    content = path.read_bytes()
    manifest = read_manifest(content)
    request, complaints = _request(out, manifest)
    complaints += _changed_outputs(out, manifest)
    if complaints or request is None:
        raise _failed(complaints)
    outcome = _with_other_proof(_derive_again(request, progress), _read(out / CERTIFICATE), request)
    complaints = [
        f"{name}: is not what its inputs give"
        for name, derived in outcome.artefacts.items()
        if _read(out / name) != derived
    ]
    times = (str(manifest[TIMES[0]]), str(manifest[TIMES[1]]))
    if not complaints and manifest_of(request, outcome, out, times) != content:
        complaints.append(f"{MANIFEST}: is not what its inputs give{_version_note(manifest)}")
    if complaints:
        raise _failed(complaints)
    return Verified(len(request.inputs), len(outcome.artefacts), outcome)


def _with_other_proof(outcome: Outcome, written: bytes | None, request: Request) -> Outcome:
    """The outcome with the certificate as it was written, where that proves the same claim in another way.

    What a solver proposes may differ between machines; that it is accepted may not (``results.md``, "The same inputs").
    """
    own = outcome.artefacts.get(CERTIFICATE)
    if own is None or written is None or written == own:
        return outcome
    try:
        eligo_check.check(written, outcome.artefacts["combinations.csv"], request.scheme_content)
    except eligo_check.Rejected:
        return outcome
    stated, derived = json.loads(written), json.loads(own)
    if any(stated[name] != derived[name] for name in ("asked", "claim")):
        return outcome
    return replace(outcome, artefacts={**outcome.artefacts, CERTIFICATE: written})


def _failed(complaints: list[str]) -> VerificationFailed:
    return VerificationFailed(
        "These results are not what their inputs give",
        hint="Run 'eligo run' again on the inputs that you trust.",
        details=complaints,
    )


def _version_note(manifest: Mapping[str, Any]) -> str:
    written = manifest["eligo"]
    return f" (it says Eligo {written} wrote it; this is {VERSION})" if written != VERSION else ""


def read_manifest(content: bytes) -> Mapping[str, Any]:
    """The manifest's object, once it has the fields that verification needs."""
    try:
        manifest = json.loads(content)
        stated_parameters(manifest)
        shapes = [isinstance(manifest[key], str) for key in ("eligo", "status", *TIMES)]
        shapes += [
            isinstance(entry[key], str) for entry in manifest["inputs"] for key in ("role", "name", "path", "sha256")
        ]
        shapes += [isinstance(entry[key], str) for entry in manifest["outputs"] for key in ("name", "sha256")]
        shapes.append(isinstance(manifest["scheme"]["name"], str))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _failed([f"{MANIFEST}: is damaged ({type(error).__name__}: {error})"]) from None
    if not all(shapes):
        raise _failed([f"{MANIFEST}: is damaged (a text is due where it holds something else)"])
    return manifest  # type: ignore[no-any-return]


def check_written(content: bytes, name: str, manifest: Mapping[str, Any], run: str) -> None:
    """Raise ``VerificationFailed`` where the content is not that of the output that a run wrote under a name."""
    stated = {entry["name"]: entry["sha256"] for entry in manifest["outputs"]}
    if stated.get(name) != hashlib.sha256(content).hexdigest():
        raise VerificationFailed(
            f"{name} of {run} is not what the run wrote", hint="'eligo verify' says what has changed; run it again."
        )


def stated_parameters(manifest: Mapping[str, Any]) -> Parameters:
    """The parameters as stated. Raises ``TypeError`` or ``ValueError`` where one is not of its kind."""
    stated = manifest["parameters"]
    limits = {name: tuple(stated[name].items()) for name in ("minimum", "maximum")}
    deselected = tuple(stated.get("deselected", {}).items())
    day = stated.get("equivalences_on")
    texts = [*stated["pins"], *stated["bans"], stated["notice"], *(why for _, why in deselected)]
    numbers = [number for pairs in limits.values() for _, number in pairs]
    numbers += [number for number in (stated["size"], stated.get("strength")) if number is not None]
    if not all(isinstance(text, str) for text in texts) or not all(type(number) is int for number in numbers):
        raise TypeError("a parameter is not of its kind")
    return Parameters(
        size=stated["size"],
        pins=tuple(stated["pins"]),
        bans=tuple(stated["bans"]),
        notice=stated["notice"],
        deselected=deselected,
        strength=stated.get("strength"),
        equivalences_on=None if day is None else date.fromisoformat(day),
        **limits,
    )


def _request(out: Path, manifest: Mapping[str, Any]) -> tuple[Request | None, list[str]]:
    files, complaints = [], []
    for entry in manifest["inputs"]:
        path = out / entry["path"]
        content = _read(path)
        if content is None:
            complaints.append(f"{entry['name']}: the input is no longer at {path}")
        elif hashlib.sha256(content).hexdigest() != entry["sha256"]:
            complaints.append(f"{entry['name']}: the input has changed since the run")
        else:
            files.append(InputFile(entry["role"], entry["name"], path.resolve(), content))
    by_role = {file.role: file for file in files}
    if complaints or "catalogue" not in by_role:
        return None, complaints or [f"{MANIFEST}: names no catalogue"]
    own = by_role.get("scheme")
    name = str(own.path) if own else manifest["scheme"]["name"]
    if own is None and name not in shipped_schemes():
        return None, [f"{MANIFEST}: names the scheme '{name}', which is neither shipped nor among the inputs"]
    try:
        scheme, text = load_scheme(name), scheme_text(name)
    except EligoError as error:
        return None, [f"{MANIFEST}: the scheme cannot be loaded: {error.message}"]
    returns = tuple(file for file in files if file.role in ("return", "upgrades"))
    decided = tuple(file for file in files if file.role in (ALIASES, CORRECTIONS, EQUIVALENCES, KEPT_EQUIVALENCES))
    parameters = stated_parameters(manifest)
    return Request(returns, by_role["catalogue"], name, text, scheme, parameters, own, decided), []


def _changed_outputs(out: Path, manifest: Mapping[str, Any]) -> list[str]:
    complaints = []
    named = {entry["name"]: entry["sha256"] for entry in manifest["outputs"]}
    for name, digest in named.items():
        content = _read(out / name)
        if content is None:
            complaints.append(f"{name}: is missing")
        elif hashlib.sha256(content).hexdigest() != digest:
            complaints.append(f"{name}: has changed since the run")
    present = {path.name for path in out.iterdir()}
    return complaints + [f"{name}: is not part of the run" for name in sorted(present - set(named) - {MANIFEST})]


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _derive_again(request: Request, progress: Progress) -> Outcome:
    try:
        return derive(request, progress)
    except EligoError as error:
        raise _failed(
            [f"{MANIFEST}: the run it describes cannot be derived: {error.message}", *error.details]
        ) from None
