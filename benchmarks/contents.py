"""The files that are measured: made from a seed, the same bytes on every run and machine.

Comes in: how many records. Goes out: the bytes of a valid file. The generators write the
layouts by themselves and share no code with the validator.
"""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable

CHANNEL_SEED = 1719
TABLE_SEED = 2024
W1_INSTANCES = 50_000
W2_RECORDS = 1_000_000

WILDCARD, EQUALS, NOT_EQUALS, PREFIX, SUFFIX, REGEX, RANGE, IN_LIST = range(8)
TEXT = 5

_TEMPLATES = (
    ("process", 26), ("file", 22), ("network", 20), ("registry", 17),
    ("ipc", 21), ("logon", 18), ("module", 15), ("script", 24),
)  # fmt: skip
_TYPE_WEIGHTS = (8, 9, 16, 7, 8, 52)  # u1 u2 u4 u8 ip6 text
_WORDS = (
    "windows", "system32", "temp", "users", "appdata", "roaming", "local", "program", "files",
    "svchost", "powershell", "rundll32", "usr", "bin", "lib", "var", "tmp", "home", "etc", "cron",
    "update", "service", "agent", "cache", "login", "remote", "device", "pipe", "mojo", "host",
)  # fmt: skip
_SUFFIXES = (".exe", ".dll", ".ps1", ".so", ".sh", ".tmp", ".sys", "", "", "")


class _Names:
    """The string table: the empty string first, every name once."""

    def __init__(self) -> None:
        self.table = bytearray(b"\0")
        self._at: dict[str, int] = {"": 0}

    def offset(self, name: str) -> int:
        if name not in self._at:
            self._at[name] = len(self.table)
            self.table += name.encode() + b"\0"
        return self._at[name]


