"""SMS by Twilio."""

from __future__ import annotations

from typing import Any

from domain.ports import Account
from gateways.provider import Provider, Tools
from gateways.twilio_api import FIELDS, SCALE, Twilio


def make(account: Account, tools: Tools) -> Twilio:
    """The adapter of an account."""
    return Twilio(account, tools.http)


PROVIDER: Provider[Any] = Provider(
    name="twilio", title="Twilio SMS", kind="sms", fields=FIELDS, make=make, scale=SCALE
)
