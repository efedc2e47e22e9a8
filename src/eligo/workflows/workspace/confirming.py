"""What takes something away is confirmed by how many things that is: whoever has not looked does not know it."""

from __future__ import annotations

from collections.abc import Sequence

from eligo.errors import UsageError, VersionConflict


def confirm(
    told: str, number: int, given: int | None, option: str, *, done: str = "changed", details: Sequence[str] = ()
) -> None:
    """Refuse what is ``told``, which is of a ``number`` of things, where that number is not the one ``given``.

    ``option`` gives it. Raises ``UsageError`` where none is given and there are any, ``VersionConflict`` where there
    are others than were expected; with ``details``, and that nothing is ``done``.
    """
    if given is None and number:
        raise UsageError(
            f"{told}, and nothing says that this is meant; nothing has been {done}",
            hint=f"Look at them first, then confirm with {option} {number}.",
            details=details,
        )
    if given is not None and given != number:
        raise VersionConflict(
            f"{told}, and {given:,} were expected; nothing has been {done}",
            hint="Look at them again." if number else f"Leave {option} out.",
            details=details,
        )
