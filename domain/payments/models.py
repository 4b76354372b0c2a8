"""Tables of money coming: links, attempts, payments, and what a person must decide."""

from __future__ import annotations

from typing import ClassVar

from tortoise import fields

from domain.fields import Cut, Day, Instant, Json, Key, Line, Prose
from domain.payments import rules
from domain.payments.states import (
    AttemptStatus,
    Method,
    Mover,
    PaymentStatus,
    RefundStatus,
    VerificationKind,
    VerificationStatus,
)
from domain.tables import Model


class Link(Model):
    """A payment page of one customer, the token itself is never stored, see `vault.link_token`."""

    id = fields.BigIntField(primary_key=True)
    customer_id: int
    customer = Key("Customer")
    operator_id: int
    operator = Key("Operator")
    token_hash = Line(64, unique=True)
    nonce = Line(32)  # hex
    key_id = Line(8)
    staff_id: int | None
    staff = Key("Staff", null=True)
    broadcast_id = fields.BigIntField(null=True, db_index=True)
    made_at = Instant()
    expires_at = Instant()
    opened_at = Instant(null=True)
    closed_at = Instant(null=True)
    closed_why = Line(16, default="")  # settled, revoked, expired
    paid_minor = fields.BigIntField(default=0)

    class Meta:
        table = "link"
        indexes = (("customer_id", "closed_at"),)


class Attempt(Model):
    """One try of a customer to pay through one gateway, `ref` is our reference at the gateway."""

    id = fields.BigIntField(primary_key=True)
    ref = Line(24, unique=True)
    customer_id: int
    customer = Key("Customer")
    operator_id: int
    operator = Key("Operator")
    link_id: int | None
    link = Key("Link", null=True)
    gateway_id: int
    gateway = Key("Gateway")
    amount_minor = fields.BigIntField()
    currency = Line(3)
    moves: ClassVar = {"status": rules.MAY}
    status = fields.CharEnumField(AttemptStatus, max_length=16, default=AttemptStatus.CREATED)
    session = Line(255, default="", db_index=True)
    way = Prose(default="")  # by which the customer pays, see `leading`
    txn_id = Line(80, default="")
    made_at = Instant()
    ends_at = Instant(null=True)
    polls = fields.IntField(default=0)
    poll_at = Instant(null=True)
    asking_until = Instant(null=True)  # whoever asks the gateway now has it until then
    error = Cut(200, default="")
    language = Line(8, default="bn")
    answers_hash = Line(64, default="", db_default="")  # of what the gateway asked the customer

    class Meta:
        table = "attempt"


class AttemptMove(Model):
    """How an attempt came from one state to another."""

    id = fields.BigIntField(primary_key=True)
    attempt_id = fields.BigIntField(db_index=True)
    at = Instant()
    came_from = fields.CharEnumField(AttemptStatus, max_length=16)
    became = fields.CharEnumField(AttemptStatus, max_length=16)
    mover = fields.CharEnumField(Mover, max_length=16)
    staff_id = fields.BigIntField(null=True)
    why = Cut(120, default="")

    class Meta:
        table = "attempt_move"


class Payment(Model):
    """Money that came. A transaction id is there once, see `sights`; a reversal frees it."""

    id = fields.BigIntField(primary_key=True)
    customer_id: int
    customer = Key("Customer")
    operator_id: int
    operator = Key("Operator")
    amount_minor = fields.BigIntField()
    fee_minor = fields.BigIntField(default=0)
    refunded_minor = fields.BigIntField(default=0, db_default=0)  # of the amount, given back
    currency = Line(3)
    method = fields.CharEnumField(Method, max_length=16)
    gateway_id: int | None
    gateway = Key("Gateway", null=True)
    txn_id = Line(80, default="")
    attempt_id: int | None
    attempt = Key("Attempt", null=True)
    link_id = fields.BigIntField(null=True)
    staff_id: int | None
    staff = Key("Staff", null=True)
    note = Line(200, default="")
    paid_on = Day()
    posted_at = Instant()
    moves: ClassVar = {"status": rules.PAYMENT_MAY}
    status = fields.CharEnumField(PaymentStatus, max_length=16, default=PaymentStatus.POSTED)
    reversed_at = Instant(null=True)
    reversed_by_id = fields.BigIntField(null=True)
    reversed_why = Line(200, default="")
    apart_from = fields.BigIntField(null=True)  # the payment of the same id that it is not

    class Meta:
        table = "payment"
        indexes = (("customer_id", "id"), ("posted_at",), ("staff_id", "posted_at"), ("txn_id",))


class Refund(Model):
    """Money of a payment that goes back through the gateway, `ref` is our reference there."""

    id = fields.BigIntField(primary_key=True)
    payment_id: int
    payment = Key("Payment")
    customer_id: int
    customer = Key("Customer")
    operator_id: int
    operator = Key("Operator")
    gateway_id: int
    gateway = Key("Gateway")
    amount_minor = fields.BigIntField()
    currency = Line(3)
    ref = Line(30, unique=True)
    reason = Line(200)
    staff_id: int | None
    staff = Key("Staff", null=True)
    moves: ClassVar = {"status": rules.REFUND_MAY}
    status = fields.CharEnumField(RefundStatus, max_length=16, default=RefundStatus.ASKED)
    refund_id = Line(80, default="")
    why = Cut(120, default="")  # what the gateway says to it
    asked_at = Instant()
    handed_at = Instant(null=True)
    heard_at = Instant(null=True)  # the gateway's last word that it has it
    ended_at = Instant(null=True)
    doubted_at = Instant(null=True)  # since then a person is asked how it went
    polls = fields.IntField(default=0)
    poll_at = Instant(null=True)

    class Meta:
        table = "refund"
        indexes = (("payment_id", "id"),)


class Verification(Model):
    """Money that waits for a person's decision."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(VerificationKind, max_length=16)
    moves: ClassVar = {"status": rules.VERIFICATION_MAY}
    status = fields.CharEnumField(
        VerificationStatus, max_length=16, default=VerificationStatus.SUBMITTED
    )
    customer_id: int | None
    customer = Key("Customer", null=True)
    operator_id: int
    operator = Key("Operator")
    gateway_id: int
    gateway = Key("Gateway")
    attempt_id: int | None
    attempt = Key("Attempt", null=True)
    link_id = fields.BigIntField(null=True)
    txn_id = Line(120)
    spelling = Line(80, default="", db_default="")  # of the transaction, as the gateway writes it
    method = Line(16, default="", db_default="")  # one of `Method`, where the gateway tells it
    sender = Line(20, default="")
    amount_minor = fields.BigIntField()
    currency = Line(3)
    misfit = Json(default=list)  # what does not fit: [key, ours, theirs]
    asked_at = Instant()
    decided_at = Instant(null=True)
    decided_by_id: int | None
    decided_by = Key("Staff", null=True)
    reason = Line(200, default="")

    class Meta:
        table = "verification"
        indexes = (("status", "id"),)
