"""The file for `netkhata apply`: its tables, their keys and values, read and refused by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.apply.faults import Faults
from bot.apply.forms import (
    ADDRESSED,
    CHANNELS,
    CODE,
    CURRENCY,
    DAYS,
    FINGERPRINT,
    FLAG,
    HOST,
    LANGUAGE,
    LARGEST_ID,
    LOGO,
    MAIL,
    MONEY,
    PHONE,
    PRICE,
    REGION,
    ROLE,
    TABLE,
    TEXTS,
    THRESHOLD,
    TIMEZONE,
    WEB,
    Form,
    decimal,
    line,
    one_of,
    text,
    whole,
)  # fmt: skip
from bot.failure import Failure
from domain import forms, languages
from domain.billing.charging.kinds import KINDS
from domain.billing.models import VatMode
from domain.chat.models import Purpose
from domain.customers.models import Connection
from gateways import registry

Row = dict[str, Any]
ENVIRONMENT = "env:"

_NAME, _HOUR = line(80), whole(0, 23)
_COMPANY: dict[str, Form] = {
    "code": CODE, "name": line(120), "currency": CURRENCY, "timezone": TIMEZONE, "region": REGION,
    "language": LANGUAGE, "support_phone": PHONE, "email": MAIL, "address": text(200),
    "logo": LOGO,
}  # fmt: skip
FORMS: Mapping[str, Mapping[str, Form]] = {
    "isp": _COMPANY,
    "operator": {**_COMPANY, "parent": CODE},
    "zone": {"code": CODE, "name": _NAME, "operator": CODE},
    "package": {
        "code": CODE, "name": _NAME, "price": PRICE, "profile": line(64),
        "kind": one_of(list(Connection)), "validity_days": whole(1, 3660), "operator": CODE,
        "active": FLAG,
    },
    "billing_profile": {
        "code": CODE, "name": _NAME, "operator": CODE, "cycle": one_of(tuple(KINDS)),
        "bill_day": whole(1, 31), "bill_hour": _HOUR, "due_days": whole(0, 366),
        "grace_days": whole(0, 366), "auto_suspend": FLAG, "suspend_hour": _HOUR,
        "suspend_over": THRESHOLD, "bill_suspended": FLAG, "vat_rate": decimal(100, "5 or 7.5", 2),
        "vat_mode": one_of(list(VatMode)), "least_part": MONEY, "part_payment": FLAG,
        "reminder_days": DAYS, "reminder_hour": _HOUR, "quiet_from_hour": _HOUR,
        "quiet_to_hour": _HOUR, "proration": FLAG,
    },
    "router": {
        "name": ADDRESSED, "host": HOST, "port": whole(1, 65_535), "tls": FLAG,
        "fingerprint": FINGERPRINT,
        "username": line(64), "password": text(500, secret=True), "suspended_profile": line(64),
        "suspended_list": line(64), "drop_sessions": FLAG, "watch_only": FLAG, "enabled": FLAG,
        "operator": CODE, "backend": text(32),
    },
    "gateway": {
        "name": ADDRESSED, "kind": text(16), "provider": text(32), "enabled": FLAG,
        "base_url": WEB, "rate": decimal(10_000, "10 or 0.5", least="above 0"),
        "credentials": TABLE, "options": TABLE, "operator": CODE,
    },
    "event": {"name": text(40), "enabled": FLAG, "channels": CHANNELS, "operator": CODE},
    "template": {
        "event": text(40), "language": LANGUAGE, "channel": text(16), "text": text(4000),
        "subject": line(200), "operator": CODE,
    },
    "group": {
        "purpose": one_of(list(Purpose)), "chat_id": whole(-LARGEST_ID), "title": line(128),
        "operator": CODE, "language": LANGUAGE, "thread_id": whole(1),
    },
    "staff": {
        "name": line(120), "role": ROLE, "telegram_id": whole(1), "operator": CODE,
        "zones": TEXTS, "language": LANGUAGE,
    },
}  # fmt: skip
OF_ANY_BACKEND = ("name", "backend", "watch_only", "enabled", "operator")
KEYS = {kind: frozenset(keys) for kind, keys in FORMS.items()}
NEEDED: dict[str, tuple[str, ...]] = {
    "isp": ("name",),
    "operator": ("name",),
    "zone": ("name",),
    "package": ("name", "price"),
    "billing_profile": ("name",),
    "router": ("name",),  # and what its backend needs
    "gateway": ("name", "kind", "provider"),
    "event": ("name",),
    "template": ("event", "language", "channel", "text"),
    "group": ("purpose", "chat_id"),
    "staff": ("name", "role", "telegram_id"),
}


def code_from(name: str) -> str:
    """A short code for what has only a name: `Mirpur 10` becomes `mirpur-10`."""
    letters = "".join(languages.scripts())
    return re.sub(f"[^a-z0-9{letters}]+", "-", name.lower()).strip("-")[:32] or "main"


def code_of(row: Row) -> str:
    """The code of a row, written or made of its name; empty where neither can be read."""
    code, name = row.get("code"), row.get("name")
    return str(code) if code else code_from(name) if isinstance(name, str) else ""


def read(content: bytes) -> tuple[dict[str, list[Row]], Faults]:
    """The file's tables, amounts exact, and what is wrong in each row by itself.

    Raises `Failure` for what is no TOML at all.
    """
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise Failure(f"the file is no TOML: {why}") from why
    faults = Faults(tuple(tables))
    found: dict[str, list[Row]] = {}
    for kind, given in tables.items():
        rows = [given] if kind == "isp" else given
        if kind not in KEYS:
            near = forms.nearest(kind, KEYS)
            faults.say(kind, 0, f"unknown table '{kind}': did you mean {near}?")
        elif not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            written = "[isp], once" if kind == "isp" else f"[[{kind}]]"
            faults.say(kind, 0, f"'{kind}' must be written as {written}")
        else:
            found[kind] = rows
    for kind, number, row in each_row(found):
        for fault in _faults(kind, row):
            faults.add(kind, number, row, fault)
    return found, faults


def each_row(tables: Mapping[str, list[Row]]) -> Iterator[tuple[str, int, Row]]:
    """Every row with its table and number, in the order in which they can be made."""
    for kind in KEYS:
        rows = list(enumerate(tables.get(kind, ()), 1))
        for number, row in _parents_first(rows) if kind == "operator" else rows:
            yield kind, number, row


def _faults(kind: str, row: Row) -> Iterator[str]:
    known, needed = _asked(kind, row)
    for key in sorted(row.keys() - known.keys()):
        yield f"unknown key '{key}': did you mean {forms.nearest(key, known)}?"
    lacking = [key for key in needed if not _is_said(row.get(key))]
    for key in lacking:
        yield f"'{key}' is missing"
    for key, value in row.items():
        is_read = key in known and key not in lacking and not is_from_environment(value)
        if is_read and not known[key].fits(value):
            yield known[key].refusal(key, value)


def _asked(kind: str, row: Row) -> tuple[Mapping[str, Form], Sequence[str]]:
    """The keys that a row may have, and those that it needs: of a router those of its backend."""
    keys, needed = FORMS[kind], NEEDED[kind]
    name = row.get("backend", registry.BACKEND)
    if kind != "router" or name not in registry.BACKENDS:
        return keys, needed
    declared = registry.backend(name).fields
    known = {*OF_ANY_BACKEND, *(field.name for field in declared)}
    own = tuple(field.name for field in declared if field.required and not field.default)
    return {key: form for key, form in keys.items() if key in known}, (*needed, *own)


def _is_said(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def is_from_environment(value: object) -> bool:
    """Whether the environment has the value, under the name that follows."""
    return isinstance(value, str) and value.startswith(ENVIRONMENT)


def _parents_first(rows: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """Operators after those above them; whose parents lead in a circle come last."""
    waiting, ordered = rows, list[tuple[int, Row]]()
    while waiting:
        codes = {code_of(row) for _, row in waiting}
        free = [each for each in waiting if each[1].get("parent") not in codes]
        ordered += free or waiting
        waiting = [each for each in waiting if free and each not in free]
    return ordered
