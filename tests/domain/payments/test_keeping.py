"""What a gateway says by itself is in the books, or waits for a person once, whatever it says."""

from __future__ import annotations

import pytest

from domain.accounts.models import Gateway
from domain.money import Money
from domain.payments import attempts, posting, verifying
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.states import AttemptStatus, Method, VerificationKind
from tests import builders
from tests.cast import Cast
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop
from tests.domain.payments.notices import notice

TXN = "BFJ0A1B2C3"
WORD = {"ref": "1001", "txn_id": TXN, "state": "paid", "amount_minor": 500_00}
OTHERWISE = [{"amount_minor": 400_00}, {"ref": "1002"}, {"ref": "S77"}]


@pytest.fixture
async def wallet(shop: Shop) -> Gateway:
    """The same wallet as the shop's, into which customers send by hand."""
    return await builders.a_gateway(
        "bkash-hand", kind="payment", provider="manual", options={"method": "bkash"}
    )


async def hears(shop: Shop, **otherwise: object) -> None:
    """The same word three times: providers repeat themselves."""
    for _ in range(3):
        await attempts.heard(shop.gateway, notice(**{**WORD, **otherwise}), shop.ports)


async def kept() -> list[tuple[str, int]]:
    rows = await Verification.all().order_by("id")
    return [(str(row.status), row.amount_minor) for row in rows]


@pytest.mark.parametrize("otherwise", OTHERWISE)
@pytest.mark.parametrize("before", ["waits", "approved", "rejected", "claimed", "typed"])
async def test_a_repetition_with_other_content_reaches_a_person_once_and_posts_nothing(
    shop: Shop, cast: Cast, wallet: Gateway, before: str, otherwise: dict[str, object]
) -> None:
    if before == "typed":
        await posting.record(cast.asha, cast.rahim, Money(500_00), Method.BKASH, txn_id=TXN)
    elif before == "claimed":
        row = await verifying.submit(shop.link, wallet, txn_id=TXN, sender="", amount=Money(500_00))
        await verifying.decide(cast.asha, row.id, approve=True)
    await hears(shop)
    if before in {"approved", "rejected"}:
        row = await Verification.get()
        await verifying.decide(cast.asha, row.id, approve=before == "approved")
    posted, waited = await Payment.all().count(), len(await kept())
    if before in {"claimed", "typed"} and otherwise == {"ref": "S77"}:
        return  # a customer's own words, of money that is in the books

    await hears(shop, **otherwise)

    assert len(await kept()) == waited + 1
    row = await Verification.all().order_by("-id").first()
    assert row is not None
    assert (row.kind, row.status) == (VerificationKind.UNMATCHED, "submitted")
    assert verifying.txn_of(row) == TXN
    assert await Payment.all().count() == posted
    await hears(shop)
    assert len(await kept()) == waited + 1
    await books.assert_they_hold()


async def test_what_a_customer_claims_and_the_same_account_tells_otherwise_waits_beside_it(
    shop: Shop,
) -> None:
    await verifying.submit(shop.link, shop.manual, txn_id=TXN, sender="", amount=Money(500_00))
    for amount in (500_00, 300_00, 300_00):
        hook = notice(**{**WORD, "amount_minor": amount})
        await attempts.heard(shop.manual, hook, shop.ports)

    assert await kept() == [("submitted", 500_00), ("submitted", 300_00)]


async def test_each_other_word_about_a_paid_attempt_reaches_a_person_once(shop: Shop) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, TXN)
    told = {"ref": attempt.ref, "txn_id": TXN, "state": "paid"}
    for amount in (1000_00, 1_00, 2_00, 1_00, 2_00, 1000_00):
        await attempts.heard(shop.gateway, notice(**told, amount_minor=amount), shop.ports)

    assert await kept() == [("submitted", 1_00), ("submitted", 2_00)]
    assert await Payment.all().count() == 1
    await books.assert_they_hold()


async def test_another_word_about_a_held_attempt_reaches_a_person_once(shop: Shop) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, TXN, risky=True)
    told = {"ref": attempt.ref, "txn_id": TXN, "state": "paid"}
    for amount in (1000_00, 1_00, 1_00, 1000_00):
        await attempts.heard(shop.gateway, notice(**told, amount_minor=amount), shop.ports)

    assert await kept() == [("submitted", 1000_00), ("submitted", 1_00)]
    assert not await Payment.exists()


@pytest.mark.parametrize("way", ["claim", "word"])
async def test_after_taking_back_the_wallets_own_word_waits_once_with_a_hint(
    shop: Shop, cast: Cast, wallet: Gateway, way: str
) -> None:
    if way == "claim":
        await verifying.submit(shop.link, wallet, txn_id=TXN, sender="", amount=Money(500_00))
    else:
        await hears(shop)
    await verifying.decide(cast.asha, (await Verification.get()).id, approve=True)
    taken = await Payment.get()
    await posting.undo(cast.asha, taken.id)

    await hears(shop)

    assert [status for status, _ in await kept()] == ["approved", "submitted"]
    (row,) = await verifying.waiting(cast.asha)
    (hint,) = await verifying.seen_elsewhere(cast.asha, row)
    assert (hint.state, hint.payment_id) == ("reversed", taken.id)
    await verifying.decide(cast.asha, row.id, approve=False)
    await hears(shop)
    assert await verifying.waiting(cast.asha) == []
    await books.assert_they_hold()


async def test_the_word_about_an_attempt_that_was_taken_back_waits_once(
    shop: Shop, cast: Cast
) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, TXN)
    hook = notice(ref=attempt.ref, txn_id=TXN, state="paid", amount_minor=1000_00)
    await attempts.heard(shop.gateway, hook, shop.ports)
    await posting.reverse(cast.asha, (await Payment.get()).id, "given back")

    for _ in range(3):
        await attempts.heard(shop.gateway, hook, shop.ports)

    assert await kept() == [("submitted", 1000_00)]
    await verifying.decide(cast.asha, (await Verification.get()).id, approve=True)
    assert await Payment.filter(status="posted").count() == 1
    await books.assert_they_hold()


async def test_a_rejected_claim_is_asked_about_again_when_the_wallet_confirms_it(
    shop: Shop, cast: Cast
) -> None:
    row = await verifying.submit(
        shop.link, shop.manual, txn_id=TXN, sender="", amount=Money(500_00)
    )
    await verifying.decide(cast.asha, row.id, approve=False)

    for _ in range(2):
        await attempts.heard(shop.manual, notice(**WORD), shop.ports)

    assert [status for status, _ in await kept()] == ["rejected", "submitted"]


async def test_a_held_attempt_has_a_card_of_its_own_though_its_money_waits_already(
    shop: Shop, cast: Cast
) -> None:
    await hears(shop, ref="?", amount_minor=900_00)
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, TXN, amount=Money(900_00))
    await attempts.find_out(attempt, shop.gateway, None, shop.ports)

    assert (await Attempt.get()).status is AttemptStatus.HELD
    first, second = await verifying.waiting(cast.asha)
    assert (first.attempt_id, second.attempt_id) == (None, attempt.id)
    assert verifying.txn_of(second) == TXN
    await verifying.decide(cast.asha, second.id, approve=True)
    assert (await Payment.get()).attempt_id == attempt.id
    await books.assert_they_hold()
