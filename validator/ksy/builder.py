"""YAML events to nodes: iterative, bounded, and without constructing anything.

Comes in: the events of one document, in order. Goes out: the root node. Anchors, aliases,
tags and further documents are refused by name; duplicate keys are reported and the first
one counts. It refuses to know where the events come from.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import yaml

from validator.dataclass import dataclass
from validator.findings import SourcePos
from validator.ksy.nodes import Mapping, Node, Scalar, Sequence
from validator.ksy.origin import Origin
from validator.ksy.problems import Problems, show
from validator.ksy.scalars import resolve_plain

_QUOTE = "an expression that starts like this must be quoted"
MAX_DEPTH = 64
MAX_NODES = 200_000
SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_PATH = 400


# house: loose-dataclass - an open collection grows event by event
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


def _join(path: str, part: str) -> str:
    # A path longer than the limit stays that of its ancestor: 64 levels of long keys times
    # 200,000 nodes would fill the memory.
    if len(path) > _MAX_PATH:
        return path
    return f"/{part}" if path == "/" else f"{path}/{part}"


class Builder:
    """Turns the event stream into nodes with an explicit stack: no recursion, any depth."""

    def __init__(self, path: str, text: str, problems: Problems) -> None:
        self.root: Node | None = None
        self._path = path
        self._text = text
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
                return self._refuse(
                    event, "YAML aliases are not supported", f"*{event.anchor}", _QUOTE
                )
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

    def _refuse(self, event: Any, message: str, found: str | None, hint: str | None = None) -> bool:
        self._problems.add(
            "unsupported-feature",
            self._pos(event),
            message,
            found=show(found) if found else None,
            hint=hint,
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
            return self._refuse(event, "YAML anchors are not supported", f"&{event.anchor}", _QUOTE)
        if event.tag is not None:
            is_expression = isinstance(event, yaml.ScalarEvent) and event.tag.startswith("!")
            hint = _QUOTE if is_expression else None
            return self._refuse(event, "YAML tags are not supported", event.tag, hint)
        return True

    def _pos(self, event: Any) -> SourcePos:
        mark = event.start_mark
        return SourcePos(self._path, mark.line + 1, mark.column + 1, self._where())

    def _where(self) -> str:
        if not self._stack:
            return "/"
        top = self._stack[-1]
        if not top.is_mapping:
            part = str(len(top.values))
        elif top.key is not None:
            part = show(top.key.text)
        else:
            return top.pos.path
        return _join(top.pos.path, part)

    def _scalar(self, event: Any) -> bool:
        text: str = event.value
        pos = self._pos(event)
        if SURROGATE.search(text):
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
        origin = None if is_verbatim else self._origin(start, end)
        node = Scalar(text, value, is_plain, pos, text_pos, is_verbatim, origin)
        top = self._stack[-1] if self._stack else None
        if top is not None and top.is_mapping and top.key is None:
            self._key(top, node)
        else:
            self._place(node)
        return True

    def _origin(self, start: Any, end: Any) -> Origin:
        return Origin(self._text, start.index, end.index, start.line + 1, start.column + 1)

    def _key(self, top: _Open, node: Scalar) -> None:
        path = _join(top.pos.path, show(node.text))
        pos = SourcePos(node.pos.file, node.pos.line, node.pos.column, path)
        text_pos = SourcePos(pos.file, node.text_pos.line, node.text_pos.column, pos.path)
        top.key = replace(node, pos=pos, text_pos=text_pos)
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
