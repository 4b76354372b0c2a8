"""Two who move the same money at the same moment: it moves once, and the second is told."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from tortoise.exceptions import IntegrityError

from domain import db
from domain.errors import AlreadyDone, RepeatSuspected
from domain.money import Money
from domain.payments import attempts, beginning, keeping, posting, starting, verifying
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.sights import TxnUsed
from domain.payments.states import Method
from domain.ports import PayState, Verified
from tests.at_once import meet_at
from tests.cast import Cast
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop
from tests.domain.payments.notices import notice


async def test_an_attempt_is_one_payment(shop: Shop) -> None:
    attempt = await shop.start()

    async def post(txn_id: str) -> None:
        async with db.transaction():
            await posting.post(
                posting.Incoming(
                    customer_id=attempt.customer_id,
                    operator_id=attempt.operator_id,
                    amount=Money(1000_00),
                    method=Method.BKASH,
                    paid_on=date(2026, 11, 21),
                    gateway_id=shop.gateway.id,
                    txn_id=txn_id,
                    attempt=attempt,
                )
            )

    await post("TX1")
    with pytest.raises(AlreadyDone):
        await post("TX2")

    assert (await Payment.get()).txn_id == "TX1"


async def test_two_answers_about_an_attempt_at_once_are_one_payment_and_no_doubt(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = await shop.start()
    said = Verified(PayState.PAID, attempt.ref, amount=Money(1000_00), txn_id="TX1")
    seen = [await Attempt.get(id=attempt.id) for _ in range(2)]

    await meet_at(
        monkeypatch, attempts, "post",
        *(partial(attempts.conclude, each, shop.gateway, said) for each in seen),
    )  # fmt: skip

    assert await Payment.all().count() == 1
    assert await Verification.all().count() == 0
    await books.assert_they_hold()


async def test_of_two_who_type_the_same_money_the_second_is_asked(
    shop: Shop, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = await meet_at(
        monkeypatch, posting, "post",
        *(
            partial(posting.record, who, cast.rahim, Money(300_00))
            for who in (cast.asha, cast.bina)
        ),
    )  # fmt: skip

    assert {type(end) for end in ends} == {Payment, RepeatSuspected}
    assert await Payment.all().count() == 1
    await books.assert_they_hold()


async def test_two_taps_at_once_begin_one_attempt(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = partial(beginning.begin, shop.link, shop.gateway, Money(1000_00), "bn", shop.ports)

    ends = await meet_at(monkeypatch, starting, "create", begin, begin)

    assert ends[0].id == ends[1].id
    assert await Attempt.all().count() == len(shop.pay.started) == 1


async def test_a_session_is_of_one_attempt(shop: Shop) -> None:
    first, second = await shop.start(), await shop.start()

    with pytest.raises(IntegrityError):
        await Attempt.filter(id=second.id).update(session=first.session)


async def test_of_two_who_set_an_id_apart_at_once_one_posts(
    shop: Shop, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await posting.record(cast.bina, cast.rahim, Money(5_00), Method.BKASH, txn_id="7QK")

    ends = await meet_at(
        monkeypatch, posting, "_write",
        *(
            partial(
                posting.record, cast.asha, customer, Money(6_00), Method.BKASH,
                txn_id="7QK", apart_from=first.id,
            )
            for customer in (cast.rahim, cast.karim)
        ),
    )  # fmt: skip

    assert {type(end) for end in ends} == {Payment, TxnUsed}
    assert await Payment.all().count() == 2
    await books.assert_they_hold()


async def test_of_two_claims_of_a_transaction_at_once_one_waits(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = partial(
        verifying.submit, shop.link, shop.manual,
        txn_id="8N7A6D5C", sender="", amount=Money(1000_00),
    )  # fmt: skip

    ends = await meet_at(monkeypatch, verifying, "_refuse_too_many", claim, claim)

    assert {type(end) for end in ends} == {Verification, TxnUsed}
    assert await Verification.all().count() == 1


async def test_what_is_told_twice_at_once_is_kept_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = notice(txn_id="8N7A6D5C", state="paid", amount_minor=1000_00)
    hear = partial(attempts.heard, shop.manual, hook, shop.ports)

    ends = await meet_at(monkeypatch, keeping, "_once", hear, hear)

    assert ends == [None, None]
    assert await Verification.all().count() == 1
