"""Another package from the customer's card: chosen, seen line by line, done, taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.billing import byhand, planned_changes
from domain.billing.models import Bill, BillingProfile, VatMode
from domain.calendar import Period
from domain.chat.models import Card
from domain.customers.models import Customer, CustomerStatus, Package
from domain.messaging.models import Message
from handlers.ui.buttons import pack
from handlers.ui.drawing import Drawn, Key
from handlers.ui.screens import Button, Text
from tests.builders import a_gateway, a_package
from tests.cast import Cast, Moment
from tests.person import Person

PersonOf = Callable[..., Person]
NOVEMBER = Period(2026, 11)


async def billed(cast: Cast, moment: Moment, **values: object) -> None:
    """It is the 16th, and Rahim is billed for the month."""
    moment.move(days=-5)
    await Customer.filter(id=cast.rahim.id).update(joined_on="2026-01-01", **values)
    await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)


async def test_two_taps_show_the_computation_and_a_third_does_it(
    asha: Person, cast: Cast, moment: Moment
) -> None:
    await billed(cast, moment, price_minor=900_00)
    await asha.says("1001")
    await asha.taps("Change package")
    asha.sees("Another package for Rahim Uddin")
    await asha.taps("Swift · ৳1,500")
    asha.sees(
        "Home → Swift, from 16 Nov 2026", "15 days are billed and left",
        "Home: ৳900 for 30 days × 15 = -৳450", "Swift: ৳1,500 for 30 days × 15 = ৳750",
        "Difference: ৳300", "own price of ৳900 ends", "A bill of ৳300 is made now, due on 25 Nov",
        "Due now: ৳900", "Due after this: ৳1,200", "will not be told",
    )  # fmt: skip
    await asha.taps("Change it")
    asha.sees("Home → Swift: changed")
    await asha.taps("NORTH-2026-000002")
    asha.sees("Swift: ৳750", "Home: -৳450", "Total: ৳300")


async def test_vat_of_the_difference_is_a_line(asha: Person, cast: Cast, moment: Moment) -> None:
    await billed(cast, moment, billing_profile_id=cast.taxed.id)
    await asha.says("1001")
    await asha.taps("Change package")
    await asha.taps("Swift")
    asha.sees("Difference: ৳250", "VAT: ৳12.50", "A bill of ৳262.50")


async def test_vat_within_the_prices_is_named_so(asha: Person, cast: Cast, moment: Moment) -> None:
    await BillingProfile.filter(id=cast.taxed.id).update(vat_mode=VatMode.INCLUSIVE)
    await billed(cast, moment, billing_profile_id=cast.taxed.id)
    await asha.says("1001")
    await asha.taps("Change package")
    await asha.taps("Swift")
    asha.sees("Difference: ৳250", "VAT within: ৳11.90", "A bill of ৳250")


async def test_a_cheaper_one_becomes_credit_and_can_be_undone(
    asha: Person, cast: Cast, moment: Moment
) -> None:
    await a_gateway("sms", kind="sms")
    await billed(cast, moment, package_id=cast.swift.id)
    await asha.says("1001")
    await asha.taps("Change package")
    await asha.taps("Home")
    asha.sees("A credit note of ৳250", "Due after this: ৳1,250", "will be told")
    await asha.taps("Change it")
    await asha.taps("Undo")
    assert "Taken back" in asha.toast
    asha.sees("Swift", "Due: ৳1,500")
    assert await Message.filter(event="package-changed").count() == 2


async def test_a_button_from_yesterday_shows_the_new_figures(
    asha: Person, cast: Cast, moment: Moment
) -> None:
    await billed(cast, moment)
    await asha.says("1001")
    await asha.taps("Change package")
    await asha.taps("Swift")
    moment.move(days=1)
    await asha.taps("Change it")
    asha.sees("14 days are billed and left", "Difference: ৳233.33")
    assert await Bill.filter(customer_id=cast.rahim.id).count() == 1
    await asha.taps("Change it")
    asha.sees("changed")


async def test_a_bill_with_a_change_is_not_void(asha: Person, cast: Cast, moment: Moment) -> None:
    await billed(cast, moment)
    await asha.says("1001")
    await asha.taps("Change package")
    await asha.taps("Swift")
    await asha.taps("Change it")
    await asha.says("/bill 000001")
    await asha.taps("Void")
    assert "A change of package stands on this bill" in (asha.toast or asha.screen)
    asha.does_not_see("Made by mistake")


async def test_where_nothing_else_is_sold_that_is_said(asha: Person, cast: Cast) -> None:
    await a_package("line", kind="static")
    await Customer.filter(id=cast.rahim.id).update(
        package_id=(await a_package("sat", kind="dhcp")).id
    )
    await asha.says("1001")
    await asha.taps("Change package")
    asha.sees("no other package that can be sold here")


async def test_it_can_wait_for_the_next_month_and_be_called_off(
    asha: Person, cast: Cast, moment: Moment
) -> None:
    await billed(cast, moment)
    await asha.says("1001")
    await asha.taps("Change package")
    await asha.taps("Swift")
    await asha.taps("Only from 1 Dec 2026")
    asha.sees("Swift from 1 Dec 2026", "Home")
    await asha.taps("Change package")
    asha.sees("Swift from 1 Dec 2026")
    await asha.taps("Call the planned change off")
    assert "Called off" in asha.toast
    asha.does_not_see("from 1 Dec")


@pytest.mark.parametrize(
    ("meanwhile", "why"), [("unsold", "not sold any more"), ("left", "has left")]
)
async def test_what_was_planned_and_can_not_be_is_told_to_who_bills(
    asha: Person, cast: Cast, moment: Moment, meanwhile: str, why: str
) -> None:
    await billed(cast, moment)
    await asha.says("1001")
    await asha.taps("Change package")
    await asha.taps("Swift")
    await asha.taps("Only from 1 Dec 2026")
    if meanwhile == "unsold":
        await Package.filter(id=cast.swift.id).update(active=False)
    else:
        await Customer.filter(id=cast.rahim.id).update(status=CustomerStatus.LEFT)
    moment.move(days=20)
    for _ in range(2):
        await planned_changes.carry_out_due()

    told = await Card.get(screen="package.given-up", owner=cast.asha.key)
    button = Button(Text("plain", value="open"), told.screen, tuple(told.args.values()))
    asha.messages[max(asha.messages) + 1] = Drawn(
        ("a card",), ((Key("open", await pack(button, None)),),)
    )
    await asha.taps("open")
    asha.sees("Swift was planned from 1 Dec 2026", "Rahim Uddin", why)


async def test_the_days_change_is_undone_also_after_its_bill_was_looked_at(
    asha: Person, cast: Cast, moment: Moment
) -> None:
    await billed(cast, moment)
    await asha.says("1001")
    await asha.taps("Change package")
    await asha.taps("Swift")
    asha.does_not_see("\n\n\n")
    await asha.taps("Change it")
    await asha.taps("NORTH-2026-000002")
    await asha.taps("Customer")
    await asha.taps("Change package")
    asha.sees("Home → Swift: changed")
    await asha.taps("Undo")
    asha.sees("Home", "Due: ৳1,000")
    await asha.taps("Change package")
    asha.does_not_see("Undo")


async def test_a_change_of_yesterday_is_not_offered_to_be_undone(
    asha: Person, cast: Cast, moment: Moment
) -> None:
    await billed(cast, moment)
    await asha.says("1001")
    await asha.taps("Change package")
    await asha.taps("Swift")
    await asha.taps("Change it")
    moment.move(days=1)
    await asha.says("1001")
    await asha.taps("Change package")
    asha.does_not_see("Undo", "changed")
