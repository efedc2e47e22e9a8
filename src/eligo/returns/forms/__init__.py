"""Any form that a return is sent in, opened: bytes to sheets of typed cells, and whatever is hostile refused."""

from eligo.returns.forms.model import Opened, Remark, Sought
from eligo.returns.forms.names import SUFFIXES, is_form, stem_of, upgrades_file_of
from eligo.returns.forms.opening import open_file

__all__ = ["SUFFIXES", "Opened", "Remark", "Sought", "is_form", "open_file", "stem_of", "upgrades_file_of"]
