"""WhatsApp by Twilio."""

from __future__ import annotations

from typing import Any

from domain.ports import Account
from gateways.provider import Provider, Tools
from gateways.twilio_api import FIELDS, SCALE, Twilio


class TwilioWhatsApp(Twilio):
    """A WhatsApp sender at Twilio; approved templates are named by their ContentSid."""

    prefix = "whatsapp:"


def make(account: Account, tools: Tools) -> TwilioWhatsApp:
    """The adapter of an account."""
    return TwilioWhatsApp(account, tools.http)


PROVIDER: Provider[Any] = Provider(
    name="twilio", title="Twilio WhatsApp", kind="whatsapp", fields=FIELDS, make=make, scale=SCALE
)
