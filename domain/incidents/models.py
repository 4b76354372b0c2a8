"""Table of what goes wrong, from its start to its all-clear."""

from __future__ import annotations

from tortoise import fields

from domain.fields import Instant, Json, Key, Line
from domain.tables import Model


class Incident(Model):
    """Something that NOC must know: one row from its start to its all-clear."""

    id = fields.BigIntField(primary_key=True)
    kind = Line(32)  # router-down, gateway-troubled, ...
    subject = Line(64)
    operator_id: int | None
    operator = Key("Operator", null=True)
    opened_at = Instant()
    closed_at = Instant(null=True)
    acked_by_id: int | None
    acked_by = Key("Staff", null=True)
    muted_until = Instant(null=True)
    flaps = fields.IntField(default=0)
    data = Json(default=dict)

    class Meta:
        table = "incident"
        indexes = (("kind", "subject"),)
