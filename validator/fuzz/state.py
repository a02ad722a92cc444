"""The folder of a campaign: its corpus, its counts, and what disagrees, each file whole or not at
all.

Comes in: entries and counts as they come. Goes out: what is needed to go on. Crashes are not kept
here but with the regressions. Some room is held in reserve, so that a full disk is met with enough
of it left to keep the last crash.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from validator.dataclass import dataclass
from validator.errors import UsageError

CORPUS, DISAGREEMENTS, STATE, RESERVE = "corpus", "disagreements", "state.json", "reserve"
BEFORE, UNSAVED = "corpus-before", "unsaved"
FORMAT = {"format": "contentgate-fuzz-state", "version": 1}
_RESERVED = 1 << 20
_MAX_STATE = 1 << 26


class DiskFull(UsageError):
    """Nothing more can be written."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a campaign.

    Attributes:
        path: of the folder; it need not exist yet.
    """

    path: str

    def holds_campaign(self) -> bool:
        """Whether a campaign was kept here."""
        return os.path.isfile(os.path.join(self.path, STATE))

    def begin(self) -> bool:
        """Make the folder ready for a new campaign; the corpus of one before is put aside.

        Returns:
            whether there was one before.
        Raises:
            UsageError: it cannot be made ready.
        """
        was_used = self.holds_campaign()
        try:
            os.makedirs(self.path, exist_ok=True)
            if was_used:
                shutil.rmtree(self._at(BEFORE), ignore_errors=True)
                with suppress(FileNotFoundError):
                    os.rename(self._at(CORPUS), self._at(BEFORE))
                shutil.rmtree(self._at(DISAGREEMENTS), ignore_errors=True)
                os.unlink(self._at(STATE))
            os.makedirs(self._at(CORPUS), exist_ok=True)
        except OSError as error:
            raise _failed(self.path, error) from error
        self._reserve()
        return was_used

    def resume(self) -> dict[str, Any]:
        """Return the counts of the campaign that is kept here.

        Raises:
            UsageError: there is none, or it cannot be read.
        """
        path = self._at(STATE)
        try:
            with open(path, "rb") as file:
                state = json.loads(file.read(_MAX_STATE))
            os.makedirs(self._at(CORPUS), exist_ok=True)
        except FileNotFoundError:
            raise UsageError(
                f"--continue: {self.path} holds no campaign\n"
                "  hint      without --continue a new one begins"
            ) from None
        except (OSError, ValueError, RecursionError) as error:
            raise UsageError(f"{path}: cannot be read: {error}") from error
        if not isinstance(state, dict) or any(state.get(k) != v for k, v in FORMAT.items()):
            raise UsageError(f"{path}: not the state of a campaign of this version")
        self._reserve()
        return state

    def entries(self, limit: int) -> list[tuple[str, bytes]]:
        """Return name and bytes of all that the corpus holds, in the order of their names.

        Args:
            limit: bytes of the largest file that is read.
        """
        found = []
        with suppress(OSError):
            for name in sorted(os.listdir(self._at(CORPUS))):
                path = os.path.join(self._at(CORPUS), name)
                if name.endswith(".bin") and os.path.isfile(path):
                    with open(path, "rb") as file:
                        data = file.read(limit + 1)
                    if len(data) <= limit:
                        found.append((name, data))
        return found

    def keep_entry(self, number: int, data: bytes) -> None:
        """Write an entry of the corpus.

        Args:
            number: of the execution that found it.
            data: the file.
        Raises:
            DiskFull: there is no room.
            UsageError: it cannot be written.
        """
        self.write(f"{CORPUS}/{number:09d}-{digest_of(data)}.bin", data)

    def keep_state(self, value: Mapping[str, Any]) -> None:
        """Write the counts of a campaign.

        Args:
            value: plain values of JSON.
        Raises:
            DiskFull: there is no room.
            UsageError: it cannot be written.
        """
        self.write(STATE, (json.dumps({**FORMAT, **value}, indent=1) + "\n").encode())

    def write(self, name: str, data: bytes) -> str:
        """Write a file of the campaign, whole or not at all; returns its path.

        Args:
            name: relative to the folder, of this module's making.
            data: its bytes.
        Raises:
            DiskFull: there is no room.
            UsageError: it cannot be written.
        """
        path = self._at(name)
        beside = f"{path}.tmp"
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(beside, "wb") as file:
                file.write(data)
            os.replace(beside, path)
        except OSError as error:
            with suppress(OSError):
                os.unlink(beside)
            raise _failed(path, error) from error
        return path

    def replace_corpus(self, entries: list[tuple[int, bytes]]) -> None:
        """Leave only some entries in the corpus.

        Args:
            entries: number and bytes of each.
        Raises:
            UsageError: it cannot be changed.
        """
        kept = {f"{number:09d}-{digest_of(data)}.bin": data for number, data in entries}
        for name, data in kept.items():
            if not os.path.exists(os.path.join(self._at(CORPUS), name)):
                self.write(f"{CORPUS}/{name}", data)
        try:
            for name in os.listdir(self._at(CORPUS)):
                if name not in kept and name.endswith((".bin", ".tmp")):
                    os.unlink(os.path.join(self._at(CORPUS), name))
        except OSError as error:
            raise _failed(self._at(CORPUS), error) from error

    def give_room(self) -> bool:
        """Give the reserve up, for the last crash; False when it is gone already."""
        try:
            os.unlink(self._at(RESERVE))
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Give the reserve up: nothing is found any more."""
        self.give_room()

    def _reserve(self) -> None:
        """Hold some room; without it a campaign goes on all the same."""
        with suppress(OSError), open(self._at(RESERVE), "wb") as file:
            os.posix_fallocate(file.fileno(), 0, _RESERVED)

    def _at(self, name: str) -> str:
        return os.path.join(self.path, name)


def digest_of(data: bytes) -> str:
    """Return what names a file of the corpus.

    Args:
        data: the file.
    """
    return hashlib.sha256(data).hexdigest()[:12]


def is_full(error: OSError) -> bool:
    """Whether there is no room on the disk, or for this user.

    Args:
        error: of a write.
    """
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _failed(path: str, error: OSError) -> UsageError:
    reason = (error.strerror or str(error)).lower()
    if is_full(error):
        return DiskFull(f"{path}: cannot be written: {reason}")
    return UsageError(f"{path}: cannot be written: {reason}")
