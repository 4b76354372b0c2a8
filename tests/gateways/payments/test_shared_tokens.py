"""bKash under the token store of the database, as several processes use it."""

from __future__ import annotations

import asyncio

from domain.accounts.models import Gateway, GatewayToken
from domain.accounts.session_tokens import SharedTokens
from domain.ports import PayState, Pending
from domain.vault import Vault
from gateways import registry
from gateways.provider import Tools
from tests.gateways.payments.peers import DUE, make
from tests.sandbox.payments.shop import Hand, Shop


async def test_five_processes_share_one_token_and_take_money_once(
    database: str, tools: Tools, shop: Shop, hand: Hand
) -> None:
    peer = make("bkash", shop, hand)
    await peer.stand_in.start()
    row = await Gateway.create(name="bkash-main", kind="payment", provider="bkash")
    vault = Vault(["k" * 32])
    processes = [
        registry.payment_gateway(peer.account(id=row.id), Tools(tools.http, SharedTokens(vault)))
        for _ in range(5)
    ]
    starts = (
        process.start(peer.request(f"NK{number:014}")) for number, process in enumerate(processes)
    )
    first, *_ = await asyncio.gather(*starts)
    hint = processes[0].read_return(*await peer.pay(first.session))
    attempt = Pending("NK00000000000000", first.session, DUE)
    said = await asyncio.gather(*(process.ask(attempt, hint) for process in processes))
    await peer.stand_in.stop()

    assert {each.state for each in said} == {PayState.PAID}
    assert peer.money_taken() == 1
    kept = await GatewayToken.get(gateway_id=row.id)
    assert len(kept.renewals) == 1
    assert all(secret not in kept.sealed for secret in peer.secrets)
