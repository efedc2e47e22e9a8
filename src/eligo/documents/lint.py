"""A last look at a document before it is published: does a name that must not appear stand anywhere in it?

What belongs here: names. What does not: keeping them out in the first place (``disclosure``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from eligo.disclosure import Public
from eligo.documents.blocks import Document
from eligo.documents.html import render_html

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def lint(document: Document[Public], forbidden: Sequence[str]) -> tuple[str, ...]:
    """One complaint per forbidden name (suppliers, contacts, operators' own names) that appears anywhere.

    The whole rendered text is searched, attributes and drawings included, whatever the case, the spaces, the
    punctuation or the markup between the letters of a name's words; a name within another word does not count.
    """
    markup = _STYLE.sub("", render_html(document).decode())
    texts = tuple(unescape(text) for text in (markup, _TAG.sub("", markup), _TAG.sub(" ", markup)))
    return tuple(
        f"{name!r} must not appear in a public document, but it does"
        for name in dict.fromkeys(forbidden)
        if (pattern := _pattern(name)) and any(pattern.search(text) for text in texts)
    )


def mentions(text: str, name: str) -> bool:
    """Whether a text has that name, as ``lint`` looks for it.

    >>> mentions("% of Total Estate", "total"), mentions("Totality", "Total")
    (True, False)
    """
    pattern = _pattern(name)
    return bool(pattern and pattern.search(text))


def _pattern(name: str) -> re.Pattern[str] | None:
    words = re.findall(r"\w+", name)
    if not words:
        return None
    return re.compile(r"(?<!\w)" + r"[\W_]*".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)
