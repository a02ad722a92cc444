"""contentgate: declarative schemas, contracts and evidence for security content files.

The façade is lazy (PEP 562): importing `validator` costs nothing until a name is used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from typing import Any

    from validator.check.read import BoundContract as BoundContract
    from validator.check.schema import Schema as Schema
    from validator.check.schema import load_schema as load_schema
    from validator.check.session import check_file as check_file
    from validator.check.tree import EnumValue as EnumValue
    from validator.check.tree import Tree as Tree
    from validator.contract.load import bind_contract as bind_contract
    from validator.contract.load import load_contract as load_contract
    from validator.errors import ConfigError as ConfigError
    from validator.errors import ContentgateError as ContentgateError
    from validator.errors import ContractError as ContractError
    from validator.errors import DataError as DataError
    from validator.errors import SchemaError as SchemaError
    from validator.findings import Finding as Finding
    from validator.findings import Severity as Severity
    from validator.ir.nodes import Program as Program
    from validator.ir.trace import Trace as Trace

__version__ = "0.1.0"

_HOME = {
    "BoundContract": "validator.check.read",
    "ConfigError": "validator.errors",
    "ContentgateError": "validator.errors",
    "ContractError": "validator.errors",
    "DataError": "validator.errors",
    "EnumValue": "validator.check.tree",
    "Finding": "validator.findings",
    "Program": "validator.ir.nodes",
    "Schema": "validator.check.schema",
    "SchemaError": "validator.errors",
    "Severity": "validator.findings",
    "Trace": "validator.ir.trace",
    "Tree": "validator.check.tree",
    "bind_contract": "validator.contract.load",
    "check_file": "validator.check.session",
    "load_contract": "validator.contract.load",
    "load_schema": "validator.check.schema",
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
