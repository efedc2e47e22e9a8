"""The catalogue: which device models there are, under which names they are found.

What belongs here: looking a name up, in the order of ``returns.md`` 3: itself, the rules, the aliases. What does not:
what may have been meant by a name that none of them reads (``catalogue.suggest``).

Invariant: a fold that two catalogue names share finds neither (nothing is merged that a rule does not prove);
their exact spellings still find themselves. Source: ``returns.md`` 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeVar

from eligo.catalogue.aliases import HARDWARE, MANUFACTURER, MODEL, AliasDecision, AliasTable
from eligo.catalogue.names import NO_KEY, clean, fold_model, fold_organisation, hardware_key

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


@dataclass(frozen=True, slots=True)
class Match:
    """What a name was found to be. ``name`` is ``None`` where nothing proves or decides it.

    ``alias`` is the decision that it was found by; ``alike`` the names that the rules cannot tell apart from it.
    """

    name: str | None
    alias: AliasDecision | None = None
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """Some names of the catalogue, by themselves and by what their spellings share."""

    all: frozenset[str]
    by_key: Mapping[Hashable, tuple[str, ...]]
    key: Callable[[str], Hashable]

    @classmethod
    def of(cls, names: Iterable[str], key: Callable[[str], Hashable]) -> Names:
        """The names under that key; a name whose key is empty is found by itself alone."""
        distinct = frozenset(names)
        return cls(distinct, _grouped((key(name), name) for name in distinct if key(name) not in NO_KEY), key)

    def match(self, typed: str) -> Match:
        """The name itself, or the only one that a rule proves to be the same."""
        name = clean(typed)
        if name in self.all:
            return Match(name)
        alike = self.by_key.get(self.key(name), ())
        return Match(alike[0]) if len(alike) == 1 else Match(None, None, alike)


@dataclass(frozen=True)
class Catalogue:
    """The known device models, with the aliases and legal suffixes to find them by.

    One that is not ``suggesting`` leaves out the names that may have been meant: looking for them takes long.
    """

    entries: tuple[CatalogueEntry, ...]
    aliases: AliasTable
    legal_suffixes: tuple[str, ...]
    suggesting: bool = True

    def with_aliases(self, decisions: Iterable[AliasDecision]) -> Catalogue:
        """The same catalogue under further aliases (checked by whoever read them: ``alias_mistakes``)."""
        return replace(self, aliases=self.aliases.and_also(decisions))

    @cached_property
    def _manufacturers(self) -> Mapping[str, Names]:
        key = partial(fold_organisation, legal_suffixes=self.legal_suffixes)
        grouped = _grouped((entry.device_type, entry.manufacturer) for entry in self.entries)
        return {device_type: Names.of(names, key) for device_type, names in grouped.items()}

    @cached_property
    def _models(self) -> Mapping[tuple[str, str], Names]:
        grouped = _grouped(((entry.device_type, entry.manufacturer), entry.model) for entry in self.entries)
        return {maker: Names.of(names, fold_model) for maker, names in grouped.items()}

    @cached_property
    def _hardware(self) -> Mapping[tuple[str, str, str], Names]:
        grouped = _grouped(((e.device_type, e.manufacturer, e.model), e.hardware) for e in self.entries)
        return {model: Names.of(versions, hardware_key) for model, versions in grouped.items()}

    @cached_property
    def _firmware(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        exact = (((e.device_type, e.manufacturer, e.model, e.hardware), e.firmware) for e in self.entries)
        any_hardware = (((e.device_type, e.manufacturer, e.model), e.firmware) for e in self.entries)
        return {**_grouped(exact), **_grouped(any_hardware)}

    @cached_property
    def _makers_by_model(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        return _grouped(((e.device_type, fold_model(e.model)), e.manufacturer) for e in self.entries)

    @cached_property
    def _all_models(self) -> Mapping[str, tuple[str, ...]]:
        return _grouped((e.device_type, e.model) for e in self.entries)

    def find_manufacturer(self, device_type: str, typed: str) -> Match:
        """A manufacturer as typed: itself, the same by rule, or an alias of it."""
        names = self._manufacturers.get(device_type)
        found = names.match(typed) if names else _NONE
        if found.name:
            return found
        alias = self.aliases.find(MANUFACTURER, typed, device_type=device_type)
        if alias is None:
            return found
        # A maker may be known for other types of device alone, and a scheme's alias may write it in another way.
        own = names.match(alias.canonical).name if names else None
        return Match(own or alias.canonical, alias)

    def find_model(self, device_type: str, manufacturer: str, typed: str) -> Match:
        """A model of that manufacturer as typed: itself, the same by rule, or an alias of it."""
        names = self._models.get((device_type, manufacturer))
        if names is None:
            return _NONE
        found = names.match(typed)
        return found if found.name else self._by_alias(found, names, MODEL, typed, (device_type, manufacturer, ""))

    def find_hardware(self, device_type: str, manufacturer: str, model: str, typed: str) -> Match:
        """A hardware version of that model as typed: itself, the same by rule, or an alias of it."""
        names = self._hardware.get((device_type, manufacturer, model))
        if names is None:
            return _NONE
        found = names.match(typed)
        return (
            found if found.name else self._by_alias(found, names, HARDWARE, typed, (device_type, manufacturer, model))
        )

    def _by_alias(self, found: Match, names: Names, kind: str, typed: str, of: tuple[str, str, str]) -> Match:
        device_type, manufacturer, model = of
        alias = self.aliases.find(
            kind, typed, device_type=device_type, manufacturer=manufacturer, model=model, known=names.all
        )
        return Match(alias.canonical, alias) if alias else found

    def manufacturer(self, device_type: str, typed: str) -> str | None:
        """The catalogue's name for a manufacturer as typed; ``None`` where no rule and no alias tells."""
        return self.find_manufacturer(device_type, typed).name

    def model(self, device_type: str, manufacturer: str, typed: str) -> str | None:
        """The catalogue's name for a model of that manufacturer as typed; ``None`` as above."""
        return self.find_model(device_type, manufacturer, typed).name

    def manufacturers_of(self, device_type: str, typed_model: str) -> tuple[str, ...]:
        """Every manufacturer that has a model of that name, in order."""
        forms = {typed_model, *(one.canonical for one in self.aliases.about(MODEL, typed_model))}
        makers = {maker for form in forms for maker in self._makers_by_model.get((device_type, fold_model(form)), ())}
        return tuple(sorted(maker for maker in makers if self.model(device_type, maker, typed_model)))

    def sets(self, kind: str) -> Iterator[tuple[tuple[str, str, str], Names]]:
        """The names of one kind, set by set: (device type, manufacturer, model) they are of, blank where of any."""
        if kind == MANUFACTURER:
            yield from (((device_type, "", ""), names) for device_type, names in self._manufacturers.items())
        elif kind == MODEL:
            yield from (((*maker, ""), names) for maker, names in self._models.items())
        else:
            yield from self._hardware.items()

    def manufacturer_names(self, device_type: str) -> tuple[str, ...]:
        """Every manufacturer of that type of device, in order."""
        names = self._manufacturers.get(device_type)
        return tuple(sorted(names.all)) if names else ()

    def model_names(self, device_type: str, manufacturer: str | None = None) -> tuple[str, ...]:
        """Every model of that type of device, of one manufacturer or of all, in order."""
        if manufacturer is None:
            return self._all_models.get(device_type, ())
        names = self._models.get((device_type, manufacturer))
        return tuple(sorted(names.all)) if names else ()

    def hardware_of(self, device_type: str, manufacturer: str, model: str) -> tuple[str, ...]:
        """The hardware versions of a model, in order."""
        names = self._hardware.get((device_type, manufacturer, model))
        return tuple(sorted(names.all)) if names else ()

    def firmware_of(self, device_type: str, manufacturer: str, model: str, hardware: str) -> tuple[str, ...]:
        """The known versions at that hardware; at any hardware of the model where that one is unknown."""
        exact = self._firmware.get((device_type, manufacturer, model, hardware))
        return exact if exact is not None else self._firmware.get((device_type, manufacturer, model), ())


_NONE = Match(None)


def _grouped(pairs: Iterable[tuple[K, str]]) -> Mapping[K, tuple[str, ...]]:
    found: dict[K, set[str]] = defaultdict(set)
    for group, value in pairs:
        found[group].add(value)
    return {group: tuple(sorted(values)) for group, values in found.items()}
