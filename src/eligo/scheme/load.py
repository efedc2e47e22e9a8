"""Finding a scheme, shipped or one's own, and turning its bytes into a ``Scheme``.

What belongs here: names, paths, decoding, TOML syntax. What does not: what tables must hold (``validate``).

Invariant: the outcome is a whole scheme, or ``BadScheme``, ``NotFound`` or ``UnreadableFile``, never a part.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from eligo.errors import BadScheme, NotFound, UnreadableFile, UsageError
from eligo.scheme.lines import key_lines
from eligo.scheme.model import Scheme, TableScheme
from eligo.scheme.validate import HINT, validated

_SUFFIX = ".toml"


@cache
def shipped_schemes() -> tuple[str, ...]:
    """The names of the schemes in the package, sorted.

    >>> "smets1-foc" in shipped_schemes()
    True
    """
    folder = files("eligo") / "schemes"
    return tuple(sorted(f.name.removesuffix(_SUFFIX) for f in folder.iterdir() if f.name.endswith(_SUFFIX)))


def scheme_text(name_or_path: str) -> bytes:
    """The bytes of a scheme file, as they stand: for hashing and for showing.

    Anything that ends in ``.toml`` or has a folder in it is a path, all else the name of a shipped scheme.
    Raises ``NotFound`` for an unknown name or path, ``UnreadableFile`` where a path cannot be opened.
    """
    if not _is_path(name_or_path):
        if name_or_path not in shipped_schemes():
            raise _no_such_name(name_or_path)
        return (files("eligo") / "schemes" / f"{name_or_path}{_SUFFIX}").read_bytes()
    try:
        return Path(name_or_path).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        hint = f"Check the path, or name a shipped scheme: {', '.join(shipped_schemes())}."
        raise NotFound(f"No scheme file at {name_or_path}", hint=hint) from error
    except (OSError, ValueError) as error:
        hint = "Check that it is a file and that you may read it."
        raise UnreadableFile(f"The scheme file {name_or_path} cannot be opened: {error}", hint=hint) from error


def load_scheme(name_or_path: str) -> Scheme:
    """The scheme of a shipped name (``smets1-foc``) or of a path to a ``.toml`` file, validated whole.

    Raises ``UsageError`` for a scheme of tables alone, and what ``load_table_scheme`` raises.

    >>> load_scheme("smets1-foc").operator.values
    ('SMSO-1', 'SMSO-2', 'SMSO-3')
    """
    scheme = load_table_scheme(name_or_path)
    if not isinstance(scheme, Scheme):
        raise UsageError(
            f"The scheme {scheme.id} is of tables of combinations alone, and this needs one of returns",
            hint="Use it with 'eligo select TABLE --scheme'. A scheme of returns has [template] and no [table].",
        )
    return scheme


def load_table_scheme(name_or_path: str) -> TableScheme:
    """The scheme of that name or path as far as a table of combinations needs it; whole schemes are such, too.

    Raises ``BadScheme`` with every mistake at its line in ``details``, and what ``scheme_text`` raises.

    >>> load_table_scheme("browser-usage").covered_types
    ('Browser', 'Platform')
    """
    file = Path(name_or_path).name if _is_path(name_or_path) else f"{name_or_path}{_SUFFIX}"
    return _understood(scheme_text(name_or_path), file)


@lru_cache(maxsize=4)
def _understood(content: bytes, file: str) -> TableScheme:
    """The scheme of a file of that name and content; what asks for it again within a command is given the same."""
    text = _decoded(content, file)
    try:
        document = tomllib.loads(text)
        lines = key_lines(text.replace("\r\n", "\n"))
    except RecursionError as error:
        raise _not_toml(file, 1, "arrays or tables nested too deeply") from error
    except ValueError as error:
        raise _not_toml(file, *_place(text, str(error))) from error
    return validated(document, file, lines)


def _is_path(name_or_path: str) -> bool:
    return name_or_path.endswith(_SUFFIX) or "/" in name_or_path or "\\" in name_or_path


def _no_such_name(name: str) -> NotFound:
    shipped = shipped_schemes()
    close = difflib.get_close_matches(name.casefold(), shipped, n=1)
    guess = f"Did you mean {close[0]!r}? " if close else ""
    hint = f"{guess}Shipped schemes: {', '.join(shipped)}. For one of your own, give its path, ending in .toml."
    return NotFound(f"There is no shipped scheme {name!r}", hint=hint)


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"found a byte 0x{content[error.start]:02x} that is not UTF-8, expected a UTF-8 text"
        raise _not_toml(file, line, message) from error


def _place(text: str, message: str) -> tuple[int, str]:
    """Line and wording of a message of the standard reader, which ends in its place."""
    if found := re.search(r" \(at line (\d+), column (\d+)\)$", message):
        return int(found[1]), f"{message[: found.start()]} (column {found[2]})"
    if message.endswith(" (at end of document)"):
        return max(
            1, len(text.splitlines())
        ), f"{message.removesuffix(' (at end of document)')} (at the end of the file)"
    return 1, message


def _not_toml(file: str, line: int, message: str) -> BadScheme:
    detail = f"{file}:{line}: not valid TOML: {message[:1].lower()}{message[1:]}"
    return BadScheme(f"{file} is not a valid scheme: 1 mistake", hint=HINT, details=(detail,))
