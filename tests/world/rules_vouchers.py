"""Recharge cards: lots are printed and issued, and their PINs brought to staff and to the page."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.money import Money
from domain.payments import links
from domain.staff.rights import SYSTEM
from domain.vouchers import lots, redeeming, rules, tries
from domain.vouchers.lots import Wanted
from tests.world.rules import Rules, taka, which, who, yes
from tests.world.town import Town

CARDS = 3
WRONG = "0" * rules.PIN_DIGITS


async def printed(town: Town, taka: int, again: bool) -> Any:
    """A few cards; some papers are lost on their way, and printed anew."""
    asha, value = town.cast.asha, Money(taka * 100)
    lot = await lots.make(asha, Wanted(value, CARDS, commission=rules.commission(value, "5%")))
    for printing in range(1 + again):
        paper = await lots.print_anew(asha, lot.id, printing)
    await lots.issue(asha, lot.id, 1 + again)
    town.told.pins += [(each.pin, value.minor) for each in paper.vouchers]
    return lot


async def redeemed(town: Town, who: int, which: int, by_page: bool) -> Any:
    """One of the newest PINs, used or not; what the books may show is announced first."""
    customer, newest = await town.customer(who), town.told.pins[-8:]
    if not newest:
        return None
    pin, minor = newest[which % len(newest)]
    town.books.money[""].add((customer.id, minor))
    if not by_page:
        return await redeeming.by_staff(town.cast.bina, customer.id, pin)
    link = await town.link(who) or (await links.make(SYSTEM, customer))[0]
    return await redeeming.by_link(link, pin)


async def _guessed(town: Town, who: int, times: int) -> Any:
    customer = await town.customer(who)
    answers = []
    for _ in range(times):
        try:
            answers.append(await redeeming.look(town.cast.bina, customer.id, WRONG))
        except (tries.PinUnknown, tries.PinsLocked) as why:
            answers.append(why)
    assert not [one for one in answers if isinstance(one, redeeming.Good)]
    return answers


class Vouchers(Rules):
    @rule(taka=taka, again=yes)
    def cards_are_printed(self, taka: int, again: bool) -> None:
        self.do(printed, self.town, taka, again)

    @rule(who=who, which=which, by_page=yes)
    def a_card_is_redeemed(self, who: int, which: int, by_page: bool) -> None:
        self.do(redeemed, self.town, who, which, by_page)

    @rule(who=who, times=st.integers(1, 6))
    def somebody_guesses(self, who: int, times: int) -> None:
        self.do(_guessed, self.town, who, times)
