"""How payment accounts appear on the page, money sent by hand included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.ports import Account, PayChoice
from gateways import fields


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


def pay_choice(account: Account, title: str, currency: str = "") -> PayChoice:
    """The account on the page; `title` is the provider's name where the account has none."""
    if account.provider != "manual":
        return PayChoice(title=fields.text(account, "title", title), currency=currency)
    method = METHODS[fields.text(account, "method")]
    return PayChoice(
        title=fields.text(account, "title", method.title),
        manual=True,
        number=fields.text(account, "number"),
        txn_pattern=fields.text(account, "txn_pattern", method.txn_pattern),
        currency=method.currency,
    )
