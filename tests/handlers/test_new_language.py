"""Who chooses a language that is only a folder is spoken to in it, and understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from aiohttp.test_utils import TestClient, TestServer

from domain import events, reactions
from domain.chat.addresses import TELEGRAM
from domain.customers.models import Customer
from domain.payments.models import Payment
from domain.ports import Ports
from handlers.ui.conversation import Conversation
from handlers.web.app import build
from locales.catalog import Catalog
from tests import builders
from tests.cast import Cast
from tests.handlers.customer.test_customer import known
from tests.handlers.web.conftest import Visitor, visitor
from tests.person import Person
from tests.strange import CODE, low, plain_words, strange

__all__ = ["visitor"]

pytestmark = pytest.mark.usefixtures("strange_is_spoken")


@pytest.fixture
def ports(ports: Ports, strange_texts: Catalog) -> Ports:
    return replace(ports, texts=strange_texts)


async def test_staff_choose_it_and_work_in_it(chand: Person, cast: Cast) -> None:
    events.listen(reactions.MAP)
    customer = await builders.a_customer("Jamal Uddin", owes=500)
    await chand.says("/language")
    await chand.taps(strange("English"))
    assert plain_words(chand.screen, ["Nagar Net", "North Net", "Chand"]) == set()

    await chand.says(f"/paid {customer.code} {low(500)} {strange('yesterday')}")
    chand.sees("Jamal Uddin", f"৳{low(500)}", f"{low(20)} {strange('Nov')}")
    await chand.taps(strange("Confirm"))
    chand.sees(strange("Recorded"))

    payment = await Payment.get(customer_id=customer.id)
    assert (payment.amount_minor, payment.paid_on) == (500_00, date(2026, 11, 20))


async def test_a_customer_chooses_it_and_is_heard_in_it(
    conversation: Conversation, cast: Cast
) -> None:
    rahim = await known(conversation, cast, TELEGRAM)
    await rahim.says("/language")
    said = await rahim.taps(strange("English"))
    assert plain_words(said, ["Rahim Uddin", "North Net", "Home"]) == set()
    assert (await Customer.get(id=cast.rahim.id)).language == CODE

    assert strange("You get no news") in await rahim.says(strange("Stop"))


async def test_the_payment_page_speaks_it(visitor: Visitor, strange_texts: Catalog) -> None:
    ports = replace(visitor.ports, texts=strange_texts)
    async with TestClient(TestServer(build(ports))) as client:
        came = await client.get(f"/p/{visitor.token}?lang={CODE}")
        html = await came.text()

    visitor_reads = replace(await visitor.get(), html=html).text
    names = ["North Net", "Rahim Uddin", "Home", "bKash", "Nagad", "English", "NORTH-2026"]
    assert f'<html lang="{CODE}">' in html
    assert f"৳{low('1,000')}" in visitor_reads
    assert plain_words(visitor_reads, names) == set()
