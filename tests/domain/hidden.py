"""One of everything that North has and others must not see, and those who must not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tortoise import Tortoise

from domain import clock, db
from domain.accounts.models import Gateway
from domain.billing import billrun, bills, credit_notes, missed
from domain.billing.missed import Month
from domain.billing.models import BillingProfile, PackageChange
from domain.billing.states import ChangeStatus
from domain.bulk import bulks
from domain.bulk.models import BulkLine
from domain.bulk.states import BulkKind
from domain.calendar import Period
from domain.chat import groups
from domain.chat.models import Purpose
from domain.chat.views import GroupView
from domain.customers.models import Customer, Zone
from domain.incidents import incidents
from domain.incidents.models import Incident
from domain.jobs import JobRun, JobStatus
from domain.messaging.models import Message
from domain.messaging.states import MessageStatus
from domain.money import Money
from domain.network import services
from domain.network.models import Router
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.payments import links, posting
from domain.payments.models import Link, Payment, Verification
from domain.payments.states import Method, VerificationKind
from domain.staff.models import Role
from domain.staff.rights import Actor
from domain.vouchers import lots, rules
from domain.vouchers.views import LotView
from tests import builders
from tests.cast import Cast

NAME, MOBILE, CHAT = "Zubaida Begum", "+8801799123456", "-100777"
MONTH = Period(2026, 10)
_GUESS = 987_654_321


@dataclass(frozen=True, slots=True)
class House:
    """What North has as an operator."""

    cast: Cast
    gateway: Gateway
    router: Router
    incident: Incident
    profile: BillingProfile
    lot: LotView
    group: GroupView


@dataclass(frozen=True, slots=True)
class Readers:
    """People with every right there is, who differ in what they may see."""

    limited: Actor  # Mirpur, a zone of North
    insider: Actor  # North
    stranger: Actor  # South


async def readers(cast: Cast) -> Readers:
    """They are there before what they read."""
    return Readers(
        limited=await builders.a_person("Mina", Role.ADMIN, cast.north, zones=[cast.mirpur]),
        insider=await builders.a_person("Nadia", Role.ADMIN, cast.north),
        stranger=await builders.a_person("Sajid", Role.ADMIN, cast.south),
    )


@dataclass(frozen=True, slots=True)
class Things:
    """Somebody's things by their numbers; `customer` and `link` are rows."""

    customer: Customer
    link: Link
    broadcast: Broadcast
    customer_id: int
    code: str
    bill_id: int
    bill_number: str
    change_id: int
    note_id: int
    charge_id: int
    package_id: int  # another one that they may have
    payment_id: int
    message_id: int
    verification_id: int
    broadcast_id: int
    bulk_id: int
    line_id: int
    run_id: int
    router_id: int
    gateway_id: int
    incident_id: int
    staff_id: int
    operator_id: int
    month: Month
    profiles: tuple[int, ...]
    lot_id: int
    group_id: int

    @property
    def serial(self) -> str:
        """Of the first recharge card of the lot."""
        return rules.serial(self.lot_id, 1)


async def open_house(cast: Cast) -> House:
    """North's own accounts and people."""
    router = await builders.a_router("north-core", operator_id=cast.north.id)
    profile = await BillingProfile.create(code="n1", name="Of North", operator_id=cast.north.id)
    await JobRun.create(
        name=missed.JOB, period=missed.name_of(MONTH, profile.id), holder="",
        status=JobStatus.DONE, locked_until=clock.now(), started_at=clock.now(),
        result=missed.ASKED,
    )  # fmt: skip
    await groups.bind(cast.asha, CHAT, Purpose.ALERTS, operator_code="north")
    group, _ = await groups.bind(cast.asha, CHAT, Purpose.REPORTS, operator_code="north")
    return House(
        cast=cast,
        gateway=await builders.a_gateway(
            "north-pay",
            kind="payment",
            provider="manual",
            operator_id=cast.north.id,
            options={"method": "nagad", "number": "01700-000000"},
        ),
        router=router,
        incident=await incidents.open_(
            "router-down", incidents.of_router(router.id), cast.north.id, {"router": router.name}
        ),
        profile=profile,
        lot=await _lot(cast),
        group=group,
    )


async def _lot(cast: Cast) -> LotView:
    """Recharge cards of North's own."""
    nasrin = await builders.a_person("Nasrin", Role.ADMIN, cast.north)
    made = await lots.make(nasrin, lots.Wanted(Money(500_00), 2))
    await lots.print_anew(nasrin, made.id, 0)
    return await lots.issue(nasrin, made.id, 1)


