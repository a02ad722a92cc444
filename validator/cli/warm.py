"""The quick answer of `contentgate check` for files that are fine: the pre-commit hook's path.

Comes in: arguments. Goes out: an exit status, or None: then the whole tool is asked. It
imports nothing that a bare interpreter has not loaded already, except the run-time of
generated readers. It answers only what `remember` has written down after a full run, while
everything that run read (schema, imports, contracts, configuration) is unchanged, and only
for files that are accepted; whatever has to be said, the whole tool says.

An entry holds code. So the folder and the entry must belong to this user alone, and the
entry carries a digest of itself; anything else counts as no entry.
"""

import marshal
import os
import sys

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MAGIC = b"contentgate cache 1\n"
SUFFIX = ".check"
MAX_ENTRY = 1 << 26
_VALUE_OPTIONS = {
    "-s": "schema", "--schema": "schema", "-c": "contract", "--contract": "contract",
    "--import-path": "import", "--config": "config",
}  # fmt: skip
_SINGLE = ("schema", "config")
_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_ENTRY = {"tool", "sources", "folders", "tasks", "routes", "default"}
_TASK = {"name", "code", "budget", "file_size", "contracts", "closing"}
_BUDGET = {"max_nodes", "max_depth", "max_unpacked", "allow_gaps"}


def sha256(data: bytes) -> bytes:
    """Return the SHA-256 of bytes without importing `hashlib` and OpenSSL."""
    try:
        from _sha2 import sha256 as function  # noqa: PLC0415 - CPython 3.12 and later
    except ImportError:
        try:
            from _sha256 import sha256 as function  # noqa: PLC0415 - CPython 3.11
        except ImportError:
            from hashlib import sha256 as function  # noqa: PLC0415 - other interpreters
    return bytes(function(data).digest())


# -- the command line ------------------------------------------------------------------------


def split_arguments(arguments: "list[str]") -> "tuple[str, bool, list[str]] | None":
    """Sort the arguments of `check` into options and files.

    Args:
        arguments: behind the verb.
    Returns:
        (key of the options, quiet, files), or None when there is any other option.
    """
    given: list[tuple[str, str]] = []
    files: list[str] = []
    quiet = False
    position = 0
    while position < len(arguments):
        word = arguments[position]
        position += 1
        if word in ("-q", "--quiet"):
            quiet = True
            continue
        if not word.startswith("-"):
            files.append(word)
            continue
        name, equals, value = word.partition("=")
        kind = _VALUE_OPTIONS.get(name)
        if kind is None or (equals and not name.startswith("--")):
            return None
        if not equals:
            if position == len(arguments):
                return None
            value = arguments[position]
            position += 1
        given.append((kind, value))
    kinds = [kind for kind, _ in given]
    if not files or len(set(files)) != len(files) or any(kinds.count(k) > 1 for k in _SINGLE):
        return None
    return options_key(given), quiet, files


def options_key(given: "list[tuple[str, str]]") -> str:
    """Return one text for options that mean the same, in this working directory.

    Args:
        given: (kind, value) in the order of the command line.
    """
    ordered = sorted(given, key=lambda pair: pair[0])  # stable: equal kinds keep their order
    return "\0".join([os.getcwd(), *(part for pair in ordered for part in pair)])


# -- entries ---------------------------------------------------------------------------------


def cache_folder() -> str:
    """Return the folder of the entries; "" when caching is switched off or has no place."""
    named = os.environ.get("CONTENTGATE_CACHE")
    if named is not None:
        return named if os.path.isabs(named) else ""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = os.environ.get("HOME", "")
        if not os.path.isabs(home):
            return ""
        base = os.path.join(home, ".cache")
    return os.path.join(base, "contentgate")


def entry_path(folder: str, key: str, suffix: str = SUFFIX) -> str:
    """Return the file of an entry."""
    return os.path.join(folder, sha256(os.fsencode(key)).hex()[:32] + suffix)


def versions() -> bytes:
    """Return what an entry depends on besides files: tool, interpreter, code format."""
    from validator import __version__  # noqa: PLC0415 - only when an entry is looked at

    return f"{__version__} {sys.implementation.cache_tag} {sys.hexversion:x}\n".encode()


def is_private(status: os.stat_result) -> bool:
    """Whether a file or folder belongs to this user and nobody else can write it."""
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def load_entry(path: str) -> "dict[str, Any] | None":
    """Return an entry that can be trusted and is still true, or None."""
    entry = read_entry(path, MAGIC)
    try:
        return entry if _is_shaped(entry) and is_current(entry) else None
    except (ValueError, TypeError, KeyError):  # ours by its digest, of another shape
        return None


def read_entry(path: str, magic: bytes) -> "Any":
    """Return what an entry that can be trusted holds, or None.

    Args:
        path: of the entry.
        magic: how entries of its kind begin.
    """
    try:
        if not is_private(os.stat(os.path.dirname(path))):
            return None
        handle = os.open(path, _OPEN | os.O_NOFOLLOW)
        try:
            status = os.fstat(handle)
            if not is_private(status):
                return None
            raw = os.read(handle, MAX_ENTRY) if _is_plain(status) else b""
        finally:
            os.close(handle)
    except OSError:
        return None
    head = magic + versions()
    body = raw[len(head) + 32 :]
    if not raw.startswith(head) or raw[len(head) : len(head) + 32] != sha256(body):
        return None
    try:
        return marshal.loads(body)
    except (EOFError, ValueError, TypeError):  # ours by its digest, of another shape
        return None


