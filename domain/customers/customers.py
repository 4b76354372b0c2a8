"""Customers: who may see which, adding and changing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain import calendar, clock, db, events, phone, reach
from domain.customers import catalog, codes, letters, owned, queries, standing
from domain.customers.index import index
from domain.customers.models import Customer, CustomerStatus
from domain.errors import InvalidState, InvalidValue, NotFound
from domain.events import CustomersChanged, CustomersWelcomed, ValidityMoved
from domain.staff import audit, operators
from domain.staff.models import Operator
from domain.staff.rights import Actor
from domain.tables import Model

_FIRST_ID = 1001
_PLAIN = (
    "name", "email", "language", "address", "connection", "username", "ip", "mac",
    "price_minor", "discount_minor", "exempt", "never_billed", "status", "joined_on",
    "renewal_day", "expires_on", "promised_until",
)  # fmt: skip
_REFERENCES = frozenset({
    "operator_id", "zone_id", "package_id", "billing_profile_id", "router_id",
})  # fmt: skip
_FOUND_BY = frozenset({"name", "mobile", "whatsapp"})
_MONEY = frozenset({"price_minor", "discount_minor"})


async def get(actor: Actor, customer_id: int) -> Customer:
    """The customer by row id; raises `NotFound` for one that the actor may not see, too."""
    actor.require("customer.see")
    row = await Customer.get_or_none(id=customer_id)
    if row is None:
        raise NotFound(what="customer", given=customer_id)
    await require(actor, row)
    return row


async def require(actor: Actor, row: Customer) -> None:
    """Raise `NotFound` for a customer whom the actor may not see, whoever has loaded them."""
    if not await _is_seen(actor, row):
        raise NotFound(what="customer", given=row.id)


@dataclass(frozen=True, slots=True)
class Named:
    """By what people know a customer."""

    id: int
    code: str
    name: str


async def named(actor: Actor, customer_id: int) -> Named:
    """What the customer is called; raises `NotFound` as `get` does."""
    actor.require("customer.see")
    row = await queries.called(customer_id)
    if row is None or not reach.holds(actor, row.path, row.zone_id):
        raise NotFound(what="customer", given=customer_id)
    return Named(customer_id, row.code, row.name)


async def find(actor: Actor, code: str) -> Customer | None:
    """The customer by the code that people say, if the actor may see them."""
    actor.require("customer.see")
    said = codes.plain(code)
    found = await Customer.filter(code__in=await codes.spelled({said})).order_by("id")
    exact = [row for row in found if row.code == said] or found
    row = exact[0] if len(exact) == 1 else None
    return row if row is not None and await _is_seen(actor, row) else None


async def _is_seen(actor: Actor, row: Customer) -> bool:
    return await reach.sees(actor, row.operator_id, row.zone_id)


async def create(
    actor: Actor,
    *,
    name: str,
    mobile: str,
    package_id: int,
    billing_profile_id: int,
    code: str = "",
    operator_id: int | None = None,
    **values: Any,
) -> Customer:
    """Add a customer; the code is made when empty, `joined_on` is today unless given.

    Raises `InvalidValue` with the field, `MobileNotReadable`, `NotFound` out of reach, and
    `PriceForeign` for a package that the operator does not sell in its currency.
    """
    actor.require("customer.edit")
    operator = await operators.get(operator_id or actor.operator_id or (await operators.root()).id)
    given = {
        "joined_on": calendar.today(clock.now(), operator.timezone),
        "language": operator.language,
        **values,
        "name": name,
        "mobile": mobile,
        "operator_id": operator.id,
        "package_id": package_id,
        "billing_profile_id": billing_profile_id,
    }
    async with db.transaction():
        wanted = await _checked(actor, given, operator.region)
        await db.lock("customer ids")
        said = codes.plain(code)
        if said and await Customer.exists(code__in=await codes.spelled({said})):
            raise InvalidValue(field="customer_id", given=said, example="")
        await catalog.require_sold(package_id, operator.id)
        await _check_own(actor, None, wanted)
        said = said or (await free_ids(1))[0]
        row = await Customer.create(code=said, **wanted)
        await _after(actor, "customer.create", row, None, {"customer_id": said, **wanted})
        await events.publish(CustomersWelcomed((row.id,)))
    return row


async def free_ids(count: int) -> list[str]:
    """Codes that nobody has, counted on from the last row; lock "customer ids" before."""
    number, free = _FIRST_ID + await queries.last_id(), list[str]()
    while len(free) < count:
        tried = [str(number + step) for step in range(min(count - len(free), 1000))]
        taken = {row.code for row in await Customer.filter(code__in=tried).only("code")}
        free += [said for said in tried if said not in taken]
        number += len(tried)
    return free


async def change(actor: Actor, customer_id: int, **values: Any) -> Customer:
    """Bring the customer to these values; nothing is written when nothing is new.

    Raises as `create` does.
    """
    actor.require("customer.edit")
    async with db.transaction():
        if values.keys() & set(owned.COLUMNS):
            await db.lock("customer ids")  # two who want one address take turns
        row = await get(actor, customer_id)
        operator = await operators.get(values.get("operator_id") or row.operator_id)
        wanted = await _checked(actor, {"operator_id": row.operator_id, **values}, operator.region)
        before = {key: getattr(row, key) for key in wanted}
        await _check_own(actor, row, wanted)
        if before == wanted:
            return row
        if {"package_id", "operator_id"} & {key for key in wanted if wanted[key] != before[key]}:
            await catalog.require_sold(wanted.get("package_id", row.package_id), operator.id)
        await _write(row, wanted)
        await _after(actor, "customer.change", row, before, wanted)
    return row


async def hold_off(customer_id: int, until: date) -> None:
    """Let nothing suspend the customer up to that day, in the caller's transaction."""
    await queries.hold_off(customer_id, until.isoformat())


