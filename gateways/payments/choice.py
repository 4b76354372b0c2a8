"""How payment accounts appear on the page, money sent by hand included."""

from __future__ import annotations

from typing import Any

from domain.ports import Account, PayChoice
from gateways.payments import brands
from gateways.provider import Provider


def pay_choice(account: Account, provider: Provider[Any]) -> PayChoice:
    """The account on the page, under the provider's name where it has no title of its own."""
    if account.provider != "manual":
        return PayChoice(
            title=account.text("title", provider.title),
            currency=provider.currency,
            brands=brands.shown(account),
            asks=provider.asks,
        )
    brand = brands.BRANDS[account.text("method")]
    return PayChoice(
        title=account.text("title", brand.title),
        manual=True,
        number=account.text("number"),
        txn_pattern=account.text("txn_pattern", brand.txn_pattern),
        currency=brand.currency,
    )
