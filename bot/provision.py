"""`netkhata apply`: what a TOML file says is made so; repeating it changes nothing."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from bot import file_format, sentences
from bot.app import use_vault
from bot.cli import MISUSED, Failure, meant
from bot.settings import Settings
from domain import db, events, reactions
from domain.customers import catalog
from domain.customers.models import Zone
from domain.errors import DomainError, InvalidValue, NotFound
from domain.messaging import approved, telling, templates
from domain.messaging.models import EventSetting, Template
from domain.money import Money, from_major
from domain.staff import gateways, groups, operators, people
from domain.staff.models import Group, Operator, Purpose, Role
from domain.staff.rights import SYSTEM
from domain.vault import Vault
from gateways import registry


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
    _refuse_unset(tables)
    currency = next((row["currency"] for row in tables.get("isp", ()) if "currency" in row), "")
    maker = _Maker(keys, currency or await _currency(), settings.timezone)
    changes: list[Change] = []
    async with db.transaction():
        for kind in file_format.KEYS:
            for number, row in enumerate(tables.get(kind, ()), 1):
                place = file_format.place_of(kind, number, row)
                changes += await _make(maker, kind, row, place)
    return changes


async def _currency() -> str:
    found = await db.value("SELECT currency FROM operator WHERE parent_id IS NULL")
    return str(found or "BDT")


async def _make(maker: _Maker, kind: str, row: Row, place: str) -> list[Change]:
    known = await maker.exists(kind, row)
    try:
        saved, changed = await maker.makers[kind](dict(row))
    except Failure as why:
        raise Failure(f"{place}: {why}") from why
    except DomainError as why:
        raise Failure(f"{place}: {_said(why)}") from why
    names = (getattr(saved, each, None) for each in ("code", "name", "event"))
    name = next(filter(None, names), place)
    return [Change("changed" if known else "made", kind, str(name))] if changed else []


_NAMED = {"kind": "kind", "provider": "provider", "field": "key of credentials or options"}


def _said(why: DomainError) -> str:
    """The refusal; of a name that nobody knows, with the one that was probably meant."""
    what = _NAMED.get(str(why.values.get("field"))) if isinstance(why, InvalidValue) else None
    if isinstance(why, InvalidValue) and not why.values["given"]:
        return f"'{why.values['field']}' is missing; example: {why.values['example']}"
    if what is None:
        return sentences.of(why)
    return f"unknown {what} '{why.values['given']}': did you mean {why.values['example']}?"


async def isp() -> Operator:
    """The root of the operators; raises `Failure` with what makes it."""
    try:
        return await operators.root()
    except NotFound as why:
        raise Failure("there is no ISP yet: run `netkhata apply FILE.toml` first") from why


async def operator(code: str) -> Operator:
    """The operator of that code; raises `Failure` with the nearest one."""
    found = await operators.find(code)
    if found is None:
        await isp()
        raise Failure(f"there is no operator '{code}'{meant(code, await _codes())}")
    return found


async def _codes() -> list[str]:
    return [row["code"] for row in await db.rows("SELECT code FROM operator ORDER BY code")]


def _secret(value: object) -> str:
    """A value, or what the environment has under `env:NAME`."""
    text = str(value)
    if not text.startswith("env:"):
        return text
    return os.environ[text.removeprefix("env:")]


def _refuse_unset(tables: Mapping[str, list[Row]]) -> None:
    """Raises `Failure` with every variable that the file names and the environment lacks."""
    named: dict[str, str] = {}
    for kind in ("router", "gateway"):
        for number, row in enumerate(tables.get(kind, ()), 1):
            place = file_format.place_of(kind, number, row)
            for part in (row, row.get("credentials", {}), row.get("options", {})):
                for value in part.values():
                    if isinstance(value, str) and value.startswith("env:"):
                        named.setdefault(value.removeprefix("env:"), place)
    lacking = [f"{name} ({place})" for name, place in named.items() if name not in os.environ]
    if lacking:
        raise Failure(
            f"the environment has no {', '.join(lacking)}, which the file names as 'env:…': set"
            " them where this command runs; sudo takes variables along only when they are named,"
            " as in `sudo --preserve-env=NAME,NAME …`"
        )


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
        if kind == "isp":
            return await Operator.exists(parent_id=None)
        if kind in {"event", "template"}:
            return await _is_set(kind, row)
        if kind == "group":
            return await Group.exists(purpose=row["purpose"], chat_id=row["chat_id"])
        if kind == "staff":
            table, column, value = kind, "telegram_id", row["telegram_id"]
        elif kind in {"router", "gateway"}:
            table, column, value = kind, "name", row["name"]
        else:
            table, column, value = kind, "code", self._coded(row)["code"]
        found = await db.value(f"SELECT 1 AS one FROM {table} WHERE {column} = $1", value)
        return bool(found)

    def _coded(self, row: Row) -> Row:
        row["code"] = row.get("code") or file_format.code_from(row["name"])
        return row

    def _money(self, value: int | str | Decimal) -> Money:
        amount = from_major(Decimal(value), self._currency)
        if amount.decimal() != Decimal(value):
            raise Failure(f"{value} has more decimals than {self._currency} has")
        return amount

    async def _isp(self, row: Row) -> tuple[Any, bool]:
        known = await Operator.get_or_none(parent_id=None)
        if known and row.setdefault("code", known.code) != known.code:
            raise Failure(f"the ISP's code is '{known.code}' and stays so")
        if known is None:
            row.setdefault("timezone", self._timezone)
        return await operators.save(SYSTEM, parent=None, **self._coded(row))

    async def _operator(self, row: Row) -> tuple[Any, bool]:
        root = await isp()
        for inherited in ("currency", "timezone", "region", "language"):
            row.setdefault(inherited, getattr(root, inherited))
        parent = (await operator(row.pop("parent", root.code))).code
        return await operators.save(SYSTEM, parent=parent, **self._coded(row))

    async def _zone(self, row: Row) -> tuple[Any, bool]:
        return await catalog.save_zone(SYSTEM, **await _owned(self._coded(row)))

    async def _package(self, row: Row) -> tuple[Any, bool]:
        row["price"] = self._money(row["price"])
        row["profile"] = str(row.get("profile") or row["name"])
        return await catalog.save_package(SYSTEM, **await _owned(self._coded(row)))

    async def _profile(self, row: Row) -> tuple[Any, bool]:
        for ours, theirs in (
            ("suspend_over_minor", "suspend_over"),
            ("least_part_minor", "least_part"),
        ):
            if theirs in row:
                row[ours] = self._money(row.pop(theirs)).minor
        if "vat_rate" in row:
            row["vat_rate_bp"] = int(Decimal(row.pop("vat_rate")) * 100)
        return await catalog.save_profile(SYSTEM, **await _owned(self._coded(row)))

    async def _router(self, row: Row) -> tuple[Any, bool]:
        for key in ("host", "username", "password"):
            row[key] = _secret(row[key])
        return await catalog.save_router(SYSTEM, vault=self._vault, **await _owned(row))

    async def _gateway(self, row: Row) -> tuple[Any, bool]:
        given = {name: value for name, value in row.pop("credentials", {}).items()}
        opened = {
            name: _secret(value) if isinstance(value, str) else value
            for name, value in {**given, **row.pop("options", {})}.items()
        }
        values = registry.read_settings(row["kind"], row["provider"], opened)
        approved.check(values.options)
        row["rate"] = float(row.get("rate", 10))
        if not row["rate"]:
            raise Failure("'rate' must be more than 0")
        return await gateways.save(
            SYSTEM,
            vault=self._vault,
            credentials=values.credentials,
            options=values.options,
            **await _owned(row),
        )

    async def _event(self, row: Row) -> tuple[Any, bool]:
        channels = row.pop("channels", [])
        if isinstance(channels, str):
            channels = channels.split(",")
        named = [str(channel).strip() for channel in channels]
        return await telling.save(SYSTEM, row.pop("name"), channels=named, **await _owned(row))

    async def _template(self, row: Row) -> tuple[Any, bool]:
        row["channel"] = telling.known_channel(row["channel"])
        row["text"] = row["text"].strip()
        return await templates.save(SYSTEM, **await _owned(row))

    async def _group(self, row: Row) -> tuple[Any, bool]:
        row["purpose"] = Purpose(row["purpose"])
        return await groups.bind(SYSTEM, **await _owned(row))

    async def _staff(self, row: Row) -> tuple[Any, bool]:
        row["role"] = Role(row["role"])
        named = row.pop("zones", None)
        if named is not None:
            row["zone_ids"] = [await _zone_id(str(zone)) for zone in named]
        return await people.save(SYSTEM, **await _owned(row))


async def _is_set(table: str, row: Row) -> bool:
    """Whether the operator has this setting of an event, or these words for it."""
    operator = await operators.find(row["operator"]) if "operator" in row else None
    where = {"operator_id": (operator or await operators.root()).id}
    if table == "event":
        return await EventSetting.exists(event=row["name"], **where)
    return await Template.exists(
        event=row["event"], language=row["language"], channel=row["channel"], **where
    )


async def _owned(row: Row) -> Row:
    await isp()
    if "operator" in row:
        row["operator_code"] = (await operator(row.pop("operator"))).code
    return row


async def _zone_id(named: str) -> int:
    found = await Zone.get_or_none(code=named) or await Zone.filter(name=named).first()
    if found is None:
        known = [zone.code for zone in await Zone.all().order_by("code")]
        raise Failure(f"there is no zone '{named}'{meant(named, known)}")
    return int(found.id)


async def invite(settings: Settings, *, role: str, code: str | None, name: str) -> tuple[str, str]:
    """A one-time link (empty while the bot's name is not known) and its token."""
    use_vault(settings)
    if role not in set(Role):
        raise Failure(f"there is no role '{role}'{meant(role, list(Role))}", MISUSED)
    found = await isp() if code is None else await operator(code)
    token = await people.invite(SYSTEM, Role(role), operator_id=found.id, name=name)
    return await _link(settings, token), token


async def _link(settings: Settings, token: str) -> str:
    if not settings.telegram_token:
        return ""
    from aiogram.exceptions import TelegramAPIError

    from bot.telegram import Telegram

    telegram = Telegram(settings)
    try:
        return f"https://t.me/{await telegram.username()}?start={token}"
    except TelegramAPIError:
        return ""
    finally:
        await telegram.close()
