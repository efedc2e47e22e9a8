"""The key that signs the registers: from a file or from the environment.

What belongs here: finding it, and making one. What does not: what is signed (``registers``).

Invariants: a key is never printed and never kept in a workspace; a file that others may read holds no key.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from eligo.durable import placed
from eligo.errors import NotFound, UnreadableFile, UsageError
from eligo.registers import SigningKey, pem_of, signing_key
from eligo.wiring.settings import SETTINGS, register_key_of

KEY_VARIABLE = "ELIGO_REGISTER_KEY"
"""What of the environment holds the key itself."""

_LONGEST = 10_000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_NAME = "Name the file of the key."
_MADE = "'eligo register new-key FILE' makes one."


def register_key(named: Path | None, folder: Path, environment: Mapping[str, str] | None = None) -> SigningKey:
    """The key in force, for the workspace in a folder: of the file named, else of ``ELIGO_REGISTER_KEY``, else of the
    file that ``eligo.toml`` names.

    Raises ``NotFound`` where nothing says which, and as ``key_of_file``.
    """
    environment = os.environ if environment is None else environment
    if named is not None:
        return key_of_file(named)
    if text := environment.get(KEY_VARIABLE, ""):
        return _key(text.encode("utf-8", "surrogateescape"), KEY_VARIABLE)
    if file := register_key_of(folder):
        return key_of_file(file)
    raise NotFound(
        "Nothing says which key signs the register",
        hint=f"Name its file with --key, or in {SETTINGS} (register_key = ...), or set {KEY_VARIABLE} to the key. "
        f"{_MADE}",
    )


def key_of_file(path: Path) -> SigningKey:
    """The key of a file.

    Raises ``NotFound`` and ``UnreadableFile``; ``UsageError`` for what is no key, or is not kept from others.
    """
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
            _refuse_shared(path, os.fstat(file.fileno()).st_mode)
            return _key(file.read(_LONGEST), str(path))
    except FileNotFoundError:
        raise NotFound(f"There is no file {path} with a key", hint=_MADE) from None
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}", hint=_NAME) from None


def _refuse_shared(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise UnreadableFile(f"{path} is not a file", hint=_NAME)
    if os.name == "posix" and mode & _OTHERS:
        raise UsageError(
            f"{path} holds a key, and others may read or write it (mode {stat.S_IMODE(mode):04o})",
            hint=f"Keep it from them: chmod 600 {path}. If others have had it, enter a new key in the register.",
        )


def new_key(path: Path) -> SigningKey:
    """A new key, in a new file that nobody else may read.

    Raises ``UsageError`` where there is something of that name, and ``CannotWrite``.
    """
    key = SigningKey(secrets.token_bytes(32))
    with placed(path, mode=stat.S_IRUSR | stat.S_IWUSR, replacing=False) as file:
        file.write(pem_of(key))
    return key


def _key(text: bytes, place: str) -> SigningKey:
    try:
        return signing_key(text)
    except UsageError as error:
        raise UsageError(error.message, hint=error.hint, details=[f"It was looked for in {place}"]) from None
