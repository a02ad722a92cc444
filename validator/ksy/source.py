"""YAML text to nodes with line and column, without constructing anything.

Comes in: a path or the text of a schema. Goes out: a tree of `Scalar`, `Mapping`, `Sequence`
and findings; nothing raises on bad input. Scalars are resolved by `ksy.scalars`. Anchors,
aliases, tags and several documents are refused by name; size, depth and node count have
limits. It refuses to know the schema language.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from validator.findings import Finding, SourcePos
from validator.ksy.problems import Problems, show
from validator.ksy.scalars import ScalarValue, resolve_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 64
MAX_NODES = 200_000
_MAX_PATH = 400
_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value.

    Attributes:
        text: as written, quotes and escapes resolved.
        value: what it means: None, bool, int, float or the text; quoted is always text.
        is_plain: neither quoted nor a block.
        pos: where it starts, the opening quote or block sign included.
        text_pos: where `text` starts, when `is_verbatim`; else the same as `pos`.
        is_verbatim: the text stands in the file as it is, on one line, so that columns
            inside it count from `text_pos`.
    """

    text: str
    value: ScalarValue
    is_plain: bool
    pos: SourcePos
    text_pos: SourcePos
    is_verbatim: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in file order; keys are unique."""

    items: tuple[tuple[Scalar, Node], ...]
    pos: SourcePos

    def get(self, key: str) -> Node | None:
        """Return the value under a key, or None.

        Args:
            key: text of the key.
        """
        for name, value in self.items:
            if name.text == key:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Sequence:
    """Values in file order."""

    items: tuple[Node, ...]
    pos: SourcePos


Node = Scalar | Mapping | Sequence


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
    if match := _SURROGATE.search(text):
        line, column = _place(text, match.start())
        problems.add(
            "yaml-syntax", SourcePos(path, line, column), "a lone surrogate is not a character"
        )
        return None
    builder = _Builder(path, problems)
    try:
        for event in _events(text):
            if not builder.feed(event):
                return None
    except yaml.MarkedYAMLError as error:
        _syntax_error(error, path, problems)
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


def _syntax_error(error: yaml.MarkedYAMLError, path: str, problems: Problems) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    context = " ".join((error.context or "").split())
    problems.add(
        "yaml-syntax",
        SourcePos(path, line, column),
        show(" ".join((error.problem or "not well-formed").split())),
        hint=show(context) if context else None,
    )


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been met; `key` waits for its value."""

    pos: SourcePos
    is_mapping: bool
    pairs: list[tuple[Scalar, Node]]
    values: list[Node]
    seen: dict[str, int]
    key: Scalar | None = None
    is_repeated: bool = False


class _Builder:
    """Turns the event stream into nodes with an explicit stack: no recursion, any depth."""

    def __init__(self, path: str, problems: Problems) -> None:
        self.root: Node | None = None
        self._path = path
        self._problems = problems
        self._stack: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def feed(self, event: Any) -> bool:
        """Take one event; return False when reading cannot go on."""
        match event:
            case yaml.DocumentStartEvent():
                return self._start_document(event)
            case yaml.AliasEvent():
                return self._refuse(event, "YAML aliases are not supported", f"*{event.anchor}")
            case yaml.ScalarEvent():
                return self._admit(event) and self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                return self._admit(event) and self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
        return True

    def _start_document(self, event: Any) -> bool:
        self._documents += 1
        if self._documents > 1:
            return self._refuse(event, "several YAML documents in one file are not supported", None)
        return True

    def _refuse(self, event: Any, message: str, found: str | None) -> bool:
        self._problems.add(
            "unsupported-feature", self._pos(event), message, found=show(found) if found else None
        )
        return False

    def _admit(self, event: Any) -> bool:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._problems.add(
                "schema-too-large",
                self._pos(event),
                f"the schema has more than {MAX_NODES} YAML values",
            )
            return False
        if event.anchor is not None:
            return self._refuse(event, "YAML anchors are not supported", f"&{event.anchor}")
        if event.tag is not None:
            return self._refuse(event, "YAML tags are not supported", event.tag)
        return True

    def _pos(self, event: Any) -> SourcePos:
        mark = event.start_mark
        return SourcePos(self._path, mark.line + 1, mark.column + 1, self._where())

    def _where(self) -> str:
        if not self._stack:
            return ""
        top = self._stack[-1]
        if not top.is_mapping:
            part = str(len(top.values))
        elif top.key is not None:
            part = show(top.key.text)
        else:
            return top.pos.path
        # A path longer than the limit stays that of its ancestor: 64 levels of long keys
        # times 200,000 nodes would fill the memory.
        path = top.pos.path
        return path if len(path) > _MAX_PATH else f"{path}/{part}"

    def _scalar(self, event: Any) -> bool:
        text: str = event.value
        pos = self._pos(event)
        if _SURROGATE.search(text):
            self._problems.add("yaml-syntax", pos, "a lone surrogate is not a character")
            return False
        is_plain = not event.style  # the C reader says "", the other one None
        start, end = event.start_mark, event.end_mark
        quotes = 0 if is_plain else 2
        is_verbatim = (
            event.style in (None, "", "'", '"')
            and start.line == end.line
            and end.column - start.column == len(text) + quotes
        )
        text_pos = pos
        if is_verbatim and quotes:
            text_pos = SourcePos(pos.file, pos.line, pos.column + 1, pos.path)
        value = resolve_plain(text) if is_plain else text
        node = Scalar(text, value, is_plain, pos, text_pos, is_verbatim)
        top = self._stack[-1] if self._stack else None
        if top is not None and top.is_mapping and top.key is None:
            self._key(top, node)
        else:
            self._place(node)
        return True

    def _key(self, top: _Open, node: Scalar) -> None:
        path = f"{top.pos.path}/{show(node.text)}" if len(top.pos.path) <= _MAX_PATH else ""
        pos = SourcePos(node.pos.file, node.pos.line, node.pos.column, path or top.pos.path)
        text_pos = SourcePos(pos.file, node.text_pos.line, node.text_pos.column, pos.path)
        top.key = Scalar(node.text, node.value, node.is_plain, pos, text_pos, node.is_verbatim)
        top.is_repeated = node.text in top.seen
        if top.is_repeated:
            line = top.seen[node.text]
            self._problems.add(
                "duplicate-id", pos, f"the key `{show(node.text)}` stands in line {line} already"
            )
        else:
            top.seen[node.text] = pos.line

    def _open(self, event: Any) -> bool:
        pos = self._pos(event)
        if len(self._stack) >= MAX_DEPTH:
            self._problems.add(
                "schema-too-large", pos, f"the schema is nested deeper than {MAX_DEPTH} levels"
            )
            return False
        top = self._stack[-1] if self._stack else None
        if top is not None and top.is_mapping and top.key is None:
            self._problems.add("yaml-syntax", pos, "a key must be a single value")
            return False
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self._stack.append(_Open(pos, is_mapping, [], [], {}))
        return True

    def _close(self) -> None:
        done = self._stack.pop()
        if done.is_mapping:
            self._place(Mapping(tuple(done.pairs), done.pos))
        else:
            self._place(Sequence(tuple(done.values), done.pos))

    def _place(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        top = self._stack[-1]
        if not top.is_mapping:
            top.values.append(node)
        elif top.key is not None:
            # A key that stands twice has been reported; the first one counts.
            if not top.is_repeated:
                top.pairs.append((top.key, node))
            top.key = None
