"""Lots are made, printed once, issued once, and taken out of use."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from domain import db
from domain.errors import (
    AlreadyDone,
    AmountNotReadable,
    CurrencyForeign,
    InvalidState,
    InvalidValue,
    NotFound,
    RightLacking,
)
from domain.ledger.models import Entry
from domain.money import Money
from domain.staff.models import Role
from domain.staff.rights import Actor
from domain.vouchers import lots, redeeming, rules, serials
from domain.vouchers.lots import Wanted
from domain.vouchers.models import Voucher, VoucherLot
from domain.vouchers.states import VoucherStatus
from domain.vouchers.tries import PinUnknown
from tests import builders
from tests.at_once import meet_at
from tests.cast import Cast
from tests.domain.vouchers.conftest import VALUE, Sheet, drawn


async def test_what_is_made_is_good_for_nothing_before_it_is_issued(
    cast: Cast, dolly: Actor
) -> None:
    sheet = await drawn(cast.asha, dolly)
    lot = await lots.get(cast.asha, sheet.lot_id)
    assert (lot.distributor, lot.commission, lot.percent) == ("Dolly", Money(25_00), "5")
    assert lot.counts == {VoucherStatus.UNISSUED: 5}
    with pytest.raises(PinUnknown):
        await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])

    lot = await lots.issue(cast.asha, sheet.lot_id, 1)

    assert lot.counts == {VoucherStatus.ISSUED: 5}
    assert not await Entry.all().exists()
    assert len({*sheet.pins}) == 5
    assert all(len(pin.replace(" ", "")) == 16 for pin in sheet.pins)


async def test_a_paper_that_was_lost_on_its_way_is_printed_anew_and_is_worth_nothing(
    cast: Cast, dolly: Actor
) -> None:
    lost = await drawn(cast.asha, dolly)
    paper = await lots.print_anew(cast.asha, lost.lot_id, 1)
    assert (paper.printing, len(paper.vouchers)) == (2, 5)
    await lots.issue(cast.asha, lost.lot_id, 2)
    with pytest.raises(PinUnknown):
        await redeeming.by_staff(cast.bina, cast.rahim.id, lost.pins[0])

    await redeeming.by_staff(cast.bina, cast.rahim.id, paper.vouchers[0].pin)

    assert paper.vouchers[0].pin not in repr(paper)


async def test_of_two_who_print_at_once_one_has_a_paper(
    cast: Cast, dolly: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = await drawn(cast.asha, dolly)
    draw = partial(lots.print_anew, cast.asha, sheet.lot_id, 1)

    ends = await meet_at(monkeypatch, db, "run_many", draw, draw)

    assert sorted(type(end).__name__ for end in ends) == ["AlreadyDone", "VoucherSheet"]
    assert (await VoucherLot.get()).printing == 2


async def test_a_paper_that_is_not_the_newest_is_not_issued(cast: Cast, dolly: Actor) -> None:
    sheet = await drawn(cast.asha, dolly)
    await lots.print_anew(cast.asha, sheet.lot_id, 1)
    with pytest.raises(AlreadyDone):
        await lots.issue(cast.asha, sheet.lot_id, 1)

    assert (await lots.get(cast.asha, sheet.lot_id)).counts == {VoucherStatus.UNISSUED: 5}


async def test_what_is_issued_is_printed_and_issued_no_more(cast: Cast, sheet: Sheet) -> None:
    for again in (lots.print_anew, lots.issue):
        with pytest.raises(AlreadyDone):
            await again(cast.asha, sheet.lot_id, 1)

    assert (await VoucherLot.get()).printing == 1
    await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])


async def test_what_nobody_printed_is_not_issued(cast: Cast, dolly: Actor) -> None:
    lot = await lots.make(cast.asha, Wanted(VALUE, 3))
    with pytest.raises(InvalidState):
        await lots.issue(cast.asha, lot.id, 0)

    assert (await lots.get(cast.asha, lot.id)).commission == Money(0)


async def test_what_is_void_is_printed_issued_and_voided_no_more(cast: Cast, dolly: Actor) -> None:
    sheet = await drawn(cast.asha, dolly)
    await serials.void(cast.asha, sheet.serials[0], "Torn")
    assert await lots.void_rest(cast.asha, sheet.lot_id, " A misprint ") == 4
    for act in (
        lots.print_anew(cast.asha, sheet.lot_id, 1),
        lots.issue(cast.asha, sheet.lot_id, 1),
        lots.void_rest(cast.asha, sheet.lot_id, "again"),
        serials.void(cast.asha, sheet.serials[1], "again"),
    ):
        with pytest.raises(AlreadyDone):
            await act

    seen = [await serials.find(cast.asha, serial) for serial in sheet.serials[:2]]
    assert [(one.why, one.may_void) for one in seen] == [("Torn", False), ("A misprint", False)]


async def test_what_was_voided_alone_stays_so_when_its_lot_is_issued(
    cast: Cast, dolly: Actor
) -> None:
    sheet = await drawn(cast.asha, dolly)
    await serials.void(cast.asha, sheet.serials[0], "Torn")

    lot = await lots.issue(cast.asha, sheet.lot_id, 1)

    assert lot.counts == {VoucherStatus.VOIDED: 1, VoucherStatus.ISSUED: 4}


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({"count": 0}, InvalidValue),
        ({"count": rules.MOST_IN_A_LOT + 1}, InvalidValue),
        ({"value": Money(0)}, InvalidValue),
        ({"value": Money(5_00, "USD")}, CurrencyForeign),
        ({"expires_on": date(2026, 11, 20)}, InvalidValue),
        ({"package_id": 999}, NotFound),
        ({"distributor_id": 999}, NotFound),
        ({"reseller_id": 1}, NotFound),
        ({"commission": rules.Commission(Money(500_01))}, InvalidValue),
    ],
)
async def test_what_can_not_be_meant_is_not_made(
    cast: Cast, dolly: Actor, wanted: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await lots.make(cast.asha, Wanted(**{"value": VALUE, "count": 5, **wanted}))

    assert not await Voucher.all().exists()


async def test_each_sees_what_was_given_to_them(cast: Cast, dolly: Actor, sheet: Sheet) -> None:
    other = await builders.a_person("Dulal", Role.DISTRIBUTOR, cast.isp)
    at_north = await sheet.again(distributor_id=None, reseller_id=cast.north.id)
    unissued = await drawn(cast.asha, dolly)

    assert [lot.id for lot in await lots.page(dolly)] == [sheet.lot_id]
    assert [lot.id for lot in await lots.page(other)] == []
    assert [lot.id for lot in await lots.page(cast.bina)] == [at_north.lot_id]
    assert [lot.id for lot in await lots.page(cast.esha)] == []
    assert [lot.id for lot in await lots.page(cast.asha)] == [
        unissued.lot_id, at_north.lot_id, sheet.lot_id,
    ]  # fmt: skip
    for stranger in (other, cast.esha, cast.bina):
        with pytest.raises(NotFound):
            await lots.get(stranger, sheet.lot_id)
        with pytest.raises(NotFound):
            await serials.find(stranger, sheet.serials[0])


async def test_who_only_sells_learns_no_customer_and_changes_nothing(
    cast: Cast, sheet: Sheet
) -> None:
    await redeeming.by_staff(cast.bina, cast.rahim.id, sheet.pins[0])
    seen = await serials.find(sheet.dolly, sheet.serials[0])
    assert (seen.status, seen.customer, seen.payment_id) == (VoucherStatus.USED, "", None)
    known = await serials.find(cast.asha, f" {sheet.serials[0].lower()}")
    assert (known.customer, known.code, known.by) == ("Rahim Uddin", "1001", "Bina")

    for act in (
        lots.make(sheet.dolly, Wanted(VALUE, 1)),
        lots.print_anew(sheet.dolly, sheet.lot_id, 1),
        lots.issue(sheet.dolly, sheet.lot_id, 1),
        lots.void_rest(sheet.dolly, sheet.lot_id, "why not"),
        serials.void(sheet.dolly, sheet.serials[1], "why not"),
    ):
        with pytest.raises(RightLacking):
            await act


async def test_who_sells_for_an_operator_above_can_not_take_it_out_of_use(
    cast: Cast, sheet: Sheet
) -> None:
    nadia = await builders.a_person("Nadia", Role.ADMIN, cast.north)
    theirs = await sheet.again(distributor_id=None, reseller_id=cast.north.id)
    assert not (await lots.get(nadia, theirs.lot_id)).mine
    with pytest.raises(NotFound):
        await lots.void_rest(nadia, theirs.lot_id, "why not")
    with pytest.raises(NotFound):
        await serials.void(nadia, theirs.serials[0], "why not")


async def test_who_may_be_given_vouchers(cast: Cast, dolly: Actor) -> None:
    assert [each.name for each in await lots.sellers(cast.asha)] == [
        "Dolly", "North Net", "South Net",
    ]  # fmt: skip
    nadia = await builders.a_person("Nadia", Role.ADMIN, cast.north)
    assert await lots.sellers(nadia) == []
    assert [each.name for each in await lots.offered(nadia)] == ["Home", "Swift"]


async def test_pages_offer_vouchers_where_some_are_good(cast: Cast, dolly: Actor) -> None:
    sheet = await drawn(cast.asha, dolly)
    assert not await lots.are_out(cast.north.id)
    await lots.issue(cast.asha, sheet.lot_id, 1)
    assert await lots.are_out(cast.north.id)
    await lots.void_rest(cast.asha, sheet.lot_id, "over")

    assert not await lots.are_out(cast.north.id)


@pytest.mark.parametrize(
    ("said", "each", "percent"),
    [
        ("5%", 25_00, "5"),
        ("৭.৫ %", 37_50, "7.5"),
        ("12.50%", 62_50, "12.5"),
        ("20", 20_00, ""),
        ("৳20", 20_00, ""),
        ("100%", 500_00, "100"),
        ("", 0, ""),
        ("0", 0, ""),
        ("0%", 0, ""),
    ],
)
def test_a_commission_is_a_share_or_an_amount(said: str, each: int, percent: str) -> None:
    assert rules.commission(VALUE, said) == (Money(each), percent)


@pytest.mark.parametrize("said", ["101%", "-5%", "5.001%", "x%", "%", "501", "nan%", "1e2%x"])
def test_no_commission_is_more_than_all(said: str) -> None:
    with pytest.raises((InvalidValue, AmountNotReadable)):
        rules.commission(VALUE, said)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("RC12-0007", "RC12-0007"),
        ("rc 12-0007", "RC12-0007"),
        ("১২-০০০৭", "RC12-0007"),
        ("RC12-7", ""),
        ("rahim", ""),
        ("", ""),
    ],
)
def test_a_serial_is_read_however_it_is_typed(typed: str, read: str) -> None:
    assert rules.tidy_serial(typed) == read
