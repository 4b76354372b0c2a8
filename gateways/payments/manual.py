"""Money sent by hand: the customer names the transaction, and a person looks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from domain import kinds
from domain.errors import Refused
from domain.forms import Field
from domain.ports import (
    Account,
    Health,
    Hint,
    Hook,
    PayRequest,
    PayState,
    Pending,
    Started,
    Verified,
)
from gateways.payments.brands import BRANDS
from gateways.provider import DONE, Provider, Tools

_TAKEN = ("bkash", "nagad", "rocket", "upay", "bank")
_NOBODY = "exempt: there is nobody to ask"


class Manual:
    """A number or bank account of ours; nothing answers there, so everything online is refused."""

    def __init__(self, account: Account, tools: Tools) -> None:
        self._account = account

    async def start(self, request: PayRequest) -> Started:
        """Always `Refused`: the page shows the number instead."""
        raise Refused("manual")

    async def ask(self, attempt: Pending, hint: Hint | None) -> Verified:
        """Never known here: a person decides."""
        return Verified(PayState.UNKNOWN, reason="manual")

    def read_return(self, query: Mapping[str, str], form: Mapping[str, str]) -> Hint:
        """Nobody comes back from anywhere."""
        return Hint()

    async def authentic(self, hook: Hook) -> bool:
        """Nobody sends notifications."""
        return False

    async def read_notification(self, hook: Hook) -> Sequence[Hint]:
        """Nobody sends notifications."""
        return []

    async def check(self) -> Health:
        """Whether there is a number to send money to."""
        number = self._account.text("number")
        return Health(ok=bool(number), key="health-manual" if number else "health-config")


def _usual_pattern(given: Mapping[str, object]) -> str:
    brand = BRANDS.get(str(given.get("method", "")).strip().lower())
    return brand.txn_pattern if brand else ""


PROVIDER = Provider(
    name="manual",
    title="Manual transfer",
    kind="payment",
    fields=(
        Field("method", "bkash", kinds.one_of(*_TAKEN), option=True),
        Field("number", "01711-111111", kinds.like(r".{4,120}"), option=True),
        Field(
            "txn_pattern",
            "[A-Z0-9]{10}",
            kinds.PATTERN,
            option=True,
            required=False,
            default=_usual_pattern,
        ),
    ),
    make=Manual,
    scale=MappingProxyType(
        {
            "check": DONE,
            "return": _NOBODY,
            "notification": _NOBODY,
            "query": _NOBODY,
            "cancel": _NOBODY,
            "refund": "exempt: given back by hand",
            "part-refund": "exempt: given back by hand",
            "fee": _NOBODY,
            "errors": DONE,
            "sandbox": "exempt: nothing is called",
            "fixtures": "exempt: nothing is called",
        }
    ),
)
