"""Who wants nothing that goes to many: STOP and its local words, in what customers write.

Receipts, bills and warnings still go.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain import clock, db, events
from domain.accounts.models import Gateway
from domain.customers import contact, standing
from domain.events import CustomersChanged, StrangerPlaced, StrangerStopped
from domain.fields import to_ms
from domain.messaging import identities, notices, outbox, queries, stopwords
from domain.messaging.states import Channel
from domain.ports import Inbound, Moved, Texts, Word


async def heed(gateway: Gateway, words: Sequence[Word], texts: Texts) -> None:
    """Do as customers ask who say that they want no more, or want it again."""
    channel = Channel(gateway.kind)
    known = await identities.known(channel, _names(words))
    for word in words:
        if isinstance(word, Moved):
            await _keep_to(channel, await identities.move(channel, word))
        elif isinstance(word, Inbound):
            await learn(channel, word.names, word.at, known)
            await _heed(gateway, channel, word, wanted(word, texts))


def _names(words: Sequence[Word]) -> set[str]:
    """Those of which something may be kept: of a number alone nothing is asked."""
    said = (word for word in words if isinstance(word, Inbound))
    return {name for word in said if len(word.names) > 1 for name in word.names}


async def learn(
    channel: Channel, names: Sequence[str], at: datetime | None, known: identities.Known
) -> None:
    """These are one person's; who had asked to stop while nobody knew who they are has stopped."""
    if len(names) > 1:
        await _keep_to(channel, await identities.learn(channel, names, at or clock.now(), known))


async def recall(event: CustomersChanged) -> None:
    """Whoever has a card now, and had asked to stop before, has stopped."""
    for channel, name in await identities.stopped_of(event.customer_ids):
        await _keep_to(channel, [name])


async def _keep_to(channel: Channel, stopped: Sequence[str]) -> None:
    for name in stopped:
        await change(name, wanted=False, channel=channel, answered=channel is Channel.WHATSAPP)


async def _heed(gateway: Gateway, channel: Channel, word: Inbound, asked: bool | None) -> None:
    if asked is None or not await _is_news(channel, word, asked):
        return
    async with db.transaction():
        await _do(gateway, channel, word, asked=asked)
        await _note(channel, word, asked)


async def _do(gateway: Gateway, channel: Channel, word: Inbound, *, asked: bool) -> None:
    if not asked and not word.is_written:
        await decline(channel, word.sender)
        return
    await change(
        word.sender,
        wanted=asked,
        channel=channel,
        at=word.at,
        # Carriers answer STOP themselves and take nothing more from us.
        answered=channel is Channel.WHATSAPP,
        operator_id=gateway.operator_id,
    )


def wanted(word: Inbound, texts: Texts) -> bool | None:
    """What the provider has understood, else what the whole text says; None for anything else."""
    return stopwords.wanted(word.text, texts) if word.wants is None else word.wants


async def _is_news(channel: Channel, word: Inbound, asked: bool) -> bool:
    """Whether they have asked for nothing since: what is told again later counts no more.

    Of one second, in which providers keep time, what is told last counts.
    """
    if word.at is None:
        return True
    return not await queries.people.asked_since(
        channel.value, word.sender, to_ms(word.at), asked=asked
    )


async def _note(channel: Channel, word: Inbound, asked: bool) -> None:
    """Keep that they have asked, together with what was done of it: both, or neither."""
    if word.at is None:
        return
    await queries.people.note_asked(channel.value, word.sender, to_ms(word.at), asked=asked)


async def change(
    name: str,
    *,
    wanted: bool,
    channel: Channel,
    at: datetime | None = None,
    answered: bool = False,
    operator_id: int | None = None,
) -> int:
    """Write down what the customers behind this name want, and tell one of them; how many.

    Of a name that is nobody's it is kept until it is known whose it is; who hides the number
    can't be asked, so that staff are told.
    """
    async with db.transaction():
        if identities.is_id(channel, name):
            await standing.hold((await identities.whose(channel, name, at)).customers)
            await identities.lock(channel)
        person = await identities.whose(channel, name, at)
        if wanted:
            await _take_back(channel, person.names)
        elif not person.customers:
            await _keep(channel, name, operator_id)
            return 0
        if await identities.remember(channel, name, stopped=False):
            await events.publish(StrangerPlaced(name))
        changed = await contact.want_news(person.customers, wanted=wanted)
        if changed and answered:
            await _answer(*next(iter(changed.items())), wanted=wanted, channel=channel)
    return len(changed)


async def _answer(customer_id: int, operator_id: int, *, wanted: bool, channel: Channel) -> None:
    event = (notices.OPTED_IN if wanted else notices.OPTED_OUT).key
    dedupe = f"{event}:{customer_id}:{to_ms(clock.now())}"
    draft = outbox.Draft(dedupe, event, customer_id, operator_id)
    await outbox.put(draft, channels=channel.value)


async def _take_back(channel: Channel, names: Sequence[str]) -> None:
    """Nothing is declined any more, by any name of theirs."""
    for name in await queries.people.take_back(channel.value, names):
        await events.publish(StrangerPlaced(name))


async def _keep(channel: Channel, name: str, operator_id: int | None) -> None:
    """Nobody is known by the name: what it asks for holds as soon as somebody is."""
    if channel is not Channel.WHATSAPP:
        return
    news = await identities.remember(channel, name, stopped=True)
    if identities.is_id(channel, name):
        await decline(channel, name)
        if news:
            await events.publish(StrangerStopped(name, operator_id))


async def decline(channel: Channel, name: str) -> None:
    """Nothing that goes to many is wanted on this channel: what must be told is still told."""
    for address in (await identities.whose(channel, name)).names:
        await queries.people.decline(channel.value, address, to_ms(clock.now()))
