"""Files from values, and changes to files: set, delete, insert, with repair of what follows."""

from validator.mutate.edit import Change, Changed, change_values, edit_bytes, show_short
from validator.mutate.patch import patch_bytes
from validator.mutate.paths import is_any
from validator.mutate.values import parse_value, read_values

__all__ = [
    "Change",
    "Changed",
    "change_values",
    "edit_bytes",
    "is_any",
    "parse_value",
    "patch_bytes",
    "read_values",
    "show_short",
]
