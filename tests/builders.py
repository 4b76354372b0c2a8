"""What a test needs beyond the cast, made in one line; what is not said is the cast's own.

Money is `Money`, or an int of whole units of the operator's currency: `owes=500` is 500.00 BDT.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from domain import calendar, clock, db
from domain.accounts.models import Gateway
from domain.billing.models import Bill, BillCounter, BillingProfile, BillLine
from domain.billing.states import LineKind
from domain.customers.models import Connection, Customer, Package, Zone
from domain.fields import from_ms
from domain.ledger.models import Account, Entry
from domain.money import Money, exponent
from domain.network import elements
from domain.network.models import Router
from domain.staff.models import Operator, Role, Staff
from domain.staff.rights import Actor
from gateways import registry
from tests.sealing import VAULT

_numbers = itertools.count(1)


def money(amount: Money | int, currency: str = "BDT") -> Money:
    """The amount itself, or so many whole units of the currency."""
    if isinstance(amount, Money):
        return amount
    return Money(amount * 10 ** exponent(currency), currency)


async def an_operator(code: str = "", *, parent: Operator | None = None, **values: Any) -> Operator:
    """An operator under `parent`; without one it is a root."""
    number = next(_numbers)
    values = {"name": f"Operator {number}", "language": "en", **values}
    made = await Operator.create(
        code=code or f"op{number}", parent_id=parent.id if parent else None, **values
    )
    made.path = f"{parent.path if parent else '/'}{made.id}/"
    await made.save(update_fields=["path"])
    return made


def as_actor(staff: Staff, operator: Operator) -> Actor:
    """The person as rights see them."""
    return Actor(
        staff_id=staff.id,
        name=staff.name,
        role=staff.role,
        operator_id=operator.id,
        path=operator.path,
        zone_ids=None if staff.zone_ids is None else tuple(staff.zone_ids),
        language=staff.language,
        telegram_id=staff.telegram_id,
        currency=operator.currency,
        timezone=operator.timezone,
        region=operator.region,
    )


async def a_person(
    name: str, role: Role, operator: Operator, *, zones: list[Zone] | None = None, **values: Any
) -> Actor:
    """A member of staff who has joined; their Telegram id is 700,000 and more."""
    values = {"telegram_id": 700_000 + next(_numbers), "language": "en", **values}
    staff = await Staff.create(
        name=name,
        role=role,
        operator_id=operator.id,
        zone_ids=None if zones is None else [zone.id for zone in zones],
        **values,
    )
    return as_actor(staff, operator)


async def a_package(code: str = "", *, price: Money | int = 1000, **values: Any) -> Package:
    """A package that every operator sells."""
    amount = money(price)
    code = code or f"package{next(_numbers)}"
    values = {"name": code.title(), "profile": "10M", **values}
    return await Package.create(
        code=code, price_minor=amount.minor, currency=amount.currency, **values
    )


SETTINGS = ("host", "port", "tls", "username", "suspended_profile", "suspended_list",
            "drop_sessions", "fingerprint")  # fmt: skip


async def a_router(name: str = "", **values: Any) -> Router:
    """A router shared by all, its password sealed with the cast's vault."""
    number = next(_numbers)
    values = {"host": f"192.0.2.{number % 250}", "username": "netkhata", **values}
    settings = {key: values.pop(key) for key in SETTINGS if key in values}
    sealed = VAULT.seal({"password": values.pop("password", "router-secret")})
    return await Router.create(
        name=name or f"router{number}", settings=settings, credentials=sealed, **values
    )


async def set_router(router: Router, **settings: Any) -> None:
    """Settings of the router that are others now."""
    await router.refresh_from_db()
    router.settings = {**(router.settings or {}), **settings}
    await router.save()


async def save_router(
    actor: Actor, name: str, password: str | None, **values: Any
) -> tuple[Router, bool]:
    """A MikroTik as a file brings it; without a password it keeps its own."""
    options = {
        key: values.pop(key) for key in ("enabled", "watch_only", "operator_code") if key in values
    }
    given = {**await elements.settings(name), **values, "password": password or "kept"}
    mikrotik = registry.backend("mikrotik")
    read = mikrotik.all_fields.settings(given)
    return await elements.save(
        actor, name=name, form=mikrotik.form, settings=read.options,
        credentials=read.credentials if password else None, vault=VAULT, **options,
    )  # fmt: skip


