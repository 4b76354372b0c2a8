"""What a send request to Twilio must look like, and the Content templates it may name."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from multidict import MultiMapping

from sandbox.phone import Choice
from sandbox.twilio.errors import MAGIC_FROM, MAGIC_TO, TwilioError

E164 = re.compile(r"\+[1-9]\d{7,14}")
VARIABLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Content:
    """A Content template; `approved` by WhatsApp, so that it may open a conversation."""

    sid: str
    body: str
    approved: bool = True
    choices: tuple[Choice, ...] = ()
    media_url: str = ""


@dataclass(frozen=True)
class Outgoing:
    """A send request that passed."""

    to: str
    sender: str
    service: str
    body: str
    media: tuple[str, ...]
    content: Content | None
    variables: Mapping[str, str]
    callback: str

    @property
    def whatsapp(self) -> bool:
        return self.to.startswith("whatsapp:")


@dataclass(frozen=True)
class Senders:
    """What an account may send from: numbers (whatsapp: ones too) and its messaging services."""

    numbers: Collection[str]
    services: Collection[str]
    contents: Mapping[str, Content]


def parse(form: MultiMapping[Any], senders: Senders) -> Outgoing:
    """Check a send request. Raises TwilioError with the code that Twilio gives."""
    to = check_to(str(form.get("To", "")))
    sender, service = check_sender(form, senders, whatsapp=to.startswith("whatsapp:"))
    media = tuple(str(url) for url in form.getall("MediaUrl", []))
    body = str(form.get("Body", ""))
    content = None
    variables: Mapping[str, str] = {}
    if "ContentSid" in form:
        content = check_content(str(form["ContentSid"]), senders)
        if body or media:
            raise TwilioError(21655, "ContentSid excludes Body and MediaUrl")
        variables = check_variables(str(form.get("ContentVariables", "{}")))
    elif not body and not media:
        raise TwilioError(21602)
    if len(body) > 1600:
        raise TwilioError(21617)
    if any(not is_url(url) for url in media):
        raise TwilioError(21620)
    if len(media) > (1 if to.startswith("whatsapp:") else 10):
        raise TwilioError(21623)
    callback = str(form.get("StatusCallback", ""))
    if callback and not is_url(callback):
        raise TwilioError(21609)
    return Outgoing(to, sender, service, body, media, content, variables, callback)


def check_to(to: str) -> str:
    if not to:
        raise TwilioError(21604)
    number = to.removeprefix("whatsapp:")
    if not E164.fullmatch(number):
        raise TwilioError(21211, f"Invalid 'To' Phone Number: {to}")
    if number in MAGIC_TO:
        raise TwilioError(MAGIC_TO[number])
    return to


def check_sender(form: MultiMapping[Any], senders: Senders, *, whatsapp: bool) -> tuple[str, str]:
    """The From address (may be "" with a service) and the messaging service (may be "")."""
    sender, service = str(form.get("From", "")), str(form.get("MessagingServiceSid", ""))
    if service and service not in senders.services:
        raise TwilioError(21705)
    if not sender:
        if not service:
            raise TwilioError(21603)
        return "", service
    if sender in MAGIC_FROM:
        raise TwilioError(MAGIC_FROM[sender])
    if sender.startswith("whatsapp:") != whatsapp:
        raise TwilioError(21910)
    if sender not in senders.numbers and sender != "+15005550006":
        raise TwilioError(63007 if whatsapp else 21606)
    return sender, service


def check_content(sid: str, senders: Senders) -> Content:
    if not re.fullmatch(r"HX[0-9a-f]{32}", sid) or sid not in senders.contents:
        raise TwilioError(21655)
    return senders.contents[sid]


def check_variables(raw: str) -> Mapping[str, str]:
    try:
        variables = json.loads(raw)
    except ValueError as error:
        raise TwilioError(92007) from error
    if not isinstance(variables, dict):
        raise TwilioError(92007)
    if len(variables) > 100:
        raise TwilioError(92002)
    for key, value in variables.items():
        if not isinstance(value, str) or not value or "\n" in value:
            raise TwilioError(92007)
        if len(key) > 16 or len(value) > 1600:
            raise TwilioError(21656)
    return variables


def is_url(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def fill(content: Content, variables: Mapping[str, str]) -> str | None:
    """The text with its values; None when they are not exactly those of the template."""
    if set(VARIABLE.findall(content.body)) != set(variables):
        return None
    return VARIABLE.sub(lambda match: variables[match.group(1)], content.body)
