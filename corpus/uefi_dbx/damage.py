"""The invalid files: each breaks one rule, and says where the finding must stand.

Every case is a valid file with one field changed; sizes around it are repaired where the fault
would otherwise hide behind another one.
"""

from __future__ import annotations

import struct
from pathlib import Path

from writer import Case, put

from shapes import der, guid, hash_list, noise, signature_list

_TIME = {
    "year": (0, 2), "month": (2, 1), "day": (3, 1), "hour": (4, 1), "minute": (5, 1),
    "second": (6, 1), "pad1": (7, 1), "nanosecond": (8, 4), "timezone": (12, 2),
    "daylight": (14, 1), "pad2": (15, 1),
}  # fmt: skip
_LIST = {"kind": (0, 4), "kind_rest": (4, 12), "list_size": (16, 4), "header_size": (20, 4),
         "signature_size": (24, 4)}  # fmt: skip


def cases(valid: Path) -> list[Case]:
    """Return every invalid file.

    Args:
        valid: folder with the produced files.
    """
    update = (valid / "update-dbx-append.auth").read_bytes()
    hashes = (valid / "image-hashes.esl").read_bytes()
    return [
        *_timestamps(update),
        *_certificates(update),
        *_pkcs7(update),
        *_lists(hashes),
        *_ends(hashes, update),
        *_x509((valid / "certificate-rsa2048.esl").read_bytes()),
        *_fields((valid / "certificate-rsa2048.esl").read_bytes()),
        *_revocations((valid / "revoke-sha256-from-leap-day.esl").read_bytes()),
        *_rest(hashes),
    ]


def _timestamps(update: bytes) -> list[Case]:
    wrong = [
        ("value-out-of-range", "year", 1899), ("value-out-of-range", "year", 10000),
        ("value-out-of-range", "month", 0), ("value-out-of-range", "month", 13),
        ("value-out-of-range", "day", 0), ("value-out-of-range", "day", 32),
        ("day-not-in-month", "day", 30), ("value-out-of-range", "hour", 24),
        ("value-out-of-range", "minute", 60), ("value-out-of-range", "second", 60),
        ("reserved-nonzero", "pad1", 1), ("reserved-nonzero", "nanosecond", 1),
        ("reserved-nonzero", "timezone", 60), ("reserved-nonzero", "daylight", 1),
        ("reserved-nonzero", "pad2", 1),
    ]  # fmt: skip
    made = []
    for rule, name, value in wrong:
        at, size = _TIME[name]
        data = put(update, at, value.to_bytes(size, "little"))
        path = f"authentication.timestamp.{name}"
        made.append(Case(rule, f"update_{name}_{value}", data, (at, size), path))
    common_year = put(put(update, 0, (2023).to_bytes(2, "little")), 3, bytes([29]))
    path = "authentication.timestamp.day"
    made.append(Case("day-not-in-month", "29_february_2023", common_year, (3, 1), path))
    return made


def _certificates(update: bytes) -> list[Case]:
    def case(rule: str, name: str, at: int, new: bytes, what: str) -> Case:
        path = f"authentication.certificate.{name}"
        return Case(rule, what, put(update, at, new), (at, len(new)), path)

    return [
        case("value-out-of-range", "length", 16, struct.pack("<I", 23), "certificate_length_23"),
        Case(
            "digest-not-accepted-by-firmware",
            "certificate_of_40_bytes",
            put(update, 16, struct.pack("<I", 64)),
            (53, 9),
            "authentication.certificate.pkcs7.digest_oid",
        ),
        Case(
            "value-not-in-enum",
            "signature_taken_for_lists",
            put(update, 16, struct.pack("<I", 24)),
            (40, 4),
            "lists[0].kind",
        ),
        case("value-out-of-range", "length", 16, b"\xff\xff\xff\xff", "certificate_length_huge"),
        case("value-not-allowed", "revision", 20, b"\x00\x01", "certificate_revision_1"),
        case("value-not-allowed", "certificate_type", 22, b"\xf0\x0e", "certificate_type_pkcs115"),
        case("value-not-allowed", "guid", 24, guid("x509"), "certificate_guid_x509"),
    ]


