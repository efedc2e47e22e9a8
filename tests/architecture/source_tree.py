"""The package's source as the architecture tests read it: files, modules and syntax trees, nothing imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Module:
    """One file: ``name`` is dotted (``eligo.terms``), ``place`` is how a failure names it."""

    name: str
    place: str
    text: str
    tree: ast.Module


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file under ``src``, in order."""
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        text = file.read_text("utf-8")
        parts = file.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, file.relative_to(ROOT).as_posix(), text, ast.parse(text)))
    return tuple(found)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones included."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def public_definitions(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Definition]]:
    """Public functions and classes, and the public methods of public classes, with dotted names."""
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node.body, f"{prefix}{node.name}.")


def docstrings(tree: ast.AST) -> set[int]:
    """The identities of the constants that are docstrings, also those below an assignment."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                found.add(id(statement.value))
    return found


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything that a module imports, wherever the import stands."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
