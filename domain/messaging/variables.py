"""What words to customers may name: `{amount_due}` and the like, of which kind, and of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class About(StrEnum):
    """What a message may keep of its cause, in the column `about`."""

    BILL = "bill"
    PAYMENT = "payment"
    PART = "part"  # of the payment, in minor units
    LINK = "link"
    TXN = "txn"  # the id of money that became no payment
    REASON = "reason"
    UNTIL = "until"  # when a prepaid balance runs out, in milliseconds
    DAYS = "days"  # from the date that set it off
    ENDS = "ends"  # the last day of service, as it was then
    PAPER = "paper"  # that somebody asked for
    PURCHASE = "purchase"


class Kind(StrEnum):
    """What a value is, so that it is written out as the customer's language has it."""

    TEXT = "text"
    MONEY = "money"
    DAY = "day"
    MOMENT = "day and time"
    NUMBER = "number"
    SPAN = "days of service"
    ADDRESS = "address"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Variable:
    """One value; with `of`, messages have it that are about one of these, else all have it."""

    kind: Kind
    of: frozenset[About] = frozenset()


VARIABLES: Mapping[str, Variable] = {
    "customer_name": Variable(Kind.TEXT),
    "customer_id": Variable(Kind.TEXT),
    "package": Variable(Kind.TEXT),
    "amount": Variable(Kind.MONEY),  # of the payment or its part, the bill, or all that is due
    "amount_due": Variable(Kind.MONEY),
    "balance": Variable(Kind.MONEY),
    "due_date": Variable(Kind.DAY),
    "expiry_date": Variable(Kind.DAY),
    "paid_until": Variable(Kind.MOMENT, frozenset({About.UNTIL})),
    "days_left": Variable(Kind.NUMBER),
    "payment_link": Variable(Kind.ADDRESS, frozenset({About.LINK})),
    "bill_no": Variable(Kind.TEXT, frozenset({About.BILL})),
    "txn_id": Variable(Kind.TEXT, frozenset({About.PAYMENT, About.TXN})),
    "operator_name": Variable(Kind.TEXT),
    "isp_name": Variable(Kind.TEXT),
    "support_phone": Variable(Kind.PHONE),
    "period": Variable(Kind.SPAN, frozenset({About.BILL})),
    "paper": Variable(Kind.TEXT, frozenset({About.PAPER})),
    "reason": Variable(Kind.TEXT, frozenset({About.REASON})),
    "login": Variable(Kind.TEXT, frozenset({About.PURCHASE})),
    "password": Variable(Kind.TEXT, frozenset({About.PURCHASE})),
    "valid_until": Variable(Kind.TEXT, frozenset({About.PURCHASE})),  # day and time, or how long
}


def of(about: Iterable[About]) -> frozenset[str]:
    """The variables that have a value in messages about these."""
    named = set(about)
    return frozenset(
        name for name, one in VARIABLES.items() if not one.of or not named.isdisjoint(one.of)
    )
