"""Code of generated readers: made when it is first needed, unless somebody kept it.

Comes in: a Program and which reader. Goes out: code to be run with `load.run_code`. The emitters
come in only when something has to be emitted.
"""

from __future__ import annotations

from types import CodeType
from typing import TYPE_CHECKING

from validator.backends import python as emitters
from validator.backends.python.load import compile_source

if TYPE_CHECKING:
    from validator.ir.nodes import Program

CHECK, NOTING, TRACE = "check", "noting", "trace"
"""The checking reader, the one that also notes what was read, the tracing reader."""
_kept: dict[tuple[str, str], CodeType] = {}


def keep_code(digest: str, kind: str, code: CodeType) -> None:
    """Have code that was made earlier serve.

    Args:
        digest: of the Program that it was made from.
        kind: which reader it is.
        code: as `reader_code` returned it, by the same version of contentgate and Python.
    """
    _kept[digest, kind] = code


def reader_code(program: Program, kind: str) -> CodeType:
    """Return the code of a reader.

    Args:
        program: the compiled schema.
        kind: `CHECK`, `NOTING` or `TRACE`.
    """
    code = _kept.get((program.digest, kind))
    if code is None:
        if kind == TRACE:
            source = emitters.emit_trace_reader(program)
        else:
            source = emitters.emit_check_reader(program, is_noting=kind == NOTING)
        shown = TRACE if kind == TRACE else CHECK
        name = f"<contentgate {program.name} {program.digest[:12]} {shown}>"
        code = _kept[program.digest, kind] = compile_source(source, name)
    return code
