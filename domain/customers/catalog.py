"""What customers are served with: zones and packages, saved by code.

Every `save_` makes the row or brings it to the values given, and says whether anything changed.
Without `operator_code` a zone is the actor's own operator's, anything else is everybody's, which
is the root's to decide. All raise `NotFound` for what is out of the actor's reach.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from domain import db, events, reach
from domain.customers import queries
from domain.customers.models import Connection, Customer, Package, PricedPer, ValidFrom, Zone
from domain.customers.views import ForATimeView, SoldForATime
from domain.errors import CurrenciesDiffer, InvalidValue, NotFound, PriceForeign
from domain.events import Event, PackageChanged
from domain.money import Money
from domain.staff import audit, operators
from domain.staff.rights import Actor
from domain.tables import Model
from domain.validity import Validity, ValidityUnit

Row = TypeVar("Row", bound=Model)


async def save_zone(
    actor: Actor, *, code: str, name: str, operator_code: str | None = None
) -> tuple[Zone, bool]:
    """A part of the area served."""
    operator = await operators.within(actor, operator_code)
    return await save(actor, Zone, {"code": code}, {"name": name, "operator_id": operator.id})


async def save_package(
    actor: Actor,
    *,
    code: str,
    name: str,
    price: Money,
    profile: str,
    operator_code: str | None = None,
    kind: Connection = Connection.PPPOE,
    validity_days: int = 30,
    priced_per: PricedPer = PricedPer.MONTH,
    validity: Validity | None = None,
    valid_from: str = ValidFrom.PURCHASE,
    cap_mb: int = 0,
    active: bool = True,
    free: bool = False,
) -> tuple[Package, bool]:
    """What is sold, by month, by day, or for its `validity`; `profile` is the speed
    profile on the router.

    Nothing is its price only where that is said: `free`; what is bought has one. A `cap_mb` of 0 is
    none. Raises `PriceForeign` for a price in
    another currency than its operator's, and `CurrenciesDiffer` for one in another than that which
    its customers were billed in.
    """
    if price.minor < 0 or (not price and (validity is not None or not free)):
        raise InvalidValue(field="price", given=price.wire(), example="1000")
    await _refuse_another_currency(code, price.currency)
    owner = await owner_of(actor, operator_code)
    await _refuse_foreign(name, price.currency, owner)
    wanted = {
        "name": name,
        "price_minor": price.minor,
        "currency": price.currency,
        "profile": profile,
        "operator_id": owner,
        "kind": kind,
        "validity_days": validity_days,
        **_sold_for(kind, validity, valid_from, cap_mb),
        "priced_per": priced_per,
        "active": active,
    }
    return await save(actor, Package, {"code": code}, wanted, _other_profile)


async def validity_of(package_id: int) -> int:
    """How many days the package is valid for."""
    return int((await Package.get(id=package_id)).validity_days)


def _sold_for(
    kind: Connection, validity: Validity | None, valid_from: str, cap_mb: int
) -> dict[str, Any]:
    """The terms of what is bought for a time: at a hotspot alone, whose routers end it."""
    if validity is not None and kind is not Connection.HOTSPOT:
        raise InvalidValue(field="kind", given=kind.value, example=Connection.HOTSPOT.value)
    return {
        "validity": validity.count if validity else None,
        "validity_unit": validity.unit.value if validity else None,
        "valid_from": ValidFrom(valid_from).value if validity else None,
        "cap_mb": (cap_mb or None) if validity else None,
    }


async def save_for_a_time(actor: Actor, code: str, wanted: SoldForATime) -> None:
    """The same for what is bought for a time at a hotspot; raises as `save_package` does."""
    await save_package(
        actor,
        code=code,
        kind=Connection.HOTSPOT,
        name=wanted.name,
        price=wanted.price,
        profile=wanted.profile,
        validity=wanted.validity,
        valid_from=wanted.valid_from,
        cap_mb=wanted.cap_mb,
        active=wanted.active,
    )


async def for_a_time(actor: Actor) -> list[ForATimeView]:
    """What the actor may change of packages that are bought for a time, the cheapest first."""
    actor.require("catalog.manage")
    rows = await Package.filter(validity__gt=0).order_by("price_minor", "id")
    return [_for_a_time(row) for row in rows if await reach.of_operator(actor, row.operator_id)]


async def one_for_a_time(actor: Actor, package_id: int) -> ForATimeView:
    """One of them; raises `NotFound`."""
    for each in await for_a_time(actor):
        if each.id == package_id:
            return each
    raise NotFound(what="package", given=package_id)


def _for_a_time(row: Package) -> ForATimeView:
    return ForATimeView(
        id=row.id,
        code=row.code,
        name=row.name,
        price=Money(row.price_minor, row.currency),
        profile=row.profile,
        lasts=Validity(row.validity or 0, ValidityUnit(row.validity_unit or ValidityUnit.DAY)),
        valid_from=ValidFrom(row.valid_from or ValidFrom.PURCHASE),
        cap_mb=row.cap_mb,
        active=row.active,
    )


async def currencies(path: str) -> list[str]:
    """What operators of the subtree keep their money in, and what is sold for."""
    return await queries.currencies(path)


async def _refuse_another_currency(code: str, currency: str) -> None:
    known = await Package.get_or_none(code=code)
    if known is None or known.currency == currency:
        return
    if await Customer.exists(package_id=known.id):
        raise CurrenciesDiffer(first=known.currency, second=currency)


async def _refuse_foreign(name: str, currency: str, owner: int | None) -> None:
    seller = await (operators.get(owner) if owner is not None else operators.root())
    if currency != seller.currency:
        raise PriceForeign(
            name=name, first=currency, operator=seller.name, currency=seller.currency
        )


async def require_sold(package_id: int, operator_id: int) -> None:
    """Raises `PriceForeign` for a package in another currency than the operator keeps."""
    row = await queries.unlike(package_id, operator_id)
    if row is not None:
        raise PriceForeign(**row._asdict())


def _other_profile(package_id: int, changed: Collection[str]) -> Event | None:
    return PackageChanged(package_id) if "profile" in changed else None


async def owner_of(actor: Actor, operator_code: str | None) -> int | None:
    if operator_code is not None:
        return int((await operators.within(actor, operator_code)).id)
    return None if actor.is_at_root else actor.operator_id


async def save(
    actor: Actor,
    model: type[Row],
    named: dict[str, Any],
    wanted: dict[str, Any],
    follows: Callable[[int, Collection[str]], Event | None] | None = None,
) -> tuple[Row, bool]:
    """`follows` tells by what is new of a row that was there what others have to hear."""
    actor.require("catalog.manage")
    what = model._meta.db_table
    async with db.transaction():
        row = await model.get_or_none(**named)
        owner = getattr(row, "operator_id", None)
        if row is not None and not await reach.of_operator(actor, owner):
            raise NotFound(what=what, given=next(iter(named.values())))
        before = {key: getattr(row, key) for key in wanted} if row else None
        if row is not None and before == wanted:
            return row, False
        row = row or model(**named)
        row.update_from_dict(wanted)
        await row.save()
        told = audit.difference(before, wanted)
        await audit.note(
            actor, f"{what}.save", what, row.pk, operator_id=wanted["operator_id"],
            before=told.get("before"), after=told["after"],
        )  # fmt: skip
        event = follows(row.pk, told["before"]) if follows and before else None
        if event is not None:
            await events.publish(event)
    return row, True
