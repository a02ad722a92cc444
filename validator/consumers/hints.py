"""What the code of a consumer knows: numbers that it compares with, and texts. Worth trying.

Comes in: the path of a program or library, or of Python source. Goes out: numbers and texts. They
are a hint, and nothing rests on them: where nothing can be learned there are none. Python source is
parsed, never run.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from validator.consumers.constants import constants_of
from validator.consumers.elf import PROGBITS, ElfError, Section, load_elf
from validator.dataclass import dataclass

MAX_WORDS = 64
MAX_NUMBERS = 160
_MAX_BYTES = 1 << 22
_MAX_SOURCE = 1 << 20
_LONGEST = 24
_WORD = re.compile(rb"(?<![!-~ \t])[!-~]{3,24}(?=\x00)")
_MACHINERY = re.compile(rb"[/%].*[/%]|\.(?:c|h|cc|cpp|hpp|so)\b|^_|<|\.\.")
_MAX_NUMBER = 1 << 64
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Hints:
    """What some code knows.

    Attributes:
        numbers: that it may compare with, each once.
        words: short texts without blanks, each once.
    """

    numbers: tuple[int, ...] = ()
    words: tuple[bytes, ...] = ()


def hints_of(path: str) -> Hints:
    """Return what a program, a shared library, or a Python script knows.

    Args:
        path: of the file; of one that cannot be read, or is none of these, nothing is known.
    """
    numbers = constants_of(path)
    try:
        with open(path, "rb") as file:
            head = file.read(64)
            file.seek(0)
            if head.startswith(b"\x7fELF"):
                elf = load_elf(file)
                parts = [elf.content(one) for one in elf.sections if _is_constant(one)]
                return Hints(numbers, _once(_words_in(parts), MAX_WORDS))
    except (OSError, ElfError):
        return Hints(numbers)
    is_script = path.endswith(".py") or (head.startswith(b"#!") and b"python" in head)
    return source_hints(path) if is_script else Hints(numbers)


def module_hints(target: str, folders: Sequence[str]) -> Hints:
    """Return what the Python module of a callable knows.

    Args:
        target: `module:callable`.
        folders: to look for it in, in order.
    """
    relative = target.partition(":")[0].replace(".", os.sep)
    for folder in folders:
        for name in (f"{relative}.py", os.path.join(relative, "__init__.py")):
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                return source_hints(path)
    return Hints()


def source_hints(path: str) -> Hints:
    """Return the numbers and short texts of Python source, without running it.

    Args:
        path: of the file.
    """
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read(_MAX_SOURCE))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return Hints()
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    numbers = (each for each in values if type(each) is int and 1 < each < _MAX_NUMBER)
    texts = (each.encode("utf-8", "replace") for each in values if isinstance(each, str))
    raw = (each for each in values if isinstance(each, bytes))
    fitting = [each for each in (*raw, *texts) if 0 < len(each) <= _LONGEST and b" " not in each]
    words = (each for each in fitting if len(each) > 1)
    letters = (each[0] for each in fitting if len(each) == 1)
    return Hints(_once((*numbers, *letters), MAX_NUMBERS), _once(words, MAX_WORDS))


def _is_constant(section: Section) -> bool:
    """Whether a section is where compilers put texts."""
    return section.kind == PROGBITS and section.name.startswith(".rodata")


def _words_in(parts: Sequence[bytes]) -> Iterator[bytes]:
    left = _MAX_BYTES
    for part in parts:
        for match in _WORD.finditer(part[:left]):
            word = match.group()
            if not _MACHINERY.search(word):
                yield word
        left = max(left - len(part), 0)


def _once(found: Iterable[_T], most: int) -> tuple[_T, ...]:
    return tuple(islice(dict.fromkeys(found), most))
