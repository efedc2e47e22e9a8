"""Words that stand in a register for the public: an operator's own name is none of them, where another is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eligo.documents import mentions
from eligo.errors import RegisterRefused
from eligo.scheme import Scheme


def unpublished_words(stated: Mapping[str, str], scheme: Scheme) -> Iterator[str]:
    """That a text, by the name of its field, has an operator's own name."""
    for own, shown in scheme.disclosure.pseudonyms.items():
        for place, text in stated.items():
            if own != shown and mentions(text, own):
                yield f"{place}: names an operator that is published as {shown!r}; expected that name"


def refuse_unpublished(who: str, why: str, scheme: Scheme) -> None:
    """Raise ``RegisterRefused`` where a line could not be published for who enters it, or why."""
    if faults := tuple(unpublished_words({"who": who, "why": why}, scheme)):
        raise RegisterRefused(
            "The register would publish what it must not",
            hint="Nothing has been entered. Name operators as they are published.",
            details=faults,
        )
