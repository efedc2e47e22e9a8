"""A text file whose rows may span lines, with one row a line, for readers that part a file at every line end.

What belongs here: that one pass. What does not: which lines are one row (``inventory.blocks``).
"""

from __future__ import annotations

from pathlib import Path

from eligo.durable import told
from eligo.returns.forms.encodings import Encodings
from eligo.returns.inventory.blocks import Position, Stream, blocks
from eligo.returns.inventory.model import Layout


def write_joined(name: str, stream: Stream, layout: Layout, file: Path) -> Encodings:
    """Write the rows of a stream as ``blocks`` gives them, in UTF-8, with its marks of what cannot be read; in which
    encodings the stream has them.

    Raises ``UnreadableFile`` for what is no text, and ``CannotWrite``.
    """
    end = Position()
    with told(file), file.open("wb") as written:
        for block in blocks(name, stream, layout.delimiter, Position(), width=layout.width):
            written.write(block.marked())
            end = block.end
    return end.encodings
