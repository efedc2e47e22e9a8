"""When everything is eligible: what is tested when, in which set and order, so that all is open soonest.

What belongs here: the planner. What does not: state, files, or the words of a paper.
Source: ``programme.md``.
"""

from eligo.programme.plan import Entry, Outcome, Plan

__all__ = ["Entry", "Outcome", "Plan"]
