"""However word of a payment comes, and however often: it is posted once, or a person decides."""

from __future__ import annotations

import asyncio
import itertools
import random

import pytest

from domain.accounts.models import Gateway
from domain.billing import dues
from domain.billing.models import Bill
from domain.errors import InvalidValue, NotFound
from domain.events import AttemptChanged, PaymentPosted, VerificationAsked
from domain.money import Money
from domain.payments import attempts, beginning, links, polling, rules
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.states import AttemptStatus, Method, PaymentStatus, VerificationKind
from domain.ports import Hint, PayState, Verified
from tests import builders
from tests.cast import Cast, Moment
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop
from tests.domain.payments.notices import notice


async def test_starting_sends_the_customer_to_the_gateway(shop: Shop) -> None:
    attempt = await shop.start()

    assert attempt.status is AttemptStatus.INITIATED
    assert attempt.way.endswith(attempt.ref)
    request = shop.pay.started[0]
    token = links.token_of(shop.link)
    assert request.return_url == f"http://pay.test/p/{token}/return/bkash-main"
    assert request.webhook_url == "http://pay.test/webhooks/payment/bkash-main"
    assert request.amount == Money(1000_00)
    assert await Payment.all().count() == 0


@pytest.mark.parametrize("order", list(itertools.permutations(["returned", "heard", "polled"])))
async def test_one_payment_whatever_comes_first(
    shop: Shop, moment: Moment, order: tuple[str, ...]
) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref)
    moment.move(minutes=2)
    ways = {
        "returned": lambda: attempts.returned(
            shop.link, shop.gateway, Hint(ref=attempt.ref), shop.ports
        ),
        "heard": lambda: attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports),
        "polled": lambda: polling.poll_due(shop.ports),
    }

    for way in order:
        await ways[way]()

    payment = await Payment.get()
    assert (payment.amount_minor, payment.txn_id, payment.method) == (1000_00, "TX1", Method.BKASH)
    assert (await Attempt.get()).status is AttemptStatus.PAID
    assert len(shop.told(PaymentPosted)) == 1
    assert await dues.due_of(shop.customer.id) == Money(0)
    await books.assert_they_hold()


async def test_one_payment_when_everything_comes_at_once_five_times(
    shop: Shop, moment: Moment
) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref)
    moment.move(minutes=2)
    rng = random.Random(7)

    async def pause() -> None:
        await asyncio.sleep(rng.random() / 100)

    shop.pay.before_answer = pause

    await asyncio.gather(
        *(
            work
            for _ in range(5)
            for work in (
                attempts.returned(shop.link, shop.gateway, Hint(ref=attempt.ref), shop.ports),
                attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports),
                polling.poll_due(shop.ports),
            )
        )
    )

    assert await Payment.all().count() == 1
    assert len(shop.told(PaymentPosted)) == 1
    assert await Verification.all().count() == 0
    await books.assert_they_hold()


async def test_a_redirect_proves_nothing(shop: Shop) -> None:
    attempt = await shop.start()

    back = await attempts.returned(
        shop.link, shop.gateway, Hint(ref=attempt.ref, claimed=PayState.PAID), shop.ports
    )

    assert back.status is AttemptStatus.INITIATED
    assert await Payment.all().count() == 0


async def test_a_strangers_hint_finds_nobody(shop: Shop, cast: Cast) -> None:
    attempt = await shop.start()
    other, _ = await links.make(cast.bina, cast.karim, for_nothing=True)

    for link, hint in (
        (other, Hint(ref=attempt.ref)),
        (shop.link, Hint(ref="NKNOBODY")),
        (shop.link, Hint()),
    ):
        with pytest.raises(NotFound):
            await attempts.returned(link, shop.gateway, hint, shop.ports)
    assert shop.pay.asked == []


@pytest.mark.parametrize(
    ("differing", "what"),
    [
        ({"amount": Money(900_00)}, ["amount", "1000.00", "900.00"]),
        ({"amount": Money(1000_00, "USD")}, ["currency", "BDT", "USD"]),
        ({"amount": None}, ["amount", "1000.00", ""]),
        ({"ref": "NKANOTHER"}, ["reference", None, "NKANOTHER"]),
    ],
)
async def test_what_does_not_fit_waits_for_a_person(
    shop: Shop, differing: dict[str, object], what: list[str | None]
) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, **differing)

    for _ in range(3):
        await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)

    row = await Verification.get()
    assert row.kind is VerificationKind.MISMATCH
    assert row.misfit == [[part if part is not None else attempt.ref for part in what]]
    assert (await Attempt.get()).status is AttemptStatus.HELD
    assert await Payment.all().count() == 0
    assert len(shop.told(VerificationAsked)) == 1
    await books.assert_they_hold()


