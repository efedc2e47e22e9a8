"""The engine of many machines. The home of Spark, and of the translation into its dialect.

What belongs here: sessions, and how a text of ``sql/`` becomes one of Spark's. What does not: any rule.

Invariants: every text is the one that DuckDB executes, translated by sqlglot; Python reads the distinct rows on the
driver, by the same functions. A table that a text makes is kept where it is computed, on disk where memory is short.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import sqlglot
from sqlglot import expressions as exp

from eligo.errors import UnreadableFile
from eligo.returns.forms.encodings import Encodings
from eligo.returns.inventory.blocks import UNENDED, UNREADABLE
from eligo.returns.inventory.engine import Parameters, text_of
from eligo.returns.inventory.lines import SPACES
from eligo.returns.inventory.model import Layout
from eligo.returns.inventory.session import session_at
from eligo.returns.inventory.shown import cell_text, line_text, looked_at, unread_columns
from eligo.returns.inventory.stored import Stored, beginning, length
from eligo.returns.inventory.tables import Head, place_name
from eligo.returns.inventory.unpacked import MARKED_UTF8, Unpacked

if TYPE_CHECKING:
    from typing import BinaryIO

    from pyspark.sql import DataFrame, SparkSession

KINDS = {
    **dict.fromkeys(("tinyint", "smallint", "int", "bigint", "float", "double"), "number"),
    **dict.fromkeys(("date", "timestamp", "timestamp_ntz"), "date"),
    "boolean": "boolean",
}
"""What the types of columns are in a spreadsheet, where they are not text."""

_MARK = "^\ufeff"
"""Begins a file in UTF-8."""


class Translated:
    """One text in Spark's dialect: what it selects, the table it makes, whether it writes a file, its parameters."""

    def __init__(self, text: str) -> None:
        statement = sqlglot.parse_one(text, read="duckdb")
        self.makes = statement.this.name if isinstance(statement, exp.Create) else ""
        self.writes = isinstance(statement, exp.Copy)
        query: Any = statement
        if self.makes:
            query = statement.expression
        elif self.writes:
            query = statement.this.unnest()
        for read in [one for one in query.ctes if one.alias == "lines"]:
            read.pop()
        query = query.transform(_in_64_bits).transform(_expanded)
        self.query = query.sql(dialect="spark", comments=False)
        self.parameters = {node.name for node in query.find_all(exp.Parameter, exp.Placeholder)}


def _in_64_bits(node: exp.Expression) -> exp.Expression:
    """Spark's own ``hash`` has 32 bits, in which a billion installations would nearly all share one."""
    if isinstance(node, exp.Anonymous) and node.name.lower() == "hash":
        return exp.Anonymous(this="xxhash64", expressions=node.expressions)
    return node


@cache
def _macros() -> Mapping[str, tuple[tuple[str, ...], exp.Expression]]:
    """The macros of ``sql/unquoted.sql``, which Spark does not know: their parameters and what they stand for."""
    made = [one for one in sqlglot.parse(text_of("unquoted"), read="duckdb") if isinstance(one, exp.Create)]
    return {one.this.this.name: (tuple(name.name for name in one.this.expressions), one.expression) for one in made}


def _expanded(node: exp.Expression) -> exp.Expression:
    """A call of a macro, as what it stands for."""
    if not isinstance(node, exp.Anonymous) or node.name.lower() not in _macros():
        return node
    names, body = _macros()[node.name.lower()]
    given: dict[str, exp.Expression] = dict(zip(names, node.expressions, strict=True))
    return body.copy().transform(lambda one: given[one.name].copy() if isinstance(one, exp.Column) else one)


@cache
def translated(name: str) -> Translated:
    """``sql/<name>.sql`` in Spark's dialect."""
    return Translated(text_of(name))


