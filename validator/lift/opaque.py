"""Where the pieces of a declaration stand in the user's files.

construct keeps no places. While a user's module is imported, `recording` notes the line that
made each construct; functions carry their place themselves.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from types import CodeType
from typing import Any

import construct

from validator.dataclass import dataclass

_HOME = os.path.dirname(construct.__file__)


@dataclass(frozen=True, slots=True)
class Places:
    """Line of every construct that was made while recording; the constructs are kept alive."""

    known: dict[int, tuple[Any, str, int]] = field(default_factory=dict)

    def of(self, made: Any) -> tuple[str, int] | None:
        """Return (file, line) of a construct, or None.

        Args:
            made: any construct.
        """
        found = self.known.get(id(made))
        return None if found is None else (shown_path(found[1]), found[2])


@contextmanager
def recording(places: Places) -> Iterator[None]:
    """Note where constructs are made.

    Args:
        places: where to; not cleared before.
    """
    original = construct.Construct.__init__

    def noting(self: Any) -> None:
        original(self)
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename.startswith(_HOME):
            frame = frame.f_back  # type: ignore[assignment]  # None ends the loop
        if frame is not None:
            places.known[id(self)] = (self, frame.f_code.co_filename, frame.f_lineno)

    construct.Construct.__init__ = noting
    try:
        yield
    finally:
        construct.Construct.__init__ = original


def describe_callable(function: Any) -> str:
    """Return what a callable is and where it stands, for messages.

    Args:
        function: any callable of a declaration.
    """
    code = getattr(function, "__code__", None)
    if isinstance(code, CodeType):
        kind = "a lambda" if code.co_name == "<lambda>" else f"function {code.co_name}"
        return f"{kind} at {shown_path(code.co_filename)}:{code.co_firstlineno}"
    name = getattr(function, "__qualname__", "") or type(function).__qualname__
    module = getattr(function, "__module__", None)
    return f"{module}.{name}" if isinstance(module, str) else name


def describe_class(kind: type) -> str:
    """Return the name of a class with its module."""
    return f"{kind.__module__}.{kind.__qualname__}"


def shown_path(path: str) -> str:
    """Return a path relative to the working directory when it lies below it."""
    try:
        inner = os.path.relpath(path)
    except (OSError, ValueError):
        return path
    return path if inner.startswith("..") else inner


def guarded(function: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    """Call code of the user's and return (result, None), or (None, what it raised).

    Args:
        function: takes no arguments; an interrupt by the user passes through.
    """
    try:
        return function(), None
    except KeyboardInterrupt:
        raise
    # house: broad-except - whatever the user's code raises is told, SystemExit included
    except BaseException as error:  # noqa: BLE001 - see above
        return None, error


def closure_of(function: Any) -> dict[str, Any]:
    """Return the variables that a function has captured, by name.

    Args:
        function: a Python function; anything else has captured nothing.
    """
    code, cells = getattr(function, "__code__", None), getattr(function, "__closure__", None)
    if not isinstance(code, CodeType) or not cells:
        return {}
    found: dict[str, Any] = {}
    for name, cell in zip(code.co_freevars, cells, strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:  # assigned later than captured, or never
            continue
    return found
