"""Tables of how customers are billed, of what they owe, and of what settles it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from tortoise import fields

from domain.billing import rules
from domain.billing.states import (
    BillStatus,
    ChangeStatus,
    CreditSource,
    FeeEvery,
    FeeOn,
    LateFee,
    LineKind,
    PrepaidBill,
    PrepaidDay,
    Restores,
    RunStatus,
)
from domain.fields import Day, Instant, Json, Key, Line
from domain.tables import Model


class VatMode(StrEnum):
    """Whether the price holds the VAT already."""

    EXCLUSIVE = "exclusive"
    INCLUSIVE = "inclusive"


def usual_reminder_days() -> list[int]:
    """Five days before the due date, on it, and one day after."""
    return [-5, 0, 1]


def usual_expiry_days() -> list[int]:
    """Three days before the end of validity, and the day before it."""
    return [-3, -1]


class BillingProfile(Model):
    """The rules by which a customer is billed, reminded, suspended."""

    id = fields.BigIntField(primary_key=True)
    code = Line(32, unique=True)
    name = Line(80)
    operator_id: int | None
    operator = Key("Operator", null=True)
    cycle = Line(16, default="calendar")
    bill_day = fields.IntField(default=1)
    bill_hour = fields.IntField(default=0)
    due_days = fields.IntField(default=9)
    grace_days = fields.IntField(default=3)
    auto_suspend = fields.BooleanField(default=True)
    suspend_hour = fields.IntField(default=9)
    suspend_over_minor = fields.BigIntField(null=True)  # suspend when more than this is due
    bill_suspended = fields.BooleanField(default=False)
    proration = fields.BooleanField(default=False)  # joined in mid-month: the bill run prorates
    vat_rate_bp = fields.IntField(default=0)  # hundredths of a percent: 500 is 5 %
    vat_mode = fields.CharEnumField(VatMode, max_length=16, default=VatMode.EXCLUSIVE)
    restores = Line(16, default=Restores.LEFT, db_default=Restores.LEFT)
    least_part_minor = fields.BigIntField(default=0)  # that may be left, or has to be paid
    part_payment = fields.BooleanField(default=True)
    spared_weekdays = Json(null=True)  # on which nobody is suspended: `fri`
    spared_days = Json(null=True)  # ISO dates
    late_fee = Line(16, default=LateFee.NONE, db_default=LateFee.NONE)
    late_fee_amount_minor = fields.BigIntField(default=0, db_default=0)
    late_fee_percent_bp = fields.IntField(default=0, db_default=0)  # hundredths of a percent
    late_fee_every = Line(16, default=FeeEvery.ONCE, db_default=FeeEvery.ONCE)
    late_fee_on = Line(16, default=FeeOn.NEXT, db_default=FeeOn.NEXT)
    late_fee_vat = fields.BooleanField(default=False, db_default=False)
    prepaid_day = Line(16, default=PrepaidDay.HOURS, db_default=PrepaidDay.HOURS)
    prepaid_bill = Line(16, default=PrepaidBill.DAY, db_default=PrepaidBill.DAY)
    reminder_days = Json(default=usual_reminder_days)  # steps from the due date, see `steps`
    expiry_days = Json(null=True, default=usual_expiry_days)  # steps from the end of validity
    reminder_hour = fields.IntField(default=10)
    quiet_from_hour = fields.IntField(default=22)
    quiet_to_hour = fields.IntField(default=8)

    class Meta:
        table = "billing_profile"


class Bill(Model):
    """What a customer owes for a period (or for one thing: `period` empty)."""

    id = fields.BigIntField(primary_key=True)
    operator_id: int
    operator = Key("Operator")
    customer_id: int
    customer = Key("Customer")
    number = Line(64)  # CODE-2026-000123, no gaps per operator and year
    year = fields.IntField()
    serial = fields.BigIntField()
    period = Line(10, default="")  # 2026-11
    starts_on = Day()
    ends_on = Day()
    issued_on = Day()
    due_on = Day()
    currency = Line(3)
    net_minor = fields.BigIntField()
    vat_minor = fields.BigIntField(default=0)
    total_minor = fields.BigIntField()
    paid_minor = fields.BigIntField(default=0)
    fee_minor = fields.BigIntField(default=0, db_default=0)  # late fees in the total, paid last
    moves: ClassVar = {"status": rules.MAY}
    status = fields.CharEnumField(BillStatus, max_length=16, default=BillStatus.UNPAID)
    run_id = fields.BigIntField(null=True, db_index=True)
    made_at = Instant()
    settled_at = Instant(null=True)
    warned_at = Instant(null=True)  # a reminder of it; nobody is suspended within a day of that
    charged_at = Instant(null=True)  # a late fee was made of it
    borne_at = Instant(null=True)  # a part payment brought service back though this is open

    class Meta:
        table = "bill"
        unique_together = (("operator_id", "year", "serial"),)
        indexes = (("customer_id", "id"), ("number",))


class ValidityWarning(Model):
    """When a customer was warned of the end of their validity, and of which."""

    id = fields.BigIntField(primary_key=True)
    customer_id = fields.BigIntField(unique=True)
    ends_on = Day()
    warned_at = Instant()

    class Meta:
        table = "validity_warning"


class BillLine(Model):
    """One line of a bill, the lines add up to its total."""

    id = fields.BigIntField(primary_key=True)
    bill_id: int
    bill = Key("Bill")
    kind = fields.CharEnumField(LineKind, max_length=16)
    label = Line(120)
    amount_minor = fields.BigIntField()

    class Meta:
        table = "bill_line"
        indexes = (("bill_id",),)


class Charge(Model):
    """An adjustment that the customer's next bill takes up as a line of its own."""

    id = fields.BigIntField(primary_key=True)
    customer_id: int
    customer = Key("Customer")
    kind = fields.CharEnumField(LineKind, max_length=16, default=LineKind.CHARGE)
    label = Line(120)
    amount_minor = fields.BigIntField()
    bill_id: int | None
    bill = Key("Bill", null=True)
    made_at = Instant()
    staff_id: int | None
    staff = Key("Staff", null=True)
    cycle = Line(10, null=True)  # of a late fee; a customer has one for it
    has_vat = fields.BooleanField(default=True, db_default=True)

    class Meta:
        table = "charge"


