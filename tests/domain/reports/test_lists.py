"""Lists for files: every row once, however many pages, within what a person may see."""

from __future__ import annotations

from datetime import date

import pytest

from domain import clock
from domain.billing.finding import BillFilter
from domain.billing.models import Bill
from domain.billing.states import BillStatus
from domain.errors import RightLacking
from domain.messaging.listing import MessageFilter
from domain.messaging.models import Delivery, Message
from domain.messaging.states import Channel, MessageStatus
from domain.money import Money
from domain.payments import posting, queries
from domain.payments.listing import PaymentFilter
from domain.payments.states import Method
from domain.ports.lists import Cell, Listed
from domain.reports import lists
from domain.reports.customer_list import CustomerFilter
from domain.staff.rights import Actor
from tests.builders import a_bill, a_customer, a_gateway
from tests.cast import Cast

Rows = list[dict[str, Cell]]


async def read(listed: Listed) -> Rows:
    """The rows by the keys of their headings."""
    headings = [column.heading.removeprefix("list-") for column in listed.columns]
    return [dict(zip(headings, row, strict=True)) async for page in listed.pages for row in page]


async def bills(actor: Actor, wanted: BillFilter | None = None) -> Rows:
    return await read(await lists.bills(actor, wanted or BillFilter()))


async def payments(actor: Actor, wanted: PaymentFilter | None = None) -> Rows:
    return await read(await lists.payments(actor, wanted or PaymentFilter()))


async def messages(actor: Actor, wanted: MessageFilter | None = None) -> Rows:
    return await read(await lists.messages(actor, wanted or MessageFilter()))


async def customers(actor: Actor, wanted: CustomerFilter | None = None) -> Rows:
    return await read(await lists.customers(actor, wanted or CustomerFilter()))


async def test_every_row_comes_once_however_many_pages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    for _ in range(5):
        await a_bill(cast.rahim, total=100)
        await posting.record(cast.asha, cast.rahim, Money(10), again=True)

    for rows, key in (
        (await bills(cast.asha), "number"),
        (await payments(cast.asha), "receipt"),
    ):
        assert len({row[key] for row in rows}) == len(rows) == 5
    assert [row["customer-id"] for row in await customers(cast.asha)] == ["1001", "1002"]


async def test_a_bill_has_its_days_amounts_and_what_is_left(cast: Cast) -> None:
    bill = await a_bill(cast.rahim, total=1150, period="2026-11")
    await Bill.filter(id=bill.id).update(status=BillStatus.PARTIAL, paid_minor=150_00)

    (row,) = await bills(cast.asha)

    assert (row["issued-on"], row["due-on"]) == (date(2026, 11, 21), date(2026, 11, 30))
    assert (row["total"], row["paid"], row["due"]) == (
        Money(1150_00), Money(150_00), Money(1000_00),
    )  # fmt: skip
    assert (row["customer-id"], row["zone"], row["status"]) == (
        "1001", "Mirpur", "bill-status-partial",
    )  # fmt: skip


async def test_a_message_says_by_which_way_it_went_last_and_what_became_of_it(cast: Cast) -> None:
    first, second = await a_gateway("meta", kind="whatsapp"), await a_gateway("sms", kind="sms")
    message = await Message.create(
        dedupe="once", event="bill-created", customer_id=cast.rahim.id,
        operator_id=cast.north.id, status=MessageStatus.DELIVERED, made_at=clock.now(),
    )  # fmt: skip
    for gateway, channel in ((first, Channel.WHATSAPP), (second, Channel.SMS)):
        await Delivery.create(
            message_id=message.id, gateway_id=gateway.id, channel=channel, to="8801711111111",
            text="Dear Rahim", segments=2, cost_minor=50, handed_at=clock.now(),
            delivered_at=clock.now(), provider_id=f"id-{channel}",
        )  # fmt: skip
    await Message.create(
        dedupe="other", event="welcome", customer_id=cast.karim.id, operator_id=cast.north.id,
        made_at=clock.now(),
    )  # fmt: skip

    waiting, told = await messages(cast.asha)
    assert (told["event"], told["status"]) == (
        "message-event-bill-created", "message-state-delivered",
    )  # fmt: skip
    assert (told["channel"], told["gateway"], told["provider-id"]) == (
        "channel-sms", "sms", "id-sms",
    )  # fmt: skip
    assert (told["segments"], told["cost"], told["text"]) == (2, Money(50), "Dear Rahim")
    assert (told["made-at"], told["delivered-at"]) == ("2026-11-21 12:00:00",) * 2
    assert (waiting["channel"], waiting["cost"], waiting["sent-at"]) == ("", None, "")
    by_sms = MessageFilter(channels=frozenset({Channel.SMS}))
    assert [row["customer-id"] for row in await messages(cast.asha, by_sms)] == ["1001"]
    assert await messages(cast.esha) == []
    with pytest.raises(RightLacking):
        await messages(cast.dipa)


