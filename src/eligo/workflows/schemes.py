"""``eligo schemes check``: a scheme file whole, its paper included."""

from __future__ import annotations

from eligo.documents import check_paper
from eligo.scheme import Scheme, TableScheme, load_table_scheme


def check_scheme_file(name: str) -> TableScheme:
    """The scheme, once neither its tables nor its paper has a mistake that can be found without a run.

    Raises ``NotFound``, ``UnreadableFile`` or ``BadScheme`` with every mistake by line.
    """
    scheme = load_table_scheme(name)
    if isinstance(scheme, Scheme):
        check_paper(scheme)
    return scheme
