"""Files from values, and changes to files: set, delete, insert, with repair of what follows."""

from validator.mutate.edit import Change, Changed, change_values, edit_bytes
from validator.mutate.patch import patch_bytes
from validator.mutate.values import parse_value, read_values

__all__ = [
    "Change",
    "Changed",
    "change_values",
    "edit_bytes",
    "parse_value",
    "patch_bytes",
    "read_values",
]
