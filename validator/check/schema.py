"""A loaded schema: the Program and what can be done with it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from validator.check.fast import accepts
from validator.check.read import BoundContract, Reading, read_trace
from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.findings import Finding
from validator.ir.nodes import Program
from validator.ir.trace import Trace
from validator.ksy.lookup import Lookup

if TYPE_CHECKING:
    from construct import Construct
    from hypothesis.strategies import SearchStrategy

    from validator.check.tree import Tree

MAX_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Schema:
    """A compiled schema.

    Attributes:
        program: the Program; `path` the .ksy file it came from.
    """

    program: Program
    path: str

    @property
    def name(self) -> str:
        """`meta/id` of the schema."""
        return self.program.name

    def check_bytes(
        self,
        data: bytes,
        *,
        file: str = "<bytes>",
        contracts: Sequence[BoundContract] = (),
        max_findings: int = MAX_FINDINGS,
    ) -> list[Finding]:
        """Report every rule that one in-memory file breaks.

        Args:
            data: the whole file; not modified.
            file: name shown in findings.
            contracts: each is checked; without one, contract checks are not made.
            max_findings: stop after this many; count, >= 1.
        Returns:
            0 to max_findings items, sorted by (absolute byte offset, rule id); empty means
            valid. Bad data never raises; it is a finding.
        """
        limit = self.program.budget.file_size
        if len(data) > limit:
            return [too_large(file, len(data), limit)]
        if accepts(self.program, data, contracts):
            return []
        # Wording a finding, and compiling a schema below, cost more than most runs need.
        from validator.check.explain import findings_of  # noqa: PLC0415 - see above

        return findings_of(self.read(data, contracts), file, contracts, max_findings)

    def is_quickly_accepted(self, data: bytes) -> bool:
        """Whether the checking reader accepts bytes: without a trace, many times as fast.

        Args:
            data: the whole file; not modified.
        Returns:
            True for what `check_bytes` has nothing to say about; False for what it refuses, and
            for the few files that the checking reader is not sure of.
        """
        return len(data) <= self.program.budget.file_size and accepts(self.program, data, ())

    def read(self, data: bytes, contracts: Sequence[BoundContract] = ()) -> Reading:
        """Read a file completely: trace and raw failures."""
        return read_trace(self.program, data, contracts)

    def construct(self) -> Construct[Any, Any]:
        """Return the schema as a `construct` object that parses on its own.

        Returns:
            A `construct.Construct`: `.parse(data)` gives a container with the schema's field
            names, or raises `construct.ConstructError` with the path of the fault.
        Raises:
            BackendUnsupported: the schema has a feature that the backend declines.
        """
        # construct costs more to import than a whole check of a small file.
        from validator.backends.construct import compile_construct  # noqa: PLC0415 - see above

        return compile_construct(self.program)

    def parse(
        self,
        data: bytes | bytearray | memoryview,
        *,
        file: str = "<bytes>",
        params: Mapping[str, Any] | None = None,
        collect: bool = False,
    ) -> Tree:
        """Read bytes to a tree of attributes: seq now, instances when they are asked for.

        Unlike checking it looks at `valid`, `contents` and `-reserved` only, of what is read;
        bytes that no field explains, `-checks` and the like are not its business.

        Args:
            data: the whole file; not modified, and not to be modified while the tree is used.
            file: name shown in errors.
            params: values of the parameters of the top type, by id.
            collect: broken conditions are kept in `_errors` of the tree instead of being raised.
        Raises:
            DataError: what cannot be read, or the first condition that does not hold; its
                `tree` holds what was read before.
            UsageError: the parameters are not those of the top type.
        """
        # construct costs more to import than a whole check of a small file.
        from validator.check.parse import Parsing  # noqa: PLC0415 - see above

        return Parsing(self.program, params or {}, collect).of_bytes(data, file)

    def parse_file(
        self,
        path: str | os.PathLike[str],
        *,
        params: Mapping[str, Any] | None = None,
        collect: bool = False,
    ) -> Tree:
        """Read a file to a tree of attributes, see `parse`.

        Args:
            path: a regular file.
            params, collect: see `parse`.
        Raises:
            DataError: see `parse`; an `InputError` when the file cannot be read at all.
        """
        from validator.check.parse import Parsing  # noqa: PLC0415 - see `parse`

        return Parsing(self.program, params or {}, collect).of_path(path)

    def files(
        self,
        *,
        mode: str = "valid",
        overrides: Mapping[str, SearchStrategy[Any]] | None = None,
        contracts: Sequence[BoundContract] = (),
        pure: bool = False,
    ) -> SearchStrategy[bytes]:
        """Return a Hypothesis strategy of files, made from the schema alone.

        Args:
            mode: `valid`; `boundary` (edges, and single values on purpose); `near-miss` (one rule
                broken); `mixed`.
            overrides: path such as `instances[*].criteria[*].op` -> strategy of its values.
            contracts: that the files are to meet.
            pure: let Hypothesis draw every number, instead of the first decisions and a seed.
        Raises:
            UsageError: Hypothesis is not installed, the mode is none, or a path names nothing.
        """
        facts = [(contract.name, contract.facts) for contract in contracts]
        found: SearchStrategy[bytes] = _drawn().files(
            self.program, mode=mode, overrides=overrides, contracts=facts, pure=pure
        )
        return found

    def values(
        self,
        *,
        overrides: Mapping[str, SearchStrategy[Any]] | None = None,
        pure: bool = False,
    ) -> SearchStrategy[Tree]:
        """Return a Hypothesis strategy of trees of values, as `parse` gives them.

        Args:
            overrides, pure: see `files`.
        Raises:
            UsageError: see `files`.
        """
        return self.files(overrides=overrides, pure=pure).map(self.parse)

    @property
    def enums(self) -> dict[str, dict[str, int]]:
        """Every enum of the schema and its imports: full name -> label -> number."""
        return {
            enum.name: {label: value for value, label in enum.members}
            for enum in self.program.enums
        }

    def trace(self, data: bytes) -> Trace:
        """Return what was read where.

        Args:
            data: the whole file.
        Returns:
            The trace, up to where the data could be read.
        """
        return self.read(data).trace


def _drawn() -> ModuleType:
    """Return the module of strategies; Hypothesis is optional, and costs 0.2 s to import."""
    try:
        return import_module("validator.backends.strategies.drawn")
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith("hypothesis"):
            raise
        raise UsageError(
            "strategies need Hypothesis, which is not installed\n  hint      pip install hypothesis"
        ) from error


def too_large(file: str, size: int, limit: int) -> Finding:
    """Return the finding of a file over its size budget; nothing of it was read."""
    return Finding(
        "budget-exceeded", "file is too large", file,
        expected=f"at most {limit} bytes (-budget/file-size)", found=f"{size} bytes", cwe=400,
    )  # fmt: skip


def load_schema(
    path: str | os.PathLike[str],
    import_paths: Sequence[str] | Lookup = (),
    *,
    opaque: Mapping[str, str] | None = None,
    processes: Mapping[str, str] | None = None,
    allow_python: bool = False,
) -> Schema:
    """Compile a schema.

    Args:
        path: the .ksy file; `module:Name` for a construct declaration.
        import_paths: folders for absolute imports, in order.
        opaque: name of an opaque type -> path of the schema that reads it.
        processes: name of a custom process -> what stands for it: `none`, or a built-in one as
            it would stand in a schema (`xor(0x5a)`; without parentheses it gets the first
            arguments of the custom one).
        allow_python: `path` may name a declaration in Python, whose code is then run.
    Raises:
        SchemaError: the schema is wrong; it carries every finding of the failing stage.
        UsageError: a name or a process of the mappings is not well-formed, Python is not
            permitted, or the module cannot be imported.
    """
    from validator.compile import compile_schema  # noqa: PLC0415 - a schema may have been kept

    name = os.fspath(path)
    lookup = Lookup.of(import_paths, opaque, processes).then(Lookup(allow_python=allow_python))
    return Schema(compile_schema(name, lookup), name)
