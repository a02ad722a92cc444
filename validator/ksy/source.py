"""YAML text to nodes with line and column, without constructing anything.

Comes in: a path or the text of a schema. Goes out: a tree of `ksy.nodes` and findings;
nothing raises on bad input. It refuses to know the schema language.
"""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING, Any

import yaml

from validator.findings import Finding, SourcePos
from validator.ksy.builder import SURROGATE, Builder
from validator.ksy.problems import Problems, show
from validator.ksy.yaml_hints import explain_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validator.ksy.nodes import Node

_UTF16 = "it is UTF-16: save it as UTF-8"
MAX_BYTES = 4 * 1024 * 1024
_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


def load_source(path: str) -> tuple[str | None, list[Finding]]:
    """Read a schema file.

    Args:
        path: of a regular file in UTF-8 of at most 4 MiB; a leading byte order mark is dropped.
    Returns:
        (text, no findings), or (None, one finding).
    """
    problems = Problems()
    start = SourcePos(path, 1, 1)
    data = _read(path, problems, start)
    if data is None:
        return None, problems.sorted()
    if len(data) > MAX_BYTES:
        _too_large(problems, start)
        return None, problems.sorted()
    try:
        return data.decode("utf-8").removeprefix("\ufeff"), []
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        problems.add(
            "schema-unreadable",
            SourcePos(path, line, column),
            "the schema is not UTF-8 text",
            hint=_UTF16 if data.startswith((b"\xff\xfe", b"\xfe\xff")) else None,
            expected="UTF-8",
            found=f"byte {data[error.start]:02x} at offset {error.start:#x}",
        )
        return None, problems.sorted()


def _read(path: str, problems: Problems, start: SourcePos) -> bytes | None:
    try:
        # O_NONBLOCK: opening a FIFO that nobody writes to must not wait for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                problems.add(
                    "schema-unreadable",
                    start,
                    "the schema is not a regular file",
                    expected="a regular file",
                )
                return None
            return _read_all(descriptor)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL byte, or one that the file system cannot encode.
        reason = getattr(error, "strerror", None) or str(error)
        problems.add(
            "schema-unreadable",
            start,
            f"the schema cannot be read: {reason[:1].lower()}{reason[1:]}",
        )
        return None


def _read_all(descriptor: int) -> bytes:
    parts = []
    left = MAX_BYTES + 1
    while left > 0 and (part := os.read(descriptor, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _too_large(problems: Problems, start: SourcePos) -> None:
    problems.add(
        "schema-too-large",
        start,
        "the schema is larger than 4 MiB",
        expected=f"at most {MAX_BYTES} bytes",
    )


def parse_yaml(path: str, text: str, problems: Problems) -> Node | None:
    """Read YAML text into nodes.

    Args:
        path: named in positions.
        text: the whole file.
        problems: receives what is wrong.
    Returns:
        The root node, or None when the text is no single YAML document within the limits.
    """
    start = SourcePos(path, 1, 1)
    if len(text) > MAX_BYTES:
        _too_large(problems, start)
        return None
    if match := SURROGATE.search(text):
        line, column = _place(text, match.start())
        problems.add(
            "yaml-syntax", SourcePos(path, line, column), "a lone surrogate is not a character"
        )
        return None
    builder = Builder(path, text, problems)
    try:
        for event in _events(text):
            if not builder.feed(event):
                return None
    except yaml.MarkedYAMLError as error:
        _syntax_error(error, path, text, problems)
        return None
    except yaml.reader.ReaderError as error:
        line, column = _place(text, _reader_offset(text, error))
        problems.add(
            "yaml-syntax",
            SourcePos(path, line, column),
            "a control character is not allowed in YAML",
            found=_character(error),
        )
        return None
    if builder.root is None:
        problems.add("yaml-syntax", start, "the schema is empty", expected="a mapping")
    return builder.root


def _events(text: str) -> Iterator[Any]:
    events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
    return events


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _reader_offset(text: str, error: yaml.reader.ReaderError) -> int:
    # The two readers of PyYAML count in different units; look for the character instead.
    match = _NOT_YAML.search(text)
    return match.start() if match else min(error.position, len(text))


def _character(error: yaml.reader.ReaderError) -> str | None:
    code = error.character
    return f"U+{code:04X}" if isinstance(code, int) else None


def _syntax_error(error: yaml.MarkedYAMLError, path: str, text: str, problems: Problems) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    context = " ".join((error.context or "").split())
    if context and error.context_mark is not None:
        context += f", begun in line {error.context_mark.line + 1}"
    said = " ".join((error.problem or "not well-formed").split())
    message, hint = explain_yaml(text, said, line, column)
    problems.add(
        "yaml-syntax",
        SourcePos(path, line, column),
        show(message),
        hint=hint or (show(context) if context else None),
    )