def _pkcs7(update: bytes) -> list[Case]:
    outer = "authentication.certificate.pkcs7.outer"
    end = 16 + struct.unpack_from("<I", update, 16)[0]
    size = struct.unpack_from(">H", update, 42)[0]
    md5 = bytes.fromhex("2a864886f70d020500")
    parts = _parts(update, 40)
    signers = parts[-1]
    long_form = put(update, 41, b"\x83")
    return [
        Case("unexpected-eof", "pkcs7_longer_than_certificate",
             put(update, 42, (size + 1).to_bytes(2, "big")), (44, end - 44), f"{outer}.body"),
        Case("unexpected-eof", "pkcs7_inner_length_past_end",
             put(update, 45, b"\x82\xff\xff"), (48, end - 48), f"{outer}.body.items[0].body"),
        Case("value-out-of-range", "pkcs7_length_not_minimal",
             put(update, 42, b"\x00\xff"), (42, 2), f"{outer}.length_2"),
        Case("condition-failed", "pkcs7_indefinite_length",
             put(update, 41, b"\x80"), (41, 1), f"{outer}.length_form"),
        Case("condition-failed", "pkcs7_three_byte_length", long_form, (41, 1),
             f"{outer}.length_form"),
        Case("condition-failed", "pkcs7_end_of_contents_tag",
             put(update, 44, b"\x00"), (44, 1), f"{outer}.body.items[0].tag"),
        Case("condition-failed", "pkcs7_long_tag",
             put(update, 44, b"\x1f"), (44, 1), f"{outer}.body.items[0].tag"),
        Case("not-signed-data", "pkcs7_is_a_set", put(update, 40, b"\x31"), (40, end - 40), outer),
        Case("digest-not-accepted-by-firmware", "md5", put(update, 53, md5), (53, 9),
             "authentication.certificate.pkcs7.digest_oid"),
        Case("signed-data-parts", "version_is_no_number", put(update, parts[0][0], b"\x04"),
             (40, end - 40), outer),
        Case("signed-data-parts", "signers_are_a_sequence", put(update, signers[0], b"\x30"),
             (40, end - 40), outer),
    ]  # fmt: skip


def _parts(data: bytes, at: int) -> list[tuple[int, int, int]]:
    """Return tag, start and end of each value inside a constructed DER value."""
    at, end = _body(data, at)
    found = []
    while at < end:
        found.append((at, *_body(data, at)))
        at = found[-1][2]
    return found


def _body(data: bytes, at: int) -> tuple[int, int]:
    form = data[at + 1]
    more = form - 0x80 if form > 0x80 else 0
    size = int.from_bytes(data[at + 2 : at + 2 + more], "big") if more else form
    return at + 2 + more, at + 2 + more + size


def _list_case(data: bytes, rule: str, what: str, name: str, value: int | bytes) -> Case:
    at, size = _LIST[name]
    new = value if isinstance(value, bytes) else value.to_bytes(size, "little")
    return Case(rule, what, put(data, at, new), (at, size), f"lists[0].{name}")


