"""The slow obvious answer to what is due in a register in which nothing stands yet: where each product ends up.

Product by product, out of the facts alone: no entries, no order, no rules of the registers. And whether a decision that
something is uneconomic still calls for anything, out of all that was entered of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.registers import Basis, Facts, KnownProduct, RegisterEntry, Released, Stage


def ends_up(facts: Facts) -> dict[str, tuple[str, str]]:
    """By product id the state and the stage of firmware in which it ends up; nothing of what nobody lists."""
    tested = {one.product.product_id: _tested_with(one) for one in facts.products}
    found = {}
    for one in facts.products:
        if one.listed or one.requested:
            found[one.product.product_id] = _end(one, facts, tested)
        elif one.refused:
            found[one.product.product_id] = ("not-needed", "to-be-confirmed")
    return found


def still_calls(spared: Basis, life: Sequence[RegisterEntry], panel: str) -> bool:
    """Whether a decision that an item is uneconomic comes after the last time that the panel listed it again."""
    relisted = None
    before: list[Basis] = []
    for entry in life:
        if entry.basis.reference == panel:
            relisted, before = entry, [other.basis for other in life if other.number < entry.number]
    if relisted is None or relisted.basis.decided_on is None or spared.decided_on is None:
        return relisted is None
    return spared.decided_on > relisted.basis.decided_on and spared not in before


def _end(one: KnownProduct, facts: Facts, tested: dict[str, set[str]]) -> tuple[str, str]:
    row = _last_row(one)
    if one.spared:
        return ("uneconomic", "to-be-confirmed")
    if not one.open_types or not row:
        return ("pending", "to-be-confirmed")
    if row[-1].stage is not Stage.FINAL:
        return (_begun(one), "candidate")
    listed = {other.product.product_id: other for other in facts.products if other.listed or other.requested}
    for claim in one.equivalents:
        base = listed.get(claim.base)
        if base and not base.spared and claim.tested_with in tested[claim.base] and _same(one, base):
            return ("eligible", "final")
    return ("eligible" if tested[one.product.product_id] else _begun(one), "final")


def _same(one: KnownProduct, base: KnownProduct) -> bool:
    return one.track != base.track or _last_row(one)[-1].version == _last_row(base)[-1].version


def _tested_with(one: KnownProduct) -> set[str]:
    """With whose installations it was shown, on the final release that it would be on."""
    row = _last_row(one)
    if one.spared or not one.open_types or not row or row[-1].stage is not Stage.FINAL:
        return set()
    return {fact.operator for fact in one.shown if fact.version == row[-1].version and not fact.lacking}


def _begun(one: KnownProduct) -> str:
    """In test where what is in force was tested, or the candidate that became final, in a phase that counts on it."""
    last, *before = _last_row(one)[::-1]
    of_last = {True, False} if last.stage is Stage.FINAL else {False}
    counting = {(last.version, needs_final) for needs_final in of_last}
    if last.stage is Stage.FINAL and before:
        counting.add((before[0].version, False))
    return "in-test" if any(f.is_asked and (f.version, f.needs_final) in counting for f in one.begun) else "pending"


def _last_row(one: KnownProduct) -> list[Released]:
    """The releases since the last but one final release."""
    releases = list(one.releases)
    finals = [place for place, release in enumerate(releases[:-1]) if release.stage is Stage.FINAL]
    return releases[finals[-1] + 1 :] if finals else releases
