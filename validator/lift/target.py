"""`module:Name` and `path/to/file.py:Name`: what they mean, and what it takes to use them.

Nothing here imports construct or anything of the user's: most runs only ask whether a schema is
named this way.
"""

from __future__ import annotations

import os
import re

from validator.dataclass import dataclass
from validator.errors import UsageError

_DOTTED = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"
_TARGET = re.compile(rf"(?P<module>{_DOTTED}|.+\.py):(?P<name>{_DOTTED})", re.S)


@dataclass(frozen=True, slots=True)
class Target:
    """A declaration in Python.

    Attributes:
        module: dotted name of a module, or path of a file.
        name: of the declaration in it; dots go into classes and other objects.
        is_file: whether `module` is a path.
    """

    module: str
    name: str
    is_file: bool

    @property
    def text(self) -> str:
        """As the user writes it."""
        return f"{self.module}:{self.name}"


def parse_target(text: str) -> Target | None:
    """Return the declaration that a schema argument names; None when it names a file.

    Args:
        text: as written.
    """
    found = _TARGET.fullmatch(text)
    if found is None or text.endswith(".ksy") or "\0" in text or os.path.lexists(text):
        return None
    module = found["module"]
    return Target(module, found["name"], module.endswith(".py"))


def refuse_python(target: Target) -> UsageError:
    """Return the error for a declaration that must not be loaded."""
    return UsageError(
        f"{target.text}: a schema in Python may only be used when it is permitted: loading it runs"
        " its code\n"
        "  expected  --allow-python, or allow_python = true in the configuration\n"
        "  found     neither\n"
        "  hint      permit it only for code that you would run anyway"
    )
