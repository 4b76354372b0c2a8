"""`netkhata apply`: what a TOML file says is made so; repeating it changes nothing."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.apply import rows, shape
from bot.apply.faults import Faults, place_of
from bot.failure import Failure, meant
from bot.keys import use_vault
from bot.settings import Settings
from domain import db, events, reactions, validity
from domain.accounts import gateways
from domain.billing import profiles, terms
from domain.chat import groups
from domain.chat.models import Group, Purpose
from domain.customers import catalog
from domain.customers.models import Customer, Zone
from domain.errors import DomainError, NotFound
from domain.messaging import approved, telling, templates
from domain.messaging.models import EventSetting, Template
from domain.money import from_major
from domain.network import elements
from domain.staff import operators, people
from domain.staff.models import Operator, Role
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

    Raises `Failure` with a line for everything that can't be read, is unknown, or does not hold.
    """
    keys = use_vault(settings)
    events.listen(reactions.MAP)
    tables, faults = shape.read(content)
    checks = rows.Checks(tables, await _known(), os.environ, faults)
    checks.run()
    maker = _Maker(keys, checks, settings.timezone)
    async with db.transaction():
        changes = await _make_all(maker, tables, faults)
        faults.refuse()
    return changes


async def _known() -> rows.Known:
    found = await db.rows("SELECT code, currency, parent_id FROM operator ORDER BY id")
    zones = await db.rows("SELECT code, name FROM zone")
    return rows.Known(
        root=next((row["code"] for row in found if row["parent_id"] is None), ""),
        currencies={row["code"]: row["currency"] for row in found},
        zones=frozenset(name for zone in zones for name in (zone["code"], zone["name"])),
    )


async def _make_all(maker: _Maker, tables: Mapping[str, list[Row]], faults: Faults) -> list[Change]:
    """Make each row in which nothing is wrong, nor in what it rests on; more faults may be seen."""
    changes: list[Change] = []
    if not maker.has_isp:
        return changes
    broken: set[str] = set()
    for kind, number, row in shape.each_row(tables):
        rests_on = {f"operator {row.get(key)}" for key in ("operator", "parent")}
        rests_on |= {f"zone {zone}" for zone in row.get("zones") or () if kind == "staff"}
        if not faults.has(kind, number) and not rests_on & broken:
            try:
                changes += await _make(maker, kind, row, place_of(kind, number, row))
            except (Failure, DomainError) as why:
                text = str(why) if isinstance(why, Failure) else rows.said(why)
                faults.add(kind, number, row, text)
            else:
                continue
        broken |= {f"{kind} {name}" for name in (shape.code_of(row), row.get("name"))}
        if not await Operator.exists(parent_id=None):
            break
    return changes


async def _make(maker: _Maker, kind: str, row: Row, place: str) -> list[Change]:
    known = await maker.exists(kind, row)
    saved, changed = await maker.makers[kind](dict(row))
    names = (getattr(saved, each, None) for each in ("code", "name", "event"))
    name = next(filter(None, names), place)
    return [Change("changed" if known else "made", kind, str(name))] if changed else []


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


class _Maker:
    """Turns rows of the file into verbs of the domain."""

    def __init__(self, keys: Vault, checks: rows.Checks, timezone: str) -> None:
        self._vault = keys
        self._checks = checks
        self.has_isp = bool(checks.root)
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
            return await Group.exists(purpose=row["purpose"], chat_id=str(row["chat_id"]))
        if kind == "staff":
            table, column, value = kind, "telegram_id", row["telegram_id"]
        elif kind in {"router", "gateway"}:
            table, column, value = kind, "name", row["name"]
        else:
            table, column, value = kind, "code", self._coded(row)["code"]
        found = await db.value(f"SELECT 1 AS one FROM {table} WHERE {column} = $1", value)
        return bool(found)

    def _coded(self, row: Row) -> Row:
        row["code"] = row.get("code") or profiles.code_from(row["name"])
        return row

    async def _isp(self, row: Row) -> tuple[Any, bool]:
        known = await Operator.get_or_none(parent_id=None)
        if known and row.setdefault("code", known.code) != known.code:
            raise Failure(f"the ISP's code is '{known.code}' and stays so")
        await _refuse_another_currency(known, row)
        if known is None:
            row.setdefault("timezone", self._timezone)
        return await operators.save(SYSTEM, parent=None, **self._coded(row))

    async def _operator(self, row: Row) -> tuple[Any, bool]:
        root = await isp()
        known = await operators.find(self._coded(row)["code"])
        await _refuse_another_currency(known, row)
        for inherited in ("currency", "timezone", "region", "language"):
            row.setdefault(inherited, getattr(known or root, inherited))
        parent = (await operator(row.pop("parent", root.code))).code
        return await operators.save(SYSTEM, parent=parent, **self._coded(row))

    async def _zone(self, row: Row) -> tuple[Any, bool]:
        return await catalog.save_zone(SYSTEM, **await _owned(self._coded(row)))

    async def _package(self, row: Row) -> tuple[Any, bool]:
        price = rows.price_of(row["price"])
        row["price"] = from_major(price, self._checks.currency_of(row))
        row["free"] = not price
        row["profile"] = str(row.get("profile") or row["name"])
        if "validity" in row:
            row["validity"] = validity.parse(row["validity"])
        return await catalog.save_package(SYSTEM, **await _owned(self._coded(row)))

    async def _profile(self, row: Row) -> tuple[Any, bool]:
        given = {key: row.pop(key) for key in [*row] if key in terms.TERMS}
        row.update(terms.columns(given, self._checks.currency_of(row)))
        return await profiles.save(SYSTEM, **await _owned(self._coded(row)))

    async def _router(self, row: Row) -> tuple[Any, bool]:
        backend = registry.backend(row.pop("backend", registry.BACKEND))
        given = {key: row.pop(key) for key in [*row] if key in backend.all_fields}
        before = await elements.settings(row["name"])
        values = backend.all_fields.settings({**before, **given})
        return await elements.save(
            SYSTEM,
            form=backend.form,
            settings=values.options,
            credentials=values.credentials,
            vault=self._vault,
            **await _owned(row),
        )

    async def _gateway(self, row: Row) -> tuple[Any, bool]:
        given = {**row.pop("credentials", {}), **row.pop("options", {})}
        values = registry.read_settings(row["kind"], row["provider"], given)
        approved.check(values.options)
        row["rate"] = float(row.get("rate", 10))
        return await gateways.save(
            SYSTEM,
            vault=self._vault,
            credentials=values.credentials,
            options=values.options,
            **await _owned(row),
        )

    async def _event(self, row: Row) -> tuple[Any, bool]:
        named = rows.channels_of(row.pop("channels", []))
        return await telling.save(SYSTEM, row.pop("name"), channels=named, **await _owned(row))

    async def _template(self, row: Row) -> tuple[Any, bool]:
        row["channel"] = telling.known_channel(row["channel"])
        row["text"] = row["text"].strip()
        return await templates.save(SYSTEM, **await _owned(row))

    async def _group(self, row: Row) -> tuple[Any, bool]:
        row["purpose"] = Purpose(row["purpose"])
        row.update({name: str(row[name]) for name in ("chat_id", "thread_id") if name in row})
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


async def _refuse_another_currency(known: Operator | None, row: Row) -> None:
    """What customers owe and have paid is kept in the currency of their operator."""
    if known is None or row.get("currency", known.currency) == known.currency:
        return
    whose = {} if known.parent_id is None else {"operator_id": known.id}
    if await Customer.exists(**whose):
        raise Failure(
            f"'currency' is {known.currency} and stays so: money of its customers is kept in it"
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
