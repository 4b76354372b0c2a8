"""An account alone, without its web server: customers open its window, messages reach phones."""

from __future__ import annotations

from sandbox.messenger import Outlet
from sandbox.whatsapp.account import Account
from sandbox.whatsapp.customers import Customers
from tests.sandbox.whatsapp.calls import RAHIM, TEXT


async def test_words_reach_a_customer_who_wrote_and_nobody_else() -> None:
    account = Account(Outlet(), token="token", app_secret="secret")
    early = account.accept(TEXT)
    await account.deliver(early)
    await Customers(account).say(RAHIM, "hello")
    late = account.accept(TEXT)
    await account.deliver(late)

    assert (early.status, early.fails_with) == ("failed", 131047)
    assert [one.id for one in account.outlet.phones.of(RAHIM)] == [late.id]
