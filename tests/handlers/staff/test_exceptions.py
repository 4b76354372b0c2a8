"""Validity and exceptions in the chat, and a reconnection by hand that the rules would undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from domain import events, reactions
from domain.billing import enforcement, warnings
from domain.customers.models import Customer, CustomerStatus
from tests.builders import a_customer
from tests.cast import Cast, Moment
from tests.person import Person

PersonOf = Callable[..., Person]
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _consequences(cast: Cast) -> None:
    events.listen(reactions.MAP)


async def test_a_validity_is_made_longer_from_the_card_and_the_line_is_on_again(
    person_of: PersonOf, cast: Cast, moment: Moment
) -> None:
    customer = await a_customer("Jamal Uddin", code="1500", expires_on=TODAY - timedelta(days=2))
    await warnings.note_ends([customer.id], moment.now - timedelta(days=4), again=False)
    await enforcement.suspend_due(moment.now, "here")
    bina = person_of(cast.bina)
    await bina.says("1500")
    bina.sees("Expired")
    await bina.taps("Why cut?")
    bina.sees("the validity has ended", "Valid until", "Warned on")
    await bina.taps("Back")
    await bina.taps("Validity")
    bina.sees("Now until", "30 days more")
    await bina.taps("30 days more")
    bina.sees("Before:", "Then:", "connected again")
    await bina.taps("Confirm")
    bina.sees("validity is changed", "Active")
    row = await Customer.get(id=customer.id)
    assert (row.status, row.expires_on) == (CustomerStatus.ACTIVE, date(2026, 12, 20))


async def test_a_day_that_is_over_says_what_it_does(person_of: PersonOf, cast: Cast) -> None:
    bina = person_of(cast.bina)
    await bina.says("/validity 1001")
    await bina.says("yesterday")
    bina.sees("a day later the service ends")
    await bina.taps("Confirm")
    assert (await Customer.get(id=cast.rahim.id)).expires_on == TODAY - timedelta(days=1)


async def test_the_two_flags_are_set_and_dropped_by_taps(person_of: PersonOf, cast: Cast) -> None:
    bina = person_of(cast.bina)
    await bina.says("1001")
    await bina.taps("Exceptions")
    await bina.taps("Never suspend")
    await bina.taps("Never bill")
    bina.sees("no rule cuts the line", "no run makes a bill")
    await bina.taps("Bill again")
    await bina.taps("Back")
    bina.sees("Never suspended")
    bina.does_not_see("Never billed")
    row = await Customer.get(id=cast.rahim.id)
    assert (row.exempt, row.never_billed) == (True, False)


async def test_a_reconnection_against_the_rules_asks_until_when(
    person_of: PersonOf, cast: Cast, moment: Moment
) -> None:
    customer = await a_customer("Jamal Uddin", code="1500", owes=1000, overdue_days=30)
    await enforcement.suspend_due(moment.now, "here")
    bina = person_of(cast.bina)
    await bina.says("/reconnect 1500")
    await bina.taps("Promised")
    bina.sees("it stays on until", "24")
    await bina.taps("7 days")
    bina.sees("28")
    await bina.taps("Yes, reconnect")
    row = await Customer.get(id=customer.id)
    assert (row.status, row.promised_until) == (CustomerStatus.ACTIVE, date(2026, 11, 28))


async def test_where_no_rule_speaks_it_asks_for_no_day(person_of: PersonOf, cast: Cast) -> None:
    await enforcement.suspend_by_hand(cast.bina, cast.rahim.id, "spam")
    bina = person_of(cast.bina)
    await bina.says("/reconnect 1001")
    await bina.taps("Promised")
    bina.does_not_see("it stays on until", "7 days")
