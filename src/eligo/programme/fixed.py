"""The plan of a set that somebody has chosen: when everything is, in the order that opens most soonest.

What belongs here: one set. What does not: choosing it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from eligo.errors import NotFound
from eligo.programme.document import inputs_document, plan_document
from eligo.programme.entering import Proof, entered, proof_of
from eligo.programme.frame import frame_of
from eligo.programme.model import Programme
from eligo.programme.order import PARTS, Ordered, order
from eligo.programme.plain import largest_first_waits
from eligo.programme.plan import Plan, plan_of
from eligo.programme.search import Watch
from eligo.programme.stage import Stage


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A plan with what it was made of. ``plain_waits``: the installation-days where the largest always comes first.
    ``proof``: of its bound.
    """

    plan: Plan
    plain_waits: int
    stage: Stage = field(repr=False)
    ordered: Ordered = field(repr=False)
    proof: Proof = field(repr=False)

    @property
    def inputs(self) -> Mapping[str, object]:
        """What the planner was given, as ``programme.json`` states it."""
        return inputs_document(self.stage.frame)

    @property
    def document(self) -> Mapping[str, object]:
        """The plan and its proof, as ``plan.json`` states them."""
        plain = None if self.stage.frame.programme.on else self.plain_waits
        return plan_document(self.plan, plain, self.proof)


def scheduled(
    programme: Programme, selected: Collection[str], *, parts: int = PARTS, watch: Watch | None = None
) -> Scheduled:
    """The plan of those combinations (ids); ``parts``: how many a proof may have; ``watch``: told how far it is.

    Raises ``NotFound`` where one is none that is tested.
    """
    frame = frame_of(programme)
    place = {name: number for number, name in enumerate(frame.ids)}
    strange = sorted(set(selected) - place.keys())
    if strange or not selected:
        what = f"Nothing is known of {', '.join(strange)}" if strange else "Nothing is selected"
        raise NotFound(what, hint="Name selected combinations that are in scope.")
    stage = entered(frame, [place[one] for one in selected])
    ordered = order(stage.queue, parts=parts, watch=watch)
    proof = proof_of(stage, ordered, parts)
    plan = replace(plan_of(stage, ordered.starts, 0), bound=proof.bound)
    return Scheduled(plan, largest_first_waits(stage), stage, ordered, proof)
