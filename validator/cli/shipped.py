"""Schemas that come with contentgate, by name.

Comes in: what a user wrote after `--schema`. Goes out: a path. Installed, the schemas lie in
the package (`validator/_schemas`); in a checkout, in `schemas/` beside it.
"""

from __future__ import annotations

import os

from validator.errors import UsageError

_SUFFIX = ".ksy"


def shipped_folder() -> str:
    """Return the folder of the schemas that come with contentgate; "" when there is none."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (os.path.join(package, "_schemas"), os.path.join(package, "..", "schemas")):
        if os.path.isdir(folder):
            return os.path.normpath(folder)
    return ""


def shipped_schemas() -> tuple[str, ...]:
    """Return the names of the schemas that come with contentgate, sorted."""
    folder = shipped_folder()
    if not folder:
        return ()
    names = (name for name in os.listdir(folder) if name.endswith(_SUFFIX))
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names))


def find_schema(text: str, option: str = "--schema") -> str:
    """Return the path of a schema that a user named, or `module:Name` as it is.

    Args:
        text: a path (it has a `/` or ends in `.ksy`, or is a file), or the name of a shipped
            schema; the name wins over a file without suffix.
        option: what the user wrote it for.
    Raises:
        UsageError: it is neither.
    """
    from validator.contract.suggest import did_you_mean
    from validator.lift.target import parse_target

    if parse_target(text) is not None:
        return text
    if "\0" in text:
        raise UsageError(f"{option}: no such schema\n  expected  a path\n  found     {text}")
    if os.sep in text or text.endswith(_SUFFIX):
        return text
    names = shipped_schemas()
    if text in names:
        full = os.path.join(shipped_folder(), text + _SUFFIX)
        inner = os.path.relpath(full)
        return full if inner.startswith("..") else inner
    if os.path.isfile(text):
        return text
    near = did_you_mean(text, names)
    hint = f"\n  hint      did you mean {near}?" if near else ""
    if os.path.exists(text + _SUFFIX):
        hint = f"\n  hint      did you mean {text}{_SUFFIX}?"
    raise UsageError(
        f"{option}: no such schema\n"
        f"  expected  a .ksy file, or one of {', '.join(names) or 'none'}\n"
        f"  found     {text}{hint}"
    )
