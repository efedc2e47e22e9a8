"""What a run is asked to do: its files, its scheme, and what the analyst changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from eligo.artefacts import Parameters
from eligo.errors import NotFound, UsageError
from eligo.scheme import Scheme, TableScheme, load_scheme, scheme_text, shipped_schemes
from eligo.terms import SelectionPolicy
from eligo.workflows.equivalences import EQUIVALENCES
from eligo.workflows.identity import ALIASES, CORRECTIONS
from eligo.workflows.inputs import InputFile, gather_returns, read_input


@dataclass(frozen=True, slots=True)
class Request:
    """One run. ``scheme_name`` is a shipped name or a path; ``scheme_content`` is that file's bytes.

    ``own_scheme`` is that file where the scheme is not a shipped one; ``decided`` are tables of aliases, of
    corrections and of equivalences.
    """

    files: tuple[InputFile, ...]
    catalogue: InputFile
    scheme_name: str
    scheme_content: bytes
    scheme: Scheme
    parameters: Parameters
    own_scheme: InputFile | None = None
    decided: tuple[InputFile, ...] = ()

    @property
    def inputs(self) -> tuple[InputFile, ...]:
        """Every file that the result depends on, the scheme's own included where it is not a shipped one."""
        return (*self.files, self.catalogue, *self.decided, *((self.own_scheme,) if self.own_scheme else ()))


def make_request(
    places: Sequence[Path],
    catalogue: Path,
    scheme: str,
    parameters: Parameters,
    *,
    aliases: Path | None = None,
    corrections: Path | None = None,
    equivalences: Path | None = None,
) -> Request:
    """The request of a run. Raises ``NotFound``, ``UnreadableFile``, ``BadScheme`` and the others as its parts do."""
    loaded = load_scheme(scheme)
    files = gather_returns(places)
    if not any(file.role == "return" for file in files):
        raise NotFound(
            "There is no return among the files named",
            hint="Name the returns, or the folder that holds them.",
        )
    own = None if scheme in shipped_schemes() else read_input("scheme", Path(scheme))
    content = own.content if own else scheme_text(scheme)
    tables = decided_files(aliases, corrections, equivalences)
    request = Request(files, read_input("catalogue", catalogue), scheme, content, loaded, parameters, own, tables)
    policy_of(request.scheme, parameters)
    return request


def decided_files(
    aliases: Path | None, corrections: Path | None, equivalences: Path | None = None
) -> tuple[InputFile, ...]:
    """The tables of decisions that are named. Raises as ``read_input`` does."""
    named = ((ALIASES, aliases), (CORRECTIONS, corrections), (EQUIVALENCES, equivalences))
    return tuple(read_input(role, path) for role, path in named if path is not None)


def policy_of(scheme: TableScheme, parameters: Parameters, in_scope: Collection[str] = ()) -> SelectionPolicy:
    """The scheme's policy with the analyst's changes. Raises ``UsageError`` for an operator that it does not have.

    Of the combinations that were given up, those ``in_scope`` (ids) are banned: one that is gone is no longer there to
    be selected.
    """
    operator = scheme.find_attribute("operator")
    limited = sorted({name for name, _ in (*parameters.minimum, *parameters.maximum)})
    if limited and operator is None:
        raise UsageError(
            f"The scheme {scheme.id} has no operators, and so no limits for them", hint="Leave --min and --max out."
        )
    strange = [name for name in limited if name not in scheme.operators]
    if operator and operator.values and strange:
        raise UsageError(
            f"There is no {operator.label} {', '.join(strange)}",
            hint=f"The scheme has {', '.join(operator.values)}.",
        )
    rules = scheme.selection
    strength = rules.strength if parameters.strength is None else parameters.strength
    if parameters.strength is not None and not rules.cover:
        raise UsageError(
            f"The scheme {scheme.id} asks for no coverage, and so for none of variants together",
            hint="Leave --strength out, or set selection.cover in the scheme.",
        )
    return SelectionPolicy(
        size=rules.size if parameters.size is None else parameters.size,
        cover=rules.cover,
        strength=strength,
        pins=frozenset(parameters.pins),
        bans=frozenset(parameters.bans) | dict(parameters.deselected).keys() & frozenset(in_scope),
        minimum=dict(parameters.minimum),
        maximum=dict(parameters.maximum),
        minimum_share=rules.minimum_share,
    )
