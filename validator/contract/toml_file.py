"""A TOML file that a user wrote: read within limits, every refusal with file and line.

Contracts and recipes share it. It refuses to know which keys mean what.
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NoReturn

from validator.contract.suggest import did_you_mean
from validator.dataclass import dataclass
from validator.errors import ContractError

MAX_BYTES = 1 << 20
_PLACE = re.compile(r"^(.*?)\s*\(at (?:line (\d+), column (\d+)|end of document)\)$", re.S)
_HEADER = re.compile(r"^\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A parsed file; `tree` is what tomllib made of it, `text` locates keys for errors."""

    file: str
    text: str
    tree: Mapping[str, object]

    def line(self, *path: str) -> int:
        """Return the 1-based line that a key stands on, as far as a plain search tells.

        Args:
            path: tables from the top down, then the key; the number of an element of an
                array of tables is its 0-based subscript in decimal.
        Returns:
            The line of the key, or of the nearest table around it; 0 when neither is found.
        """
        subscript = next((int(p) for p in path if p.isdecimal()), 0)
        wanted = [p for p in path if not p.isdecimal()]
        table: list[str] = []
        best, best_length, seen = 0, 0, -1
        for number, line in enumerate(self.text.splitlines(), 1):
            header = _HEADER.match(line)
            if header:
                table = _parts(header[1])
                seen += table == wanted[:1]
            full = table if header else table + _parts(line.partition("=")[0])
            if not header and "=" not in line or table == wanted[:1] and seen != subscript:
                continue
            if len(full) > best_length and wanted[: len(full)] == full:
                best, best_length = number, len(full)
        return best

    def fail(
        self, headline: str, expected: str, found: str, *path: str, hint: str = ""
    ) -> NoReturn:
        """Refuse the file.

        Args:
            headline: what is wrong, without place.
            expected: what should stand there.
            found: what does.
            path: of the key, as for `line`.
            hint: only when evidence supports it.
        Raises:
            ContractError: always.
        """
        number = self.line(*path) if path else 0
        place = f"{self.file}:{number}" if number else self.file
        raise ContractError(refusal(place, headline, expected, found, hint))

    def only_keys(self, table: Mapping[str, object], known: Collection[str], *path: str) -> None:
        """Refuse a table that has a key of no meaning.

        Args:
            table: the table.
            known: keys that mean something.
            path: of the table, as for `line`.
        Raises:
            ContractError: a key is not known; names the nearest known one.
        """
        for key in table:
            if key not in known:
                near = did_you_mean(key, known)
                where = ".".join(p for p in path if not p.isdecimal())
                self.fail(
                    f"unknown key {key!r}" + (f" in [{where}]" if where else ""),
                    f"one of {', '.join(sorted(known))}",
                    repr(key),
                    *path,
                    key,
                    hint=f"did you mean {near}?" if near else "",
                )


def refusal(place: str, headline: str, expected: str, found: str, hint: str = "") -> str:
    """Word an error the way every error of the contract side is worded.

    Args:
        place: file, with a line when there is one.
        headline: what is wrong.
        expected: what should stand there.
        found: what does.
        hint: or "".
    Returns:
        The headline and at most three aligned lines, without a final line end.
    """
    lines = [f"{place}: {headline}", f"  expected  {expected}", f"  found     {found}"]
    return "\n".join(lines + ([f"  hint      {hint}"] if hint else []))


def read_bytes(path: Path, limit: int, what: str, shown: str = "") -> bytes:
    """Read a regular file of bounded size.

    Args:
        path: the file.
        limit: the most bytes it may have.
        what: what the file is, for errors: `contract`, `header`.
        shown: its name in errors; the path by default.
    Returns:
        Its content.
    Raises:
        ContractError: it cannot be read, is not a regular file, or is too large.
    """
    shown = shown or str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a directory" if stat.S_ISDIR(status.st_mode) else "neither file nor directory"
            raise ContractError(refusal(shown, f"cannot read this {what}", "a regular file", kind))
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ContractError(
            refusal(shown, f"cannot read this {what}", "a readable file", reason.lower())
        ) from error
    if len(data) > limit:
        raise ContractError(
            refusal(shown, f"{what} is too large", f"at most {limit} bytes", "more")
        )
    return data


def read_toml(path: Path, what: str) -> TomlFile:
    """Read and parse a TOML file.

    Args:
        path: the file; at most 1 MiB.
        what: what the file is, for errors.
    Returns:
        Its tree and its text.
    Raises:
        ContractError: it cannot be read, is too large, is not UTF-8, or is not TOML.
    """
    data = read_bytes(path, MAX_BYTES, what)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte {data[error.start]:02x}"
        place = f"{path}:{line}"
        raise ContractError(refusal(place, f"{what} is not UTF-8", "UTF-8 text", found)) from error
    try:
        tree = tomllib.loads(text)
    except RecursionError as error:
        raise ContractError(
            refusal(str(path), f"{what} is nested too deeply", "a few levels", "hundreds")
        ) from error
    except ValueError as error:
        match = _PLACE.match(str(error))
        place = f"{path}:{match[2]}:{match[3]}" if match and match[2] else str(path)
        found = (match[1] if match else str(error))[:200]
        raise ContractError(refusal(place, f"{what} is not TOML", "TOML 1.0", found)) from error
    return TomlFile(str(path), text, tree)


def _parts(dotted: str) -> list[str]:
    """Split a key as written; quoted keys with dots inside are left whole."""
    text = dotted.strip()
    if text[:1] in {'"', "'"} and text[-1:] == text[:1]:
        return [text[1:-1]]
    return [part.strip(" \t\"'") for part in text.split(".")]
