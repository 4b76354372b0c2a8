"""One transaction is money once, by whatever way, until a person says that it is another."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import itertools
from collections.abc import Awaitable, Callable
from datetime import date
from types import SimpleNamespace

import pytest
from tortoise.connection import get_connection

from domain import db
from domain.accounts.models import Gateway
from domain.customers.models import Customer
from domain.money import Money
from domain.payments import attempts, beginning, links, posting, sights, verifying
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.posting import Incoming
from domain.payments.sights import TxnClaimed, TxnUsed
from domain.payments.states import AttemptStatus, Method, VerificationKind, VerificationStatus
from domain.staff.models import Audit
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Cast
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop
from tests.domain.payments.notices import notice

TXN = "BFJ0A1B2C3"
Way = Callable[[Customer], Awaitable[object]]


class Ways:
    """Every way by which the money of one bKash transaction may come."""

    def __init__(self, shop: Shop, cast: Cast, wallet: Gateway) -> None:
        self.shop, self.cast, self.wallet = shop, cast, wallet
        self.txn = TXN

    async def page(self, customer: Customer) -> object:
        """By the gateway's own page."""
        await builders.a_bill(customer, total=1000)
        link, _ = await links.make(SYSTEM, customer)
        made = await beginning.begin(link, self.shop.gateway, Money(500_00), "bn", self.shop.ports)
        self.shop.pay.paid(made.ref, self.txn)
        return await attempts.find_out(made, self.shop.gateway, None, self.shop.ports)

    async def by_hand(self, customer: Customer) -> object:
        """Typed by staff, the wallet named."""
        return await posting.record(
            self.cast.asha, customer, Money(501_00), Method.BKASH, txn_id=self.txn.lower()
        )

    async def unnamed(self, customer: Customer) -> object:
        """Typed by staff, no wallet named."""
        return await posting.record(self.cast.asha, customer, Money(502_00), txn_id=self.txn)

    async def claim(self, customer: Customer) -> object:
        """Claimed on a page and approved."""
        link, _ = await links.make(SYSTEM, customer, for_nothing=True)
        row = await verifying.submit(
            link, self.wallet, txn_id=self.txn, sender="", amount=Money(503_00)
        )
        return await verifying.decide(self.cast.asha, row.id, approve=True)

    async def told(self, customer: Customer) -> object:
        """Sent into the merchant's wallet with the customer's code, and approved."""
        hook = notice(ref=customer.code, txn_id=self.txn, state="paid", amount_minor=504_00)
        await attempts.heard(self.shop.gateway, hook, self.shop.ports)
        for row in await Verification.filter(status=VerificationStatus.SUBMITTED):
            await verifying.decide(self.cast.asha, row.id, approve=True)
        return None


WAYS = ("page", "by_hand", "unnamed", "claim", "told")


@pytest.fixture
async def ways(shop: Shop, cast: Cast) -> Ways:
    wallet = await builders.a_gateway(
        "bkash-hand", kind="payment", provider="manual", options={"method": "bkash"}
    )
    return Ways(shop, cast, wallet)


async def test_of_every_two_ways_the_second_does_not_post(ways: Ways, cast: Cast) -> None:
    theirs = await builders.a_customer("Salma", operator=cast.south, zone=None)
    for first, second in itertools.product(WAYS, WAYS):
        ways.txn = f"BFJ{first}{second}".replace("_", "").upper()
        await getattr(ways, first)(cast.rahim)
        kept = await Payment.get(txn_id=ways.txn)

        with contextlib.suppress(TxnUsed):
            await getattr(ways, second)(theirs)

        posted = await Payment.filter(txn_id=ways.txn)
        assert [row.id for row in posted] == [kept.id], (first, second)
        for row in await Verification.filter(status=VerificationStatus.SUBMITTED):
            await verifying.decide(cast.asha, row.id, approve=False)
    await books.assert_they_hold()


@pytest.mark.parametrize("pair", [("by_hand", "claim"), ("page", "unnamed"), ("told", "by_hand")])
async def test_of_two_ways_at_once_one_posts(ways: Ways, cast: Cast, pair: tuple[str, str]) -> None:
    ends = await asyncio.gather(
        *(
            getattr(ways, way)(whose)
            for way, whose in zip(pair, (cast.rahim, cast.karim), strict=True)
        ),
        return_exceptions=True,
    )

    assert await Payment.filter(status="posted").count() == 1
    refused = [end for end in ends if isinstance(end, BaseException)]
    assert [end for end in refused if not isinstance(end, TxnUsed | TxnClaimed)] == []
    await books.assert_they_hold()


async def test_the_same_id_in_two_named_systems_is_two_transactions(shop: Shop, cast: Cast) -> None:
    for method in (Method.BKASH, Method.NAGAD, Method.ROCKET, Method.UPAY, Method.BANK):
        await posting.record(cast.bina, cast.rahim, Money(5_00), method, txn_id=TXN)

    assert await Payment.all().count() == 5
    with pytest.raises(TxnUsed):
        await posting.record(cast.bina, cast.karim, Money(5_00), Method.OTHER, txn_id=TXN)


