"""Write seeded.ksy, the second edition of the channel file: `python make_schema.py [FILE]`.

It is schemas/channel_file.ksy with attachments: the reference format has no parts with lengths of
their own inside of other such parts, and two of the faults need them.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIRST = HERE.parents[1] / "schemas" / "channel_file.ksy"

_INTRODUCTION = """\
  This is schemas/channel_file.ksy with attachments after the rules, from format version 3 on: the
  reference format has no parts with lengths of their own inside of other such parts.
  make_schema.py writes it.

"""
_FIELD = """\
  - id: attachments
    type: attachment
    repeat: eos
    if: header.format_version >= 3
    -unique: _.id

"""
_TYPES = """\
  attachment:
    doc: A row of blobs, which a reader joins to one.
    seq:
      - id: id
        type: u2
      - id: total_size
        type: u4
        doc: Of the joined blob, in bytes.
      - id: body_size
        type: u4
      - id: body
        type: attachment_body
        size: body_size
    -checks:
      - id: total-size-mismatch
        expr: total_size == sum(body.blobs, _.data_size)
        at: total_size
        message: "{total_size} bytes in total, but the blobs have {sum(body.blobs, _.data_size)}"
        help: A reader that makes room for the total writes past it.
        cwe: 131

  attachment_body:
    seq:
      - id: blobs
        type: blob
        repeat: eos

  blob:
    seq:
      - id: kind
        type: u1
      - id: data_size
        type: u2
      - id: data
        size: data_size

"""
_CHANGES = (
    ("id: channel_file\n", "id: seeded\n"),
    ("contentgate channel file (", "contentgate channel file, second edition ("),
    ("doc-ref: docs/formats/channel_file.md", "doc-ref: examples/seeded/README.md"),
    ("  This format is invented.", f"{_INTRODUCTION}  This format is invented."),
    ("\ntypes:\n", f"{_FIELD}types:\n"),
    ("          max: 2\n", "          max: 3\n"),
    ("2 has them.\n", "2 has them, 3 has attachments, too.\n"),
    ("  node:\n    params:\n", f"{_TYPES}  node:\n    params:\n"),
)


def schema() -> str:
    """Return the schema.

    Raises:
        ValueError: a place to change is not there, or not once.
    """
    text = FIRST.read_text()
    for old, new in _CHANGES:
        if text.count(old) != 1:
            raise ValueError(f"{FIRST.name}: {old!r} occurs {text.count(old)} times")
        text = text.replace(old, new)
    return text


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "seeded.ksy"
    target.write_text(schema())
