"""Tables of vouchers: money on paper, of which nothing here tells the PIN."""

from __future__ import annotations

from typing import ClassVar

from tortoise import fields

from domain.fields import Day, Instant, Key, Line
from domain.tables import Model
from domain.vouchers import rules
from domain.vouchers.states import VoucherStatus


class VoucherLot(Model):
    """Vouchers made together: alike, and given together to whoever sells them."""

    id = fields.BigIntField(primary_key=True)
    operator_id: int
    operator = Key("Operator")  # whose customers, and those of all under it, they are good for
    package_id: int | None
    package = Key("Package", null=True)  # None: whatever the customer has
    value_minor = fields.BigIntField()
    currency = Line(3)
    count = fields.IntField()
    expires_on = Day(null=True)  # the last day on which they are good
    distributor_id: int | None
    distributor = Key("Staff", null=True)
    reseller_id: int | None
    reseller = Key("Operator", null=True)  # an operator that sells them, instead of a person
    commission_minor = fields.BigIntField(default=0)  # of each
    percent = Line(6, default="")  # as which the commission was said
    made_by_id: int | None
    made_by = Key("Staff", null=True)
    made_at = Instant()
    printing = fields.IntField(default=0)  # how often PINs were drawn: those of the last are good
    printed_at = Instant(null=True)
    issued_at = Instant(null=True)
    voided_at = Instant(null=True)
    voided_why = Line(200, default="")

    class Meta:
        table = "voucher_lot"


class Voucher(Model):
    """A recharge card, `pin_hash` is a keyed digest, see `Vault.marks`: its PIN is on paper."""

    id = fields.BigIntField(primary_key=True)
    lot_id: int
    lot = Key("VoucherLot")
    number = fields.IntField()  # in its lot, from 1
    serial = Line(24, unique=True)
    pin_hash = Line(64, null=True, unique=True)  # None: not printed yet
    moves: ClassVar = {"status": rules.MAY}
    status = fields.CharEnumField(VoucherStatus, max_length=16, default=VoucherStatus.UNISSUED)
    customer_id: int | None
    customer = Key("Customer", null=True)
    payment_id = fields.BigIntField(null=True, db_index=True)
    staff_id = fields.BigIntField(null=True)  # who redeemed it for the customer, or voided it
    ended_at = Instant(null=True)  # used, expired or voided then
    why = Line(200, default="")  # it alone was voided

    class Meta:
        table = "voucher"
        indexes = (("lot_id", "status"),)


class PinTries(Model):
    """The wrong PINs of a customer, one after the other."""

    id = fields.BigIntField(primary_key=True)
    customer_id = fields.BigIntField(unique=True)
    wrong = fields.IntField()
    last_at = Instant()

    class Meta:
        table = "pin_tries"