def _is_shaped(entry: "Any") -> bool:
    """Whether an entry holds what this version of `remember` writes."""
    if not isinstance(entry, dict) or set(entry) != _ENTRY:
        return False
    tasks = entry["tasks"]
    numbers = {*entry["routes"].values(), entry["default"]} if _is_dict(entry["routes"]) else {-1}
    return (
        isinstance(tasks, list)
        and all(_is_dict(task) and set(task) == _TASK for task in tasks)
        and all(isinstance(task["code"], type(_is_dict.__code__)) for task in tasks)
        and all(isinstance(task["closing"], str) for task in tasks)
        and all(isinstance(task["file_size"], int) for task in tasks)
        and all(_is_dict(task["budget"]) and set(task["budget"]) == _BUDGET for task in tasks)
        and all(isinstance(task["contracts"], list) for task in tasks)
        and all(isinstance(pair, tuple) for task in tasks for pair in task["contracts"])
        and all(n is None or (isinstance(n, int) and 0 <= n < len(tasks)) for n in numbers)
    )


def _is_dict(value: object) -> bool:
    return isinstance(value, dict)


def is_current(entry: "dict[str, Any]") -> bool:
    """Whether everything that an entry was made from is as it was.

    Args:
        entry: with `tool`, `sources` and `folders`, as `remember` writes them.
    """
    try:
        for path, size, changed in entry["tool"]:
            status = os.stat(path)
            if (status.st_size, status.st_mtime_ns) != (size, changed):
                return False
        for path, digest in entry["sources"]:
            if not _is_same(path, digest):
                return False
        return all(sorted(os.listdir(folder)) == names for folder, names in entry["folders"])
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _is_same(path: str, digest: "bytes | bool") -> bool:
    """Whether a file has this content, or merely exists (True) or does not (False)."""
    if isinstance(digest, bool):
        return os.path.lexists(path) is digest
    handle = os.open(path, _OPEN)
    try:
        status = os.fstat(handle)
        return _is_plain(status) and sha256(os.read(handle, status.st_size + 1)) == digest
    finally:
        os.close(handle)


def _is_plain(status: os.stat_result) -> bool:
    """Whether it is a regular file: neither a folder nor a pipe that would block."""
    return status.st_mode & 0o170000 == 0o100000


# -- the answer ------------------------------------------------------------------------------


def answer(arguments: "list[str]") -> "int | None":
    """Answer `contentgate check ARGUMENTS` when every file is accepted.

    Args:
        arguments: behind the verb.
    Returns:
        0 after printing the verdict, or None: ask the whole tool.
    """
    folder = cache_folder()
    if not folder or sys.stdout is None or _is_colored():
        return None
    try:
        split = split_arguments(arguments)
    except OSError:  # the working directory is gone
        return None
    if split is None:
        return None
    key, quiet, files = split
    entry = load_entry(entry_path(folder, key))
    if entry is None:
        return None
    routes = entry["routes"]
    tasks = {routes.get(file, entry["default"]) for file in files}
    if len(tasks) != 1 or None in tasks:
        return None
    task = entry["tasks"][tasks.pop()]
    accepts = _reader(task)
    for file in files:
        data = _read(file, task["file_size"])
        if data is None or not accepts(data):
            return None
    if not quiet:
        count = "1 file" if len(files) == 1 else f"{len(files)} files"
        return _say(f"ACCEPTED: no findings in {count}\n{task['closing']}")
    return 0


def _say(text: str) -> "int | None":
    """Write the verdict; return 0, or None when the whole tool has to tell that it cannot."""
    try:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:
        return None
    return 0


def _is_colored() -> bool:
    return sys.stdout.isatty() or os.environ.get("FORCE_COLOR", "0") not in ("", "0")


def _reader(task: "dict[str, Any]") -> "Callable[[bytes], bool]":
    """Return the checking reader of a task."""
    from validator.runtime.collector import WithoutCollector  # noqa: PLC0415 - after the cheap tests
    from validator.runtime.probe import Probe  # noqa: PLC0415 - after the cheap tests
    from validator.runtime.refusing import REFUSING  # noqa: PLC0415 - after the cheap tests

    names: dict[str, Any] = {"__name__": "contentgate_generated"}
    exec(task["code"], names)
    run, budget, contracts = names["run"], task["budget"], task["contracts"]

    def accepts(data: bytes) -> bool:
        try:
            with WithoutCollector():
                run(Probe(data, contracts, **budget), data)
        except REFUSING:
            return False
        return True

    return accepts


def _read(path: str, limit: int) -> "bytes | None":
    """Return the content of a plain file, or None when there is anything to say about it."""
    try:
        handle = os.open(path, _OPEN)
    except (OSError, ValueError):
        return None
    try:
        before = os.fstat(handle)
        if not _is_plain(before) or before.st_size > limit:
            return None
        data = os.read(handle, before.st_size + 1)
        after = os.fstat(handle)
    except OSError:
        return None
    finally:
        os.close(handle)
    is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return data if is_same and len(data) == after.st_size else None
