"""The file for `netkhata apply`: its tables and keys, read and refused by name."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

from bot.cli import Failure
from gateways import fields

_COMPANY = "code name currency timezone region language support_phone email address logo"
_WRITTEN = {
    "isp": _COMPANY,
    "operator": f"{_COMPANY} parent",
    "zone": "code name operator",
    "package": "code name price profile kind validity_days operator active",
    "billing_profile": "code name operator cycle bill_day bill_hour due_days grace_days"
    " auto_suspend suspend_hour suspend_over bill_suspended vat_rate vat_mode least_part"
    " part_payment reminder_days reminder_hour quiet_from_hour quiet_to_hour proration",
    "router": "name host port tls fingerprint username password suspended_profile suspended_list"
    " drop_sessions watch_only enabled operator",
    "gateway": "name kind provider enabled base_url rate credentials options operator",
    "event": "name enabled channels operator",
    "template": "event language channel text subject operator",
    "group": "purpose chat_id title operator language thread_id",
    "staff": "name role telegram_id operator zones language",
}
KEYS = {kind: frozenset(keys.split()) for kind, keys in _WRITTEN.items()}
NEEDED: dict[str, tuple[str, ...]] = {
    "isp": ("name",),
    "operator": ("name",),
    "zone": ("name",),
    "package": ("name", "price"),
    "billing_profile": ("name",),
    "router": ("name", "host", "username", "password"),
    "gateway": ("name", "kind", "provider"),
    "event": ("name",),
    "template": ("event", "language", "channel", "text"),
    "group": ("purpose", "chat_id"),
    "staff": ("name", "role", "telegram_id"),
}


def parse(content: bytes) -> dict[str, Any]:
    """The file's tables; amounts are exact. Raises `Failure` naming what is unknown, and where."""
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise Failure(f"the file is no TOML: {why}") from why
    for kind, rows in tables.items():
        if kind not in KEYS:
            raise Failure(f"unknown table '{kind}': did you mean {fields.nearest(kind, KEYS)}?")
        if isinstance(rows, list) == (kind == "isp"):
            raise Failure(f"write [{kind}] once" if kind == "isp" else f"write [[{kind}]]")
        for number, row in enumerate([rows] if kind == "isp" else rows, 1):
            _check_keys(kind, number, row)
    return tables


def _check_keys(kind: str, number: int, row: dict[str, Any]) -> None:
    for key in sorted(row.keys() - KEYS[kind]):
        where = kind if kind == "isp" else f"{kind} {row.get('name') or number}"
        nearest = fields.nearest(key, KEYS[kind])
        raise Failure(f"{where}: unknown key '{key}': did you mean {nearest}?")
