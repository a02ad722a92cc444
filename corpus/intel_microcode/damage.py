"""The invalid files: each breaks one rule, and says where the finding must stand.

Every case is a valid file with one field changed. The sums are repaired, so that the fault does
not hide behind them, except where they are the fault.
"""

from __future__ import annotations

import struct

from writer import Case, put

from shapes import FIELDS, FIVE, HEADER, MASK, METADATA, Update, build, data_for, word_sum

_HUGE = 0xFFFFFFFC
_ENTRIES = 20


def _word(value: int) -> bytes:
    return struct.pack("<I", value)


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def cases(valid: dict[str, bytes]) -> list[Case]:
    """Return every invalid file.

    Args:
        valid: the valid files by name, as `shapes.updates` makes them.
    """
    smallest = valid["smallest.bin"]
    return [
        *_header(smallest),
        *_sizes(smallest, valid["sizes-0.bin"]),
        *_dates(smallest),
        *_sums(valid),
        *_table(valid["further-signatures.bin"]),
        *_entries(valid["further-signatures.bin"]),
        *_metadata(valid["metadata.bin"]),
        *_cuts(valid),
    ]


def _repaired(data: bytes, size: int | None = None) -> bytes:
    """Make the words of the first `size` bytes sum up to 0."""
    at = FIELDS["checksum"]
    empty = put(data, at, bytes(4))
    return put(empty, at, _word(-word_sum(empty[: size or len(data)]) & MASK))


def _field(data: bytes, rule: str, what: str, name: str, value: int) -> Case:
    at = FIELDS[name]
    changed = _repaired(put(data, at, _word(value)))
    return Case(rule, what, changed, (at, 4), f"updates[0].header.{name}")


def _header(data: bytes) -> list[Case]:
    return [
        _field(data, "value-not-allowed", "header_version_2", "header_version", 2),
        _field(data, "value-not-allowed", "header_version_0", "header_version", 0),
        _field(data, "value-out-of-range", "revision_0", "revision", 0),
        _field(data, "value-out-of-range", "revision_negative", "revision", 0x80000017),
        _field(data, "signature-not-a-processor", "signature_0", "signature", 0),
        _field(data, "signature-not-a-processor", "signature_bit_31", "signature", 0x800F0A91),
        _field(data, "signature-not-a-processor", "signature_bit_14", "signature", 0x000F4A91),
        _field(data, "value-not-allowed", "loader_revision_2", "loader_revision", 2),
        _field(data, "value-out-of-range", "platforms_bit_8", "platforms", 0x112),
        _field(data, "value-out-of-range", "minimum_revision_above", "minimum_revision", 0x18),
        _field(data, "reserved-nonzero", "reserved_1", "reserved", 1),
    ]


def _sizes(data: bytes, defaults: bytes) -> list[Case]:
    size = len(data)
    return [
        _field(data, "condition-failed", "data_size_odd", "data_size", size - HEADER - 2),
        _field(data, "condition-failed", "data_size_44", "data_size", 44),
        _field(data, "condition-failed", "total_size_0", "total_size", 0),
        _field(data, "condition-failed", "total_size_one_word_less", "total_size", size - 4),
        _field(data, "condition-failed", "total_size_huge", "total_size", _HUGE),
        _field(defaults, "condition-failed", "total_size_4096_of_2048", "total_size", 4096),
        _field(data, "condition-failed", "metadata_size_more_than_data", "metadata_size", size),
        _field(data, "condition-failed", "metadata_size_odd", "metadata_size", 9),
        Case("unexpected-eof", "total_size_2048_of_1024",
             _repaired(put(data, FIELDS["total_size"], _word(2048))), (size, 0),
             "updates[0].further"),
        Case("unexpected-eof", "data_size_2000_of_976",
             put(put(data, FIELDS["data_size"], _word(2000)), FIELDS["total_size"], _word(2048)),
             (HEADER, size - HEADER), "updates[0].payload"),
    ]  # fmt: skip


