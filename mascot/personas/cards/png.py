"""PNG files as rows of chunks: the texts in them found, taken out and put in.

Pixels are never decoded: a card is read as cheaply and safely from a broken image as from a good
one.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mascot.errors import PersonaError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_CHUNKS = 100_000
MAX_TEXT = 4_000_000
"""Characters of a text chunk: base64 makes four of three."""

_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_KEYWORD = 79


@dataclass(frozen=True, slots=True)
class Text:
    """A text chunk.

    Attributes:
        keyword: What it is called.
        data: The text, uncompressed.
        sound: Whether its checksum is right.
    """

    keyword: str
    data: bytes
    sound: bool


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: bytes
    start: int
    end: int


class Png:
    """A PNG file, as far as it goes.

    Args:
        data: The file.

    Attributes:
        whole: Whether the file reaches its proper end.

    Raises:
        PersonaError: It is no PNG.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(SIGNATURE):
            raise PersonaError("is no PNG file")
        self._data = data
        self._chunks: list[_Chunk] = []
        self.whole = False
        place = len(SIGNATURE)
        while place + 12 <= len(data) and not self.whole:
            (length,) = struct.unpack_from(">I", data, place)
            kind, end = data[place + 4 : place + 8], place + 12 + length
            if end > len(data):
                break
            if len(self._chunks) == MAX_CHUNKS:
                raise PersonaError(f"has more than {MAX_CHUNKS:,} chunks; is this an image?")
            self._chunks.append(_Chunk(kind, place, end))
            self.whole = kind == b"IEND"
            place = end
        self.cut = "" if self.whole else data[place + 4 : place + 8].decode("ascii", "replace")

    def texts(self, keywords: Iterable[str]) -> Iterator[Text]:
        """The text chunks with one of these keywords, whatever their case.

        Raises:
            PersonaError: One is larger than a card may be, or cannot be unpacked.
        """
        wanted = {keyword.encode() for keyword in keywords}
        for chunk in self._chunks:
            if (keyword := self._keyword(chunk)).lower() in wanted:
                body = self._data[chunk.start + 8 : chunk.end - 4]
                (told,) = struct.unpack_from(">I", self._data, chunk.end - 4)
                name = keyword.decode("latin-1")
                text = _unpacked(chunk.kind, body[len(keyword) + 1 :], name)
                yield Text(name.lower(), text, zlib.crc32(body, zlib.crc32(chunk.kind)) == told)

    def with_texts(self, texts: Iterable[tuple[str, bytes]]) -> bytes:
        """The file with these text chunks instead of its own ones of the same keywords."""
        texts = list(texts)
        gone = {keyword.encode() for keyword, _ in texts}
        view = memoryview(self._data)
        parts: list[bytes | memoryview] = [SIGNATURE]
        for chunk in self._chunks:
            if chunk.kind == b"IEND":
                parts += [_chunk(b"tEXt", name.encode() + b"\0" + text) for name, text in texts]
            if self._keyword(chunk).lower() not in gone:
                parts.append(view[chunk.start : chunk.end])
        return b"".join(parts)

    def without_texts(self, keywords: Iterable[str]) -> bytes:
        """The file without the text chunks of these keywords."""
        gone, view = {keyword.encode() for keyword in keywords}, memoryview(self._data)
        kept = [c for c in self._chunks if self._keyword(c).lower() not in gone]
        return b"".join((SIGNATURE, *(view[chunk.start : chunk.end] for chunk in kept)))

    def _keyword(self, chunk: _Chunk) -> bytes:
        if chunk.kind not in _TEXTS:
            return b""
        return self._data[chunk.start + 8 : chunk.start + 8 + _KEYWORD + 1].partition(b"\0")[0]


def plain_png(colour: str, width: int = 400, height: int = 600) -> bytes:
    """A picture in one colour, for a card that has none."""
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height), 9)
    return b"".join(
        (
            SIGNATURE,
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", bytes.fromhex(colour.removeprefix("#"))),
            _chunk(b"IDAT", rows),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    crc = zlib.crc32(body, zlib.crc32(kind))
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)


def _unpacked(kind: bytes, rest: bytes, name: str) -> bytes:
    """The text of a chunk: what follows its keyword, uncompressed."""
    packed = kind == b"zTXt"
    if kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:]
        rest = rest.partition(b"\0")[2].partition(b"\0")[2]  # the language, and the keyword in it
    elif packed:
        rest = rest[1:]
    if packed:
        inflate = zlib.decompressobj()
        try:
            rest = inflate.decompress(rest, MAX_TEXT + 1)
        except zlib.error:
            raise PersonaError(
                f"its {name!r} text cannot be unpacked; the file is damaged"
            ) from None
    if len(rest) > MAX_TEXT:
        raise PersonaError(
            f"its {name!r} text is larger than {MAX_TEXT:,} characters; no card is that long"
        )
    return rest
