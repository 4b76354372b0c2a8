"""The payment page: what it shows, what it refuses in plain words, and that nothing is lost."""

from __future__ import annotations

import asyncio
import re
from unittest.mock import AsyncMock

import pytest

from domain import db
from domain.accounts.models import Gateway
from domain.errors import Refused, Unsure
from domain.money import Money
from domain.payments import links
from domain.payments.models import Attempt, Link, Payment
from domain.payments.states import AttemptStatus
from domain.ports import PayState, Verified
from domain.staff.models import Operator
from tests import builders
from tests.cast import Cast, Moment
from tests.handlers.web.conftest import Visitor

MOST_BYTES = 50_000


async def test_the_page_says_whose_bill_it_is_and_how_to_pay(visitor: Visitor) -> None:
    page = await visitor.get()

    assert page.status == 200
    for words in (
        "North Net", "Rahim Uddin", "1001", "Home", "৳1,000", "Pay with bKash",
        "Send the money myself by Nagad", "01700-000000", "Invoice (PDF)",
    ):  # fmt: skip
        assert words in page.text
    assert "01711" not in page.html  # the mobile number is masked
    assert page.text.count("111") == 1
    assert page.value("amount") == "1000"


async def test_it_speaks_the_customers_language_and_the_other_on_request(
    visitor: Visitor,
) -> None:
    await type(visitor.customer).filter(id=visitor.customer.id).update(language="bn")

    bengali, english = await visitor.get(), await visitor.get("?lang=en")

    assert '<html lang="bn">' in bengali.html
    assert "৳১,০০০" in bengali.text
    assert "bKash দিয়ে দিন" in bengali.text
    assert '<html lang="en">' in english.html
    assert 'lang="bn" hreflang="bn">বাংলা' in english.html


async def test_the_page_is_small_whole_and_without_script(visitor: Visitor) -> None:
    for number in range(12):
        await builders.a_bill(visitor.customer, total=100 + number)
    await Operator.all().update(logo="data:image/png;base64," + "A" * 23_000)

    page = await visitor.get("?lang=bn")

    assert len(page.html.encode()) < MOST_BYTES
    assert "<script" not in page.html
    assert re.findall(r'(?:src|href)="(?!/p/|\?lang=|data:)([^"]*)"', page.html) == []
    assert " style=" not in page.html
    assert " onclick=" not in page.html


async def test_a_logo_too_large_for_a_phone_gives_way_to_the_initial(visitor: Visitor) -> None:
    await Operator.all().update(logo="data:image/png;base64," + "A" * 60_000)

    assert len((await visitor.get()).html.encode()) < MOST_BYTES


async def test_names_are_never_markup(visitor: Visitor) -> None:
    await (
        type(visitor.customer)
        .filter(id=visitor.customer.id)
        .update(name="<script>alert(1)</script>{{ 7*7 }}")
    )

    page = await visitor.get()

    assert "<script" not in page.html
    assert "<script>alert(1)</script>{{ 7*7 }}" in page.text


async def test_every_field_has_a_label_and_every_id_is_one(visitor: Visitor) -> None:
    page = await visitor.get()

    ids = re.findall(r' id="([^"]+)"', page.html)
    assert len(ids) == len(set(ids))
    for field in re.findall(r"<input[^>]*>", page.html):
        if 'type="hidden"' not in field:
            name = re.search(r' id="([^"]+)"', field)
            assert name is not None
            assert f'<label for="{name[1]}">' in page.html


async def test_paying_leads_to_the_gateway_and_back_to_a_receipt(visitor: Visitor) -> None:
    sent = await visitor.fill("/pay", gateway="bkash-main", amount="1000")
    attempt = await Attempt.get()
    assert (sent.status, sent.location) == (303, f"https://gateway.test/pay/{attempt.ref}")
    visitor.pay.paid(attempt.ref)

    back = await visitor.get(f"/return/bkash-main?ref={attempt.ref}&status=success")
    assert back.status == 303
    done = await visitor.get(back.location)

    assert "We have received ৳1,000 by bKash" in done.text
    assert (await Payment.get()).link_id == visitor.link.id
    receipt = await visitor.get("/receipt.pdf?lang=bn")
    assert receipt.headers["Content-Type"] == "application/pdf"
    assert receipt.html.startswith("%PDF receipt R")
    assert receipt.html.endswith("bn")
    again = await visitor.get()
    assert "Your bills are paid" in again.text
    assert "receipt.pdf" in again.html
    assert (await Link.get()).closed_why == "settled"