def _dates(data: bytes) -> list[Case]:
    def case(rule: str, what: str, value: int, part: str) -> Case:
        start, length = {"year": (8, 2), "day": (10, 1), "month": (11, 1)}[part]
        changed = _repaired(put(data, FIELDS["date"], _word(value)))
        return Case(rule, what, changed, (start, length), f"updates[0].header.date.{part}")

    return [
        case("condition-failed", "date_0", 0, "month"),
        case("condition-failed", "month_13", 0x13142024, "month"),
        case("condition-failed", "month_0a", 0x0A142024, "month"),
        case("condition-failed", "day_32", 0x03322024, "day"),
        case("condition-failed", "day_1f", 0x031F2024, "day"),
        case("condition-failed", "year_in_binary", 0x031407E8, "year"),
        case("condition-failed", "day_and_month_of_another_order", 0x20240314, "year"),
        case("date-not-in-calendar", "30_february", 0x02302024, "day"),
        case("date-not-in-calendar", "31_june", 0x06312024, "day"),
    ]


def _sums(valid: dict[str, bytes]) -> list[Case]:
    data = valid["smallest.bin"]
    three = valid["three-updates.bin"]
    second = len(valid["metadata.bin"])
    place = (FIELDS["checksum"], 4)
    path = "updates[0].header.checksum"
    flipped = put(data, 500, bytes([data[500] ^ 4]))
    swapped = put(put(data, 100, data[104:106]), 104, data[100:102])
    in_second = put(three, second + 900, bytes([three[second + 900] ^ 1]))
    ambiguous = data + _repaired(flipped)
    return [
        Case("revision-ambiguous", "two_contents_of_one_revision", ambiguous,
             (len(data), HEADER), "updates[1].header"),
        Case("checksum-mismatch", "one_bit_flipped", flipped, place, path),
        Case("checksum-mismatch", "one_bit_of_the_second_update", in_second,
             (second + FIELDS["checksum"], 4), "updates[1].header.checksum"),
        Case("checksum-mismatch", "checksum_0", put(data, FIELDS["checksum"], bytes(4)), place,
             path),
        Case("checksum-mismatch", "revision_raised_by_hand",
             put(data, FIELDS["revision"], _word(0x18)), place, path),
        Case("checksum-mismatch", "summed_up_as_bytes",
             put(swapped, FIELDS["checksum"], _word(-sum(swapped) & MASK)), place, path),
    ]  # fmt: skip


def _table(data: bytes) -> list[Case]:
    start = HEADER + _number(data, FIELDS["data_size"])
    path = "updates[0].further"

    def summed(changed: bytes) -> bytes:
        empty = put(changed, start + 4, bytes(4))
        return put(empty, start + 4, _word(-word_sum(empty[start:]) & MASK))

    empty = Update(data_for("empty", 0)[:-20], sizes=(1024 - HEADER - 20, 1024))
    return [
        Case("value-not-allowed", "count_one_less", summed(put(data, start, _word(4))),
             (start, 4), f"{path}.count"),
        Case("value-not-allowed", "count_huge", summed(put(data, start, _word(_HUGE))),
             (start, 4), f"{path}.count"),
        Case("reserved-nonzero", "table_reserved_1", summed(put(data, start + 12, _word(1))),
             (start + 8, 12), f"{path}.reserved"),
        Case("checksum-mismatch", "table_checksum_one_more",
             put(data, start + 4, _word(_number(data, start + 4) + 1 & MASK)), (start + 4, 4),
             f"{path}.checksum"),
        Case("table-is-empty", "count_0", build(empty) + bytes(20), (1004, 4), f"{path}.count"),
        Case("unexplained-bytes", "table_with_8_bytes_behind", _table_with_rest(),
             (1016, 8), f"{path}"),
    ]  # fmt: skip


