"""`netkhata apply`: what a TOML file says is made so; repeating it changes nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from bot import file_format, sentences
from bot.app import use_vault
from bot.cli import Failure
from bot.settings import Settings
from domain import db, events, reactions
from domain.customers import catalog
from domain.customers.models import Zone
from domain.errors import DomainError, InvalidValue
from domain.messaging import approved, telling, templates
from domain.messaging.models import EventSetting, Template
from domain.money import Money, from_major
from domain.staff import gateways, groups, operators, people
from domain.staff.models import Purpose, Role
from domain.staff.rights import SYSTEM
from domain.vault import Vault
from gateways import fields, registry


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was made or changed."""

    act: str  # made, changed
    kind: str
    name: str

    def as_json(self) -> dict[str, str]:
        """For a program."""
        return asdict(self)


Row = dict[str, Any]
Saved = Awaitable[tuple[Any, bool]]


async def apply(content: bytes, settings: Settings) -> list[Change]:
    """Make it so, all or nothing; what was made and changed, in order.

    Raises `Failure` with the place for what can't be read, is unknown, or does not hold.
    """
    keys = use_vault(settings)
    events.listen(reactions.MAP)
    tables = file_format.parse(content)
    currency = str(tables.get("isp", {}).get("currency", "")) or await _currency()
    maker = _Maker(keys, currency, settings.timezone)
    changes: list[Change] = []
    async with db.transaction():
        for kind in file_format.KEYS:
            rows = [tables[kind]] if kind == "isp" and kind in tables else tables.get(kind, [])
            for number, row in enumerate(rows, 1):
                place = kind if kind == "isp" else f"{kind} {row.get('name') or number}"
                changes += await _make(maker, kind, row, place)
    return changes


async def _currency() -> str:
    found = await db.value("SELECT currency FROM operator WHERE parent_id IS NULL")
    return str(found or "BDT")


async def _make(maker: _Maker, kind: str, row: Row, place: str) -> list[Change]:
    for needed in file_format.NEEDED[kind]:
        if row.get(needed) in (None, ""):
            raise Failure(f"{place}: '{needed}' is missing")
    known = await maker.exists(kind, row)
    try:
        saved, changed = await maker.makers[kind](dict(row))
    except DomainError as why:
        raise Failure(f"{place}: {sentences.of(why)}") from why
    except (ValueError, TypeError, ArithmeticError) as why:
        raise Failure(f"{place}: a value has the wrong form ({type(why).__name__}: {why})") from why
    names = (getattr(saved, each, None) for each in ("code", "name", "event"))
    name = next(filter(None, names), place)
    return [Change("changed" if known else "made", kind, str(name))] if changed else []


def code_from(name: str) -> str:
    """A short code for what has only a name: `Mirpur 10` becomes `mirpur-10`."""
    return re.sub(r"[^a-z0-9\u0980-\u09ff]+", "-", name.lower()).strip("-")[:32] or "main"


def _secret(value: object) -> str:
    """A value, or what the environment has under `env:NAME`."""
    text = str(value)
    if not text.startswith("env:"):
        return text
    name = text.removeprefix("env:")
    if name not in os.environ:
        raise InvalidValue(field=f"env:{name}", given="", example=f"export {name}=...")
    return os.environ[name]