async def test_a_transaction_without_id_waits_for_a_person(shop: Shop) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, txn_id="")

    await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)

    assert (await Verification.get()).txn_id == f"NONE-{attempt.ref}"


async def test_risky_money_and_gateways_set_so_wait_for_a_person(shop: Shop) -> None:
    risky = await shop.start()
    shop.pay.paid(risky.ref, "TX1", risky=True)
    await attempts.heard(shop.gateway, notice(ref=risky.ref), shop.ports)
    await Gateway.filter(id=shop.gateway.id).update(options={"verify_by_hand": True})
    shop.gateway.options = {"verify_by_hand": True}
    by_hand = await shop.start()
    shop.pay.paid(by_hand.ref, "TX2")
    await attempts.heard(shop.gateway, notice(ref=by_hand.ref), shop.ports)

    kinds = [row.kind for row in await Verification.all().order_by("id")]
    assert kinds == [VerificationKind.RISK, VerificationKind.BY_HAND]
    assert await Payment.all().count() == 0


async def test_one_transaction_pays_one_attempt_only(shop: Shop) -> None:
    first, second = await shop.start(Money(500_00)), await shop.start(Money(500_00))
    shop.pay.paid(first.ref, "TX1")
    shop.pay.paid(second.ref, "TX1")

    for attempt in (first, second, second):
        await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)

    assert (await Payment.get()).attempt_id == first.id
    row = await Verification.get()
    assert (row.attempt_id, row.misfit) == (second.id, [["txn-used", "", "TX1"]])
    assert (await Attempt.get(id=second.id)).status is AttemptStatus.HELD
    await books.assert_they_hold()


async def test_one_transaction_for_two_customers_at_once_ends_with_a_person(
    shop: Shop, cast: Cast
) -> None:
    await builders.a_bill(cast.karim, total=1000)
    other, _ = await links.make(cast.bina, cast.karim)
    first = await shop.start()
    second = await beginning.begin(other, shop.gateway, Money(1000_00), "en", shop.ports)
    for attempt in (first, second):
        shop.pay.paid(attempt.ref, "TX1")

    await asyncio.gather(
        *(
            attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)
            for attempt in (first, second)
        )
    )

    assert await Payment.all().count() == 1
    assert await Verification.all().count() == 1
    statuses = {attempt.status for attempt in await Attempt.all()}
    assert statuses == {AttemptStatus.PAID, AttemptStatus.HELD}
    await books.assert_they_hold()


async def test_a_second_transaction_for_a_paid_attempt_waits_for_a_person(shop: Shop) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, "TX1")
    await attempts.heard(shop.gateway, notice(ref=attempt.ref, txn_id="TX1"), shop.ports)
    shop.pay.paid(attempt.ref, "TX2")

    for _ in range(2):
        await attempts.heard(shop.gateway, notice(ref=attempt.ref, txn_id="TX2"), shop.ports)

    assert (await Payment.get()).txn_id == "TX1"
    row = await Verification.get()
    assert (row.txn_id, row.misfit) == ("TX2", [["txn-used", "TX1", "TX2"]])
    assert (await Attempt.get()).status is AttemptStatus.PAID


async def test_money_without_an_attempt_of_ours_is_kept_for_staff(shop: Shop, cast: Cast) -> None:
    hook = notice(ref="1002", txn_id="TX9", state="paid", amount_minor=700_00)

    for _ in range(3):
        await attempts.heard(shop.gateway, hook, shop.ports)

    row = await Verification.get()
    assert row.kind is VerificationKind.UNMATCHED
    assert (row.txn_id, row.amount_minor, row.customer_id) == ("TX9", 700_00, cast.karim.id)
    assert row.operator_id == cast.isp.id
    assert len(shop.told(VerificationAsked)) == 1


@pytest.mark.parametrize(
    ("told", "misfit"),
    [
        ({"amount_minor": 5000_00}, ["amount", "1000.00", "5000.00"]),
        ({"txn_id": "TX2", "amount_minor": 1000_00}, ["txn-used", "TX1", "TX2"]),
    ],
)
async def test_word_that_differs_from_what_is_posted_is_kept_for_staff(
    shop: Shop, told: dict[str, object], misfit: list[str]
) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref)
    said = {"ref": attempt.ref, "txn_id": "TX1", "state": "paid"}
    await attempts.heard(shop.gateway, notice(**said, amount_minor=1000_00), shop.ports)
    assert await Verification.all().count() == 0

    for _ in range(2):
        await attempts.heard(shop.gateway, notice(**{**said, **told}), shop.ports)

    row = await Verification.get()
    assert (row.kind, row.misfit) == (VerificationKind.MISMATCH, [misfit])
    assert len(shop.told(VerificationAsked)) == 1
    assert (await Payment.get()).amount_minor == 1000_00
    await books.assert_they_hold()