class BillCounter(Model):
    """The last serial given, per operator and year."""

    id = fields.BigIntField(primary_key=True)
    operator_id: int
    operator = Key("Operator")
    year = fields.IntField()
    given = fields.BigIntField(default=0)

    class Meta:
        table = "bill_counter"
        unique_together = (("operator_id", "year"),)


class BillRun(Model):
    """A bill run over a period, resumable at `cursor` (the last customer looked at)."""

    id = fields.BigIntField(primary_key=True)
    period = Line(10)
    operator_id: int | None
    operator = Key("Operator", null=True)  # None: all
    profiles = Json(default=list)  # ids of billing profiles, empty: of every one
    zone_ids = Json(null=True)  # None: wherever customers are
    since_on = Day(null=True)  # of spans that begin day by day: those that begin then
    upto_on = Day(null=True)
    moves: ClassVar = {"status": rules.RUN_MAY}
    status = fields.CharEnumField(RunStatus, max_length=16, default=RunStatus.RUNNING)
    cursor = fields.BigIntField(default=0)
    last_customer = fields.BigIntField(default=0)
    made = fields.IntField(default=0)
    billed_minor = fields.BigIntField(default=0)
    skipped = Json(default=dict)  # reason -> count
    started_at = Instant()
    finished_at = Instant(null=True)
    staff_id: int | None
    staff = Key("Staff", null=True)

    class Meta:
        table = "bill_run"


class Credit(Model):
    """Money of a customer that settles bills, `left_minor` is their advance."""

    id = fields.BigIntField(primary_key=True)
    customer_id: int
    customer = Key("Customer")
    operator_id: int
    operator = Key("Operator")
    source = fields.CharEnumField(CreditSource, max_length=16)
    source_id = fields.BigIntField()
    amount_minor = fields.BigIntField()
    left_minor = fields.BigIntField()
    currency = Line(3)
    made_at = Instant()
    withdrawn_at = Instant(null=True)

    class Meta:
        table = "credit"
        unique_together = (("source", "source_id"),)


class Allocation(Model):
    """A part of a credit that settled a part of a bill, released but never deleted."""

    id = fields.BigIntField(primary_key=True)
    credit_id: int
    credit = Key("Credit")
    bill_id: int
    bill = Key("Bill")
    amount_minor = fields.BigIntField()
    at = Instant()
    released_at = Instant(null=True)

    class Meta:
        table = "allocation"
        indexes = (("bill_id",), ("credit_id",))


