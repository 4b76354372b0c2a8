"""Refunds of the bKash stand-in: what a transaction allows, and the entry made."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from sandbox.payments import bkash_rules as rules
from sandbox.payments.bkash_state import Receipt, Refund, Refused, new_id

MOST_PARTS = 10


def give(
    receipt: Receipt,
    *,
    amount: str,
    sku: str,
    reason: str,
    now: datetime,
    window: timedelta,
    status: str,
) -> Refund:
    """Send money back, all of it or a part; refused with the code of the rule it breaks."""
    rules.check_refund_words(sku, reason)
    if receipt.status != "Completed":
        raise Refused("2074")
    if now - receipt.at > window:
        raise Refused("2071")
    if not rules.amount_is_valid(amount):
        raise Refused("2072")
    if Decimal(amount) > receipt.refundable:
        raise Refused("2026")
    refund = Refund(new_id(10), amount, sku, reason, now, status)
    receipt.refunds.append(refund)
    return refund
