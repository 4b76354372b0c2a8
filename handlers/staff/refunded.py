"""How money that goes back stands, on the card of its payment."""

from __future__ import annotations

from collections.abc import Sequence

from domain.payments.refunding import Given
from domain.payments.states import RefundStatus
from domain.ports import RefundRefusal
from handlers.ui.screens import Block, Button, Lines, Row, Text

_WHY = frozenset({*RefundRefusal, "auth", "config"})
_FAILED = (RefundStatus.REFUSED, RefundStatus.UNDONE)
_BY_PEOPLE = ("by-hand", "after-all")
_ENDED = (RefundStatus.DONE, RefundStatus.REFUSED, RefundStatus.UNDONE)


def blocks(refunds: Sequence[Given]) -> list[Block]:
    """Each refund with where it stands; what nobody knows is asked."""
    if not refunds:
        return []
    doubted = [Text("refund-doubted", amount=each.amount) for each in refunds if each.is_doubtful]
    return [Lines(Text("refund-title"), *(_line(each) for each in refunds)), *doubted]


def _line(given: Given) -> Text:
    told = given.status in _FAILED or given.why.startswith(_BY_PEOPLE)
    return Text(
        "refund-line",
        amount=given.amount,
        state=Text(f"refund-state-{given.status}"),
        at=given.at,
        by=given.by or None,
        reason=given.reason,
        why=_why(given.why) if told else None,
    )


def _why(said: str) -> Text:
    """The gateway's word as staff read it, with its code; or who has said how it went."""
    head, _, rest = said.partition(" ")
    if head in _BY_PEOPLE:
        return Text(f"refund-why-{head}", who=rest or None)
    if head in _WHY:
        why = Text(f"refund-why-{head}")
        return Text("reason-coded", why=why, code=rest[:20]) if rest else why
    return Text("refund-why-other", code=said or None)


def buttons(refunds: Sequence[Given], payment_id: int) -> tuple[Row, ...]:
    """What a person can say of a refund about which the gateway is silent."""
    if not any(each.is_doubtful for each in refunds):
        return ()
    return (
        (
            Button(Text("refund-went"), "payment.went-back", (payment_id,), once=True),
            Button(Text("refund-did-not"), "payment.kept", (payment_id,), once=True),
        ),
    )


def is_going_back(refunds: Sequence[Given]) -> bool:
    """Whether one has come to no end yet."""
    return any(each.status not in _ENDED for each in refunds)
