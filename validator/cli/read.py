"""Reading one input of a verb: a file or standard input, within the schema's budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validator.check.schema import Schema


def read_input(schema: Schema, path: str) -> tuple[str, bytes]:
    """Return the name and the bytes of an input.

    Args:
        schema: its budget limits the size.
        path: a path, or `-`.
    Raises:
        UsageError: it cannot be read, or is too large.
    """
    from validator.check.schema import too_large
    from validator.check.session import read_file
    from validator.cli.checking import STDIN_NAME, read_stdin
    from validator.cli.inputs import STDIN
    from validator.errors import UsageError
    from validator.findings import Finding

    limit = schema.program.budget.file_size
    data: bytes | Finding
    name = path
    if path == STDIN:
        name, data = STDIN_NAME, read_stdin(limit)
        if len(data) > limit:
            data = too_large(name, len(data), limit)
    else:
        data = read_file(path, limit)
    if isinstance(data, Finding):
        detail = f"\n  expected  {data.expected}" if data.expected else ""
        raise UsageError(f"{data.file}: {data.message}{detail}")
    return name, data
