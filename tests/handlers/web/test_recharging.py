"""A recharge card on the payment page: taken once, refused in plain words, and no oracle."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from domain.billing import dues
from domain.money import Money
from domain.payments.models import Link, Payment
from domain.vouchers import lots, redeeming, serials
from domain.vouchers.lots import Wanted
from handlers.web.guard import Rate
from handlers.web.site import SITE
from tests import builders
from tests.cast import Cast, Moment
from tests.handlers.web.conftest import Visitor

WRONG = "1111 2222 3333 4444"


async def cards(cast: Cast, *, issue: bool = True, count: int = 3, **more: Any) -> list[str]:
    """The PINs of some cards of 500.00."""
    lot = await lots.make(cast.asha, Wanted(Money(500_00), count, **more))
    paper = await lots.print_anew(cast.asha, lot.id, 0)
    if issue:
        await lots.issue(cast.asha, lot.id, 1)
    return [each.pin for each in paper.vouchers]


async def test_a_card_pays_a_part_and_the_page_says_what_is_left(
    visitor: Visitor, cast: Cast
) -> None:
    pins = await cards(cast)
    page = await visitor.get()
    assert f"/p/{visitor.token}/card?lang=en" in page.html
    form = await visitor.get("/card")
    assert "The 16 digits on the card" in form.text
    assert "Rahim Uddin" in form.text
    assert "<script" not in form.html

    sent = await visitor.fill("/card", card=pins[0])
    assert sent.status == 303
    done = await visitor.get(sent.location)

    assert "৳500 from your recharge card" in done.text
    assert "You owe ৳500" in done.text
    payment = await Payment.get()
    assert (payment.link_id, payment.staff_id) == (visitor.link.id, None)
    assert (await visitor.get("/receipt.pdf")).html.startswith("%PDF receipt R")
    assert await dues.due_of(visitor.customer.id) == Money(500_00)


async def test_who_owes_nothing_pays_ahead(visitor: Visitor, cast: Cast) -> None:
    pins = await cards(cast)
    for pin in pins:
        form = await visitor.get("/card")
        hidden = {"form": form.value("form"), "lang": "bn"}
        assert (await visitor.post("/card", data={**hidden, "card": pin})).status == 303

    assert (await Link.get()).closed_why == "settled"
    assert await dues.advance_of(visitor.customer.id) == Money(500_00)
    page = await visitor.get()
    assert "Your bills are paid" in page.text


async def test_a_second_tap_and_a_reload_are_the_same_payment(visitor: Visitor, cast: Cast) -> None:
    pins = await cards(cast)
    answers = await asyncio.gather(*(visitor.fill("/card", card=pins[0]) for _ in range(4)))

    assert len({answer.location for answer in answers}) == 1
    assert await Payment.all().count() == 1


async def test_wrong_unsold_and_foreign_cards_are_answered_alike_and_lock(
    visitor: Visitor, cast: Cast, moment: Moment
) -> None:
    pins = await cards(cast)
    unsold = (await cards(cast, issue=False))[0]
    said = []
    for pin in (WRONG, unsold, "what?"):
        answer = await visitor.fill("/card", card=pin)
        assert answer.status == 422
        assert pin not in answer.html
        said.append(re.sub(r"After .*? more", "After more", answer.text))
    assert len(set(said)) == 1
    assert "No card that we sell has this number" in said[0]
    for _ in range(2):
        answer = await visitor.fill("/card", card=WRONG)
    assert "Try again in 60 minutes" in answer.text
    assert "60 minutes" in (await visitor.fill("/card", card=pins[0])).text
    assert not await Payment.all().exists()
    moment.move(minutes=61)

    assert (await visitor.fill("/card", card=pins[0])).status == 303


@pytest.mark.parametrize(
    ("language", "used", "over", "package", "void"),
    [
        (
            "en",
            "was used before",
            "was good through",
            "who have the package Swift",
            "can't be used",
        ),
        ("bn", "আগেই ব্যবহার হয়েছে", "মেয়াদ ছিল", "Swift", "ব্যবহার করা যাচ্ছে না"),
    ],
)
async def test_each_refusal_is_said_in_each_language(
    visitor: Visitor, cast: Cast, moment: Moment, *, language: str, used: str, over: str,
    package: str, void: str,
) -> None:  # fmt: skip
    pins = await cards(cast, count=2)
    await serials.void(cast.asha, "RC1-0001", "lost")
    other = await builders.a_customer()
    await redeeming.by_staff(cast.bina, other.id, pins[1])
    swift = await cards(cast, package_id=cast.swift.id)
    ending = await cards(cast, expires_on=moment.now.date())
    moment.move(days=2)
    for pin, words in ((pins[1], used), (ending[0], over), (swift[0], package), (pins[0], void)):
        form = await visitor.get("/card")
        data = {"form": form.value("form"), "lang": language, "card": pin}
        answer = await visitor.post("/card", data=data)
        assert answer.status == 422
        assert f'<html lang="{language}">' in answer.html
        assert words in answer.text


async def test_only_its_own_page_may_send_it(visitor: Visitor, cast: Cast) -> None:
    pins = await cards(cast)
    sent = await visitor.post("/card", data={"card": pins[0], "form": "guessed"})
    assert sent.status == 403
    foreign = await visitor.fill("/card", card=pins[0])
    assert foreign.status == 303
    assert await Payment.all().count() == 1


async def test_where_nobody_has_a_card_the_page_offers_none(visitor: Visitor, cast: Cast) -> None:
    assert "/card" not in (await visitor.get()).html
    assert (await visitor.get("/card")).status == 303


async def test_what_a_card_brought_another_is_nobodys_to_see(visitor: Visitor, cast: Cast) -> None:
    pins = await cards(cast)
    await visitor.fill("/card", card=pins[0])
    payment = await Payment.get()
    await Payment.filter(id=payment.id).update(customer_id=cast.karim.id)

    for number in (str(payment.id), "999", "x"):
        assert (await visitor.get(f"/card/{number}")).status == 404


async def test_an_address_that_tries_too_often_waits(visitor: Visitor, cast: Cast) -> None:
    await cards(cast)
    site = visitor.client.server.app[SITE]  # type: ignore[union-attr]
    site.rates = site.rates._replace(voucher=Rate(2, 60), form=Rate(100, 1))
    answers = [(await visitor.fill("/card", card=WRONG)).status for _ in range(3)]

    assert answers == [422, 422, 429]