async def test_two_accounts_of_one_wallet_system_know_each_other(shop: Shop, cast: Cast) -> None:
    second = await builders.a_gateway("bkash-two", kind="payment", provider="bkash")
    for gateway in (shop.gateway, second):
        made = await beginning.begin(shop.link, gateway, Money(500_00), "bn", shop.ports)
        shop.pay.paid(made.ref, TXN)
        await attempts.find_out(made, gateway, None, shop.ports)

    assert await Payment.all().count() == 1
    assert [row.status for row in await Attempt.all().order_by("id")] == [
        AttemptStatus.PAID,
        AttemptStatus.HELD,
    ]


async def test_a_wallet_behind_an_aggregator_is_that_wallet(ways: Ways, cast: Cast) -> None:
    await ways.by_hand(cast.karim)
    made = await ways.shop.start()
    ways.shop.pay.paid(made.ref, TXN, instrument="bkash")
    gateway = await builders.a_gateway("ssl", kind="payment", provider="sslcommerz")
    await Attempt.filter(id=made.id).update(gateway_id=gateway.id)

    settled = await attempts.find_out(made, gateway, None, ways.shop.ports)

    assert settled.status is AttemptStatus.HELD
    assert await Payment.all().count() == 1


async def test_what_the_gateway_confirms_of_money_typed_before_waits_for_a_person(
    ways: Ways, cast: Cast
) -> None:
    await ways.by_hand(cast.rahim)
    first = await Payment.get()
    await ways.page(cast.rahim)

    row = await Verification.get()
    assert (row.kind, row.txn_id) == (VerificationKind.MISMATCH, TXN)
    seen = await verifying.seen_elsewhere(cast.bina, row)
    assert [(sight.state, sight.payment_id, sight.code, sight.by) for sight in seen] == [
        ("posted", first.id, "1001", "Asha")
    ]
    await posting.reverse(cast.asha, first.id, "it came online")
    await verifying.decide(cast.asha, row.id, approve=True)
    assert (await Payment.get(status="posted")).attempt_id is not None
    await books.assert_they_hold()


async def test_a_person_may_say_that_it_is_another_transaction(ways: Ways, cast: Cast) -> None:
    await ways.by_hand(cast.rahim)
    first = await Payment.get()

    second = await posting.record(
        cast.asha, cast.karim, Money(5_00), Method.BKASH, txn_id=TXN, apart_from=first.id
    )

    assert second.apart_from == first.id
    trace = await Audit.get(act="payment.record", subject_id=second.id)
    assert trace.after["apart_from"] == f"R{first.id:07d}"
    with pytest.raises(TxnUsed):
        await posting.record(cast.asha, cast.karim, Money(9_00), Method.BKASH, txn_id=TXN)
    with pytest.raises(TxnUsed) as refused:
        await posting.record(
            cast.asha, cast.karim, Money(9_00), Method.BKASH, txn_id=TXN, apart_from=first.id
        )
    assert refused.value.values["payment"] == second.id
    await posting.reverse(cast.asha, first.id, "bounced")
    with pytest.raises(TxnUsed) as refused:
        await posting.record(cast.asha, cast.karim, Money(9_00), Method.BKASH, txn_id=TXN)
    assert refused.value.values["payment"] == second.id


CASH, BKASH, NAGAD, ROCKET = Method.CASH, Method.BKASH, Method.NAGAD, Method.ROCKET


@pytest.mark.parametrize(
    ("stand", "taken_back", "free"),
    [
        ([BKASH, CASH, NAGAD], 0, []),
        ([CASH, BKASH, CASH], 0, []),
        ([BKASH, NAGAD, CASH], 1, []),
        ([CASH, BKASH, NAGAD], 0, [ROCKET]),
        ([BKASH, CASH, NAGAD], 1, [ROCKET]),
        ([BKASH, BKASH, NAGAD], 0, [ROCKET]),
    ],
)
async def test_an_id_is_free_again_only_in_systems_where_nothing_stands_with_it(
    shop: Shop, cast: Cast, stand: list[Method], taken_back: int, free: list[Method]
) -> None:
    made: list[Payment] = []
    for method in stand:
        last = made[-1].id if made and await sights.first(TXN, method) else None
        made.append(
            await posting.record(
                cast.asha, cast.rahim, Money(1_00), method, txn_id=TXN, again=True, apart_from=last
            )
        )

    await posting.reverse(cast.asha, made[taken_back].id, "bounced")

    for method in (BKASH, NAGAD, ROCKET):
        with contextlib.nullcontext() if method in free else pytest.raises(TxnUsed):
            await posting.record(cast.asha, cast.karim, Money(2_00), method, txn_id=TXN, again=True)
    await books.assert_they_hold()