async def give_profile(customer_ids: Sequence[int], billing_profile_id: int) -> None:
    """Bill these customers by that profile, in the caller's transaction."""
    await queries.give_profile(customer_ids, billing_profile_id)


async def _write(row: Customer, wanted: Mapping[str, Any]) -> None:
    """Raises `InvalidState` for a status to which the customer can't come."""
    to = CustomerStatus(wanted.get("status", row.status))
    if to is not row.status:
        if row.status not in standing.may_come_from(to):
            raise InvalidState(what="customer", state=row.status.value)
        await standing.move([row.id], to, of=standing.may_come_from(to))
    row.update_from_dict(dict(wanted))
    others = [name for name in wanted if name != "status"]
    if others:
        await row.save(update_fields=others)


async def _after(
    actor: Actor, act: str, row: Customer, before: dict[str, Any] | None, wanted: dict[str, Any]
) -> None:
    told = audit.difference(before, wanted)
    await audit.note(
        actor, act, "customer", row.id,
        operator_id=row.operator_id, before=told.get("before"), after=told["after"],
    )  # fmt: skip
    await events.publish(CustomersChanged((row.id,)))
    if "expires_on" in told["after"] and before is not None:
        await events.publish(ValidityMoved(row.id))
    if before is None or wanted.keys() & _FOUND_BY:
        await index([row.id])  # its lock is the last that anybody takes


async def _checked(actor: Actor, values: dict[str, Any], region: str) -> dict[str, Any]:
    """The values as the row takes them, each within the actor's reach."""
    wanted: dict[str, Any] = {}
    for key, value in values.items():
        if key in _REFERENCES:
            await _check_reference(actor, key, value, values["operator_id"])
            wanted[key] = value
        elif key in {"mobile", "whatsapp"}:
            wanted[key] = phone.parse(value, region) if value or key == "mobile" else ""
        elif key not in _PLAIN:
            raise InvalidValue(field=key, given=value, example="")
        elif key == "name" and not letters.plain(str(value)):
            raise InvalidValue(field="name", given=value, example="Rahim Uddin")
        elif key in _MONEY and value is not None and value < 0:
            raise InvalidValue(field=key, given=value, example="0")
        elif key == "renewal_day" and value is not None and not 1 <= value <= calendar.LAST_DAY:
            raise InvalidValue(field="renewal_day", given=value, example="17")
        elif key in {"name", "address"}:
            wanted[key] = letters.plain(value)
        elif key == "ip":
            wanted[key] = owned.address(value) if value else ""
        else:
            wanted[key] = letters.identifier(key, value) if key == "username" else value
    if "zone_id" in wanted and not reach.in_zones(actor, wanted["zone_id"]):
        raise NotFound(what="zone", given=wanted["zone_id"])
    return wanted


async def _check_own(actor: Actor, row: Customer | None, wanted: Mapping[str, Any]) -> None:
    """Nobody else of the router has the username or address: both would be one there."""
    before = owned.columns(row) if row else owned.USUAL
    fresh = owned.of({**before, **wanted}) - (owned.of(before) if row else set())
    for own, found in (await owned.holders(fresh)).items():
        for other in found:
            if row is None or other.id != row.id:
                raise owned.taken(own, other, seen=await _is_seen(actor, other))


async def _check_reference(actor: Actor, key: str, value: int | None, operator_id: int) -> None:
    """What is pointed to exists, and is the operator's, one above it, or everybody's."""
    what = key.removesuffix("_id")
    if value is None and key in {"zone_id", "router_id"}:
        return
    row = await _model_of(what).get_or_none(id=value)
    if row is None:
        raise NotFound(what=what, given=value)
    if isinstance(row, Operator):
        if not await reach.of_operator(actor, row.id):
            raise NotFound(what=what, given=value)
        return
    path = (await operators.get(operator_id)).path
    owner = getattr(row, "operator_id", None)
    if owner is not None and owner not in operators.ids_of(path):
        raise NotFound(what=what, given=value)


def _model_of(reference: str) -> type[Model]:
    """The model that a key of the customer points to, of whatever room it is."""
    key: Any = Customer._meta.fields_map[reference]
    model: type[Model] = key.related_model
    return model
