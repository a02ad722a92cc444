"""Facts that a consumer's own program prints as JSON.

Comes in: a program and its arguments. Goes out: the parsed output. No shell, no standard
input; time and output are limited, and the whole process group ends with the time.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from validator.contract.model import INT_MAX, INT_MIN, Fact, describe
from validator.contract.suggest import did_you_mean
from validator.contract.toml_file import refusal
from validator.errors import ContractError

TIMEOUT_S = 10.0
MAX_OUTPUT = 1 << 20


def run_json(command: Sequence[str], folder: Path, timeout_s: float = TIMEOUT_S) -> object:
    """Run a program and parse what it prints.

    Args:
        command: program and arguments; a relative path starts at `folder`.
        folder: working directory.
        timeout_s: seconds before the program and its children are killed.
    Returns:
        The JSON value.
    Raises:
        ContractError: it cannot run, fails, takes too long, prints too much, or no JSON.
    """
    shown = " ".join(command)[:200]
    try:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise ContractError(
            refusal(shown, "command cannot run", "a program that runs", found)
        ) from error
    with process:
        output, problem = _collect(process, timeout_s)
        if problem:
            _kill(process)
    if not problem and process.returncode:
        problem = f"exit status {process.returncode}"
    if problem:
        expected = f"JSON of at most {MAX_OUTPUT} bytes within {timeout_s:g} s, exit status 0"
        raise ContractError(refusal(shown, "command gives no facts", expected, problem))
    try:
        return json.loads(output)
    except (ValueError, RecursionError) as error:
        found = str(error)[:100]
        raise ContractError(refusal(shown, "output is not JSON", "JSON", found)) from error


def select(tree: object, path: str, shown: str) -> Fact:
    """Return a value of a command's output.

    Args:
        tree: the parsed output.
        path: dotted keys.
        shown: the command, for errors.
    Returns:
        int, bool, str, a tuple of them, or a mapping.
    Raises:
        ContractError: there is no such key, or its value is no fact.
    """
    current = tree
    for key in path.split("."):
        if not isinstance(current, Mapping) or key not in current:
            known = sorted(current) if isinstance(current, Mapping) else []
            near = did_you_mean(key, known)
            found = f"keys {', '.join(known[:6])}" if known else describe(current)
            hint = f"did you mean {near}?" if near else ""
            headline = f"output has no {path}"
            raise ContractError(refusal(shown, headline, f"key {key}", found, hint))
        current = current[key]
    return _fact(current, path, shown)


def _fact(value: object, path: str, shown: str) -> Fact:
    match value:
        case bool():
            return value
        case int() if INT_MIN <= value <= INT_MAX:
            return value
        case str() if value.isprintable():
            return value
        case list() if all(isinstance(item, bool | int | str) for item in value):
            return tuple(item for item in value if _fact(item, path, shown) is not None)
        case dict():
            return {str(k): _fact(v, f"{path}.{k}", shown) for k, v in value.items()}
        case _:
            expected = "int of 64 bits, bool, printable str, or a list or table of them"
            raise ContractError(refusal(shown, f"{path} is no fact", expected, describe(value)))


def _collect(process: subprocess.Popen[bytes], timeout_s: float) -> tuple[bytes, str]:
    """Return the output and "", or what went wrong."""
    deadline = time.monotonic() + timeout_s
    output = bytearray()
    stdout = process.stdout
    if stdout is None:
        return b"", "no output"
    with selectors.DefaultSelector() as selector:
        selector.register(stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                return b"", f"still running after {timeout_s:g} s"
            chunk = os.read(stdout.fileno(), 1 << 16)
            if not chunk:
                break
            output += chunk
            if len(output) > MAX_OUTPUT:
                return b"", "more output"
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return b"", f"still running after {timeout_s:g} s"
    return bytes(output), ""


def _kill(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        # it ended between the look and the kill
        return
