"""One of everything that screens show, and for each parameter of a screen or action its value.

A new screen, action or flow is covered at once; a parameter with a new name needs a line here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tortoise import Tortoise

from domain import clock, db
from domain.billing import billrun, bills, credit_notes, missed
from domain.billing.models import PackageChange
from domain.billing.states import ChangeStatus
from domain.bulk import bulks
from domain.bulk.models import BulkLine
from domain.bulk.states import BulkKind
from domain.calendar import Period
from domain.chat.addresses import TELEGRAM
from domain.chat.models import Group, Purpose
from domain.customers.models import Customer
from domain.incidents import incidents
from domain.jobs import JobRun, JobStatus
from domain.messaging.models import Message
from domain.messaging.states import MessageStatus
from domain.money import Money
from domain.network import routers, services
from domain.network.models import RouterState
from domain.outreach import broadcasts
from domain.outreach.audience import Audience
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.payments import links, posting
from domain.payments.models import Verification
from domain.ports import PayChoice, Ports
from domain.staff import audit
from domain.vouchers import lots, redeeming, rules
from handlers.ui import commands
from handlers.ui.commands import Handler
from handlers.ui.flows import FLOWS, Flow
from tests import builders
from tests.cast import Cast
from tests.fakes import FakeRouter
from tests.printer import Printer
from tests.sealing import VAULT

# What any conversation writes by being one.
PASSING = {"memory", "once_token", "seen_update"}


def outside(ports: Ports) -> Ports:
    """The same ports with a router that has Rahim and a printer, and gateways to look at."""
    router = FakeRouter()
    router.add("rahim")

    return replace(
        ports,
        papers=Printer(),
        access=router.backend,
        vault=VAULT,
        pay_choice=lambda account: PayChoice(title=account.provider),
    )


@dataclass
class Previews:
    """Values by parameter name, and the values that a flow has when it is filled."""

    values: dict[str, str | int]
    flows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def args(self, handler: Handler, *, before: int) -> tuple[str | int, ...]:
        """Values for the parameters of a handler after its first `before`."""
        named = list(inspect.signature(handler).parameters.values())[before:]
        return tuple(
            self.values[each.name]
            for each in named
            if each.kind is not inspect.Parameter.VAR_POSITIONAL
        )


# What needs no row.
PLAIN: dict[str, str | int] = {
    "packed": "",
    "listed": "payments",
    "form": "csv",
    "what": "status",
    "which": "all",
    "subject": "bill",
    "side": "zone",
    "period": "2026-11",
    "day": "2026-11-21",
    "first": "2026-11-01",
    "last": "2026-11-30",
    "kind": "invoice",
    "due_on": "2026-11-30",
    "total_minor": 100_000,
    "more_minor": 0,
    "on": "",
    "offset": 0,
    "before": 0,
    "minutes": 60,
    "at_hour": 9,
    "every": "weekly",
    "amount": 100_00,
    "method": "cash",
    "reason": "needed",
    "purpose": "alerts",
    "code": "en",
    "text": "uddin",
    "txn": "",
    "meant": 0,
    "read": 45,
    "seen": 40,
    "days": 3,
    "term": "grace_days",
    "value": "2",
    "part": "cuts",
    "version": "",
    "seal": "1x50000",
    "event": "due-reminder",
    "reminders": "reminder_days",
    "step": -5,
    "told": 1,
    "order": "sms,email",
    "language": "en",
    "channel": "email",
    "chosen": "",
}


_WORDS: dict[str, dict[str, Any]] = {
    "notice-words": {
        "event": "welcome", "language": "en", "channel": "email",
        "text": "Hello\nYour ID is {customer_id}",
    },
}  # fmt: skip


async def furnish(cast: Cast, ports: Ports) -> Previews:
    """Put one of everything into the database, all of it North's."""
    bill = await builders.a_bill(cast.rahim, total=1150, vat=50)
    await builders.a_bill(cast.karim, total=700)
    gateway = await builders.a_gateway("sms", kind="sms", options={"price_minor": 25})
    await builders.a_gateway("bkash", kind="payment", provider="bkash", operator_id=cast.north.id)
    payment = await posting.record(cast.asha, cast.rahim, Money(400_00))
    await links.make(cast.asha, cast.rahim)
    run = await billrun.start(cast.bina, Period(2026, 12))
    broadcast_id = await _broadcast(cast, ports)
    message = await Message.get(status=MessageStatus.UNKNOWN)
    await _missed_month(cast)
    listed = await _list(cast)
    return Previews(
        values={
            **PLAIN,
            "bill_id": bill.id,
            **await _by_hand(cast, bill.id),
            "payment_id": payment.id,
            "paper_id": bill.id,
            "group_id": await _group(cast),
            "verification_id": (await _verification(cast, gateway.id)).id,
            "broadcast_id": broadcast_id,
            "message_id": message.id,
            "bulk_id": listed.bulk_id,
            "line_id": listed.id,
            "incident_id": await _trouble(cast),
            "run_id": run.id,
            "staff_id": cast.bina.staff_id or 0,
            "gateway_id": gateway.id,
            **_of_the_cast(cast),
            "when": clock.now().isoformat(),
            **await _vouchers(cast),
        },
        flows={
            **_filled(cast, bill.id, broadcast_id, gateway.id, listed),
            **await _of_the_hotspot(), **_WORDS,
        },
    )  # fmt: skip


