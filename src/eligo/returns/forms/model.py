"""What opening a file gives, whatever its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from eligo.returns.cells import Form, Sheet

LINKS = "links-not-followed"
NOT_TOLD = "form-tells-less"

Naming = Callable[[Sequence[Sequence[str]]], int]
"""How many columns one of the first rows of a table names; 0 where none is a header."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in a file: whether a ``sheet`` of some name is, and the columns of its tables."""

    sheet: Callable[[str], bool] = lambda _: True
    naming: Naming = lambda _: 0


ANYTHING = Sought()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a whole file that its receiver should know: the code of a note, what was found, and a message."""

    code: str
    found: str
    message: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's sheets. ``name`` is the name of the file that they stand in, which an archive may hold.

    ``properties`` are those that somebody gave to a workbook, such as the version of its template.
    """

    name: str
    sheets: tuple[Sheet, ...]
    form: Form
    remarks: tuple[Remark, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_table(self) -> bool:
        """Whether it is a table without a sheet's name: delimited text, or Parquet. In an archive a sheet of planned
        upgrades may follow, under the name of its file.
        """
        return bool(self.sheets) and not self.sheets[0].name
