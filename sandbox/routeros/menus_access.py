"""Menus of dial-in, queues, interfaces and the router itself."""

from __future__ import annotations

from sandbox.routeros import values as v
from sandbox.routeros.tables import EDITABLE, Field, Schema, Unique, Values

READ_ONLY = frozenset(["print", "getall", "listen"])
LIVE = READ_ONLY | {"remove"}
SINGLE = frozenset(["print", "getall", "set"])

DISABLED = Field("disabled", v.boolean, "false")
COMMENT = Field("comment")
DYNAMIC = Field("dynamic", read_only=True)
SERVICES = ("any", "async", "l2tp", "ovpn", "pppoe", "pptp", "sstp")
POOL = "/ip/pool"


def ro(name: str, default: str | None = None) -> Field:
    return Field(name, default=default, read_only=True)


def _same_service(one: Values, other: Values) -> bool:
    first, second = one.get("service", "any"), other.get("service", "any")
    return first == second or "any" in (first, second)


def same_server(one: Values, other: Values) -> bool:
    first, second = one.get("server"), other.get("server")
    return first == second or first is None or second is None


def _pool_or_address(name: str) -> Field:
    return Field(name, v.address, refers=POOL)


SECRET = Schema(
    "/ppp/secret",
    (
        Field("name"),
        Field("service", v.one_of(*SERVICES), "any"),
        Field("caller-id", default=""),
        Field("password", default="", sensitive=True),
        Field("profile", default="default", refers="/ppp/profile"),
        _pool_or_address("local-address"),
        _pool_or_address("remote-address"),
        Field("remote-ipv6-prefix"),
        Field("routes", default=""),
        Field("ipv6-routes", default=""),
        Field("limit-bytes-in", v.number(0, 1 << 63), "0"),
        Field("limit-bytes-out", v.number(0, 1 << 63), "0"),
        ro("last-logged-out"),
        ro("last-caller-id"),
        ro("last-disconnect-reason"),
        DISABLED,
        COMMENT,
    ),
    required=("name",),
    unique=(Unique("name", "secret with the same name already exists", _same_service),),
)

_USE = v.one_of("yes", "no", "default")

PROFILE = Schema(
    "/ppp/profile",
    (
        Field("name"),
        _pool_or_address("local-address"),
        _pool_or_address("remote-address"),
        Field("remote-ipv6-prefix-pool"),
        Field("dhcpv6-pd-pool"),
        Field("bridge", refers="/interface"),
        Field("interface-list"),
        Field("session-timeout", v.duration_or("none")),
        Field("idle-timeout", v.duration_or("none")),
        Field("use-mpls", _USE, "default"),
        Field("use-compression", _USE, "default"),
        Field("use-encryption", v.one_of("yes", "no", "default", "required"), "default"),
        Field("use-upnp", _USE, "default"),
        Field("use-ipv6", v.one_of("yes", "no", "default", "required"), "yes"),
        Field("only-one", _USE, "default"),
        Field("change-tcp-mss", _USE, "default"),
        Field("rate-limit", v.rate_limit),
        Field("address-list", default=""),
        Field("dns-server"),
        Field("wins-server"),
        Field("parent-queue", refers="/queue/simple", literal=("none",)),
        Field("queue-type"),
        Field("insert-queue-before"),
        Field("incoming-filter"),
        Field("outgoing-filter"),
        Field("on-up", default=""),
        Field("on-down", default=""),
        ro("default", "false"),
        COMMENT,
    ),
    required=("name",),
    unique=(Unique("name", "profile with the same name already exists"),),
)

ACTIVE = Schema(
    "/ppp/active",
    (
        ro("name"),
        ro("service", "pppoe"),
        ro("caller-id", ""),
        ro("address"),
        ro("uptime"),
        ro("encoding", ""),
        ro("session-id"),
        ro("limit-bytes-in", "0"),
        ro("limit-bytes-out", "0"),
        ro("radius", "false"),
        ro("comment"),
    ),
    verbs=LIVE,
    indexed=("name", "address"),
    first_dynamic=0x80000000,
)