async def things_in(house: House, zone: Zone | None) -> Things:
    """A customer of North in that zone, or in none, with one of everything."""
    place = zone.code if zone else "nowhere"
    customer = await builders.a_customer(
        NAME, zone=zone, code=f"Z-{place}", router=house.router, username=f"zubaida-{place}",
        mobile=MOBILE, billing_profile=house.profile,
    )  # fmt: skip
    await services.ensure([customer.id])
    bill = await builders.a_bill(customer, total=7777)
    link, _ = await links.make(house.cast.bina, customer)
    broadcast = await _broadcast(house)
    line = await _line(house, customer)
    return Things(
        customer=customer,
        link=link,
        broadcast=broadcast,
        customer_id=customer.id,
        code=customer.code,
        bill_id=bill.id,
        bill_number=bill.number,
        change_id=(await _change(house, customer)).id,
        package_id=house.cast.swift.id,
        note_id=(await credit_notes.give(house.cast.bina, bill.id, Money(7_00), "slow")).id,
        charge_id=(await bills.charge(house.cast.bina, customer.id, Money(7_00), place)).id,
        payment_id=(await _payment(house, customer, f"9XK4T2P{place}")).id,
        message_id=(await _message(customer, broadcast)).id,
        verification_id=(await _claim(house, customer, f"8XK4T2P{place}")).id,
        broadcast_id=broadcast.id,
        bulk_id=line.bulk_id,
        line_id=line.id,
        run_id=(await billrun.start(house.cast.bina, Period(2026, 12))).id,
        router_id=house.router.id,
        gateway_id=house.gateway.id,
        incident_id=house.incident.id,
        staff_id=house.cast.bina.staff_id or 0,
        operator_id=house.cast.north.id,
        month=Month(MONTH, house.cast.north.id),
        profiles=(house.profile.id,),
        lot_id=house.lot.id,
        group_id=house.group.id,
    )


async def _payment(house: House, customer: Customer, txn_id: str) -> Payment:
    return await posting.record(
        house.cast.bina, customer, Money(77_00), Method.NAGAD, txn_id=txn_id
    )


async def _broadcast(house: House) -> Broadcast:
    return await Broadcast.create(
        operator_id=house.cast.north.id, author_id=house.cast.bina.staff_id, kind="text",
        body="No line tomorrow", status=BroadcastStatus.ASKED, made_at=clock.now(),
    )  # fmt: skip


async def _change(house: House, customer: Customer) -> PackageChange:
    return await PackageChange.create(
        customer_id=customer.id, operator_id=customer.operator_id, old_id=house.cast.swift.id,
        new_id=customer.package_id, from_on=customer.joined_on, status=ChangeStatus.DONE,
        made_at=clock.now(),
    )  # fmt: skip


async def _line(house: House, customer: Customer) -> BulkLine:
    typed = bulks.Typed(1, customer.code, {"customer": customer.code, "amount": "88"})
    made = await bulks.begin(house.cast.bina, BulkKind.PAID, [typed])
    return await BulkLine.get(bulk_id=made.id)


async def _message(customer: Customer, broadcast: Broadcast) -> Message:
    return await Message.create(
        dedupe=f"hidden:{customer.id}", event="broadcast", customer_id=customer.id,
        operator_id=customer.operator_id, broadcast_id=broadcast.id,
        status=MessageStatus.UNKNOWN, made_at=clock.now(), settled_at=clock.now(),
    )  # fmt: skip


async def _claim(house: House, customer: Customer, txn_id: str) -> Verification:
    return await Verification.create(
        kind=VerificationKind.MANUAL, customer_id=customer.id, operator_id=customer.operator_id,
        gateway_id=house.gateway.id, txn_id=txn_id, amount_minor=77_00, currency="BDT",
        asked_at=clock.now(),
    )  # fmt: skip


def guessed(things: Things) -> Things:
    """The same where nothing is there: numbers that nobody has."""
    return replace(
        things,
        code="guess", bill_number="NORTH-2026-999999", customer_id=_GUESS, bill_id=_GUESS,
        change_id=_GUESS, note_id=_GUESS, charge_id=_GUESS,
        payment_id=_GUESS, message_id=_GUESS, verification_id=_GUESS, broadcast_id=_GUESS,
        bulk_id=_GUESS, line_id=_GUESS, run_id=_GUESS, router_id=_GUESS, gateway_id=_GUESS,
        incident_id=_GUESS, staff_id=_GUESS,
        operator_id=_GUESS, lot_id=_GUESS, group_id=_GUESS,
        month=Month(Period(2026, 9), things.month.operator_id),
    )  # fmt: skip


async def everything() -> dict[str, list[dict[str, Any]]]:
    """All that the database holds."""
    tables = sorted(model._meta.db_table for model in Tortoise.apps["domain"].values())
    return {table: await db.rows(f"SELECT * FROM {table}") for table in tables}
