"""By which channel and gateway a message goes now, and in which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from domain import clock
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.fields import to_ms
from domain.messaging import approved, notices, queries, rules, telling, templates
from domain.messaging.content import Choice, Claimed, Facts, Wait
from domain.messaging.models import Delivery
from domain.messaging.queries.people import Reached
from domain.messaging.replies import Reply
from domain.messaging.states import Channel
from domain.messaging.variables import VARIABLES
from domain.ports import ApprovedTemplate, Ports, Trouble
from domain.staff import operators

WINDOW_MS = (23 * 60 + 55) * 60_000
UNREACHABLE_MS = 30 * 86_400_000
LONG_MS = 15 * 60_000  # a gateway that is silent for longer is passed over where another serves
URGENT_MS = 10_000  # the same for what is urgent
MOST_MS = 7 * 3_600_000  # what is silent for longer was so before the clock was set back
FOR_EVER = 1 << 62
_KINDS = {Channel.WHATSAPP: "whatsapp", Channel.SMS: "sms", Channel.EMAIL: "email"}


@dataclass(slots=True)
class _Held:
    """A channel whose tries failed for what passes by, as what is wrong with our account: when
    first and last. Others come first, then it is tried again."""

    first_ms: int
    last_ms: int
    times: int = 0


@dataclass(slots=True)
class _Known:
    """What one batch needs to know, read once."""

    tried: dict[int, set[Channel]]
    held: dict[int, dict[Channel, _Held]]
    offered: dict[tuple[str, int | None], list[Gateway]]
    orders: dict[tuple[int, str], str]
    reach: dict[tuple[str, str], Reached]
    words: templates.Words
    now_ms: int


async def choose(
    messages: Sequence[Claimed], facts: Mapping[int, Facts], ports: Ports
) -> dict[int, Choice | Wait | str]:
    """For each message its next try, until when it waits for one, or why there is none.

    That is: not-wanted, empty-text, gap-in-text, marketing-declined, no-number, unreachable,
    no-channel, not-delivered (all were tried).
    """
    known = await _look_up(messages, facts, ports)
    return {message.id: _next(message, facts.get(message.id), known) for message in messages}


async def _look_up(messages: Sequence[Claimed], facts: Mapping[int, Facts], ports: Ports) -> _Known:
    ids = {message.id: message for message in messages}
    tried: dict[int, set[Channel]] = defaultdict(set)
    held: dict[int, dict[Channel, _Held]] = defaultdict(dict)
    if any(message.tries > 1 for message in messages):
        for delivery in await Delivery.filter(message_id__in=ids, closed=False).order_by("id"):
            tried[delivery.message_id].add(delivery.channel)
            if _passes_by(ids[delivery.message_id], delivery):
                _hold(held[delivery.message_id], delivery)
    above = await operators.above({message.operator_id for message in messages})
    offered = await gateways.serving(_KINDS.values(), above.keys(), above)
    return _Known(
        tried=tried,
        held=held,
        offered=offered,
        orders=await telling.orders(above),
        reach=await _reach({kind for (kind, _), some in offered.items() if some}, facts),
        words=await templates.words_of(above, ports.texts),
        now_ms=to_ms(clock.now()),
    )


def _passes_by(message: Claimed, delivery: Delivery) -> bool:
    """Whether the channel is worth another try once the others have failed."""
    if rules.is_our_fault(delivery.error):
        return True
    left = message.tries <= rules.MOST_TRIES
    return _is_urgent(message) and left and delivery.error.startswith("busy ")


def _is_urgent(message: Claimed) -> bool:
    return message.priority <= notices.URGENT


def _hold(held: dict[Channel, _Held], delivery: Delivery) -> None:
    failed_ms = to_ms(delivery.failed_at or delivery.handed_at)
    one = held.setdefault(delivery.channel, _Held(failed_ms, failed_ms))
    one.last_ms, one.times = failed_ms, one.times + 1


async def _reach(
    kinds: Collection[str], facts: Mapping[int, Facts]
) -> dict[tuple[str, str], Reached]:
    """What was learned of the addresses; of SMS nothing is asked."""
    addresses: set[str] = set()
    if "whatsapp" in kinds:
        addresses.update(one.whatsapp for one in facts.values())
    if "email" in kinds:
        addresses.update(one.email for one in facts.values())
    addresses.discard("")
    if not addresses:
        return {}
    found = await queries.people.reached(addresses)
    return {(row.channel, row.address): row for row in found}


def _next(message: Claimed, one: Facts | None, known: _Known) -> Choice | Wait | str:
    if one is None or not one.wanted:
        return "not-wanted"
    order = rules.channel_order(
        message.channels or known.orders.get((message.operator_id, message.event), ""),
        notices.of(message.event).channels,
    )
    reason = "not-delivered" if known.tried[message.id] else "no-channel"
    held = known.held.get(message.id, {})
    waits: list[tuple[int, Channel, Gateway, str]] = []
    if message.tries - sum(each.times for each in held.values()) > rules.MOST_TRIES + len(order):
        return reason
    for channel in order:
        if channel in known.tried[message.id] and channel not in held:
            continue
        to = _address(one, channel)
        offered = _offered(message, one, channel, known)
        if not to:
            reason = "no-number"
        elif offered and message.broadcast_id is not None and _declined(channel, to, known):
            return Trouble.MARKETING_DECLINED.value
        elif offered and _known_unreachable(channel, to, known):
            reason = "unreachable"
        elif offered:
            if _window_is_shut(message, one, channel, offered[0], to, known):
                reason = Trouble.WINDOW_CLOSED.value
                continue
            silent_ms = URGENT_MS if _is_urgent(message) else LONG_MS
            until_ms = _held_until(offered[0], held.get(channel), known.now_ms, silent_ms)
            if until_ms is None:
                made = _worded(message, one, channel, offered[0], to, known)
                return _hurried(made, message, one, order, known)
            waits.append((until_ms, channel, offered[0], to))
    waits = [each for each in waits if each[0] < FOR_EVER]
    if not waits:
        return reason
    until_ms, channel, gateway, to = min(waits, key=lambda each: each[0])
    if until_ms > known.now_ms:
        return Wait(until_ms)
    return _worded(message, one, channel, gateway, to, known)


def _hurried(
    made: Choice | str, message: Claimed, one: Facts, order: Sequence[Channel], known: _Known
) -> Choice | str:
    if not isinstance(made, Choice) or not _is_urgent(message):
        return made
    others = (other for other in order if other != made.channel)
    hurries = any(_could_bring(message, one, other, known) for other in others)
    return replace(made, hurries=True) if hurries else made


def _could_bring(message: Claimed, one: Facts, channel: Channel, known: _Known) -> bool:
    """Whether a channel that was not tried would take it at once."""
    to, offered = _address(one, channel), _offered(message, one, channel, known)
    return bool(
        to
        and offered
        and channel not in known.tried[message.id]
        and not _known_unreachable(channel, to, known)
        and _held_until(offered[0], None, known.now_ms, URGENT_MS) is None
    )


def _held_until(gateway: Gateway, held: _Held | None, now_ms: int, silent_ms: int) -> int | None:
    """When it is worth a try where others come first; None for at once, `FOR_EVER` for no more."""
    if held is not None:
        return (
            rules.again_at(held.first_ms, held.last_ms, is_well=gateway.troubled_since is None)
            or FOR_EVER
        )
    paused_ms = gateway.paused_us // 1000
    return paused_ms if now_ms + silent_ms < paused_ms <= now_ms + MOST_MS else None


def _offered(message: Claimed, one: Facts, channel: Channel, known: _Known) -> list[Gateway]:
    """The accounts that could bring it; a reply goes by the one that was written to."""
    offered = known.offered[(_KINDS[channel], message.operator_id)]
    if one.reply is None:
        return offered
    return [gateway for gateway in offered if gateway.id == one.reply.gateway_id]


def _address(one: Facts, channel: Channel) -> str:
    if one.reply is not None:
        return one.reply.to
    if channel is Channel.SMS:
        return one.mobile
    return one.whatsapp if channel is Channel.WHATSAPP else one.email


def _learned(channel: Channel, to: str, known: _Known) -> Reached:
    return known.reach.get((channel, to)) or Reached(channel, to)


def _known_unreachable(channel: Channel, to: str, known: _Known) -> bool:
    """Whether it is known to lead nowhere; a number for SMS is tried all the same, as the last."""
    if channel is Channel.SMS or _learned(channel, to, known).other:
        return False
    return _is_refused(channel, to, known)


def _is_refused(channel: Channel, to: str, known: _Known) -> bool:
    since = _learned(channel, to, known).unreachable_since
    return since is not None and known.now_ms - since < UNREACHABLE_MS


def _way_to(channel: Channel, to: str, known: _Known) -> str:
    """The number, or the id of the person where the provider refuses the number."""
    if channel is not Channel.WHATSAPP or not _is_refused(channel, to, known):
        return to
    return str(known.reach[channel, to].other)


def _declined(channel: Channel, to: str, known: _Known) -> bool:
    """Whether nothing that goes to many is wanted there: then no other channel brings it."""
    return _learned(channel, to, known).declined_at is not None


def _worded(
    message: Claimed, one: Facts, channel: Channel, gateway: Gateway, to: str, known: _Known
) -> Choice | str:
    if one.reply is not None:
        return _replied(message, one.reply, channel, gateway, _way_to(channel, to, known))
    words = (
        templates.own(message.body)
        if message.body
        else known.words.find(message.operator_id, _step_of(message), one.language, channel)
    )
    text = rules.fill(words.text, one.values)
    template = _approved(message, one, channel, gateway, to, known)
    if template is None and not text.strip():
        return "empty-text"
    of_many = message.body and message.priority == notices.BULK
    if of_many and template is None and rules.has_gap(words.text, one.values):
        return "gap-in-text"
    kept = _kept(words.text, one) if one.masked else text
    if template is not None:
        hidden = {**{name: one.values.get(name, "") for name in VARIABLES}, **one.masked}
        kept = approved.words(gateway.options, message.event, one.language, hidden)
    carries = template is None or template.has_document
    return Choice(
        channel=channel,
        gateway=gateway,
        to=_way_to(channel, to, known),
        language=one.language,
        text=text,
        kept_text=kept,
        subject=rules.fill(words.subject, one.values) if words.subject else "",
        segments=rules.segments(text) if channel is Channel.SMS else 1,
        price_minor=int(gateway.options.get("price_minor", 0)),
        template=template,
        document=one.document if channel is not Channel.SMS and carries else None,
    )


def _step_of(message: Claimed) -> str:
    """The event, of which a step may have words of its own."""
    days = message.about.get("days")
    return message.event if days is None else notices.at_step(message.event, int(days))


def _replied(message: Claimed, reply: Reply, channel: Channel, gateway: Gateway, to: str) -> Choice:
    """An answer as it was written: nothing in it is a variable."""
    return Choice(
        channel=channel,
        gateway=gateway,
        to=to,
        language=reply.language,
        text=message.body,
        kept_text=message.body,
        price_minor=int(gateway.options.get("price_minor", 0)),
        choices=reply.choices,
        opens=reply.opens,
    )


def _kept(template: str, one: Facts) -> str:
    """The text as it is kept, with what is secret hidden."""
    named = rules.variables_of(template)
    return rules.fill(
        template, {name: one.masked.get(name) or one.values.get(name, "") for name in named}
    )


def _window_is_shut(
    message: Claimed, one: Facts, channel: Channel, gateway: Gateway, to: str, known: _Known
) -> bool:
    """Whether words that go to many, or answer, would only be refused for want of a template."""
    if channel is not Channel.WHATSAPP:
        return False
    if one.reply is not None:
        return not _is_open(channel, to, known)
    if message.broadcast_id is None:
        return False
    return not _is_open(channel, to, known) and (
        approved.find(gateway.options, message.event, one.language, one.values) is None
    )


def _is_open(channel: Channel, to: str, known: _Known) -> bool:
    """Whether the customer wrote lately, so that any words are taken."""
    heard = _learned(channel, to, known).heard_at
    return heard is not None and known.now_ms - heard < WINDOW_MS


def _approved(
    message: Claimed, one: Facts, channel: Channel, gateway: Gateway, to: str, known: _Known
) -> ApprovedTemplate | None:
    """The provider's approved template, which WhatsApp wants outside the 24-hour window."""
    if channel is not Channel.WHATSAPP:
        return None
    if _is_open(channel, to, known):
        return None
    return approved.find(gateway.options, message.event, one.language, one.values)
