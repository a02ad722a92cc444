"""Turn generated source into functions; tracebacks show it (registered with `linecache`)."""

from __future__ import annotations

import linecache
from types import CodeType
from typing import Any


def compile_source(source: str, name: str) -> CodeType:
    """Compile generated source.

    Args:
        source: text of a module.
        name: what tracebacks show as file name, e.g. `<contentgate png 3f2a trace>`.
    """
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    return compile(source, name, "exec")


def run_code(code: CodeType) -> dict[str, Any]:
    """Execute a generated module and return its names."""
    namespace: dict[str, Any] = {"__name__": "contentgate_generated"}
    exec(code, namespace)
    return namespace
