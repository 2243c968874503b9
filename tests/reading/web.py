"""A real web server on this machine, with the pages that the tests of fetching ask for."""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!DOCTYPE html>
<html lang="id"><head><meta charset="utf-8"><title>Hujan Abu Tutup Bandara Kota Bahari - Kabar Contoh</title>
<meta property="og:title" content="Hujan Abu Tutup Bandara Kota Bahari">
<meta property="og:site_name" content="Kabar Contoh"><meta name="author" content="Rina Wati">
<meta property="article:published_time" content="2024-06-25T11:14:00+07:00"></head>
<body><nav><ul><li><a href="/">Beranda</a></li><li><a href="/n">Nasional</a></li></ul></nav>
<article><h1>Hujan Abu Tutup Bandara Kota Bahari</h1>
<p>KOTA BAHARI - Hujan abu tipis turun di kota ini sejak Selasa pagi sehingga bandara ditutup untuk sementara waktu.</p>
<p>Sebanyak 1.250 penumpang menunggu di ruang tunggu, kata kepala bandara dalam jumpa pers di kantornya.</p>
<p>“Kami menunggu hasil uji kertas,” ujar dia sambil meminta penumpang menghubungi maskapai masing-masing.</p>
</article><script>var rahasia = 1;</script><footer>Hak cipta Kabar Contoh</footer></body></html>
"""
HTML = "text/html; charset=utf-8"


class Handler(BaseHTTPRequestHandler):
    """Answer by path; requests are noted in the server's `seen`."""

    server: Web
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Look the path up in the table of answers."""
        self.server.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            _ANSWERS.get(self.path.partition("?")[0], _missing)(self)

    def answer(self, body: bytes, content_type: str = HTML, *, status: int = 200, **headers: str) -> None:
        """Send a whole answer and close."""
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


class Web(ThreadingHTTPServer):
    """The server; `seen` holds the path and headers of each request."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.stopping = threading.Event()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def url(self, path: str = "/page", host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what is tested."""


@contextlib.contextmanager
def running() -> Iterator[Web]:
    """Serve until the block ends."""
    server = Web()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _missing(handler: Handler) -> None:
    handler.answer(b"<p>tidak ada</p>", status=404)


def _status(code: int) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(b"<p>maaf</p>", status=code)


def _redirect(target: str, code: int = 302) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(b"", status=code, Location=target.format(port=handler.server.port))


def _endless(handler: Handler) -> None:
    """Send without saying how much, until the client hangs up."""
    handler.send_response(200)
    handler.send_header("Content-Type", HTML)
    handler.send_header("Connection", "close")
    handler.end_headers()
    while not handler.server.stopping.is_set():
        handler.wfile.write(b"abu " * 4096)


def _drip(handler: Handler, *, in_headers: bool) -> None:
    """Send one byte at a time, always before any socket's timeout."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + (b"X-Slow: " if in_headers else b"\r\n"))
    while not handler.server.stopping.wait(0.02):
        handler.wfile.write(b"a")
        handler.wfile.flush()


def _silent(handler: Handler) -> None:
    handler.server.stopping.wait(30)
    handler.close_connection = True


def _zeros(n_megabytes: int) -> bytes:
    return gzip.compress(bytes(1_000_000) * n_megabytes)


_ANSWERS: dict[str, Callable[[Handler], None]] = {
    "/page": lambda handler: handler.answer(PAGE.encode()),
    "/packed": lambda handler: handler.answer(gzip.compress(PAGE.encode()), Content_Encoding="gzip"),
    "/packed-twice": lambda handler: handler.answer(gzip.compress(b"satu ") + gzip.compress(b"dua"), "text/plain", Content_Encoding="gzip"),
    "/packed-badly": lambda handler: handler.answer(b"bukan gzip sama sekali", Content_Encoding="gzip"),
    "/packed-and-cut": lambda handler: handler.answer(gzip.compress(PAGE.encode())[:-40], Content_Encoding="gzip"),
    "/packed-unknown": lambda handler: handler.answer(b"abc", Content_Encoding="br"),
    "/bomb": lambda handler: handler.answer(_zeros(50), Content_Encoding="gzip"),
    "/text": lambda handler: handler.answer(b"Bandara ditutup.", "text/plain"),
    "/no-type": lambda handler: handler.answer(b"Bandara ditutup.", ""),
    "/western": lambda handler: handler.answer("<p>“Café” ditutup – lagi</p>".encode("cp1252"), "text/html; charset=iso-8859-1"),
    "/pdf": lambda handler: handler.answer(b"%PDF-1.7", "application/pdf"),
    "/picture": lambda handler: handler.answer(b"\x89PNG", "image/png"),
    "/pdf-said-to-be-html": lambda handler: handler.answer(b"%PDF-1.7 \x00\x01", "text/html"),
    "/announced": lambda handler: handler.answer(b"a", Content_Length="3000000"),
    "/cut": lambda handler: handler.answer(b"abu", Content_Length="300"),
    "/endless": _endless,
    "/drip": lambda handler: _drip(handler, in_headers=False),
    "/drip-headers": lambda handler: _drip(handler, in_headers=True),
    "/silent": _silent,
    "/moved": _redirect("/page", 301),
    "/moved-elsewhere": _redirect("http://localhost:{port}/page"),
    "/loop": _redirect("/loop"),
    "/to-metadata": _redirect("http://169.254.169.254/latest/meta-data"),
    "/to-loopback": _redirect("http://127.0.0.2:{port}/page"),
    "/to-file": _redirect("file:///etc/passwd"),
    "/to-password": _redirect("http://user:rahasia@127.0.0.1:{port}/page"),
    "/to-nonsense": _redirect("http://[::/"),
    "/three-hops": _redirect("/two-hops"),
    "/two-hops": _redirect("/moved", 307),
    "/403": _status(403),
    "/500": _status(500),
    "/503": _status(503),
    "/410": _status(410),
    "/cookie": lambda handler: handler.answer(b"", status=302, Location="/page", Set_Cookie="a=b; Path=/"),
}
