"""Webhooks as Meta sends them: shapes, signature, handshake, batches, redelivery."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from sandbox.courier import Courier
from sandbox.whatsapp.limits import Json

FREE_SERVICE = {
    "billable": False,
    "pricing_model": "PMP",
    "type": "free_customer_service",
    "category": "service",
}


class Shape(StrEnum):
    """How a customer is named in an inbound message, by version and by the user's choice."""

    CLASSIC = "classic"
    PHONE_AND_ID = "phone_and_id"
    ID_ONLY = "id_only"
    ID_IN_FROM = "id_in_from"


@dataclass
class Habits:
    """How notifications behave; all of these occur at the real service.

    `batch` events share one POST; `delay` is in seconds; `before_response` lets the statuses
    arrive before the answer to the send; `user_ids` is the newer shape with business-scoped ids,
    `hides_phones` the one for people whose phone is told no more.
    """

    skip_delivered: bool = False
    reads: bool = False
    reorder: bool = False
    duplicate: bool = False
    before_response: bool = False
    user_ids: bool = False
    hides_phones: bool = False
    delay: float = 0.0
    batch: int = 1


class HandshakeRefusedError(Exception):
    """The callback did not echo the challenge; it isn't subscribed."""


def encode(payload: Json) -> bytes:
    """The bytes that are signed and sent: non-ASCII text as lower-case \\u escapes."""
    return json.dumps(payload, separators=(",", ":")).encode("ascii")


def signature(app_secret: str, raw: bytes) -> str:
    """The value of X-Hub-Signature-256."""
    return "sha256=" + hmac.new(app_secret.encode(), raw, hashlib.sha256).hexdigest()


def parent_of(user_id: str) -> str:
    """The id of the same person for all of our businesses."""
    return user_id.replace(".", ".ENT.", 1)


def identity(shape: Shape, phone: str, user_id: str, name: str) -> tuple[Json, Json]:
    """The `contacts` element and the sender fields of a message, in one of the four shapes."""
    profile = {"name": name}
    username = name.lower().replace(" ", ".")
    if shape is Shape.CLASSIC:
        return {"profile": profile, "wa_id": phone}, {"from": phone}
    if shape is Shape.PHONE_AND_ID:
        contact = {
            "profile": {**profile, "username": f"@{username}"},
            "wa_id": phone,
            "user_id": user_id,
        }
        return contact, {"from": phone, "from_user_id": user_id}
    if shape is Shape.ID_ONLY:
        parent = parent_of(user_id)
        contact = {
            "profile": {**profile, "username": username},
            "user_id": user_id,
            "parent_user_id": parent,
        }
        return contact, {"from_user_id": user_id, "from_parent_user_id": parent}
    contact = {"profile": profile, "wa_id": user_id, "user_id": user_id}
    return contact, {"from": user_id, "from_user_id": user_id}


class Notifier:
    """Posts one account's events to its callback.

    Nothing is sent before `subscribe`, nor while `subscribed` is off. A refused POST is sent
    again after each of `gaps` (seconds), while later events go on: so they can overtake it.
    """

    def __init__(self, courier: Courier, app_secret: str, waba_id: str, metadata: Json) -> None:
        self.habits = Habits()
        self.callback = ""
        self.subscribed = True
        self.gaps: Sequence[float] = (1, 5, 30, 120, 600)
        self._courier = courier
        self._secret = app_secret
        self._waba_id = waba_id
        self._metadata = metadata
        self._pending: list[Json] = []

    async def subscribe(self, callback: str, verify_token: str) -> None:
        """Verify `callback` by the GET handshake and use it from now on.

        Raises HandshakeRefusedError unless it answers 200 with exactly the challenge.
        """
        challenge = str(secrets.randbelow(10**9) + 10**9)
        query = {
            "hub.mode": "subscribe",
            "hub.challenge": challenge,
            "hub.verify_token": verify_token,
        }
        async with self._courier.session.get(
            callback, params=query, allow_redirects=False
        ) as answer:
            text = await answer.text()
        if answer.status != 200 or text != challenge:
            raise HandshakeRefusedError(f"{answer.status}: {text[:200]}")
        self.callback = callback

    async def notify(self, event: Json) -> None:
        """Send a value with `messages` or `statuses`, or keep it until its batch is full."""
        self._pending.append(event)
        if len(self._pending) >= self.habits.batch:
            await self.flush()

    async def flush(self) -> None:
        """Send what waits for its batch."""
        events, self._pending = self._pending, []
        if events:
            await self.post(self.envelope(events))

    def envelope(self, events: Sequence[Json]) -> Json:
        """One body for several events, nested the three ways in which Meta may nest them."""
        values: list[Json] = []
        for _, group in groupby(events, key=lambda event: "messages" in event):
            same = list(group)
            values += [self._value(same[at : at + 2]) for at in range(0, len(same), 2)]
        changes = [{"value": value, "field": "messages"} for value in values]
        entries = [changes[:2], *([change] for change in changes[2:])]
        return {
            "object": "whatsapp_business_account",
            "entry": [{"id": self._waba_id, "changes": entry} for entry in entries],
        }

    def _value(self, events: Sequence[Json]) -> Json:
        value: Json = {"messaging_product": "whatsapp", "metadata": self._metadata}
        for key in ("contacts", "messages", "statuses"):
            merged = [element for event in events for element in event.get(key, [])]
            if merged:
                value[key] = merged
        return value

    async def post(self, payload: Json) -> None:
        """Sign and send any notification body."""
        if not (self.callback and self.subscribed):
            return
        if self.habits.delay:
            await asyncio.sleep(self.habits.delay)
        raw = encode(payload)
        headers = {
            "Content-Type": "application/json",
            "X-Hub-Signature-256": signature(self._secret, raw),
        }
        url = self.callback
        posted = await self._courier.post(url, raw, headers)
        if not posted.accepted:
            self._courier.later(self._again(url, raw, headers))

    async def _again(self, url: str, raw: bytes, headers: dict[str, str]) -> None:
        for gap in self.gaps:
            await asyncio.sleep(gap)
            if (await self._courier.post(url, raw, headers)).accepted:
                return
