"""What stands around a column's own name in its header: another unit, time or part, or words that say nothing of it.

What belongs here: telling these apart. What does not: which column a header names (``returns.header``).

Invariant: what says in so many words that it is no count of today is never read as one, and what may say so is told.
"""

from __future__ import annotations

import re

from eligo.catalogue import clean

QUALIFIED = re.compile(r"^(?P<table>'[^'\[\]]+'|[^'\[\]]+)?\[(?P<own>[^\[\]]+)\]$")
"""A column by the name of its table, as reporting tools export it: ``Returns[Active]``."""
_EXPLAINED = re.compile(r"\s*[(\[](?P<words>[^()\[\]]*)[)\]]\s*\W*$")
"""What stands in brackets behind a header: ``Intends to enrol (Y/N)``."""
_OTHER = re.compile(
    r"%|(?<![\d,])0{3}(?!\d)|(?<![\w.])1[, ]?000s?\b|[\u00d7\u00f7]\s*\d|hundred|thousand|million|\b[km]\b"
    r"|(?<!not )\bmeters\b"
    r"|\bper ?cent|\bpct\b|\bshare\b|\bratio\b|\bproportion"
    r"|\binc(?:l|\b)|\bexc?(?:l|\b)|\bprev|\bprior\b|\bformer|\bold\b|\blast\b|\bchange|\bdifference|\bdelta\b|\u0394"
    r"|\baverage|\bavg\b|\bplanned|\btarget|\bforecast|\bprojected|\bproposed|\bfuture|\bnext\b|\bafter\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:[\W_]|\d{1,2}\b|\b(?:no|nr|numbers?|of|counts?|counted|total|whole|integers?|numeric|digits|only|or|in|and|the"
    r"|see|if|none|list|notes?|footnotes?|mandatory|required|optional|please|enter|type|install(?:ation|ed|s)?s?|current"
    r"|this|round|snapshot|as|at|on|day|date|smart(?:ly)?|services?|use|not|one|fuel|each|way|pages?|continued"
    r"|base|estate|figures?|quantit(?:y|ies)|commas?|fields?|more|not meters)\b)*",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\W*(?!0{3}s)\d")
_UNIT = re.compile(r"(?<![\w,.])'?0{3}s?\b|\b(?:in|of) (?:hundred|thousand|million)s?\b|\bthousands\b", re.IGNORECASE)
_MOST_WORDS = 5
"""Words that a group of columns is called by at most; what is longer is a sentence."""


def says_other(text: str) -> bool:
    """Whether a text says that something else stands below it, or in another unit.

    >>> [says_other(text) for text in ("Active ('000)", "last round", "Forecast", "installations", "31 August")]
    [True, True, True, False, False]
    """
    return _OTHER.search(text) is not None


def groups_other(text: str) -> bool:
    """Whether what stands above several columns says the same of them; a sentence is guidance, or a title, and a figure
    is that of a row above.

    >>> [groups_other(text) for text in ("Previous round", "Number, not of meters, if you please", "61 000", "12 %")]
    [True, False, False, False]
    """
    return says_other(text) and len(text.split()) <= _MOST_WORDS and not _FIGURE.match(text)


def unexplained(header: str) -> str:
    """A header without what explains it in brackets; as it is where that says that it is of something else.

    >>> unexplained("Intends to enrol (Y/N)?"), unexplained("Active (k)")
    ('Intends to enrol', 'Active (k)')
    """
    found = _EXPLAINED.search(header) if "(" in header or "[" in header else None
    return header if found is None or says_other(found[0]) else header[: found.start()]


def explanation(header: str) -> str:
    """What stands in brackets behind a header, where it may say that something else is counted; else nothing.

    >>> [explanation(text) for text in ("Active (no.)", "Active (as of July)", "Active")]
    ['', 'as of July', '']
    """
    found = _EXPLAINED.search(header)
    return "" if found is None or QUALIFIED.match(header) or is_plain(found["words"]) else clean(found["words"])


def is_plain(text: str) -> bool:
    """Whether a text says nothing of a count but that it is one of installations, or how it is to be typed."""
    return _PLAIN.fullmatch(text) is not None


def says_unit(text: str) -> bool:
    """Whether a title or a remark says that figures are in another unit.

    >>> [says_unit(text) for text in ("All figures in thousands", "Counts ('000)", "1,000 rows", "Thousand Oaks")]
    [True, True, False, False]
    """
    return _UNIT.search(text) is not None
