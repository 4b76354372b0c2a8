"""What a gateway wants to know of the customer: asked on the page, checked in words, not kept."""

from __future__ import annotations

import logging

import pytest

from domain import db
from domain.accounts.models import Gateway
from domain.payments.models import Attempt
from domain.ports import Prompt, Wait
from tests.handlers.web.conftest import Visitor


@pytest.fixture
async def asked(visitor: Visitor) -> Visitor:
    """The gateway wants the number of the wallet, and an e-mail address."""
    options = {"title": "bKash", "asks": ["wallet", "email"]}
    await Gateway.filter(id=visitor.gateway.id).update(options=options)
    return visitor


async def _fill(visitor: Visitor, wallet: str, email: str = "rahim@example.com") -> object:
    answers = {"answer-wallet": wallet, "answer-email": email}
    return await visitor.fill("/pay", gateway="bkash-main", **answers)


async def test_the_page_asks_what_the_gateway_wants_to_know(asked: Visitor) -> None:
    page = await asked.get()

    assert "Mobile number of your bKash account" in page.text
    assert "Leave it empty for the number that we have: •••••••••••111" in page.text
    assert "Your e-mail address, for bKash" in page.text
    assert "01711" not in page.html
    bengali = await asked.get("?lang=bn")
    assert "আপনার bKash অ্যাকাউন্টের মোবাইল নম্বর" in bengali.text


async def test_the_gateway_is_told_what_was_typed(asked: Visitor) -> None:
    await _fill(asked, "০১৯১২-৩৪৫৬৭৮")

    assert asked.pay.started[0].answers == {
        "wallet": "+8801912345678",
        "email": "rahim@example.com",
    }


async def test_what_is_left_empty_is_what_we_know(asked: Visitor) -> None:
    await type(asked.customer).filter(id=asked.customer.id).update(email="r@known.example")
    await _fill(asked, "", "")

    assert asked.pay.started[0].answers == {
        "wallet": "+8801711111111",
        "email": "r@known.example",
    }


@pytest.mark.parametrize(
    ("wallet", "email", "words"),
    [
        ("12", "r@a.example", "That is no mobile number by which you can pay here. Write it like"),
        ("+254712345678", "r@a.example", "That is no mobile number by which you can pay here."),
        ("01912345678", "rahim", "We need an e-mail address for this way of paying."),
        ("01912345678", "", "We need an e-mail address for this way of paying."),
    ],
)  # fmt: skip
async def test_what_is_no_answer_is_refused_in_words_and_kept_on_the_page(
    asked: Visitor, wallet: str, email: str, words: str
) -> None:
    refused = await _fill(asked, wallet, email)

    assert refused.status == 422
    assert words in refused.text
    assert refused.value("answer-wallet") == wallet
    assert refused.html.count('aria-invalid="true"') == 1
    assert not await Attempt.exists()


async def test_it_is_refused_in_bengali_too(asked: Visitor) -> None:
    page = await asked.get("?lang=bn")
    fields = {"form": page.value("form"), "lang": "bn", "gateway": "bkash-main"}
    refused = await asked.post("/pay", data={**fields, "answer-wallet": "12"})

    assert "এই নম্বর দিয়ে এখানে টাকা দেওয়া যায় না।" in refused.text


async def test_the_same_answer_leads_to_the_same_attempt_and_another_number_to_its_own(
    asked: Visitor,
) -> None:
    first = await _fill(asked, "01912345678")
    again = await _fill(asked, "+880 1912 345678")
    other = await _fill(asked, "01812345678")

    assert again.location == first.location
    assert other.location != first.location
    assert len(asked.pay.started) == 2


async def test_an_answer_is_kept_in_no_table_and_no_log(
    asked: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked.pay.leads = lambda request: Wait(Prompt.PIN, request.answers["wallet"])
    await _fill(asked, "01912345678")

    row = await db.one("SELECT * FROM attempt")
    assert "1912345678" not in str(row) + caplog.text + repr(asked.pay.started)
