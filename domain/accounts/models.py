"""Tables of our accounts with providers: gateways and the session tokens that they gave."""

from __future__ import annotations

from tortoise import fields

from domain.fields import Instant, Json, Key, Line, Prose
from domain.tables import Model


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
    credentials = Prose(default="", sealed=True)
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
    sealed = Prose(default="", sealed=True)
    expires_ms = fields.BigIntField(default=0)
    locked_ms = fields.BigIntField(default=0)
    renewals = Json(default=list)  # instants (ms) of renewals in the last hour

    class Meta:
        table = "gateway_token"
