"""Say which network addresses may be fetched from: public ones only, whatever form they hide in."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_CARRIER = IPv4Network("100.64.0.0/10")
_RELAY = IPv4Network("192.88.99.0/24")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_SPECIAL = (
    IPv6Network("2001::/23"),  # protocol assignments: Teredo, ORCHID, benchmarking
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),
)


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Which addresses a fetch may connect to: public ones, and the `exceptions` (address and port) besides."""

    exceptions: frozenset[tuple[str, int]] = frozenset()

    def refusal(self, address: str, port: int) -> str | None:
        """Return why an address must not be connected to, None where it may.

        `refusal("10.0.0.1", 80)` -> `"a private address"`.
        """
        if (address, port) in self.exceptions:
            return None
        return why_not_public(address)


PUBLIC = AddressPolicy()


def why_not_public(address: str) -> str | None:
    """Return what kind of special address this is, None for a public one: `::ffff:127.0.0.1` -> `a loopback address`."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "not an address"
    return _why_not_4(parsed) if isinstance(parsed, IPv4Address) else _why_not_6(parsed)


def _why_not_4(address: IPv4Address) -> str | None:
    if address.packed[0] == 0:
        return "an unspecified address"
    if address in _CARRIER:
        return "an address shared inside a provider's network"
    return _kind(address) or ("a reserved address" if address in _RELAY or not address.is_global else None)


def _why_not_6(address: IPv6Address) -> str | None:
    """Look through the forms that carry an IPv4 address, then allow global unicast alone."""
    if address.is_unspecified or address.is_loopback:
        return "an unspecified address" if address.is_unspecified else "a loopback address"
    if address.ipv4_mapped is not None:
        return _why_not_4(address.ipv4_mapped)
    if address.sixtofour is not None:
        return _why_not_4(address.sixtofour)
    if address in _NAT64 or address in _COMPATIBLE:
        inner = _why_not_4(IPv4Address(address.packed[-4:]))
        return inner or ("a reserved address" if address in _COMPATIBLE else None)
    special = address not in _GLOBAL_UNICAST or any(address in network for network in _SPECIAL)
    return _kind(address) or ("a reserved address" if special else None)


def _kind(address: IPv4Address | IPv6Address) -> str | None:
    if address.is_loopback:
        return "a loopback address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if address.is_reserved:
        return "a reserved address"
    return "a private address" if address.is_private else None
