"""Tables of the conversation: groups, cards, half-filled flows, tokens of buttons, updates seen."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields

from domain.fields import Cut, Instant, Json, Key, Line
from domain.tables import Model


class Purpose(StrEnum):
    """What a group of staff is bound for."""

    ALERTS = "alerts"
    PAYMENTS = "payments"
    BROADCASTS = "broadcasts"
    SUPPORT = "support"
    REPORTS = "reports"


class Digest(StrEnum):
    """How often figures come by themselves."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


USUAL_HOUR = 20  # of the operator's day


class Group(Model):
    """A group of staff that receives cards of one purpose for an operator's subtree."""

    id = fields.BigIntField(primary_key=True)
    purpose = fields.CharEnumField(Purpose, max_length=16)
    app = Line(16)
    chat_id = Line(120)
    thread_id = Line(120, null=True)
    title = Cut(128, default="")
    operator_id: int
    operator = Key("Operator")
    language = Line(8, default="en")
    digests: str | None = Line(32, null=True)  # with commas between; None: the daily one
    digest_hour: int | None = fields.IntField(null=True)  # None: the usual one
    digest_from = Instant(null=True)  # what was due before never comes; None: whatever is due

    class Meta:
        table = "staff_group"
        unique_together = (("purpose", "app", "chat_id"),)


class Card(Model):
    """A screen in a chat that must stay true: shown again whenever its subject changes.

    `wanted` is raised by the domain in the transaction of the change, `shown` by the process that
    edits the message, a card without `message_id` has not been sent yet.
    """

    id = fields.BigIntField(primary_key=True)
    key = Line(120, unique=True)  # one card per purpose, subject and chat
    screen = Line(48)
    args = Json()
    subject = Line(48, db_index=True)  # "customer:17", "broadcast:3"
    app = Line(16)
    chat_id = Line(120)
    thread_id = Line(120, null=True)
    message_id = Line(160, null=True)
    owner = Line(64, default="")  # the key of the principal whose rights it is drawn with, or group
    language = Line(8)
    wanted = fields.IntField(default=1)
    shown = fields.IntField(default=0)
    pinned_until = Instant(null=True)  # after this it is no longer kept true
    holder = Line(64, default="")  # the process that shows it now
    locked_until = fields.BigIntField(default=0)
    tries = fields.IntField(default=0)
    face = Line(64, default="", db_default="")  # of what is on show

    class Meta:
        table = "card"


class Memory(Model):
    """The half-filled flow of a person in a chat, so that a restart changes nothing."""

    chat = Line(255, primary_key=True)  # the key of an address: app:chat:person
    flow = Line(48, default="")
    step = Line(48, default="")
    data = Json(default=dict)
    touched_at = Instant()

    class Meta:
        table = "memory"


class OnceToken(Model):
    """A token of a button that moves money: good for one act."""

    digest = Line(64, primary_key=True)
    act = Line(48)
    owner = Line(64, default="")  # the key of the principal whose it is; empty: anybody's
    made_at = Instant()
    used_at = Instant(null=True)

    class Meta:
        table = "once_token"


class SeenUpdate(Model):
    """An update of a chat app that was taken on, so that a redelivery does nothing."""

    id = fields.BigIntField(primary_key=True)
    source = Line(64)
    number = Line(160)  # as the app tells them apart
    at = Instant()

    class Meta:
        table = "seen_update"
        unique_together = (("source", "number"),)
