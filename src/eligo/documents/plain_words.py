"""Plain words for a confidential page: a paragraph, and the heading of a section.

What belongs here: from words to blocks. What does not: public figures, which stay bound to their source (``prose``).
"""

from __future__ import annotations

from eligo.documents.blocks import Heading, Paragraph, Text


def said(words: str) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph((Text(words),))


def headed(id_: str, words: str) -> Heading:
    """The heading of a section, still to be numbered."""
    return Heading(1, id_, "", (Text(words),))