async def test_word_of_nothing_is_no_business_of_staff(shop: Shop) -> None:
    await attempts.heard(shop.gateway, notice(ref="NKNOBODY", state="failed"), shop.ports)

    assert await Verification.all().count() == 0


async def test_a_late_paid_wins_over_what_was_said_before(shop: Shop) -> None:
    attempt = await shop.start()
    shop.pay.says(attempt.ref, Verified(PayState.CANCELLED, ref=attempt.ref, reason="closed"))
    back = await attempts.returned(shop.link, shop.gateway, Hint(ref=attempt.ref), shop.ports)
    assert (back.status, back.error) == (AttemptStatus.CANCELLED, "closed")

    shop.pay.paid(attempt.ref)
    await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)
    shop.pay.says(attempt.ref, Verified(PayState.FAILED, ref=attempt.ref))
    await attempts.heard(shop.gateway, notice(ref=attempt.ref, txn_id="TX1"), shop.ports)

    assert (await Attempt.get()).status is AttemptStatus.PAID
    assert await Payment.all().count() == 1
    await books.assert_they_hold()


async def test_a_closed_link_starts_nothing(shop: Shop, cast: Cast) -> None:
    await links.revoke(cast.bina, shop.link)
    link = await links.find(links.token_of(shop.link))

    with pytest.raises(links.LinkClosed):
        await beginning.begin(link, shop.gateway, Money(1), "en", shop.ports)
    assert shop.pay.started == []


async def test_what_may_be_paid_is_up_to_the_profile(shop: Shop, cast: Cast) -> None:
    assert await beginning.payable(shop.link, None) == Money(1000_00)
    assert await beginning.payable(shop.link, Money(400_00)) == Money(400_00)
    for wrong in (Money(0), Money(-5), Money(1000_01)):
        with pytest.raises(InvalidValue):
            await beginning.payable(shop.link, wrong)

    await type(cast.standard).filter(id=cast.standard.id).update(part_payment=False)
    with pytest.raises(beginning.PartNotAllowed):
        await beginning.payable(shop.link, Money(400_00))
    assert await beginning.payable(shop.link, Money(1000_00)) == Money(1000_00)

    await Bill.all().update(status="paid", paid_minor=1000_00)
    with pytest.raises(links.NothingDue):
        await beginning.payable(shop.link, None)


async def test_money_beyond_the_due_is_advance(shop: Shop) -> None:
    first, second = await shop.start(), await shop.start()
    for number, attempt in enumerate((first, second)):
        shop.pay.paid(attempt.ref, f"TX{number}")
        await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)

    assert await dues.advance_of(shop.customer.id) == Money(1000_00)
    assert [told.left_minor for told in shop.told(PaymentPosted)] == [0, 1000_00]
    assert (await links.find(links.token_of(shop.link))).paid_minor == 2000_00
    assert {payment.status for payment in await Payment.all()} == {PaymentStatus.POSTED}
    await books.assert_they_hold()


async def test_every_step_is_told(shop: Shop) -> None:
    failed, paid = await shop.start(), await shop.start()
    shop.pay.says(failed.ref, Verified(PayState.FAILED, failed.ref))
    shop.pay.paid(paid.ref)
    for attempt in (failed, paid):
        await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)

    assert shop.told(AttemptChanged) == [AttemptChanged(failed.id, shop.customer.id)]
    assert [told.attempt_id for told in shop.told(PaymentPosted)] == [paid.id]


async def test_only_allowed_moves_are_made(shop: Shop) -> None:
    for before, said in itertools.product(AttemptStatus, PayState):
        attempt = await shop.start()
        await Attempt.filter(id=attempt.id).update(status=before, poll_at=None)
        await attempt.refresh_from_db()
        answer = Verified(said, attempt.ref, amount=Money(1000_00), txn_id=f"TX{attempt.id}")

        after = (await attempts.conclude(attempt, shop.gateway, answer)).status

        assert after == before or after in rules.MAY[before]
        assert (await Attempt.get(id=attempt.id)).status == after
