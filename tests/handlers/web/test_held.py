"""Whoever is redirected here finds out why nothing opens, and how to pay."""

from __future__ import annotations

import pytest

from domain.accounts.models import Gateway
from domain.customers.models import Customer
from domain.payments.models import Link
from domain.staff.models import Operator
from tests.cast import Cast
from tests.handlers.web.conftest import Visitor


async def hold(customer: Customer, address: str = "127.0.0.1") -> None:
    """The customer's service is held, and they ask from their own address."""
    await Customer.filter(id=customer.id).update(status="suspended", ip=address, language="en")


async def test_a_held_customer_is_known_by_their_address(visitor: Visitor) -> None:
    await hold(visitor.customer)

    page = await visitor.get("/held")

    assert page.status == 200
    assert "Your internet is stopped" in page.text
    assert "Customer ID 1001" in page.text
    assert "৳1,000" in page.text
    assert "Rahim" not in page.text
    assert await Link.all().count() == 1  # looking writes nothing


async def test_one_tap_leads_to_a_fresh_link(visitor: Visitor) -> None:
    await hold(visitor.customer)

    sent = await visitor.post("/held", data={"lang": "bn"})

    assert sent.status == 303
    assert sent.location.startswith("http://pay.test/p/")
    assert await Link.all().count() == 2
    page = await visitor.get(sent.location.removeprefix("http://pay.test"))
    assert "৳১,০০০" in page.text


async def test_others_say_who_they_are(visitor: Visitor) -> None:
    page = await visitor.get("/held")
    assert "Tell us who you are" in page.text

    for number in ("01711-111111", "+8801711111111", "০১৭১১১১১১১১"):
        sent = await visitor.post("/held", data={"customer_id": " ১০০১ ", "mobile": number})
        assert sent.status == 303


@pytest.mark.parametrize(
    ("customer_id", "mobile"),
    [("1001", "01722222222"), ("1002", "01711111111"), ("9999", "01711111111"), ("1001", "x")],
)
async def test_what_does_not_belong_together_is_refused_without_saying_which(
    visitor: Visitor, customer_id: str, mobile: str
) -> None:
    page = await visitor.post("/held", data={"customer_id": customer_id, "mobile": mobile})

    assert page.status == 422
    assert "don't belong together" in page.text
    assert page.value("customer_id") == customer_id
    assert page.value("mobile") == mobile
    assert await Link.all().count() == 1


async def test_trying_many_numbers_is_slowed_down(visitor: Visitor) -> None:
    fields = {"customer_id": "1001", "mobile": "01799999999"}

    statuses = [(await visitor.post("/held", data=fields)).status for _ in range(9)]

    assert statuses[:6] == [422] * 6
    assert statuses[6:] == [429] * 3


async def test_an_address_of_two_is_nobodys(visitor: Visitor, cast: Cast) -> None:
    await hold(visitor.customer)
    await hold(cast.karim)

    assert "Tell us who you are" in (await visitor.get("/held")).text
    assert (await visitor.post("/held", data={})).status == 422


async def test_who_is_not_held_is_told_so(visitor: Visitor, cast: Cast) -> None:
    await Customer.filter(id=cast.karim.id).update(ip="127.0.0.1")
    assert "Your internet is not stopped" in (await visitor.get("/held")).text

    await Customer.filter(id=cast.karim.id).update(ip="", status="active")
    await Customer.filter(id=cast.rahim.id).update(ip="127.0.0.1")
    assert "not stopped because of it" in (await visitor.get("/held")).text

    await Customer.filter(id=cast.rahim.id).update(ip="")
    await hold(cast.karim)
    assert "Nothing is unpaid, but" in (await visitor.get("/held")).text


async def test_who_left_is_nobody(visitor: Visitor) -> None:
    await hold(visitor.customer)
    await Customer.filter(id=visitor.customer.id).update(status="left")

    assert "Tell us who you are" in (await visitor.get("/held")).text
    sent = await visitor.post("/held", data={"customer_id": "1001", "mobile": "01711111111"})
    assert sent.status == 422


async def test_without_a_gateway_one_is_asked_to_call(visitor: Visitor) -> None:
    await hold(visitor.customer)
    await Gateway.all().update(enabled=False)

    page = await visitor.post("/held", data={})

    assert page.status == 503
    assert "Please call us" in page.text


async def test_another_site_cannot_send_the_form(visitor: Visitor) -> None:
    await hold(visitor.customer)

    sent = await visitor.post("/held", data={}, headers={"Origin": "https://evil.test"})

    assert sent.status == 403
    assert await Link.all().count() == 1


async def test_a_redirected_browser_is_shown_the_way_whatever_it_asked_for(
    visitor: Visitor,
) -> None:
    for path in ("/generate_204", "/hotspot-detect.html?x=1", "/", "/a/b/c"):
        page = await visitor.get(path, headers={"Host": "captive.example.com"})
        assert page.status == 200
        assert 'href="http://pay.test/held"' in page.html
        assert "2; url=http://pay.test/held" in page.html
        assert page.headers["Cache-Control"] == "no-store"


async def test_at_our_own_address_there_is_no_such_page(visitor: Visitor) -> None:
    page = await visitor.get("/generate_204", headers={"Host": "pay.test"})

    assert page.status == 404
    assert "There is no such page" in page.text
    assert (await visitor.post("/elsewhere", data={})).status == 405


async def test_the_page_speaks_the_browsers_language_to_strangers(visitor: Visitor) -> None:
    await Operator.all().update(language="en")

    page = await visitor.get("/held", headers={"Accept-Language": "bn-BD,bn;q=0.9,en;q=0.8"})

    assert '<html lang="bn">' in page.html
    assert "ইন্টারনেট কি বন্ধ?" in page.text