def _table_with_rest() -> bytes:
    made = build(Update(data_for("rest", 5)[:-8], further=FIVE, sizes=(1024 - 136, 1024)))
    return made + bytes(8)


def _entries(data: bytes) -> list[Case]:
    start = HEADER + _number(data, FIELDS["data_size"])
    first = start + _ENTRIES
    path = "updates[0].further.signatures"

    def summed(changed: bytes) -> bytes:
        empty = put(changed, start + 4, bytes(4))
        return put(empty, start + 4, _word(-word_sum(empty[start:]) & MASK))

    def entry(signature: int, platforms: int) -> bytes:
        whole = sum(_number(data, FIELDS[f]) for f in ("signature", "platforms", "checksum"))
        return struct.pack("<III", signature, platforms, (whole - signature - platforms) & MASK)

    twice = summed(put(data, first + 12, data[first : first + 12]))
    other = _word(_number(data, first) + 0x10)
    return [
        Case("duplicate-key", "further_signature_twice", twice, (first + 12, 12), f"{path}[1]"),
        Case("value-not-allowed", "signature_without_its_checksum",
             summed(put(data, first, other)), (first + 8, 4), f"{path}[0].checksum"),
        Case("signature-not-a-processor", "further_signature_0",
             summed(put(data, first, entry(0, 1))), (first, 4), f"{path}[0].signature"),
        Case("value-out-of-range", "further_platforms_256",
             summed(put(data, first, entry(FIVE[0][0], 256))), (first + 4, 4),
             f"{path}[0].platforms"),
    ]  # fmt: skip


def _metadata(data: bytes) -> list[Case]:
    start = len(data) - len(METADATA)
    path = "updates[0].metadata"

    def case(rule: str, what: str, at: int, value: int, where: tuple[int, int], name: str) -> Case:
        return Case(rule, what, _repaired(put(data, start + at, _word(value))),
                    (start + where[0], where[1]), f"{path}{name}")  # fmt: skip

    end = len(METADATA) - 8
    return [
        case("condition-failed", "block_of_4_bytes", 4, 4, (4, 4), ".blocks[0].len"),
        case("condition-failed", "block_of_13_bytes", 4, 13, (4, 4), ".blocks[0].len"),
        case("condition-failed", "end_of_12_bytes", end + 4, 12, (end + 4, 4), ".blocks[2].len"),
        case("unexpected-eof", "block_past_the_end", 16, 1000, (20, len(METADATA) - 20),
             ".blocks[1].content"),
        Case("metadata-after-end", "end_in_the_middle",
             _repaired(put(data, start + 12, struct.pack("<II", 0, 8))),
             (start + 20, len(METADATA) - 20), f"{path}.rest"),
        case("unexpected-eof", "no_end", end, 1, (len(METADATA), 0), ".blocks[3].kind"),
    ]  # fmt: skip


def _cuts(valid: dict[str, bytes]) -> list[Case]:
    data = valid["smallest.bin"]
    size = len(data)
    return [
        Case("file-is-empty", "empty", b"", (0, 0), ""),
        Case("unexpected-eof", "one_byte", data[:1], (0, 1),
             "updates[0].header.header_version"),
        Case("unexpected-eof", "header_cut", data[:30], (28, 2), "updates[0].header.data_size"),
        Case("unexpected-eof", "last_word_cut", data[:-4], (HEADER, size - HEADER - 4),
             "updates[0].payload"),
        Case("value-not-allowed", "padding_to_2048", data + bytes(1024), (size, 4),
             "updates[1].header.header_version"),
        Case("unexpected-eof", "one_byte_appended", data + b"\1", (size, 1),
             "updates[1].header.header_version"),
        Case("value-not-allowed", "big_endian", b"".join(
            data[i : i + 4][::-1] for i in range(0, size, 4)), (0, 4),
             "updates[0].header.header_version"),
        Case("value-not-allowed", "zeros", bytes(1024), (0, 4),
             "updates[0].header.header_version"),
    ]  # fmt: skip
