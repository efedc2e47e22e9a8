"""How each kind of finding is mended, in a few sentences that the reference prints.

What belongs here: advice. What does not: what a code means and its one-line remedy, which stand in every finding
(``findings``).
"""

from eligo.how_to.programme import PROGRAMME_HOW_TO
from eligo.how_to.returns import HOW_TO

__all__ = ["HOW_TO", "PROGRAMME_HOW_TO"]
