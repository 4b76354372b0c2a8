"""Cards stay true in every chat that shows them, whoever changed what they show."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain import clock, events, reactions, vault
from domain.chat import cards, groups
from domain.chat.models import Card, Purpose
from domain.customers.models import Customer
from domain.events import VerificationAsked
from domain.incidents import incidents
from domain.payments.models import Verification
from domain.staff import people
from handlers.carriers.telegram.cards import TelegramCards
from handlers.carriers.telegram.carrier import Telegram
from handlers.carriers.telegram.sending import Sender
from handlers.ui import commands
from sandbox.faults import Kind
from sandbox.telegram import TelegramServer
from sandbox.telegram.chats import Message
from scheduler.nursery import Nursery
from tests import builders
from tests.cast import Cast, Moment
from tests.handlers.carriers.telegram.conftest import GROUP
from tests.handlers.carriers.telegram.test_telegram import Chat
from tests.handlers.ui.till import DRAWER
from tests.sealing import VAULT
from tests.waiting import until

commands.load("handlers.staff")

SECOND = -1009876543210


@pytest.fixture
def asha(server: TelegramServer, cast: Cast) -> Chat:
    return Chat(server, cast.asha.telegram_id or 0)


async def on_show(person: Chat) -> Message:
    """The drawer's card, once it is kept."""
    card = await person.says("/drawer")
    await until(Card.filter(message_id=str(card.id)).exists)
    return card


def worker(telegram: Telegram, holder: str = "one") -> TelegramCards:
    return TelegramCards(telegram.conversation.ports, telegram.sender, holder)


async def test_a_card_on_show_follows_its_subject(polled: Telegram, asha: Chat) -> None:
    card = await on_show(asha)
    keeper = worker(polled)
    assert await keeper.step() == 0
    DRAWER.presses = 5
    await cards.refresh("counter:1")
    assert await keeper.step() == 1
    assert "pressed 5" in card.shown
    assert await keeper.step() == 0


async def test_a_message_that_shows_something_else_is_left_alone(
    polled: Telegram, asha: Chat
) -> None:
    card = await on_show(asha)
    await asha.taps(card, "Open 2")
    await asha.sees(card, "Counter 2")
    await cards.refresh("counter:1")
    assert await worker(polled).step() == 0
    assert "Counter 2" in card.shown


async def test_a_kept_card_that_is_unchanged_is_not_sent_again(
    polled: Telegram, asha: Chat, server: TelegramServer
) -> None:
    card = await on_show(asha)
    before = len(server.calls)
    await cards.refresh("counter:1")
    assert await worker(polled, "elsewhere").step() == 1
    assert await worker(polled).step() == 0
    assert len(server.calls) == before

    DRAWER.presses = 5
    await cards.refresh("counter:1")
    await worker(polled, "elsewhere").step()
    assert "pressed 5" in card.shown
    DRAWER.presses = 0
    await cards.refresh("counter:1")
    await worker(polled).step()
    assert "pressed 0" in card.shown


async def test_a_tap_that_brings_nothing_new_says_so_and_sends_nothing(
    polled: Telegram, asha: Chat, server: TelegramServer
) -> None:
    card = await on_show(asha)
    await asha.taps(card, "Open 2")
    await asha.sees(card, "Counter 2")
    assert "Up to date" in await asha.taps(card, "Open 2")


async def test_a_card_that_is_just_drawn_does_not_cover_what_a_tap_brings_up(
    polled: Telegram, asha: Chat, server: TelegramServer
) -> None:
    card = await on_show(asha)
    DRAWER.presses = 1
    await cards.refresh("counter:1")
    server.faults.plan("editMessageText", Kind.SLOW, seconds=1.5)
    elsewhere = TelegramCards(polled.conversation.ports, Sender(polled.bot), "elsewhere")
    drawing = asyncio.ensure_future(elsewhere.step())
    await until(lambda: not server.faults.planned["editMessageText"][0].times)

    await asha.taps(card, "Open 2")
    assert await drawing == 1

    await asha.sees(card, "Counter 2")
    assert await worker(polled).step() == 0
    assert "Counter 2" in card.shown


