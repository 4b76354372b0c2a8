"""Why somebody was cut as a command; how far collection has come on cards, lists, the digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain import events, reactions
from domain.billing import enforcement
from domain.customers.models import Customer
from domain.ports import Ports
from handlers.staff import reports
from tests.builders import a_customer
from tests.cast import Cast, Moment
from tests.person import Person

PersonOf = Callable[..., Person]


@pytest.fixture(autouse=True)
def _consequences(cast: Cast) -> None:
    events.listen(reactions.MAP)


async def test_why_says_the_rule_the_figures_and_what_holds_today(
    person_of: PersonOf, cast: Cast, moment: Moment
) -> None:
    customer = await a_customer("Jamal Uddin", code="1500", owes=1000, overdue_days=30)
    await enforcement.suspend_due(moment.now, "here")
    bina = person_of(cast.bina)
    await bina.says("/why 1500")
    bina.sees("a bill is overdue", "1,000", "Warned on", "The rules say today: off")
    later = (moment.now + timedelta(days=9)).date()
    await Customer.filter(id=customer.id).update(promised_until=later)
    await bina.says("/why 1500")
    bina.sees("No rule cuts this customer today")


async def test_somebody_elses_customer_is_not_explained(
    person_of: PersonOf, cast: Cast, moment: Moment
) -> None:
    await a_customer("Jamal Uddin", code="1500", owes=1000, overdue_days=30)
    esha = person_of(cast.esha)
    await esha.says("/why 1500")
    esha.does_not_see("Jamal")


async def test_the_card_the_list_and_the_digest_say_how_far_it_has_come(
    person_of: PersonOf, cast: Cast, ports: Ports
) -> None:
    await a_customer("Jamal Uddin", code="1500", owes=1000, overdue_days=2)
    left = await a_customer("Selim Khan", code="1501", owes=500)
    await Customer.filter(id=left.id).update(status="left")
    bina = person_of(cast.bina)
    await bina.says("1500")
    bina.sees("Collection: Warned")
    await bina.says("/customers warned")
    bina.sees("Jamal", "1 customer")
    bina.does_not_see("Selim")
    await bina.taps("Left, still owing")
    bina.sees("Selim")
    bina.does_not_see("Jamal")
    card = await reports.digest(cast.asha, ports, "2026-11-21", cast.isp.id)
    keys = [text.key for block in card.blocks for text in getattr(block, "texts", ())]
    assert keys.count("digest-collection") == 2
