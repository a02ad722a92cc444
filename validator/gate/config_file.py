"""Configuration files as files: where they lie, their text, their TOML.

Comes in: a folder or a path. Goes out: text and what tomllib made of it, or a `ConfigError`
that says what is wrong and where. It refuses to know which settings exist.
"""

from __future__ import annotations

import os
import re
import tomllib
from typing import Any

from validator.errors import ConfigError
from validator.gate.patterns import is_regular

OWN_NAME = "contentgate.toml"
PYPROJECT = "pyproject.toml"
TABLE = ("tool", "contentgate")
"""Where the configuration stands in a pyproject.toml."""
_MAX_BYTES = 4 << 20
_PLACE = re.compile(r"^(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.S)


def locate_config(start: str) -> str | None:
    """Return the path of the nearest configuration, or None; see `config.find_config`.

    Args:
        start: absolute path of the folder to start from.
    Raises:
        ConfigError: a folder holds two, or a pyproject.toml cannot be read.
    """
    for folder in _folders(start):
        own, shared = os.path.join(folder, OWN_NAME), os.path.join(folder, PYPROJECT)
        has_own = os.path.lexists(own)
        has_shared = is_regular(shared) and _has_table(shared)
        if has_own and has_shared:
            raise ConfigError(
                f"{shown_file(shared)}: [tool.contentgate] stands beside {OWN_NAME}\n"
                "  expected  one configuration in a folder\n"
                f"  found     {shown_file(own)} and {shown_file(shared)}"
            )
        if has_own or has_shared:
            return own if has_own else shared
    return None


def looked_for(start: str) -> list[str]:
    """Return every path whose presence or content decides which configuration is found.

    Args:
        start: absolute path of the folder to start from.
    """
    paths: list[str] = []
    folder = start
    while True:
        paths += [os.path.join(folder, name) for name in (".git", OWN_NAME, PYPROJECT)]
        above = os.path.dirname(folder)
        if above == folder or os.path.lexists(os.path.join(folder, ".git")):
            return paths
        folder = above


def _folders(start: str) -> list[str]:
    folders = [start]
    while not os.path.lexists(os.path.join(folders[-1], ".git")):
        above = os.path.dirname(folders[-1])
        if above == folders[-1]:
            return [start]
        folders.append(above)
    return folders


def _has_table(path: str) -> bool:
    text = read_text(path)
    if "contentgate" not in text:
        return False
    tool = parse_toml(path, text).get(TABLE[0])
    return isinstance(tool, dict) and TABLE[1] in tool


def read_text(path: str) -> str:
    """Return the text of a configuration.

    Args:
        path: a regular file of at most 4 MiB, in UTF-8.
    Raises:
        ConfigError: it is none of that.
    """

    def refuse(expected: str, found: str) -> ConfigError:
        head = f"{shown_file(path)}: cannot read the configuration"
        return ConfigError(f"{head}\n  expected  {expected}\n  found     {found}")

    try:
        if not is_regular(path):
            found = "something else" if os.path.lexists(path) else "no such file"
            raise refuse("a regular file", found)
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise refuse("a readable file", (error.strerror or str(error)).lower()) from error
    if len(data) > _MAX_BYTES:
        raise refuse(f"at most {_MAX_BYTES} bytes", "more")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte {data[error.start]:02x} in line {line}"
        raise refuse("UTF-8 text", found) from error


def parse_toml(path: str, text: str) -> dict[str, Any]:
    """Return what tomllib makes of a configuration.

    Args:
        path: for errors.
        text: the whole file.
    Raises:
        ConfigError: it is not TOML; says where.
    """
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(f"{shown_file(path)}: the configuration is nested too deeply") from error
    except ValueError as error:
        match = _PLACE.match(str(error))
        place = f":{match[2]}:{match[3]}" if match and match[2] else ""
        found = (match[1] if match else str(error))[:200]
        raise ConfigError(
            f"{shown_file(path)}{place}: the configuration is not TOML\n"
            f"  expected  TOML 1.0\n  found     {found[:1].lower()}{found[1:]}"
        ) from error


def shown_file(path: str) -> str:
    """Return a path relative to the working directory when it lies below it.

    Args:
        path: of a configuration.
    """
    inner = os.path.relpath(path)
    return path if inner.startswith("..") else inner