def channel_file(instances: int = W1_INSTANCES, seed: int = CHANNEL_SEED) -> bytes:
    """Return a valid channel file: 8 templates of mixed types, about 20 criteria an instance.

    Args:
        instances: how many; 50,000 make about 20.7 MB.
        seed: of everything that is drawn.
    """
    rng = random.Random(seed)
    names = _Names()
    shapes: list[list[int]] = []
    templates = bytearray()
    for number, (name, count) in enumerate(_TEMPLATES):
        kinds = rng.choices(range(6), _TYPE_WEIGHTS, k=count)
        shapes.append(kinds)
        templates += struct.pack("<HBBI", 7 * number + 3, count, 0, names.offset(name))
        for at, kind in enumerate(kinds):
            templates += struct.pack("<BBI", kind, 0, names.offset(f"{name}_{at}"))
    rule_count = max(instances // 250, 1)
    ids = _ids(rng, instances)
    rules = _rules(rng, names, ids, rule_count)
    parts = [bytes(names.table), bytes(templates), *_instances(rng, shapes, ids), rules]
    payload = b"".join(parts)
    head = struct.pack(
        "<8sHHIIIIIII", b"CGCHAN\x1a\0", 2, 0, 291, len(names.table), len(_TEMPLATES), instances,
        rule_count, len(payload), zlib.crc32(payload),
    )  # fmt: skip
    return head + payload


def _ids(rng: random.Random, count: int) -> list[int]:
    """Return distinct ids with holes, as years of releases leave them, in no strict order."""
    ids: list[int] = []
    at = 1000
    for _ in range(count):
        at += rng.choice((1, 1, 1, 1, 2, 5, 40))
        ids.append(at)
    for _ in range(count // 20):
        i, j = rng.randrange(count), rng.randrange(count)
        ids[i], ids[j] = ids[j], ids[i]
    return ids


def _texts(rng: random.Random) -> list[bytes]:
    """Return 6,000 paths, names and fragments of 1 to about 90 bytes."""
    texts: list[bytes] = []
    for _ in range(6000):
        words = rng.choices(_WORDS, k=rng.choice((1, 1, 2, 3, 3, 4, 4, 5, 7, 10)))
        text = rng.choice(("\\", "/", "-", "*")).join(words) + rng.choice(_SUFFIXES)
        texts.append(text[rng.randrange(3) :].encode())
    return texts


def _instances(rng: random.Random, shapes: list[list[int]], ids: list[int]) -> list[bytes]:
    texts = _texts(rng)
    noise = rng.randbytes(1 << 16)
    made: list[bytes] = []
    add = made.append
    pack, pick = struct.Struct("<HHIBB").pack, rng.random
    head = struct.Struct("<BBH").pack
    for number in ids:
        which = int(pick() * 8)
        kinds = shapes[which]
        add(pack(7 * which + 3, len(kinds), number, int(pick() * 4), 0))
        for kind in kinds:
            if kind == TEXT:
                op, value = _text(pick, texts)
            else:
                op, count = _number(pick)
                start = int(pick() * 65000)
                value = noise[start : start + (count << kind)]
            add(head(op, kind, len(value)))
            add(value)
    return made


_TEXT_OPS = (EQUALS, EQUALS, NOT_EQUALS, PREFIX, PREFIX, SUFFIX, SUFFIX, REGEX, IN_LIST)


def _text(pick: Callable[[], float], texts: list[bytes]) -> tuple[int, bytes]:
    chance = pick()
    if chance < 0.2:
        return WILDCARD, b""
    op = _TEXT_OPS[int(chance * 9)]
    value = texts[int(pick() * 6000)]
    if op == IN_LIST:
        value += b"\0" + texts[int(pick() * 6000)]
    return op, value


def _number(pick: Callable[[], float]) -> tuple[int, int]:
    """Return an operator on numbers and how many numbers its value holds."""
    chance = pick()
    if chance < 0.25:
        return WILDCARD, 0
    if chance < 0.55:
        return EQUALS, 1
    if chance < 0.7:
        return NOT_EQUALS, 1
    if chance < 0.85:
        return RANGE, 2
    return IN_LIST, 1 + int(pick() * pick() * 12)


def _rules(rng: random.Random, names: _Names, ids: list[int], count: int) -> bytes:
    out = bytearray()
    for number in range(count):
        out += struct.pack("<IIBB", number + 1, names.offset(f"rule_{number}"), number % 5, 0)
        out += _node(rng, ids, rng.choice((1, 2, 3)))
    return bytes(out)


def _node(rng: random.Random, ids: list[int], depth: int) -> bytes:
    if depth == 1:
        return struct.pack("<BBI", 3, 0, rng.choice(ids))
    kind = rng.choice((0, 1, 2))
    children = 1 if kind == 2 else rng.randint(2, 4)
    body = b"".join(_node(rng, ids, depth - 1) for _ in range(children))
    return struct.pack("<BB", kind, children) + body


def record_table(records: int = W2_RECORDS, seed: int = TABLE_SEED) -> bytes:
    """Return a valid record table (record_table.ksy).

    Args:
        records: how many, of 16 bytes each.
        seed: of everything that is drawn.
    """
    rng = random.Random(seed)
    pick = rng.random
    pack = struct.Struct("<IBBHII").pack
    kinds = (0, 1, 2, 3, 4, 5, 8, 9)
    rows: list[bytes] = []
    number = 0
    for _ in range(records):
        number += 1 + int(pick() * 6)
        start = 0x1000 + int(pick() * 0x7FFFE000)
        end = start + int(pick() * 0x100000)
        rows.append(pack(number, kinds[int(pick() * 8)], int(pick() * 64), 0, start, end))
    return struct.pack("<4sHHII", b"RTBL", 1, 0, records, 16) + b"".join(rows)


def criterion_headers(data: bytes) -> tuple[int, int, int]:
    """Return criteria, distinct criterion headers (op, type, length) and bytes of values."""
    seen: set[bytes] = set()
    total = values = 0
    strings, templates, instances = struct.unpack_from("<III", data, 16)
    at = 40 + strings
    for _ in range(templates):
        at += 8 + 6 * data[at + 2]
    for _ in range(instances):
        count = struct.unpack_from("<H", data, at + 2)[0]
        at += 10
        total += count
        for _ in range(count):
            seen.add(data[at : at + 4])
            size = data[at + 2] | data[at + 3] << 8
            values += size
            at += 4 + size
    return total, len(seen), values
