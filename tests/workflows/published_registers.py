"""A small register as it is published, and ways to look at what was."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

from eligo.scheme import Scheme, load_scheme
from eligo.workflows.register_pages import published_files
from registers.drawn_log import drawn_register
from registers.published_log import of_table, published_log

ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
FIRST, SECOND = (of_table(number).product.product_id for number in (1, 2))


class Unwatched:
    """Progress that nobody watches."""

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        return None


def scheme() -> Scheme:
    return load_scheme("smets1-foc")


@cache
def files() -> Mapping[str, bytes]:
    return published_files(*published_log(), scheme())


def drawn(seed: int) -> Mapping[str, bytes]:
    return published_files(*drawn_register(Random(seed), 24), scheme())


def page(name: str, of: Mapping[str, bytes] | None = None) -> ET.Element:
    """A page as XML, which it is, too."""
    return ET.fromstring((of or files())[name].decode().removeprefix("<!DOCTYPE html>\n"))


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def rows(table: ET.Element) -> list[list[str]]:
    return [[words(cell) for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
