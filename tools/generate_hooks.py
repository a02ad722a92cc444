"""Write .pre-commit-hooks.yaml from the table `HOOKS`; `--check` only compares."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / ".pre-commit-hooks.yaml"


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook.

    Attributes:
        id: what users write in their configuration.
        entry: command line; file names are added behind it.
        description: one line.
        files: regular expression over paths; "" leaves the choice to the user.
        is_serial: whether one process gets all files. `check` compiles and caches a schema
            once and spreads work by itself; several at a time would compile it several times.
    """

    id: str
    entry: str
    description: str
    files: str = ""
    is_serial: bool = True


HOOKS = (
    Hook(
        "contentgate-check",
        "contentgate check",
        "check content files against their schema and contracts; choose files with `files`,"
        " the schema with `args: [--schema, S]` or in contentgate.toml",
    ),
    Hook(
        "contentgate-schema-lint",
        "contentgate schema lint",
        "tell every error of a schema, with line and column",
        files=r"\.ksy$",
    ),
)


def render(hooks: Sequence[Hook]) -> str:
    """Return the text of the file.

    Args:
        hooks: in the order of the file; texts hold no double quote and no backslash but in
            `files`.
    """
    lines = ["# written by tools/generate_hooks.py; do not edit"]
    for hook in hooks:
        lines += [
            f"- id: {hook.id}",
            f"  name: {hook.id.replace('-', ' ')}",
            f'  description: "{hook.description}"',
            f"  entry: {hook.entry}",
            "  language: python",
            "  types: [file]",
        ]
        if hook.files:
            lines.append(f"  files: '{hook.files}'")
        if hook.is_serial:
            lines.append("  require_serial: true")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the file, or compare it, and return the exit status."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: generate_hooks.py [--check]\n")
        return 2
    text = render(HOOKS)
    if not arguments:
        TARGET.write_text(text, encoding="utf-8", newline="\n")
        return 0
    is_current = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text
    if not is_current:
        sys.stdout.write(f"{TARGET.name} is not current; run: make generate\n")
    return 0 if is_current else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
