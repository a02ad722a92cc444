"""What the schema says to a mutant, as quickly as it can be said.

Comes in: bytes. Goes out: accepted, or the first rule that they break. The quick answer is the
checking reader's; why a file is refused costs a trace, which is only made where it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from validator.check.fast import accepts
from validator.check.read import BoundContract
from validator.check.schema import Schema
from validator.dataclass import dataclass
from validator.findings import Finding, Severity
from validator.ir.nodes import Program

_MAX_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Judge:
    """A schema with its contracts.

    Attributes:
        schema: compiled.
        contracts: each is checked.
        errors: the program without the checks that only warn: what its checking reader accepts
            may break those, and is accepted all the same.
        trusts_quick: what the checking reader does not accept is refused; False when it was too
            careful with a seed.
    """

    schema: Schema
    contracts: tuple[BoundContract, ...]
    errors: Program
    trusts_quick: bool = True

    @classmethod
    def of(cls, schema: Schema, contracts: Sequence[BoundContract]) -> Judge:
        """Return the judge of a schema.

        Args:
            schema: compiled.
            contracts: each is checked.
        """
        return cls(schema, tuple(contracts), without_warnings(schema.program))

    def with_seeds(self, seeds: Sequence[bytes]) -> Judge:
        """Return the judge for mutants of seeds that are accepted.

        Args:
            seeds: all of them accepted.
        """
        return replace(self, trusts_quick=self.trusts_quick and all(map(self.is_quick, seeds)))

    def is_quick(self, data: bytes) -> bool:
        """Whether the checking reader accepts bytes, which then are accepted.

        Args:
            data: the whole file.
        """
        program = self.errors
        return len(data) <= program.budget.file_size and accepts(program, data, self.contracts)

    def refusal(self, data: bytes) -> Finding | None:
        """Return the first error of bytes; None when they are accepted.

        Args:
            data: the whole file.
        """
        found = self.schema.check_bytes(
            data, file="input.bin", contracts=self.contracts, max_findings=_MAX_FINDINGS
        )
        return next((one for one in found if one.severity is Severity.ERROR), None)

    def is_accepted(self, data: bytes) -> bool:
        """Whether bytes are accepted.

        Args:
            data: the whole file.
        """
        if self.is_quick(data):
            return True
        return not self.trusts_quick and self.refusal(data) is None


def without_warnings(program: Program) -> Program:
    """Return a program without the `-checks` that only warn, under a digest of its own.

    Args:
        program: the compiled schema.
    """
    kept = {check.number for check in program.checks if check.severity is Severity.ERROR}
    if len(kept) == len(program.checks):
        return program
    structs = tuple(
        replace(struct, checks=tuple(number for number in struct.checks if number in kept))
        for struct in program.structs
    )
    return replace(program, structs=structs, digest=f"errors-{program.digest}")
