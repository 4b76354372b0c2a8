"""Tables of what is done to many at once, seen and confirmed as a whole."""

from __future__ import annotations

from typing import ClassVar

from tortoise import fields

from domain.bulk import rules
from domain.bulk.states import BulkKind, BulkStatus, LineStatus
from domain.fields import Cut, Day, Instant, Json, Key, Line
from domain.tables import Model


class Bulk(Model):
    """One act on many, resumable at `cursor` (the number of the last line that was taken up)."""

    id = fields.BigIntField(primary_key=True)
    operator_id: int
    operator = Key("Operator")
    author_id: int
    author = Key("Staff")
    kind = fields.CharEnumField(BulkKind, max_length=16)
    moves: ClassVar = {"status": rules.MAY}
    status = fields.CharEnumField(BulkStatus, max_length=16, default=BulkStatus.READING)
    source = Cut(80, default="")  # the name of the file
    of_bills = fields.BooleanField(default=False)  # chosen from a list of them
    reason = Line(200, default="")  # for which bills are taken back
    lines = fields.IntField(default=0)
    cursor = fields.IntField(default=0)
    made_at = Instant()
    asked_at = Instant(null=True)
    decided_by_id: int | None
    decided_by = Key("Staff", null=True)
    decided_at = Instant(null=True)
    decided_why = Line(200, default="")
    started_at = Instant(null=True)
    ended_at = Instant(null=True)
    undone_by_id: int | None
    undone_by = Key("Staff", null=True)
    undone_at = Instant(null=True)

    class Meta:
        table = "bulk"
        indexes = (("status",), ("author_id", "id"))


class BulkLine(Model):
    """One of them: what was typed, what it means, and what became of it."""

    id = fields.BigIntField(primary_key=True)
    bulk_id: int
    bulk = Key("Bulk")
    number = fields.IntField()  # of the line in the file
    said = Cut(300, default="")
    parts = Json(default=dict)  # customer, amount, method, txn, transaction, date: as typed
    customer_id: int | None
    customer = Key("Customer", null=True)
    bill_ids = Json(default=list)
    amount_minor = fields.BigIntField(null=True)
    currency = Line(3, default="")
    method = Line(16, default="")
    txn_id = Line(80, default="")
    paid_on = Day(null=True)
    meant = Line(40, default="")  # what speaks against it and is meant all the same
    moves: ClassVar = {"status": rules.LINE_MAY}
    status = fields.CharEnumField(LineStatus, max_length=16, default=LineStatus.UNREAD)
    why = Line(60, default="")  # the key of what speaks against it
    told = Json(default=dict)  # the values of that
    payment_id = fields.BigIntField(null=True)

    class Meta:
        table = "bulk_line"
        indexes = (("bulk_id", "number"), ("bulk_id", "customer_id"), ("bulk_id", "txn_id"))
