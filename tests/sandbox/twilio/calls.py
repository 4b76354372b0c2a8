"""Messages as an adapter would send them, with the provider's own client."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from sandbox.twilio import Twilio
from tests.sandbox.callback import Call, Callback

ACCOUNT = "AC" + "a" * 32
SERVICE = "MG" + "b" * 32
CONTENT = "HX" + "c" * 32
DRAFT = "HX" + "d" * 32
SMS_FROM, WHATSAPP_FROM = "+15550002222", "whatsapp:+15550001111"
RAHIM = "+8801711111111"
WHATSAPP_TO = f"whatsapp:{RAHIM}"
BASIC = {"Authorization": aiohttp.encode_basic_auth("SK1", "key-secret")}
SMS = {"to": RAHIM, "from_": SMS_FROM, "body": "Your bill is due"}
WHATSAPP = {"to": WHATSAPP_TO, "from_": WHATSAPP_FROM, "body": "Your bill is due"}
VALUES = json.dumps({"1": "Rahim", "2": "500"})
TEMPLATE = {
    "to": WHATSAPP_TO,
    "from_": WHATSAPP_FROM,
    "content_sid": CONTENT,
    "content_variables": VALUES,
}


async def sent(client: Client, standin: Twilio, **fields: Any) -> Any:
    """Send something that must be accepted, and let it take its course."""
    message = await client.messages.create_async(**fields)
    await standin.settle()
    return message


def statuses(callback: Callback) -> list[str]:
    return [call.form["MessageStatus"] for call in callback.calls]


def is_signed(call: Call, token: str = "12345") -> bool:
    given = dict(parse_qsl(call.raw.decode(), keep_blank_values=True))
    header = call.headers["X-Twilio-Signature"]
    return bool(RequestValidator(token).validate(call.url, given, header))
