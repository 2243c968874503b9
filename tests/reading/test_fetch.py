from __future__ import annotations

import socket
import ssl
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import FetchFailed, FetchRefused, InputTooLarge, UnreadableInput
from service.reading import read
from service.reading.addresses import AddressPolicy
from service.reading.fetch import fetch
from service.settings import ReadingLimits
from tests.reading.web import PAGE, Web

LIMITS = ReadingLimits()
HASTY = ReadingLimits(fetch_timeout_seconds=0.3)


def test_a_page_comes_back_as_it_is(web: Web, local: AddressPolicy) -> None:
    fetched = fetch(web.url(), LIMITS, policy=local)
    assert fetched.body == PAGE.encode()
    assert fetched.url == web.url()
    assert fetched.content_type == "text/html; charset=utf-8"


def test_the_server_is_told_the_host_that_was_named_and_who_asks(web: Web, local: AddressPolicy) -> None:
    if {entry[4][0] for entry in socket.getaddrinfo("localhost", web.port)} != {"127.0.0.1"}:
        local = AddressPolicy(local.exceptions | {("::1", web.port)})
    fetch(web.url(host="localhost"), LIMITS, policy=local)
    ((_, headers),) = web.seen
    assert headers["host"] == f"localhost:{web.port}"
    assert headers["user-agent"] == LIMITS.user_agent
    assert "cookie" not in headers


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"])
def test_this_machine_is_refused_in_every_spelling(web: Web, host: str) -> None:
    with pytest.raises(FetchRefused, match=r"is (a loopback|an unspecified) address.*only pages on the public web"):
        fetch(web.url(host=host), LIMITS)
    assert web.seen == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://10.1.2.3/", "a private address"),
        ("http://192.168.0.1/admin", "a private address"),
        ("http://100.64.1.1/", "inside a provider's network"),
        ("http://169.254.169.254/latest/meta-data/", "a link-local address"),
        ("http://[fe80::1]/", "a link-local address"),
        ("http://[::ffff:10.0.0.1]/", "a private address"),
        ("http://[64:ff9b::10.0.0.1]/", "a private address"),
        ("http://[2002:a00:1::]/", "a private address"),
        ("http://224.0.0.1/", "a multicast address"),
        ("ftp://berita.example/a", "Only http and https"),
        ("file:///etc/passwd", "give its path"),
        ("gopher://127.0.0.1/", "Only http and https"),
        ("http://", "no valid host"),
        ("http:///a", "no valid host"),
        ("http://[::/", "not a valid web address"),
        ("http://berita.example:99999/", "no valid host or port"),
        ("http://berita.example:0/", "no valid host or port"),
    ],
)
def test_an_address_that_must_not_be_fetched_is_refused_with_the_reason(url: str, why: str) -> None:
    with pytest.raises(FetchRefused, match=why):
        fetch(url, LIMITS)


def test_credentials_are_refused_and_not_shown(web: Web, local: AddressPolicy) -> None:
    with pytest.raises(FetchRefused, match="user name or password") as caught:
        fetch(web.url(host="user:rahasia@127.0.0.1"), LIMITS, policy=local)
    assert "rahasia" not in str(caught.value)
    assert web.seen == []


def test_one_private_address_among_public_ones_refuses_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(FetchRefused, match=r"two\.example is a private address \(10\.0\.0\.1\)"):
        fetch("http://two.example/", LIMITS)


def test_a_host_is_looked_up_once_and_that_address_is_connected_to(web: Web, local: AddressPolicy, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: str, port: int, *rest: object, **more: object) -> object:
        if host != "rebind.example":
            return real(host, port, *rest, **more)  # type: ignore[arg-type]
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.3"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    fetch(web.url(host="rebind.example"), LIMITS, policy=local)
    assert asked == ["rebind.example"]
    assert web.seen[0][1]["host"] == f"rebind.example:{web.port}"


