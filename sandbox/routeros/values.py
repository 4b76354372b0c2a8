"""How RouterOS reads a written value and what it shows afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from ipaddress import (
    AddressValueError,
    IPv4Address,
    IPv4Network,
    NetmaskValueError,
    summarize_address_range,
)

from sandbox.routeros.traps import invalid, no_match, out_of_range

Clean = Callable[[str, str], str]

_UNITS = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}
_SCALE = {"": 1, "k": 1_000, "M": 1_000_000, "G": 1_000_000_000}
_SPAN = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")
_CLOCK = re.compile(r"(\d+):(\d\d)(?::(\d\d))?")
_RATE = re.compile(r"(\d+)([kMG]?)")
_PAIR = r"\d+[kMG]?(?:/\d+[kMG]?)?"
_LIMIT = re.compile(rf"{_PAIR}(?: {_PAIR}){{0,2}}(?: \d+(?:/\d+)?)?(?: \d)?(?: {_PAIR})?")
_MAC = re.compile(r"[0-9A-F]{2}(?:[:-][0-9A-F]{2}){5}")
_HOST = re.compile(
    r"(?=.{1,253}$)[A-Za-z_*-][\w*-]*(?:\.[\w*-]+)*\.?|[\w*-]+(?:\.[\w*-]+)*\.[A-Za-z]+"
)


def text(_name: str, value: str) -> str:
    return value


def boolean(name: str, value: str) -> str:
    if value in ("yes", "true"):
        return "true"
    if value in ("no", "false"):
        return "false"
    raise no_match(name)


def one_of(*words: str) -> Clean:
    def clean(name: str, value: str) -> str:
        if value not in words:
            raise no_match(name)
        return value

    return clean


def number(low: int, high: int) -> Clean:
    def clean(name: str, value: str) -> str:
        if not value.isdecimal():
            raise invalid(name)
        if not low <= int(value) <= high:
            raise out_of_range(name, low, high)
        return str(int(value))

    return clean


def seconds(value: str) -> int | None:
    """The length of a written time span, None when it is not one."""
    clock = _CLOCK.fullmatch(value)
    if clock:
        hours, minutes, rest = clock.groups()
        return int(hours) * 3600 + int(minutes) * 60 + int(rest or 0)
    span = _SPAN.fullmatch(value) if value else None
    if not span:
        return None
    return sum(int(part or 0) * unit for part, unit in zip(span.groups(), _UNITS.values()))  # noqa: B905


def span(total: float) -> str:
    """A time span as it is read back: 1w2d3h4m5s, 0s."""
    left, shown = int(total), ""
    for letter, unit in _UNITS.items():
        count, left = divmod(left, unit)
        if count:
            shown += f"{count}{letter}"
    return shown or "0s"


def duration(name: str, value: str) -> str:
    length = seconds(value)
    if length is None:
        raise invalid(name)
    return span(length)


def duration_or(*words: str) -> Clean:
    return lambda name, value: value if value in words else duration(name, value)


def address(name: str, value: str) -> str:
    try:
        return str(IPv4Address(value))
    except AddressValueError as error:
        raise invalid(name) from error


def is_address(value: str) -> bool:
    try:
        IPv4Address(value)
    except AddressValueError:
        return False
    return True


def network(value: str) -> str | None:
    """An IPv4 address, prefix or range in its canonical form, None when it is none of them."""
    try:
        if "-" in value:
            first, last = (IPv4Address(part) for part in value.split("-", 1))
            if first > last:
                return None
            parts = list(summarize_address_range(first, last))
            return _prefix(parts[0]) if len(parts) == 1 else f"{first}-{last}"
        return _prefix(IPv4Network(value, strict=False))
    except (AddressValueError, NetmaskValueError, ValueError):
        return None


def _prefix(net: IPv4Network) -> str:
    return str(net.network_address) if net.prefixlen == 32 else str(net)


def list_address(name: str, value: str) -> str:
    """What an address list takes: address, prefix, range, DNS name."""
    shown = network(value)
    if shown is None and not _HOST.fullmatch(value):
        raise invalid(name)
    return value if shown is None else shown


def matcher(name: str, value: str) -> str:
    """An address, prefix or range of a firewall rule, with or without a leading `!`."""
    bare = value.removeprefix("!")
    shown = network(bare)
    if shown is None:
        raise invalid(name)
    return value[: len(value) - len(bare)] + shown


def target(name: str, value: str) -> str:
    """Targets of a simple queue: addresses get /32, anything else is an interface name."""
    if not value:
        raise invalid(name)
    return ",".join(f"{part}/32" if is_address(part) else part for part in value.split(","))


def bits(value: str) -> int | None:
    found = _RATE.fullmatch(value)
    return int(found[1]) * _SCALE[found[2]] if found else None


def rate_pair(name: str, value: str) -> str:
    """`10M/2M` as bits per second of both directions."""
    parts = [bits(part) for part in value.split("/")]
    if len(parts) > 2 or None in parts:
        raise invalid(name)
    return f"{parts[0]}/{parts[-1]}"


def rate_limit(name: str, value: str) -> str:
    """The line of a PPP profile, which stays as it was typed."""
    if value and not _LIMIT.fullmatch(value):
        raise invalid(name)
    return value


def mac(name: str, value: str) -> str:
    shown = value.upper().replace("-", ":")
    if not _MAC.fullmatch(shown):
        raise invalid(name)
    return shown


def ranges(name: str, value: str) -> str:
    """The ranges of a pool."""
    shown = [network(part) for part in value.split(",")]
    if None in shown:
        raise invalid(name)
    return ",".join(str(part) for part in shown)


def moment(at: datetime, version: tuple[int, ...]) -> str:
    """An instant as this version prints it."""
    if version >= (7, 10):
        return at.strftime("%Y-%m-%d %H:%M:%S")
    return at.strftime("%b/%d/%Y %H:%M:%S").lower()
