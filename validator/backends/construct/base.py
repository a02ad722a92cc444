"""The base of all constructs of this backend."""

from __future__ import annotations

from typing import Any

import construct

from validator.backends.construct.run import Scope
from validator.backends.construct.window import Window


class Reader(construct.Construct):  # type: ignore[misc]  # construct has no type information
    """A construct that reads one value from a `Window`.

    The context it gets is a `construct.Container` whose `_scope` is the `Scope`.
    """

    is_bits: bool = False
    """Whether it may start inside a byte."""

    def _parse(self, stream: Window, context: Any, path: str) -> Any:
        return self.read(stream, context["_scope"], context, path)

    def read(self, window: Window, scope: Scope, context: Any, path: str) -> Any:
        """Read a value at the window's position.

        Args:
            window: where to read.
            scope: where expressions are evaluated and errors are reported.
            context, path: construct's own, for nested constructs.
        Raises:
            Stop: reading cannot go on.
        """
        raise NotImplementedError
