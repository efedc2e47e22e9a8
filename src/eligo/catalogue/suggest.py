"""The closest known names to an unknown one, with their scores: for a person to decide, never merged.

What belongs here: which names come into question, and what the other cells of the device say about them. What does
not: the measure (``similarity``).

Invariant: the order is total: by score, then by name. Source: ``returns.md`` 3.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from eligo.catalogue.model import Catalogue
from eligo.catalogue.names import model_words, organisation_words
from eligo.catalogue.similarity import STRONG, Form, Measure

LEAST_SCORE = 45
"""Below this score (0-100) a name is not worth suggesting."""

MOST = 3
"""How many names a sentence suggests."""

MOST_LOOKED_FOR = 1_000
"""For how many different unknown devices of a type one table gets suggestions: beyond, nobody reads them."""

_OF_ANOTHER_MAKER = 74.0
"""The score of a model typed rightly beside another manufacturer: a slip in the model is likelier than that."""

_COMPARED_CLOSELY = 24
"""How many names each quick comparison leaves for the close one."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A known name that may have been meant. ``manufacturer`` is filled in where a model of another one is meant."""

    name: str
    score: int
    manufacturer: str = field(default="")

    @property
    def strong(self) -> bool:
        """Whether it differs from what was typed in nothing but its writing."""
        return self.score >= STRONG


def suggest_manufacturers(
    catalogue: Catalogue, device_type: str, typed: str, typed_model: str = ""
) -> tuple[Suggestion, ...]:
    """The manufacturers that may have been meant, best first. A maker of the model as typed comes forward."""
    suffixes = catalogue.legal_suffixes
    scores = dict(_Known.organisations(catalogue.manufacturer_names(device_type), suffixes).scores(typed))
    makers = catalogue.manufacturers_of(device_type, typed_model) if typed_model else ()
    if makers and len(makers) <= MOST:
        for maker in makers:
            scores[maker] = _brought_forward(scores.get(maker, 0.0), 0.5 / len(makers))
    return _ranked((score, name, "") for name, score in scores.items())


def suggest_models(catalogue: Catalogue, device_type: str, manufacturer: str, typed: str) -> tuple[Suggestion, ...]:
    """The models that may have been meant, best first: of that manufacturer, of likely ones where it is unknown."""
    own = catalogue.model_names(device_type, manufacturer)
    if own:
        found = _model_scores(own, typed, manufacturer, catalogue.legal_suffixes)
        elsewhere = [maker for maker in catalogue.manufacturers_of(device_type, typed) if maker != manufacturer]
        others = [
            (_OF_ANOTHER_MAKER, catalogue.model(device_type, maker, typed) or typed, maker)
            for maker in elsewhere[:MOST]
        ]
        return _ranked([*((score, name, "") for name, score in found.items()), *others])
    makers = {one.name: one.score for one in suggest_manufacturers(catalogue, device_type, manufacturer, typed)}
    every = _model_scores(catalogue.model_names(device_type), typed, manufacturer, catalogue.legal_suffixes)
    return _ranked(
        (0.85 * score + 0.15 * max((makers.get(maker, 0) for maker in of), default=0), name, "")
        for name, score in every.items()
        for of in (catalogue.manufacturers_of(device_type, name),)
    )


def suggest_versions(known: Sequence[str], typed: str) -> tuple[Suggestion, ...]:
    """The hardware or firmware versions that may have been meant, best first."""
    return _ranked((score, name, "") for name, score in _Known.models(tuple(known)).scores(typed))


def suggest_organisations(known: Sequence[str], typed: str, legal_suffixes: Sequence[str]) -> tuple[Suggestion, ...]:
    """The organisations that may have been meant, best first."""
    names = _Known.organisations(tuple(known), tuple(legal_suffixes))
    return _ranked((score, name, "") for name, score in names.scores(typed))