QUEUE = Schema(
    "/queue/simple",
    (
        Field("name"),
        Field("target", v.target),
        Field("dst"),
        Field("parent", default="none", refers="/queue/simple", literal=("none",)),
        Field("packet-marks", default=""),
        Field("priority", default="8/8"),
        Field("queue", default="default-small/default-small"),
        Field("limit-at", v.rate_pair, "0/0"),
        Field("max-limit", v.rate_pair, "0/0"),
        Field("burst-limit", v.rate_pair, "0/0"),
        Field("burst-threshold", v.rate_pair, "0/0"),
        Field("burst-time", default="0s/0s"),
        Field("bucket-size", default="0.1/0.1"),
        Field("time"),
        ro("bytes"),
        ro("rate", "0/0"),
        ro("dropped", "0/0"),
        ro("invalid", "false"),
        DYNAMIC,
        DISABLED,
        COMMENT,
    ),
    required=("target",),
    verbs=EDITABLE | {"move"},
    unique=(Unique("name", "already have such name"),),
    indexed=("name", "target"),
    ordered=True,
    first_dynamic=0x80010001,
)

INTERFACE = Schema(
    "/interface",
    (
        Field("name"),
        ro("type", "ether"),
        Field("mtu", default="1500"),
        ro("actual-mtu", "1500"),
        ro("mac-address"),
        ro("last-link-up-time"),
        ro("link-downs", "0"),
        ro("rx-byte"),
        ro("tx-byte"),
        ro("running", "true"),
        DYNAMIC,
        DISABLED,
        COMMENT,
    ),
    verbs=frozenset(["print", "getall", "listen", "set", "unset", "enable", "disable", "comment"]),
    first_dynamic=0xF00001,
)

PPP_AAA = Schema(
    "/ppp/aaa",
    (
        Field("use-radius", v.boolean, "false"),
        Field("accounting", v.boolean, "true"),
        Field("interim-update", v.duration, "0s"),
    ),
    verbs=SINGLE,
    single=True,
)

RESOURCE = Schema(
    "/system/resource",
    tuple(
        ro(name)
        for name in [
            "uptime",
            "version",
            "build-time",
            "factory-software",
            "free-memory",
            "total-memory",
            "cpu",
            "cpu-count",
            "cpu-frequency",
            "cpu-load",
            "free-hdd-space",
            "total-hdd-space",
            "write-sect-since-reboot",
            "write-sect-total",
            "bad-blocks",
            "architecture-name",
            "board-name",
            "platform",
        ]
    ),
    verbs=frozenset(("print", "getall")),
    single=True,
)

IDENTITY = Schema("/system/identity", (Field("name"),), verbs=SINGLE, single=True)

SERVICE = Schema(
    "/ip/service",
    (
        Field("name", read_only=True),
        Field("port", v.number(1, 65535)),
        Field("address", default=""),
        Field("certificate", default="none"),
        Field("tls-version", v.one_of("any", "only-1.2"), "any"),
        Field("max-sessions", v.number(1, 1000), "20"),
        DISABLED,
        ro("invalid", "false"),
    ),
    verbs=frozenset(["print", "getall", "set", "enable", "disable"]),
)

USER_ACTIVE = Schema(
    "/user/active",
    (ro("when"), ro("name"), ro("address"), ro("via"), ro("group", "full"), ro("radius", "false")),
    verbs=READ_ONLY,
)

NETWATCH = Schema(
    "/tool/netwatch",
    (
        Field("name", default=""),
        Field("host"),
        Field("type", v.one_of("simple", "icmp", "tcp-conn", "http-get", "https-get", "dns")),
        Field("interval", v.duration, "1m"),
        Field("timeout", v.duration, "3s"),
        Field("up-script", default=""),
        Field("down-script", default=""),
        ro("status"),
        ro("since"),
        ro("done-tests", "0"),
        ro("failed-tests", "0"),
        DISABLED,
        COMMENT,
    ),
    required=("host",),
    indexed=("name", "host"),
)

LOG = Schema("/log", (ro("time"), ro("topics"), ro("message")), verbs=READ_ONLY, indexed=())

ACCESS = (
    SECRET, PROFILE, ACTIVE, QUEUE, INTERFACE, PPP_AAA, RESOURCE, IDENTITY, SERVICE, USER_ACTIVE,
    NETWATCH, LOG,
)  # fmt: skip
