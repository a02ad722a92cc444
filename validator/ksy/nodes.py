"""The nodes that a YAML file is read into: values with line, column and path.

Comes in: nothing. Goes out: the classes. Made by `ksy.source`, read by the rest.
"""

from __future__ import annotations

from validator.dataclass import dataclass
from validator.findings import SourcePos
from validator.ksy.origin import Origin
from validator.ksy.scalars import ScalarValue


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
        origin: its range in the file, when it is not verbatim.
    """

    text: str
    value: ScalarValue
    is_plain: bool
    pos: SourcePos
    text_pos: SourcePos
    is_verbatim: bool
    origin: Origin | None = None


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
