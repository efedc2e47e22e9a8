"""Why it is this plan: what every size comes to, what is left out, and what each rule costs.

What belongs here: sections of the programme's document. What does not: what is planned (``programme_page``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.documents.blocks import Block, Drawing, Text
from eligo.documents.plain_table import plain_table
from eligo.documents.plain_words import headed, said
from eligo.documents.replanned_page import replanned
from eligo.documents.shown_plan import ShownPlan
from eligo.documents.size_chart import NONE, size_chart, size_words
from eligo.documents.timeline import day_name
from eligo.programme import Choice, ExitRule, SizePoint
from eligo.scheme import listed


def reasons(shown: ShownPlan) -> Iterator[Block]:
    """The sections about sizes, about rules or what planning again moves, and about what is left out."""
    if shown.choice is not None:
        yield from _sizes(shown, shown.choice)
    if shown.again is not None:
        yield from replanned(*shown.again, shown.names, shown.days)
    else:
        yield from _rules(shown)
    yield from _left_out(shown)


def percent_of(part: int, whole: int, decimals: int = 2) -> str:
    """A share in per cent, rounded half up in whole numbers; of nothing it is none.

    >>> percent_of(1, 3), percent_of(1, 2, 0), percent_of(5, 0), percent_of(-1, 8, 1)
    ('33.33%', '50%', '0.00%', '-12.5%')
    """
    steps = 10**decimals
    rounded = (200 * abs(part) * steps + whole) // (2 * whole) if whole else 0
    sign = "-" if part < 0 and rounded else ""
    whole_part, rest = divmod(rounded, steps)
    return f"{sign}{whole_part}{f'.{rest:0{decimals}}' if decimals else ''}%"


def _sizes(shown: ShownPlan, choice: Choice) -> Iterator[Block]:
    chosen, best = len(shown.plan.selected), len(choice.plan.selected)
    first, last = choice.curve[0].size, choice.curve[-1].size
    yield headed("sizes", f"Why {chosen:,}?")
    yield said(_flat(shown, choice))
    found = f"the best that was found has {choice.plan.waits:,}"
    sure = "which is proved" if choice.bound == choice.plan.waits else f"and none has fewer than {choice.bound:,}"
    yield said(f"Set, size and order decided together for sizes {first:,} to {last:,}, {found}, {sure}.")
    word, caption = shown.scheme.installation_word, f"{shown.days.capitalize()} of waiting by size of the selection"
    words = size_words(choice.curve, chosen, word)
    svg = size_chart(choice.curve, chosen, best, word, caption)
    yield Drawing("sizes-chart", "", (Text(caption),), svg, words)
    rows = [_size_row(one, choice.plan.waits) for one in choice.curve]
    columns = ("Size", "Best plan", "No plan has fewer than", "Plain rule", "More than the best", "In per cent")
    yield replace(plain_table("sizes-table", "", caption, columns, rows), widths=(0.6, 1.2, 2.2, 1.2, 1.5, 0.9))
    yield said(
        "The plain rule takes the largest, puts in what is needed to cover every hardware variant, and tests the "
        "largest first."
    )


def _size_row(one: SizePoint, least: int) -> Sequence[object]:
    if one.infeasible:
        return (one.size, None, NONE, None, None, None)
    sure = "proved" if one.bound == one.waits else f"{one.bound:,}"
    if one.waits is None:
        return (one.size, None, sure, one.plain_waits, None, None)
    more = one.waits - least
    return (one.size, one.waits, sure, one.plain_waits, more, percent_of(more, least))


def _flat(shown: ShownPlan, choice: Choice) -> str:
    """Which size is best, what the selection as it is costs beside it, and between which sizes little changes."""
    plan, days, best = shown.plan, shown.days, choice.plan
    more = plan.waits - best.waits
    near = [one.size for one in choice.curve if one.waits is not None and (one.waits - best.waits) * 50 <= best.waits]
    costs = f"waits {more:,} {days} ({percent_of(more, best.waits)}) more than the best of {len(best.selected):,}"
    at = f"The selection of {len(plan.selected):,} {costs if more else 'has the fewest that were found'}"
    small = [one.size for one in choice.curve if one.infeasible]
    barred = f" Of {listed([f'{size:,}' for size in small])} {NONE}." if small else ""
    return f"{at}. Within 2% of the best are the best plans of {listed([f'{size:,}' for size in near])}.{barred}"


def _rules(shown: ShownPlan) -> Iterator[Block]:
    plan, days = shown.plan, shown.days
    rows = [("The largest first, in this selection", *_against(shown, shown.scheduled.plain_waits))]
    choice, other = shown.choice, shown.other_exit
    sizes = {one.size: one for one in choice.curve} if choice else {}
    own = sizes.get(len(plan.selected))
    if own and own.plain_waits is not None:
        rows.append((f"The plain rule with {own.size:,}", *_against(shown, own.plain_waits)))
    if own and own.waits is not None:
        rows.append((f"The best selection of {own.size:,}", *_against(shown, own.waits)))
    if choice:
        best = f"The best selection of these sizes, of {len(choice.plan.selected):,}"
        rows.append((best, *_against(shown, choice.plan.waits)))
    if other:
        rows.append((_exit_rule(shown), *_against(shown, other.plan.waits)))
    yield headed("rules", "What each rule costs")
    yield said(f"The plan beside what another rule would come to; it has {plan.waits:,} {days}.")
    columns = ("Instead", days.capitalize(), "More than the plan", "In per cent")
    table = plain_table("rules-table", "", "What another rule would come to", columns, rows)
    yield replace(table, widths=(2.6, 1.3, 1.3, 0.9))
    if other:
        exits = [f"{name or 'all together'} on {day_name(day)}" for name, day in sorted(other.plan.exits.items())]
        yield said(f"Under the other rule for the exit, integration testing would be left: {listed(exits)}.")


def _against(shown: ShownPlan, waits: int) -> tuple[int, int, str]:
    more = waits - shown.plan.waits
    return waits, more, percent_of(more, shown.plan.waits)


def _exit_rule(shown: ShownPlan) -> str:
    joint = shown.programme.exit_rule is ExitRule.JOINT
    return "An exit from SIT for each track by itself" if joint else "One exit from SIT for all tracks together"


def _left_out(shown: ShownPlan) -> Iterator[Block]:
    excluded, word = shown.plan.excluded, shown.scheme.installation_word
    yield headed("left-out", "What is left out")
    if not excluded:
        yield said(
            "No combination in scope is left out as uneconomic to test: every one has a day on which it is open."
        )
        return
    ones = [one.id for one in shown.programme.combinations if one.uneconomic]
    yield said(
        f"{len(ones):,} {'combination is' if len(ones) == 1 else 'combinations are'} not tested because that would be "
        f"uneconomic, with {excluded:,} {word}s. No figure above counts them: "
        f"{listed([shown.names.get(one, one) for one in ones])}."
    )
