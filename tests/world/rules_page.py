"""Customers on the payment page, and what gateways write of it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.money import Money
from domain.payments import attempts, beginning, links, page, verifying
from domain.payments.models import Attempt, Link
from domain.ports import Hint, PayState
from domain.staff.rights import SYSTEM
from scheduler import inbox as reader
from tests.world.rules import Rules, taka, which, who, yes
from tests.world.town import BANKS, BY_HAND, Town

bank = st.sampled_from(BANKS)
ending = st.sampled_from(["failed", "cancelled", "expired"])


async def _is_given_a_link(town: Town, who: int) -> Any:
    return await links.make(SYSTEM, await town.customer(who))


async def _link(town: Town, who: int) -> Link:
    """The newest that the customer has; they ask for one where there is none."""
    link = await town.link(who)
    return link or (await links.make(SYSTEM, await town.customer(who)))[0]


async def begins(town: Town, who: int, bank: str, part: int | None) -> Any:
    """The newest link is opened, and a way to pay is chosen."""
    link = await _link(town, who)
    await page.read(links.token_of(link))
    wanted = await beginning.payable(link, Money(part * 100) if part else None)
    return await beginning.begin(link, await town.gateway(bank), wanted, "en", town.ports)


async def _attempt(which: int) -> Attempt | None:
    newest = await Attempt.all().order_by("-id").limit(4)
    return newest[which % len(newest)] if newest else None


async def _bank_of(town: Town, attempt: Attempt) -> str:
    accounts = {(await town.gateway(name)).id: name for name in BANKS}
    return accounts[attempt.gateway_id]


async def _pays(town: Town, which: int, minor: int | None, risky: bool) -> None:
    attempt = await _attempt(which)
    if attempt is None:
        return
    taken = town.banks[await _bank_of(town, attempt)].takes(attempt.ref, minor=minor, risky=risky)
    if taken is not None:
        town.books.money[taken.txn].add((attempt.customer_id, taken.minor))
        town.told.txns.append(taken.txn)


async def _gives_up(town: Town, which: int, how: str) -> None:
    attempt = await _attempt(which)
    if attempt is not None:
        town.banks[await _bank_of(town, attempt)].ends(attempt.ref, PayState(how))


async def returns(town: Town, which: int) -> Any:
    """The browser comes back from the gateway, or somebody opens that page again."""
    attempt = await _attempt(which)
    if attempt is None:
        return None
    link = await Link.get(id=attempt.link_id)
    gateway = await town.gateway(await _bank_of(town, attempt))
    return await attempts.returned(link, gateway, Hint(ref=attempt.ref), town.ports)


async def _hears(town: Town, bank: str, which: int, times: int) -> None:
    letters = town.banks[bank].letters
    for _ in range(times if letters else 0):
        await town.hear("payment", bank, letters[which % len(letters)])
        await reader.work(town.ports)


async def _pays_in_one_go(town: Town, who: int, bank: str, comes_back: bool) -> Any:
    """As most do; the notification comes before the customer, or never."""
    await begins(town, who, bank, None)
    await _pays(town, 0, None, False)
    return await returns(town, 0) if comes_back else await _hears(town, bank, -1, 1)


async def _is_sent_money(town: Town, bank: str, taka: int) -> None:
    """Somebody pays to the number itself: nobody asked for it."""
    txn = town.new_name("stranger").replace(" ", "-").upper()
    town.told.txns.append(txn)
    town.banks[bank].writes(ref="", txn_id=txn, state="paid", amount_minor=taka * 100)


async def claims(town: Town, who: int, taka: int, which: int) -> Any:
    """A customer says that money was sent, by an id of their own or one that they saw."""
    link = await _link(town, who)
    fresh = f"CLAIM{town.told.numbers:04d}"
    txn = [fresh, *town.told.txns][which % (1 + len(town.told.txns))]
    if txn is fresh:
        town.told.numbers += 1
        town.told.txns.append(fresh)
    amount, gateway = Money(taka * 100), await town.gateway(BY_HAND)
    return await verifying.submit(link, gateway, txn_id=txn, sender="01711111111", amount=amount)


class Page(Rules):
    @rule(who=who)
    def customer_is_given_a_link(self, who: int) -> None:
        self.do(_is_given_a_link, self.town, who)

    @rule(who=who, bank=bank, part=st.none() | taka)
    def customer_begins_to_pay(self, who: int, bank: str, part: int | None) -> None:
        self.do(begins, self.town, who, bank, part)

    @rule(who=who, bank=bank, comes_back=yes)
    def customer_pays_in_one_go(self, who: int, bank: str, comes_back: bool) -> None:
        self.do(_pays_in_one_go, self.town, who, bank, comes_back)

    @rule(which=which, risky=yes)
    def customer_pays(self, which: int, risky: bool) -> None:
        self.do(_pays, self.town, which, None, risky)

    @rule(which=which, taka=taka)
    def customer_pays_another_amount(self, which: int, taka: int) -> None:
        self.do(_pays, self.town, which, taka * 100, False)

    @rule(which=which, how=ending)
    def customer_gives_up(self, which: int, how: str) -> None:
        self.do(_gives_up, self.town, which, how)

    @rule(which=which)
    def customer_comes_back(self, which: int) -> None:
        self.do(returns, self.town, which)

    @rule(bank=bank, which=which, times=st.integers(1, 2))
    def gateway_writes(self, bank: str, which: int, times: int) -> None:
        self.do(_hears, self.town, bank, which, times)

    @rule(bank=bank, taka=taka)
    def somebody_pays_the_number(self, bank: str, taka: int) -> None:
        self.do(_is_sent_money, self.town, bank, taka)

    @rule(who=who, taka=taka, which=which)
    def customer_claims(self, who: int, taka: int, which: int) -> None:
        self.do(claims, self.town, who, taka, which)
