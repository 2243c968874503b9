"""Fetch one web page without being led anywhere else: public addresses only, bounded in size, time and redirects.

A host name is looked up here, every address it has is checked, and the connection goes to one of those very addresses:
a second look-up could answer differently. Redirects are followed by hand through the same checks. Proxies, cookies and
credentials are not used. It does not run scripts, and asks nothing of robots.txt: it reads the one page a person names.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.errors import FetchFailed, FetchRefused, InputTooLarge, ServiceError
from service.reading.addresses import PUBLIC, AddressPolicy
from service.reading.unpack import Unpacker
from service.settings import ReadingLimits

if TYPE_CHECKING:
    import httpx

_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_REDIRECTS = (301, 302, 303, 307, 308)
_SAVE = "Save the page in a browser and give the file."


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: where from (after redirects), its bytes unpacked, and its content type with the parameters."""

    url: str
    body: bytes
    content_type: str


def fetch(url: str, limits: ReadingLimits, *, policy: AddressPolicy = PUBLIC) -> Fetched:
    """Fetch a page; `policy` says which addresses may be connected to.

    Raises FetchRefused (scheme, credentials, an address that is not public, not HTML or text), FetchFailed (host unknown, no
    connection, error status, too many redirects, not done in `limits.fetch_timeout_seconds` altogether) and InputTooLarge.
    """
    job = _Fetch(limits, policy)
    # A peer that sends a byte now and then never trips a socket's timeout, and a look-up has none: only the caller's
    # waiting can be bounded, so the work is done in a thread, whose connection is cut when its time is over.
    worker = threading.Thread(target=job.run, args=(url,), name="ringkas-fetch", daemon=True)
    worker.start()
    worker.join(limits.fetch_timeout_seconds)
    job.abandon()
    if job.failure is not None:
        raise job.failure
    if job.fetched is None:
        raise job.too_slow(url)
    return job.fetched


