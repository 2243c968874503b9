"""Unpack a compressed answer piece by piece, never past the limit: a small answer may unpack to gigabytes."""

from __future__ import annotations

import zlib

from service.errors import FetchFailed

_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


class Unpacker:
    """Take the pieces of an answer as sent; `body` is what they hold, at most `limit` bytes and one.

    `encoding` is the answer's `Content-Encoding`. Raises FetchFailed: an encoding that was not asked for, broken data.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchFailed(f"The server sent the page packed as {name[:30]!r}, which is not supported. Save the page and give the file.")
        self.body = bytearray()
        self._most = limit + 1
        self._engine = None if name in ("", "identity") else zlib.decompressobj(_GZIP_OR_ZLIB)

    @property
    def is_full(self) -> bool:
        """Say whether the answer is larger than the limit."""
        return len(self.body) >= self._most

    def add(self, piece: bytes) -> None:
        """Unpack one more piece; what is past the limit is not even unpacked."""
        if self._engine is None:
            self.body += piece[: self._most - len(self.body)]
            return
        while piece and not self.is_full:
            if self._engine.eof:  # gzip may be several packed parts in a row
                self._engine = zlib.decompressobj(_GZIP_OR_ZLIB)
            try:
                self.body += self._engine.decompress(piece, self._most - len(self.body))
            except zlib.error as error:
                raise FetchFailed("The server sent a damaged page. Try again, or save the page and give the file.") from error
            piece = self._engine.unconsumed_tail or self._engine.unused_data

    def finish(self) -> bytes:
        """Return the whole body. Raises FetchFailed where the packed data ends early."""
        if self._engine is not None and not self._engine.eof and not self.is_full:
            raise FetchFailed("The server sent only part of the page. Try again.")
        return bytes(self.body)
