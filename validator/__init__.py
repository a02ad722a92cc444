"""contentgate: declarative schemas, contracts and evidence for security content files.

The façade is lazy (PEP 562): importing `validator` costs nothing until a name is used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from typing import Any

    from validator.errors import ContentgateError as ContentgateError
    from validator.errors import SchemaError as SchemaError
    from validator.findings import Finding as Finding
    from validator.ir.nodes import Program as Program
    from validator.ir.trace import Trace as Trace

__version__ = "0.1.0"

_HOME = {
    "ContentgateError": "validator.errors",
    "SchemaError": "validator.errors",
    "Finding": "validator.findings",
    "Severity": "validator.findings",
    "Program": "validator.ir.nodes",
    "Trace": "validator.ir.trace",
}

__all__ = [*sorted(_HOME), "__version__"]


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'validator' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - the point of a lazy façade

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value