class _Fetch:
    """One fetch under way: `run` leaves `fetched` or `failure`."""

    def __init__(self, limits: ReadingLimits, policy: AddressPolicy) -> None:
        self.limits = limits
        self.policy = policy
        self.deadline = time.monotonic() + limits.fetch_timeout_seconds
        self.abandoned = False
        self.fetched: Fetched | None = None
        self.failure: Exception | None = None
        self._socket: socket.socket | None = None

    def run(self, url: str) -> None:
        try:
            self.fetched = self._follow(url)
        except Exception as error:  # carried to the caller's thread and raised there
            self.failure = error

    def abandon(self) -> None:
        """Cut the connection, so that the thread ends. (Closing it here would free its number while it is still in use.)"""
        self.abandoned = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _note_socket(self, event: str, info: dict[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")
            if self.abandoned:
                self.abandon()

    def too_slow(self, url: str) -> FetchFailed:
        seconds = self.limits.fetch_timeout_seconds
        return FetchFailed(
            f"{_host(url)} did not deliver the page within {seconds:g} seconds. Try again, or save the page and give the file."
        )

    def _follow(self, url: str) -> Fetched:
        import httpx

        # No kept connections: one made for a host must not serve another host at the same address.
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
        with httpx.Client(trust_env=False, follow_redirects=False, limits=limits) as client:
            for _ in range(self.limits.fetch_max_redirects + 1):
                if self.abandoned:
                    raise self.too_slow(url)
                client.cookies.clear()
                parsed = _parsed(url)
                addresses = self._addresses(parsed)
                step = self._request(client, parsed, addresses)
                if isinstance(step, Fetched):
                    return step
                url = step
        raise FetchFailed(f"{_host(url)} redirects more than {self.limits.fetch_max_redirects} times. {_SAVE}")

    def _addresses(self, url: httpx.URL) -> list[str]:
        """Look the host up. Raises FetchRefused unless every address may be connected to."""
        host, port = url.raw_host.decode("ascii"), _port(url)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchFailed(f"The host {host[:100]} is not known. Check the address and the connection.") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            why = self.policy.refusal(address, port)
            if why is not None:
                where = "" if address == host else f" ({address})"
                raise FetchRefused(f"{host[:100]} is {why}{where}; only pages on the public web are fetched.")
        if not addresses:
            raise FetchFailed(f"The host {host[:100]} has no address.")
        return addresses

    def _request(self, client: httpx.Client, url: httpx.URL, addresses: list[str]) -> Fetched | str:
        """Ask for the page at the first address that answers; return it, or where it redirects to."""
        import httpx

        for index, address in enumerate(addresses):
            try:
                return self._ask(client, url, address)
            except httpx.TimeoutException as error:
                raise self.too_slow(str(url)) from error
            except httpx.ConnectError as error:
                if "certificate" in str(error).lower():
                    raise FetchFailed(f"{url.host} cannot prove who it is (its certificate is not valid). {_SAVE}") from error
                if index == len(addresses) - 1:
                    raise FetchFailed(f"{url.host} does not accept a connection. Check the address, or try again later.") from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:  # httpx has looked at a redirect's target already
                raise FetchFailed(
                    f"The answer of {url.host} was cut off or malformed. Try again, or save the page and give the file."
                ) from error
        raise FetchFailed(f"{url.host} cannot be reached.")

    def _ask(self, client: httpx.Client, url: httpx.URL, address: str) -> Fetched | str:
        host = url.raw_host.decode("ascii")
        headers = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": self.limits.user_agent,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8",
            "Accept-Encoding": "gzip",
            "Accept-Language": "id,en;q=0.7",
        }
        pinned = url.copy_with(host=address, fragment=None)
        extensions = {"sni_hostname": host, "trace": self._note_socket}
        left = max(self.deadline - time.monotonic(), 0.001)
        with client.stream("GET", pinned, headers=headers, extensions=extensions, timeout=left) as response:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return str(url.join(response.headers["location"]))
            _check_status(url, response.status_code)
            _check_type(url, response.headers.get("content-type", ""))
            return Fetched(str(url), self._body(url, response), response.headers.get("content-type", ""))

    def _body(self, url: httpx.URL, response: httpx.Response) -> bytes:
        limit = self.limits.max_input_bytes
        length = response.headers.get("content-length", "")
        if re.fullmatch(r"[0-9]{1,18}", length) and int(length) > limit:
            raise InputTooLarge(f"The page at {url.host} has {int(length):,} bytes; the limit is {limit:,}.")
        unpacker = Unpacker(response.headers.get("content-encoding", ""), limit)
        for piece in response.iter_raw():
            unpacker.add(piece)
            if unpacker.is_full:
                raise InputTooLarge(f"The page at {url.host} has more than {limit:,} bytes, which is the limit.")
            if self.abandoned or time.monotonic() > self.deadline:
                raise self.too_slow(str(url))
        return unpacker.finish()


def _parsed(url: str) -> httpx.URL:
    """Check the form of an address. Raises FetchRefused; the message never shows a password."""
    import httpx

    try:
        parsed = httpx.URL(url.strip())
        n_port = _port(parsed)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise FetchRefused("This is not a valid web address. Copy it from the browser's address bar.") from error
    if parsed.scheme not in ("http", "https"):
        raise FetchRefused(
            f"Only http and https addresses are fetched, not {parsed.scheme[:20]}:. For a file on this machine give its path."
        )
    if not parsed.host or not 0 < n_port < 65536:
        raise FetchRefused("The web address names no valid host or port. Copy it from the browser's address bar.")
    if parsed.userinfo:
        raise FetchRefused(f"The address of {parsed.host[:100]} contains a user name or password. Give it without them.")
    return parsed


def _port(url: httpx.URL) -> int:
    return url.port if url.port is not None else {"https": 443}.get(url.scheme, 80)


def _host(url: str) -> str:
    import httpx

    try:
        return httpx.URL(url).host[:100] or "The server"
    except (httpx.InvalidURL, ServiceError):
        return "The server"


def _check_status(url: httpx.URL, status: int) -> None:
    if 200 <= status < 300:
        return
    if status in (404, 410):
        raise FetchFailed(f"{url.host} has no such page (status {status}). Check the address.")
    if status == 429 or status >= 500:
        raise FetchFailed(f"{url.host} cannot serve the page now (status {status}). Try again later.")
    raise FetchFailed(f"{url.host} does not give out the page (status {status}). {_SAVE}")


def _check_type(url: httpx.URL, content_type: str) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    if kind and kind not in _TYPES:
        raise FetchRefused(f"{url.host} gives {kind[:60]} at this address, not a web page. Give the address of an article.")
