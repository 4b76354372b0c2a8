"""What customers will read, shown before it is sent: real data, segments, cost.

A message is prepared here exactly as the dispatcher prepares it, so that what is shown is what is
sent, to the letter and the segment; of a link only its length is known.
"""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from domain import reach, tokens
from domain.batches import Pace
from domain.customers.models import Customer
from domain.messaging import notices, rules, templates
from domain.messaging.choosing import choose
from domain.messaging.content import Choice, Claimed, Wait
from domain.messaging.notices import Notice
from domain.messaging.states import Channel
from domain.messaging.templates import Wording
from domain.money import Money
from domain.outreach import audience as audiences
from domain.outreach import costs, facts, queries
from domain.outreach.models import Broadcast
from domain.ports import Ports
from domain.staff import operators
from domain.staff.rights import Actor

_NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class MessagePreview:
    """One message as one customer gets it; `channel` is None when no gateway could carry it."""

    channel: Channel | None
    text: str = field(repr=False)
    segments: int
    cost: Money


@dataclass(frozen=True, slots=True)
class BroadcastPreview:
    """What a broadcast would do; `text` is what `customer_id`, a real recipient, would read.

    `by` says how many get it by which channel, the most first.
    """

    recipients: int
    left_out: Mapping[str, int]
    by: Mapping[Channel, int]
    segments: int
    cost: tuple[Money, ...]  # in the gateways' currencies, see `money.in_order`
    customer_id: int | None
    text: str = field(repr=False, default="")

    @property
    def channel(self) -> Channel | None:
        """The channel of most of them; None when nobody can be told."""
        return next(iter(self.by), None)


async def of_notice(
    notice: Notice, customer: Customer, ports: Ports, *, about: Mapping[str, int] = _NOTHING
) -> MessagePreview:
    """The message of a notice to one customer, by the channel that would be tried first."""
    operator = await operators.get(customer.operator_id)
    above = await operators.above([customer.operator_id])
    words = await templates.words_of(above, ports.texts)
    found = words.find(customer.operator_id, notice.key, customer.language, Channel.SMS)
    message = Claimed(0, notice.key, customer.id, customer.operator_id, about=about)
    return await _as_read(message, found.text, operator.currency, ports)


async def of_words(actor: Actor, words: Wording, ports: Ports) -> tuple[str, MessagePreview] | None:
    """The words as a real customer of the actor's would read them now, and who that is; None
    where there is nobody yet."""
    actor.require("message.see")
    found = await queries.facts.sample(*reach.sql(actor), language=words.language)
    if found is None:
        return None
    about = {"bill": found.bill, "payment": found.payment}
    message = Claimed(
        0, notices.of(words.event).key, found.id, found.operator_id,
        about={what: row for what, row in about.items() if row and what in _asked(words)},
        body=words.text, channels=words.channel.value,
    )  # fmt: skip
    currency = await operators.currency_of(found.operator_id)
    return found.name, await _as_read(message, words.text, currency, ports)


def _asked(words: Wording) -> frozenset[str]:
    return frozenset(one.value for one in notices.of(words.event).about)


async def _as_read(message: Claimed, text: str, currency: str, ports: Ports) -> MessagePreview:
    """A message as it would be tried now; the `text` alone where nothing could carry it."""
    choice = (await _choices([message], ports))[0]
    if isinstance(choice, Choice):
        spent = {choice.gateway.operator_id: choice.price_minor * choice.segments}
        ((currency, minor),) = (await costs.by_currency(spent)).items()
        cost = Money(minor, currency)
        return MessagePreview(choice.channel, choice.kept_text, choice.segments, cost)
    text = await facts.preview(message, text, ports)
    segments = rules.segments(text.replace("…", "0" * tokens.TOKEN_LENGTH))
    return MessagePreview(None, text, segments, Money(0, currency))


async def _choices(messages: Sequence[Claimed], ports: Ports) -> dict[int, Choice | Wait | str]:
    """The tries that would be made now, with a link as long as a real one."""
    page = f"{ports.public_url.rstrip('/')}/p/"
    link, masked = {"payment_link": page + "0" * tokens.TOKEN_LENGTH}, {"payment_link": f"{page}…"}
    known = {
        number: replace(one, wanted=True, values=ChainMap(link, one.values), masked=masked)  # type: ignore[arg-type]
        for number, one in (await facts.gather(messages, ports)).items()
    }
    return await choose(messages, known, ports)


async def _chosen(
    row: Broadcast, where: audiences.Condition, ports: Ports, *, link: bool
) -> AsyncIterator[dict[int, Choice | Wait | str]]:
    """The tries that would be made now for all recipients, a batch of them at a time."""
    pace, after = Pace(250, least=25, most=2_000), 0
    while True:
        async with pace.batch() as batch:
            some = await audiences.next_chunk(where, link=link, after=after, limit=batch.size)
            if not some:
                return
            after, batch.items = some[-1][0], len(some)
            choices = await _choices([_stand_in(row, *each) for each in some], ports)
        yield choices


async def of_broadcast(row: Broadcast, ports: Ports) -> BroadcastPreview:
    """Count, who is left out and why, segments and cost, by what each recipient would be sent."""
    where, link = await audiences.whom(row), row.kind == "link"
    left_out = Counter(await audiences.left_out(where, link=link))
    by: Counter[Channel] = Counter()
    spent: Counter[int | None] = Counter()
    segments = 0
    shown: tuple[int, Choice] | None = None
    async for choices in _chosen(row, where, ports, link=link):
        for customer_id, choice in choices.items():
            if not isinstance(choice, Choice):
                left_out["held-up" if isinstance(choice, Wait) else choice] += 1
                continue
            by[choice.channel] += 1
            segments += choice.segments
            spent[choice.gateway.operator_id] += choice.segments * choice.price_minor
            shown = shown or (customer_id, choice)
    return BroadcastPreview(
        recipients=by.total(),
        left_out=dict(left_out),
        by=dict(by.most_common()),
        segments=segments,
        cost=await costs.in_own_first(row, await costs.by_currency(spent)),
        customer_id=shown[0] if shown else None,
        text=shown[1].kept_text if shown else "",
    )


def _stand_in(row: Broadcast, customer_id: int, operator_id: int) -> Claimed:
    """The message that a recipient would get, named by them."""
    return Claimed(
        id=customer_id,
        event=row.notice.key,
        customer_id=customer_id,
        operator_id=operator_id,
        broadcast_id=row.id or 0,
        body=row.body,
        channels=row.channels,
        priority=notices.BULK,
    )
