"""What customers are told: one declaration for each notice, from which all else takes it.

Its words stand under its key in `locales/*/templates.toml`; what staff call it, in
`locales/*/messages.ftl`. Messages keep the key in the column `event`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.customers.models import HELD, CustomerStatus
from domain.messaging import variables
from domain.messaging.rules import USUAL_CHANNELS
from domain.messaging.states import Channel
from domain.messaging.variables import About

STEP = ":"
URGENT, USUAL, BULK = 1, 5, 9  # what is urgent goes first, and in the quiet hours too
ANYWHERE = frozenset(CustomerStatus)
STAYING = ANYWHERE - {CustomerStatus.LEFT}


class BillIs(StrEnum):
    """How the bill stands that a message is about."""

    ANY = "any"
    VALID = "not void"
    OPEN = "open"


class Paper(StrEnum):
    """What goes along as a PDF where the channel carries one."""

    RECEIPT = "receipt"
    ASKED = "asked for"  # which one, the message says
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be so when a message's turn comes, else it is dropped: where the customer stands,
    whom a broadcast brings it `for_many` as well; with `ends` only as long as service ends then."""

    stands: frozenset[CustomerStatus] = ANYWHERE
    for_many: frozenset[CustomerStatus] = ANYWHERE
    owing: bool = False
    low: bool = False  # the prepaid balance runs out when the message says
    bill: BillIs = BillIs.ANY
    ends: bool = False


ALWAYS = Wanted()


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that customers are told, and all that holds for it wherever it comes from."""

    key: str
    about: tuple[About, ...] = ()
    wanted: Wanted = ALWAYS
    must_name: tuple[str, ...] = ()  # variables without which its words are none
    paper: Paper | None = None
    priority: int = USUAL
    channels: tuple[Channel, ...] = USUAL_CHANNELS  # in their order, where nobody has set another
    is_optional: bool = True  # an operator may switch it off
    is_worded: bool = True  # the words are kept for it; else each message brings its own

    @property
    def variables(self) -> frozenset[str]:
        """What its words may name."""
        return variables.of(self.about)

    @property
    def template(self) -> str:
        """What a provider's template for it is called where nobody chose a name."""
        return self.key.replace("-", "_")


_WHILE_DUE = Wanted(stands=STAYING, owing=True, bill=BillIs.OPEN)
_DUNNING = (About.BILL, About.LINK, About.DAYS)
_WHILE_ENDING = Wanted(stands=STAYING, ends=True)
_ENDING = (About.DAYS, About.ENDS)

PAYMENT_RECEIVED = Notice(
    "payment-received", about=(About.PAYMENT,), paper=Paper.RECEIPT, priority=URGENT
)
PAYMENT_REVERSED = Notice("payment-reversed", about=(About.PAYMENT, About.PART), priority=URGENT)
PAYMENT_REFUNDED = Notice("payment-refunded", about=(About.PAYMENT, About.PART), priority=URGENT)
PAYMENT_REJECTED = Notice("payment-rejected", about=(About.TXN, About.REASON), priority=URGENT)
BILL_CREATED = Notice(
    "bill-created",
    about=(About.BILL,),
    wanted=Wanted(bill=BillIs.VALID),
    paper=Paper.INVOICE,
)
PAYMENT_LINK = Notice(
    "payment-link",
    about=(About.LINK,),
    wanted=Wanted(for_many=STAYING, owing=True),
    must_name=("payment_link",),
    priority=URGENT,
)
RECHARGE_LINK = Notice(
    "recharge-link",
    about=(About.LINK, About.UNTIL),
    must_name=("payment_link",),
    priority=URGENT,
)
PAPER = Notice(
    "paper",
    about=(About.PAPER, About.LINK),
    paper=Paper.ASKED,
    must_name=("paper",),
    priority=URGENT,
    is_optional=False,
)
DUE_REMINDER = Notice("due-reminder", about=_DUNNING, wanted=_WHILE_DUE)
DUE_TODAY = Notice("due-today", about=_DUNNING, wanted=_WHILE_DUE)
SUSPENSION_WARNING = Notice("suspension-warning", about=_DUNNING, wanted=_WHILE_DUE)
EXPIRATION_WARNING = Notice("expiration-warning", about=_ENDING, wanted=_WHILE_ENDING)
VALIDITY_OVER = Notice(
    "validity-over",
    about=(About.ENDS,),
    wanted=Wanted(stands=frozenset({CustomerStatus.ACTIVE}), ends=True),
)
EXPIRED = Notice("service-expired", about=_ENDING, wanted=_WHILE_ENDING)
SUSPENDED = Notice(
    "customer-suspended",
    about=(About.LINK,),
    wanted=Wanted(stands=frozenset(HELD), owing=True),
)
BALANCE_LOW = Notice(
    "balance-low",
    about=(About.LINK, About.UNTIL),
    wanted=Wanted(stands=frozenset({CustomerStatus.ACTIVE}), low=True),
)
BALANCE_OUT = Notice(
    "balance-out",
    about=(About.LINK, About.UNTIL),
    wanted=Wanted(stands=frozenset({CustomerStatus.EXPIRED})),
)
SUSPENDED_BY_HAND = Notice("customer-suspended-by-hand", wanted=Wanted(stands=frozenset(HELD)))
ACTIVATED = Notice("customer-activated", wanted=Wanted(stands=frozenset({CustomerStatus.ACTIVE})))
WELCOME = Notice("welcome", wanted=Wanted(stands=STAYING))
FIRST_ONLINE = Notice("first-online", wanted=Wanted(stands=frozenset({CustomerStatus.ACTIVE})))
PACKAGE_CHANGED = Notice("package-changed", wanted=Wanted(stands=STAYING))
PACKAGE_BOUGHT = Notice(
    "package-bought",
    about=(About.PURCHASE,),
    wanted=Wanted(stands=STAYING),
    priority=URGENT,
)
PACKAGE_ENDED = Notice(
    "package-ended",
    about=(About.LINK,),
    wanted=Wanted(stands=frozenset({CustomerStatus.EXPIRED})),
)
OPTED_OUT = Notice("opted-out", priority=URGENT)
OPTED_IN = Notice("opted-in", priority=URGENT)
BROADCAST = Notice("broadcast", priority=BULK, is_optional=False, is_worded=False)
REPLY = Notice("reply", priority=URGENT, is_optional=False, is_worded=False)

NOTICES: Mapping[str, Notice] = {
    one.key: one for one in tuple(globals().values()) if isinstance(one, Notice)
}
WORDED = tuple(one.key for one in NOTICES.values() if one.is_worded)


def of(key: str) -> Notice:
    """The notice of that key, or of a step of it; one that asks for nothing where it is not
    declared any more."""
    plain = key.partition(STEP)[0]
    return NOTICES.get(plain) or Notice(plain)


def at_step(key: str, days: int) -> str:
    """Under which a notice has words of its own for a step of so many days: `due-reminder:-5`."""
    return f"{key}{STEP}{days}"
