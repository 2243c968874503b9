"""Turn bytes into text: UTF-8 as it is, anything else with a notice, and nothing that is not text.

In order: a byte order mark, UTF-16 by its zero bytes, UTF-8, UTF-8 with a few broken bytes, what the page or the server
declares, windows-1252 or Mac Roman where only its usual characters appear, and last what charset-normalizer finds.
"""

from __future__ import annotations

import codecs
import re

from service.errors import UnreadableInput
from service.values import Notice, Severity

_SIGNATURES = (
    (b"%PDF", "This is a PDF. Open it, copy the text and save that as a .txt file."),
    (b"PK\x03\x04", "This is a zip or office file (.docx, .odt, .epub). Open it and save the article as plain text."),
    (b"\xd0\xcf\x11\xe0", "This is an old office file (.doc). Open it and save the article as plain text."),
    (b"{\\rtf", "This is rich text (.rtf). Open it and save the article as plain text."),
    (b"\x1f\x8b", "This is compressed (gzip). Unpack it first."),
    (b"\x89PNG", "This is a picture. Give the article's text."),
    (b"\xff\xd8\xff", "This is a picture. Give the article's text."),
    (b"GIF8", "This is a picture. Give the article's text."),
)
_BINARY = "This is not text but binary data. Give a text or HTML file."
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_MAX_CONTROL_SHARE = 0.01
_WESTERN = re.compile(r"[\x00-\x7f‘’‚“”„–—…•‹›™€ ©®°·«»½¼¾±²³×´àáâäçèéêëíïñóôöúüÀÁÉÖÜ]*")
_META_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_TEXT_CHARSET = re.compile(r"(?:windows|cp|iso|latin|(?:us-)?ascii|mac|koi8|gb|big5|euc|shift|utf-?(?:16|32)|tis)[\w.:-]*", re.IGNORECASE)
_TOO_FEW_SHARE = 0.05
"""Of bytes beyond ASCII: a guess by statistics on fewer finds Japanese in two quotation marks."""
_LATIN_1 = {"iso8859-1", "ascii"}
"""Declared far more often than meant: the web's standard reads them as windows-1252."""


def decode(body: bytes, *, declared: str | None = None) -> tuple[str, Notice | None]:
    """Return the text of some bytes, and a notice where they are not plain UTF-8; no byte order mark stays.

    `declared` is the encoding a page or a server names. Raises UnreadableInput: a PDF, an office file, binary data,
    or text in no encoding that can be told.
    """
    for signature, advice in _SIGNATURES:
        if body[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(signature):
            raise UnreadableInput(advice)
    encoding = next((name for mark, name in _MARKS if body.startswith(mark)), None) or _utf16_by_zeros(body)
    if encoding in ("utf-16", "utf-32", "utf-16-le", "utf-16-be"):
        return _checked(_strictly(body, encoding)), _notice(encoding, "found")
    if len(body.translate(None, _CONTROLS)) < len(body) * (1 - _MAX_CONTROL_SHARE):
        raise UnreadableInput(_BINARY)
    text = _strictly(body, "utf-8-sig")
    if text is not None:
        return text, None
    return _repaired(body) or _declared(body, declared) or _western(body) or _detected(body)


def declared_charset(body: bytes, content_type: str = "") -> str | None:
    """Return the encoding that the server's content type or else the page's head names; None where neither does."""
    header = _HEADER_CHARSET.search(content_type)
    if header:
        return header[1]
    meta = _META_CHARSET.search(body[:4096])
    return meta[1].decode("ascii") if meta and meta[1].isascii() else None


def _utf16_by_zeros(body: bytes) -> str | None:
    """Name UTF-16 without a mark: of mostly Latin text every other byte is zero."""
    even, odd = body[0:4096:2], body[1:4096:2]
    if len(body) < 4 or len(body) % 2:
        return None
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _checked(text: str | None) -> str:
    if text is None or sum(text.count(chr(code)) for code in _CONTROLS) > len(text) * _MAX_CONTROL_SHARE:
        raise UnreadableInput(_BINARY)
    return text


def _repaired(body: bytes) -> tuple[str, Notice] | None:
    """Read UTF-8 with broken bytes, where whole characters outnumber them: reading it as anything else would mangle those."""
    text = body.decode("utf-8-sig", "replace")
    n_broken = text.count("\ufffd")
    n_whole = sum(character > "\x7f" for character in text) - n_broken
    if n_whole <= n_broken and not body.startswith(codecs.BOM_UTF8):
        return None
    return text, Notice("characters-replaced", f"The text is UTF-8 with {n_broken} broken characters, which were replaced by \ufffd.")


def _declared(body: bytes, declared: str | None) -> tuple[str, Notice] | None:
    if declared is None or not _TEXT_CHARSET.fullmatch(declared):
        return None
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    name = "cp1252" if name in _LATIN_1 else name
    text = _strictly(body, name)
    return None if text is None else (text, _notice(name, "declared"))


def _western(body: bytes) -> tuple[str, Notice] | None:
    for encoding in ("cp1252", "mac_roman"):
        text = _strictly(body, encoding)
        if text is not None and _WESTERN.fullmatch(text):
            return text, _notice(encoding, "found")
    n_high = sum(byte > 0x7F for byte in body)
    text = _strictly(body, "cp1252")
    if text is None or n_high > _TOO_FEW_SHARE * len(body):
        return None
    return text, _notice("cp1252", "guessed")


def _detected(body: bytes) -> tuple[str, Notice]:
    from charset_normalizer import from_bytes

    best = from_bytes(body).best()
    text = None if best is None else _strictly(body, best.encoding)
    if best is None or text is None:
        raise UnreadableInput("The encoding of this text cannot be told. Save it as UTF-8.")
    return text, _notice(best.encoding, "guessed")


def _notice(encoding: str, how: str) -> Notice:
    name = encoding.replace("_", "-").replace("cp125", "windows-125").upper().replace("WINDOWS", "windows")
    if how == "guessed":
        return Notice("encoding-detected", f"The text is not UTF-8; it was read as {name}, the likeliest. Check accented letters.")
    return Notice(
        "encoding-detected", f"The text is not UTF-8; it was read as {name}{', as declared' * (how == 'declared')}.", Severity.INFO
    )
