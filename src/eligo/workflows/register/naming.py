"""What a row of an inventory is about: known by its product, by a run's combination, or by the devices it names.

What belongs here: from a row's cells to a product and an operator, or to what is wrong with them. What does not: the
answer about it (``asking``), and lines of text (``inventory_lines``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from eligo.catalogue import Catalogue, load_catalogue, scheme_aliases
from eligo.errors import VersionConflict
from eligo.findings import Issue
from eligo.formula_safe import unguarded
from eligo.registers import Statuses
from eligo.returns import Describing, models_of
from eligo.scheme import load_scheme, shipped_schemes
from eligo.terms import Combination
from eligo.workflows.inputs import read_input
from eligo.workflows.register.installed import COMBINATION_ID, Installed, Served
from eligo.workflows.register.inventory_lines import Header
from eligo.workflows.register.opening import OpenRegister

_PATTERNS = {
    "product_id": (re.compile("P-[0-9A-HJKMNP-TV-Z]{12}"), "a product's id, such as P-5H7FZFG0YEWA"),
    "combination_id": (re.compile(COMBINATION_ID), "a combination's id, such as C-5H7FZFG0YEWA"),
}


class Naming(Protocol):
    """How rows name what they are about."""

    def served(self, cells: Sequence[str]) -> tuple[Served | None, str]:
        """The product and the operator (blank: any) of a row, and what in it is not known; or ``None`` and why not."""


@dataclass(frozen=True)
class ById:
    """By an id, and perhaps an operator; ``names``: what an operator may be called, and its published name.

    A blank operator is that of the combination, or stays blank: see ``only_operator``.
    """

    header: Header
    installed: Installed | None
    names: Mapping[str, str]

    def served(self, cells: Sequence[str]) -> tuple[Served | None, str]:
        """As ``Naming``."""
        typed = unguarded(cells[0].strip())
        key = typed.upper() if typed.isascii() else typed
        operator = unguarded(cells[-1].strip()) if self.header.operator else ""
        product_id, own = self._own(key)
        named = self._named(operator) if operator else ""
        if faults := "; ".join(self._faults(key, typed, operator, own, named)):
            return None, faults
        return (product_id, own or named), ""

    def _faults(self, key: str, typed: str, operator: str, own: str, named: str) -> Iterator[str]:
        pattern, expected = _PATTERNS[self.header.key]
        if not pattern.fullmatch(key):
            yield f"{self.header.key}: {_shown(typed)}, expected {expected}"
        if operator and not named:
            yield f"{self.header.operator}: {_shown(operator)}, expected one of {', '.join(sorted(self.names))}"
        elif operator and own and own != named:
            yield f"{self.header.operator}: {_shown(operator)}, but the combination is of {own}"

    def _named(self, operator: str) -> str:
        """The published name of what a row calls its operator, whatever its capitals; blank where there is none.

        Before anybody is known, there is none to hold it to.
        """
        return self._published.get(operator.casefold(), "") if self.names else operator

    @cached_property
    def _published(self) -> Mapping[str, str]:
        # Of names that differ by their capitals alone the first one counts.
        return {name.casefold(): published for name, published in reversed([*self.names.items()])}

    def _own(self, key: str) -> Served:
        """The product and the operator that a row's key names; blank where it names none."""
        if self.header.key == "product_id":
            return key, ""
        return self.installed.of_combination.get(key, ("", "")) if self.installed else ("", "")


@dataclass(frozen=True, slots=True)
class ByDevices:
    """By the columns of the devices themselves."""

    header: Header
    describing: Describing

    def served(self, cells: Sequence[str]) -> tuple[Served | None, str]:
        """As ``Naming``."""
        one = self.describing.read(self.header.named, [unguarded(cell.strip()) for cell in cells])
        if one.errors:
            return None, _told(one.errors)
        published = self.describing.scheme.disclosure.pseudonyms
        product = Combination("", one.provider, one.devices)
        return (product.product_id, published.get(one.operator, one.operator)), _told(one.unknown)


def only_operator(column: str, product_id: str, registers: Statuses) -> tuple[Served | None, str]:
    """What a row with a blank operator is about: the only one whose installations are of the product, by the register.

    As ``Naming.served`` it says why not, where there are several.
    """
    items = registers.statuses_of(product_id)
    served = sorted({one.operator for item in items for one in item.status.operators})
    if len(served) > 1:
        return None, f"{column}: blank, and {product_id} is of several; expected one of {', '.join(served)}"
    return (product_id, served[0] if served else ""), ""


def _told(issues: Sequence[Issue]) -> str:
    return "; ".join(f"{issue.column}: {issue.message} {issue.suggestion}".rstrip() for issue in issues)


def _shown(text: str) -> str:
    return f"found '{text[:80]}'" if text else "blank"


def describing(register: OpenRegister, scheme_name: str = "", catalogue: Path | None = None) -> Describing | None:
    """How rows name devices: by the columns of a scheme, the register's own unless another is named, and the names of a
    catalogue, or else of every device that the register has had. ``None`` where the register's own is not shipped.

    Raises ``VersionConflict`` where the scheme has other devices than the register, and what reading both raises.
    """
    rules = register.rules
    name = scheme_name or (rules.scheme if rules and rules.scheme in shipped_schemes() else "")
    if rules is None or not name:
        return None
    scheme = load_scheme(name)
    own = tuple(one.name for one in scheme.device_types), tuple(d.name for d in scheme.device_types if d.firmware_open)
    if own != (rules.device_types, rules.open_types):
        raise VersionConflict(
            f"The scheme {scheme.id} has other devices than {register.name}",
            hint="Name the scheme of the register with --scheme.",
            details=[f"{register.name}: {', '.join(rules.device_types)}", f"{scheme.id}: {', '.join(own[0])}"],
        )
    if catalogue is not None:
        listed = read_input("catalogue", catalogue)
        return Describing(scheme, load_catalogue(listed.name, listed.content, scheme))
    devices = [device for one in register.entries for device in one.product.devices if device is not None]
    return Describing(scheme, Catalogue(models_of(devices), scheme_aliases(scheme), scheme.legal_suffixes))