async def a_gateway(
    name: str = "", *, kind: str = "sms", provider: str = "fake", **values: Any
) -> Gateway:
    """A gateway shared by all; `credentials` as open values, sealed with the cast's vault."""
    opened = values.pop("credentials", {"api_key": "gateway-secret"})
    return await Gateway.create(
        name=name or f"{provider}{next(_numbers)}",
        kind=kind,
        provider=provider,
        credentials=VAULT.seal(opened),
        **values,
    )


async def a_customer(
    name: str = "", *, owes: Money | int = 0, overdue_days: int | None = None, **values: Any
) -> Customer:
    """A customer of North in Mirpur; `owes` makes a bill of that amount.

    It is due in nine days, or was due `overdue_days` ago.
    """
    number = next(_numbers)
    north = values.pop("operator", None) or await Operator.get(code="north")
    given = {
        "zone": await Zone.get_or_none(code="mirpur"),
        "package": await Package.get_or_none(code="home"),
        "billing_profile": await BillingProfile.get_or_none(code="standard"),
        "router": await Router.get_or_none(name="core-1"),
        "code": f"C{number}",
        "mobile": f"+88018{number:08d}",
        "username": f"user{number}",
        "language": "en",
        "joined_on": date(2026, 1, 1),
        "online_at": from_ms(0),
        **values,
    }
    keys = {
        f"{key}_id": thing.id if thing else None
        for key in ("zone", "package", "billing_profile", "router")
        for thing in [given.pop(key)]
    }
    made = await Customer.create(
        name=name or f"Customer {number}", operator_id=north.id, **keys, **given
    )
    if money(owes):
        today = calendar.today(clock.now(), north.timezone)
        days = 9 if overdue_days is None else -overdue_days
        await a_bill(made, total=owes, due_on=today + timedelta(days=days))
    return made


async def a_buyer(name: str = "", **values: Any) -> Customer:
    """A customer of North who buys at the hotspot, by the day."""
    return await a_customer(
        name,
        billing_profile=await BillingProfile.create(
            code="by-purchase", name="By purchase", cycle="hotspot"
        ),
        package=await a_package(
            "day-pass", price=20, kind=Connection.HOTSPOT, validity=24, validity_unit="hour",
            valid_from="purchase",
        ),
        connection=Connection.HOTSPOT,
        **values,
    )  # fmt: skip


async def a_bill(
    customer: Customer,
    *,
    total: Money | int = 1000,
    vat: Money | int = 0,
    due_on: date | None = None,
    period: str = "",
    warned: bool = True,
) -> Bill:
    """An unpaid bill with its lines and its entries; `total` holds the `vat`.

    The customer was warned of it long ago, unless it says otherwise.
    """
    operator = await Operator.get(id=customer.operator_id)
    today = calendar.today(clock.now(), operator.timezone)
    amount, tax = money(total, operator.currency), money(vat, operator.currency)
    month = calendar.Period.parse(period) if period else calendar.Period.of(today)
    async with db.transaction():
        serial = await _next_serial(operator, today.year)
        bill = await Bill.create(
            operator_id=operator.id,
            customer_id=customer.id,
            number=f"{operator.code.upper()}-{today.year}-{serial:06d}",
            year=today.year,
            serial=serial,
            period=period,
            starts_on=month.starts_on,
            ends_on=month.ends_on,
            issued_on=today,
            due_on=due_on or today + timedelta(days=9),
            currency=amount.currency,
            net_minor=(amount - tax).minor,
            vat_minor=tax.minor,
            total_minor=amount.minor,
            made_at=clock.now(),
            warned_at=clock.now() - timedelta(days=2) if warned else None,
        )
        await _bill_part(bill, LineKind.PACKAGE, Account.REVENUE, amount - tax)
        await _bill_part(bill, LineKind.VAT, Account.VAT, tax)
    return bill


async def _next_serial(operator: Operator, year: int) -> int:
    counter, _ = await BillCounter.get_or_create(operator_id=operator.id, year=year)
    counter.given += 1
    await counter.save()
    return int(counter.given)


async def _bill_part(bill: Bill, kind: LineKind, account: Account, part: Money) -> None:
    if not part:
        return
    await BillLine.create(
        bill_id=bill.id, kind=kind, label=kind.value.title(), amount_minor=part.minor
    )
    await Entry.create(
        at=bill.made_at,
        operator_id=bill.operator_id,
        debit=Account.RECEIVABLE,
        debit_of=bill.customer_id,
        credit=account,
        credit_of=bill.operator_id,
        amount_minor=part.minor,
        currency=part.currency,
        cause="bill",
        cause_id=bill.id,
    )