def test_the_next_address_is_tried_where_the_first_does_not_answer(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def two(host: str, port: int, *rest: object, **more: object) -> object:
        if host != "two.example":
            return real(host, port, *rest, **more)  # type: ignore[arg-type]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("127.0.0.9", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    policy = AddressPolicy(frozenset({("127.0.0.9", web.port), ("127.0.0.1", web.port)}))
    assert fetch(web.url(host="two.example"), LIMITS, policy=policy).body == PAGE.encode()


def test_proxies_of_the_environment_are_not_used(web: Web, local: AddressPolicy, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert fetch(web.url(), LIMITS, policy=local).body == PAGE.encode()


def test_a_redirect_is_followed_and_its_address_reported(web: Web, local: AddressPolicy) -> None:
    fetched = fetch(web.url("/three-hops"), LIMITS, policy=local)
    assert fetched.url == web.url("/page")
    assert [path for path, _ in web.seen] == ["/three-hops", "/two-hops", "/moved", "/page"]


def test_a_cookie_is_not_carried_to_the_next_page(web: Web, local: AddressPolicy) -> None:
    fetch(web.url("/cookie"), LIMITS, policy=local)
    assert [path for path, headers in web.seen if "cookie" not in headers] == ["/cookie", "/page"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/to-metadata", r"169\.254\.169\.254 is a link-local address"),
        ("/to-loopback", r"127\.0\.0\.2 is a loopback address"),
        ("/to-file", "Only http and https"),
        ("/to-password", "user name or password"),
        ("/to-nonsense", "cut off or malformed"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(web: Web, local: AddressPolicy, path: str, why: str) -> None:
    with pytest.raises((FetchRefused, FetchFailed), match=why):
        fetch(web.url(path), LIMITS, policy=local)
    assert [seen for seen, _ in web.seen] == [path]


def test_a_redirect_loop_ends(web: Web, local: AddressPolicy) -> None:
    with pytest.raises(FetchFailed, match="redirects more than 2 times"):
        fetch(web.url("/loop"), ReadingLimits(fetch_max_redirects=2), policy=local)
    assert len(web.seen) == 3


@pytest.mark.parametrize(
    ("path", "size"), [("/announced", "3,000,000 bytes; the limit is 2,000,000"), ("/endless", "2,000,000"), ("/bomb", "2,000,000")]
)
def test_a_page_over_the_limit_is_too_large(web: Web, local: AddressPolicy, path: str, size: str) -> None:
    with pytest.raises(InputTooLarge, match=size):
        fetch(web.url(path), LIMITS, policy=local)


def test_a_page_of_just_the_limit_is_read(web: Web, local: AddressPolicy) -> None:
    exact = replace(LIMITS, max_input_bytes=len(PAGE.encode()))
    assert fetch(web.url(), exact, policy=local).body == fetch(web.url("/packed"), exact, policy=local).body == PAGE.encode()
    for path in ("/page", "/packed"):
        with pytest.raises(InputTooLarge):
            fetch(web.url(path), replace(LIMITS, max_input_bytes=len(PAGE.encode()) - 1), policy=local)


@pytest.mark.parametrize("path", ["/drip", "/drip-headers", "/silent"])
def test_a_server_that_takes_too_long_is_given_up(web: Web, local: AddressPolicy, path: str) -> None:
    with pytest.raises(FetchFailed, match=r"within 0\.3 seconds"):
        fetch(web.url(path), HASTY, policy=local)
    left = [thread for thread in threading.enumerate() if thread.name == "ringkas-fetch"]
    for thread in left:
        thread.join(20)
    assert [thread for thread in left if thread.is_alive()] == []


def test_a_look_up_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def stuck(*_: object, **__: object) -> object:
        released.wait(30)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", stuck)
    with pytest.raises(FetchFailed, match=r"slow\.example did not deliver the page within 0\.3 seconds"):
        fetch("http://slow.example/", HASTY)
    released.set()


@pytest.mark.parametrize(("path", "kind"), [("/pdf", "application/pdf"), ("/picture", "image/png")])
def test_what_is_not_a_web_page_is_refused_by_its_type(web: Web, local: AddressPolicy, path: str, kind: str) -> None:
    with pytest.raises(FetchRefused, match=f"gives {kind}.*not a web page"):
        fetch(web.url(path), LIMITS, policy=local)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/nowhere", "no such page .status 404.*Check the address"),
        ("/410", "no such page .status 410"),
        ("/403", "does not give out the page .status 403.*Save the page"),
        ("/500", "cannot serve the page now .status 500"),
        ("/503", "cannot serve the page now .status 503.*Try again later"),
        ("/cut", "cut off or malformed"),
        ("/packed-badly", "damaged"),
        ("/packed-and-cut", "only part"),
        ("/packed-unknown", "packed as 'br'"),
    ],
)
def test_a_page_that_does_not_come_says_why(web: Web, local: AddressPolicy, path: str, why: str) -> None:
    with pytest.raises(FetchFailed, match=why):
        fetch(web.url(path), LIMITS, policy=local)


def test_packed_pages_are_unpacked(web: Web, local: AddressPolicy) -> None:
    assert fetch(web.url("/packed"), LIMITS, policy=local).body == PAGE.encode()
    assert fetch(web.url("/packed-twice"), LIMITS, policy=local).body == b"satu dua"


def test_a_refused_connection_is_a_failure() -> None:
    with socket.socket() as taken:  # bound but not listening
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(FetchFailed, match=r"127\.0\.0\.1 does not accept a connection"):
            fetch(f"http://127.0.0.1:{port}/", LIMITS, policy=AddressPolicy(frozenset({("127.0.0.1", port)})))


@pytest.mark.parametrize("host", ["name.invalid", "a..b", "a" * 300 + ".invalid"])
def test_an_unknown_host_is_a_failure(host: str) -> None:
    with pytest.raises(FetchFailed, match="is not known"):
        fetch(f"http://{host}/", LIMITS)


def test_an_https_server_without_tls_is_a_failure(web: Web, local: AddressPolicy) -> None:
    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1 (does not accept|was cut off)"):
        fetch(web.url().replace("http:", "https:"), LIMITS, policy=local)
    assert web.seen == []


def test_a_tls_server_is_asked_for_the_host_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The greeting of a TLS connection names the host in clear; the peer hangs up after it."""
    greetings: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def take() -> None:
            connection, _ = listener.accept()
            with connection:
                greetings.append(connection.recv(4096))

        thread = threading.Thread(target=take)
        thread.start()
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))])
        with pytest.raises(FetchFailed):
            fetch(f"https://berita.example:{port}/", LIMITS, policy=AddressPolicy(frozenset({("127.0.0.1", port)})))
        thread.join()
    assert ssl.HAS_SNI
    assert b"berita.example" in greetings[0]


def test_reading_a_page_gives_its_text_and_where_it_came_from(web: Web, local: AddressPolicy) -> None:
    document = read(web.url("/moved"), LIMITS, policy=local)
    assert document.origin == web.url("/moved")
    assert document.metadata.url == web.url("/page")
    assert document.metadata.outlet == "Kabar Contoh"
    assert document.text.startswith("KOTA BAHARI - Hujan abu tipis turun")
    assert document.notices == ()


def test_reading_plain_text_and_a_page_without_a_type(web: Web, local: AddressPolicy) -> None:
    for path in ("/text", "/no-type"):
        document = read(web.url(path), LIMITS, policy=local)
        assert (document.text, document.metadata.url) == ("Bandara ditutup.", web.url(path))


def test_the_encoding_that_the_server_names_is_used(web: Web, local: AddressPolicy) -> None:
    document = read(web.url("/western"), LIMITS, policy=local)
    assert document.text == "“Café” ditutup – lagi"
    assert "encoding-detected" in [notice.code for notice in document.notices]


def test_a_pdf_that_is_sent_as_a_page_is_refused(web: Web, local: AddressPolicy) -> None:
    with pytest.raises(UnreadableInput, match="PDF"):
        read(web.url("/pdf-said-to-be-html"), LIMITS, policy=local)


def test_an_address_is_not_taken_for_a_path(tmp_path: Path) -> None:
    with pytest.raises(FetchRefused, match="loopback"):
        read("HTTP://127.0.0.1/a.txt", LIMITS)
