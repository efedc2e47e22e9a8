"""No floating-point number decides anything that is published: where they may be, and nowhere else."""

from __future__ import annotations

import ast

from architecture.source_tree import functions, modules

PROPOSES = {
    "src/eligo/selection/relaxation.py",
    "src/eligo/programme/annealing.py",
    "src/eligo/programme/relaxation.py",
    "src/eligo/programme/prices.py",
    "src/eligo/programme/busy.py",
    "src/eligo/programme/lists.py",
}
"""What talks to the solver or guesses prices. What comes of it, whole numbers, is judged by the rest."""

JUDGED = ("src/eligo/selection/", "src/eligo/programme/", "src/eligo/artefacts/", "src/eligo_check/")

ALLOWED = {
    "src/eligo/artefacts/writing.py": {"share_text", "share_number"},
    "src/eligo/selection/requirements.py": {"percent"},
    "src/eligo/selection/problem.py": {"_known"},
    "src/eligo/selection/prover.py": {"_UNDECIDED", "_place"},
    "src/eligo/selection/columns.py": {"Levels", "__init__", "pay", "below"},
    "src/eligo/programme/search.py": {"_SHARES", "_HOPEFUL", "_relaxation", "_place"},
    "src/eligo/programme/moves.py": {"walk"},
    "src/eligo/programme/turns.py": {"step"},
}
"""Definitions that round a share, write it as a percentage or look for the name nearest to a mistyped one; that
choose where to split a part; and that estimate what places are worth, with the error: what is doubtful is exact; that
look for a schedule.
"""


def floats(tree: ast.AST) -> list[int]:
    """The lines with a number that has a point, a division that makes one, or a call that does."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("float", "round"))
        or (isinstance(node, ast.Attribute) and node.attr in ("float64", "float32", "mean", "average"))
    ]


def allowed(tree: ast.Module, names: set[str]) -> set[int]:
    """The lines of the functions and constants of those names."""
    found: list[ast.stmt] = [node for node in functions(tree) if node.name in names]
    found += [
        node
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in names
    ]
    return {line for node in found for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def test_floats_are_found() -> None:
    text = "a = 0.5\nb = a / 2\nc = float(b)\nb /= 2\nd = np.zeros(3, np.float64)\ne = 7 // 2"

    assert sorted(floats(ast.parse(text))) == [1, 2, 3, 4, 5]


def test_only_what_proposes_shows_or_estimates_has_floats() -> None:
    judged = [
        module
        for module in modules()
        if module.place.startswith(
            ("src/eligo/selection/", "src/eligo/programme/", "src/eligo/artefacts/", "src/eligo_check/")
        )
        and module.place not in PROPOSES
    ]
    found = {
        f"{module.place}: {module.text.splitlines()[line - 1]}"
        for module in judged
        for line in floats(module.tree)
        if line not in allowed(module.tree, ALLOWED.get(module.place, set()))
    }

    assert len(judged) > 20
    assert found == set()
