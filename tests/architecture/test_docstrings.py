"""Every public name says what it is (CONTRIBUTING, "Docstrings")."""

from __future__ import annotations

import ast

from architecture.source_tree import modules, public_definitions


def test_every_module_has_a_docstring() -> None:
    assert [module.place for module in modules() if not ast.get_docstring(module.tree)] == []


def test_every_public_function_class_and_method_has_a_docstring() -> None:
    silent = [
        f"{module.place}:{node.lineno} {name}"
        for module in modules()
        for name, node in public_definitions(module.tree.body)
        if not ast.get_docstring(node)
    ]

    assert silent == []
