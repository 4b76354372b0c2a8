"""Accounts of every message provider, filled in with what their own fields give as examples."""

from __future__ import annotations

from typing import Any

from domain.ports import Account, Outgoing
from gateways import registry

MESSAGES = ("whatsapp", "sms", "email")
EVERY = [(kind, name) for kind in MESSAGES for name in registry.names(kind)]


def an_account(kind: str, provider: str, base_url: str = "", **given: object) -> Account:
    """An account whose secrets are `secret-of-<field>`; `given` None leaves a field out."""
    values: dict[str, Any] = {}
    for field in registry.find(kind, provider).fields:
        if field.required or field.secret:
            values[field.name] = f"secret-of-{field.name}" if field.secret else field.example
    values = {name: value for name, value in {**values, **given}.items() if value is not None}
    settings = registry.read_settings(kind, provider, values)
    return Account(
        id=1,
        name="main",
        kind=kind,
        provider=provider,
        base_url=base_url,
        rate=10,
        credentials=settings.credentials,
        options=settings.options,
    )


def a_message(kind: str = "sms", **given: Any) -> Outgoing:
    """A message to Rahim, whose delivery is number 17."""
    to = "rahim@example.com" if kind == "email" else "+8801711111111"
    values: dict[str, Any] = {
        "to": to,
        "text": "Dear Rahim, 500 BDT is due.",
        "ref": "17",
        "language": "en",
        "subject": "Your bill" if kind == "email" else "",
        "report_url": f"https://isp.example.com/webhooks/{kind}/main",
        **given,
    }
    return Outgoing(**values)
