"""Layers 1 and 2 of the gate: the check session behind the policy's `Checker`.

Comes in: a configuration. Goes out: a function that makes one checker per entry; a schema or
contract that several entries name is read once.
"""

from __future__ import annotations

from dataclasses import dataclass

from validator.check.schema import Schema, load_schema
from validator.check.session import check_file
from validator.contract.load import load_contract
from validator.contract.model import Contract
from validator.events import FileChecked
from validator.gate.config import Config, Content
from validator.gate.plan import shown_path
from validator.gate.policy import MakeChecker


@dataclass(frozen=True, slots=True)
class SessionChecker:
    """One schema with the contracts of one entry."""

    schema: Schema
    contracts: tuple[Contract, ...]
    max_findings: int

    @property
    def needs_contract(self) -> bool:
        """Whether the schema asks for facts."""
        return bool(self.schema.program.facts)

    def check(self, path: str) -> FileChecked:
        """Check one file; see `Checker.check`.

        Args:
            path: the file, as findings are to show it.
        """
        return check_file(
            self.schema, path, contracts=self.contracts, max_findings=self.max_findings
        )


def checker_maker(config: Config, schemas: dict[str, Schema]) -> MakeChecker:
    """Return the function that makes the checker of an entry.

    Args:
        config: the configuration.
        schemas: every schema that was loaded is put here, by its path.
    Returns:
        a function that raises SchemaError or ContractError when something cannot be read.
    """
    contracts: dict[str, Contract] = {}

    def make(content: Content, paths: tuple[str, ...]) -> SessionChecker:
        if content.schema not in schemas:
            shown = shown_path(content.schema)
            schemas[content.schema] = load_schema(shown, config.import_paths)
        for path in paths:
            if path not in contracts:
                contracts[path] = load_contract(path)
        chosen = tuple(contracts[path] for path in paths)
        return SessionChecker(schemas[content.schema], chosen, config.gate.max_findings)

    return make
