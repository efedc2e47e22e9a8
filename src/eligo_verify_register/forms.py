"""What a register's files have: the names of each thing, and the kinds of their values; and what each is called."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

HEX = re.compile(r"[0-9a-f]{64}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
SHARE = re.compile(r"([<>]?0\.[0-9]{2,}|1\.0{2,})?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")

Form = dict[str, type]
"""The names that a value has, each with its kind."""


def form(**names: str) -> Form:
    """The names that a value has, each by the word of the kind that it is of."""
    kinds = {"text": str, "whole": int, "truth": bool, "list": list, "names": dict}
    return {
        name: kind for word, each in names.items() for name, kind in dict.fromkeys(each.split(), kinds[word]).items()
    }


REGISTER, RECEIPT, CONSISTENCY = "eligo-register/1", "eligo-register-receipt/1", "eligo-register-consistency/1"
WRITTEN = form(text="kind recorded_at who why", whole="number")
ENTRY = (
    WRITTEN
    | form(text="product_id provider product_kind label state effective_on first_added_on")
    | form(whole="generation", list="devices", names="firmware operators basis")
)
VERSION = form(
    text="list number effective_on published_at reason drafted_by approved_by root content parent",
    whole="publication size",
)
FORMS = {
    RECEIPT: [form(text="format", names="entry version", list="path")],
    CONSISTENCY: [form(text="format", names="older newer", list="path")],
    "line": [form(names="line", text="hash")],
    "signed": [form(names="version", text="key signature")],
    "version": [VERSION, VERSION | form(names="coverage")],
    "coverage": [form(text="share", names="operators results")],
    "document": [form(text="name sha256")],
    "key": [WRITTEN | form(text="key signed_by signature")],
    "rules": [
        WRITTEN
        | form(text="scheme scheme_version source", truth="evidence_serves_others")
        | form(list="device_types open_types operators lists states bases exclusions")
    ],
    "entry": [ENTRY, ENTRY | {"first_added_on": type(None)}],
}
KINDS = ("key", "rules", "entry")
"""The kinds of lines."""


def has(value: Any, word: str) -> bool:
    """Whether a value has exactly the names of a form of that word, each with a value of exactly that kind."""
    return type(value) is dict and _is_form(word, tuple(value), tuple(map(type, value.values())))


@lru_cache(maxsize=1000)
def _is_form(word: str, names: tuple[str, ...], kinds: tuple[type, ...]) -> bool:
    return dict(zip(names, kinds, strict=True)) in FORMS[word]


def is_version(stated: Any) -> bool:
    """Whether a value has what a signed version has."""
    if not has(stated, "signed") or not has(stated["version"], "version"):
        return False
    version = stated["version"]
    is_covering = "coverage" not in version or is_coverage(version["coverage"])
    return is_covering and all(HEX.fullmatch(version[name]) for name in ("root", "content", "parent"))


def is_coverage(stated: Any) -> bool:
    """Whether a value has shares of an estate, each as it is published, and the results that they are of."""
    if not has(stated, "coverage") or not has(stated["results"], "document"):
        return False
    shares = [stated["share"], *stated["operators"].values()]
    return all(type(share) is str and SHARE.fullmatch(share) for share in shares)


def named(version: dict[str, Any]) -> str:
    """A version as sentences call it."""
    return f"version {version['number']} of {version['list']}"


def named_in(signed: dict[str, Any]) -> str:
    """A signed version as sentences call it, if it is one."""
    return named(signed["version"]) if is_version(signed) else "no version"


def about(line: dict[str, Any], place: int | None = None) -> str:
    """What a line is about, as sentences call it: by its place in the log, where that is known."""
    number = line.get("number") if place is None else place
    if line.get("kind") != "entry":
        return f"line {number} ({line.get('kind')})"
    return f"line {number} ({line.get('product_id')}/{line.get('generation')}, {line.get('state')})"


def differing(one: Any, other: Any, way: str = "") -> Iterator[str]:
    """Every field in which two values differ, with both."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            yield from differing(one.get(name), other.get(name), f"{way} / {name}" if way else name)
    elif one != other or type(one) is not type(other):
        yield f"{way} is {json.dumps(one, ensure_ascii=False)}, and was {json.dumps(other, ensure_ascii=False)}"
