"""A port stays small enough to be kept by any store: at most six methods each."""

from __future__ import annotations

import ast

from architecture.source_tree import modules

MOST = 6


def test_no_port_has_more_than_six_methods() -> None:
    ports = {
        f"{module.place} {node.name}": sum(
            isinstance(one, ast.FunctionDef) and not one.name.startswith("_") for one in node.body
        )
        for module in modules()
        if ".ports." in f".{module.name}."
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id == "Protocol" for b in node.bases)
    }

    assert len(ports) == 14
    assert {name: count for name, count in ports.items() if count > MOST} == {}