async def _group(cast: Cast) -> int:
    north, reports = cast.north.id, Purpose.REPORTS
    group = await Group.create(purpose=reports, app=TELEGRAM, chat_id="-701", operator_id=north)
    return int(group.id)


async def _list(cast: Cast) -> BulkLine:
    """A list of payments in which one line waits for a word."""
    typed = [
        bulks.Typed(1, "1002 700", {"customer": "1002", "amount": "700"}),
        bulks.Typed(2, "1001 400", {"customer": "1001", "amount": "400"}),
    ]
    made = await bulks.begin(cast.bina, BulkKind.PAID, typed)
    return await BulkLine.get(bulk_id=made.id, number=2)


def _of_the_cast(cast: Cast) -> dict[str, str | int]:
    return {
        "customer_id": cast.rahim.id,
        "router_id": cast.router.id,
        "operator_id": cast.north.id,
        "profiles": str(cast.standard.id),
        "profile_id": cast.standard.id,
        "name": cast.router.name,
    }


async def _by_hand(cast: Cast, bill_id: int) -> dict[str, str | int]:
    """What staff do about a bill: a note, a charge, another package."""
    note = await credit_notes.give(cast.asha, bill_id, Money(10_00), "The service was down")
    charge = await bills.charge(cast.asha, cast.rahim.id, Money(1500_00), "Router")
    change = await PackageChange.create(
        customer_id=cast.rahim.id, operator_id=cast.north.id, old_id=cast.home.id,
        new_id=cast.swift.id, from_on=date(2026, 12, 1), status=ChangeStatus.TAKEN_BACK,
        made_at=clock.now(),
    )  # fmt: skip
    return {
        "note_id": note.id,
        "charge_id": charge.id,
        "package_id": cast.swift.id,
        "old_id": cast.home.id,
        "change_id": change.id,
    }


def _of_cards(cast: Cast) -> dict[str, dict[str, Any]]:
    return {
        "newcards": {
            "value": 500_00, "count": 240, "expires": "2027-12-31", "seller": "", "commission": "",
        },
        "voidcards": {"cards": "1", "reason": "Lost"},
        "recharge": {"customer": cast.rahim.id, "pin": redeeming.sealed("0" * 16)},
    }  # fmt: skip


async def _vouchers(cast: Cast) -> dict[str, str | int]:
    """A lot that is printed and not issued yet."""
    lot = await lots.make(cast.asha, lots.Wanted(Money(500_00), 3))
    await lots.print_anew(cast.asha, lot.id, 0)
    serial = rules.serial(lot.id, 1)
    return {"lot_id": lot.id, "printing": 1, "serial": serial, "cards": serial}


async def _of_the_hotspot() -> dict[str, dict[str, Any]]:
    nila = await builders.a_buyer("Nila", language=(await Customer.get(code="1002")).language)
    return {
        "packages": {
            "name": "Day pass", "price": 20_00, "validity": "24 hours", "profile": "hot-5M",
            "cap_mb": 500, "valid_from": "login", "active": False,
        },
        "sell": {"customer": nila.id, "package": nila.package_id, "method": "cash"},
    }  # fmt: skip


async def _missed_month(cast: Cast) -> None:
    await JobRun.create(
        name=missed.JOB, period=missed.name_of(Period(2026, 11), cast.standard.id), holder="",
        status=JobStatus.DONE, locked_until=clock.now(), started_at=clock.now(),
        result=missed.ASKED,
    )  # fmt: skip


def _filled(
    cast: Cast, bill_id: int, broadcast_id: int, gateway_id: int, listed: BulkLine
) -> dict[str, dict[str, Any]]:
    nobody: list[int] = []
    return {
        "paid": {
            "customer": cast.rahim.id, "amount": 500_00, "method": "bkash", "txn": "9XK4T2P1QZ",
            "date": "2026-11-20",
        },
        "paidbulk": {"lines": listed.bulk_id},
        "void-many": {
            "packed": "unpaid+partial,0,0,0,,", "chosen": "", "reason": "Made by mistake",
        },
        "bulk-line": {"line": listed.id, "words": "1001 450"},
        "bulk-refuse": {"bulk": listed.bulk_id, "reason": "The list was not checked"},
        "link": {"customer": cast.rahim.id},
        "seen": {"verification": 1, "customer": cast.rahim.id, "amount": 500_00},
        "reverse": {"payment": 1, "reason": "It was another customer's"},
        "refund": {"payment": 1, "amount": 100_00, "reason": "The service did not work"},
        **_of_bills(cast, bill_id),
        "broadcast": {
            "kind": "link", "own": "", "statuses": ["active", "billed"], "zones": [cast.mirpur.id],
            "packages": nobody, "operators": nobody, "least": 100_00, "overdue": 0,
            "channels": "", "at": "",
        },
        "refuse": {"broadcast": broadcast_id, "reason": "Wrong day"},
        "move": {"broadcast": broadcast_id, "at": clock.now().isoformat()},
        "invite": {"role": "collector", "operator": cast.north.id, "zones": [cast.mirpur.id]},
        "profile-term": {"profile": cast.standard.id, "term": "grace_days", "value": "2"},
        "profile-copy": {"profile": cast.standard.id, "name": "Shops"},
        "profile-move": {
            "profile": cast.taxed.id, "whom": {"profile": cast.standard.id}, "package": 0,
        },
        "trial": {"gateway": gateway_id, "to": "+8801711111111"},
        **_of_cards(cast),
        **_of_service(cast),
    }  # fmt: skip


