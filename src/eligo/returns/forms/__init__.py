"""Any form that a return is sent in, opened: bytes to sheets of typed cells, and whatever is hostile refused."""

from eligo.returns.forms.model import Opened, Remark, Sought
from eligo.returns.forms.names import SUFFIXES, TEXTS, is_form, names_a_return, stem_of, upgrades_file_of
from eligo.returns.forms.opening import open_file

__all__ = [
    "SUFFIXES",
    "TEXTS",
    "Opened",
    "Remark",
    "Sought",
    "is_form",
    "names_a_return",
    "open_file",
    "stem_of",
    "upgrades_file_of",
]
