"""Whether a schema in Python may be used: the option says so, or the configuration.

Comes in: what a user wrote after `--schema`, and what the options say. Goes out: a `Lookup`
with the permission. Without it, whoever compiles the schema refuses.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from validator.ksy.lookup import Lookup
from validator.lift.target import parse_target


def permitted(schema: str, import_paths: Sequence[str] | Lookup) -> Lookup:
    """Return what the options say, with the permission of the configuration for this schema.

    Args:
        schema: as the user wrote it; the configuration is only read for `module:Name`.
        import_paths: what the options say.
    Raises:
        ConfigError: the configuration cannot be used.
    """
    given = Lookup.of(import_paths)
    if given.allow_python or parse_target(schema) is None:
        return given
    from validator.gate.config import find_config

    config = find_config(os.curdir)
    if config is None or not config.lookup.allow_python:
        return given
    return replace(given, allow_python=True)