async def test_a_gateway_may_come_back_by_a_form_from_its_own_site(visitor: Visitor) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref)

    back = await visitor.post(
        "/return/bkash-main",
        data={"ref": attempt.ref},
        headers={"Origin": "https://gateway.test", "Sec-Fetch-Site": "cross-site"},
    )

    assert (back.status, back.location) == (303, f"/p/{visitor.token}/attempt/{attempt.ref}")


async def test_a_redirect_that_says_success_proves_nothing(visitor: Visitor) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()

    back = await visitor.get(f"/return/bkash-main?ref={attempt.ref}&status=success")
    page = await visitor.get(back.location)

    assert "Waiting for the payment" in page.text
    assert "You need to do nothing more" in page.text
    assert '<meta http-equiv="refresh" content="5">' in page.html
    assert await Payment.all().count() == 0


async def test_a_strangers_hint_gets_a_page_that_tells_nothing(visitor: Visitor) -> None:
    for path in ("/return/bkash-main?ref=NKNOBODY", "/return/bkash-main"):
        page = await visitor.get(path)
        assert page.status == 404
        assert "can't tell which payment" in page.text
    assert (await visitor.get("/return/no-such?ref=x")).status == 404
    assert visitor.pay.asked == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (PayState.FAILED, "It was not accepted"),
        (PayState.CANCELLED, "You stopped the payment"),
        (PayState.EXPIRED, "The time for this payment ran out"),
    ],
)
async def test_a_failure_says_why_and_lets_try_again(
    visitor: Visitor, said: PayState, words: str
) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()
    visitor.pay.says(attempt.ref, Verified(said, ref=attempt.ref))

    back = await visitor.get(f"/return/bkash-main?ref={attempt.ref}")
    page = await visitor.get(back.location)

    assert words in page.text
    assert "Try again" in page.text
    assert (await visitor.fill("/pay", gateway="bkash-main")).status == 303


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("repeated 2029", "wait a few minutes"),
        ("balance 2023", "not enough money"),
        ("pin 2011", "The PIN or the code was wrong"),
        ("wallet 2038", "Your account can't pay just now"),
        ("2999", "It was not accepted"),
    ],
)
async def test_what_a_customer_can_mend_is_said(visitor: Visitor, reason: str, words: str) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()
    visitor.pay.says(attempt.ref, Verified(PayState.FAILED, ref=attempt.ref, reason=reason))

    back = await visitor.get(f"/return/bkash-main?ref={attempt.ref}")

    assert words in (await visitor.get(back.location)).text


async def test_money_that_does_not_fit_is_being_checked(visitor: Visitor) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref, amount=Money(1_00))

    back = await visitor.get(f"/return/bkash-main?ref={attempt.ref}")

    assert "Our staff are checking it" in (await visitor.get(back.location)).text
    assert (await Attempt.get()).status is AttemptStatus.HELD


async def test_an_attempt_of_another_link_is_not_shown(visitor: Visitor, cast: Cast) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()
    _, other = await links.make(cast.bina, cast.karim, for_nothing=True)

    assert (await visitor.get(f"/p/{other}/attempt/{attempt.ref}")).status == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-5", "can't read that amount"),
        ("5e9", "can't read that amount"),
        ("0", "can't read that amount"),
        ("<b>", "can't read that amount"),
        ("1,000.001", "can't read that amount"),
        ("9,50", "can't read that amount"),
        ("1000.01", "more than ৳1,000"),
        ("9999999999999999", "can't read that amount"),
    ],
)
async def test_a_wrong_amount_is_refused_in_plain_words_and_kept(
    visitor: Visitor, typed: str, words: str
) -> None:
    page = await visitor.fill("/pay", gateway="bkash-main", amount=typed)

    assert page.status == 422
    assert words in page.text
    assert page.value("amount") == typed.replace("<", "&lt;").replace(">", "&gt;")
    assert 'aria-invalid="true"' in page.html
    assert await Attempt.all().count() == 0


@pytest.mark.parametrize(("typed", "minor"), [("৪০০", 400_00), ("400.5", 400_50), ("", 1000_00)])
async def test_a_part_may_be_paid_in_any_digits(visitor: Visitor, typed: str, minor: int) -> None:
    await visitor.fill("/pay", gateway="bkash-main", amount=typed)

    assert (await Attempt.get()).amount_minor == minor


