"""Files from values, changes to files with repair of what follows, and mutants of files."""

from validator.mutate.edit import Change, Changed, change_values, edit_bytes, show_short
from validator.mutate.mutants import KINDS, Mutant, MutantOptions, Mutator, mutants
from validator.mutate.outline import Seed
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
