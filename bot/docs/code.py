"""Generated parts for whoever reads the code: events, jobs, states, what adapters answer for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.docs.markdown import code, table
from domain import reactions
from domain.billing import rules as billing
from domain.bulk import rules as bulk
from domain.customers import standing
from domain.messaging import rules as messaging
from domain.outreach import rules as outreach
from domain.payments import rules as payments
from domain.vouchers import rules as vouchers
from gateways import registry
from gateways.provider import ACCESS_SCALE, DONE, MESSAGE_SCALE, PAYMENT_SCALE
from scheduler.jobs import JOBS

_MACHINES: Mapping[str, Mapping[Any, Iterable[Any]]] = {
    "A customer": standing.MAY,
    "An attempt to pay": payments.MAY,
    "A verification": payments.VERIFICATION_MAY,
    "A payment": payments.PAYMENT_MAY,
    "A refund": payments.REFUND_MAY,
    "A voucher": vouchers.MAY,
    "A bill": billing.MAY,
    "A message": messaging.MAY,
    "Something heard": messaging.HEARD_MAY,
    "A broadcast": outreach.MAY,
    "A bulk": bulk.MAY,
    "A line of a bulk": bulk.LINE_MAY,
}


def _first_line(thing: object) -> str:
    return (thing.__doc__ or "").strip().split("\n")[0]


def events() -> str:
    """The map of reactions, in its order."""
    rows = []
    for event, listed in reactions.MAP.items():
        follows = [f"{place}. {_said(one)}" for place, one in enumerate(listed, 1)]
        rows.append((code(event.__name__), _first_line(event), "<br>".join(follows)))
    return table(("Event", "It means", "What follows, in order"), rows)


def _said(reaction: object) -> str:
    return str(getattr(reaction, "__name__", reaction)).strip("_").replace("_", " ")


def jobs() -> str:
    """What time does."""
    rows = [(job.name, f"{job.every_seconds:g} s") for job in JOBS]
    return table(("Job", "Looks every"), rows)


def states() -> str:
    """The moves that each state machine allows."""
    return "\n\n".join(f"**{title}**\n\n{_moves(may)}" for title, may in _MACHINES.items())


def _moves(may: Mapping[Any, Iterable[Any]]) -> str:
    order = list(may)
    rows = [
        (code(state.value), ", ".join(code(to.value) for to in sorted(targets, key=order.index)))
        for state, targets in may.items()
    ]
    return table(("State", "May become"), rows)


def scale() -> str:
    """What each adapter answers for, and why where it does not."""
    found = []
    for kind in registry.KINDS:
        asked = PAYMENT_SCALE if kind == "payment" else MESSAGE_SCALE
        rows = []
        for name in registry.names(kind):
            answers = registry.find(kind, name).scale
            rows.append((code(name), *(_answer(answers.get(word, "")) for word in asked)))
        found.append(f"**{kind}**\n\n{table(('Provider', *asked), rows)}")
    rows = []
    for name in registry.BACKENDS:
        answers = registry.backend(name).scale
        rows.append((code(name), *(_answer(answers.get(word, "")) for word in ACCESS_SCALE)))
    found.append(f"**access**\n\n{table(('Backend', *ACCESS_SCALE), rows)}")
    return "\n\n".join(found)


def _answer(text: str) -> str:
    return "•" if text == DONE else text.removeprefix("exempt:").strip()
