"""The firmware register: what is to be tested on, when it comes, and what a new candidate would void."""

from eligo.programme.firmware.expected import Expected, certain, parsed, triangular, weighted
from eligo.programme.firmware.model import Kind, Register, Release, Tested
from eligo.programme.firmware.read import REGISTER_COLUMNS, RegisterRead, arranged, read_register

__all__ = [
    "REGISTER_COLUMNS",
    "Expected",
    "Kind",
    "Register",
    "RegisterRead",
    "Release",
    "Tested",
    "arranged",
    "certain",
    "parsed",
    "read_register",
    "triangular",
    "weighted",
]