class CreditNote(Model):
    """What is taken off a bill, which settles what is open as money does."""

    id = fields.BigIntField(primary_key=True)
    operator_id: int
    operator = Key("Operator")
    customer_id: int
    customer = Key("Customer")
    bill_id: int
    bill = Key("Bill")
    number = Line(64)  # CODE-CN-2026-000123, no gaps per operator and year
    year = fields.IntField()
    serial = fields.BigIntField()
    issued_on = Day()
    currency = Line(3)
    net_minor = fields.BigIntField()
    vat_minor = fields.BigIntField()
    total_minor = fields.BigIntField()
    reason = Line(200, default="")
    change_id: int | None
    change = Key("PackageChange", null=True)  # whose difference it is
    made_at = Instant()
    staff_id: int | None
    staff = Key("Staff", null=True)
    withdrawn_at = Instant(null=True)

    class Meta:
        table = "credit_note"
        unique_together = (("operator_id", "year", "serial"),)
        indexes = (("customer_id", "id"), ("bill_id",))


class CreditNoteCounter(Model):
    """The last serial given to a credit note, per operator and year."""

    id = fields.BigIntField(primary_key=True)
    operator_id: int
    operator = Key("Operator")
    year = fields.IntField()
    given = fields.BigIntField(default=0)

    class Meta:
        table = "credit_note_counter"
        unique_together = (("operator_id", "year"),)


class PackageChange(Model):
    """A customer's change of package, and by which price of their own it ended."""

    id = fields.BigIntField(primary_key=True)
    customer_id: int
    customer = Key("Customer")
    operator_id: int
    operator = Key("Operator")
    old_id: int
    old = Key("Package")
    new_id: int
    new = Key("Package")
    from_on = Day()
    own_price_minor = fields.BigIntField(null=True)  # that ended with the old package
    moves: ClassVar = {"status": rules.CHANGE_MAY}
    status = fields.CharEnumField(ChangeStatus, max_length=16)
    made_at = Instant()
    staff_id: int | None
    staff = Key("Staff", null=True)

    class Meta:
        table = "package_change"
        indexes = (("customer_id", "id"),)


class PackageChangePart(Model):
    """What a change came to for the days left of a billed span: what came back, what was charged.

    The VAT is within the amounts where prices held it, on top where not.
    """

    id = fields.BigIntField(primary_key=True)
    change_id: int
    change = Key("PackageChange")
    span_bill_id: int
    span_bill = Key("Bill")
    starts_on = Day()  # the first of the days left
    ends_on = Day()
    back_minor = fields.BigIntField()
    back_vat_minor = fields.BigIntField()
    back_within = fields.BooleanField()
    charge_minor = fields.BigIntField()
    charge_vat_minor = fields.BigIntField()
    charge_within = fields.BooleanField()
    bill_id: int | None
    bill = Key("Bill", null=True)
    note_id: int | None
    note = Key("CreditNote", null=True)

    class Meta:
        table = "package_change_part"
        indexes = (("change_id",), ("span_bill_id", "id"), ("bill_id",))


class Prepaid(Model):
    """Up to when the service of a customer who is charged by the day is charged.

    What recharges with a bill of their own brought, and is not served yet, is `unserved_minor` with
    its VAT, and `unserved_net_minor` in the books.
    """

    id = fields.BigIntField(primary_key=True)
    customer_id = fields.BigIntField(unique=True)
    charged_until = Instant()
    look_at = Instant(null=True)  # when it is to be charged or stopped; None: it does not run
    warned_at = Instant(null=True)  # when the customer was told that the balance runs out
    warned_of = Instant(null=True)  # at that instant
    unserved_minor = fields.BigIntField(default=0)
    unserved_net_minor = fields.BigIntField(default=0)

    class Meta:
        table = "prepaid"
        indexes = (("look_at", "customer_id"),)


class ServedDay(Model):
    """A day of prepaid service that a customer was charged for, once.

    It has a bill of its own unless it was taken out of a recharge that was billed.
    """

    id = fields.BigIntField(primary_key=True)
    customer_id: int
    customer = Key("Customer")
    operator_id: int
    operator = Key("Operator")
    served_on = Day()  # the business date on which it begins
    starts_at = Instant()
    ends_at = Instant()
    is_billed = fields.BooleanField()
    total_minor = fields.BigIntField()
    net_minor = fields.BigIntField()
    currency = Line(3)
    made_at = Instant()

    class Meta:
        table = "served_day"
        unique_together = (("customer_id", "served_on"),)