async def test_overdue_bills_are_those_that_are_open_and_so_many_days_late(cast: Cast) -> None:
    for name, days in (("Late", 10), ("Fresh", 2)):
        await a_customer(name, owes=100, overdue_days=days)
    paid = await Bill.filter(customer__name="Late").first()
    assert paid is not None
    await a_bill(cast.rahim, total=100)
    wanted = BillFilter(overdue_days=5, on=date(2026, 11, 21))

    assert [row["name"] for row in await bills(cast.asha, wanted)] == ["Late"]
    await Bill.filter(id=paid.id).update(status=BillStatus.PAID)
    assert await bills(cast.asha, wanted) == []


async def test_payments_are_found_by_day_method_collector_operator_and_text(cast: Cast) -> None:
    await posting.record(cast.chand, cast.rahim, Money(100), note="at the shop 100%")
    await posting.record(
        cast.asha, cast.karim, Money(200), Method.BKASH, txn_id="9XYZ12AB",
        paid_on=date(2026, 11, 3),
    )  # fmt: skip
    (rahims,) = await payments(cast.asha, PaymentFilter(methods=frozenset({Method.CASH})))

    for wanted, names in (
        (PaymentFilter(paid_to=date(2026, 11, 3)), ["Karim Mia"]),
        (PaymentFilter(paid_from=date(2026, 11, 4)), ["Rahim Uddin"]),
        (PaymentFilter(methods=frozenset({Method.BKASH})), ["Karim Mia"]),
        (PaymentFilter(staff_id=cast.chand.staff_id), ["Rahim Uddin"]),
        (PaymentFilter(operator_id=cast.south.id), []),
        (PaymentFilter(operator_id=cast.north.id), ["Karim Mia", "Rahim Uddin"]),
        (PaymentFilter(text="9xyz12ab"), ["Karim Mia"]),
        (PaymentFilter(text="z12a"), ["Karim Mia"]),
        (PaymentFilter(text="the shop"), ["Rahim Uddin"]),
        (PaymentFilter(text="100%"), ["Rahim Uddin"]),
        (PaymentFilter(text="9%B"), []),
        (PaymentFilter(text=str(rahims["receipt"])), ["Rahim Uddin"]),
        (PaymentFilter(text="nothing"), []),
    ):
        assert [row["name"] for row in await payments(cast.asha, wanted)] == names, wanted


async def test_of_old_payments_the_whole_id_is_found_and_a_part_is_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries.listing, "LATEST", 1)
    old = await posting.record(
        cast.asha, cast.karim, Money(200), Method.BKASH, txn_id="9XYZ12AB", note="by hand"
    )
    await posting.record(cast.asha, cast.rahim, Money(100), note="by hand")
    for text, names in (
        ("9xyz12ab", ["Karim Mia"]),
        (f"R{old.id:07d}", ["Karim Mia"]),
        ("xyz12", []),
        ("by hand", ["Rahim Uddin"]),
    ):
        found = await payments(cast.asha, PaymentFilter(text=text))
        assert [row["name"] for row in found] == names, text


async def test_a_payment_says_who_took_it_what_for_and_what_became_of_it(cast: Cast) -> None:
    payment = await posting.record(cast.chand, cast.rahim, Money(100), note="for two")
    await posting.reverse(cast.asha, payment.id, "wrong")

    (row,) = await payments(cast.asha)

    assert (row["taken-by"], row["note"], row["status"]) == (
        "Chand", "for two", "list-status-reversed",
    )  # fmt: skip


async def test_only_what_the_actor_sees_is_in_a_file(cast: Cast) -> None:
    for customer in (cast.rahim, cast.karim):
        await a_bill(customer, total=100)
        await posting.record(cast.asha, customer, Money(10))

    for rows in (bills, payments, customers):
        assert {row["name"] for row in await rows(cast.chand)} == {"Rahim Uddin"}
        assert await rows(cast.esha) == []


async def test_who_may_not_see_amounts_gets_customers_without_them(cast: Cast) -> None:
    await a_bill(cast.rahim, total=100)

    (row, _) = await customers(cast.dipa)

    assert not {"due", "price", "discount", "currency"} & set(row)
    (row, _) = await customers(cast.asha)
    assert (row["due"], row["price"], row["currency"]) == (Money(100_00), Money(1000_00), "BDT")
    for refused in (
        lists.bills(cast.dipa, BillFilter()),
        lists.payments(cast.dipa, PaymentFilter()),
    ):
        with pytest.raises(RightLacking):
            await refused
