"""Sending to addresses that strangers named: only to hosts that everybody can reach."""

import ipaddress
import socket
from dataclasses import dataclass

import httpx
from django.conf import settings

SECONDS = 10
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressError(ValueError):
    """Nothing may be sent to the address; the words say why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address, and the one IP address of its host that was checked and will be connected to."""

    url: httpx.URL
    ip: str


def target(address: str) -> Target:
    """Where to send what is meant for the address; raises AddressError.

    Every IP address of the host has to be public. The connection goes to the one that was checked, so that
    a name that answers otherwise the second time leads nowhere else.
    """
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise AddressError(f"This is no web address: {error}.") from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise AddressError("The address has to be http:// or https://, with a host and without a password.")
    found = _resolved(url.host, port=url.port or {"http": 80, "https": 443}[url.scheme])
    if private := [ip for ip in found if not _allowed(ip)]:
        raise AddressError(f"{url.host} is {private[0]}, which is not a public address.")
    return Target(url, found[0])


def post(place: Target, *, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer, whose body is not read; raises httpx.HTTPError. Follows no redirect."""
    host = place.url.netloc.decode("ascii")
    with (
        httpx.Client(timeout=SECONDS, trust_env=False, follow_redirects=False) as client,
        client.stream(
            "POST",
            place.url.copy_with(host=place.ip),
            content=body,
            headers={**headers, "Host": host},
            extensions={"sni_hostname": place.url.host},
        ) as answer,
    ):
        return answer.status_code


def _resolved(host: str, *, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressError(f"{host} cannot be found: {error}.") from error
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _allowed(words: str) -> bool:
    """True for public addresses; those within others (IPv4 in IPv6, 6to4, NAT64) count as what they hold."""
    ip = ipaddress.ip_address(words)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if inner:
            return _allowed(str(inner))
        if ip in _NAT64:
            return False
    if ip.is_loopback:
        return bool(settings.ALERTS_TO_LOOPBACK)
    return ip.is_global and not ip.is_multicast
