"""Crashes that are kept for ever: `SIGNATURE/{input.bin, case.json}` in one folder.

Comes in: a report and its file. Goes out: a folder for each, whole or not at all, also when several
processes save the same at once or one is killed while it does. Nothing in it names this machine.
A folder is made beside and takes the place of the old one under a lock that the system gives back
when its holder dies; what a killed process left half way is put back by the next one.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator

from validator.crashes import CrashReport
from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.fuzz.case_json import MAX_CASE, CaseError, case_from, case_text

INPUT, CASE = "input.bin", "case.json"
DEFAULT_FOLDER = "corpus/regressions"
_LONGEST = 64
_BESIDE = re.compile(r"\.(?P<name>.+)\.(?P<what>new|old)\.[0-9a-f]{16}")
_MAX_INPUT = 1 << 30


@dataclass(frozen=True, slots=True)
class Kept:
    """A crash as it is kept.

    Attributes:
        folder: where it is.
        report: what `case.json` says.
        data: the file.
    """

    folder: str
    report: CrashReport
    data: bytes


def case_id(outcome: str, signature: str, *about: str) -> str:
    """Return the name of a crash: words of its signature, and 8 hex digits.

    Args:
        outcome, signature: of the crash.
        about: what tells it from crashes of the same words elsewhere: consumer and schema.
    """
    text = re.sub(r"[^A-Za-z0-9_.]+", "-", signature or outcome)[:_LONGEST].strip("-._").lower()
    digest = hashlib.sha256("\0".join((outcome, signature, *about)).encode("utf-8", "replace"))
    return f"{text or 'crash'}-{digest.hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Regressions:
    """A folder of crashes.

    Attributes:
        folder: made when the first crash is saved.
    """

    folder: str = DEFAULT_FOLDER

    def path(self, name: str) -> str:
        """Return the folder of a crash.

        Args:
            name: its id.
        """
        return os.path.join(self.folder, name)

    def save(self, report: CrashReport, data: bytes) -> str:
        """Keep a crash; one of the same name is replaced.

        Args:
            report: says what `data` is.
            data: the file.
        Returns:
            its folder.
        Raises:
            UsageError: it cannot be written.
        """
        path = self.path(report.id)
        text = case_text(report).encode("utf-8")
        try:
            os.makedirs(self.folder, exist_ok=True)
            with self._locked(fcntl.LOCK_EX):
                self._recover()
                beside = os.path.join(self.folder, f".{report.id}.new.{os.urandom(8).hex()}")
                try:
                    os.mkdir(beside)
                    _write(os.path.join(beside, INPUT), data)
                    _write(os.path.join(beside, CASE), text)
                    _flush(beside)
                    self._swap(beside, report.id)
                finally:
                    shutil.rmtree(beside, ignore_errors=True)
        except OSError as error:
            raise _failed(path, "written", error) from error
        return path

    def load(self, name: str) -> Kept:
        """Return a crash.

        Args:
            name: its id.
        Raises:
            CaseError: it is not there, or damaged.
        """
        with self._locked(fcntl.LOCK_SH):
            return load_case(self.path(name))

    def names(self) -> tuple[str, ...]:
        """Return the ids of all crashes, damaged ones too, sorted.

        Raises:
            UsageError: the folder is there and cannot be read.
        """
        try:
            with self._locked(fcntl.LOCK_EX):
                self._recover()
                found = sorted(os.listdir(self.folder))
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise _failed(self.folder, "read", error) from error
        return tuple(name for name in found if is_case(self.path(name)))

    @contextlib.contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        """Hold the lock of the folder; where there is none to be had, go on without."""
        try:
            handle = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            yield
            return
        try:
            with contextlib.suppress(OSError):  # some network file systems have no locks
                fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)

    def _swap(self, beside: str, name: str) -> None:
        """Put a folder in the place of the one that is there."""
        path = self.path(name)
        old = os.path.join(self.folder, f".{name}.old.{os.urandom(8).hex()}")
        if os.path.lexists(path):
            os.rename(path, old)
        os.rename(beside, path)
        _flush(self.folder)
        if os.path.isdir(old) and not os.path.islink(old):
            shutil.rmtree(old, ignore_errors=True)
        elif os.path.lexists(old):
            os.unlink(old)

    def _recover(self) -> None:
        """Put back, or remove, what a killed process left; the lock is held."""
        for entry in os.listdir(self.folder):
            found = _BESIDE.fullmatch(entry)
            if found is None:
                continue
            path = os.path.join(self.folder, entry)
            try:
                if found["what"] == "old" and not os.path.lexists(self.path(found["name"])):
                    os.rename(path, self.path(found["name"]))
                else:
                    shutil.rmtree(path, ignore_errors=True)
            except OSError:
                continue  # a folder that may only be read: nothing is lost


def is_case(folder: str) -> bool:
    """Whether a folder is one of a kept crash, damaged or not.

    Args:
        folder: any path.
    """
    is_hidden = os.path.basename(folder).startswith(".")
    return not is_hidden and any(
        os.path.lexists(os.path.join(folder, one)) for one in (INPUT, CASE)
    )


def load_case(folder: str) -> Kept:
    """Return the crash that a folder keeps.

    Args:
        folder: of one crash; its name may be another one than the crash's.
    Raises:
        CaseError: it is not there, or damaged.
    """
    text = _read(os.path.join(folder, CASE), MAX_CASE)
    data = _read(os.path.join(folder, INPUT), _MAX_INPUT)
    try:
        report = case_from(text)
    except CaseError as error:
        raise CaseError(f"{CASE}: {error}") from None
    if hashlib.sha256(data).hexdigest() != report.kept.sha256:
        raise CaseError(f"{INPUT}: it is not the file that {CASE} is about: sha256 differs")
    return Kept(folder, report, data)


def _read(path: str, limit: int) -> bytes:
    name = os.path.basename(path)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a FIFO must not keep us waiting
        with os.fdopen(handle, "rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise CaseError(f"{name}: cannot be read: {_reason(error)}") from None
    if data is None or len(data) > limit:
        raise CaseError(f"{name}: it is larger than {limit} bytes, or no regular file")
    return data


def _write(path: str, data: bytes) -> None:
    with open(path, "xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: str) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with contextlib.suppress(OSError):  # not every file system knows it for folders
            os.fsync(handle)
    finally:
        os.close(handle)


def _failed(path: str, what: str, error: OSError) -> UsageError:
    return UsageError(f"{path}: cannot be {what}: {_reason(error)}")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
