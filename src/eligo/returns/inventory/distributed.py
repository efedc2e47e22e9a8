"""An inventory by Spark: the order of the work where its rows do not come to this machine.

What belongs here: that order. What does not: the rules, which are those of ``inventory.read``.

Invariant: only distinct rows, counts and findings come to the driver, and the text of a file of which some line is no
row by itself, which nobody can part from its middle. Source: issue "Intake", "Beyond one machine".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from eligo.catalogue import Catalogue
from eligo.durable import make_folder
from eligo.returns.forms.encodings import Encodings
from eligo.returns.forms.names import TEXTS
from eligo.returns.inventory.convert import parting, placing
from eligo.returns.inventory.ingest import read_by, sender_of, silent
from eligo.returns.inventory.joined import write_joined
from eligo.returns.inventory.layout import HEAD_ROWS, PACKED_SUFFIX, stream_layout, text_form, text_layout_of
from eligo.returns.inventory.lines import read_line
from eligo.returns.inventory.model import PLACES_APART, Inventory, Layout, Prepared, Report
from eligo.returns.inventory.session import told_by_spark
from eligo.returns.inventory.spark import Spark
from eligo.returns.inventory.tables import prepare_table, table_layout
from eligo.returns.model import Sender
from eligo.scheme import Scheme


def read_inventory_by_spark(
    source: str,
    name: str,
    scheme: Scheme,
    catalogue: Catalogue,
    *,
    master: str,
    out: Path,
    sender: Sender | None = None,
    settings: Mapping[str, str] | None = None,
    report: Report = silent,
) -> Inventory:
    """An inventory in any store that Spark reads: Parquet, a file or a folder of them, or a text file in UTF-8.

    A text file is read as one machine reads it. Where not every line of it is a row by itself (a quote without another,
    a carriage return within it, UTF-16), the whole of it comes through this machine once.

    ``name`` is what the inventory is called in findings, and who sends it is read from it unless ``sender`` says;
    ``master`` is where Spark runs (``local[*]``, ``spark://…``, ``yarn``, ``k8s://…``). ``out`` is a new folder that
    the machines of the cluster share: rows, shapes and located findings are written there as Parquet.
    """
    make_folder(out)
    engine = Spark(master, settings)
    with told_by_spark(source, name):
        try:
            prepared, rows = _prepared(engine, source, name, scheme, out / "prepared")
            stated = sender or sender_of(name, prepared.layout, rows, scheme)
            return read_by(engine, prepared, name, stated, scheme, catalogue, out=out, report=report)
        finally:
            engine.close()


def _prepared(
    engine: Spark, source: str, name: str, scheme: Scheme, folder: Path
) -> tuple[Prepared, Sequence[Sequence[str]]]:
    """The inventory as Parquet in a new folder, and its first rows."""
    if source.lower().removesuffix(PACKED_SUFFIX).endswith(TEXTS):
        first = engine.lines(source, HEAD_ROWS)
        if engine.has_other_lines:
            return _prepare_joined(engine, source, name, scheme, folder)
        layout, rows = text_layout_of(first, scheme, name)
        engine.open_lines(source, layout.header_row)
        return _prepare_lines(engine, name, layout, folder, engine.encodings), rows
    head, layout = table_layout(engine, source, name, scheme)
    return prepare_table(engine, source, layout, folder, ""), head.rows


def _prepare_joined(
    engine: Spark, source: str, name: str, scheme: Scheme, folder: Path
) -> tuple[Prepared, Sequence[Sequence[str]]]:
    """The same of a text file with other lines than rows: it is written anew first, with one row a line."""
    layout, rows = stream_layout(name, lambda: engine.unpacked(source), scheme)
    make_folder(folder)
    file = folder / "joined.csv"
    with closing(engine.unpacked(source)) as stream:
        encodings = write_joined(name, stream, layout, file)
        engine.marked = stream.marked
    engine.open_records(str(file), layout.header_row)
    prepared = _prepare_lines(engine, name, layout, folder, encodings)
    file.unlink()
    return prepared, rows


def _prepare_lines(engine: Spark, name: str, layout: Layout, folder: Path, encodings: Encodings) -> Prepared:
    """A text file's rows and shapes, as Parquet in a new folder: what ``convert`` does block by block, at once."""
    ((count,),) = engine.fetch("line_count", {})
    engine.give_texts("texts", ())
    engine.run("lines", parting(layout, kept="+"))
    engine.give_texts("learned", _learned(engine, layout))
    engine.run("placed", {"file": str(folder / "rows"), **placing(layout)})
    engine.run("shapes", {"file": str(folder / "shapes")})
    form = text_form(name, engine.marked, encodings, layout.delimiter)
    return Prepared(folder, layout, count, "", form=form, encodings=encodings)


def _learned(engine: Spark, layout: Layout) -> Iterator[tuple[object, ...]]:
    """Every distinct text, read: one row of ``sql/learned.sql`` each."""
    for shape, (text,) in enumerate(engine.fetch("unknown", {})):
        line = read_line(text, layout.delimiter, layout.apart)
        apart = (*line.apart, *("",) * (PLACES_APART - len(line.apart)))
        yield text, shape, *apart, list(line.cells), line.fault
