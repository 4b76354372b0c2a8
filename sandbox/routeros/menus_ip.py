"""Menus below /ip: pools, firewall, DHCP."""

from __future__ import annotations

from sandbox.routeros import values as v
from sandbox.routeros.menus_access import (
    COMMENT,
    DISABLED,
    DYNAMIC,
    LIVE,
    POOL,
    READ_ONLY,
    ro,
    same_server,
)
from sandbox.routeros.tables import EDITABLE, Field, Schema, Unique, Values


def _enabled(values: Values) -> bool:
    return values.get("disabled") != "true"


def _same_entry(one: Values, other: Values) -> bool:
    return _enabled(one) and _enabled(other) and one.get("list") == other.get("list")


def _same_client(one: Values, other: Values) -> bool:
    return _enabled(one) and _enabled(other) and same_server(one, other)


def _both_enabled(one: Values, other: Values) -> bool:
    return _enabled(one) and _enabled(other)


IP_POOL = Schema(
    POOL,
    (
        Field("name"),
        Field("ranges", v.ranges),
        Field("next-pool", refers=POOL, literal=("none",)),
        COMMENT,
    ),
    required=("name", "ranges"),
    unique=(Unique("name", "pool with such name exists"),),
)

POOL_USED = Schema(
    "/ip/pool/used",
    (ro("pool"), ro("address"), ro("owner"), ro("info")),
    verbs=READ_ONLY,
    indexed=("address",),
)

ADDRESS_LIST = Schema(
    "/ip/firewall/address-list",
    (
        Field("list"),
        Field("address", v.list_address),
        Field("timeout", v.duration),
        ro("creation-time"),
        DYNAMIC,
        DISABLED,
        COMMENT,
    ),
    required=("list", "address"),
    unique=(Unique("address", "already have such entry", _same_entry),),
    indexed=("address",),
)

_MATCHERS = (
    Field("chain"),
    Field("action", v.text),
    Field("src-address", v.matcher),
    Field("dst-address", v.matcher),
    Field("src-address-list"),
    Field("dst-address-list"),
    Field("protocol"),
    Field("src-port"),
    Field("dst-port"),
    Field("in-interface", refers="/interface"),
    Field("out-interface", refers="/interface"),
    Field("in-interface-list"),
    Field("out-interface-list"),
    Field("connection-state"),
    Field("connection-mark"),
    Field("hotspot"),
    Field("tls-host"),
    Field("layer7-protocol"),
    Field("limit"),
    Field("jump-target"),
    Field("address-list"),
    Field("address-list-timeout"),
)
# Rules show these three only once they were written.
_RULE_END = (
    Field("log", v.boolean),
    Field("log-prefix"),
    Field("disabled", v.boolean),
    ro("bytes", "0"),
    ro("packets", "0"),
    ro("invalid", "false"),
    DYNAMIC,
    COMMENT,
)
_COMMON_ACTIONS = (
    "accept", "add-dst-to-address-list", "add-src-to-address-list", "jump", "log", "passthrough",
    "return",
)  # fmt: skip


def _rules(path: str, actions: tuple[str, ...], *extra: Field) -> Schema:
    action = Field("action", v.one_of(*_COMMON_ACTIONS, *actions), "accept")
    fields = tuple(action if each.name == "action" else each for each in _MATCHERS)
    return Schema(
        path,
        (*fields, *extra, *_RULE_END),
        required=("chain",),
        verbs=EDITABLE | {"move", "reset-counters-all"},
        indexed=("comment",),
        ordered=True,
    )


FILTER = _rules(
    "/ip/firewall/filter",
    ("drop", "fasttrack-connection", "reject", "tarpit"),
    Field("reject-with"),
)
NAT = _rules(
    "/ip/firewall/nat",
    ("dst-nat", "masquerade", "netmap", "redirect", "same", "src-nat"),
    Field("to-addresses"),
    Field("to-ports"),
)

CONNECTION = Schema(
    "/ip/firewall/connection",
    (
        ro("protocol", "tcp"),
        ro("src-address"),
        ro("dst-address"),
        ro("reply-src-address"),
        ro("reply-dst-address"),
        ro("tcp-state", "established"),
        ro("timeout", "1d"),
        ro("orig-bytes", "0"),
        ro("repl-bytes", "0"),
        ro("fasttrack", "false"),
        DYNAMIC,
    ),
    verbs=LIVE,
    indexed=("src-address",),
    first_dynamic=1,
)

DHCP_SERVER = Schema(
    "/ip/dhcp-server",
    (
        Field("name"),
        Field("interface", refers="/interface"),
        Field("address-pool", refers=POOL, literal=("static-only",)),
        Field("lease-time", v.duration, "30m"),
        DISABLED,
        COMMENT,
    ),
    required=("name", "interface"),
    unique=(Unique("name", "already have such name"),),
)

LEASE = Schema(
    "/ip/dhcp-server/lease",
    (
        Field("address"),
        Field("mac-address", v.mac),
        Field("client-id"),
        Field("address-lists", default=""),
        Field("server", refers="/ip/dhcp-server", absent="all"),
        Field("block-access", v.boolean),
        Field("rate-limit", v.rate_limit),
        Field("lease-time", v.duration),
        Field("dhcp-option", default=""),
        Field("insert-queue-before"),
        ro("status", "waiting"),
        ro("expires-after"),
        ro("last-seen", "never"),
        ro("active-address"),
        ro("active-mac-address"),
        ro("active-client-id"),
        ro("active-server"),
        ro("host-name"),
        ro("radius", "false"),
        DYNAMIC,
        ro("blocked", "false"),
        DISABLED,
        COMMENT,
    ),
    verbs=EDITABLE | {"make-static"},
    unique=(
        Unique("address", "already have static lease with this IP address", _both_enabled),
        Unique("mac-address", "already have static lease for this client", _same_client),
    ),
    indexed=("address", "mac-address"),
)

IP = (IP_POOL, POOL_USED, ADDRESS_LIST, FILTER, NAT, CONNECTION, DHCP_SERVER, LEASE)