def _lists(hashes: bytes) -> list[Case]:
    size = len(hashes)
    body = size - 28
    one_less = hashes[:-1]
    return [
        _list_case(hashes, "value-not-in-enum", "unknown_kind", "kind", 0x12345678),
        _list_case(hashes, "value-not-allowed", "kind_half_right", "kind_rest", guid("sha1")[4:]),
        _list_case(hashes, "value-out-of-range", "list_size_0_hangs_readers", "list_size", 0),
        _list_case(hashes, "value-out-of-range", "list_size_27", "list_size", 27),
        _list_case(hashes, "reserved-nonzero", "header_size_48", "header_size", 48),
        _list_case(hashes, "reserved-nonzero", "header_size_huge", "header_size", 2**32 - 1),
        _list_case(hashes, "value-out-of-range", "signature_size_0", "signature_size", 0),
        _list_case(hashes, "value-out-of-range", "signature_size_16", "signature_size", 16),
        _list_case(hashes, "signature-size-of-kind", "sha256_of_36", "signature_size", 36),
        _list_case(hashes, "signature-size-of-kind", "sha256_one_entry", "signature_size", body),
        _list_case(hashes, "signature-size-of-kind", "sha256_huge", "signature_size", 2**32 - 1),
        _list_case(one_less, "signatures-do-not-fill-list", "one_byte_short", "list_size",
                   size - 1),
        _list_case(hashes + b"\0", "signatures-do-not-fill-list", "one_byte_over", "list_size",
                   size + 1),
        Case("unexpected-eof", "list_size_past_end", put(hashes, 16, struct.pack("<I", size + 48)),
             (28, body), "lists[0].body"),
        Case("unexpected-eof", "list_size_huge", put(hashes, 16, b"\xff\xff\xff\xff"),
             (28, body), "lists[0].body"),
    ]  # fmt: skip


def _ends(hashes: bytes, update: bytes) -> list[Case]:
    size = len(hashes)
    half = size - 20
    header = 16 + struct.unpack_from("<I", update, 16)[0]
    return [
        Case("unexpected-eof", "cut_in_last_hash", hashes[:half], (28, half - 28), "lists[0].body"),
        Case("unexpected-eof", "one_byte_after_lists", hashes + b"\0", (size, 1), "lists[1].kind"),
        Case("unexpected-eof", "list_header_cut", hashes + hashes[:27], (size + 24, 3),
             "lists[1].signature_size"),
        Case("value-not-in-enum", "zeros_after_lists", hashes + bytes(28), (size, 4),
             "lists[1].kind"),
        Case("value-not-in-enum", "second_list_damaged", hashes + bytes(4) + hashes[4:], (size, 4),
             "lists[1].kind"),
        Case("value-out-of-range", "update_cut_in_certificate", update[:900], (16, 4),
             "authentication.certificate.length"),
        Case("update-deletes-variable", "cut_after_certificate", update[:header], (0, header),
             "authentication"),
        Case("no-signature-lists", "attributes_only", b"\x27\0\0\0", (0, 4), ""),
        Case("condition-failed", "attributes_without_authentication", b"\x07\0\0\0" + hashes,
             (0, 4), "attributes"),
        Case("condition-failed", "attributes_of_a_variable_to_read", b"\x06\0\0\0" + update,
             (0, 4), "attributes"),
        Case("value-not-in-enum", "all_zero", bytes(64), (4, 4), "lists[0].kind"),
        Case("value-not-in-enum", "text_file", b"SHA-256 of the revoked images follow\n" * 3,
             (0, 4), "lists[0].kind"),
    ]  # fmt: skip


def _x509(esl: bytes) -> list[Case]:
    size = len(esl)
    signature = "lists[0].body.signatures[0]"
    certificate = f"{signature}.certificate"
    length = struct.unpack_from(">H", esl, 46)[0]
    version = esl.index(b"\xa0\x03\x02\x01\x02\x02", 48)
    four_parts = signature_list("x509", [der(0x30, der(0x30, b"") * 4)])
    not_minimal = signature_list("x509", [b"\x30\x81\x7f" + der(0x30, noise("x", 125))])
    return [
        Case("unexpected-eof", "certificate_longer_than_signature",
             put(esl, 46, (length + 1).to_bytes(2, "big")), (48, size - 48), f"{certificate}.body"),
        Case("unexplained-bytes", "certificate_shorter_than_signature",
             put(put(esl, 16, struct.pack("<I", size + 1)), 24, struct.pack("<I", size - 27))
             + b"\0", (size, 1), f"{signature}"),
        Case("unexpected-eof", "certificate_version_longer", put(esl, version + 1, b"\x04"),
             (version + 6, 0),
             f"{certificate}.body.items[0].body.items[0].body.items[1].length_form"),
        Case("not-a-certificate", "four_parts", four_parts, (44, len(four_parts) - 44),
             certificate),
        Case("not-a-certificate", "octet_string", put(esl, 44, b"\x04"), (44, size - 44),
             certificate),
        Case("value-out-of-range", "certificate_length_not_minimal", not_minimal, (46, 1),
             f"{certificate}.length_1"),
    ]  # fmt: skip


