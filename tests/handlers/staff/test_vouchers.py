"""Recharge cards in the chat: made, printed, issued, looked up, redeemed, taken out of use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain import db
from domain.billing import dues
from domain.customers.index import index
from domain.money import Money
from domain.payments.models import Payment
from domain.ports import VoucherSheet
from domain.staff.models import Role
from domain.vouchers.models import Voucher, VoucherLot
from handlers.ui.conversation import Conversation
from tests import builders
from tests.cast import Cast, Moment
from tests.handlers.previews import Printer
from tests.person import Person

PersonOf = Callable[..., Person]
WRONG = "1111 2222 3333 4444"


class Press(Printer):
    """A printer that remembers what only paper does."""

    def __init__(self) -> None:
        self.sheets: list[VoucherSheet] = []
        self.breaks = False

    async def vouchers(self, sheet: VoucherSheet) -> bytes:
        if self.breaks:
            raise RuntimeError("the paper is stuck")
        self.sheets.append(sheet)
        return b"%PDF cards"

    @property
    def pins(self) -> list[str]:
        return [each.pin for each in self.sheets[-1].vouchers]


@pytest.fixture
def press(conversation: Conversation) -> Press:
    made = Press()
    conversation.ports = replace(conversation.ports, papers=made)
    return made


async def made(asha: Person, line: str = "/newcards 500 3", seller: str = "Our own office") -> None:
    await asha.says(line)
    await asha.taps("Good without an end")
    await asha.taps(seller)
    if seller != "Our own office":
        await asha.taps("5%")
    await asha.taps("Make them")


async def issued(asha: Person, **terms: Any) -> None:
    await made(asha, **terms)
    await asha.taps("Print")
    await asha.taps("The lot")
    await asha.taps("Issue")
    await asha.taps("Issue")


async def test_a_lot_is_made_printed_and_issued_by_a_few_taps(
    asha: Person, press: Press, cast: Cast
) -> None:
    await builders.a_person("Dolly", Role.DISTRIBUTOR, cast.isp)
    await asha.says("/newcards 500 240")
    asha.sees("Until which day")
    await asha.says("31/12/2027")
    asha.sees("Who sells them?", "Dolly", "North Net")
    await asha.taps("Dolly")
    await asha.taps("5%")
    asha.sees(
        "Make 240 recharge cards of ৳500", "Good through 31 Dec 2027",
        "Sold by Dolly · commission ৳25 a card (5 %)", "Worth together: ৳1,20,000",
    )  # fmt: skip
    await asha.taps("Make them")
    assert "Lot 1 is made" in asha.toast
    asha.sees("240 cards of ৳500", "Not printed yet", "not issued: 240")
    assert not [label for label in asha.labels if "Issue" in label]

    paper = await asha.taps("Print")
    assert paper is not None
    assert paper.document is not None
    assert paper.document.filename == "cards-1-1.pdf"
    asha.sees("stand on this paper alone")
    await asha.taps("The lot")
    asha.sees("Printed 21 Nov", "printing 1", "Not issued")
    await asha.taps("Issue")
    asha.sees("Issue lot 1, printing 1: 240 cards of ৳500?", "Dolly", "can't be printed again")
    await asha.taps("Issue")

    asha.sees("good: 240", "Issued 21 Nov")
    assert not [label for label in asha.labels if "Print" in label or label == "✅ Issue"]
    await asha.says("/audit")
    asha.sees("issued recharge cards · 1", "Number of cards: 240", "Printing: 1")


async def test_a_package_gives_its_price(asha: Person, press: Press, cast: Cast) -> None:
    await asha.says("/newcards")
    await asha.taps("Swift: ৳1,500")
    await asha.says("১০")
    await asha.taps("Good without an end")
    await asha.taps("Our own office")
    asha.sees("Make 10 recharge cards of ৳1,500", "Swift: ৳1,500")
    await asha.taps("Make them")

    asha.sees("For customers with Swift only")
    lot = await VoucherLot.get()
    assert (lot.package_id, lot.value_minor, lot.distributor_id) == (cast.swift.id, 1500_00, None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/newcards x 3", "“x”"),
        ("/newcards 500 0", "“0”"),
        ("/newcards 500 1201", "“1201”"),
        ("/newcards 500 many", "“many”"),
    ],
)
async def test_what_does_not_read_is_asked_again(
    asha: Person, press: Press, line: str, said: str
) -> None:
    await asha.says(line)
    asha.sees(said)

    assert not await VoucherLot.all().exists()


async def test_a_paper_that_never_came_is_printed_anew(
    asha: Person, press: Press, cast: Cast, person_of: PersonOf
) -> None:
    await made(asha)
    press.breaks = True
    with pytest.raises(RuntimeError):
        await asha.taps("Print")
    assert await VoucherLot.get(printing=1)
    press.breaks = False
    await asha.says("/cards 1")
    await asha.taps("Print anew")
    asha.sees("the paper of printing 1 is worth nothing")
    await asha.taps("Print anew")

    assert [sheet.printing for sheet in press.sheets] == [2]
    await asha.taps("The lot")
    asha.sees("printing 2")


async def test_a_second_tap_prints_nothing_more(asha: Person, press: Press) -> None:
    await made(asha)
    key = asha.key("Print")
    await asha.taps("Print")
    await asha.presses(key)

    assert len(press.sheets) == 1
    assert (await VoucherLot.get()).printing == 1


async def test_one_line_redeems_a_card_and_it_can_be_undone(
    asha: Person, press: Press, person_of: PersonOf, cast: Cast
) -> None:
    await issued(asha)
    await builders.a_bill(cast.rahim, total=300)
    bina = person_of(cast.bina)
    await bina.says(f"/recharge rahim {press.pins[0]}")
    bina.sees("Redeem a card of ৳500 for Rahim Uddin · 1001", "RC1-0001", "Due now: ৳300")
    await bina.taps("Redeem")
    bina.sees("Recorded", "৳500 from Rahim Uddin", "Recharge card", "RC1-0001", "In advance: ৳200")

    await asha.says("/cards RC1-0001")
    asha.sees("used · 21 Nov", "Redeemed for Rahim Uddin · 1001", "By Bina")
    await asha.taps("Payment")
    asha.sees("৳500")
    await bina.taps("Undo")
    bina.sees("Taken back: ৳500")
    await asha.says("/cards RC1-0001")
    asha.sees("good")
    assert await dues.due_of(cast.rahim.id) == Money(300_00)


async def test_who_takes_back_what_a_card_brought_reads_that_it_is_good_again(
    asha: Person, press: Press, cast: Cast
) -> None:
    await issued(asha)
    await asha.says(f"/recharge rahim {press.pins[0]}")
    await asha.taps("Redeem")
    await asha.says("/payments voucher")
    await asha.taps("৳500")
    await asha.taps("Take back")
    await asha.taps("another customer")
    asha.sees("recharge card RC1-0001: the card is good again")


async def test_from_the_customers_card_the_pin_is_asked(
    asha: Person, press: Press, person_of: PersonOf, cast: Cast
) -> None:
    await issued(asha)
    chand = person_of(cast.chand)
    await chand.says("1001")
    await chand.taps("Recharge card")
    chand.sees("Which PIN?")
    await chand.says(WRONG)
    chand.sees("No recharge card has this PIN", "After 4 more", "Which PIN?")
    await chand.says(press.pins[1].replace(" ", ""))
    await chand.taps("Redeem")

    chand.sees("৳500 from Rahim Uddin")
    assert (await Payment.get()).txn_id == "RC1-0002"


async def test_five_wrong_pins_lock_and_the_card_says_so(
    asha: Person, press: Press, cast: Cast, moment: Moment
) -> None:
    await issued(asha)
    await asha.says("/recharge 1001")
    for _ in range(5):
        await asha.says(WRONG)
    asha.sees("Too many wrong PINs", "60 minutes")
    await asha.says(press.pins[0])
    asha.sees("Too many wrong PINs")
    await asha.says("/find 1001")
    asha.sees("🔒", "refused until 21 Nov 2026, 13:00")
    moment.move(minutes=61)
    await asha.says(f"/recharge 1001 {press.pins[0]}")
    await asha.taps("Redeem")

    asha.sees("৳500 from Rahim")


async def test_a_card_used_between_the_question_and_the_answer_is_told(
    asha: Person, press: Press, person_of: PersonOf, cast: Cast
) -> None:
    await issued(asha)
    bina = person_of(cast.bina)
    for person, whose in ((asha, "1001"), (bina, "1002")):
        await person.says(f"/recharge {whose} {press.pins[0]}")
    await bina.taps("Redeem")
    await asha.taps("Redeem")

    asha.sees("was used already")
    assert await Payment.all().count() == 1


async def test_a_name_alone_is_never_taken_for_a_pin(
    asha: Person, press: Press, cast: Cast
) -> None:
    await issued(asha)
    await index([cast.rahim.id])
    await asha.says("/recharge rahim uddin")
    asha.sees("Which PIN?")

    assert not await db.rows("SELECT 1 AS one FROM pin_tries")


async def test_no_conversation_keeps_a_pin_that_can_be_read(
    asha: Person, press: Press, cast: Cast
) -> None:
    await issued(asha)
    other = await builders.a_customer("Rahim Khan", code="1009")
    await index([cast.rahim.id, other.id])
    await asha.says(f"/recharge rahim {press.pins[0]}")
    asha.sees("Rahim Khan")
    kept = str(await db.rows("SELECT * FROM memory"))
    assert press.pins[0] not in kept
    assert press.pins[0].replace(" ", "") not in kept
    await asha.taps("Rahim Uddin")

    asha.sees("Redeem a card of ৳500")
    assert press.pins[0].replace(" ", "") not in str(await db.rows("SELECT * FROM memory"))


async def test_what_is_left_and_one_card_are_taken_out_of_use_with_a_reason(
    asha: Person, press: Press, cast: Cast
) -> None:
    await issued(asha)
    await asha.says("/cards RC1-0003")
    await asha.taps("Void this card")
    await asha.taps("Misprinted")
    asha.sees("Take card RC1-0003 (৳500) out of use?")
    await asha.taps("Void")
    asha.sees("void · 21 Nov", "Reason: Misprinted")
    await asha.taps("The lot")
    await asha.taps("Void the rest")
    await asha.says("The shop burned down")
    asha.sees("the 2 cards that are left of lot 1 (৳500 each)")
    await asha.taps("Void")
    asha.sees("void: 3", "The shop burned down")
    await asha.says(f"/recharge 1001 {press.pins[0]}")

    asha.sees("was taken out of use")
    assert await Voucher.filter(status="voided").count() == 3


async def test_a_distributor_sees_what_was_given_to_them_and_what_they_keep(
    asha: Person, press: Press, person_of: PersonOf, cast: Cast
) -> None:
    dolly = person_of(await builders.a_person("Dolly", Role.DISTRIBUTOR, cast.isp))
    await made(asha, seller="Dolly")
    await dolly.says("/start")
    await dolly.taps("Recharge cards")
    dolly.sees("Your recharge cards", "none yet")
    await asha.taps("Print")
    await asha.taps("The lot")
    await asha.taps("Issue")
    await asha.taps("Issue")
    await asha.says(f"/recharge 1001 {press.pins[0]}")
    await asha.taps("Redeem")

    await dolly.says("/cards")
    await dolly.taps("3 × ৳500")
    dolly.sees(
        "good: 2", "used: 1", "Redeemed: ৳500", "Commission on that: ৳25",
        "The distributor owes for them: ৳475",
    )  # fmt: skip
    assert not [label for label in dolly.labels if "Void" in label or "Print" in label]
    await dolly.says("/cards RC1-0001")
    dolly.sees("used")
    dolly.does_not_see("Rahim", "1001")
    for line in ("/newcards 500 3", f"/recharge 1001 {press.pins[1]}", "/find rahim"):
        await dolly.says(line)
        dolly.sees("the right to do that")


async def test_nobody_can_say_that_money_came_by_a_card(asha: Person, press: Press) -> None:
    await asha.says("/paid 1001 500 voucher")
    asha.sees("I don't understand “voucher”")

    assert not await Payment.all().exists()


async def test_a_number_or_serial_that_is_not_there_is_said(asha: Person, press: Press) -> None:
    for line in ("/cards 77", "/cards RC77-0001", "/cards what"):
        await asha.says(line)
        asha.sees("No such")
