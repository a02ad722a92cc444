"""Reads alerts: the code under test."""

from __future__ import annotations

import struct
from dataclasses import dataclass

COLORS = ("grey", "grey", "blue", "blue", "yellow", "yellow", "orange", "orange", "red", "red")
KINDS = {1: "file", 2: "process", 3: "network"}


@dataclass(frozen=True)
class Alert:
    number: int
    kind: str
    color: str
    text: str
    process: int | None


def read(data: bytes) -> list[Alert]:
    """Return the alerts of a file; ValueError for what is none."""
    if data[:4] != b"ALRT":
        raise ValueError("not a file of alerts")
    try:
        return _read(data)
    except struct.error as error:
        raise ValueError("the file is cut") from error


def _read(data: bytes) -> list[Alert]:
    version, count = struct.unpack_from("<BH", data, 4)
    if version not in (1, 2):
        raise ValueError(f"version {version}")
    found: list[Alert] = []
    at = 7
    for _ in range(count):
        number, kind, level, length = struct.unpack_from("<HBBB", data, at)
        at += 5
        if kind not in KINDS or not 1 <= level <= 10:
            raise ValueError(f"alert {number}: kind {kind}, level {level}")
        text = data[at : at + length]
        if len(text) < length:
            raise ValueError("the file is cut")
        at += length
        process = None
        if KINDS[kind] == "process":
            (process,) = struct.unpack_from("<I", data, at)
            at += 4
        color = COLORS[level - 1]  # the highest level has the last color
        found.append(Alert(number, KINDS[kind], color, text.decode("ascii"), process))
    if len({alert.number for alert in found}) < len(found) or at != len(data):
        raise ValueError("an alert twice, or bytes behind the last one")
    return found
