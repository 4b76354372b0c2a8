"""A customer of a hotspot asks in the chat what is left, and where to buy."""

from __future__ import annotations

import re

import pytest

from domain import events, reactions, vault
from domain.billing.models import BillingProfile
from domain.chat.addresses import TELEGRAM, WHATSAPP
from domain.customers.models import Connection, Customer
from domain.hotspot import selling
from domain.payments import links
from handlers.ui import commands
from handlers.ui.conversation import Conversation
from tests.builders import a_gateway
from tests.cast import Cast
from tests.domain.hotspot.conftest import a_hotspot_package
from tests.handlers.customer.chat import known
from tests.sealing import VAULT

commands.load("handlers.staff", "handlers.customer")


@pytest.mark.parametrize("app", [TELEGRAM, WHATSAPP])
async def test_a_customer_sees_what_is_left_and_gets_the_page_to_buy(
    conversation: Conversation, cast: Cast, app: str
) -> None:
    vault.use(VAULT)
    events.listen(reactions.MAP)
    await a_gateway("nagad-hand", kind="payment", provider="manual")
    chat = await known(conversation, cast, app)
    assert "hotspot alone" in await chat.says("/buy")
    day = await a_hotspot_package("day-pass", 20, "24 hour")
    by_purchase = await BillingProfile.create(code="by-buy", name="By purchase", cycle="hotspot")
    await Customer.filter(id=cast.rahim.id).update(
        billing_profile_id=by_purchase.id, connection=Connection.HOTSPOT
    )
    await selling.sell(cast.bina, cast.rahim.id, day.id)

    said = await chat.says("/buy")

    assert "Day-Pass" in said
    found = re.search(r"/p/([A-Za-z0-9]+)/packages", said)
    assert found is not None
    assert (await links.find(found[1])).customer_id == cast.rahim.id
