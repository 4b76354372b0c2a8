"""What providers told us is processed, as often as needed, and what can't be is shown to staff."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace

import pytest

from domain import clock, events, inbox, reactions, vault, wakes
from domain.accounts.models import Gateway
from domain.customers.models import Customer
from domain.errors import Unsure
from domain.events import PaymentPosted
from domain.inbox import Inbox, InboxStatus
from domain.incidents import incidents
from domain.incidents.models import Incident
from domain.money import Money
from domain.payments import beginning, links
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.states import AttemptStatus
from domain.ports import Hook, Ports, Report, Word
from domain.staff.rights import SYSTEM
from gateways.whatsapp import payloads as whatsapp
from scheduler import inbox as worker
from tests import builders
from tests.cast import Cast, Moment
from tests.fake_web import FakePay, web_ports
from tests.sealing import VAULT


@pytest.fixture
def pay() -> FakePay:
    return FakePay()


@pytest.fixture
def ports(pay: FakePay) -> Ports:
    vault.use(VAULT)
    return web_ports(pay)


@pytest.fixture
async def attempt(cast: Cast, ports: Ports) -> Attempt:
    """Rahim has begun to pay what he owes."""
    events.listen(reactions.MAP)
    gateway = await builders.a_gateway("bkash-main", kind="payment", provider="bkash")
    await builders.a_bill(cast.rahim, total=1000)
    link, _ = await links.make(SYSTEM, cast.rahim)
    return await beginning.begin(link, gateway, Money(1000_00), "bn", ports)


class Teller:
    """A provider that tells of a message that is none of ours."""

    def parse(self, hook: Hook) -> list[Report]:
        return [Report("wamid.of-another-program", "delivered")]


async def arrives(kind: str = "payment", gateway: str = "bkash-main", **told: object) -> None:
    hook = Hook("POST", "", {}, {}, json.dumps(told).encode())
    await inbox.store([inbox.received(kind, gateway, hook)], clock.now())


async def test_a_notification_becomes_a_payment_once(
    attempt: Attempt, pay: FakePay, ports: Ports
) -> None:
    pay.paid(attempt.ref)
    for number in range(5):
        await arrives(ref=attempt.ref, number=number)

    done = await asyncio.gather(*(worker.work(ports) for _ in range(3)))

    assert sum(done) == 5
    assert await Payment.all().count() == 1
    assert {row.status for row in await Inbox.all()} == {InboxStatus.DONE}
    assert await worker.work(ports) == 0


async def test_a_request_that_is_repeated_is_stored_once(cast: Cast) -> None:
    for _ in range(2):
        await arrives(ref="NK1")
    assert await Inbox.all().count() == 1
    await arrives(ref="NK2")
    assert await Inbox.all().count() == 2


async def test_a_gateway_that_does_not_answer_is_asked_again_later(
    attempt: Attempt, pay: FakePay, ports: Ports, moment: Moment
) -> None:
    pay.silent = Unsure("timeout")
    await arrives(ref=attempt.ref)
    assert await worker.work(ports) == 1
    assert await worker.work(ports) == 0
    row = await Inbox.get()
    assert (row.status, row.error) == (InboxStatus.NEW, "no-answer")

    pay.silent = None
    pay.paid(attempt.ref)
    moment.move(seconds=3)

    assert await worker.work(ports) == 1
    assert (await Attempt.get()).status is AttemptStatus.PAID


async def test_a_poisoned_row_is_given_up_and_shown_and_the_rest_goes_on(
    attempt: Attempt, pay: FakePay, ports: Ports, moment: Moment
) -> None:
    pay.paid(attempt.ref)
    poison = Hook("POST", "", {}, {}, b"no json at all")
    await inbox.store([inbox.received("payment", "bkash-main", poison)], clock.now())
    await arrives(ref=attempt.ref)

    assert await worker.work(ports) == 2
    assert await Payment.all().count() == 1
    for _ in range(14):
        moment.move(hours=2)
        await worker.work(ports)

    assert {row.status for row in await Inbox.all()} == {InboxStatus.DONE, InboxStatus.FAILED}
    incident = await Incident.get()
    assert (incident.kind, incident.subject) == ("inbox-given-up", "bkash-main")
    assert await worker.work(ports) == 0


async def test_what_is_given_up_is_told_or_not_given_up(
    attempt: Attempt, ports: Ports, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison = Hook("POST", "", {}, {}, b"no json at all")
    await inbox.store([inbox.received("payment", "bkash-main", poison)], clock.now())

    async def killed(*told: object) -> None:
        raise RuntimeError("the process ends here")

    with monkeypatch.context() as patch:
        patch.setattr(incidents, "open_", killed)
        for _ in range(14):
            moment.move(hours=2)
            with suppress(RuntimeError):
                await worker.work(ports)
        assert (await Inbox.get()).status is InboxStatus.NEW

    moment.move(hours=2)
    await worker.work(ports)
    assert (await Inbox.get()).status is InboxStatus.FAILED
    assert (await Incident.get()).kind == "inbox-given-up"


async def test_a_gateway_that_is_gone_is_a_row_for_staff(
    attempt: Attempt, ports: Ports, moment: Moment
) -> None:
    await arrives(gateway="nobody", ref=attempt.ref)
    await Gateway.filter(id=0).delete()
    for _ in range(14):
        await worker.work(ports)
        moment.move(hours=2)

    assert (await Inbox.get()).status is InboxStatus.FAILED
    assert (await Incident.get()).operator_id is None


async def test_a_worker_that_dies_leaves_its_row_to_the_next(
    attempt: Attempt, pay: FakePay, ports: Ports, moment: Moment
) -> None:
    pay.paid(attempt.ref)
    await arrives(ref=attempt.ref)
    taken = await inbox.due(clock.now(), worker.KINDS)
    assert len(taken) == 1
    assert await worker.work(ports) == 0

    moment.move(seconds=61)

    assert await worker.work(ports) == 1
    assert await Payment.all().count() == 1


async def test_telegram_is_left_to_the_bot(attempt: Attempt, ports: Ports) -> None:
    await arrives(kind="telegram", gateway="main", update_id=1)

    assert await worker.work(ports) == 0
    assert (await Inbox.get()).status is InboxStatus.NEW


async def test_money_of_nobody_waits_for_staff(attempt: Attempt, ports: Ports) -> None:
    await arrives(ref="NKNOBODY", txn_id="TX9", state="paid", amount_minor=500_00)

    await worker.work(ports)

    assert (await Verification.get()).txn_id == "TX9"


@pytest.mark.parametrize("txn_id", ["9XK4T2P1QZ" * 50, "9XK4\0T2P1QZ\ud800"])
async def test_money_with_an_unfit_id_is_posted_or_kept_once_like_any_other(
    attempt: Attempt, pay: FakePay, ports: Ports, txn_id: str
) -> None:
    pay.paid(attempt.ref, txn_id)
    for number in range(2):
        await arrives(ref=attempt.ref, txn_id=txn_id, state="paid", number=number)
        nobody = {"txn_id": f"{txn_id}-OTHER", "state": "paid", "amount_minor": 500_00}
        await arrives(ref="N" * 500, number=number, **nobody)

    await worker.work(ports)

    assert {row.status for row in await Inbox.all()} == {InboxStatus.DONE}
    payment, kept = await Payment.get(), await Verification.get()
    assert payment.txn_id != kept.txn_id
    assert payment.txn_id.startswith("9XK4T2P1QZ")


async def test_a_report_of_an_unknown_message_is_tried_again(
    attempt: Attempt, ports: Ports
) -> None:
    await builders.a_gateway("sms-main", kind="sms")
    hook = Hook("POST", "", {}, {}, b'[{"provider_id": "77", "status": "delivered"}]')
    await inbox.store([inbox.received("sms", "sms-main", hook)], clock.now())

    await worker.work(ports)

    row = await Inbox.get()
    assert (row.status, row.error) == (InboxStatus.NEW, "delivery-not-known")


async def test_readers_run_until_they_are_stopped(
    attempt: Attempt, pay: FakePay, moment: Moment
) -> None:
    pay.paid(attempt.ref)
    tasks: list[asyncio.Task[None]] = []
    ports = web_ports(pay)
    object.__setattr__(ports, "spawn", lambda name, work: tasks.append(asyncio.create_task(work())))
    stop = asyncio.Event()
    worker.start_readers("test", ports, stop)
    await arrives(ref=attempt.ref)

    done = asyncio.Event()

    async def note(event: PaymentPosted) -> None:
        done.set()

    events.listen({PaymentPosted: [note]})
    wakes.wake(wakes.INBOX)
    await done.wait()
    stop.set()
    wakes.wake(wakes.INBOX)
    await asyncio.gather(*tasks)

    assert len(tasks) == worker.READERS


async def test_what_is_still_in_hand_is_nobody_elses(cast: Cast, moment: Moment) -> None:
    await inbox.store([inbox.Received("telegram", "main", "{}", "1")], clock.now())
    (row,) = await inbox.due(clock.now(), {"telegram": 15})
    moment.move(seconds=10)
    await inbox.renew([row.id], clock.now(), seconds=15)
    moment.move(seconds=10)
    assert await inbox.due(clock.now(), {"telegram": 15}) == []
    moment.move(seconds=6)
    assert await inbox.due(clock.now(), {"telegram": 15})


async def test_reports_of_messages_that_somebody_else_sent_alarm_nobody(
    cast: Cast, moment: Moment, ports: Ports
) -> None:
    await builders.a_gateway("wa", kind="whatsapp")
    ports = replace(ports, message_gateway=lambda account: Teller())
    await arrives("whatsapp", "wa")
    for _ in range(worker.STRANGER_TRIES):
        assert (await Inbox.get()).status is InboxStatus.NEW
        await worker.work(ports)
        moment.move(minutes=5)

    assert (await Inbox.get()).status is InboxStatus.DONE
    assert not await Incident.exists()


class Meta:
    """Meta's words as its adapter understands them."""

    def parse(self, hook: Hook) -> list[Word]:
        return whatsapp.parse(hook.body, "1")


