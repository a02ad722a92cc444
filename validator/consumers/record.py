"""A consumer as plain values, so that it can be run again elsewhere; and a consumer from them.

Comes in: a consumer, and the folder of its project. Goes out: what its kind, program, limits and
environment are, without a path of this machine: what lies in the project is named from there on,
what lies elsewhere by its last part only, and has to be said again. What was recorded may come from
anybody, so it is checked like any other input, and run only when the user asks for that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from validator.consumers import kernel, ready
from validator.consumers.command import CommandConsumer
from validator.consumers.library import LibraryConsumer
from validator.consumers.names import READY_NAMES
from validator.consumers.protocol import Consumer
from validator.consumers.python import PythonConsumer
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError

PROJECT, ELSEWHERE = "{project}", "{elsewhere}"
_SYSTEM = ("/usr/", "/bin/", "/sbin/", "/lib/", "/lib64/", "/etc/", "/dev/", "/proc/", "/sys/")
_PATH = re.compile(r"(?<![\w.{}/])/(?:[^\s:;,=\"'()/]+/)*[^\s:;,=\"'()/]*")
_LIMITS = ("timeout_s", "memory_bytes", "address_space", "cpu_s", "file_bytes")
_BOUNDS = {"timeout_s": 86_400, "memory_bytes": 1 << 46, "cpu_s": 86_400, "file_bytes": 1 << 46}

Record = dict[str, Any]
Kind = TypeVar("Kind")


def consumer_record(consumer: Consumer, project: str = ".", *, use: str = "") -> Record:
    """Return a consumer as plain values.

    Args:
        consumer: of any kind.
        project: folder that paths are told from.
        use: name of the ready-made consumer that it is; "" finds out by its name.
    """
    head: Record = {"name": consumer.name, "limits_text": consumer.limits_text}
    word = use or (consumer.name if consumer.name in READY_NAMES else "")
    limits = getattr(consumer, "limits", None)
    if isinstance(limits, Limits):
        head |= {"limits": {key: getattr(limits, key) for key in _LIMITS}}
    if word:
        return head | {"kind": "ready", "use": word}
    root = os.path.abspath(project)
    match consumer:
        case CommandConsumer():
            body = _command(consumer)
        case LibraryConsumer():
            body = {"kind": "library", "library": consumer.path, "entry": consumer.entry}
        case PythonConsumer():
            body = _python(consumer, root)
        case kernel.KernelConsumer():
            body = {"kind": "kernel", "interface": consumer.interface, "kernel": consumer.kernel}
        case _:
            return head | {"kind": "other"}
    env = dict(getattr(consumer, "env", {}))
    cwd = os.path.abspath(getattr(consumer, "cwd", root))
    body |= {"env": env, "cwd": cwd} if body["kind"] != "kernel" else {}
    return head | {key: _portable(value, root) for key, value in body.items()}


def portable_path(path: str, project: str) -> str:
    """Return a path as it can be told elsewhere.

    Args:
        path: of a file or folder.
        project: folder that paths are told from.
    Returns:
        `{project}/...` for what lies there, `{elsewhere}/NAME` for what does not; what the system
        has everywhere, and what is no path, stays as it is.
    """
    full, root = os.path.abspath(path), os.path.abspath(project)
    if full == root or full.startswith(root.rstrip("/") + "/"):
        return PROJECT + full[len(root.rstrip("/")) :]
    if full.startswith(_SYSTEM) and not full.startswith("/usr/local/"):
        return full
    return f"{ELSEWHERE}/{os.path.basename(full)}"


def portable_text(text: str, project: str) -> str:
    """Return a text in which no path of this machine is left.

    Args:
        text: anything, such as a line that a program wrote.
        project: folder that paths are told from.
    """
    root = os.path.abspath(project)

    def short(found: re.Match[str]) -> str:
        path = found[0]
        if path == "/" or path.startswith(_SYSTEM) and not path.startswith("/usr/local/"):
            return path
        if path == root or path.startswith(root + "/"):
            return PROJECT + path[len(root) :]
        return f"{ELSEWHERE}/{path.rstrip('/').rpartition('/')[2]}"

    return _PATH.sub(short, text)


def consumer_from(record: Mapping[str, Any], project: str, build_folder: str) -> Consumer:
    """Make the consumer that was recorded.

    Args:
        record: as `consumer_record` made it; may be anything.
        project: folder that its paths are told from.
        build_folder: where small C parts are built, once, and kept.
    Raises:
        ConsumerError: it says too little, something that cannot be, or what is not here.
    """
    name, kind = _get(record, "name", str), _get(record, "kind", str)
    limits = _limits(record.get("limits"))
    if kind == "ready":
        return ready.make_ready(_known(_get(record, "use", str)), limits, build_folder, called=name)
    row = {key: _placed(value, os.path.abspath(project), name) for key, value in record.items()}
    if kind == "kernel":
        return kernel.KernelConsumer(
            name,
            _get(row, "interface", str),
            _get(row, "kernel", str),
            limits or Limits(),
            build_folder=build_folder,
        )
    common: Record = {"limits": limits or Limits(), "env": _env(row), "cwd": _get(row, "cwd", str)}
    match kind:
        case "command":
            return CommandConsumer(name, **_command_settings(row), **common)
        case "library":
            entry = _get(row, "entry", str)
            library = _get(row, "library", str)
            return LibraryConsumer(name, library, entry, build_folder=build_folder, **common)
        case "python":
            return PythonConsumer(name, **_python_settings(row), **common)
    raise ConsumerError(f"consumer {name}: of kind {kind}, which no record can make")


def is_of_project(record: Mapping[str, Any], project: str) -> bool:
    """Whether what a record runs lies in the project, and so is run without being asked for.

    Args:
        record: may be anything.
        project: folder of the project.
    """
    match record:
        case {"kind": "command", "command": [str(program), *_]}:
            paths = [program]
        case {"kind": "library", "library": str(library)}:
            paths = [library]
        case {"kind": "python", "target": str(target), "python": "", "paths": [*folders]}:
            module = target.partition(":")[0].partition(".")[0]
            inside = [str(folder) for folder in (*folders, record.get("cwd", ""))]
            paths = [f"{folder}/{module}" for folder in inside]
            paths += [f"{path}.py" for path in paths]
        case _:
            return False
    root = os.path.realpath(project)
    for path in paths:
        if "\0" in path or not path.startswith(PROJECT + "/"):
            continue
        full = os.path.realpath(path.replace(PROJECT, root, 1))
        if full.startswith(root + "/") and os.path.exists(full):
            return not record.get("env")
    return False


def _command(consumer: CommandConsumer) -> Record:
    return {
        "kind": "command",
        "command": list(consumer.argv),
        "reads_stdin": consumer.reads_stdin,
        "accept": list(consumer.accept_codes),
        "reject": None if consumer.reject_codes is None else list(consumer.reject_codes),
        "accept_output": consumer.accept_output,
        "reject_output": consumer.reject_output,
    }


def _python(consumer: PythonConsumer, root: str) -> Record:
    cwd = os.path.join(root, consumer.cwd)
    return {
        "kind": "python",
        "target": consumer.target,
        "python": consumer.python,
        "paths": [os.path.abspath(os.path.join(cwd, each)) for each in consumer.paths],
        "gives": consumer.gives,
        "rejects": None if consumer.rejects is None else list(consumer.rejects),
    }


def _portable(value: Any, root: str) -> Any:
    match value:
        case str() if os.path.isabs(value) and ":" not in value:
            return portable_path(value, root)
        case str():
            return portable_text(value, root)
        case list():
            return [_portable(one, root) for one in value]
        case dict():
            return {key: _portable(one, root) for key, one in value.items()}
    return value


def _placed(value: Any, root: str, name: str) -> Any:
    match value:
        case str() if ELSEWHERE in value:
            raise ConsumerError(
                f"consumer {name}: case.json does not say where {value} is on this machine"
            )
        case str():
            return value.replace(PROJECT, root)
        case list():
            return [_placed(one, root, name) for one in value]
        case dict():
            return {key: _placed(one, root, name) for key, one in value.items()}
    return value


def _get(row: Mapping[str, Any], key: str, kind: type[Kind]) -> Kind:
    value = row.get(key)
    if not isinstance(value, kind) or "\0" in str(value):
        raise ConsumerError(f"case.json: consumer.{key}: expected {kind.__name__}")
    return value


def _known(word: str) -> str:
    if word not in READY_NAMES:
        raise ConsumerError(f"case.json: consumer.use: no ready-made consumer is called {word}")
    return word


def _limits(value: Any) -> Limits | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not set(value) <= set(_LIMITS):
        raise ConsumerError("case.json: consumer.limits: expected limits")
    own = asdict(Limits())
    for key, given in value.items():
        is_flag = key == "address_space"
        if is_flag and isinstance(given, bool) or given is None and own[key] is None:
            continue
        is_number = isinstance(given, int | float) and not isinstance(given, bool)
        if is_flag or not is_number or not 0 < given <= _BOUNDS[key]:
            raise ConsumerError(f"case.json: consumer.limits.{key}: out of range")
        if key != "timeout_s" and not isinstance(given, int):
            raise ConsumerError(f"case.json: consumer.limits.{key}: expected a whole number")
    return Limits(**value)


def _env(row: Record) -> dict[str, str]:
    env: dict[str, Any] = _get(row, "env", dict)
    for key, value in env.items():
        if not isinstance(value, str) or "\0" in key + value or "=" in key or not key:
            raise ConsumerError("case.json: consumer.env: expected names and texts")
    return env


def _command_settings(row: Record) -> Record:
    return {
        "argv": _all(row, "command", str, 1),
        "reads_stdin": _get(row, "reads_stdin", bool),
        "accept_codes": _all(row, "accept", int),
        "reject_codes": None if row.get("reject") is None else _all(row, "reject", int),
        "accept_output": _get(row, "accept_output", str),
        "reject_output": _get(row, "reject_output", str),
    }


def _python_settings(row: Record) -> Record:
    return {
        "target": _get(row, "target", str),
        "python": _get(row, "python", str),
        "paths": _all(row, "paths", str),
        "gives": _get(row, "gives", str),
        "rejects": None if row.get("rejects") is None else _all(row, "rejects", str),
    }


def _all(row: Record, key: str, kind: type[Kind], least: int = 0) -> tuple[Kind, ...]:
    items: list[Any] = _get(row, key, list)
    if len(items) < least or not all(isinstance(one, kind) for one in items):
        raise ConsumerError(f"case.json: consumer.{key}: expected a list of {kind.__name__}")
    if kind is str and any("\0" in one for one in items):
        raise ConsumerError(f"case.json: consumer.{key}: a text with a zero byte")
    return tuple(items)


Restore = Callable[[Mapping[str, Any]], Consumer]
"""Makes the consumer of a kept crash; raises `ConsumerError` when it cannot."""
