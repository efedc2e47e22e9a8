"""The key that signs the registers: where it comes from, and that it is kept from others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.conftest import Eligo
from eligo.errors import EligoError, NotFound, UnreadableFile, UsageError
from eligo.registers import SigningKey, pem_of, signing_key
from eligo.wiring import key_of_file, register_key
from eligo.wiring.settings import settings_of, write_settings

KEYS = [SigningKey(bytes([number]) * 32) for number in range(3)]
HEX = KEYS[0].seed.hex()


def kept(path: Path, key: SigningKey = KEYS[0], mode: int = 0o600) -> Path:
    path.write_bytes(pem_of(key))
    path.chmod(mode)
    return path


def settings(folder: Path, text: str) -> Path:
    (folder / "eligo.toml").write_text(f'database = "sqlite"\n{text}\n', "utf-8")
    return folder


def test_a_new_key_is_in_a_file_of_its_own_that_nobody_else_may_read(eligo: Eligo, tmp_path: Path) -> None:
    file = tmp_path / "register.pem"
    before = os.umask(0)
    try:
        code, out, _ = eligo("register", "new-key", file)
    finally:
        os.umask(before)

    key = key_of_file(file)
    assert (code, file.stat().st_mode & 0o777, key.public in out) == (0, 0o600, True)
    assert (key.seed.hex() in out, "PRIVATE" in out) == (False, False)
    content = file.read_bytes()
    assert (eligo("register", "new-key", file)[0], file.read_bytes()) == (2, content)
    eligo("register", "new-key", tmp_path / "other.pem")
    assert key_of_file(tmp_path / "other.pem") != key


def test_the_file_named_goes_before_the_environment_and_that_before_the_settings(tmp_path: Path) -> None:
    folder = settings(tmp_path, 'register_key = "kept/third.pem"')
    (tmp_path / "kept").mkdir()
    named, third = kept(tmp_path / "named.pem", KEYS[0]), kept(tmp_path / "kept" / "third.pem", KEYS[2])
    environment = {"ELIGO_REGISTER_KEY": pem_of(KEYS[1]).decode()}

    found = [register_key(named, folder, environment), register_key(None, folder, environment)]

    assert [*found, register_key(None, folder, {})] == KEYS
    third.unlink()
    with pytest.raises(NotFound, match=r"third\.pem"):
        register_key(None, folder, {"ELIGO_REGISTER_KEY": ""})


def test_without_a_key_it_is_said_how_there_may_be_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as none:
        register_key(None, settings(tmp_path, ""), {})
    assert all(name in none.value.hint for name in ("--key", "register_key", "ELIGO_REGISTER_KEY", "new-key"))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_is_not_kept_from_others_is_refused(tmp_path: Path, mode: int) -> None:
    file = kept(tmp_path / "register.pem", mode=mode)
    with pytest.raises(UsageError) as refused:
        key_of_file(file)
    assert f"(mode {mode:04o})" in refused.value.message
    assert f"chmod 600 {file}" in refused.value.hint


def test_what_is_no_key_is_refused_without_a_word_of_it(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "text").write_text(HEX + "0", "utf-8")
    (tmp_path / "text").chmod(0o600)
    kinds = {"folder": UnreadableFile, "pipe": UnreadableFile, "text": UsageError, "nowhere": NotFound}
    for name, kind in kinds.items():
        with pytest.raises(kind) as refused:
            key_of_file(tmp_path / name)
        assert str(tmp_path / name) in " ".join((refused.value.message, *refused.value.details))
        assert HEX not in told(refused.value)
    with pytest.raises(UsageError) as refused:
        register_key(None, tmp_path, {"ELIGO_REGISTER_KEY": HEX + "0"})
    assert (HEX in told(refused.value), "ELIGO_REGISTER_KEY" in told(refused.value)) == (False, True)


def told(error: EligoError) -> str:
    return " ".join((error.message, error.hint, *error.details, repr(error)))


@pytest.mark.parametrize(
    "value", [f'"{HEX}"', f"'''\n{pem_of(KEYS[0]).decode()}'''", "1"], ids=["hex", "pem", "number"]
)
def test_the_settings_name_a_file_and_hold_no_key(tmp_path: Path, value: str) -> None:
    with pytest.raises(UsageError) as refused:
        settings_of(settings(tmp_path, f"register_key = {value}"))
    assert "does not name a file with register_key" in refused.value.message
    assert HEX not in told(refused.value)


def test_naming_another_database_keeps_the_name_of_the_key(tmp_path: Path) -> None:
    settings(tmp_path, "register_key = 'kept/a \"key\".pem'")
    write_settings(tmp_path, "postgresql://eligo@db.example/foc")

    found = settings_of(tmp_path)

    assert (found.database, found.register_key) == ("postgresql://eligo@db.example/foc", 'kept/a "key".pem')


def test_a_key_is_never_part_of_what_python_prints(tmp_path: Path) -> None:
    key = key_of_file(kept(tmp_path / "register.pem"))
    assert (key == signing_key(HEX.encode()), HEX in repr(key), str(key.seed) in repr(key)) == (True, False, False)
