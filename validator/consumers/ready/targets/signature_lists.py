"""UEFI signature lists as virt-firmware reads them: parse, print, write again.

Comes in: the bytes of a file. It stands alone: the interpreter that has virt-firmware need not
have contentgate.
"""

from __future__ import annotations

import contextlib
import io
import struct
import sys

from virt.firmware.efi import efivar, siglist

_TIME = 16
_CERTIFICATE = 0x0EF1


class RejectedError(Exception):
    """The file holds no signature lists that virt-firmware takes."""


def read(data: bytes) -> None:
    """Take the signature lists of a file apart, as virt-fw-sigdb does.

    The attributes of efivarfs and the authentication header of a signed update are left out
    first, which is what virt-fw-vars does with them.

    Args:
        data: the file.
    Raises:
        RejectedError: nothing is left, or virt-firmware says no.
    """
    try:
        _take_apart(siglist.EfiSigDB(_lists_of(data)))
    except RecursionError:
        raise
    except (RuntimeError, ValueError, struct.error) as error:  # how virt-firmware says no
        sys.stderr.write(f"{error}\n")
        raise RejectedError(str(error)) from error


def _take_apart(database: siglist.EfiSigDB) -> None:
    if not database:
        raise RejectedError("no signature list")
    with contextlib.redirect_stdout(io.StringIO()):
        for item in database:
            efivar.EfiVarList.print_siglist(item)
    bytes(database)
    other = siglist.EfiSigDB()
    other.merge(database)
    other.get_cert_ts()


def _lists_of(data: bytes) -> bytes:
    if len(data) >= 4 and struct.unpack_from("<I", data)[0] < 256:
        data = data[4:]
    if len(data) < _TIME + 8:
        return data
    length, revision, kind = struct.unpack_from("<IHH", data, _TIME)
    return data[_TIME + length :] if (revision, kind) == (0x0200, _CERTIFICATE) else data
