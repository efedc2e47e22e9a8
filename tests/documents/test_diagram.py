"""The diagram of the selection process: everything legible, nothing on top of anything else."""

from __future__ import annotations

import tomllib
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.documents import style
from eligo.documents.diagram import Arrow, Box, arrows, boxes, process
from eligo.documents.routing import LABEL_HEIGHT
from eligo.documents.style import text_width
from eligo.scheme import Step

SVG = "{http://www.w3.org/2000/svg}"
SCHEME = Path(__file__).parents[2] / "src/eligo/schemes/smets1-foc.toml"

LINEAR = (
    Step("ask", "Ask for returns", "start", (("check", ""),)),
    Step("check", "Check them", "task", (("publish", ""),)),
    Step("publish", "Publish the list", "end", ()),
)
REJOINING = (
    Step("start", "A row arrives", "start", (("known", ""),)),
    Step("known", "Is every device of a known model?", "question", (("accept", "yes"), ("suggest", "no"))),
    Step("accept", "Accept the row as it stands", "task", (("count", ""),)),
    Step("suggest", "Suggest the closest names", "task", (("count", ""),)),
    Step("count", "Count the installations", "end", ()),
)
CHANGING_PLACES = (
    Step("a", "First", "start", (("c", ""), ("d", ""))),
    Step("b", "Second", "start", (("c", ""), ("d", ""))),
    Step("c", "Third", "end", ()),
    Step("d", "Fourth", "end", ()),
)


def shipped() -> tuple[Step, ...]:
    tables = tomllib.loads(SCHEME.read_text(encoding="utf-8"))["step"]
    return tuple(Step(t["id"], t["label"], t["kind"], tuple((a, b) for a, b in t["next"])) for t in tables)


Rectangle = tuple[float, float, float, float]


def rectangle(box: Box) -> Rectangle:
    return box.left, box.top, box.left + box.width, box.top + box.height


def label_place(arrow: Arrow) -> Rectangle:
    left, top = arrow.label_left, arrow.label_top
    return left, top, left + text_width(arrow.label), top + LABEL_HEIGHT


def stretches(arrow: Arrow) -> list[Rectangle]:
    return [(min(a, c), min(b, d), max(a, c), max(b, d)) for (a, b), (c, d) in pairwise(arrow.points)]


def meet(one: Rectangle, other: Rectangle) -> bool:
    slack = 0.5
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


def run_along(one: Rectangle, other: Rectangle) -> bool:
    """Two upright (or two level) stretches closer than four pixels over some length."""
    for side in (0, 1):
        both = one[side] == one[side + 2] and other[side] == other[side + 2]
        if both and abs(one[side] - other[side]) < 4:
            across = 1 - side
            return min(one[across + 2], other[across + 2]) - max(one[across], other[across]) > 0.5
    return False


def faults(steps: tuple[Step, ...]) -> list[str]:
    placed, led = boxes(steps), arrows(steps)
    labelled = [arrow for arrow in led if arrow.label]
    found = [f"{a.id} on {b.id}" for a, b in combinations(placed, 2) if meet(rectangle(a), rectangle(b))]
    for arrow in led:
        name = f"{arrow.source}>{arrow.target}"
        found += [f"{name} is not upright or level" for a, b in pairwise(arrow.points) if a[0] != b[0] and a[1] != b[1]]
        for box in placed:
            # An arrow may touch the diamond that it leaves or reaches inside the diamond's rectangle, at its outline.
            own = box.kind == "question" and box.id in (arrow.source, arrow.target)
            if not own and any(meet(s, rectangle(box)) for s in stretches(arrow)):
                found.append(f"{name} through {box.id}")
    for one, other in combinations(led, 2):
        if any(run_along(a, b) for a in stretches(one) for b in stretches(other)):
            found.append(f"{one.source}>{one.target} along {other.source}>{other.target}")
    for arrow in labelled:
        name = f"label of {arrow.source}>{arrow.target}"
        found += [f"{name} on {box.id}" for box in placed if meet(label_place(arrow), rectangle(box))]
        found += [f"{name} on {o.source}>{o.target}" for o in led for s in stretches(o) if meet(label_place(arrow), s)]
    found += [f"labels {a} {b}" for a, b in combinations(labelled, 2) if meet(label_place(a), label_place(b))]
    return found


@pytest.mark.parametrize("steps", [shipped(), LINEAR, REJOINING, CHANGING_PLACES])
def test_nothing_lies_on_top_of_anything_else(steps: tuple[Step, ...]) -> None:
    assert faults(steps) == []


def test_a_linear_process_stands_in_one_column() -> None:
    assert len({box.left + box.width / 2 for box in boxes(LINEAR)}) == 1
    assert all(len(arrow.points) == 2 for arrow in arrows(LINEAR))


