"""``eligo plan``: from a run's results, its scheme and a firmware register to a programme with dates, proved.

What belongs here: gathering what the programme is given, and writing what follows. What does not: planning
(``eligo.programme``). Source: ``programme.md``.
"""

from __future__ import annotations
