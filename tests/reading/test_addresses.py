from __future__ import annotations

import pytest

from service.reading.addresses import PUBLIC, AddressPolicy, why_not_public


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("::1", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("0.1.2.3", "unspecified"),
        ("::", "unspecified"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("192.0.2.1", "private"),
        ("198.18.0.1", "private"),
        ("fd00::1", "private"),
        ("2001:db8::1", "private"),
        ("169.254.169.254", "link-local"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("100.64.0.1", "provider"),
        ("100.127.255.255", "provider"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("ff0e::1", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("192.88.99.1", "reserved"),
        ("fec0::1", "reserved"),
        ("4000::1", "reserved"),
        ("100::1", "reserved"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:10.0.0.1", "private"),
        ("::ffff:100.64.0.1", "provider"),
        ("::127.0.0.1", "loopback"),
        ("::8.8.8.8", "reserved"),
        ("64:ff9b::127.0.0.1", "loopback"),
        ("64:ff9b::169.254.169.254", "link-local"),
        ("64:ff9b:1::8.8.8.8", "reserved"),
        ("2002:7f00:1::", "loopback"),
        ("2002:a00:1::", "private"),
        ("2002:6440:1::", "provider"),
        ("2001:0:7f00:1::1", ""),
        ("3fff::1", "reserved"),
        ("a name", "not an address"),
    ],
)
def test_what_is_not_on_the_public_web_is_told_by_its_kind(address: str, why: str) -> None:
    found = why_not_public(address)
    assert found is not None
    assert why in found or (why == "reserved" and "private" in found)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.32.0.1",
        "2606:4700::1111",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "::ffff:8.8.8.8",
    ],
)
def test_public_addresses_are_allowed(address: str) -> None:
    assert why_not_public(address) is None
    assert PUBLIC.refusal(address, 443) is None


def test_an_exception_is_for_one_address_and_one_port() -> None:
    policy = AddressPolicy(frozenset({("127.0.0.1", 8000)}))
    assert policy.refusal("127.0.0.1", 8000) is None
    assert policy.refusal("127.0.0.1", 8001) == "a loopback address"
    assert policy.refusal("127.0.0.2", 8000) == "a loopback address"
    assert PUBLIC.refusal("127.0.0.1", 8000) == "a loopback address"
