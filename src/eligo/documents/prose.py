"""The paper's text: a template of the scheme, filled in, with every number still tied to its source.

What belongs here: the template language (Jinja2, sandboxed, strict, without access to files) and the marks that
carry bound figures, names and blocks through Markdown untouched. What does not: Markdown itself (``markdown``).

Invariants: whatever the template prints from outside its own text comes through ``Bindings.mark``, so that it can
neither change the Markdown around it nor lose its source; a bare number cannot be printed at all.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from eligo.disclosure import PublicFigure
from eligo.documents.blocks import Block, Bound, Footnote, Inline, Link, Text, plain
from eligo.errors import BadScheme
from eligo.scheme import Scheme

# Private-use characters: no scheme's own text has them, and they mean nothing to Markdown.
_OPEN, _CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_TEMPLATE_FILE = "<template>"
_BINDINGS = "what marks stand for"
"""Where a template that is filled in has its bindings: a name with spaces, which no template can write."""


class Marked(str):
    """A text that is a mark already, and is printed as it is."""

    __slots__ = ()


class Bindings:
    """What the marks of one filled-in template stand for: inline runs, or blocks."""

    def __init__(self) -> None:
        self._runs: list[tuple[Inline, ...]] = []
        self._blocks: dict[int, tuple[Block, ...]] = {}

    def mark(self, value: object) -> str:
        """What the template prints for a value.

        Raises ``TypeError`` for anything but a text or a published figure.
        """
        if isinstance(value, Undefined):
            return str(value)  # a strict undefined raises here, naming the variable
        if isinstance(value, Marked):
            return value
        if isinstance(value, PublicFigure):
            return self.run(Bound(value))
        if isinstance(value, str):
            return self.run(*self.content(value)) if value else Marked("")
        kind = "a number without a source" if isinstance(value, int | float) else f"a {type(value).__name__}"
        raise TypeError(f"{kind} cannot be printed: {value!r}; print a published figure or a text")

    def run(self, *content: Inline) -> Marked:
        """A mark for inline runs."""
        self._runs.append(content)
        return Marked(f"{_OPEN}{len(self._runs) - 1}{_CLOSE}")

    def block(self, *blocks: Block) -> Marked:
        """A mark for blocks; it must stand in a paragraph of its own."""
        mark = self.run(Text(""))
        self._blocks[len(self._runs) - 1] = blocks
        return mark

    def content(self, text: str) -> tuple[Inline, ...]:
        """A text with its marks replaced by what they stand for."""
        runs: list[Inline] = []
        for place, part in enumerate(MARK.split(text)):
            if place % 2:
                runs.extend(self._runs[int(part)])
            elif part:
                runs.append(Text(part))
        return tuple(runs)

    def blocks_of(self, text: str) -> tuple[Block, ...] | None:
        """The blocks of a paragraph that is one block mark; ``None`` where it has no block mark.

        Raises ``ValueError`` where a block mark stands among words.
        """
        numbers = [int(number) for number in MARK.findall(text) if int(number) in self._blocks]
        if not numbers:
            return None
        if len(numbers) > 1 or MARK.sub("", text, count=1).strip():
            raise ValueError("a table, chart, diagram or contents must stand in a paragraph of its own")
        return self._blocks[numbers[0]]


def filled_in(
    scheme: Scheme, bindings: Bindings, values: Mapping[str, object], functions: Mapping[str, Callable[..., object]]
) -> str:
    """The scheme's ``[paper].body`` as Markdown with marks.

    Raises ``BadScheme``, located by line, for a mistake in the template: its syntax, a name that is not there, a
    number that is not bound, or a function that is called wrongly.
    """
    try:
        return _compiled(scheme.paper.body).render(
            {**values, **prose_functions(bindings), **functions, _BINDINGS: bindings}
        )
    except TemplateSyntaxError as error:
        raise paper_mistake(scheme, error.lineno, error.message or "wrong template syntax") from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise paper_mistake(scheme, _line(error), str(error)) from error


@pass_context
def _mark(context: Context, value: object) -> str:
    bindings: Bindings = context[_BINDINGS]
    return bindings.mark(value)


LANGUAGE = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    finalize=_mark,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,
    keep_trailing_newline=True,
)
"""The template language: sandboxed, strict, without files, and printing through the bindings alone."""


@lru_cache(maxsize=4)
def _compiled(body: str) -> Template:
    """Ready to be filled in: a scheme is tried on several papers before it is used on one."""
    return LANGUAGE.from_string(body)


def _line(error: BaseException) -> int:
    """The template's line at which an error arose: its last frame within the template."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _TEMPLATE_FILE]
    return (lines[-1] if lines else 1) or 1


def paper_mistake(scheme: Scheme, line: int, message: str) -> BadScheme:
    """A mistake in the paper's text, by its line in the text and in the scheme file."""
    in_file = scheme.paper.body_line + line - 1
    return BadScheme(
        f"The paper's text in the scheme {scheme.id} has a mistake",
        hint="Correct [paper].body; docs/reference/paper.md lists what a template can use.",
        details=(f"[paper].body, line {line} (line {in_file} of the scheme file): {message}",),
    )


def prose_functions(bindings: Bindings) -> Mapping[str, Callable[..., object]]:
    """The functions for words; those for tables and drawings come with the paper."""

    def plural(of: PublicFigure | Sequence[object], one: str, many: str) -> str:
        number = of.value if isinstance(of, PublicFigure) else str(len(of))
        return one if number == "1" else many

    def listing(items: Iterable[object], last: str = "and") -> str:
        marks = [bindings.mark(item) for item in items]
        return Marked(f" {last} ".join(filter(None, (", ".join(marks[:-1]), marks[-1] if marks else ""))))

    def ref(target: str) -> str:
        return bindings.run(Link(f"#{target}", ()))

    def link(label: str, target: str) -> str:
        if not target.startswith(("https://", "http://", "mailto:")):
            raise ValueError(f"not an address: {target!r}; expected https://… or mailto:…")
        return bindings.run(Link(plain(bindings.content(target)), bindings.content(label)))

    def footnote(text: str) -> str:
        return bindings.run(Footnote(bindings.content(text)))

    return {"plural": plural, "listing": listing, "ref": ref, "link": link, "footnote": footnote}
