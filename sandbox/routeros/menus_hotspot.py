"""Menus of the hotspot."""

from __future__ import annotations

from sandbox.routeros import values as v
from sandbox.routeros.menus_access import COMMENT, DISABLED, DYNAMIC, LIVE, POOL, ro, same_server
from sandbox.routeros.tables import EDITABLE, Field, Schema, Unique

HOTSPOT = "/ip/hotspot"
HOTSPOT_PROFILE = "/ip/hotspot/user/profile"

HOTSPOT_SERVER = Schema(
    HOTSPOT,
    (
        Field("name"),
        Field("interface", refers="/interface"),
        Field("address-pool", refers=POOL, literal=("none",)),
        Field("profile", default="default"),
        DISABLED,
    ),
    required=("name", "interface"),
    unique=(Unique("name", "already have such name"),),
)

HOTSPOT_USER = Schema(
    "/ip/hotspot/user",
    (
        Field("server", refers=HOTSPOT, absent="all"),
        Field("name"),
        Field("password", default="", sensitive=True),
        Field("address", v.address),
        Field("mac-address", v.mac),
        Field("profile", default="default", refers=HOTSPOT_PROFILE),
        Field("routes", default=""),
        Field("email"),
        Field("limit-uptime", v.duration),
        Field("limit-bytes-in", v.number(0, 1 << 63)),
        Field("limit-bytes-out", v.number(0, 1 << 63)),
        Field("limit-bytes-total", v.number(0, 1 << 63)),
        ro("uptime"),
        ro("bytes-in"),
        ro("bytes-out"),
        ro("packets-in", "0"),
        ro("packets-out", "0"),
        DYNAMIC,
        DISABLED,
        COMMENT,
    ),
    required=("name",),
    unique=(Unique("name", "already have user with this name for this server", same_server),),
)

HOTSPOT_USER_PROFILE = Schema(
    HOTSPOT_PROFILE,
    (
        Field("name"),
        Field("address-pool", refers=POOL, literal=("none",)),
        Field("rate-limit", v.rate_limit),
        Field("shared-users", default="1"),
        Field("session-timeout", v.duration),
        Field("idle-timeout", v.duration_or("none"), "none"),
        Field("keepalive-timeout", v.duration_or("none"), "2m"),
        Field("address-list", default=""),
        Field("add-mac-cookie", v.boolean, "true"),
        Field("mac-cookie-timeout", v.duration, "3d"),
        Field("on-login", default=""),
        Field("on-logout", default=""),
        ro("default", "false"),
    ),
    required=("name",),
    unique=(Unique("name", "profile with the same name already exists"),),
)

HOTSPOT_ACTIVE = Schema(
    "/ip/hotspot/active",
    (
        ro("server"),
        ro("user"),
        ro("address"),
        ro("mac-address"),
        ro("login-by", "http-chap"),
        ro("uptime"),
        ro("session-time-left"),
        ro("idle-time", "0s"),
        ro("bytes-in"),
        ro("bytes-out"),
        ro("radius", "false"),
    ),
    verbs=LIVE,
    indexed=("user", "address"),
)

HOTSPOT_COOKIE = Schema(
    "/ip/hotspot/cookie",
    (ro("user"), ro("mac-address"), ro("expires-in"), ro("mac-cookie", "true")),
    verbs=LIVE,
    indexed=("user",),
)

WALLED_GARDEN = Schema(
    "/ip/hotspot/walled-garden",
    (
        Field("action", v.one_of("allow", "deny"), "allow"),
        Field("server", refers=HOTSPOT, absent="all"),
        Field("src-address", v.matcher),
        Field("method"),
        Field("dst-host", default=""),
        Field("dst-port", default=""),
        Field("path", default=""),
        ro("hits", "0"),
        DYNAMIC,
        DISABLED,
        COMMENT,
    ),
    verbs=EDITABLE | {"move"},
    indexed=("comment",),
    ordered=True,
)

WALLED_GARDEN_IP = Schema(
    "/ip/hotspot/walled-garden/ip",
    (
        Field("action", v.one_of("accept", "drop", "reject"), "accept"),
        Field("server", refers=HOTSPOT, absent="all"),
        Field("src-address", v.matcher),
        Field("dst-address", v.matcher),
        Field("dst-address-list"),
        Field("dst-host"),
        Field("protocol"),
        Field("dst-port"),
        DYNAMIC,
        DISABLED,
        COMMENT,
    ),
    verbs=EDITABLE | {"move"},
    indexed=("comment",),
    ordered=True,
)

HOTSPOTS = (
    HOTSPOT_SERVER, HOTSPOT_USER, HOTSPOT_USER_PROFILE, HOTSPOT_ACTIVE, HOTSPOT_COOKIE,
    WALLED_GARDEN, WALLED_GARDEN_IP,
)  # fmt: skip
