"""Reading one input of a verb: a file or standard input, within the schema's budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validator.check.schema import Schema
    from validator.findings import Finding


def try_input(schema: Schema, path: str) -> tuple[str, bytes | Finding]:
    """Return the name of an input, and its bytes or why there are none.

    Args:
        schema: its budget limits the size.
        path: a path, or `-`.
    """
    from validator.check.schema import too_large
    from validator.check.session import read_file
    from validator.cli.checking import STDIN_NAME, read_stdin
    from validator.cli.inputs import STDIN

    limit = schema.program.budget.file_size
    if path != STDIN:
        return path, read_file(path, limit)
    data = read_stdin(limit)
    if len(data) > limit:
        return STDIN_NAME, too_large(STDIN_NAME, len(data), limit)
    return STDIN_NAME, data


def read_input(schema: Schema, path: str) -> tuple[str, bytes]:
    """Return the name and the bytes of an input.

    Args:
        schema: its budget limits the size.
        path: a path, or `-`.
    Raises:
        UsageError: it cannot be read, or is too large.
    """
    from validator.errors import UsageError
    from validator.findings import Finding

    name, data = try_input(schema, path)
    if isinstance(data, Finding):
        detail = f"\n  expected  {data.expected}" if data.expected else ""
        raise UsageError(f"{data.file}: {data.message}{detail}")
    return name, data
