"""What stands before every page: whose request it is, how often they come, what they may send."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from domain import signs, tokens

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
MOST_FORM_BYTES = 16_384
MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and one more every so many seconds."""

    burst: int
    seconds: float


class Limits:
    """Token buckets in memory; the longest unused are forgotten first, so they stay bounded."""

    def __init__(self, clock: Callable[[], float] = monotonic, most: int = MOST_KEPT) -> None:
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def allows(self, what: str, who: str, rate: Rate) -> bool:
        """Take one; False when there is none left."""
        now, key = self._clock(), (what, who)
        left, since = self._buckets.pop(key, (float(rate.burst), now))
        left = min(left + (now - since) / rate.seconds, float(rate.burst))
        allowed = left >= 1
        self._buckets[key] = (left - 1 if allowed else left, now)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return allowed


class Proxies:
    """Whom we believe about the address of others."""

    def __init__(self, trusted: Sequence[str]) -> None:
        self._networks: list[Network] = [
            ipaddress.ip_network(each, strict=False) for each in trusted
        ]

    def source(self, request: web.Request) -> str:
        """The address that the request comes from.

        The header that proxies add is read from its end, and only as far as those who wrote it
        are trusted: what stands before was written by the client.
        """
        address = request.remote or ""
        told = [
            part.strip()
            for header in request.headers.getall("X-Forwarded-For", [])
            for part in header.split(",")
        ]
        while told and self._trusts(address):
            address = _plain(told.pop())
        return _plain(address)

    def speaks(self, request: web.Request) -> bool:
        """Whether the request was brought by somebody whom we believe."""
        return self._trusts(request.remote or "")

    def _trusts(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._networks)


@lru_cache(4096)
def _plain(address: str) -> str:
    """Without what some proxies add; an IPv4 address in IPv6 clothes is undressed."""
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)


@lru_cache(4096)
def neighbourhood(address: str) -> str:
    """What is counted together: an address, or the network that an IPv6 customer is given."""
    if ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address


def is_near(address: str) -> bool:
    """Whether the address is of this machine or of a private network."""
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False


def form_token(link_token: str) -> str:
    """What the forms of a link's page carry: nobody who lacks the link can know it."""
    return tokens.digest(f"form {link_token}")[:32]


def is_own(request: web.Request, public_url: str) -> bool:
    """Whether a form was sent from a page of ours, as far as the browser tells."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    return urlsplit(origin).netloc in {request.host, urlsplit(public_url).netloc}


async def read_form(request: web.Request) -> Mapping[str, str]:
    """The fields of a small form; raises 413 for a large one and 415 for another kind."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    body = b""
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > MOST_FORM_BYTES:
            raise web.HTTPRequestEntityTooLarge(MOST_FORM_BYTES, len(body))
    try:
        fields = parse_qsl(
            body.decode(), keep_blank_values=True, max_num_fields=40, errors="strict"
        )
    except ValueError as why:
        raise web.HTTPBadRequest from why
    return {name: signs.fit(value) for name, value in fields}
