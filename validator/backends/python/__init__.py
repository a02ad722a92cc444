"""Generated Python readers; what emits them is lazy, as their code may have been kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.lazy import lazy_names

if TYPE_CHECKING:
    from validator.backends.python.reader import emit_check_reader, emit_trace_reader
    from validator.backends.python.watch import can_be_scattered

__all__ = ["can_be_scattered", "emit_check_reader", "emit_trace_reader"]

__getattr__ = lazy_names(
    __name__,
    {
        "can_be_scattered": "watch", "emit_check_reader": "reader",
        "emit_trace_reader": "reader",
    },
)  # fmt: skip
