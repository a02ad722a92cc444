"""Checksums against published vectors and against a plain definition."""

import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.runtime.checksums import ALGORITHMS, checksum

CHECK = b"123456789"

# "check" column of the CRC RevEng catalogue; RFC 1950; RFC 1321; FIPS 180-4;
# J. Fletcher's examples as found in the usual references; RFC 3720 B.4 for crc32c.
VECTORS = [
    ("crc32", CHECK, 0xCBF43926),
    ("crc32c", CHECK, 0xE3069283),
    ("crc32c", bytes(32), 0x8A9136AA),
    ("crc32c", b"\xff" * 32, 0x62A8AB43),
    ("crc32c", bytes(range(32)), 0x46DD794E),
    ("crc32c", bytes(range(31, -1, -1)), 0x113FDB5C),
    ("adler32", b"Wikipedia", 0x11E60398),
    ("adler32", b"", 1),
    ("fletcher16", b"abcde", 0xC8F0),
    ("fletcher16", b"abcdef", 0x2057),
    ("fletcher16", b"abcdefgh", 0x0627),
    ("fletcher32", b"abcde", 0xF04FC729),
    ("fletcher32", b"abcdef", 0x56502D2A),
    ("fletcher32", b"abcdefgh", 0xEBE19591),
    ("sum8", b"\xff\x02", 1),
    ("sum16", b"\xff" * 258, 258 * 255 - 65536),
    ("sum32", b"\xff\x02", 0x101),
    ("wsum16le", b"\x01\x02\x03", 0x0201 + 0x03),
    ("wsum16be", b"\x01\x02\x03", 0x0102 + 0x0300),
    ("wsum16le", b"\xff\xff\x02\x00", 1),
    ("wsum32le", b"\x01\x02\x03\x04\x05", 0x04030201 + 5),
    ("wsum32be", b"\xff\xff\xff\xff\x00\x00\x00\x03", 2),
    ("zsum8", b"\xff\x03", 0xFE),
    ("zsum8", b"", 0),
    ("zsum16le", b"\x01\x02\x03", 0x10000 - 0x0204),
    ("zsum16be", b"\x01\x02", 0x10000 - 0x0102),
    ("zsum32le", b"\x01\x02\x03\x04", 0x100000000 - 0x04030201),
    ("zsum32be", b"\x00\x00\x00\x01", 0xFFFFFFFF),
    ("md5", b"abc", bytes.fromhex("900150983cd24fb0d6963f7d28e17f72")),
    ("sha1", b"abc", bytes.fromhex("a9993e364706816aba3e25717850c26c9cd0d89d")),
    ("sha256", b"", bytes.fromhex(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")),
]  # fmt: skip


def whole(algorithm: str, data: bytes) -> int | bytes:
    return checksum(algorithm, memoryview(data), 0, len(data))


@pytest.mark.parametrize(("algorithm", "data", "expected"), VECTORS)
def test_published_vector(algorithm: str, data: bytes, expected: int | bytes) -> None:
    assert whole(algorithm, data) == expected


def test_sha512_abc() -> None:
    digest = whole("sha512", b"abc")
    assert isinstance(digest, bytes)
    assert digest.hex().startswith("ddaf35a193617abacc417349ae204131")
    assert digest == hashlib.sha512(b"abc").digest()


def test_crc32c_of_long_data_equals_the_byte_wise_definition() -> None:
    data = bytes(range(256)) * 40 + b"odd"
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    assert whole("crc32c", data) == crc ^ 0xFFFFFFFF


def test_longer_than_one_piece() -> None:
    data = bytes(range(251)) * 12_000
    assert whole("crc32", data) == zlib.crc32(data)
    assert whole("adler32", data) == zlib.adler32(data)
    assert whole("sha256", data) == hashlib.sha256(data).digest()


@given(
    algorithm=st.sampled_from(ALGORITHMS),
    data=st.binary(max_size=64),
    cuts=st.tuples(st.integers(0, 64), st.integers(0, 64)),
    zero=st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)), max_size=4),
)
def test_zero_ranges_equal_a_zeroed_copy(
    algorithm: str, data: bytes, cuts: tuple[int, int], zero: list[tuple[int, int]]
) -> None:
    start, end = sorted(min(cut, len(data)) for cut in cuts)
    copy = bytearray(data)
    for low, high in zero:
        for position in range(max(low, 0), min(high, len(copy))):
            copy[position] = 0
    view = memoryview(data)
    assert checksum(algorithm, view, start, end, zero) == whole(algorithm, bytes(copy[start:end]))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 4)])
def test_range_outside_of_data_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside of 3 bytes"):
        checksum("crc32", memoryview(b"abc"), start, end)


def test_unknown_algorithm_is_refused() -> None:
    with pytest.raises(ValueError, match="crc31"):
        whole("crc31", b"")
