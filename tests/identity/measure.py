"""How well names are found: what was merged, what was suggested first, and what was right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from eligo.catalogue import Catalogue, fold_model, fold_organisation, suggest_manufacturers, suggest_models
from identity.habits import MAKER_GUISES, MAKER_SLIPS, MODEL_GUISES, MODEL_SLIPS, typed
from identity.market import DEVICE_TYPE, SUFFIXES, Market

SLIP = 0.5
"""The share of typed forms that no rule can prove."""


@dataclass(frozen=True)
class Labelled:
    """A typed form and what it means; an empty ``truth`` is a name that the catalogue does not have."""

    typed: str
    truth: str
    manufacturer: str = ""
    how: str = ""


@dataclass
class Measured:
    """What became of labelled forms."""

    merged: int = 0
    suggested: int = 0
    wrongly_merged: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        found = self.merged + self.suggested
        return found / (found + len(self.missed))

    def add(self, one: Labelled, merged: str | None, first: str) -> None:
        """Count one form: ``merged`` by rule into that name, or ``first`` the first suggestion."""
        told = f"{one.manufacturer} {one.typed!r} for {one.truth!r}: {merged or first!r} ({one.how})".strip()
        if merged is not None and merged != one.truth:
            self.wrongly_merged.append(told)
        elif merged is not None:
            self.merged += 1
        elif one.truth and first == one.truth:
            self.suggested += 1
        elif one.truth:
            self.missed.append(told)


def measured_makers(catalogue: Catalogue, forms: Iterable[Labelled], device_type: str = DEVICE_TYPE) -> Measured:
    """Makers, each without any model beside it."""
    outcome = Measured()
    for one in forms:
        merged = catalogue.manufacturer(device_type, one.typed)
        first = [] if merged else suggest_manufacturers(catalogue, device_type, one.typed)
        outcome.add(one, merged, first[0].name if first else "")
    return outcome


def measured_models(catalogue: Catalogue, forms: Iterable[Labelled], device_type: str = DEVICE_TYPE) -> Measured:
    """Models, each beside its manufacturer."""
    outcome = Measured()
    for one in forms:
        merged = catalogue.model(device_type, one.manufacturer, one.typed)
        first = [] if merged else suggest_models(catalogue, device_type, one.manufacturer, one.typed)
        outcome.add(one, merged, first[0].name if first else "")
    return outcome


def typed_makers(rng: Random, market: Market, count: int) -> list[Labelled]:
    """Forms of known and of unknown makers, without those that are the beginning of several known ones alike."""
    known = {name: fold_organisation(name, SUFFIXES) for name in market.catalogue.manufacturer_names(DEVICE_TYPE)}
    forms = []
    for name in (rng.choice((*known, *market.unknown_makers)) for _ in range(count)):
        form, how = typed(rng, name, MAKER_GUISES, MAKER_SLIPS, SLIP)
        folded = fold_organisation(form, SUFFIXES)
        # A slip that happens to write another name means that name: nobody could tell.
        meant = [other for other, key in known.items() if key == folded]
        if meant or sum(key.startswith(folded) for key in known.values()) < 2:
            forms.append(Labelled(form, meant[0] if meant else name if name in known else "", "", how))
    return forms


def typed_models(rng: Random, market: Market, count: int) -> list[Labelled]:
    """Forms of known and of unknown models."""
    known = [
        (maker, model)
        for maker in market.catalogue.manufacturer_names(DEVICE_TYPE)
        for model in market.catalogue.model_names(DEVICE_TYPE, maker)
    ]
    forms = []
    for maker, name in (rng.choice((*known, *market.unknown_models)) for _ in range(count)):
        form, how = typed(rng, name, MODEL_GUISES, MODEL_SLIPS, SLIP)
        meant = [other for of, other in known if of == maker and fold_model(other) == fold_model(form)]
        forms.append(Labelled(form, meant[0] if meant else name if (maker, name) in known else "", maker, how))
    return forms
