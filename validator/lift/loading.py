"""Importing a user's module and finding the declaration in it; this runs the user's code.

Comes in: a `Target` that may be loaded. Goes out: a construct and where it comes from, or an
error that says which module, which exception, which line.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any

import construct

from validator.errors import UsageError
from validator.findings import Finding
from validator.ir.nodes import Program
from validator.ksy.problems import did_you_mean
from validator.lift.declaration import Source, try_lift
from validator.lift.opaque import Places, guarded, recording, shown_path
from validator.lift.target import Target

_OWN = (
    os.path.dirname(construct.__file__), os.path.dirname(importlib.__file__),
    os.path.dirname(__file__), "<frozen ",
)  # fmt: skip
"""Files that are not the user's, by how their names begin."""


def lift_target(
    target: Target, folders: Sequence[str] = ()
) -> tuple[Program | None, tuple[Finding, ...]]:
    """Import a module and lift the declaration that a target names in it.

    Args:
        target: what to load; its code is run, and what it prints goes to standard error.
        folders: searched for modules before everything else.
    Returns:
        The Program (None when there are errors), and the findings.
    Raises:
        UsageError: the module cannot be imported, or holds no such construct.
    """
    with _paths(target, folders):
        made, source = load_declaration(target)
        program, _, findings = try_lift(made, target.name.rpartition(".")[2], source)
        return program, findings


@contextlib.contextmanager
def _paths(target: Target, folders: Sequence[str]) -> Iterator[None]:
    """Let modules be found while code of the user's runs, and keep its output from ours."""
    first = [os.path.dirname(os.path.abspath(target.module))] if target.is_file else []
    before = list(sys.path)
    sys.path[:0] = [*first, *(os.path.abspath(folder) for folder in folders)]
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        sys.path[:] = before


def load_declaration(target: Target) -> tuple[Any, Source]:
    """Import a module and return the declaration that a target names in it.

    Args:
        target: what to load; its code is run.
    Returns:
        A construct, and where it comes from.
    Raises:
        UsageError: the module cannot be imported, or holds no such construct.
    """
    places = Places()
    with recording(places):
        load = _load_file if target.is_file else _load_module
        module = _asked(target, lambda: load(target))
        found = _asked(target, lambda: _find(target, module))
    if not isinstance(found, construct.Construct):
        raise UsageError(
            f"{target.text}: this is no construct\n"
            f"  expected  a construct{_known(module)}\n  found     {_kind(found)}"
        )
    file = getattr(module, "__file__", None) or target.module
    return found, Source(shown_path(file), _digest(file), places)


def _asked(target: Target, function: Callable[[], Any]) -> Any:
    """Run code of the user's; raises UsageError for whatever it raises."""
    result, error = guarded(function)
    if error is None:
        return result
    raise error if isinstance(error, UsageError) else _raised(target, error)


def _load_module(target: Target) -> ModuleType:
    try:
        spec = importlib.util.find_spec(target.module)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{target.module}.".startswith(f"{error.name}."):
            raise
        spec = None
    except ValueError:  # a module that was made without a spec
        spec = None
    if spec is None and target.module not in sys.modules:
        raise UsageError(
            f"{target.text}: no such module\n"
            "  expected  a module that Python finds from the working directory, or a path that"
            " ends in .py\n"
            f"  found     no {target.module}"
        )
    return importlib.import_module(target.module)


def _load_file(target: Target) -> ModuleType:
    path = os.path.abspath(target.module)
    if not os.path.isfile(path):
        raise UsageError(
            f"{target.text}: no such file\n  expected  a Python file\n  found     {target.module}"
        )
    name = f"contentgate_declaration_{hashlib.sha256(os.fsencode(path)).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{target.text}: Python cannot load this file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    finally:
        sys.modules.pop(name, None)
    return module


def _find(target: Target, module: ModuleType) -> Any:
    found: Any = module
    for name in target.name.split("."):
        try:
            found = getattr(found, name)
        except AttributeError:
            raise _missing(target, module, name) from None
    return found


def _missing(target: Target, module: ModuleType, name: str) -> UsageError:
    hint = did_you_mean(name, _constructs(module))
    return UsageError(
        f"{target.text}: no {name} in {target.module}\n"
        f"  expected  a construct{_known(module)}\n  found     none of this name"
        + (f"\n  hint      {hint}" if hint else "")
    )


def _constructs(module: ModuleType) -> list[str]:
    own = [
        name
        for name, value in vars(module).items()
        if isinstance(value, construct.Construct) and not name.startswith("_")
    ]
    return [name for name in own if getattr(construct, name, None) is not vars(module)[name]]


def _known(module: ModuleType) -> str:
    names = _constructs(module)
    more = ", ..." if len(names) > 12 else ""
    return f": one of {', '.join(names[:12])}{more}" if names else ""


def _kind(value: Any) -> str:
    if isinstance(value, type):
        return f"class {value.__qualname__}"
    if callable(value):
        return "a function; name what it returns"
    return type(value).__qualname__


def _raised(target: Target, error: BaseException) -> UsageError:
    text = " ".join(str(error).split())[:200]
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    place = _place(error)
    return UsageError(
        f"{target.text}: cannot be imported\n"
        f"  expected  a module that can be imported\n  found     {what}"
        + (f"\n  where     {place}" if place else "")
    )


def _place(error: BaseException) -> str:
    """Return the line of the user's code that an exception came from."""
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return f"{shown_path(error.filename)}:{error.lineno}"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if not frame.filename.startswith(_OWN):
            return f"{shown_path(frame.filename)}:{frame.lineno}"
    return ""


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read(1 << 24)).hexdigest()
    except OSError:
        return ""