async def test_a_group_is_told_in_its_language_and_topic_and_kept_up(
    polled: Telegram, server: TelegramServer, cast: Cast
) -> None:
    topic = await polled.bot.create_forum_topic(GROUP, "Alerts")
    await groups.bind(
        cast.asha, str(GROUP), Purpose.ALERTS, "NOC", str(topic.message_thread_id), language="bn"
    )
    await cards.raise_to_group(
        Purpose.ALERTS, cast.north.id,
        key="alert:1", screen="till.counter", args={"number": 9}, subject="counter:9",
    )  # fmt: skip
    keeper = worker(polled)
    assert await keeper.step() == 1
    message = server.world.transcript(GROUP)[-1]
    assert "Counter 9" in message.shown
    assert message.thread_id == topic.message_thread_id
    DRAWER.presses = 3
    await cards.refresh("counter:9")
    await keeper.step()
    assert "pressed 3" in message.shown
    assert len([m for m in server.world.transcript(GROUP) if "Counter 9" in m.shown]) == 1


async def test_two_workers_show_each_card_once(
    polled: Telegram, server: TelegramServer, cast: Cast
) -> None:
    await groups.bind(cast.asha, str(GROUP), Purpose.ALERTS, "NOC")
    for number in range(6):
        await cards.raise_to_group(
            Purpose.ALERTS, cast.north.id,
            key=f"alert:{number}", screen="till.counter", args={"number": number},
            subject=f"counter:{number}",
        )  # fmt: skip
    await asyncio.gather(*(worker(polled, holder).step() for holder in ("one", "two")))
    shown = [m.shown for m in server.world.transcript(GROUP) if "Counter" in m.shown]
    assert len(shown) == len(set(shown)) == 6


async def test_a_removed_person_gets_no_more_of_it(
    polled: Telegram, asha: Chat, cast: Cast, server: TelegramServer
) -> None:
    chand = Chat(server, cast.chand.telegram_id or 0)
    await chand.says("/start")
    await cards.keep(cards.Kept(
        key="own", screen="till.counter", args={"number": 1}, subject="counter:1",
        app="telegram", chat_id=str(chand.chat), language="en", owner=cast.chand.key,
    ))  # fmt: skip
    await people.remove(cast.asha, cast.chand.staff_id or 0)
    await worker(polled).step()
    assert not [m for m in server.world.transcript(chand.chat) if "Counter" in m.shown]


async def test_a_chat_that_is_gone_ends_its_card(
    polled: Telegram, asha: Chat, server: TelegramServer
) -> None:
    await on_show(asha)
    server.users.presence.block(asha.person)
    DRAWER.presses = 1
    await cards.refresh("counter:1")
    keeper = worker(polled)
    assert await keeper.step() == 1
    await cards.refresh("counter:1")
    assert await keeper.step() == 0


async def test_what_could_not_be_shown_is_shown_later(
    polled: Telegram, asha: Chat, server: TelegramServer, moment: Moment
) -> None:
    card = await on_show(asha)
    DRAWER.presses = 4
    await cards.refresh("counter:1")
    server.faults.plan("editMessageText", Kind.RESET_BEFORE, times=4)
    keeper = worker(polled)
    await keeper.step()
    assert "pressed 0" in card.shown
    assert await keeper.step() == 0
    moment.move(minutes=20)
    await keeper.step()
    assert "pressed 4" in card.shown


async def test_a_screen_that_is_unknown_here_stops_nobody(
    polled: Telegram, asha: Chat, server: TelegramServer
) -> None:
    card = await on_show(asha)
    await cards.keep(cards.Kept(
        key="odd", screen="of.tomorrow", args={}, subject="x",
        app="telegram", chat_id=str(asha.chat), language="en",
    ))  # fmt: skip
    DRAWER.presses = 2
    await cards.refresh("counter:1")
    assert await worker(polled).step() == 2
    assert "pressed 2" in card.shown
    assert (await Card.get(key="odd")).message_id is None


