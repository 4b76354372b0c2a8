"""A PIN becomes money once, whoever brings it, and wrong ones lock whoever tries them."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import partial

import pytest

from domain import db, events, reactions, vault
from domain.billing import dues
from domain.billing.models import Bill
from domain.customers.models import Customer, CustomerStatus
from domain.errors import CurrencyForeign, NotFound, RightLacking
from domain.events import PaymentPosted
from domain.ledger import entries
from domain.ledger.models import Account
from domain.messaging.models import Message
from domain.money import Money
from domain.payments import links, posting
from domain.payments.links import LinkClosed
from domain.payments.models import Link, Payment
from domain.payments.sights import TxnUsed
from domain.payments.states import Method
from domain.staff.models import Audit, Operator
from domain.staff.rights import SYSTEM
from domain.vault import Vault
from domain.vouchers import lots, proof, redeeming, serials, tries
from domain.vouchers.models import Voucher
from domain.vouchers.redeeming import VoucherForPackage, VoucherOver, VoucherUsed, VoucherVoid
from domain.vouchers.states import VoucherStatus
from domain.vouchers.tries import PinsLocked, PinUnknown
from tests import builders
from tests.at_once import meet_at
from tests.cast import Cast, Moment
from tests.domain.vouchers.conftest import VALUE, Sheet, assert_they_hold, drawn

WRONG = "0000 0000 0000 0000"


class KilledError(BaseException):
    """The process ends here."""


async def link_of(customer: Customer) -> Link:
    link, _ = await links.make(SYSTEM, customer, for_nothing=True)
    return link


async def stands(sheet: Sheet, number: int = 0) -> VoucherStatus:
    return (await Voucher.get(serial=sheet.serials[number])).status


async def test_a_pin_settles_the_oldest_bill_and_its_distributor_keeps_a_part(
    sheet: Sheet, cast: Cast
) -> None:
    await builders.a_bill(cast.rahim, total=300)
    seen = await redeeming.look(cast.bina, cast.rahim.id, sheet.pins[0])
    assert (seen.serial, seen.value) == (sheet.serials[0], VALUE)
    payment = await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])

    assert (payment.method, payment.txn_id) == (Method.VOUCHER, sheet.serials[0])
    assert (await Bill.get()).status == "paid"
    assert await dues.advance_of(cast.rahim.id) == Money(200_00)
    assert await entries.balance(Account.VOUCHERS, sheet.lot_id) == 475_00
    assert await entries.balance(Account.COMMISSION, cast.isp.id) == 25_00
    assert await Message.filter(event="payment-received", customer_id=cast.rahim.id).exists()
    told = await Audit.get(act="voucher.redeem")
    assert told.after == {"serial": sheet.serials[0], "amount": "500.00"}
    lot = await lots.get(sheet.dolly, sheet.lot_id)
    assert (lot.used, lot.open, lot.redeemed, lot.kept) == (1, 4, VALUE, Money(25_00))
    await assert_they_hold()


@pytest.mark.parametrize("written", ["{0}", "{1}", " {0} ", "{2}"])
async def test_a_pin_is_read_however_it_is_written(sheet: Sheet, cast: Cast, written: str) -> None:
    pin = sheet.pins[0]
    bare = pin.replace(" ", "")
    bengali = bare.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))

    await redeeming.by_staff(
        cast.bina, cast.rahim.id, written.format(pin, bare, bengali).replace("  ", "-")
    )

    assert await stands(sheet) is VoucherStatus.USED


async def test_of_twenty_who_bring_one_pin_one_gets_it_and_nobody_loses_anything(
    sheet: Sheet, cast: Cast
) -> None:
    payers = [await builders.a_customer() for _ in range(20)]
    pages = [await link_of(one) for one in payers]
    acts = [
        redeeming.by_link(page, sheet.pins[0]) if number % 2
        else redeeming.by_staff(cast.asha, payer.id, sheet.pins[0])
        for number, (page, payer) in enumerate(zip(pages, payers, strict=True))
    ]  # fmt: skip
    ends = await asyncio.gather(*acts, return_exceptions=True)

    assert sorted(type(end).__name__ for end in ends) == ["Payment"] + ["VoucherUsed"] * 19
    assert await Payment.all().count() == 1
    assert not await db.rows("SELECT 1 AS one FROM pin_tries")
    await assert_they_hold()


async def test_of_two_at_the_same_moment_one_gets_it(
    sheet: Sheet, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = [
        partial(redeeming.by_staff, cast.asha, each.id, sheet.pins[0])
        for each in (cast.rahim, cast.karim)
    ]
    ends = await meet_at(monkeypatch, posting, "post", *acts)

    assert sorted(type(end).__name__ for end in ends) == ["Payment", "VoucherUsed"]
    assert await Payment.all().count() == 1
    await assert_they_hold()


async def test_the_same_customer_who_sends_it_twice_has_one_payment(
    sheet: Sheet, cast: Cast
) -> None:
    link = await link_of(cast.rahim)
    first, second = [await redeeming.by_link(link, sheet.pins[0]) for _ in range(2)]

    assert first.id == second.id
    assert (await Link.get(id=link.id)).paid_minor == VALUE.minor
    with pytest.raises(VoucherUsed):
        await redeeming.by_link(await link_of(cast.karim), sheet.pins[0])
    await assert_they_hold()


async def test_who_dies_before_the_end_has_redeemed_nothing(sheet: Sheet, cast: Cast) -> None:
    async def die(event: PaymentPosted) -> None:
        raise KilledError

    events.listen({**reactions.MAP, PaymentPosted: [die]})
    with pytest.raises(KilledError):
        await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])
    assert (await stands(sheet), await Payment.all().count()) == (VoucherStatus.ISSUED, 0)
    events.listen(reactions.MAP)

    await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])

    await assert_they_hold()


async def test_five_wrong_pins_lock_a_customer_for_an_hour_by_every_door(
    sheet: Sheet, cast: Cast, moment: Moment
) -> None:
    link = await link_of(cast.rahim)
    for left in (4, 3, 2, 1):
        with pytest.raises(PinUnknown) as wrong:
            await redeeming.by_link(link, WRONG)
        assert wrong.value.values == {"left": left}
        moment.move(minutes=10)
    with pytest.raises(PinsLocked):
        await redeeming.look(cast.bina, cast.rahim.id, "not a PIN at all")
    moment.move(minutes=59)
    with pytest.raises(PinsLocked) as locked:
        await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])
    assert locked.value.values == {"minutes": 1}
    await redeeming.by_link(await link_of(cast.karim), sheet.pins[1])

    moment.move(minutes=1)
    with pytest.raises(PinUnknown) as wrong:
        await redeeming.by_link(link, WRONG)
    assert wrong.value.values == {"left": 4}
    await redeeming.by_link(link, sheet.pins[0])
    assert await tries.locked_until(cast.rahim.id) is None
    assert not await db.rows("SELECT 1 AS one FROM pin_tries")


async def test_wrong_pins_at_once_are_all_counted(sheet: Sheet, cast: Cast) -> None:
    link = await link_of(cast.rahim)
    ends = await asyncio.gather(
        *(redeeming.by_link(link, WRONG) for _ in range(9)), return_exceptions=True
    )

    assert [type(end) for end in ends].count(PinUnknown) == 4
    assert await db.value("SELECT wrong FROM pin_tries") == 5


async def test_what_is_not_issued_or_anothers_is_no_pin_at_all(
    cast: Cast, dolly: object, sheet: Sheet
) -> None:
    unissued = await drawn(cast.asha, sheet.dolly)
    norths = await builders.a_person("Nadia", cast.asha.role, cast.north)  # type: ignore[arg-type]
    theirs = await drawn(norths, sheet.dolly, distributor_id=None, commission=None)
    await lots.issue(norths, theirs.lot_id, 1)
    of_south = await builders.a_customer(operator=cast.south, zone=cast.gulshan)
    for customer, pin in ((cast.rahim, unissued.pins[0]), (of_south, theirs.pins[0])):
        with pytest.raises(PinUnknown):
            await redeeming.by_link(await link_of(customer), pin)

    await redeeming.by_link(await link_of(of_south), sheet.pins[0])
    await redeeming.by_link(await link_of(cast.rahim), theirs.pins[0])


async def test_it_is_good_through_its_last_day_where_its_operator_is(
    sheet: Sheet, cast: Cast, moment: Moment
) -> None:
    await Operator.filter(id=cast.isp.id).update(timezone="America/New_York")
    dated = await sheet.again(expires_on=date(2026, 11, 30))
    moment.now = moment.now.replace(month=12, day=1, hour=4, minute=50)  # 23:50 in New York
    assert await lots.expire_due() == 0
    await redeeming.by_staff(cast.bina, cast.rahim.id, dated.pins[0])
    moment.move(minutes=11)
    with pytest.raises(VoucherOver) as over:
        await redeeming.by_staff(cast.bina, cast.rahim.id, dated.pins[1])
    assert over.value.values == {"on": date(2026, 11, 30)}

    assert await lots.expire_due() == 4
    assert await lots.expire_due() == 0
    assert await stands(dated, 1) is VoucherStatus.EXPIRED
    assert await stands(sheet) is VoucherStatus.ISSUED
    with pytest.raises(VoucherOver):
        await redeeming.by_staff(cast.bina, cast.rahim.id, dated.pins[1])
    assert await tries.locked_until(cast.rahim.id) is None


async def test_what_was_redeemed_for_the_wrong_customer_can_be_redeemed_again(
    sheet: Sheet, cast: Cast
) -> None:
    payment = await redeeming.by_staff(cast.bina, cast.karim.id, sheet.pins[0])
    await posting.undo(cast.bina, payment.id)
    assert await stands(sheet) is VoucherStatus.ISSUED
    assert await entries.balance(Account.VOUCHERS, sheet.lot_id) == 0
    assert await entries.balance(Account.COMMISSION, cast.isp.id) == 0
    await assert_they_hold()

    again = await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])

    assert again.id != payment.id
    assert await dues.advance_of(cast.rahim.id) == VALUE
    assert await dues.advance_of(cast.karim.id) == Money(0)
    await assert_they_hold()


async def test_what_comes_back_of_a_void_lot_is_void(sheet: Sheet, cast: Cast) -> None:
    payment = await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])
    assert await lots.void_rest(cast.asha, sheet.lot_id, "The paper was stolen") == 4
    await posting.reverse(cast.asha, payment.id, "stolen")

    assert await stands(sheet) is VoucherStatus.VOIDED
    for pin in sheet.pins[:2]:
        with pytest.raises(VoucherVoid):
            await redeeming.by_staff(cast.bina, cast.rahim.id, pin)
    await assert_they_hold()


async def test_what_comes_back_after_its_last_day_is_over(
    sheet: Sheet, cast: Cast, moment: Moment
) -> None:
    dated = await sheet.again(expires_on=date(2026, 11, 22))
    payment = await redeeming.by_staff(cast.bina, cast.rahim.id, dated.pins[0])
    moment.move(days=3)
    await posting.reverse(cast.asha, payment.id, "twice")

    assert await stands(dated) is VoucherStatus.EXPIRED
    await assert_they_hold()


async def test_one_voucher_alone_is_taken_out_of_use(sheet: Sheet, cast: Cast) -> None:
    lost = await serials.void(cast.asha, sheet.serials[2], "Lost")
    assert (lost.status, lost.why) == (VoucherStatus.VOIDED, "Lost")
    with pytest.raises(VoucherVoid):
        await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[2])

    await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[3])


async def test_a_voucher_for_a_package_is_for_those_who_have_it(sheet: Sheet, cast: Cast) -> None:
    swift = await sheet.again(
        package_id=cast.swift.id, value=Money(1500_00), commission=None, distributor_id=None
    )
    with pytest.raises(VoucherForPackage):
        await redeeming.by_staff(cast.bina, cast.rahim.id, swift.pins[0])
    assert await tries.locked_until(cast.rahim.id) is None
    fast = await builders.a_customer(package=cast.swift)

    await redeeming.by_staff(cast.asha, fast.id, swift.pins[0])

    assert await entries.balance(Account.VOUCHERS, swift.lot_id) == 1500_00
    await assert_they_hold()


async def test_money_of_another_currency_is_refused_and_the_voucher_stays_good(
    sheet: Sheet, cast: Cast
) -> None:
    abroad = await builders.an_operator(parent=cast.isp, currency="USD")
    package = await builders.a_package(price=Money(10_00, "USD"))
    theirs = await builders.a_customer(operator=abroad, package=package, zone=None)
    with pytest.raises(CurrencyForeign):
        await redeeming.by_staff(cast.asha, theirs.id, sheet.pins[0])

    assert await stands(sheet) is VoucherStatus.ISSUED


async def test_who_left_has_it_as_advance_and_a_revoked_link_takes_none(
    sheet: Sheet, cast: Cast
) -> None:
    link = await link_of(cast.rahim)
    await Customer.filter(id=cast.rahim.id).update(status=CustomerStatus.LEFT)
    await redeeming.by_link(link, sheet.pins[0])
    assert await dues.advance_of(cast.rahim.id) == VALUE

    revoked = await link_of(cast.karim)
    await links.revoke(cast.asha, revoked)
    with pytest.raises(LinkClosed):
        await redeeming.by_link(await Link.get(id=revoked.id), sheet.pins[1])


async def test_a_serial_typed_as_a_transaction_is_money_once(sheet: Sheet, cast: Cast) -> None:
    await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])
    with pytest.raises(TxnUsed):
        await posting.record(cast.bina, cast.karim, VALUE, Method.OTHER, txn_id=sheet.serials[0])


async def test_nothing_that_is_kept_tells_a_pin(sheet: Sheet, cast: Cast) -> None:
    bare = [pin.replace(" ", "") for pin in sheet.pins]
    kept = [row.pin_hash or "" for row in await Voucher.filter(lot_id=sheet.lot_id)]
    other = Vault(["another key that tests use"])
    assert all(len(mark) == 64 for mark in kept)
    assert not set(kept) & set(other.marks("voucher-pin", bare[0]))

    for table in ("voucher", "voucher_lot", "audit", "payment", "entry", "message"):
        said = str(await db.rows(f"SELECT * FROM {table}"))
        assert not [pin for pin in bare if pin in said]


async def test_keys_are_changed_and_a_pin_is_known_still(sheet: Sheet, cast: Cast) -> None:
    vault.use(Vault(["a newer key of these tests", "a key that only tests use"]))

    await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])

    assert await stands(sheet) is VoucherStatus.USED


async def test_a_customer_out_of_reach_is_not_found_and_a_right_is_asked(
    sheet: Sheet, cast: Cast
) -> None:
    with pytest.raises(NotFound):
        await redeeming.by_staff(cast.esha, cast.rahim.id, sheet.pins[0])
    for nobody in (cast.dipa, sheet.dolly):
        with pytest.raises(RightLacking):
            await redeeming.by_staff(nobody, cast.rahim.id, sheet.pins[0])
        with pytest.raises(RightLacking):
            await redeeming.look(nobody, cast.rahim.id, sheet.pins[0])


@pytest.mark.parametrize(
    ("forged", "kind"),
    [
        ("UPDATE payment SET amount_minor = 400", "voucher-payment"),
        ("UPDATE voucher SET payment_id = NULL", "voucher-money"),
        ("UPDATE voucher_lot SET commission_minor = 1", "voucher-commission"),
    ],
)
async def test_what_was_forged_is_found(sheet: Sheet, cast: Cast, forged: str, kind: str) -> None:
    await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])
    await db.run(forged)

    assert kind in [fault.kind for fault in await proof.faults(3)]