def did_you_mean(suggestions: Sequence[Suggestion]) -> str:
    """A sentence with the best suggestions; empty where there is none.

    >>> did_you_mean([Suggestion("G370", 96), Suggestion("G470 (MK1)", 52)])
    'Did you mean G370 or G470 (MK1)?'
    """
    shown = [one.name + (f" of {one.manufacturer}" if one.manufacturer else "") for one in suggestions[:MOST]]
    return f"Did you mean {' or '.join(shown)}?" if shown else ""


def _model_scores(known: tuple[str, ...], typed: str, manufacturer: str, suffixes: Sequence[str]) -> dict[str, float]:
    """The scores of models; a manufacturer typed before its model counts for nothing."""
    names = _Known.models(known)
    scores = dict(names.scores(typed))
    maker = organisation_words(manufacturer, suffixes)
    words = organisation_words(typed, suffixes)
    if maker and len(words) > len(maker) and words[: len(maker)] == maker:
        for name, score in names.scores(" ".join(words[len(maker) :])):
            scores[name] = max(scores.get(name, 0.0), score - 1)
    return scores


def _brought_forward(score: float, by: float) -> float:
    return score + (100 - score) * by if score < STRONG else score


def _ranked(scored: Iterable[tuple[float, str, str]]) -> tuple[Suggestion, ...]:
    """(score, name, manufacturer) worth suggesting, best first."""
    worth = sorted((-score, name, maker) for score, name, maker in scored if score >= LEAST_SCORE)
    return tuple(Suggestion(name, round(-score), maker) for score, name, maker in worth)


class _Known:
    """Known names, ready to be compared with: built once for each set of them."""

    def __init__(self, names: Sequence[str], words: Callable[[str], list[str]]) -> None:
        # (name, score) of those that come into question, in order of name; one unknown name is in many rows.
        self.scores = lru_cache(maxsize=4096)(self._score)
        self._words = words
        # A raised digit of a known name is seldom typed as one: hAP ac² is typed as hAP ac2.
        self._forms = {name: Form(tuple(words(unicodedata.normalize("NFKC", name)))) for name in names}
        self._measure = Measure.among(list(self._forms.values()))
        self._keys = {name: form.key for name, form in self._forms.items()}
        self._abbreviations: dict[str, list[str]] = defaultdict(list)
        for name, form in self._forms.items():
            self._abbreviations[form.initials].append(name)
            self._abbreviations[form.key].append(name)
        self._texts = {name: " ".join(form.runs) for name, form in self._forms.items()}

    @staticmethod
    @lru_cache(maxsize=256)
    def organisations(names: tuple[str, ...], suffixes: tuple[str, ...]) -> _Known:
        """Names of companies."""
        return _Known(names, lambda text: organisation_words(text, suffixes))

    @staticmethod
    @lru_cache(maxsize=4096)
    def models(names: tuple[str, ...]) -> _Known:
        """Names of models, or versions."""
        return _Known(names, model_words)

    def _score(self, typed: str) -> tuple[tuple[str, float], ...]:
        form = Form(tuple(self._words(typed)))
        return tuple((name, self._measure.score(form, self._forms[name])) for name in sorted(self._in_question(form)))

    def _in_question(self, typed: Form) -> set[str]:
        """All names where there are few; else the best of three quick comparisons, and those of the same initials."""
        if len(self._forms) <= 3 * _COMPARED_CLOSELY:
            return set(self._forms)
        from rapidfuzz import fuzz, process  # imported where needed: --help must stay quick

        text = " ".join(typed.runs)
        quick = (
            process.extract(typed.key, self._keys, scorer=fuzz.ratio, limit=_COMPARED_CLOSELY),
            process.extract(text, self._texts, scorer=fuzz.token_set_ratio, limit=_COMPARED_CLOSELY),
            process.extract(text, self._texts, scorer=fuzz.WRatio, limit=_COMPARED_CLOSELY),
        )
        abbreviated = [short for short in (typed.key, typed.initials) if len(short) > 1]
        return {name for found in quick for _, _, name in found}.union(
            *(self._abbreviations.get(a, ()) for a in abbreviated)
        )