async def alert_in(group: int, key: str, number: int) -> None:
    """A card that is to be sent into a group."""
    await cards.keep(cards.Kept(
        key=f"{key}:{group}", screen="till.counter", args={"number": number},
        subject=f"counter:{number}", app="telegram", chat_id=str(group), language="en",
    ))  # fmt: skip


@pytest.fixture
async def second_group(server: TelegramServer, cast: Cast) -> int:
    """Another group that the bot is in; both hear of alerts."""
    server.world.group(SECOND, "Alerts", members=[cast.asha.telegram_id or 0])
    server.users.presence.add_bot(cast.asha.telegram_id or 0, SECOND, admin=True)
    for chat, title in ((GROUP, "NOC"), (SECOND, "Alerts")):
        await groups.bind(cast.asha, str(chat), Purpose.ALERTS, title)
    return SECOND


async def test_a_group_that_is_to_be_left_alone_holds_up_no_other(
    polled: Telegram, server: TelegramServer, second_group: int, moment: Moment
) -> None:
    server.limits.shut[GROUP] = server.world.clock() + timedelta(seconds=150)
    for number in range(25):
        await alert_in(GROUP, f"claim:{number}", number)
    await alert_in(second_group, "alert", 77)
    keeper = worker(polled)
    while await keeper.step():
        pass
    assert [m.shown for m in server.world.transcript(second_group) if "Counter 77" in m.shown]
    assert not [m for m in server.world.transcript(GROUP) if "Counter" in m.shown]
    refused = [values for name, values in server.calls if name == "sendMessage"]
    assert len(refused) == 2, "it is told once to leave the group alone"
    assert await Card.filter(chat_id=str(GROUP), tries__gt=0).count() == 0

    await alert_in(GROUP, "later", 30)
    assert await keeper.step() == 0, "what comes up meanwhile waits as well"
    server.limits.shut.clear()
    moment.move(seconds=151)
    while await keeper.step():
        pass
    assert len([m for m in server.world.transcript(GROUP) if "Counter" in m.shown]) == 26


async def test_a_call_that_hangs_holds_up_no_other_chat(
    polled: Telegram, server: TelegramServer, second_group: int
) -> None:
    server.faults.plan("sendMessage", Kind.SILENCE, seconds=30)
    await alert_in(GROUP, "hangs", 1)
    nursery = Nursery()
    beside = replace(polled.conversation.ports, spawn=nursery.spawn)
    keeper = TelegramCards(beside, polled.sender, "one")
    assert await keeper.begin() == 1
    await until(lambda: not server.faults.planned["sendMessage"][0].times)
    await alert_in(GROUP, "waits", 2)
    await alert_in(second_group, "alert", 77)
    assert await keeper.begin() == 1
    await server.world.until(
        lambda: "Counter 77" in server.world.transcript(second_group)[-1].shown
    )
    assert not [m for m in server.world.transcript(GROUP) if "Counter" in m.shown]
    await nursery.wind_down(0)


async def test_a_group_that_nothing_can_be_said_in_is_told_to_its_admins(
    polled: Telegram, asha: Chat, server: TelegramServer, cast: Cast
) -> None:
    events.listen(reactions.MAP)
    await groups.bind(cast.asha, str(SECOND), Purpose.ALERTS, "Night watch")
    await asha.says("/start")
    keeper = worker(polled)
    await cards.raise_to_group(
        Purpose.ALERTS, cast.north.id,
        key="alert:1", screen="till.counter", args={"number": 1}, subject="counter:1",
    )  # fmt: skip
    while await keeper.step():
        pass
    told = server.world.transcript(asha.chat)[-1]
    assert "Night watch" in told.shown
    assert [each.kind for each in await incidents.open_now(cast.asha)] == ["group-gone"]

    server.world.group(SECOND, "Night watch", members=[asha.person])
    server.users.presence.add_bot(asha.person, SECOND, admin=True)
    await alert_in(SECOND, "alert", 2)
    await keeper.step()
    assert await incidents.open_now(cast.asha) == []


