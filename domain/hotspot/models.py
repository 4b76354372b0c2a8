"""Table of what was bought for a time: who, which package, by which bill, from when to when."""

from __future__ import annotations

from typing import ClassVar

from tortoise import fields

from domain.customers.models import ValidFrom
from domain.fields import Instant, Key
from domain.hotspot.states import MAY, EndedBy, PurchaseStatus
from domain.tables import Model
from domain.validity import Validity, ValidityUnit


class Purchase(Model):
    """A package bought for its validity, with the terms that it had then."""

    id = fields.BigIntField(primary_key=True)
    customer_id: int
    customer = Key("Customer")
    operator_id: int
    operator = Key("Operator")
    package_id: int
    package = Key("Package")
    bill_id: int
    bill = Key("Bill", unique=True)
    validity = fields.IntField()
    validity_unit = fields.CharEnumField(ValidityUnit, max_length=8)
    valid_from = fields.CharEnumField(ValidFrom, max_length=8)
    cap_mb = fields.BigIntField(null=True)
    moves: ClassVar = {"status": MAY}
    status = fields.CharEnumField(PurchaseStatus, max_length=16, default=PurchaseStatus.ORDERED)
    ordered_at = Instant()
    paid_at = Instant(null=True)
    starts_at = Instant(null=True)  # the clock runs since
    ends_at = Instant(null=True)  # what was bought is over then
    ended_at = Instant(null=True)  # what was left is over since
    ended_by = fields.CharEnumField(EndedBy, max_length=8, null=True)
    staff_id: int | None
    staff = Key("Staff", null=True)

    @property
    def lasts(self) -> Validity:
        """How long it is good from its start."""
        return Validity(self.validity, self.validity_unit)

    class Meta:
        table = "purchase"
        indexes = (("customer_id", "id"), ("status", "ends_at"))