async def meta_tells(ports: Ports, **message: object) -> None:
    """One message by WhatsApp arrives and is processed."""
    told = {"timestamp": str(int(clock.now().timestamp())), "id": "wamid.M", **message}
    value = {"metadata": {"phone_number_id": "1"}, "messages": [told]}
    changes = [{"field": "messages", "value": value}]
    await arrives("whatsapp", "wa", entry=[{"id": "1", "changes": changes}])
    by_meta = replace(ports, message_gateway=lambda account: Meta())  # type: ignore[arg-type, return-value]
    while await worker.work(by_meta):
        pass


async def test_staff_are_told_of_a_stop_of_nobody_known_until_it_is_known_whose_it_is(
    cast: Cast, ports: Ports
) -> None:
    events.listen(reactions.MAP)
    await builders.a_gateway("wa", kind="whatsapp", provider="meta")
    stop = {"type": "text", "text": {"body": "STOP"}}
    await meta_tells(ports, from_user_id="BD.1", from_parent_user_id="BD.ENT.9", **stop)

    incident = await Incident.get()
    assert (incident.kind, incident.subject) == ("stranger-stopped", "BD.1")
    hello = {"type": "text", "text": {"body": "hello"}}
    await meta_tells(ports, **{"from": cast.rahim.mobile[1:]}, from_user_id="BD.1", **hello)

    assert (await Incident.get()).closed_at is not None
    assert (await Customer.get(id=cast.rahim.id)).opted_out_at is not None


async def test_a_customer_with_a_new_sim_is_no_stranger(cast: Cast, ports: Ports) -> None:
    await builders.a_gateway("wa", kind="whatsapp", provider="meta")
    system = {"type": "user_changed_number", "wa_id": "8801733333333", "body": "changed"}
    old = {"from": cast.rahim.mobile[1:]}
    await meta_tells(ports, **old, type="system", system=system)

    assert (await Customer.get(id=cast.rahim.id)).whatsapp == "+8801733333333"
