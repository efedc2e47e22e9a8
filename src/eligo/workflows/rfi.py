"""``eligo rfi template``: the workbook that organisations fill in."""

from __future__ import annotations

from pathlib import Path

from eligo.catalogue import load_catalogue
from eligo.errors import CannotWrite, UsageError
from eligo.records import LONGEST_NAME
from eligo.returns import template_workbook
from eligo.scheme import load_scheme
from eligo.workflows.inputs import read_input


def refuse_unfit(reference: str) -> None:
    """Raise ``UsageError`` where the reference of a round is not one line of text, or could not begin a file's name."""
    if not reference.strip() or not reference.isprintable() or len(reference) > LONGEST_NAME:
        shown = "blank" if not reference.strip() else repr(reference[:70])
        raise UsageError(
            f"The reference of a round is one line of text, of at most {LONGEST_NAME} characters; this one is {shown}",
            hint="A return states it on its Return sheet, or in its file's name.",
        )
    if reference.startswith(".") or any(separator in reference for separator in "/\\"):
        raise UsageError(
            f"The reference of a round begins with no point and has no / or \\ in it; this one is {reference!r}",
            hint="The names of returns begin with it (<RFI reference>__Supplier__<organisation>.csv): write a hyphen.",
        )


def write_template(scheme_name: str, catalogue: Path, rfi_reference: str, out: Path) -> Path:
    """Write the template of a round. Raises ``UsageError`` where ``out`` is there already or is no .xlsx, or where the
    reference is no line of text, and ``CannotWrite`` where the place does not take it.
    """
    refuse_unfit(rfi_reference)
    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"{out} does not end in .xlsx", hint="Name a workbook to write.")
    if out.exists():
        raise UsageError(f"{out} is there already", hint="Name a new file, or delete the old one.")
    scheme = load_scheme(scheme_name)
    source = read_input("catalogue", catalogue)
    known = load_catalogue(source.name, source.content, scheme)
    rows = [(e.device_type, e.manufacturer, e.model, e.hardware, e.firmware) for e in known.entries]
    content = template_workbook(scheme, rows, rfi_reference)
    partial = out.with_name(f".{out.name}.partial")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        partial.replace(out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        hint = "Check the permissions and the room there, or name another file."
        raise CannotWrite(f"{out} cannot be written: {error.strerror}", hint=hint) from None
    return out
