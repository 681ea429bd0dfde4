"""CHARX files: a zip archive with ``card.json`` and pictures. Nothing is ever unpacked to a path."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from mascot.errors import PersonaError

CARD = "card.json"
MAX_DIRECTORY = 1_000_000
"""Bytes of the archive's table of contents: about ten thousand files."""

_END = b"PK\x05\x06"
_END64 = b"PK\x06\x07"
_END_SIZE = 22
_MAX_COMMENT = 65_535
_KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_zip(data: bytes) -> bool:
    """Whether a zip archive stands here, perhaps behind a picture."""
    return data.startswith(b"PK\x03\x04") or _end(data) >= 0


class Charx:
    """An opened archive.

    Args:
        data: The file.

    Raises:
        PersonaError: It is no archive that can be read in safety.
    """

    def __init__(self, data: bytes) -> None:
        end = _end(data)
        if end < 0:
            raise PersonaError("is a zip archive without an end; it was cut short, load it again")
        if data[max(0, end - 20) : end].startswith(_END64):
            raise PersonaError("is a ZIP64 archive; pack the card in a usual one")
        (size,) = struct.unpack_from("<I", data, end + 12)
        if size > MAX_DIRECTORY:
            raise PersonaError(f"lists {size:,} bytes of file names; is this a card?")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, struct.error) as error:
            raise PersonaError(f"is no readable zip archive ({error}); load it again") from None

    def read(self, name: str, most: int) -> bytes:
        """The content of one member.

        Raises:
            PersonaError: It is not there, too large, encrypted, or damaged.
        """
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            raise PersonaError(f"holds no {name}") from None
        if info.flag_bits & 0x1:
            raise PersonaError(f"its {name} is encrypted; export the card without a password")
        if info.compress_type not in _KNOWN:
            raise PersonaError(f"its {name} is packed in an unusual way; pack it with deflate")
        try:
            with self._zip.open(info) as member:
                content = member.read(most + 1)  # whatever the table of contents says of its size
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError,
                NotImplementedError, struct.error) as error:  # fmt: skip
            raise PersonaError(f"its {name} cannot be unpacked ({error}); load it again") from None
        if len(content) > most:
            raise PersonaError(f"its {name} unpacks to more than {most:,} bytes")
        return content


def _end(data: bytes) -> int:
    """Where the archive's end record begins; -1 where there is none."""
    place = data.rfind(_END, max(0, len(data) - _MAX_COMMENT - _END_SIZE))
    return place if 0 <= place <= len(data) - _END_SIZE else -1
