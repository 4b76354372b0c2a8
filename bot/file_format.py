"""The file for `netkhata apply`: its tables, their keys and values, read and refused by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.cli import Failure
from bot.file_forms import (
    ADDRESSED,
    CHANNELS,
    CODE,
    CURRENCY,
    DAYS,
    FLAG,
    LANGUAGE,
    LARGEST_ID,
    REGION,
    TABLE,
    TEXTS,
    TIMEZONE,
    WEB,
    Form,
    decimal,
    one_of,
    text,
    whole,
)  # fmt: skip
from domain.customers.models import Connection, VatMode
from domain.staff.models import Purpose, Role
from gateways import fields

Row = dict[str, Any]

_NAME, _HOUR, _MONEY = text(80), whole(0, 23), decimal(10**9, "800 or 800.50")
_COMPANY: dict[str, Form] = {
    "code": CODE, "name": text(120), "currency": CURRENCY, "timezone": TIMEZONE, "region": REGION,
    "language": LANGUAGE, "support_phone": text(20), "email": text(120), "address": text(200),
    "logo": text(500_000),
}  # fmt: skip
FORMS: Mapping[str, Mapping[str, Form]] = {
    "isp": _COMPANY,
    "operator": {**_COMPANY, "parent": CODE},
    "zone": {"code": CODE, "name": _NAME, "operator": CODE},
    "package": {
        "code": CODE, "name": _NAME, "price": _MONEY, "profile": text(64),
        "kind": one_of(list(Connection)), "validity_days": whole(1, 3660), "operator": CODE,
        "active": FLAG,
    },
    "billing_profile": {
        "code": CODE, "name": _NAME, "operator": CODE, "cycle": text(16),
        "bill_day": whole(1, 31), "bill_hour": _HOUR, "due_days": whole(0, 366),
        "grace_days": whole(0, 366), "auto_suspend": FLAG, "suspend_hour": _HOUR,
        "suspend_over": _MONEY, "bill_suspended": FLAG, "vat_rate": decimal(100, "5 or 7.5", 2),
        "vat_mode": one_of(list(VatMode)), "least_part": _MONEY, "part_payment": FLAG,
        "reminder_days": DAYS, "reminder_hour": _HOUR, "quiet_from_hour": _HOUR,
        "quiet_to_hour": _HOUR, "proration": FLAG,
    },
    "router": {
        "name": ADDRESSED, "host": text(120), "port": whole(1, 65_535), "tls": FLAG,
        "fingerprint": text(95),
        "username": text(64), "password": text(500, secret=True), "suspended_profile": text(64),
        "suspended_list": text(64), "drop_sessions": FLAG, "watch_only": FLAG, "enabled": FLAG,
        "operator": CODE,
    },
    "gateway": {
        "name": ADDRESSED, "kind": text(16), "provider": text(32), "enabled": FLAG,
        "base_url": WEB, "rate": decimal(10_000, "10 or 0.5"), "credentials": TABLE,
        "options": TABLE, "operator": CODE,
    },
    "event": {"name": text(40), "enabled": FLAG, "channels": CHANNELS, "operator": CODE},
    "template": {
        "event": text(40), "language": LANGUAGE, "channel": text(16), "text": text(4000),
        "subject": text(200), "operator": CODE,
    },
    "group": {
        "purpose": one_of(list(Purpose)), "chat_id": whole(-LARGEST_ID), "title": text(128),
        "operator": CODE, "language": LANGUAGE, "thread_id": whole(1),
    },
    "staff": {
        "name": text(120), "role": one_of(list(Role)), "telegram_id": whole(1), "operator": CODE,
        "zones": TEXTS, "language": LANGUAGE,
    },
}  # fmt: skip
KEYS = {kind: frozenset(forms) for kind, forms in FORMS.items()}
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


def code_from(name: str) -> str:
    """A short code for what has only a name: `Mirpur 10` becomes `mirpur-10`."""
    return re.sub(r"[^a-z0-9\u0980-\u09ff]+", "-", name.lower()).strip("-")[:32] or "main"


def _code(row: Row) -> str:
    return str(row.get("code") or code_from(row["name"]))


def _same_code(row: Row) -> str:
    return f"code '{_code(row)}'"


# By what two rows of a table are the same thing.
_IDENTITY: Mapping[str, Callable[[Row], str]] = {
    "router": lambda row: f"name '{row['name']}'",
    "gateway": lambda row: f"name '{row['name']}'",
    "event": lambda row: f"name '{row['name']}' of one operator: {row.get('operator')}",
    "template": lambda row: " ".join(
        str(row.get(key)) for key in ("event", "language", "channel", "operator")
    ),
    "group": lambda row: f"purpose '{row['purpose']}' and chat_id {row['chat_id']}",
    "staff": lambda row: f"telegram_id {row['telegram_id']}",
}


def parse(content: bytes) -> dict[str, list[Row]]:
    """The file's tables, operators after those above them; amounts are exact.

    Raises `Failure` naming what is unknown, missing, of the wrong form or there twice, and where.
    """
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise Failure(f"the file is no TOML: {why}") from why
    found: dict[str, list[Row]] = {}
    faults: list[str] = []
    for kind, given in tables.items():
        try:
            found[kind] = _rows(kind, given)
        except Failure as why:
            faults.append(str(why))
    if faults:
        raise Failure("\n".join(faults))
    if "operator" in found:
        found["operator"] = _parents_first(found["operator"])
    return found


def _rows(kind: str, given: Any) -> list[Row]:
    """The rows of a table; raises `Failure` with a line for each that is wrong."""
    if kind not in KEYS:
        raise Failure(f"unknown table '{kind}': did you mean {fields.nearest(kind, KEYS)}?")
    rows = [given] if kind == "isp" else given
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        written = "[isp], once" if kind == "isp" else f"[[{kind}]]"
        raise Failure(f"'{kind}' must be written as {written}")
    faults = [
        fault
        for number, row in enumerate(rows, 1)
        for fault in _faults(kind, place_of(kind, number, row), row)
    ]
    if faults:
        raise Failure("\n".join(faults))
    _refuse_doubles(kind, rows)
    return rows


def place_of(kind: str, number: int, row: Row) -> str:
    """How a refusal names a row."""
    return kind if kind == "isp" else f"{kind} {row.get('name') or number}"


def _faults(kind: str, place: str, row: Row) -> Iterator[str]:
    forms = FORMS[kind]
    for key in sorted(row.keys() - forms.keys()):
        yield f"{place}: unknown key '{key}': did you mean {fields.nearest(key, forms)}?"
    for needed in NEEDED[kind]:
        if row.get(needed) in (None, ""):
            yield f"{place}: '{needed}' is missing"
    for key, value in row.items():
        if key in forms and not forms[key].fits(value):
            yield f"{place}: {forms[key].refusal(key, value)}"


def _refuse_doubles(kind: str, rows: list[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        same = _IDENTITY.get(kind, _same_code)(row)
        if same in seen:
            hint = "" if kind in _IDENTITY else ", a `code` of its own tells it apart"
            raise Failure(f"there are two tables [[{kind}]] with {same}: keep one{hint}")
        seen.add(same)


def _parents_first(rows: list[Row]) -> list[Row]:
    waiting = {_code(row): row for row in rows}
    ordered: list[Row] = []
    while waiting:
        free = [code for code, row in waiting.items() if row.get("parent") not in waiting]
        if not free:
            raise Failure(f"operator {next(iter(waiting))}: 'parent' leads back to itself")
        ordered += [waiting.pop(code) for code in free]
    return ordered
