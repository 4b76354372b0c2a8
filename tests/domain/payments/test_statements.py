"""A statement opens with what stood before, shows every movement, and closes with what stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from domain import vault
from domain.billing import bills, credit_notes, dues
from domain.calendar import Period, Span
from domain.errors import NotFound, RightLacking
from domain.ledger import entries
from domain.ledger.models import Account
from domain.messaging.models import Message
from domain.money import Money
from domain.outreach import facts as said
from domain.payments import mailing, posting, statements
from domain.payments.mailing import Wanted
from domain.payments.states import PaperKind
from domain.ports import StatementFacts
from domain.staff.models import Audit
from tests.builders import a_bill, a_customer, a_gateway
from tests.cast import Cast, Moment
from tests.fake_web import web_ports
from tests.printer import Printer
from tests.sealing import VAULT

SEPTEMBER, OCTOBER, NOVEMBER = (
    Span(month.starts_on, month.ends_on) for month in (Period(2026, m) for m in (9, 10, 11))
)


def at(moment: Moment, month: int, day: int) -> None:
    """Noon in Dhaka."""
    moment.now = datetime(2026, month, day, 6, 0, tzinfo=UTC)


def taka(amount: int) -> Money:
    return Money(amount * 100)


async def autumn(cast: Cast, moment: Moment) -> None:
    """What happened to Rahim: each line's figure is worked below, by hand."""
    at(moment, 9, 1)
    await a_bill(cast.rahim, total=1000)  # owes 1000
    at(moment, 9, 8)
    await posting.record(cast.bina, cast.rahim, taka(400))  # 600
    at(moment, 10, 1)
    october = await a_bill(cast.rahim, total=1050, vat=50)  # 1650
    at(moment, 10, 12)
    wrong = await posting.record(cast.bina, cast.rahim, taka(700))  # 950
    at(moment, 10, 20)
    await credit_notes.give(cast.asha, october.id, taka(105), "outage")  # 845
    at(moment, 11, 1)
    void = await a_bill(cast.rahim, total=1000)  # 1845
    at(moment, 11, 2)
    await posting.reverse(cast.asha, wrong.id, "another's")  # 2545
    at(moment, 11, 3)
    await bills.void(cast.asha, void.id, "away")  # 1545
    at(moment, 11, 9)
    await posting.record(cast.bina, cast.rahim, taka(2000), paid_on=date(2026, 11, 8))  # -455
    at(moment, 11, 21)


def told(statement: StatementFacts) -> list[tuple[str, str, int, int]]:
    return [
        (
            f"{line.on:%d-%m}",
            line.what.removeprefix("paper-moved-"),
            line.moved.minor // 100,
            line.balance.minor // 100,
        )
        for line in statement.lines
    ]


async def test_every_movement_stands_on_it_with_what_is_owed_after_it(
    cast: Cast, moment: Moment
) -> None:
    await autumn(cast, moment)

    october = await statements.of(cast.asha, cast.rahim.id, OCTOBER)
    assert (october.opening, october.closing) == (taka(600), taka(845))
    assert (october.charged, october.credited) == (taka(1050), taka(805))
    assert told(october) == [
        ("01-10", "bill", 1050, 1650),
        ("12-10", "payment", -700, 950),
        ("20-10", "note", -105, 845),
    ]
    assert [line.method for line in october.lines] == ["", "method-cash", ""]

    november = await statements.of(cast.asha, cast.rahim.id, NOVEMBER)
    assert told(november) == [
        ("01-11", "bill", 1000, 1845),
        ("02-11", "reversal", 700, 2545),
        ("03-11", "void", -1000, 1545),
        ("08-11", "payment", -2000, -455),
    ]
    assert november.lines[-1].entered_on == date(2026, 11, 9)
    assert november.lines[0].entered_on is None
    assert november.closing == -taka(455)


async def test_statements_that_follow_one_another_meet_and_end_at_what_the_books_say(
    cast: Cast, moment: Moment
) -> None:
    await autumn(cast, moment)
    made = [
        await statements.of(cast.asha, cast.rahim.id, s) for s in (SEPTEMBER, OCTOBER, NOVEMBER)
    ]

    assert made[0].opening == taka(0)
    assert all(before.closing == after.opening for before, after in pairwise(made))
    standing = await entries.standing(cast.rahim.id, Account.RECEIVABLE, Account.ADVANCE)
    assert made[-1].closing.minor == sum(standing)
    owed, ahead = await dues.due_of(cast.rahim.id), await dues.advance_of(cast.rahim.id)
    assert made[-1].closing == owed - ahead


