"""Files from values, changes to files with repair of what follows, and mutants of files.

What builds files from values is lazy (PEP 562): who only makes mutants does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.mutate.mutants import KINDS, Mutant, MutantOptions, Mutator, mutants
from validator.mutate.outline import Seed
from validator.mutate.short import show_short

if TYPE_CHECKING:
    from typing import Any

    from validator.mutate.edit import Change, Changed, change_values, edit_bytes
    from validator.mutate.patch import patch_bytes
    from validator.mutate.paths import is_any
    from validator.mutate.values import parse_value, read_values

__all__ = [
    "KINDS",
    "Change",
    "Changed",
    "Mutant",
    "MutantOptions",
    "Mutator",
    "Seed",
    "change_values",
    "edit_bytes",
    "is_any",
    "mutants",
    "parse_value",
    "patch_bytes",
    "read_values",
    "show_short",
]

_HOME = {
    "Change": "edit",
    "Changed": "edit",
    "change_values": "edit",
    "edit_bytes": "edit",
    "is_any": "paths",
    "parse_value": "values",
    "patch_bytes": "patch",
    "read_values": "values",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'validator.mutate' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - the point of lazy names

    value = getattr(import_module(f"validator.mutate.{home}"), name)
    globals()[name] = value
    return value
