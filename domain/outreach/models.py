"""Tables of messages to many: broadcasts and the notifiers that time sets off."""

from __future__ import annotations

from typing import ClassVar

from tortoise import fields

from domain.fields import Instant, Json, Key, Line, Prose
from domain.messaging import notices
from domain.messaging.notices import Notice
from domain.outreach import rules
from domain.outreach.states import BroadcastStatus
from domain.tables import Model


class Broadcast(Model):
    """One message to many customers, its recipients are messages with its id."""

    id = fields.BigIntField(primary_key=True)
    operator_id: int
    operator = Key("Operator")
    author_id: int
    author = Key("Staff")
    kind = Line(16)  # link, text
    audience = Json(default=dict)  # filters
    channels = Line(40, default="whatsapp,sms")
    body = Prose(default="")  # empty: the template of the event payment-link
    moves: ClassVar = {"status": rules.MAY}
    status = fields.CharEnumField(BroadcastStatus, max_length=16, default=BroadcastStatus.DRAFT)
    send_at = Instant(null=True)
    cursor = fields.BigIntField(default=0)  # the last customer taken up
    filled = fields.BooleanField(default=False)  # every recipient is in the outbox
    recipients = fields.IntField(default=0)
    segments = fields.IntField(default=0)
    cost_minor = fields.BigIntField(default=0)  # of those from before `costs`
    costs = Json(null=True)  # currency -> minor units
    left_out = Json(default=dict)  # reason -> count
    fell_out = Json(null=True)  # the same for those who were counted when it was asked for
    decided_by_id: int | None
    decided_by = Key("Staff", null=True)
    decided_at = Instant(null=True)
    reason = Line(200, default="")
    made_at = Instant()
    started_at = Instant(null=True)
    ended_at = Instant(null=True)
    moved_at = Instant(null=True)  # the last step of its sending
    held_at = Instant(null=True)  # too late to go without a person's word

    class Meta:
        table = "broadcast"

    @property
    def notice(self) -> Notice:
        """What its recipients are told: their link, or words of its own."""
        return notices.PAYMENT_LINK if self.kind == "link" else notices.BROADCAST
