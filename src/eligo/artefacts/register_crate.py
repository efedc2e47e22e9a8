"""``ro-crate-metadata.json``: what is published of the registers, file by file, with hashes. Source: RO-Crate 1.1.

What belongs here: the description of files. What does not: the files.

Invariants: every file but this one is described, with its SHA-256 and size; times are the versions' own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eligo.artefacts.writing import json_bytes
from eligo.disclosure import PublicEdition, PublicVersion
from eligo.scheme import Publication, Scheme

CRATE = "ro-crate-metadata.json"

_FORMS = {
    "html": "text/html",
    "css": "text/css",
    "csv": "text/csv",
    "json": "application/json",
    "atom": "application/atom+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NAMES = {
    "index.html": "The page",
    "changes.html": "What changed, as a page",
    "changes.csv": "What changed, field by field",
    "changes.atom": "A feed of what changed",
    "list.csv": "The list as a table",
    "list.xlsx": "The list as a workbook",
    "list.json": "The list for programs",
    "consistency.json": "A proof that the log continues that of the publication before it",
    "register.json": "The signed register: every line of the log and every version",
    "register.schema.json": "The JSON Schema of the register, receipts and proofs",
    "register-list.schema.json": "The JSON Schema of list.json",
    "style.css": "How the pages look",
}
_CONTEXT = ("https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"})
_FOLDERS = {
    "entries": "A page for each entry, with its whole history",
    "receipts": "A receipt for each entry",
}


def register_crate(
    files: Mapping[str, bytes], editions: Sequence[PublicEdition], publication: Publication, scheme: Scheme
) -> bytes:
    """The description of these files, which are all that is published, in the order of their names."""
    versions = {edition.version.folder: edition.version for edition in editions}
    folders = sorted({name.rpartition("/")[0] for name in files} - {""})
    last = editions[-1].version
    lists = {edition.version.list: edition.version.list_title for edition in editions}
    graph: list[dict[str, Any]] = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": f"{' and '.join(lists.values())}: {scheme.title}",
            "description": "Every version of these lists, every entry with its history, and the signed log that proves "
            "them. Check register.json with eligo-verify-register.",
            "datePublished": last.published_at,
            "license": {"@id": publication.licence},
            "publisher": {"@id": "#publisher"},
            "identifier": f"tag:{publication.authority}:eligo/registers/{scheme.id}",
            "hasPart": [*_parts(name for name in sorted(files) if "/" not in name), *_parts(f"{f}/" for f in folders)],
        },
        {"@id": "#publisher", "@type": "Organization", "name": scheme.consultation.publisher},
        {"@id": publication.licence, "@type": "CreativeWork", "name": publication.licence_title},
        *(_folder(one, files, versions.get(one), lists.get(one, "")) for one in folders),
        *(_file(name, files[name]) for name in sorted(files)),
    ]
    return json_bytes({"@context": list(_CONTEXT), "@graph": graph})


def _parts(names: Iterator[str]) -> list[dict[str, str]]:
    return [{"@id": name} for name in names]


def _folder(name: str, files: Mapping[str, bytes], version: PublicVersion | None, title: str) -> dict[str, Any]:
    stated: dict[str, Any] = {"@id": f"{name}/", "@type": "Dataset"}
    if version:
        stated |= {
            "name": f"{version.list_title}, version {version.number}",
            "version": version.number,
            "datePublished": version.published_at,
            "temporalCoverage": f"{version.effective.value}/..",
            "description": version.reason,
        }
    else:
        stated["name"] = f"{title}: every version" if title else _FOLDERS[name]
    inside = sorted(one for one in files if one.rpartition("/")[0] == name)
    return {**stated, "hasPart": _parts(iter(inside))}


def _file(name: str, content: bytes) -> dict[str, Any]:
    folder, _, own = name.rpartition("/")
    described = _NAMES.get(own) or {"entries": "The page of an entry", "receipts": "A receipt"}[folder]
    return {
        "@id": name,
        "@type": "File",
        "name": described,
        "encodingFormat": _FORMS[own.rpartition(".")[2]],
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
