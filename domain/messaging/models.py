"""Tables of what we tell customers and hear from them: the outbox, each try, templates."""

from __future__ import annotations

from typing import ClassVar

from tortoise import fields

from domain.fields import Cut, Instant, Json, Key, Line, Prose
from domain.messaging import rules
from domain.messaging.states import Channel, DeliveryStatus, HeardStatus, MessageStatus
from domain.tables import Model


class Message(Model):
    """One message to one customer, whatever channels it takes, `dedupe` makes it one per cause.

    The text is made when it is sent, from `event` and the ids in `about`, so that what has
    changed meanwhile is told right.
    """

    id = fields.BigIntField(primary_key=True)
    dedupe = Line(120, unique=True)
    event = Line(40)
    customer_id: int | None
    customer = Key("Customer", null=True)
    operator_id: int
    operator = Key("Operator")
    broadcast_id = fields.BigIntField(null=True)
    about = Json(default=dict)  # ids and values of the cause: bill, payment, link, days
    body = Prose(default="")  # own words; empty: the template
    channels = Line(40, default="")  # order; empty: the event's
    thread = Line(160, null=True)  # what goes in the order in which it was written: a conversation
    priority = fields.IntField(default=5)  # 1 receipts and codes, 5 notices, 9 broadcasts
    moves: ClassVar = {"status": rules.MAY}
    status = fields.CharEnumField(MessageStatus, max_length=16, default=MessageStatus.READY)
    due_ms = fields.BigIntField(default=0)
    holder = Line(64, default="")
    locked_ms = fields.BigIntField(default=0)
    tries = fields.IntField(default=0)
    made_at = Instant()
    settled_at = Instant(null=True)
    error = Cut(200, default="")

    class Meta:
        table = "message"
        indexes = (("customer_id", "id"), ("broadcast_id", "status"))


class Delivery(Model):
    """One try by one channel through one gateway, written before the provider is called."""

    id = fields.BigIntField(primary_key=True)
    message_id: int
    message = Key("Message")
    channel = fields.CharEnumField(Channel, max_length=16)
    gateway_id: int
    gateway = Key("Gateway")
    to = Line(120)
    text = Prose(default="")  # with secrets of links masked
    segments = fields.IntField(default=1)
    cost_minor = fields.BigIntField(default=0)
    status = fields.CharEnumField(DeliveryStatus, max_length=16, default=DeliveryStatus.HANDED)
    provider_id = Line(160, default="")
    handed_at = Instant()
    sent_at = Instant(null=True)
    delivered_at = Instant(null=True)
    read_at = Instant(null=True)
    failed_at = Instant(null=True)
    error = Cut(200, default="")
    closed = fields.BooleanField(default=False)  # before a person had the message sent again
    ask_ms = fields.BigIntField(default=0)  # when to ask how it stands; 0: the provider tells

    class Meta:
        table = "delivery"
        indexes = (("message_id",), ("gateway_id", "provider_id"))


class Template(Model):
    """An operator's own words for an event, in one language and channel."""

    id = fields.BigIntField(primary_key=True)
    operator_id: int
    operator = Key("Operator")
    event = Line(40)
    language = Line(8)
    channel = fields.CharEnumField(Channel, max_length=16)
    subject = Line(200, default="")
    text = Prose()

    class Meta:
        table = "template"
        unique_together = (("operator_id", "event", "language", "channel"),)


class EventSetting(Model):
    """Whether an operator sends an event, and by which channels in which order."""

    id = fields.BigIntField(primary_key=True)
    operator_id: int
    operator = Key("Operator")
    event = Line(40)
    enabled = fields.BooleanField(default=True)
    channels = Line(40, default="whatsapp,sms")

    class Meta:
        table = "event_setting"
        unique_together = (("operator_id", "event"),)


class Reach(Model):
    """What we learned of a number on a channel: last inbound message, not reachable since."""

    id = fields.BigIntField(primary_key=True)
    channel = fields.CharEnumField(Channel, max_length=16)
    address = Line(120)
    heard_at = Instant(null=True)
    asked_at = Instant(null=True)  # for news or for none, the last time
    asked = fields.BooleanField(null=True)  # True: for news
    unreachable_since = Instant(null=True)
    declined_at = Instant(null=True)  # nothing that goes to many is wanted on this channel
    other: str | None = Line(120, null=True)  # the id that leads there as well

    class Meta:
        table = "reach"
        unique_together = (("channel", "address"),)


class Identity(Model):
    """Whose a name on a channel is: an id beside the number, or a number that was left.

    It is whoever has the `phone` that it was last seen with; where nobody has that any more, the
    customer who had it.
    """

    id = fields.BigIntField(primary_key=True)
    channel = fields.CharEnumField(Channel, max_length=16)
    address = Line(120)
    phone = Line(20, default="")
    customer_id: int | None
    customer = Key("Customer", null=True)
    seen_at = Instant()
    stopped_at = Instant(null=True)  # asked to stop while nobody knew whose it is

    class Meta:
        table = "identity"
        unique_together = (("channel", "address"),)
        indexes = (("channel", "phone"),)


class Heard(Model):
    """One thing that somebody said to us: the words, what was chosen, a file, a place.

    `inbox_id` is the request that told of it: of things said in the same second it gives the order.
    """

    id = fields.BigIntField(primary_key=True)
    gateway = Line(64)
    provider_id = Line(160)
    sender = Line(120)
    said = Json()
    at = Instant()
    inbox_id = fields.BigIntField()
    moves: ClassVar = {"status": rules.HEARD_MAY}
    status = fields.CharEnumField(HeardStatus, max_length=16, default=HeardStatus.NEW)
    tries = fields.IntField(default=0)
    due_ms = fields.BigIntField(default=0)
    error = Cut(200, default="")

    class Meta:
        table = "heard"
        unique_together = (("gateway", "provider_id"),)