def _fields(esl: bytes) -> list[Case]:
    """Damage the parts that every certificate has; a list with one certificate comes in."""
    path = "lists[0].body.signatures[0].certificate"
    span = (44, len(esl) - 44)
    signed, algorithm, signature = _parts(esl, 44)
    _, serial, inner, issuer, validity, _, key = _parts(esl, signed[0])[:7]
    oid = _parts(esl, algorithm[0])[0]
    after = _parts(esl, validity[0])[1]

    def tag(rule: str, what: str, at: int, new: int) -> Case:
        return Case(rule, what, put(esl, at, bytes([new])), span, path)

    return [
        tag("certificate-fields", "serial_is_text", serial[0], 0x0C),
        tag("certificate-fields", "issuer_is_a_set", issuer[0], 0x31),
        tag("certificate-fields", "inner_algorithm_is_a_set", inner[0], 0x31),
        tag("certificate-fields", "signature_is_no_bit_string", signature[0], 0x04),
        tag("certificate-parts", "validity_ends_with_a_number", after[0], 0x02),
        tag("certificate-parts", "key_is_no_bit_string", _parts(esl, key[0])[1][0], 0x04),
        Case("certificate-algorithms-differ", "sha512_outside",
             put(esl, oid[2] - 1, bytes([esl[oid[2] - 1] ^ 6])), span, path),
    ]  # fmt: skip


def _revocations(esl: bytes) -> list[Case]:
    entry = "lists[0].body.signatures[0]"
    wrong = [
        ("value-out-of-range", "year", 10000), ("value-out-of-range", "month", 13),
        ("value-out-of-range", "day", 32), ("value-out-of-range", "hour", 24),
        ("value-out-of-range", "minute", 60), ("value-out-of-range", "second", 60),
        ("reserved-nonzero", "pad1", 1), ("value-out-of-range", "nanosecond", 1_000_000_000),
        ("condition-failed", "timezone", 1441), ("value-out-of-range", "daylight", 4),
        ("reserved-nonzero", "pad2", 255), ("time-partly-zero", "year", 0),
    ]  # fmt: skip
    made = []
    for rule, name, value in wrong:
        offset, size = _TIME[name]
        data = put(esl, 76 + offset, value.to_bytes(size, "little"))
        path = f"{entry}.time_of_revocation.{name}"
        made.append(Case(rule, f"revocation_{name}_{value}", data, (76 + offset, size), path))
    day = put(esl, 76 + 3, b"\x1e")
    path = f"{entry}.time_of_revocation.day"
    made.append(Case("day-not-in-month", "revocation_day_30", day, (79, 1), path))
    return made


def _rest(hashes: bytes) -> list[Case]:
    external = signature_list("external_management", [b"\x01"])
    big = hash_list("sha256", 690)
    return [
        Case("reserved-nonzero", "external_management_value", external, (44, 1),
             "lists[0].body.signatures[0].value"),
        Case("count-exceeds-contract", "lists_of_33148_bytes", big, (0, len(big)), "lists"),
        Case("count-exceeds-contract", "with_attributes", b"\x27\0\0\0" + big + hashes,
             (4, len(big) + len(hashes)), "lists"),
    ]  # fmt: skip