def test_every_arrow_leads_from_its_step_to_the_next_step() -> None:
    placed = {box.id: rectangle(box) for box in boxes(REJOINING)}
    for arrow in arrows(REJOINING):
        left, top, right, _ = placed[arrow.target]
        x, y = arrow.points[-1]
        assert left < x < right
        assert y == pytest.approx(top)
    assert [(a.source, a.target, a.label) for a in arrows(REJOINING)] == [
        ("start", "known", ""),
        ("known", "accept", "yes"),
        ("known", "suggest", "no"),
        ("accept", "count", ""),
        ("suggest", "count", ""),
    ]


def test_the_shipped_process_fits_two_thirds_of_an_a4_page_at_nine_points() -> None:
    root = ET.fromstring(process(shipped(), "Selection process"))
    assert float(root.attrib["width"]) == 640  # 480 pt
    assert float(root.attrib["height"]) <= 748  # two thirds of 297 mm
    assert {float(root.attrib["font-size"])} == {12.0}  # 9 pt
    assert all("font-size" not in text.attrib for text in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("steps", [shipped(), LINEAR, REJOINING])
def test_the_text_of_a_box_lies_inside_it(steps: tuple[Step, ...]) -> None:
    for box in boxes(steps):
        upper = box.height / 2 - len(box.lines) * style.LINE_HEIGHT / 2
        for number, line in enumerate(box.lines):
            room = box.width
            if box.kind == "question":
                top, bottom = (
                    upper + number * style.LINE_HEIGHT + 2,
                    upper + (number + 1) * style.LINE_HEIGHT - 2,
                )
                farthest = max(abs(box.height / 2 - top), abs(box.height / 2 - bottom))
                room = box.width * (1 - farthest / (box.height / 2))
            assert text_width(line) + 4 <= room


def test_every_label_and_answer_is_printed_once() -> None:
    texts = [text.text or "" for text in ET.fromstring(process(REJOINING, "Rows")).iter(f"{SVG}text")]
    assert " ".join(texts).count("Is every device of a known model?") == 1
    assert texts.count("yes") == 1
    assert texts.count("no") == 1


def test_the_diagram_is_announced_by_its_title_and_tells_its_steps_in_words() -> None:
    root = ET.fromstring(process(LINEAR, "From returns to list"))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
    assert title.text == "From returns to list"
    assert description.text == (
        "Ask for returns – then Check them. Check them – then Publish the list. Publish the list."
    )


def test_the_same_steps_give_the_same_bytes_and_refer_to_nothing_outside() -> None:
    drawn = process(shipped(), "Selection process")
    assert process(shipped(), "Selection process") == drawn
    assert "href" not in drawn
    assert drawn.count("://") == 1  # the name of the SVG vocabulary


def test_a_label_with_markup_in_it_is_printed_as_text() -> None:
    drawn = process((Step("a", "A & <b>", "start", ()),), "T & <u>")
    assert [text.text for text in ET.fromstring(drawn).iter(f"{SVG}text")] == ["A & <b>"]


def test_a_scheme_without_steps_gives_an_empty_drawing_that_says_so() -> None:
    root = ET.fromstring(process((), "Selection process"))
    assert [e.text for e in root.iter(f"{SVG}desc")] == ["There is nothing to show."]


def test_steps_that_follow_one_another_in_a_circle_are_refused() -> None:
    circle = (Step("a", "A", "task", (("b", ""),)), Step("b", "B", "task", (("a", ""),)))
    with pytest.raises(ValueError, match="circle"):
        process(circle, "Round and round")


@st.composite
def small_processes(draw: st.DrawFn) -> tuple[Step, ...]:
    """Up to eight steps, each leading to at most three later ones."""
    count = draw(st.integers(1, 8))
    words = st.sampled_from(
        [
            "Test",
            "Is it in scope?",
            "Migration Testing and SIT",
            "Selected: the most prevalent that cover it?",
        ]
    )
    steps = []
    for number in range(count):
        later = list(range(number + 1, count))
        most = min(3, len(later))
        targets = draw(st.lists(st.sampled_from(later), max_size=most, unique=True)) if later else []
        kind = draw(st.sampled_from(["task", "question"])) if targets else "end"
        answers = ["yes", "no", "not yet known"] if kind == "question" else ["", "", ""]
        following = tuple((f"s{target}", answer) for target, answer in zip(targets, answers, strict=False))
        steps.append(Step(f"s{number}", draw(words), kind, following))
    return tuple(steps)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(small_processes())
def test_nothing_lies_on_top_of_anything_else_in_any_small_process(steps: tuple[Step, ...]) -> None:
    assert faults(steps) == []
