"""A small format with every relation that a comparison knows, its writer, and short differences."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

from validator.check.schema import Schema, load_schema
from validator.cli.diff import read_version
from validator.diff import Comparison, Difference, compare

SHELF = """\
meta:
  id: shelf
  endian: le
  encoding: ASCII
seq:
  - {id: book_count, type: u1}
  - {id: note_count, type: u1}
  - id: crc
    type: u4
    -checksum: {algorithm: crc32, from: end_of(crc), to: _io.size}
  - {id: names_at, type: u2}
  - {id: books, type: book, repeat: expr, repeat-expr: book_count, -unique: _.id}
  - {id: notes, type: note, repeat: expr, repeat-expr: note_count}
instances:
  names: {pos: names_at, size-eos: true, type: names}
  total: {value: book_count + note_count}
types:
  book:
    seq:
      - {id: id, type: u2}
      - {id: kind, type: u1, enum: kind}
      - {id: title_len, type: u1}
      - {id: title, type: str, size: title_len}
  note:
    seq:
      - {id: len, type: u1}
      - {id: text, size: len}
      - {id: rank, type: u1}
  names:
    seq:
      - {id: name, type: strz, repeat: eos}
enums:
  kind: {1: novel, 2: poem}
"""

Book = tuple[int, int, str]
Note = tuple[bytes, int]


def shelf(books: Sequence[Book], notes: Sequence[Note] = (), names: Sequence[str] = ()) -> bytes:
    """Write a file."""
    body = b"".join(
        struct.pack("<HBB", number, kind, len(title)) + title.encode()
        for number, kind, title in books
    )
    body += b"".join(bytes([len(text)]) + text + bytes([rank]) for text, rank in notes)
    at = struct.pack("<H", 8 + len(body))
    tail = at + body + b"".join(name.encode() + b"\0" for name in names)
    return bytes([len(books), len(notes)]) + struct.pack("<I", zlib.crc32(tail)) + tail


def schema_of(folder: Path, text: str) -> Schema:
    """Compile a schema text."""
    path = folder / "diff.ksy"
    path.write_text(text, encoding="utf-8")
    return load_schema(str(path))


def compared(schema: Schema, old: bytes, new: bytes, **more: int) -> Comparison:
    """Read two files as far as they can be read, and compare them."""
    return compare(read_version(schema, old)[0], read_version(schema, new)[0], **more)


def lines(comparison: Comparison, *, causes: bool = False) -> list[str]:
    """Return one line a difference: `KIND[/ABOUT] PATH[: OLD -> NEW][ (WHY OF)]`."""
    found = comparison.differences
    return [line(one) for one in found if not (causes and one.follows)]


def line(one: Difference) -> str:
    about = "" if one.about.value in ("value", "entry") else f"/{one.about.value}"
    text = f"{one.kind.value}{about} {one.path}"
    if one.about.value in ("value", "gap"):
        old = one.old.value if one.old else None
        new = one.new.value if one.new else None
        text += f": {old!r} -> {new!r}"
    if one.follows is not None:
        text += f" ({one.follows.why.value} {one.follows.of})".replace(" )", ")")
    return text
