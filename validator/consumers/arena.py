"""Memory that contentgate shares with a child: inputs go in, what became of each comes out.

Comes in: inputs. Goes out: for each that was read a `Record`, with coverage where it is wanted. It
refuses to know how the child is asked, and takes nothing that a target may have written over
there for an answer: every record carries the token of its request.

The layout is that of `struct arena` in `library_driver.c`: a head, records, then at 16384 the
inputs (length, bytes, up to the next multiple of 4), coverage, and one byte for each counter with
the classes of counts that were seen. Numbers are little-endian on every machine that this runs on.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Sequence

from validator.dataclass import dataclass
from validator.errors import ConsumerError

MOST_INPUTS = 256
"""Inputs of one request."""
MAPS_SIZE = 1 << 22
MOST_MAPS = 1 << 26
_INPUTS_SIZE = 1 << 20
_SEEN_SIZE = 1 << 20
_INPUTS_AT = 16384
_RECORDS_AT = 4096
_HEAD = struct.Struct("<8sIIQIIIIQQQ")
_RECORD = struct.Struct("<8sIIIIII")
_AT = struct.Struct("<I4xQ")
_NUMBER = struct.Struct("<I")
_COUNT_AT = 28
_LOOKED_AT = 12
_AT_AT = 8
_COVERED_AT = 24
_NO_MAP = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one input that the target has read to its end.

    Attributes:
        is_rejected: the target did not accept it.
        wall_s, cpu_s: seconds.
        max_rss: bytes.
        coverage: one byte a counter; None where it is not wanted, or there is none.
    """

    is_rejected: bool
    wall_s: float
    cpu_s: float
    max_rss: int
    coverage: bytes | None


class Arena:
    """Shared memory for one sandbox.

    Args:
        largest: bytes of the largest input that it must be able to hold.
        maps_size: bytes for coverage.
        is_novel_only: coverage is given only where it shows something for the first time.
    Raises:
        ConsumerError: there is no such memory.
    """

    def __init__(self, largest: int, maps_size: int = MAPS_SIZE, *, is_novel_only: bool) -> None:
        self._capacity = _INPUTS_SIZE
        while self._capacity < largest + 8:
            self._capacity *= 2
        self._maps_size = maps_size
        self.size = _INPUTS_AT + self._capacity + maps_size + _SEEN_SIZE
        self._looked = 0
        self._seen = b""
        try:
            self.descriptor = os.memfd_create("contentgate")
            os.ftruncate(self.descriptor, self.size)
            self._memory = mmap.mmap(self.descriptor, self.size)
        except OSError as error:
            raise ConsumerError(f"there is no memory to share: {error}") from error
        sizes = (self._capacity, maps_size, _SEEN_SIZE)
        head = _HEAD.pack(bytes(8), 0, 0, 0, 0, 0, int(is_novel_only), 0, *sizes)
        self._memory[: len(head)] = head

    @property
    def seen(self) -> bytes:
        """What coverage has shown so far: a byte a counter; also after `close`."""
        return self._seen or self._memory[-_SEEN_SIZE:]

    @seen.setter
    def seen(self, seen: bytes) -> None:
        self._memory[-_SEEN_SIZE:] = seen

    def close(self) -> None:
        """Give it back; does nothing the second time."""
        if self.descriptor >= 0:
            self._seen = self.seen
            self._memory.close()
            os.close(self.descriptor)
            self.descriptor = -1

    def holds(self, data: bytes) -> bool:
        """Whether there is room for an input."""
        return len(data) + 8 <= self._capacity

    def put(self, inputs: Sequence[bytes]) -> int:
        """Write inputs, as many as there is room for.

        Args:
            inputs: at least one, and that one fits.
        Returns:
            how many were written, from the first one on.
        """
        parts: list[bytes] = []
        room = self._capacity
        count = 0
        for data in inputs[:MOST_INPUTS]:
            room -= 4 + (len(data) + 3 & ~3)
            if room < 0:
                break
            parts += (_NUMBER.pack(len(data)), data, bytes(-len(data) & 3))
            count += 1
        whole = b"".join(parts)
        self._memory[_INPUTS_AT : _INPUTS_AT + len(whole)] = whole
        _AT.pack_into(self._memory, _AT_AT, 0, 0)
        _NUMBER.pack_into(self._memory, _COUNT_AT, count)
        return count

    def look(self) -> None:
        """Say that output is about to be taken: the input that is read now is the last one."""
        self._looked = self._looked + 1 & 0xFFFFFFFF
        _NUMBER.pack_into(self._memory, _LOOKED_AT, self._looked)

    def progress(self) -> tuple[int, float]:
        """Return the number of the input that is read, and when that began (monotonic seconds)."""
        number, started_ns = _AT.unpack_from(self._memory, _AT_AT)
        return number, started_ns / 1e9

    def covered(self) -> int:
        """Return how many counters the target has, as far as the child has said."""
        return int(_NUMBER.unpack_from(self._memory, _COVERED_AT)[0])

    def records(self, token: bytes, count: int) -> list[Record] | None:
        """Return what became of the first inputs; None when that makes no sense.

        Args:
            token: of the request.
            count: how many have been read.
        """
        memory, covered = self._memory, self.covered()
        if not 0 <= count <= MOST_INPUTS or covered > self._maps_size:
            return None
        first = _INPUTS_AT + self._capacity
        found = []
        for at in range(_RECORDS_AT, _RECORDS_AT + count * _RECORD.size, _RECORD.size):
            echo, result, wall_us, cpu_us, peak, map_at, _ = _RECORD.unpack_from(memory, at)
            has_map = map_at != _NO_MAP
            if echo != token or result > 1 or (has_map and map_at + covered > self._maps_size):
                return None
            counters = memory[first + map_at : first + map_at + covered] if has_map else None
            found.append(Record(result == 1, wall_us / 1e6, cpu_us / 1e6, peak << 10, counters))
        return found
