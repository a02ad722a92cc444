"""Layers 1 and 2 of the gate: the check session behind the policy's `Checker`.

Comes in: a configuration. Goes out: a function that makes one checker per entry; a schema or
contract that several entries name is read once.
"""

from __future__ import annotations

from dataclasses import field

from validator.check.read import BoundContract
from validator.check.schema import Schema, load_schema
from validator.check.session import check_file
from validator.contract import Contract, bind_contract, load_contract
from validator.dataclass import dataclass
from validator.errors import ContractError
from validator.events import FileChecked
from validator.gate.config import Config, Content
from validator.gate.plan import shown_path
from validator.ksy.lookup import Lookup


@dataclass(frozen=True, slots=True)
class SessionChecker:
    """One schema with the contracts of one entry."""

    schema: Schema
    contracts: tuple[BoundContract, ...]
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


@dataclass(frozen=True, slots=True)
class CheckerMaker:
    """Makes checkers; `schemas` and `contracts` hold what was read so far, by path.

    `given` is asked for imports before the configuration.
    """

    config: Config
    given: Lookup = field(default_factory=Lookup)
    schemas: dict[str, Schema] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)

    def __call__(self, content: Content, paths: tuple[str, ...]) -> SessionChecker:
        """Return the checker of one entry.

        Args:
            content: the entry.
            paths: its contracts.
        Raises:
            SchemaError: the schema is wrong.
            ContractError: contracts cannot be read or lack facts; tells all of them.
        """
        if content.schema not in self.schemas:
            shown = shown_path(content.schema)
            self.schemas[content.schema] = load_schema(shown, self.given.then(self.config.lookup))
        schema = self.schemas[content.schema]
        bound: list[BoundContract] = []
        problems: list[str] = []
        for path in paths:
            try:
                bound.append(self._bind(path, schema))
            except ContractError as error:
                problems.append(str(error))
        if problems:
            raise ContractError("\n".join(problems))
        return SessionChecker(schema, tuple(bound), self.config.gate.max_findings)

    def _bind(self, path: str, schema: Schema) -> BoundContract:
        if path not in self.contracts:
            self.contracts[path] = load_contract(path)
        contract = self.contracts[path]
        facts = bind_contract(contract, schema.program.facts)
        return BoundContract(contract.name, facts, contract.evidence)
