from __future__ import annotations

import gzip
import zlib

import pytest

from service.errors import FetchFailed
from service.reading.unpack import Unpacker

TEXT = b"Hujan abu turun. " * 500


def unpack(encoding: str, body: bytes, *, limit: int = 1_000_000, size: int = 7) -> bytes:
    unpacker = Unpacker(encoding, limit)
    for start in range(0, len(body), size):
        unpacker.add(body[start : start + size])
    return unpacker.finish()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        (" X-GZIP ", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_pieces_of_any_size_give_the_whole(encoding: str, body: bytes, size: int) -> None:
    assert unpack(encoding, body, size=size) == TEXT


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_nothing_is_unpacked_past_the_limit(encoding: str) -> None:
    zeros = bytes(5_000_000)
    unpacker = Unpacker(encoding, 1000)
    unpacker.add(gzip.compress(zeros) if encoding else zeros)
    assert unpacker.is_full
    assert len(unpacker.body) == 1001


def test_just_the_limit_is_not_full() -> None:
    unpacker = Unpacker("gzip", len(TEXT))
    unpacker.add(gzip.compress(TEXT))
    assert not unpacker.is_full
    assert unpacker.finish() == TEXT


def test_what_is_cut_damaged_or_packed_otherwise_is_said() -> None:
    with pytest.raises(FetchFailed, match="only part"):
        unpack("gzip", gzip.compress(TEXT)[:-9])
    with pytest.raises(FetchFailed, match="damaged"):
        unpack("gzip", TEXT)
    with pytest.raises(FetchFailed, match="packed as 'br'"):
        Unpacker("br", 1000)