async def test_a_topic_that_is_gone_is_told_and_not_tried_again(
    polled: Telegram, asha: Chat, server: TelegramServer, cast: Cast
) -> None:
    events.listen(reactions.MAP)
    await asha.says("/start")
    await groups.bind(cast.asha, str(GROUP), Purpose.PAYMENTS, "Office", "9999")
    await cards.raise_to_group(
        Purpose.PAYMENTS, cast.north.id,
        key="claim:1", screen="till.counter", args={"number": 1}, subject="counter:1",
    )  # fmt: skip
    keeper = worker(polled)
    while await keeper.step():
        pass
    assert "Counter 1" in server.world.transcript(GROUP)[-1].shown
    assert "Office" in server.world.transcript(asha.chat)[-1].shown
    group = await groups.find(str(GROUP))
    assert group is not None
    assert group.thread_id is None


async def a_claim(customer: Customer, gateway: str) -> Verification:
    """Money that the customer claims to have sent in one certain transaction."""
    through = await builders.a_gateway(
        gateway, kind="payment", provider="manual", options={"method": "nagad", "number": "017"}
    )
    return await Verification.create(
        kind="manual", customer_id=customer.id, operator_id=customer.operator_id,
        gateway_id=through.id, txn_id="8N7A6D5F4G", amount_minor=50_000, currency="BDT",
        asked_at=clock.now(),
    )  # fmt: skip


async def test_a_group_reads_of_its_own_operators_customers_only(
    polled: Telegram, server: TelegramServer, cast: Cast
) -> None:
    vault.use(VAULT)
    elsewhere = await builders.a_customer("Salma Begum", operator=cast.south)
    await a_claim(elsewhere, "nagad-south")
    own = await a_claim(cast.rahim, "nagad-north")
    await groups.bind(cast.asha, str(GROUP), Purpose.PAYMENTS, "North", operator_code="north")
    events.listen(reactions.MAP)
    await events.publish(VerificationAsked(own.id))

    await worker(polled).step()

    shown = server.world.transcript(GROUP)[-1].shown
    assert "8N7A6D5F4G" in shown
    assert "Salma" not in shown

    await groups.bind(cast.asha, str(GROUP), Purpose.ALERTS, "All of us")
    await cards.refresh(f"verification:{own.id}")
    await worker(polled).step()
    assert "Salma" in server.world.transcript(GROUP)[-1].shown, "bound for all, it reads of all"


async def test_a_customer_who_went_to_another_operator_is_shown_no_more(
    polled: Telegram, server: TelegramServer, cast: Cast
) -> None:
    vault.use(VAULT)
    own = await a_claim(cast.rahim, "nagad-north")
    await groups.bind(cast.asha, str(GROUP), Purpose.PAYMENTS, "North", operator_code="north")
    events.listen(reactions.MAP)
    await events.publish(VerificationAsked(own.id))
    await worker(polled).step()
    before = server.world.transcript(GROUP)[-1].shown

    await Verification.filter(id=own.id).update(operator_id=cast.south.id)
    await Customer.filter(id=cast.rahim.id).update(operator_id=cast.south.id, name="Somebody Else")
    await cards.refresh(f"verification:{own.id}")
    await worker(polled).step()
    assert server.world.transcript(GROUP)[-1].shown == before


async def test_a_group_that_was_released_is_kept_up_no_more(
    polled: Telegram, server: TelegramServer, cast: Cast
) -> None:
    await groups.bind(cast.asha, str(GROUP), Purpose.ALERTS, "NOC")
    await cards.raise_to_group(
        Purpose.ALERTS, cast.north.id,
        key="alert:1", screen="till.counter", args={"number": 9}, subject="counter:9",
    )  # fmt: skip
    keeper = worker(polled)
    await keeper.step()
    await groups.unbind(cast.asha, str(GROUP))
    DRAWER.presses = 4
    await cards.refresh("counter:9")
    assert await keeper.step() == 0
    assert "pressed 4" not in server.world.transcript(GROUP)[-1].shown