async def test_of_two_who_set_an_id_apart_at_once_one_posts(ways: Ways, cast: Cast) -> None:
    await ways.by_hand(cast.rahim)
    first = await Payment.get()

    ends = await asyncio.gather(
        *(
            posting.record(who, whose, Money(5_00), method, txn_id=TXN, apart_from=first.id)
            for who, whose, method in (
                (cast.asha, cast.karim, Method.BKASH),
                (cast.bina, cast.rahim, Method.CASH),
            )
        ),
        return_exceptions=True,
    )

    assert sorted(type(end).__name__ for end in ends) == ["Payment", "TxnUsed"]
    assert await Payment.all().count() == 2
    await books.assert_they_hold()


async def test_a_claim_and_the_notification_of_it_are_one_decision(ways: Ways, cast: Cast) -> None:
    for told_first in (True, False):
        txn = f"BFJ{told_first}".upper()
        hook = notice(ref="1001", txn_id=txn, state="paid", amount_minor=500_00)
        if told_first:
            await attempts.heard(ways.shop.gateway, hook, ways.shop.ports)
        await verifying.submit(
            ways.shop.link, ways.wallet, txn_id=txn, sender="", amount=Money(500_00)
        )
        await attempts.heard(ways.shop.gateway, hook, ways.shop.ports)
        waiting = await verifying.waiting(cast.asha)
        assert len(waiting) == 2
        seen = await verifying.seen_elsewhere(cast.asha, waiting[0])
        assert [sight.state for sight in seen] == ["submitted"]

        await verifying.decide(cast.asha, waiting[0].id, approve=True)

        assert await verifying.waiting(cast.asha) == []
        assert await Payment.filter(txn_id=txn).count() == 1
        await attempts.heard(ways.shop.gateway, hook, ways.shop.ports)
        assert await verifying.waiting(cast.asha) == []
    await books.assert_they_hold()


async def test_what_was_taken_back_is_free_for_the_right_one_with_a_hint(
    ways: Ways, cast: Cast
) -> None:
    await ways.claim(cast.karim)
    wrong = await Payment.get()
    await posting.undo(cast.asha, wrong.id)

    row = await verifying.submit(
        ways.shop.link, ways.wallet, txn_id=TXN, sender="", amount=Money(500_00)
    )

    (hint,) = await verifying.seen_elsewhere(cast.bina, row)
    assert (hint.state, hint.payment_id, hint.code) == ("reversed", wrong.id, "1002")
    await verifying.decide(cast.bina, row.id, approve=True)
    assert (await Payment.get(status="posted")).customer_id == cast.rahim.id
    await books.assert_they_hold()


async def test_who_may_not_see_the_other_customer_reads_no_name(ways: Ways, cast: Cast) -> None:
    await ways.by_hand(cast.rahim)

    (theirs,) = await sights.of(cast.esha, TXN, Method.BKASH)
    (out_of_zone,) = await sights.of(cast.chand, TXN, Method.BKASH)

    assert (theirs.name, theirs.code, theirs.by) == ("", "", "")
    assert out_of_zone.name == "Rahim Uddin"


async def test_books_with_repetitions_from_before_are_taken_over(shop: Shop, cast: Cast) -> None:
    earlier = importlib.import_module("domain.migrations.0002_promises")
    ours = importlib.import_module("domain.migrations.0007_transactions")
    client = get_connection("default")
    for statement in ours.INDEXES:
        await client.execute_script(f"DROP INDEX {statement.partition('INDEX ')[2].split()[0]}")
    for statement in earlier.INDEXES:
        if any(f"INDEX {name} " in statement for name in ours.REPLACED):
            await client.execute_script(statement)
    made = [
        await _posted(cast, *how)
        for how in (
            (Method.BKASH, shop.gateway.id, TXN.lower()),
            (Method.BKASH, None, TXN),
            (Method.NAGAD, None, TXN),
            (Method.CASH, None, TXN),
            (Method.CASH, None, ""),
            (Method.CASH, None, ""),
        )
    ]

    await ours.promise(None, SimpleNamespace(client=client))

    rows = await Payment.all().order_by("id")
    assert [row.apart_from for row in rows] == [None, made[0], None, made[0], None, None]
    assert rows[0].txn_id == TXN
    with pytest.raises(TxnUsed):
        await posting.record(cast.bina, cast.rahim, Money(5_00), Method.BKASH, txn_id=TXN)
    await books.assert_they_hold()


async def _posted(cast: Cast, method: Method, gateway_id: int | None, txn: str) -> int:
    async with db.transaction():
        payment = await posting.post(
            Incoming(
                cast.rahim.id, cast.north.id, Money(1_00), method, date(2026, 11, 21), gateway_id
            )
        )
    await Payment.filter(id=payment.id).update(txn_id=txn)
    return int(payment.id)