class _Maker:
    """Turns rows of the file into verbs of the domain."""

    def __init__(self, keys: Vault, currency: str, timezone: str) -> None:
        self._vault = keys
        self._currency = currency
        self._timezone = timezone
        self.makers: Mapping[str, Callable[[Row], Saved]] = {
            "isp": self._isp,
            "operator": self._operator,
            "zone": self._zone,
            "package": self._package,
            "billing_profile": self._profile,
            "router": self._router,
            "gateway": self._gateway,
            "event": self._event,
            "template": self._template,
            "group": self._group,
            "staff": self._staff,
        }

    async def exists(self, kind: str, row: Row) -> bool:
        """Whether the row is there already, so that saving it is a change."""
        if kind in {"event", "template"}:
            return await _is_set(kind, row)
        if kind in {"router", "gateway"}:
            table, column, value = kind, "name", row.get("name")
        elif kind in {"group", "staff"}:
            table = "staff_group" if kind == "group" else "staff"
            column = "chat_id" if kind == "group" else "telegram_id"
            value = row.get(column)
        else:
            table, column = ("operator" if kind == "isp" else kind), "code"
            value = row.get("code") or code_from(str(row.get("name")))
        found = await db.value(f"SELECT 1 AS one FROM {table} WHERE {column} = $1", value)
        return bool(found)

    def _coded(self, row: Row) -> Row:
        row["code"] = str(row.get("code") or code_from(str(row["name"])))
        return row

    def _money(self, value: object) -> Money:
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
            raise InvalidValue(field="amount", given=value, example="800")
        amount = Decimal(value)
        if amount < 0:
            raise InvalidValue(field="amount", given=value, example="800")
        return from_major(amount, self._currency)

    async def _isp(self, row: Row) -> tuple[Any, bool]:
        row.setdefault("timezone", self._timezone)
        return await operators.save(SYSTEM, parent=None, **self._coded(row))

    async def _operator(self, row: Row) -> tuple[Any, bool]:
        root = await operators.root()
        for inherited in ("currency", "timezone", "region", "language"):
            row.setdefault(inherited, getattr(root, inherited))
        parent = row.pop("parent", None) or root.code
        return await operators.save(SYSTEM, parent=parent, **self._coded(row))

    async def _zone(self, row: Row) -> tuple[Any, bool]:
        return await catalog.save_zone(SYSTEM, **_owned(self._coded(row)))

    async def _package(self, row: Row) -> tuple[Any, bool]:
        row["price"] = self._money(row["price"])
        row["profile"] = str(row.get("profile") or row["name"])
        return await catalog.save_package(SYSTEM, **_owned(self._coded(row)))

    async def _profile(self, row: Row) -> tuple[Any, bool]:
        for ours, theirs in (
            ("suspend_over_minor", "suspend_over"),
            ("least_part_minor", "least_part"),
        ):
            if theirs in row:
                row[ours] = self._money(row.pop(theirs)).minor
        if "vat_rate" in row:
            row["vat_rate_bp"] = int(Decimal(row.pop("vat_rate")) * 100)
        return await catalog.save_profile(SYSTEM, **_owned(self._coded(row)))

    async def _router(self, row: Row) -> tuple[Any, bool]:
        row["password"] = _secret(row["password"])
        return await catalog.save_router(SYSTEM, vault=self._vault, **_owned(row))

    async def _gateway(self, row: Row) -> tuple[Any, bool]:
        given = {name: value for name, value in row.pop("credentials", {}).items()}
        opened = {
            name: _secret(value) if isinstance(value, str) else value
            for name, value in {**given, **row.pop("options", {})}.items()
        }
        values = registry.read_settings(row["kind"], row["provider"], opened)
        approved.check(values.options)
        row["rate"] = float(row.get("rate", 10))
        if row["rate"] <= 0:
            raise InvalidValue(field="rate", given=row["rate"], example="10")
        return await gateways.save(
            SYSTEM,
            vault=self._vault,
            credentials=values.credentials,
            options=values.options,
            **_owned(row),
        )

    async def _event(self, row: Row) -> tuple[Any, bool]:
        channels = row.pop("channels", [])
        if isinstance(channels, str):
            channels = channels.split(",")
        named = [str(channel).strip() for channel in channels]
        return await telling.save(SYSTEM, row.pop("name"), channels=named, **_owned(row))

    async def _template(self, row: Row) -> tuple[Any, bool]:
        row["channel"] = telling.known_channel(str(row["channel"]))
        row["text"] = str(row["text"]).strip()
        if row["language"] not in sentences.languages():
            known = ", ".join(sentences.languages())
            raise InvalidValue(field="language", given=row["language"], example=known)
        return await templates.save(SYSTEM, **_owned(row))

    async def _group(self, row: Row) -> tuple[Any, bool]:
        row["purpose"] = Purpose(row["purpose"])
        return await groups.bind(SYSTEM, **_owned(row))

    async def _staff(self, row: Row) -> tuple[Any, bool]:
        row["role"] = Role(row["role"])
        named = row.pop("zones", None)
        if named is not None:
            row["zone_ids"] = [await _zone_id(str(zone)) for zone in named]
        return await people.save(SYSTEM, **_owned(row))


async def _is_set(table: str, row: Row) -> bool:
    """Whether the operator has this setting of an event, or these words for it."""
    operator = await operators.find(row["operator"]) if "operator" in row else None
    where = {"operator_id": (operator or await operators.root()).id}
    if table == "event":
        return await EventSetting.exists(event=row["name"], **where)
    return await Template.exists(
        event=row["event"], language=row["language"], channel=row["channel"], **where
    )


def _owned(row: Row) -> Row:
    if "operator" in row:
        row["operator_code"] = row.pop("operator")
    return row


async def _zone_id(named: str) -> int:
    found = await Zone.get_or_none(code=named) or await Zone.filter(name=named).first()
    if found is None:
        raise InvalidValue(field="zones", given=named, example="")
    return int(found.id)


async def invite(
    settings: Settings, *, role: str, operator: str | None, name: str
) -> tuple[str, str]:
    """A one-time link (empty while the bot's name is not known) and its token."""
    use_vault(settings)
    if role not in set(Role):
        raise Failure(
            f"there is no role '{role}': did you mean {fields.nearest(role, set(Role))}?", 2
        )
    found = await operators.find(operator) if operator else await operators.root()
    if found is None:
        raise Failure(f"there is no operator '{operator}'")
    token = await people.invite(SYSTEM, Role(role), operator_id=found.id, name=name)
    return await _link(settings, token), token


async def _link(settings: Settings, token: str) -> str:
    if not settings.telegram_token:
        return ""
    from bot.telegram import Telegram

    telegram = Telegram(settings)
    try:
        return f"https://t.me/{await telegram.username()}?start={token}"
    finally:
        await telegram.close()
