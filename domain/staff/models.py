"""Tables of the organisation: operators, their people, groups, gateways, and who did what."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from domain.fields import Cut, Instant, Json, Key, Line, Prose


class Operator(Model):
    """The ISP itself, or a reseller under it, `path` lists the ids from the root, `/1/4/`."""

    id = fields.BigIntField(primary_key=True)
    code = Line(32, unique=True)
    parent_id: int | None
    parent = Key("Operator", null=True)
    path = Line(200, default="", db_index=True)
    name = Line(120)
    currency = Line(3, default="BDT")
    timezone = Line(40, default="Asia/Dhaka")
    region = Line(2, default="BD")
    language = Line(8, default="bn")
    support_phone = Line(20, default="")
    email = Line(120, default="")
    address = Line(200, default="")
    logo = Prose(default="")  # data: address of an image, empty for none

    class Meta:
        table = "operator"


class Role(StrEnum):
    """What a person is; rights.py says what each may do."""

    ADMIN = "admin"
    OPERATOR = "operator"
    MANAGER = "manager"
    COLLECTOR = "collector"
    NOC = "noc"
    SUPPORT = "support"
    ACCOUNTANT = "accountant"
    DISTRIBUTOR = "distributor"


class Staff(Model):
    """A person who works with the system, bound to a Telegram account by an invite link."""

    id = fields.BigIntField(primary_key=True)
    telegram_id = fields.BigIntField(null=True, unique=True)
    name = Line(120)
    role = fields.CharEnumField(Role, max_length=16)
    operator_id: int
    operator = Key("Operator")
    zone_ids = Json(null=True)  # None: every zone of the subtree
    language = Line(8, default="en")
    removed_at = Instant(null=True)

    class Meta:
        table = "staff"


class Invite(Model):
    """A one-time link that makes whoever opens it staff."""

    id = fields.BigIntField(primary_key=True)
    token_hash = Line(64, unique=True)
    role = fields.CharEnumField(Role, max_length=16)
    operator_id: int
    operator = Key("Operator")
    zone_ids = Json(null=True)
    name = Line(120, default="")
    made_by_id: int | None
    made_by = Key("Staff", null=True)
    expires_at = Instant()
    used_at = Instant(null=True)

    class Meta:
        table = "invite"


class Purpose(StrEnum):
    """What a group of staff is bound for."""

    ALERTS = "alerts"
    PAYMENTS = "payments"
    BROADCASTS = "broadcasts"
    SUPPORT = "support"
    REPORTS = "reports"


class Group(Model):
    """A Telegram group that receives cards of one purpose for an operator's subtree."""

    id = fields.BigIntField(primary_key=True)
    purpose = fields.CharEnumField(Purpose, max_length=16)
    chat_id = fields.BigIntField()
    thread_id = fields.BigIntField(null=True)
    title = Cut(128, default="")
    operator_id: int
    operator = Key("Operator")
    language = Line(8, default="en")

    class Meta:
        table = "staff_group"
        unique_together = (("purpose", "chat_id"),)


class Gateway(Model):
    """Our account with a provider, for messages or payments."""

    id = fields.BigIntField(primary_key=True)
    name = Line(64, unique=True)
    kind = Line(16)  # whatsapp, sms, email, payment
    provider = Line(32)
    operator_id: int | None
    operator = Key("Operator", null=True)  # None: shared by all
    enabled = fields.BooleanField(default=True)
    base_url = Line(300, default="")
    rate = fields.FloatField(default=10)  # messages or calls per second
    credentials = Prose(default="")  # sealed by the vault
    options = Json(default=dict)  # not secret: price per segment, link days, verify by hand
    troubled_since = Instant(null=True)
    slot_us = fields.BigIntField(default=0)  # until when its rate is taken up, microseconds
    # What its provider said of too much: by how many times it goes slower, when that was said
    # last, and until when nothing goes.
    slowness = fields.FloatField(default=1, db_default=1)
    slowed_us = fields.BigIntField(default=0, db_default=0)
    paused_us = fields.BigIntField(default=0, db_default=0)

    class Meta:
        table = "gateway"


class GatewayToken(Model):
    """A provider's session token, shared by all processes and renewed by one at a time."""

    id = fields.BigIntField(primary_key=True)
    gateway_id: int
    gateway = Key("Gateway")
    sealed = Prose(default="")
    expires_ms = fields.BigIntField(default=0)
    locked_ms = fields.BigIntField(default=0)
    renewals = Json(default=list)  # instants (ms) of renewals in the last hour

    class Meta:
        table = "gateway_token"


class Audit(Model):
    """One act of one person: who, what, on what, before, after."""

    id = fields.BigIntField(primary_key=True)
    at = Instant(db_index=True)
    staff_id: int | None
    staff = Key("Staff", null=True)
    actor = Line(64)  # "staff", "system", "customer"
    act = Line(64)
    subject = Line(32)
    subject_id = fields.BigIntField(null=True)
    operator_id: int | None
    operator = Key("Operator", null=True)
    before = Json(null=True)
    after = Json(null=True)

    class Meta:
        table = "audit"
        indexes = (("subject", "subject_id"),)


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
    chat_id = fields.BigIntField()
    thread_id = fields.BigIntField(null=True)
    message_id = fields.BigIntField(null=True)
    staff_id: int | None
    staff = Key("Staff", null=True)  # whose rights and language it is drawn with; None: the group's
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

    chat = Line(64, primary_key=True)  # app:chat:person
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
    staff_id = fields.BigIntField(null=True)
    made_at = Instant()
    used_at = Instant(null=True)

    class Meta:
        table = "once_token"


class SeenUpdate(Model):
    """An update of a chat app that was taken on, so that a redelivery does nothing."""

    id = fields.BigIntField(primary_key=True)
    source = Line(64)
    number = fields.BigIntField()
    at = Instant()

    class Meta:
        table = "seen_update"
        unique_together = (("source", "number"),)