def _of_service(cast: Cast) -> dict[str, dict[str, Any]]:
    customer = cast.rahim.id
    return {
        "suspend": {"customer": customer, "reason": "Moved house"},
        "reconnect": {"customer": customer, "reason": "Came back"},
        "validity": {"customer": customer, "until": "2026-12-31"},
        "why": {"customer": customer},
    }


def _of_bills(cast: Cast, bill_id: int) -> dict[str, dict[str, Any]]:
    return {
        "charge": {
            "customer": cast.rahim.id,
            "items": [["Router", 1500_00], ["Cable", 200_00]],
            "when": "now",
        },
        "credit": {"bill": bill_id, "amount": 100_00, "reason": "The service was down"},
        "withdraw": {"note": 1, "reason": "Made by mistake"},
        "void": {"bill": bill_id, "reason": "Made by mistake"},
        "statement": {"customer": cast.rahim.id, "days": ["2026-11-01", "2026-11-30"]},
        "logo": {"operator": cast.north.id, "picture": ""},
    }


async def _broadcast(cast: Cast, ports: Ports) -> int:
    """One that waits for approval, with a message that nobody is sure of."""
    row = await broadcasts.compose(
        cast.bina, kind="text", audience=Audience(), body="Hello {customer_name}"
    )
    asked = await broadcasts.ask(cast.bina, row, ports)
    await Broadcast.filter(id=asked.id).update(status=BroadcastStatus.ASKED, started_at=None)
    await Message.create(
        dedupe="preview", event="broadcast", customer_id=cast.rahim.id,
        operator_id=cast.north.id, broadcast_id=asked.id, status=MessageStatus.UNKNOWN,
        made_at=clock.now(), settled_at=clock.now(),
    )  # fmt: skip
    return int(asked.id)


async def _verification(cast: Cast, gateway_id: int) -> Verification:
    return await Verification.create(
        kind="mismatch", customer_id=cast.rahim.id, operator_id=cast.north.id,
        gateway_id=gateway_id, txn_id="9XK4T2P1QZ", sender="+8801711111111", amount_minor=500_00,
        currency="BDT", misfit=[["amount", "500.00", "400.00"]], asked_at=clock.now(),
    )  # fmt: skip


async def _trouble(cast: Cast) -> int:
    """A router with drift and held-back changes, an incident, and something on record."""
    await services.ensure([cast.rahim.id, cast.karim.id])
    state = await routers.state(cast.router.id)
    await RouterState.filter(id=state.id).update(
        reachable=True, since=clock.now(), checked_at=clock.now(), read_at=clock.now(),
        version="7.18", uptime_seconds=4000, waiting=40, error="timeout",
        drift={"free": {"count": 1, "names": ["stranger"]}},
    )  # fmt: skip
    await audit.note(
        cast.asha, "payment.record", "payment", 1, operator_id=cast.north.id,
        before={"status": "posted"}, after={"amount": "500.00"},
    )  # fmt: skip
    facts = {"router": cast.router.name, "customers": 2, "reason": "timeout"}
    return int((await incidents.open_("router-down", "router:1", cast.north.id, facts)).id)


def ours(handler: Callable[..., Any]) -> bool:
    """Whether it is the product's, and not some test's."""
    return handler.__module__.startswith("handlers.")


def screens() -> dict[str, Handler]:
    """Every registered screen."""
    return {name: made for name, made in commands.SCREENS.items() if ours(made)}


def actions() -> Sequence[tuple[str, str | None]]:
    """Every registered action of staff, with its right."""
    tests_own = {name for name, made in commands.SCREENS.items() if not ours(made)}
    return [
        (name, made.right)
        for name, made in commands.ACTIONS.items()
        if ours(made.handler) and name not in tests_own and made.sides != commands.CUSTOMER
    ]


def flows() -> dict[str, Flow]:
    """Every declared flow."""
    return {name: made for name, made in FLOWS.items() if ours(made.do)}


async def everything() -> dict[str, list[dict[str, Any]]]:
    """All that the database holds, but what passes by in any conversation."""
    tables = {model._meta.db_table for model in Tortoise.apps["domain"].values()} - PASSING
    return {table: await db.rows(f"SELECT * FROM {table}") for table in sorted(tables)}
