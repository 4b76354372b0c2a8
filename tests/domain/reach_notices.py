"""Verbs about what customers are told by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.messaging import telling, templates
from domain.messaging.states import Channel
from domain.messaging.templates import Wording
from domain.outreach import previews
from domain.ports import Ports
from domain.staff.rights import Actor
from tests.domain.reach_lines import Free, Line, Of, Those
from tests.sealing import VAULT
from tests.texts import TEXTS

_OWN = Free("it is that of the actor's own operator")
_missing: Any = None
_PORTS = Ports(
    texts=TEXTS, papers=_missing, lists=_missing, tables=_missing, vault=VAULT,
    message_gateway=_missing, payment_gateway=_missing, pay_choice=_missing, access=_missing,
    spawn=_missing, public_url="https://pay.example",
)  # fmt: skip


async def _read(actor: Actor) -> object:
    words = Wording("welcome", "en", Channel.SMS, "Hello {customer_name}", "", own=True)
    return await previews.of_words(actor, words, _PORTS)


NOTICES: Mapping[str, Line] = {
    "messaging.telling.save": Of(
        lambda actor, its: telling.save(actor, "bill-created", operator_code="north"), guess=False
    ),
    "messaging.templates.save": Of(
        lambda actor, its: templates.save(
            actor, "bill-created", "en", Channel.SMS, "Hello", operator_code="north"
        ),
        guess=False,
    ),
    "messaging.telling.listed": _OWN,
    "messaging.telling.get": _OWN,
    "messaging.telling.switch": _OWN,
    "messaging.telling.send_by": _OWN,
    "messaging.templates.get": _OWN,
    "messaging.templates.drop": _OWN,
    "messaging.templates.write": _OWN,
    "outreach.previews.of_words": Those(_read),
}
