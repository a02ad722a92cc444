"""Traces that were read lately: what becomes an entry of the corpus is read once, not twice.

Comes in: bytes. Goes out: their trace, of which the caller changes nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import field

from validator.check.schema import Schema
from validator.dataclass import dataclass
from validator.ir.nodes import Program
from validator.ir.trace import Trace

_KEPT = 96
_MAX_KEPT = 1 << 16


# house: loose-dataclass - remembers what was read
@dataclass(slots=True)
class Reader:
    """A schema that remembers its last traces.

    Attributes:
        schema: compiled.
    """

    schema: Schema
    _traces: OrderedDict[bytes, Trace] = field(default_factory=OrderedDict)

    @property
    def program(self) -> Program:
        """The compiled schema."""
        return self.schema.program

    def trace(self, data: bytes) -> Trace:
        """Read bytes as far as they can be read.

        Args:
            data: the whole file.
        """
        found = self._traces.get(data)
        if found is None:
            found = self.schema.trace(data)
            if len(data) <= _MAX_KEPT:
                self._traces[data] = found
                if len(self._traces) > _KEPT:
                    self._traces.popitem(last=False)
        return found
