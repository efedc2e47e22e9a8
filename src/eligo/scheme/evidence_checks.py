"""Whether what a scheme says of testing fits together: the catalogue of requests, and what each phase asks.

Invariant: as in ``checks``: a check adds mistakes and changes nothing, and judges nothing that was not read.
"""

from __future__ import annotations

from eligo.scheme.checks import check_different, check_known
from eligo.scheme.lines import Path
from eligo.scheme.model import Criteria, Scheme
from eligo.scheme.read import UNREAD, Mistakes

MANUFACTURER = "manufacturer"
"""What whoever makes a device is called among those that test its firmware."""


def testers(scheme: Scheme) -> tuple[str, ...]:
    """Who may test firmware: the manufacturer, the operators that the scheme lists, and its publisher."""
    return (MANUFACTURER, *scheme.operators, scheme.consultation.publisher)


def check_requests(scheme: Scheme, mistakes: Mistakes) -> None:
    """A request is tested in known phases, on a known type of device."""
    phases, types = [phase.id for phase in scheme.phases], [device.name for device in scheme.device_types]
    for place, request in enumerate(scheme.service_requests):
        for number, phase in enumerate(request.phases):
            check_known(mistakes, ("service_request", place, "phases", number), phase, phases, "phase")
        if request.device_type:
            path: Path = ("service_request", place, "device_type")
            check_known(mistakes, path, request.device_type, types, "device type")


def check_criteria(scheme: Scheme, mistakes: Mistakes) -> None:
    """Criteria are of one phase each, which tests something, and speak of states and testers that there are."""
    phases = [phase.id for phase in scheme.phases]
    named: list[tuple[str, Path]] = [(one.phase, ("criteria", i, "phase")) for i, one in enumerate(scheme.criteria)]
    check_different(mistakes, named, "phase")
    tested = {phase for request in scheme.service_requests for phase in request.phases}
    for place, one in enumerate(scheme.criteria):
        path: Path = ("criteria", place)
        known = check_known(mistakes, (*path, "phase"), one.phase, phases, "phase")
        if known and one.phase not in tested and UNREAD not in (one.phase, *tested):
            message = f"found {one.phase!r}, which tests no [[service_request]]; expected a phase that does"
            mistakes.add((*path, "phase"), message)
        _check_states(scheme, mistakes, path, one)
        for number, who in enumerate(() if mistakes.touches(("attribute",)) else one.tested_by):
            check_known(mistakes, (*path, "tested_by", number), who, testers(scheme), "one who tests")


def _check_states(scheme: Scheme, mistakes: Mistakes, path: Path, one: Criteria) -> None:
    counts = [count.name for count in scheme.counts]
    for number, state in enumerate(one.states):
        check_known(mistakes, (*path, "states", number), state, counts, "count")
    kind = scheme.find_attribute("product-kind")
    for state, value in one.except_for.items():
        check_known(mistakes, (*path, "except_for", state), state, one.states, "state of this phase")
        if kind is None:
            mistakes.add((*path, "except_for", state), "found in a scheme without an attribute of role 'product-kind'")
        elif kind.values:
            check_known(mistakes, (*path, "except_for", state), value, kind.values, f"value of {kind.name!r}")


EVIDENCE_CHECKS = (check_requests, check_criteria)
"""The checks of what is tested, in the order in which they run."""