async def test_where_the_profile_wants_all_there_is_no_field_for_less(
    visitor: Visitor, cast: Cast
) -> None:
    await type(cast.standard).filter(id=cast.standard.id).update(part_payment=False)

    assert 'id="amount"' not in (await visitor.get()).html
    assert "all of ৳1,000" in (await visitor.fill("/pay", gateway="bkash-main", amount="5")).text
    await visitor.fill("/pay", gateway="bkash-main")
    assert (await Attempt.get()).amount_minor == 1000_00


async def test_a_gateway_that_is_away_says_so_and_keeps_the_amount(visitor: Visitor) -> None:
    visitor.pay.refuses_to_start = Refused("auth")

    page = await visitor.fill("/pay", gateway="bkash-main", amount="700")

    assert page.status == 503
    assert "No money was taken" in page.text
    assert page.value("amount") == "700"


async def test_nobody_began_to_pay_who_was_sent_nowhere(visitor: Visitor) -> None:
    visitor.pay.refuses_to_start = Unsure("timeout")

    page = await visitor.fill("/pay", gateway="bkash-main")

    assert (await Attempt.get()).status is AttemptStatus.UNKNOWN
    assert "No money was taken" in page.text
    assert "You began" not in page.text


@pytest.mark.parametrize(
    ("reason", "words"),
    [("amount", "does not take so small or so large"), ("repeated", "wait a few minutes")],
)
async def test_a_gateway_that_does_not_take_this_amount_is_not_away(
    visitor: Visitor, reason: str, words: str
) -> None:
    visitor.pay.refuses_to_start = Refused(reason)

    page = await visitor.fill("/pay", gateway="bkash-main", amount="5")

    assert page.status == 422
    assert words in page.text
    assert page.value("amount") == "5"


async def test_a_gateway_that_is_not_offered_starts_nothing(visitor: Visitor, cast: Cast) -> None:
    await builders.a_gateway("south-only", kind="payment", operator_id=cast.south.id)
    await builders.a_gateway("switched-off", kind="payment", enabled=False)

    for name in ("south-only", "switched-off", "nagad-hand", "nothing", ""):
        assert (await visitor.fill("/pay", gateway=name)).status == 503
    assert await Attempt.all().count() == 0


async def test_an_expired_link_says_so_and_takes_nothing(visitor: Visitor, moment: Moment) -> None:
    form = await visitor.get()
    moment.move(days=8)

    page = await visitor.get()
    assert page.status == 410
    assert "no longer valid" in page.text
    assert "You owe ৳1,000" in page.text

    late = await visitor.post(
        "/pay", data={"form": form.value("form"), "lang": "en", "gateway": "bkash-main"}
    )
    assert late.status == 303
    assert await Attempt.all().count() == 0
    assert (await visitor.get("/invoice.pdf")).status == 404


async def test_a_revoked_link_says_so(visitor: Visitor, cast: Cast) -> None:
    await links.revoke(cast.bina, visitor.link)

    page = await visitor.get()

    assert page.status == 410
    assert "This link was closed" in page.text


async def test_an_attempt_under_way_is_mentioned_for_a_while(
    visitor: Visitor, moment: Moment
) -> None:
    await visitor.fill("/pay", gateway="bkash-main")

    assert "You began to pay ৳1,000 with bKash" in (await visitor.get()).text
    moment.move(hours=2)
    assert "You began" not in (await visitor.get()).text


async def test_everything_at_once_is_one_payment(visitor: Visitor) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref)

    await asyncio.gather(*(visitor.get(f"/return/bkash-main?ref={attempt.ref}") for _ in range(8)))

    assert await Payment.all().count() == 1


async def test_a_gateway_that_cannot_be_shown_does_not_take_the_page_along(
    visitor: Visitor,
) -> None:
    broken = await builders.a_gateway("broken", kind="payment", provider="bkash")
    await Gateway.filter(id=broken.id).update(credentials="not ours")

    page = await visitor.get()

    assert page.status == 200
    assert "Pay with bKash" in page.text


async def test_a_fault_of_ours_is_told_with_a_number(visitor: Visitor) -> None:
    await db.run("ALTER TABLE verification RENAME TO elsewhere")

    page = await visitor.get()

    assert page.status == 500
    assert "your money is not lost" in page.text
    await db.run("ALTER TABLE elsewhere RENAME TO verification")


async def test_a_database_that_is_away_is_told_in_words(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(db, "typed", AsyncMock(side_effect=ConnectionRefusedError))
        page = await visitor.get()

    assert page.status == 500
    assert "your money is not lost" in page.text
