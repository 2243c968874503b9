"""Read inputs: pasted text, files, folders, addresses on the web, standard input.

In reading order: `sources` (what a source is), `files` (bytes from disk and standard input), `decode` (bytes to text),
`page` (HTML to text and metadata), `addresses` (which hosts may be fetched), `fetch`, `unpack` (compressed answers).
What each of them needs beyond the standard library is loaded when it is first used.
"""

from __future__ import annotations

from service.reading.sources import expand, from_text, read

__all__ = ["expand", "from_text", "read"]
