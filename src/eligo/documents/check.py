"""Whether the text of a paper can be printed at all, found out without a run.

What belongs here: mistakes of ``[paper].body`` that need no estate. What does not: what the text says.

The template is looked through as a whole, also where no estate of today would lead: its syntax, its filters and
tests, its names, and the fields that it reads of ``paper``. Then it is printed from small made-up papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from inspect import getattr_static
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints

from jinja2 import TemplateSyntaxError, nodes

from eligo.disclosure import PublicPaper
from eligo.documents.paper import build_paper, template_functions
from eligo.documents.prose import LANGUAGE, Bindings, paper_mistake, prose_functions
from eligo.documents.sample import sample_papers
from eligo.scheme import Scheme

Mistake = tuple[int, str]
"""A line of the template, and what is wrong there."""

_OWN_NAMES = frozenset({"loop", "self", "caller", "varargs", "kwargs"})
"""Names that the template language has within loops and macros."""


def check_paper(scheme: Scheme) -> None:
    """Whether the scheme's paper can be built, as far as that can be known without a run.

    Raises ``BadScheme``, located by line, for the first mistake in ``[paper].body``.
    """
    bindings = Bindings()
    samples = sample_papers(scheme)
    try:
        template = LANGUAGE.parse(scheme.paper.body)
    except TemplateSyntaxError as error:
        raise paper_mistake(scheme, error.lineno, error.message or "wrong template syntax") from error
    known = {"paper", *prose_functions(bindings), *template_functions(samples[0], scheme, bindings)}
    for line, message in sorted(_mistakes(template, known)):
        raise paper_mistake(scheme, line, message)
    for sample in samples:
        build_paper(sample, scheme)


def _mistakes(template: nodes.Template, known: set[str]) -> Iterator[Mistake]:
    for kind, having in (("filter", LANGUAGE.filters), ("test", LANGUAGE.tests)):
        yield from _unknown(template, kind, having)
    # A name that some branch sets may be meant to be there; whether it is, the printing of samples tells.
    names = tuple(template.find_all(nodes.Name))
    made = {name.name for name in names if name.ctx != "load"} | {
        macro.name for macro in template.find_all(nodes.Macro)
    }
    known_names = known | made | set(LANGUAGE.globals) | _OWN_NAMES
    for name in names:
        if name.name not in known_names:
            yield name.lineno, f"{name.name!r} is undefined"
    yield from _wrong_fields(template)


def _unknown(template: nodes.Template, kind: str, having: Mapping[str, object]) -> Iterator[Mistake]:
    # The template language itself reports these within an {% if %} only when that branch is printed.
    for node in template.find_all(nodes.Filter if kind == "filter" else nodes.Test):
        if node.name not in having:
            yield node.lineno, f"No {kind} named {node.name!r}."


def _wrong_fields(template: nodes.Template) -> Iterator[Mistake]:
    """Fields read of ``paper``, or of what a loop over one of its lists yields, that no public value has."""
    loops: dict[str, object] = {"paper": PublicPaper}
    for loop in template.find_all(nodes.For):
        of = _type(loop.iter, loops)
        if isinstance(loop.target, nodes.Name) and get_origin(of) is tuple:
            name, item = loop.target.name, get_args(of)[0]
            # A name that stands for different things is left to the printing of samples.
            loops[name] = item if loops.get(name, item) is item else None
    for read in template.find_all(nodes.Getattr):
        of = _type(read.node, loops)
        if isinstance(of, type) and is_dataclass(of) and getattr_static(of, read.attr, None) is None:
            yield read.lineno, f"{of.__name__!r} has no field {read.attr!r}"


def _type(node: nodes.Node, names: Mapping[str, object]) -> object:
    """The declared type of what an expression yields; ``None`` where it cannot be told."""
    if isinstance(node, nodes.Name):
        return names.get(node.name)
    if isinstance(node, nodes.Getattr):
        of = _type(node.node, names)
        return _present(get_type_hints(of).get(node.attr)) if isinstance(of, type) and is_dataclass(of) else None
    return None


def _present(declared: object) -> object:
    """What a field is where it is there: of ``X | None`` that is ``X``."""
    kinds = [kind for kind in get_args(declared) if kind is not NoneType]
    return kinds[0] if isinstance(declared, UnionType) and len(kinds) == 1 else declared
