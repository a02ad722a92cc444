"""Valid files that no producer at hand makes, built from the UEFI specification.

Comes in: the folder of produced files. Goes out: file name -> bytes. Nothing here shares code
with the validator.
"""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path
from uuid import UUID

OWNER = UUID("11111111-2222-3333-4444-123456789abc").bytes_le
KINDS = {
    "sha256": ("c1c41626-504c-4092-aca9-41f936934328", 48),
    "rsa2048": ("3c5766e8-269c-4e34-aa14-ed776e85b3b6", 272),
    "rsa2048_sha256": ("e2b36190-879b-4a3d-ad8d-f2e7bba32784", 272),
    "sha1": ("826ca512-cf10-4ac9-b187-be01496631bd", 36),
    "rsa2048_sha1": ("67f8444f-8743-48f1-a328-1eaab8736080", 272),
    "x509": ("a5c059a1-94e4-4aa7-87b5-ab155c2bf072", 0),
    "sha224": ("0b6e5233-a65c-44c9-9407-d9ab83bfc8bd", 44),
    "sha384": ("ff3e5307-9fd0-48c9-85f1-8ad56c701e01", 64),
    "sha512": ("093e0fae-a6c4-4f50-9f1b-d41e2b89c19a", 80),
    "x509_sha256": ("3bd2a492-96c0-4079-b420-fcf98ef103ed", 64),
    "x509_sha384": ("7076876e-80c2-4ee6-aad2-28b349a6865b", 80),
    "x509_sha512": ("446dbf63-2502-4cda-bcfa-2465d2b0fe9d", 96),
    "sm3": ("57347f87-7a9b-403a-b93c-dc4afb7a0ebc", 48),
    "x509_sm3": ("60d807e5-10b4-49a9-9331-e40437888d37", 64),
    "external_management": ("452e8ced-dfff-4b8c-ae01-5118862e682c", 17),
}
"""Name -> GUID and the size of a signature, 0 where it varies (UEFI 2.10, 32.4.1)."""
EXTENDED_TIME = struct.pack("<HBBBBBBIhBB", 2024, 2, 29, 23, 59, 59, 0, 999_999_999, 2047, 3, 0)


def guid(kind: str) -> bytes:
    """Return the 16 bytes of a signature type's GUID."""
    return UUID(KINDS[kind][0]).bytes_le


def noise(label: str, size: int) -> bytes:
    """Return `size` bytes that depend on the label only."""
    blocks = (hashlib.sha256(f"{label} {i}".encode()).digest() for i in range(size // 32 + 1))
    return b"".join(blocks)[:size]


def signature_list(kind: str, values: list[bytes], size: int | None = None) -> bytes:
    """Return one EFI_SIGNATURE_LIST.

    Args:
        kind: key of `KINDS`.
        values: what follows the owner, each of the same length.
        size: signature size to state; default that of the kind, or of the first value.
    """
    size = size if size is not None else KINDS[kind][1] or 16 + len(values[0])
    body = b"".join(OWNER + value for value in values)
    return guid(kind) + struct.pack("<III", 28 + len(body), 0, size) + body


def hash_list(kind: str, count: int) -> bytes:
    """Return a list of `count` different made-up values of a kind of fixed size."""
    size = KINDS[kind][1] - 16
    return signature_list(kind, [noise(f"{kind} {i}", size) for i in range(count)])


def der(tag: int, body: bytes) -> bytes:
    """Return one DER value with a definite length of any of three forms."""
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    if size < 0x100:
        return bytes([tag, 0x81, size]) + body
    return bytes([tag, 0x82]) + size.to_bytes(2, "big") + body


def wrap_pkcs7(update: bytes) -> bytes:
    """Return a signed update with its SignedData inside a ContentInfo, as some signers write it.

    Args:
        update: a signed update without attributes.
    """
    length = struct.unpack_from("<I", update, 16)[0]
    signed = update[40 : 16 + length]
    oid = bytes.fromhex("06092a864886f70d010702")
    wrapped = der(0x30, oid + der(0xA0, signed))
    header = update[:16] + struct.pack("<I", 24 + len(wrapped)) + update[20:40]
    return header + wrapped + update[16 + length :]


def shapes(produced: Path) -> dict[str, bytes]:
    """Return the made valid files.

    Args:
        produced: folder with the files of `produce.sh`.
    Returns:
        File name -> content.
    """
    hashes = ("sha1", "sha224", "sha256", "sha384", "sha512", "sm3")
    keys = ("rsa2048", "rsa2048_sha256", "rsa2048_sha1")
    revoked = [noise("sm3", 32) + EXTENDED_TIME, noise("sm3 for ever", 32) + bytes(16)]
    update = (produced / "update-dbx-append.auth").read_bytes()
    append = (0x67).to_bytes(4, "little")
    return {
        "spec-every-hash.esl": b"".join(hash_list(kind, 3) for kind in hashes),
        "spec-every-rsa.esl": b"".join(hash_list(kind, 2) for kind in keys),
        "spec-x509-sm3.esl": signature_list("x509_sm3", revoked),
        "spec-external-management.esl": signature_list("external_management", [b"\0"]),
        "spec-empty-list.esl": signature_list("sha256", []) + hash_list("sha256", 1),
        "spec-hash-twice.esl": signature_list("sha256", [noise("twice", 32)] * 2),
        "spec-not-signed.auth": update[:16]
        + struct.pack("<I", 24)
        + update[20:40]
        + hash_list("sha256", 2),
        "spec-revoked-twice.esl": signature_list("x509_sm3", [revoked[1]] * 2),
        "spec-default-variable.bin": b"\x06\0\0\0" + hash_list("sha256", 2),
        "spec-content-info.auth": wrap_pkcs7(update),
        "spec-append-attributes.auth": append + update,
    }
