"""Answers the fuzzers of others: mutants of what they have, and files with repaired checksums.

Comes in: requests over a socket, in the form of `glue/client.h`. Goes out: bytes, a function of the
request and of the files that came before it. It refuses to know which fuzzer asks.
"""

from __future__ import annotations

import hashlib
import socket
import struct
from collections.abc import Sequence
from dataclasses import field

from validator.check.schema import Schema
from validator.dataclass import dataclass
from validator.mutate import MutantOptions, Mutator, Seed
from validator.mutate.draws import Draws
from validator.mutate.outline import outline_of
from validator.mutate.sums import has_sums, repair_sums

MUTATE, REPAIR = 1, 2
_HEAD = struct.Struct("<5I")
_SIZE = struct.Struct("<I")
_MAX_INPUT = 1 << 27
_KNOWN = 400
"""Files that are kept prepared; when there are more, all but the first ones are forgotten."""
_TRIES = 4
_CHUNK = 1 << 16


# house: loose-dataclass - a corpus that grows
@dataclass(slots=True)
class MutatorService:
    """Mutations for one fuzzer.

    Attributes:
        schema: of the files.
        seeds: valid files, at least one.
        random_seed: another number gives other mutants.
        options: shares of the kinds and the like.
        asked: requests that were answered so far.
    """

    schema: Schema
    seeds: Sequence[Seed]
    random_seed: int
    options: MutantOptions
    asked: int = 0
    _mutator: Mutator | None = None
    _numbers: dict[bytes, int] = field(default_factory=dict)

    @property
    def has_sums(self) -> bool:
        """Whether files of the schema have checksums that can be repaired."""
        return has_sums(self.schema.program)

    def serve(self, connection: socket.socket) -> None:
        """Answer requests until the other end is closed.

        Args:
            connection: a stream; closed at the end.
        """
        with connection:
            while head := _receive(connection, _HEAD.size):
                operation, draw, room, size, second_size = _HEAD.unpack(head)
                if size + second_size > _MAX_INPUT:
                    return
                data = _receive(connection, size)
                second = _receive(connection, second_size)
                if len(data) < size or len(second) < second_size:
                    return
                made = self.answer(operation, draw, room, (data, second))
                try:
                    connection.sendall(_SIZE.pack(len(made)) + made)
                except OSError:
                    return

    def answer(self, operation: int, draw: int, room: int, inputs: tuple[bytes, bytes]) -> bytes:
        """Return what was made; no bytes when nothing fits.

        Args:
            operation: `MUTATE` or `REPAIR`.
            draw: decides, together with the input.
            room: bytes that the answer may have.
            inputs: the file, and another one to take parts from (or no bytes).
        """
        self.asked += 1
        data, second = inputs
        mutator = self._corpus()
        if operation == REPAIR:
            outline = outline_of(mutator.terrain, Seed("input", data), self.schema.trace)
            made = repair_sums(outline)
            return made if len(made) <= room else b""
        if operation != MUTATE or not data:
            return b""
        if second:
            self._number(mutator, second)
        number = self._number(mutator, data)
        key = hashlib.sha256(data).digest() + struct.pack("<QI", self.random_seed, draw)
        for turn in range(_TRIES):
            made = mutator.vary(number, Draws(key + bytes((turn,)))).data
            if len(made) <= room:
                return made
        return b""

    def _corpus(self) -> Mutator:
        if self._mutator is None or len(self._mutator.seeds) > _KNOWN:
            self._mutator = Mutator(self.schema, self.seeds, self.random_seed, self.options)
            self._numbers = {seed.data: at for at, seed in enumerate(self.seeds)}
        return self._mutator

    def _number(self, mutator: Mutator, data: bytes) -> int:
        """Return the number of a file in the corpus, which takes it in when it is new."""
        number = self._numbers.get(data)
        if number is None:
            number = self._numbers[data] = mutator.add(Seed("corpus", data))
        return number


def _receive(connection: socket.socket, size: int) -> bytes:
    """Return so many bytes; fewer when the other end is closed."""
    parts = bytearray()
    while len(parts) < size:
        try:
            more = connection.recv(min(size - len(parts), _CHUNK))
        except OSError:
            break
        if not more:
            break
        parts += more
    return bytes(parts)
