"""A local server that speaks the hub's protocol, as far as the real `huggingface_hub` client needs it, with faults to switch on.

It answers model information, tree listings, and `resolve` with `X-Repo-Commit`, `ETag`, and for large files a redirect to another
origin (the "CDN", a second port) with `X-Linked-Etag` and `X-Linked-Size`; the CDN serves ranges. Xet is not offered.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

LARGE = (".safetensors", ".bin", ".spm")


@dataclass
class Repo:
    """A model repository at one commit; `branches` name it too."""

    files: dict[str, bytes]
    commit: str
    branches: tuple[str, ...] = ("main",)


@dataclass
class Faults:
    """What goes wrong. Paths are matched by their end, so `status={"model.safetensors": 503}` fails that file alone."""

    status: dict[str, int] = field(default_factory=dict)
    cut_after: int | None = None
    """The CDN closes the connection after this many bytes of a file, while `n_cuts` lasts."""
    n_cuts: int = 1
    after_cuts: int | None = None
    """Status of every CDN answer once the cuts are used up."""
    truncated: bool = False
    """The CDN serves the first half of large files and says that this is all."""
    altered: str | None = None
    """Name of a file that is served with one byte changed."""
    silent: bool = False
    """Connections are accepted and never answered."""
    n_drips: int = 0
    """Every answer is preceded by this many header lines, one every 50 ms."""
    captive: bool = False
    """Everything is answered with 200 and a log-in page."""
    unlisted: bool = False
    """Model information comes without sizes and hashes."""
    wrong_commit: bool = False


def lfs_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def git_digest(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are part of the tests."""


class HubServer:
    """Use as a context manager; `url` is the endpoint, `requests` what was asked of it (`HEAD /owner/name/resolve/...`)."""

    def __init__(self) -> None:
        self.repos: dict[str, Repo] = {}
        self.faults = Faults()
        self.requests: list[str] = []
        self._released = threading.Event()
        self._servers = [_Server(("127.0.0.1", 0), _handler(self, cdn=cdn)) for cdn in (False, True)]
        self.url, self.cdn_url = (f"http://127.0.0.1:{server.server_address[1]}" for server in self._servers)

    def __enter__(self) -> HubServer:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._released.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def stay_silent(self) -> None:
        """Hold a request until the server is closed."""
        self._released.wait()

    def drip(self) -> None:
        """Hold an answer for 50 ms, unless the server is closed."""
        self._released.wait(0.05)

    def downloads(self) -> list[str]:
        """Return the names of the files that were fetched (not asked about), in order."""
        return [line.rsplit("/", 1)[-1] for line in self.requests if line.startswith("GET ") and "/api/" not in line]


def _handler(hub: HubServer, *, cdn: bool) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

        def do_HEAD(self) -> None:
            self._serve()

        def do_GET(self) -> None:
            self._serve()

        def _serve(self) -> None:
            path = unquote(urlsplit(self.path).path)
            hub.requests.append(f"{self.command} {path}")
            faults = hub.faults
            if faults.silent:
                hub.stay_silent()
                self.close_connection = True
                return
            if faults.captive:
                self._send(200, b"<html>Log in to the hotel's network</html>", {"Content-Type": "text/html"})
                return
            for end, status in faults.status.items():
                if path.endswith(end):
                    self._send(status, b"{}", {})
                    return
            if cdn:
                self._cdn(path)
            elif path.startswith("/api/models/"):
                self._api(path.removeprefix("/api/models/"))
            else:
                self._resolve(path)

        def _api(self, path: str) -> None:
            name, _, rest = ("/".join(path.split("/")[:2]), "", path.split("/")[2:])
            repo = hub.repos.get(name)
            if repo is None:
                self._send(404, b"{}", {"X-Error-Code": "RepoNotFound", "X-Error-Message": "Repository not found"})
                return
            kind, revision = (rest[0], "/".join(rest[1:])) if rest else ("revision", "main")
            if revision not in (repo.commit, *repo.branches):
                self._send(404, b"{}", {"X-Error-Code": "RevisionNotFound", "X-Error-Message": f"Invalid rev id: {revision}"})
                return
            content: Any = [_entry(file, body, "path") for file, body in repo.files.items()]
            if kind == "revision":
                blobs = "blobs" in parse_qs(urlsplit(self.path).query) and not hub.faults.unlisted
                content = {
                    "id": name,
                    "modelId": name,
                    "sha": "f" * 40 if hub.faults.wrong_commit else repo.commit,
                    "private": False,
                    "siblings": [_entry(file, body, "rfilename") if blobs else {"rfilename": file} for file, body in repo.files.items()],
                }
            self._send(200, json.dumps(content).encode(), {"Content-Type": "application/json"})

        def _resolve(self, path: str) -> None:
            owner, model, _, revision, file = path.lstrip("/").split("/", 4)
            repo = hub.repos[f"{owner}/{model}"]
            body = repo.files.get(file)
            if body is None:
                self._send(404, b"", {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": repo.commit})
                return
            headers = {"X-Repo-Commit": repo.commit}
            if file.endswith(LARGE):
                digest = lfs_digest(body)
                headers |= {"X-Linked-Etag": f'"{digest}"', "X-Linked-Size": str(len(body)), "ETag": f'"{git_digest(body)}"'}
                self._send(302, b"", headers | {"Location": f"{hub.cdn_url}/{owner}/{model}/{revision}/{file}"})
            else:
                self._send(200, _altered(body, file, hub.faults), headers | {"ETag": f'"{git_digest(body)}"'})

        def _cdn(self, path: str) -> None:
            owner, model, _, file = path.lstrip("/").split("/", 3)
            faults = hub.faults
            body = _altered(hub.repos[f"{owner}/{model}"].files[file], file, faults)
            if faults.truncated:
                body = body[: len(body) // 2]
            if faults.after_cuts is not None and faults.n_cuts == 0:
                self._send(faults.after_cuts, b"", {})
                return
            start = int(self.headers["Range"].removeprefix("bytes=").split("-")[0]) if "Range" in self.headers else 0
            headers = {"ETag": f'"{lfs_digest(body)}"', "Accept-Ranges": "bytes"}
            if start:
                headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            cut = None
            if faults.cut_after is not None and faults.n_cuts > 0:
                faults.n_cuts -= 1
                cut = max(0, faults.cut_after - start)
            self._send(206 if start else 200, body[start:], headers, cut=cut)

        def _send(self, status: int, body: bytes, headers: dict[str, str], *, cut: int | None = None) -> None:
            self.send_response(status)
            for i in range(hub.faults.n_drips):
                self.send_header(f"X-Drip-{i}", "drop")
                self.flush_headers()
                hub.drip()
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body if cut is None else body[:cut])
            if cut is not None:
                self.close_connection = True

    return Handler


def _altered(body: bytes, file: str, faults: Faults) -> bytes:
    return body[:-1] + bytes([body[-1] ^ 1]) if faults.altered == file else body


def _entry(file: str, body: bytes, key: str) -> dict[str, Any]:
    entry: dict[str, Any] = {key: file, "size": len(body)}
    entry |= {"blobId": git_digest(body)} if key == "rfilename" else {"oid": git_digest(body), "type": "file"}
    if file.endswith(LARGE):
        digest = lfs_digest(body)
        entry["lfs"] = {"sha256": digest, "oid": digest, "size": len(body), "pointerSize": 134}
    return entry
