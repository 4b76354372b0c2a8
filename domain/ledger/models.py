"""The books: entry pairs that are only ever added."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields

from domain.fields import Instant, Key, Line
from domain.tables import Model


class Account(StrEnum):
    """Accounts; the owner's id goes beside them in the entry."""

    RECEIVABLE = "receivable"  # of a customer: what they owe
    ADVANCE = "advance"  # of a customer: what we owe them
    CASH = "cash"  # in the hands of a staff member
    CLEARING = "clearing"  # at a gateway, until it pays out
    BANK = "bank"  # of an operator: other offline money
    REVENUE = "revenue"  # of an operator
    DEFERRED = "deferred"  # of a customer: what they paid for days that are not served yet
    VAT = "vat"  # of an operator: payable
    FEES = "fees"  # of a gateway
    OPENING = "opening"  # of an operator: balances brought in
    WALLET = "wallet"  # of an operator
    CREDITS = "credits"  # of an operator: message credits
    VOUCHERS = "vouchers"  # of a lot of vouchers: what the redeemed ones brought, until paid over
    COMMISSION = "commission"  # of an operator: what distributors keep


class Entry(Model):
    """One movement: `amount_minor` from the credited account to the debited one.

    A pair in one row can't be half written. Rows are never changed or deleted (triggers refuse
    it), a mistake is mended by a later entry with debit and credit exchanged.
    """

    id = fields.BigIntField(primary_key=True)
    at = Instant()
    operator_id: int
    operator = Key("Operator")
    debit = fields.CharEnumField(Account, max_length=16)
    debit_of = fields.BigIntField()
    credit = fields.CharEnumField(Account, max_length=16)
    credit_of = fields.BigIntField()
    amount_minor = fields.BigIntField()
    currency = Line(3)
    cause = Line(24)  # bill, void, payment, allocation, fee, ...
    cause_id = fields.BigIntField()
    reverses_id = fields.BigIntField(null=True, unique=True)
    staff_id: int | None
    staff = Key("Staff", null=True)
    reason = Line(200, default="")

    class Meta:
        table = "entry"
        indexes = (("cause", "cause_id"), ("debit", "debit_of"), ("credit", "credit_of"))
