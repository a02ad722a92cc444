"""What a schema leaves open, and what stands for it: imports, opaque types, custom processes.

Comes in: what the user said on the command line, in the configuration or in a call. Goes out:
a `Lookup` that the loader and the passes ask. No code is ever run for it: an opaque type is
read by another schema, a custom process is one of the built-in ones, or nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.ksy.expr import ExpressionSyntaxError, parse_type_use
from validator.ksy.syntax import Ast, ExprText, ProcessUse

PROCESSES = {"xor": 1, "rol": 1, "ror": 1, "zlib": 0}
"""Built-in processes, with the number of their arguments."""
UNCHANGED = "none"
"""What a custom process is mapped to when its bytes stay as they are."""
_TYPE_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PROCESS_NAME = re.compile(r"(?:[a-z][a-z0-9_]*\.)*[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where imports are looked up, and what stands for opaque types and custom processes.

    Attributes:
        import_paths: folders for absolute imports, in order.
        last_paths: folders that come after all others, those of the environment.
        opaque: name of a type -> path of the schema that reads it.
        processes: name of a custom process -> `none`, or a built-in process as it would stand
            in a schema; without parentheses it gets the first arguments of the custom one.
        allow_python: a schema may be a declaration in Python, whose code is then run.
        python_paths: folders that modules of declarations are found in, before the working
            directory.
    """

    import_paths: tuple[str, ...] = ()
    last_paths: tuple[str, ...] = ()
    opaque: Mapping[str, str] = field(default_factory=dict)
    processes: Mapping[str, str] = field(default_factory=dict)
    allow_python: bool = False
    python_paths: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        import_paths: Sequence[str] | Lookup = (),
        opaque: Mapping[str, str] | None = None,
        processes: Mapping[str, str] | None = None,
    ) -> Lookup:
        """Return a lookup whose names and processes are known to have a meaning.

        Args:
            import_paths: folders, or a whole lookup that the others add to.
            opaque, processes: see the attributes.
        Raises:
            UsageError: a name or a process is not well-formed.
        """
        for name in opaque or ():
            if _TYPE_NAME.fullmatch(name) is None:
                raise _malformed("opaque type", name, "the name of a type, such as other_format")
        for name, text in (processes or {}).items():
            if name in PROCESSES or _PROCESS_NAME.fullmatch(name) is None:
                raise _malformed("process", name, "the name of a custom process")
            read_replacement(name, text)
        base = import_paths if isinstance(import_paths, Lookup) else None
        own = cls((), (), dict(opaque or {}), dict(processes or {}))
        if base is not None:
            return own.then(base)
        return replace(own, import_paths=tuple(import_paths))  # type: ignore[arg-type]  # not a Lookup

    def then(self, other: Lookup) -> Lookup:
        """Return a lookup that asks this one first, and then the other."""
        return Lookup(
            (*self.import_paths, *other.import_paths),
            (*self.last_paths, *other.last_paths),
            {**other.opaque, **self.opaque},
            {**other.processes, **self.processes},
            self.allow_python or other.allow_python,
            (*self.python_paths, *other.python_paths),
        )

    @property
    def paths(self) -> tuple[str, ...]:
        """Every folder for absolute imports, in order, each once."""
        return tuple(dict.fromkeys((*self.import_paths, *self.last_paths)))

    @property
    def replaces(self) -> bool:
        """Whether something stands for an opaque type or a custom process."""
        return bool(self.opaque or self.processes)

    def __bool__(self) -> bool:
        return bool(self.paths) or self.replaces


def read_replacement(name: str, text: str) -> tuple[str, tuple[Ast, ...] | None]:
    """Return what stands for a custom process.

    Args:
        name: the custom process, for the error.
        text: `none`, `xor`, `xor(0x5a)`, `zlib` and the like.
    Returns:
        (name of the built-in process or `none`, its arguments; None for those of the schema).
    Raises:
        UsageError: it is neither.
    """
    try:
        ref, args = parse_type_use(text)
    except ExpressionSyntaxError as error:
        raise _malformed(f"process {name}", text, _EXPECTED) from error
    known = ref.names[0] if len(ref.names) == 1 and not ref.is_array else ""
    has_args = "(" in text
    if known == UNCHANGED and not has_args:
        return known, None
    if known not in PROCESSES or (has_args and len(args) != PROCESSES[known]):
        raise _malformed(f"process {name}", text, _EXPECTED)
    return known, args if has_args else None


_EXPECTED = "none, zlib, or one of xor, rol, ror with or without its argument, as in xor(0x5a)"


def replace_process(lookup: Lookup, use: ProcessUse) -> ProcessUse | None:
    """Return the process that stands for a custom one; itself when nothing does.

    Args:
        lookup: what the user said.
        use: as the schema says it; the place stays.
    Returns:
        None when the bytes stay as they are.
    """
    text = lookup.processes.get(use.name)
    if text is None:
        return use
    name, args = read_replacement(use.name, text)
    if name == UNCHANGED:
        return None
    if args is None:
        return ProcessUse(name, use.args[: PROCESSES[name]], use.pos)
    return ProcessUse(name, tuple(ExprText(arg, text, use.pos, True) for arg in args), use.pos)


def split_pairs(option: str, given: Iterable[str], shape: str) -> dict[str, str]:
    """Return NAME=VALUE texts as a mapping.

    Args:
        option: for the error.
        given: the texts.
        shape: what one looks like.
    Raises:
        UsageError: one has no `=`, no name or no value, or a name is given twice.
    """
    found: dict[str, str] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not (name and equals and value):
            raise _malformed(option, item, shape)
        if found.setdefault(name, value) != value:
            raise _malformed(option, item, f"one value for {name}, which is {found[name]} already")
    return found


def _malformed(what: str, found: str, expected: str) -> UsageError:
    return UsageError(f"{what}: not well-formed\n  expected  {expected}\n  found     {found}")
