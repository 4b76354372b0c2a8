"""By which channel and gateway a message goes now, and in which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain import clock, db
from domain.fields import to_ms
from domain.messaging import approved, rules, telling, templates
from domain.messaging.models import Delivery
from domain.messaging.outbox import Claimed
from domain.messaging.states import Channel
from domain.ports import ApprovedTemplate, Document, Ports, Trouble
from domain.staff import gateways
from domain.staff.models import Gateway

if TYPE_CHECKING:
    from domain.messaging.dispatcher import Facts

WINDOW_MS = (23 * 60 + 55) * 60_000
UNREACHABLE_MS = 30 * 86_400_000
_KINDS = {Channel.WHATSAPP: "whatsapp", Channel.SMS: "sms", Channel.EMAIL: "email"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One try to make."""

    channel: Channel
    gateway: Gateway
    to: str
    language: str
    text: str = field(repr=False)
    kept_text: str = field(repr=False)
    subject: str = ""
    segments: int = 1
    price_minor: int = 0
    template: ApprovedTemplate | None = None
    document: Callable[[], Awaitable[Document]] | None = None


@dataclass(slots=True)
class _Known:
    """What one batch needs to know, read once."""

    tried: dict[int, set[Channel]]
    offered: dict[tuple[str, int | None], list[Gateway]]
    orders: dict[tuple[int, str], str]
    reach: dict[tuple[str, str], Mapping[str, int | None]]
    words: templates.Words
    now_ms: int


async def choose(
    messages: Sequence[Claimed], facts: Mapping[int, Facts], ports: Ports
) -> dict[int, Choice | str]:
    """For each message its next try, or why there is none.

    That is: not-wanted, marketing-declined, no-number, unreachable, no-channel, not-delivered (all
    were tried).
    """
    known = await _look_up(messages, facts, ports)
    return {message.id: _next(message, facts.get(message.id), known) for message in messages}


async def _look_up(messages: Sequence[Claimed], facts: Mapping[int, Facts], ports: Ports) -> _Known:
    ids = [message.id for message in messages]
    operators = {message.operator_id for message in messages}
    tried: dict[int, set[Channel]] = defaultdict(set)
    if any(message.tries > 1 for message in messages):
        for delivery in await Delivery.filter(message_id__in=ids, closed=False):
            tried[delivery.message_id].add(delivery.channel)
    offered = await gateways.serving(_KINDS.values(), operators)
    return _Known(
        tried=tried,
        offered=offered,
        orders=await telling.orders(operators),
        reach=await _reach({kind for (kind, _), some in offered.items() if some}, facts),
        words=await templates.words_of(operators, ports.texts),
        now_ms=to_ms(clock.now()),
    )


async def _reach(
    kinds: Collection[str], facts: Mapping[int, Facts]
) -> dict[tuple[str, str], Mapping[str, int | None]]:
    """What was learned of the addresses; of SMS nothing is asked."""
    addresses: set[str] = set()
    if "whatsapp" in kinds:
        addresses.update(one.whatsapp for one in facts.values())
    if "email" in kinds:
        addresses.update(one.email for one in facts.values())
    addresses.discard("")
    if not addresses:
        return {}
    found = await db.rows(
        "SELECT channel, address, heard_at, unreachable_since, declined_at FROM reach"
        f" WHERE address IN ({db.marks(len(addresses))})",
        *addresses,
    )
    return {(row["channel"], row["address"]): row for row in found}


def _next(message: Claimed, one: Facts | None, known: _Known) -> Choice | str:
    if one is None or not one.wanted:
        return "not-wanted"
    order = rules.channel_order(
        message.channels or known.orders.get((message.operator_id, message.event), "")
    )
    reason = "not-delivered" if known.tried[message.id] else "no-channel"
    if message.tries > rules.MOST_TRIES + len(order):
        return reason
    for channel in order:
        if channel in known.tried[message.id]:
            continue
        to = _address(one, channel)
        offered = known.offered[(_KINDS[channel], message.operator_id)]
        if not to:
            reason = "no-number"
        elif offered and message.broadcast_id is not None and _declined(channel, to, known):
            return Trouble.MARKETING_DECLINED.value
        elif offered and _known_unreachable(channel, to, known):
            reason = "unreachable"
        elif offered:
            return _worded(message, one, channel, offered[0], to, known)
    return reason


def _address(one: Facts, channel: Channel) -> str:
    if channel is Channel.SMS:
        return one.mobile
    return one.whatsapp if channel is Channel.WHATSAPP else one.email


def _known_unreachable(channel: Channel, to: str, known: _Known) -> bool:
    """Whether it is known to lead nowhere; a number for SMS is tried all the same, as the last."""
    if channel is Channel.SMS:
        return False
    since = known.reach.get((channel, to), {}).get("unreachable_since")
    return since is not None and known.now_ms - since < UNREACHABLE_MS


def _declined(channel: Channel, to: str, known: _Known) -> bool:
    """Whether nothing that goes to many is wanted there: then no other channel brings it."""
    return known.reach.get((channel, to), {}).get("declined_at") is not None


def _worded(
    message: Claimed, one: Facts, channel: Channel, gateway: Gateway, to: str, known: _Known
) -> Choice:
    words = (
        templates.own(message.body)
        if message.body
        else known.words.find(message.operator_id, message.event, one.language, channel)
    )
    text = rules.fill(words.text, one.values)
    template = _approved(message, one, channel, gateway, to, known)
    carries = template is None or template.has_document
    return Choice(
        channel=channel,
        gateway=gateway,
        to=to,
        language=one.language,
        text=text,
        kept_text=_kept(words.text, one) if one.masked else text,
        subject=rules.fill(words.subject, one.values),
        segments=rules.segments(text) if channel is Channel.SMS else 1,
        price_minor=int(gateway.options.get("price_minor", 0)),
        template=template,
        document=one.document if channel is not Channel.SMS and carries else None,
    )


def _kept(template: str, one: Facts) -> str:
    """The text as it is kept, with what is secret hidden."""
    named = rules.variables_of(template)
    return rules.fill(
        template, {name: one.masked.get(name) or one.values.get(name, "") for name in named}
    )


def _approved(
    message: Claimed, one: Facts, channel: Channel, gateway: Gateway, to: str, known: _Known
) -> ApprovedTemplate | None:
    """The provider's approved template, which WhatsApp wants outside the 24-hour window."""
    if channel is not Channel.WHATSAPP:
        return None
    heard = known.reach.get((channel, to), {}).get("heard_at")
    if heard is not None and known.now_ms - heard < WINDOW_MS:
        return None
    return approved.find(gateway.options, message.event, one.language, one.values)
