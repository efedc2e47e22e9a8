"""``eligo rfi template``: the workbook that organisations fill in."""

from __future__ import annotations

from pathlib import Path

from eligo.catalogue import load_catalogue
from eligo.errors import CannotWrite, UsageError
from eligo.returns import template_workbook
from eligo.scheme import load_scheme
from eligo.workflows.inputs import read_input


def write_template(scheme_name: str, catalogue: Path, rfi_reference: str, out: Path) -> Path:
    """Write the template of a round. Raises ``UsageError`` where ``out`` is there already or is no .xlsx,
    and ``CannotWrite`` where the place does not take it.
    """
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