class Spark:
    """An engine over a session of Spark, on a cluster or in this process (``local[*]``)."""

    def __init__(self, master: str, settings: Mapping[str, str] | None = None) -> None:
        self.session: SparkSession = session_at(master, settings)
        self.encodings = Encodings()
        """Of the text file that is read; ``marked`` is the one that its first bytes state, if they do."""
        self.marked = ""
        self.has_other_lines = False
        """Whether not every line of that file is a row by itself, in its encoding: see ``shown.looked_at``."""
        self._unended = 0  # the number of its last line, where that has no line end
        self._kept: list[DataFrame] = []

    def close(self) -> None:
        """Give back what was kept; the session stays, as another may use it."""
        for frame in self._kept:
            frame.unpersist()
        self._kept.clear()

    def open_parquet(self, name: str, place: Path | str) -> None:
        """Make a Parquet file, or those in a folder of any store that Spark reads, one table."""
        self.session.read.parquet(str(place)).createOrReplaceTempView(name)

    def give(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[int]]) -> None:
        """Make a table of rows of whole numbers."""
        schema = ", ".join(f"{column} BIGINT" for column in columns)
        self.session.createDataFrame([tuple(row) for row in rows], schema).createOrReplaceTempView(name)

    def run(self, text: str, parameters: Parameters) -> None:
        """Carry out ``sql/<text>.sql``, which makes a table or writes one as Parquet."""
        told, frame = translated(text), self._frame(text, parameters)
        if told.writes:
            frame.write.parquet(str(parameters["file"]))
        else:
            self._kept.append(frame.persist())
            frame.createOrReplaceTempView(told.makes)

    def fetch(self, text: str, parameters: Parameters) -> Iterator[tuple[Any, ...]]:
        """What ``sql/<text>.sql`` selects, a part at a time."""
        return (tuple(row) for row in self._frame(text, parameters).toLocalIterator())

    def head(self, source: str, rows: int) -> Head:
        """The first rows of a Parquet file, or of a folder of them, in any store that Spark reads."""
        from pyspark.errors import AnalysisException

        try:
            table = self.session.read.parquet(source)
        except AnalysisException as error:
            if error.getCondition() != "COLUMN_ALREADY_EXISTS":
                raise
            return Head(self._own_names(source), {}, ())
        kinds = {place: KINDS[kind] for place, (_, kind) in enumerate(table.dtypes) if kind in KINDS}
        texts = table.limit(rows).select(*[cell_text(name, kind) for name, kind in table.dtypes])
        return Head(tuple(table.columns), kinds, tuple(tuple(row) for row in texts.collect()), unread_columns(table))

    def _own_names(self, source: str) -> tuple[str, ...]:
        """The names of a table's columns as its first file has them, where Spark does not open it because of them."""
        java: Any = self.session._jvm  # noqa: SLF001 - Spark has no reader of footers of its own
        settings = self.session._jsc.hadoopConfiguration()  # noqa: SLF001
        place = java.org.apache.hadoop.fs.Path(source)
        files = place.getFileSystem(settings).listStatus(place)
        file = min(one.getPath().toString() for one in files if not one.getPath().getName().startswith(("_", ".")))
        path = java.org.apache.hadoop.fs.Path(file)
        footer = java.org.apache.parquet.hadoop.ParquetFileReader.readFooter(settings, path)
        return tuple(one.getName() for one in footer.getFileMetaData().getSchema().getFields())

    def open_table(self, source: str, layout: Layout) -> None:
        """Make the table ``plain`` of Parquet; files of a folder are numbered through, in the order of their names."""
        from pyspark.sql import functions as f

        table = self.session.read.parquet(source)
        texts = [cell_text(name, kind) for name, kind in table.dtypes]
        counts = table.groupBy(f.col("_metadata.file_path").alias("path")).count().collect()
        before, offsets = layout.header_row + 1, {}
        for path, count in sorted(tuple(one) for one in counts):
            offsets[path], before = before, before + count
        pairs = [f.lit(one) for pair in offsets.items() for one in pair] or [f.lit(""), f.lit(0)]
        row = f.element_at(f.create_map(*pairs), f.col("_metadata.file_path")) + f.col("_metadata.row_index")
        beside = [texts[place] for place in layout.beside] + [f.lit(""), f.lit("")]
        kept = {"installation": texts[layout.installation], "beside_1": beside[0], "beside_2": beside[1]}
        stripped = [f.btrim(text, f.lit(SPACES)).alias(name) for name, text in kept.items()]
        rest = [text.alias(place_name(n)) for n, text in enumerate(texts) if n not in layout.apart]
        table.select(row.cast("bigint").alias("row"), *stripped, *rest).createOrReplaceTempView("plain")

    def open_lines(self, source: str, header_row: int) -> None:
        """Make the table ``lines`` (row, line) of a text file, its lines numbered from 1, those below the header.

        The parts of a file are read by many; each line's number follows from its part and its place there.
        """
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        part = f.col("_metadata.file_block_start").alias("part")
        text = self.session.read.text(source, lineSep="\n")
        line = f.rtrim(line_text(), f.lit("\r")).alias("line")
        placed = text.select(part, f.monotonically_increasing_id().alias("place"), line)
        parts = placed.groupBy("part").agg(f.min("place").alias("first"), f.count("*").alias("lines"))
        before = f.sum("lines").over(Window.orderBy("part").rowsBetween(Window.unboundedPreceding, -1))
        starts = parts.select("part", "first", f.coalesce(before, f.lit(0)).alias("before"))
        row = f.col("before") + f.col("place") - f.col("first") + 1
        plain = f.when(row == 1, f.regexp_replace("line", _MARK, "")).otherwise(f.col("line"))
        numbered = placed.join(f.broadcast(starts), "part").select(row.alias("row"), plain.alias("line"))
        if self._unended:
            last = (f.col("row") == self._unended) & ~f.col("line").startswith(UNREADABLE)
            marked = f.concat(f.lit(f"{UNREADABLE}{UNENDED}"), f.col("line"))
            numbered = numbered.withColumn("line", f.when(last, marked).otherwise(f.col("line")))
        numbered.where(f.col("row") > header_row).createOrReplaceTempView("lines")

    def lines(self, source: str, most: int) -> str:
        """The first lines of a text file, once all have been looked at. Raises ``UnreadableFile`` of several files."""
        from pyspark.sql import functions as f

        text = self.session.read.text(source, lineSep="\n")
        self.encodings, count, size, has_other = looked_at(text)
        own = length(self.session, source)
        if own is None:  # whose lines would be numbered as if they stood beside each other
            raise UnreadableFile(
                f"{source} is not one text file, but a folder or a pattern of names",
                hint="Give each text file by itself; a folder may hold Parquet files.",
            )
        first = text.where(f.col("_metadata.file_block_start") == 0).limit(most)
        rows = first.select(line_text().alias("line")).collect()
        mark = beginning(self.session, source, len(BOM_UTF8))  # which Spark takes away itself
        self.marked = MARKED_UTF8 if mark == BOM_UTF8 else ""
        ended = size + count + (len(mark) if self.marked else 0)
        self._unended = count if own == ended - 1 else 0
        self.has_other_lines = has_other or mark.startswith((BOM_UTF16_BE, BOM_UTF16_LE))
        return re.sub(_MARK, "", "\n".join(row.line.rstrip("\r") for row in rows))

    def unpacked(self, source: str) -> Unpacked:
        """A text file, for a pass over it here. Raises ``UnreadableFile`` as on one machine."""
        stored = cast("BinaryIO", Stored(self.session, source))
        return Unpacked(Path(source.rpartition("/")[2]), stored)

    def open_records(self, source: str, header_row: int) -> None:
        """The same as ``open_lines`` of a file that ``joined`` has written."""
        self._unended = 0
        self.open_lines(source, header_row)

    def give_texts(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        """Make the table of the lines known (``sql/learned.sql``) of some rows."""
        apart = ", ".join(f"apart_{step} STRING" for step in (1, 2, 3))
        schema = f"text STRING, shape BIGINT, {apart}, cells ARRAY<STRING>, fault STRING"
        self.session.createDataFrame([tuple(row) for row in rows], schema).createOrReplaceTempView(name)

    def _frame(self, text: str, parameters: Parameters) -> DataFrame:
        from pyspark.sql import functions as f

        told = translated(text)
        bound = {
            name: f.array(*map(f.lit, parameters[name])) if isinstance(parameters[name], list) else parameters[name]
            for name in told.parameters
        }
        return self.session.sql(told.query, args=bound)
