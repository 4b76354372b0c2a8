"""Answers to what was said to us: word for word, urgent, back the way it came, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from domain import clock, tokens
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.errors import NotFound
from domain.messaging import notices, outbox, queries
from domain.ports import Answer, Option, Spoken
from domain.staff import operators

EVENT = notices.REPLY.key


@dataclass(frozen=True, slots=True)
class Reply:
    """How an answer is to go: by this account, to this address, with these choices."""

    gateway_id: int
    to: str
    language: str
    choices: Sequence[Option] = ()
    opens: str = ""


async def put(spoken: Spoken, answer: Answer) -> bool:
    """Write the answer into the outbox, in the caller's transaction; False where it is there, or
    where today's greeting is."""
    gateway = await gateways.find(spoken.gateway)
    if gateway is None:
        raise NotFound(what="gateway", given=spoken.gateway)
    about = {
        "to": spoken.sender,
        "gateway": gateway.id,
        "language": answer.language,
        "choices": [asdict(one) for one in answer.choices],
        "opens": answer.opens,
    }
    draft = outbox.Draft(
        dedupe=_dedupe(spoken, answer),
        event=EVENT,
        customer_id=answer.customer_id,
        operator_id=await _operator(gateway, answer.customer_id),
        about=about,
    )
    return await outbox.put(
        draft,
        channels=spoken.app,
        body=answer.text,
        thread=f"{spoken.app}:{gateway.id}:{spoken.sender}",
    )


def _dedupe(spoken: Spoken, answer: Answer) -> str:
    if not answer.is_greeting:
        return f"{EVENT}:{spoken.id}"
    return f"{EVENT}:{spoken.app}:{tokens.digest(spoken.sender)[:40]}:{clock.now():%Y-%m-%d}"


async def _operator(gateway: Gateway, customer_id: int | None) -> int:
    """Whose message it is: the customer's operator's, unless the account is none of theirs."""
    if customer_id is not None:
        operator_id = await queries.customers.operator_of(customer_id)
        above = await operators.above([operator_id])
        if gateway.operator_id is None or gateway.operator_id in above[operator_id]:
            return operator_id
    return int(gateway.operator_id or (await operators.root()).id)


def read(about: Mapping[str, Any]) -> Reply | None:
    """The answer that a message is, or None for any other."""
    if "to" not in about:
        return None
    return Reply(
        gateway_id=int(about["gateway"]),
        to=about["to"],
        language=about["language"],
        choices=tuple(Option(**one) for one in about["choices"]),
        opens=about["opens"],
    )
