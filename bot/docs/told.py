"""Generated parts about what customers are told: notices, and what their words may name."""

from __future__ import annotations

from collections.abc import Iterator

from bot.docs.markdown import code, table
from domain.customers.models import CustomerStatus
from domain.messaging.notices import ANYWHERE, NOTICES, STAYING, URGENT, BillIs, Notice, Wanted
from domain.messaging.variables import VARIABLES
from locales.catalog import LAST_RESORT, Catalog


def notices() -> str:
    """Every notice that has words of its own, with what holds for it."""
    texts = Catalog()
    return table(
        ("Event", "It tells", "Sent as long as", "In quiet hours", "PDF", "May be switched off"),
        [
            (
                code(one.key),
                texts.t(LAST_RESORT, f"message-event-{one.key}"),
                ", ".join(_as_long_as(one.wanted)),
                "•" if one.priority <= URGENT else "",
                one.paper or "",
                "•" if one.is_optional else "",
            )
            for one in NOTICES.values()
            if one.is_worded
        ],
    )


def _as_long_as(wanted: Wanted) -> Iterator[str]:
    if wanted.stands == STAYING:
        yield "the customer has not left"
    elif wanted.stands != ANYWHERE:
        stands = (status.value for status in CustomerStatus if status in wanted.stands)
        yield f"the customer is {' or '.join(stands)}"
    if wanted.owing:
        yield "something is due"
    if wanted.bill is not BillIs.ANY:
        yield f"the bill is {wanted.bill}"


def variables() -> str:
    """What words may name, and of which notices it is known."""
    return table(
        ("Variable", "Is a", "Known of"),
        [(code(name), one.kind.value, _known_of(name)) for name, one in VARIABLES.items()],
    )


def _known_of(name: str) -> str:
    told = [one for one in NOTICES.values() if one.is_worded]
    has: list[Notice] = [one for one in told if name in one.variables]
    return "all" if len(has) == len(told) else ", ".join(code(one.key) for one in has)
