"""The file for `netkhata apply`: its tables, their keys and values, read and refused by name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot import sentences
from bot.apply.faults import Faults
from bot.apply.kinds import (
    ADDRESSED,
    CHANNELS,
    CHAT,
    CODE,
    CURRENCY,
    EMAIL,
    LANGUAGE,
    LOGO,
    NUMBER,
    PHONE,
    PRICE,
    REGION,
    ROLE,
    TEXTS,
    TIMEZONE,
    WEB,
)
from bot.failure import Failure
from domain import forms
from domain.billing import profiles, terms
from domain.chat.models import Purpose
from domain.customers.models import Connection, PricedPer, ValidFrom
from domain.errors import InvalidValue
from domain.forms import Field, Fields, Kind
from domain.kinds import FLAG, TABLE, VALIDITY, decimal, line, one_of, text, whole
from gateways import registry

Row = dict[str, Any]
ENVIRONMENT = "env:"

_NAME, _HOUR, _WITHIN_A_YEAR = line(80), whole(0, 23), whole(0, 366, "days")


def _keys(needed: str, **kinds: Kind) -> Fields:
    """The keys of a table; those of `needed` have to be there."""
    return Fields(
        *(Field(key, kind=kind, required=key in needed.split()) for key, kind in kinds.items())
    )


_COMPANY: dict[str, Kind] = {
    "code": CODE, "name": line(120), "currency": CURRENCY, "timezone": TIMEZONE, "region": REGION,
    "language": LANGUAGE, "support_phone": PHONE, "email": EMAIL, "address": text(200),
    "logo": LOGO,
}  # fmt: skip
_ANY_ROUTER = _keys(
    "name", name=ADDRESSED, backend=text(32), watch_only=FLAG, enabled=FLAG, operator=CODE
)


def _router(backend: str) -> Fields:
    """The keys of a router: those that all have, and what its backend declares."""
    return Fields(*_ANY_ROUTER, *registry.backend(backend).fields)


TABLES: Mapping[str, Fields] = {
    "isp": _keys("name", **_COMPANY),
    "operator": _keys("name", **_COMPANY, parent=CODE),
    "zone": _keys("name", code=CODE, name=_NAME, operator=CODE),
    "package": _keys(
        "name price",
        code=CODE, name=_NAME, price=PRICE, profile=line(64), kind=one_of(*Connection),
        priced_per=one_of(*PricedPer),
        validity_days=whole(1, 3660, "days"), operator=CODE, active=FLAG,
        validity=VALIDITY, valid_from=one_of(*ValidFrom), cap_mb=whole(0, 10**9, "MB"),
    ),
    "billing_profile": Fields(*_keys("name", code=CODE, name=_NAME, operator=CODE), *terms.TERMS),
    "router": _router(registry.BACKEND),
    "gateway": _keys(
        "name kind provider",
        name=ADDRESSED, kind=text(16), provider=text(32), enabled=FLAG, base_url=WEB,
        rate=decimal(10_000, "10 or 0.5", above=0), credentials=TABLE, options=TABLE,
        operator=CODE,
    ),
    "event": _keys("name", name=text(40), enabled=FLAG, channels=CHANNELS, operator=CODE),
    "template": _keys(
        "event language channel text",
        event=text(40), language=LANGUAGE, channel=text(16), text=text(4000), subject=line(200),
        operator=CODE,
    ),
    "group": _keys(
        "purpose chat_id",
        purpose=one_of(*Purpose), chat_id=CHAT, title=line(128),
        operator=CODE, language=LANGUAGE, thread_id=NUMBER,
    ),
    "staff": _keys(
        "name role telegram_id",
        name=line(120), role=ROLE, telegram_id=NUMBER, operator=CODE, zones=TEXTS,
        language=LANGUAGE,
    ),
}  # fmt: skip
KEYS = {kind: fields.names for kind, fields in TABLES.items()}


def code_of(row: Row) -> str:
    """The code of a row, written or made of its name; empty where neither can be read."""
    code, name = row.get("code"), row.get("name")
    return str(code) if code else profiles.code_from(name) if isinstance(name, str) else ""


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
    known = fields_of(kind, row)
    for key in sorted(row.keys() - known.names):
        yield f"unknown key '{key}': {_meant(kind, row, key)}"
    needed = [field.name for field in known if field.is_needed]
    if kind == "router" and row.get("backend", registry.BACKEND) not in registry.BACKENDS:
        needed = [key for key in needed if key in _ANY_ROUTER]
    lacking = [key for key in needed if not _is_said(row.get(key))]
    for key in lacking:
        yield f"'{key}' is missing"
    for key, value in row.items():
        is_read = key in known and key not in lacking and not is_from_environment(value)
        if is_read and not fits(known[key], value):
            yield refusal(known[key], value)


def _meant(kind: str, row: Row, key: str) -> str:
    """What was probably meant; what a gateway's provider asks for stands in tables of its own."""
    for field in _of_provider(row) if kind == "gateway" else ():
        if key in {field.name, *field.also}:
            place = "options" if field.option else "credentials"
            return f"it stands in {place} = {{ {key} = … }}"
    return f"did you mean {fields_of(kind, row).nearest(key)}?"


def _of_provider(row: Row) -> Iterable[Field]:
    """What the gateway's provider asks of an account; nothing where there is no such provider."""
    try:
        return registry.find(row["kind"], row["provider"]).all_fields
    except (KeyError, TypeError, InvalidValue):
        return ()


def fields_of(kind: str, row: Row) -> Fields:
    """The keys that a row may have: of a router those of its backend."""
    name = row.get("backend")
    is_other = kind == "router" and name != registry.BACKEND and name in registry.BACKENDS
    return _router(str(name)) if is_other else TABLES[kind]


def of_environment(row: Row) -> frozenset[str]:
    """The keys of a router whose values the environment may have."""
    return frozenset(
        field.name
        for field in fields_of("router", row)
        if field.is_needed and field.name not in _ANY_ROUTER
    )


def fits(field: Field, value: object) -> bool:
    """Whether the key can have it; what is empty of a backend is as good as not said."""
    is_unsaid = value == "" and field.option and field.kind.quoted
    return is_unsaid or field.kind.fits(value)


def refusal(field: Field, given: object, *, hidden: bool = False) -> str:
    """Why the value can't be taken; that of a secret is not repeated."""
    shown = "" if field.secret or hidden else f" is {_shown(given)}:"
    example = f'"{field.shown}"' if field.kind.quoted else field.shown
    such = f", such as {example}" if field.shown and not field.kind.choices else ""
    return f"'{field.name}'{shown} must be {sentences.wanted(field.kind)}{such}"


def _shown(given: object) -> str:
    if isinstance(given, bool):
        return str(given).lower()
    return f'"{given[:60]}"' if isinstance(given, str) else str(given)[:60]


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