async def test_money_of_an_earlier_day_changes_the_statement_of_that_day_and_says_so(
    cast: Cast, moment: Moment
) -> None:
    await autumn(cast, moment)
    before = await statements.of(cast.asha, cast.rahim.id, OCTOBER)
    await posting.record(cast.bina, cast.rahim, taka(45), paid_on=date(2026, 10, 31))
    after = await statements.of(cast.asha, cast.rahim.id, OCTOBER)

    assert after.closing == before.closing - taka(45)
    assert after.lines[-1].entered_on == date(2026, 11, 21)
    assert (await statements.of(cast.asha, cast.rahim.id, NOVEMBER)).opening == after.closing


async def test_bills_from_before_that_are_open_are_named(cast: Cast, moment: Moment) -> None:
    at(moment, 9, 1)
    old = await a_bill(cast.rahim, total=900)
    await posting.record(cast.bina, cast.rahim, taka(300))
    at(moment, 11, 21)
    await a_bill(cast.rahim, total=1000)

    made = await statements.of(cast.asha, cast.rahim.id, NOVEMBER)
    assert [(line.label, line.amount) for line in made.open_before] == [(old.number, taka(600))]
    assert (await statements.of(cast.asha, cast.rahim.id, SEPTEMBER)).open_before == []


async def test_a_customer_without_movements_has_an_empty_one(cast: Cast) -> None:
    made = await statements.of(cast.asha, cast.karim.id, NOVEMBER)
    assert (made.opening, list(made.lines), made.closing) == (taka(0), [], taka(0))


async def test_it_is_of_the_day_where_the_operator_is(cast: Cast, moment: Moment) -> None:
    moment.now = datetime(2026, 10, 31, 18, 30, tzinfo=UTC)  # half past midnight in Dhaka
    await a_bill(cast.rahim, total=1000)
    moment.move(days=1)
    assert (await statements.of(cast.asha, cast.rahim.id, OCTOBER)).closing == taka(0)
    assert (await statements.of(cast.asha, cast.rahim.id, NOVEMBER)).closing == taka(1000)


async def test_who_sees_no_amounts_gets_none_and_others_customers_are_not_found(cast: Cast) -> None:
    with pytest.raises(RightLacking):
        await statements.of(cast.dipa, cast.rahim.id, NOVEMBER)
    with pytest.raises(NotFound):
        await statements.of(cast.esha, cast.rahim.id, NOVEMBER)


async def test_any_paper_is_sent_to_its_customer_with_its_name_and_its_file(cast: Cast) -> None:
    bill = await a_bill(cast.rahim, total=1050, vat=50)
    payment = await posting.record(cast.bina, cast.rahim, taka(400))
    note = await credit_notes.give(cast.asha, bill.id, taka(105), "outage")
    await a_gateway(kind="payment", provider="bkash")
    await Message.all().delete()
    vault.use(VAULT)
    ports = replace(web_ports(), papers=Printer())
    wanted = {
        Wanted(PaperKind.INVOICE, bill.id): f"invoice-{bill.number}.pdf",
        Wanted(PaperKind.RECEIPT, payment.id): f"receipt-R{payment.id:07d}.pdf",
        Wanted(PaperKind.NOTE, note.id): f"credit-note-{note.number}.pdf",
        Wanted(PaperKind.STATEMENT, cast.rahim.id, NOVEMBER): (
            "statement-1001-2026-11-01-2026-11-30.pdf"
        ),
    }
    for each in wanted:
        await mailing.send(cast.chand, each)

    sent = await Message.filter(event="paper").order_by("id")
    assert {row.customer_id for row in sent} == {cast.rahim.id}
    assert await Audit.filter(act="paper.send").count() == 4
    for row, name in zip(sent, wanted.values(), strict=True):
        claimed = said.Claimed(
            id=row.id, event=row.event, customer_id=row.customer_id,
            operator_id=row.operator_id, about=row.about,
        )  # fmt: skip
        gathered = (await said.gather([claimed], ports))[row.id]
        assert gathered.document is not None
        assert (await gathered.document()).filename == name
        assert gathered.values["paper"]
        assert "/p/" in gathered.values["payment_link"]


async def test_papers_of_others_are_not_sent(cast: Cast) -> None:
    bill = await a_bill(cast.karim)
    for actor in (cast.esha, cast.chand):  # another operator; another zone
        for each in (
            Wanted(PaperKind.INVOICE, bill.id),
            Wanted(PaperKind.STATEMENT, cast.karim.id, NOVEMBER),
        ):
            with pytest.raises(NotFound):
                await mailing.send(actor, each)
    assert not await Message.filter(event="paper").exists()


async def test_others_movements_are_not_counted(cast: Cast) -> None:
    other = await a_customer("Rahima", code="1009", mobile="+8801755555555")
    await a_bill(other, total=5000)
    await a_bill(cast.rahim, total=1000)
    assert (await statements.of(cast.asha, cast.rahim.id, NOVEMBER)).closing == taka(1000)
