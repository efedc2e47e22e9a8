"""The catalogue: which device models there are, under which names they are found.

Invariant: a fold that two catalogue names share finds neither (nothing is merged that a rule does not prove);
their exact spellings still find themselves. Source: ``returns.md`` 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from eligo.catalogue.names import clean, fold, fold_organisation
from eligo.scheme import Alias

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One device model of the catalogue, as its file states it. ``line`` is 1-based."""

    device_type: str
    manufacturer: str
    model: str
    hardware: str
    firmware: str
    line: int


@dataclass(frozen=True)
class Catalogue:
    """The known device models, with the scheme's aliases and legal suffixes to find them by."""

    entries: tuple[CatalogueEntry, ...]
    aliases: tuple[Alias, ...]
    legal_suffixes: tuple[str, ...]

    @cached_property
    def _manufacturers(self) -> Mapping[str, Mapping[str, str]]:
        by_type: dict[str, set[str]] = defaultdict(set)
        for entry in self.entries:
            by_type[entry.device_type].add(entry.manufacturer)
        return {
            kind: _unambiguous((self._fold_manufacturer(name), name) for name in names)
            for kind, names in by_type.items()
        }

    @cached_property
    def _aliases(self) -> Mapping[tuple[str, str], Alias]:
        return {(alias.field, self._alias_fold(alias.field, alias.typed)): alias for alias in self.aliases}

    @cached_property
    def _models(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        names: dict[tuple[str, str], set[str]] = defaultdict(set)
        for entry in self.entries:
            names[entry.device_type, entry.manufacturer].add(entry.model)
        return {maker: _unambiguous((fold(name), name) for name in models) for maker, models in names.items()}

    @cached_property
    def _hardware(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        return _grouped(((e.device_type, e.manufacturer, e.model), e.hardware) for e in self.entries)

    @cached_property
    def _firmware(self) -> Mapping[tuple[str, str, str, str], tuple[str, ...]]:
        return _grouped(((e.device_type, e.manufacturer, e.model, e.hardware), e.firmware) for e in self.entries)

    def _fold_manufacturer(self, text: str) -> str:
        return fold_organisation(text, self.legal_suffixes)

    def _alias_fold(self, field: str, text: str) -> str:
        return self._fold_manufacturer(text) if field == "manufacturer" else fold(text)

    def manufacturer(self, device_type: str, typed: str) -> str | None:
        """The catalogue's name for a manufacturer as typed: itself, an alias of it, or the same by rule."""
        known = self._manufacturers.get(device_type, {})
        if clean(typed) in known.values():
            return clean(typed)
        alias = self._aliases.get(("manufacturer", self._fold_manufacturer(typed)))
        if alias:
            return alias.canonical
        return known.get(self._fold_manufacturer(typed))

    def model(self, device_type: str, manufacturer: str, typed: str) -> str | None:
        """The catalogue's name for a model of that manufacturer as typed."""
        known = self._models.get((device_type, manufacturer), {})
        if clean(typed) in known.values():
            return clean(typed)
        alias = self._aliases.get(("model", fold(typed)))
        if alias and alias.canonical in known.values():
            return alias.canonical
        return known.get(fold(typed))

    def manufacturers_of(self, device_type: str, typed_model: str) -> tuple[str, ...]:
        """Every manufacturer that has a model of that name."""
        makers = {e.manufacturer for e in self.entries if e.device_type == device_type}
        return tuple(sorted(maker for maker in makers if self.model(device_type, maker, typed_model)))

    def manufacturer_names(self, device_type: str) -> tuple[str, ...]:
        """Every manufacturer of that type of device, in order."""
        return tuple(sorted({e.manufacturer for e in self.entries if e.device_type == device_type}))

    def model_names(self, device_type: str, manufacturer: str | None = None) -> tuple[str, ...]:
        """Every model of that type of device, of one manufacturer or of all, in order."""
        return tuple(
            sorted(
                {
                    e.model
                    for e in self.entries
                    if e.device_type == device_type and manufacturer in (None, e.manufacturer)
                }
            )
        )

    def hardware_of(self, device_type: str, manufacturer: str, model: str) -> tuple[str, ...]:
        """The hardware versions of a model, in order."""
        return self._hardware.get((device_type, manufacturer, model), ())

    def firmware_of(self, device_type: str, manufacturer: str, model: str, hardware: str) -> tuple[str, ...]:
        """The known versions at that hardware; at any hardware of the model where that one is unknown."""
        exact = self._firmware.get((device_type, manufacturer, model, hardware))
        if exact is not None:
            return exact
        return tuple(
            sorted(
                {
                    e.firmware
                    for e in self.entries
                    if (e.device_type, e.manufacturer, e.model) == (device_type, manufacturer, model)
                }
            )
        )


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Exact names under their own key, and folds that exactly one name has."""
    found: dict[str, set[str]] = defaultdict(set)
    for folded, name in pairs:
        found[folded].add(name)
    single = {folded: next(iter(names)) for folded, names in found.items() if len(names) == 1}
    return single | {name: name for names in found.values() if len(names) > 1 for name in names}


def _grouped(pairs: Iterable[tuple[K, str]]) -> Mapping[K, tuple[str, ...]]:
    found: dict[K, set[str]] = defaultdict(set)
    for group, value in pairs:
        found[group].add(value)
    return {group: tuple(sorted(values)) for group, values in found.items()}
