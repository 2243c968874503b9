"""Tell what a source is (a path, a folder, an address, `-`) and read it into a document."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from dataclasses import replace

from service.errors import InputTooLarge, UnreadableInput
from service.reading.addresses import PUBLIC, AddressPolicy
from service.reading.files import N_SHOWN, read_file, read_standard_input, reason, shown
from service.settings import ReadingLimits
from service.values import Document, Metadata, Notice

SUFFIXES = (".txt", ".html", ".htm")
"""What a folder is searched for."""

_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_URL = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_BARE_URL = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+/\S*|www\.\S+", re.IGNORECASE)
_HTML_START = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def expand(sources: Sequence[str], limits: ReadingLimits) -> list[str]:
    """Return the sources with every folder replaced by its `.txt`, `.html` and `.htm` files, sorted by name.

    Subfolders are not searched. Nothing is opened, and how many there may be is the caller's concern.
    Raises UnreadableInput: a source that is neither `-`, an address, a file nor a folder; a folder without texts.
    """
    found: list[str] = []
    for source in sources:
        if source == "-" or _URL.match(source):
            found.append(source)
        elif _is_folder(source):
            found += _texts_in(source)
        else:
            found.append(source)
    return found


def read(source: str, limits: ReadingLimits, *, policy: AddressPolicy = PUBLIC) -> Document:
    """Read one source: `-` (standard input), an address (`https://...`) or a file; the text is not cleaned.

    What begins as HTML does, or is in a file named so, goes through `page.extract`. `policy` says which hosts an
    address may lead to. Raises UnreadableInput, InputTooLarge, FetchRefused, FetchFailed.
    """
    if source == "-":
        return _document(read_standard_input(limits), origin=source)
    if _URL.match(source):
        from service.reading.fetch import fetch

        fetched = fetch(source, limits, policy=policy)
        return _document(fetched.body, origin=source, url=fetched.url, content_type=fetched.content_type)
    if _is_folder(source):
        raise UnreadableInput(f"{shown(source)} is a folder; give one of its files.")
    is_html = source.lower().endswith(_HTML_SUFFIXES)
    return _document(read_file(source, limits), origin=source, content_type="text/html" if is_html else "")


def from_text(text: str, origin: str, limits: ReadingLimits) -> Document:
    """Return pasted text as a document; the source of a whole HTML page is read as that page.

    Half characters (lone surrogates) become U+FFFD, with a notice. Raises InputTooLarge.
    """
    n_bytes = len(text.encode("utf-8", "surrogatepass"))
    if n_bytes > limits.max_input_bytes:
        raise InputTooLarge(f"The text has {n_bytes:,} bytes; the limit is {limits.max_input_bytes:,}. Give one article at a time.")
    whole, n_broken = _SURROGATE.subn("\ufffd", text)
    notices = (Notice("characters-replaced", f"{n_broken} broken characters were replaced by \ufffd."),) if n_broken else ()
    return _parsed(whole, origin, notices=notices)


def _document(body: bytes, *, origin: str, url: str | None = None, content_type: str = "") -> Document:
    from service.reading.decode import declared_charset, decode

    is_html = "html" in content_type.lower()
    try:
        text, notice = decode(body, declared=declared_charset(body, content_type))
    except UnreadableInput as error:
        raise UnreadableInput(f"{'Standard input' if origin == '-' else shown(origin)}: {error}") from error
    return _parsed(text, origin, url=url, is_html=is_html, notices=(notice,) if notice else ())


def _parsed(text: str, origin: str, *, url: str | None = None, is_html: bool = False, notices: tuple[Notice, ...] = ()) -> Document:
    if not is_html and not _HTML_START.match(text):
        return Document(text, origin, Metadata(url=url), notices)
    from service.reading.page import extract

    page = extract(text, url)
    return replace(page, origin=origin, notices=(*notices, *page.notices))


def _is_folder(source: str) -> bool:
    """Say whether a path is a folder. Raises UnreadableInput where there is nothing, or nothing that can be looked at."""
    try:
        return stat.S_ISDIR(os.stat(source).st_mode)
    except FileNotFoundError:
        if os.path.islink(source):
            raise UnreadableInput(f"{shown(source)} is a link to a file that is not there.") from None
        raise UnreadableInput(_missing(source)) from None
    except (OSError, ValueError) as error:  # a name too long to be one, or with a NUL in it, is likely text
        if "\n" in source or len(source) > 2 * N_SHOWN:
            raise UnreadableInput(_missing(source)) from error
        raise UnreadableInput(f"{shown(source)} cannot be read: {reason(error)}.") from error


def _texts_in(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if _is_text_file(entry))
    except OSError as error:
        raise UnreadableInput(f"The folder {shown(folder)} cannot be read: {reason(error)}.") from error
    if not names:
        raise UnreadableInput(f"The folder {shown(folder)} holds no {', '.join(SUFFIXES)} files (subfolders are not searched).")
    return [os.path.join(folder, name) for name in names]


def _is_text_file(entry: os.DirEntry[str]) -> bool:
    return entry.name.lower().endswith(SUFFIXES) and not entry.name.startswith(".") and not entry.is_dir()


def _missing(source: str) -> str:
    if _BARE_URL.fullmatch(source):
        return f"There is no file {shown(source)}. If it is an address, put https:// in front."
    if not source.strip():
        return "An input has an empty name. Give a file, a folder, an address or - for standard input."
    hint = " To give the text itself, pipe it to standard input (-)." if any(map(str.isspace, source)) else " Check the name."
    return f"There is no file or folder {shown(source)}.{hint}"
