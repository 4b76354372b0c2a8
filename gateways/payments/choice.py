"""How payment accounts appear on the page, money sent by hand included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.ports import Account, PayChoice
from gateways import fields
from gateways.provider import Provider


@dataclass(frozen=True, slots=True)
class Method:
    """A way to send money by hand; `txn_pattern` is what its transaction ids usually look like."""

    title: str
    txn_pattern: str = ""
    currency: str = "BDT"


METHODS: Mapping[str, Method] = {
    "bkash": Method("bKash", "[A-Z0-9]{10}"),
    "nagad": Method("Nagad", "[A-Z0-9]{8}"),
    "rocket": Method("Rocket", "[0-9]{10}"),
    "upay": Method("Upay"),
    "bank": Method("Bank", currency=""),
}


def pay_choice(account: Account, provider: Provider[Any]) -> PayChoice:
    """The account on the page, under the provider's name where it has no title of its own."""
    if account.provider != "manual":
        return PayChoice(
            title=fields.text(account, "title", provider.title),
            currency=provider.currency,
            asks=provider.asks,
        )
    method = METHODS[fields.text(account, "method")]
    return PayChoice(
        title=fields.text(account, "title", method.title),
        manual=True,
        number=fields.text(account, "number"),
        txn_pattern=fields.text(account, "txn_pattern", method.txn_pattern),
        currency=method.currency,
    )
