"""A customer speaks for themselves, by the same conversation in every app."""

from __future__ import annotations

import inspect

import pytest

from domain import clock, db
from domain.chat.addresses import TELEGRAM, WHATSAPP
from domain.customers.models import Customer
from domain.messaging.models import Message
from domain.money import Money
from domain.payments import posting
from domain.staff.models import Audit, Operator
from handlers.ui import buttons, commands, memory
from handlers.ui.conversation import Conversation
from handlers.ui.flows import FLOWS
from handlers.ui.screens import Button, Text
from tests.builders import a_bill, a_customer
from tests.cast import Cast, Moment
from tests.handlers.customer.chat import Chat, known

commands.load("handlers.staff", "handlers.customer")

APPS = pytest.mark.parametrize("app", [TELEGRAM, WHATSAPP])


@APPS
async def test_a_customer_is_told_which_isp_this_is(
    conversation: Conversation, cast: Cast, app: str
) -> None:
    await Operator.filter(id=cast.rahim.operator_id).update(support_phone="+8801999999999")
    chat = await known(conversation, cast, app)
    said = await chat.says("hello there")
    assert cast.rahim.name in said
    assert (await Operator.get(id=cast.rahim.operator_id)).name in said
    assert "01999" in said
    assert chat.reply is not None
    assert chat.reply.screen.is_greeting
    assert chat.reply.principal is not None
    assert chat.reply.principal.key == f"customer:{cast.rahim.id}"


@APPS
async def test_a_customer_chooses_the_language_of_messages_too(
    conversation: Conversation, cast: Cast, app: str
) -> None:
    chat = await known(conversation, cast, app)
    await chat.says("/start")
    await chat.taps("Language")
    assert "স্বাগতম" in await chat.taps("বাংলা")
    assert (await Customer.get(id=cast.rahim.id)).language == "bn"
    assert await Audit.filter(act="customer.change", subject_id=cast.rahim.id).count() == 1


@APPS
async def test_a_customer_stops_and_starts_news(
    conversation: Conversation, cast: Cast, app: str
) -> None:
    chat = await known(conversation, cast, app)
    await chat.says("/start")
    assert "no news" in await chat.taps("Stop news")
    assert (await Customer.get(id=cast.rahim.id)).opted_out_at == clock.now()
    assert "news again" in await chat.taps("Get news again")
    assert (await Customer.get(id=cast.rahim.id)).opted_out_at is None
    assert "no news" in await chat.says("STOP")
    assert (await Customer.get(id=cast.rahim.id)).opted_out_at is not None
    await chat.says("START")
    assert (await Customer.get(id=cast.rahim.id)).opted_out_at is None
    assert not await db.rows("SELECT id FROM message"), "it is answered in the chat"


async def test_a_number_of_several_customers_speaks_for_all_of_them(
    conversation: Conversation, cast: Cast
) -> None:
    phone = (await Customer.get(id=cast.rahim.id)).mobile
    other = await a_customer("Salma Begum", mobile=phone)
    chat = await known(conversation, cast, TELEGRAM)
    said = await chat.says("/start")
    assert cast.rahim.name in said
    assert "Salma Begum" in said
    await chat.taps("Stop news")
    both = await Customer.filter(id__in=[cast.rahim.id, other.id])
    assert all(one.opted_out_at is not None for one in both)


async def test_a_guest_is_asked_for_their_own_number_and_told_what_to_do_with_an_unknown_one(
    conversation: Conversation, cast: Cast
) -> None:
    chat = Chat(conversation, TELEGRAM, "4242")
    assert "4242" in await chat.says("/start")
    assert [key.number for row in chat.drawn.keys for key in row] == [True]
    said = await chat.does(contact="+8801888888888", language="en")
    assert "Ask our office" in said
    assert not await db.rows("SELECT id FROM identity")


async def test_who_has_another_number_than_before_is_known_no_more(
    conversation: Conversation, cast: Cast
) -> None:
    chat = await known(conversation, cast, TELEGRAM)
    await a_customer("Salma Begum", mobile="+8801888888887")
    await chat.does(contact="+8801888888887")
    assert "Salma Begum" in await chat.says("/start")


async def test_a_number_that_is_on_no_card_any_more_speaks_for_nobody(
    conversation: Conversation, cast: Cast
) -> None:
    chat = await known(conversation, cast, TELEGRAM)
    assert cast.rahim.name in await chat.says("/start")
    await Customer.filter(id=cast.rahim.id).update(mobile="+8801999999999", whatsapp="")
    assert cast.rahim.name not in await chat.says("/start")
    await chat.says("STOP")
    assert (await Customer.get(id=cast.rahim.id)).opted_out_at is None


async def test_a_customer_is_not_spoken_to_in_a_group(
    conversation: Conversation, cast: Cast
) -> None:
    chat = await known(conversation, cast, TELEGRAM)
    await chat.does(text="/start", chat="-100", private=False)
    assert chat.drawn.silent


async def test_staff_who_are_customers_too_are_staff(
    conversation: Conversation, cast: Cast
) -> None:
    chat = Chat(conversation, TELEGRAM, str(cast.asha.telegram_id))
    await chat.does(contact=(await Customer.get(id=cast.rahim.id)).mobile)
    await chat.says("/start")
    assert chat.reply is not None
    assert chat.reply.principal is not None
    assert chat.reply.principal.key == cast.asha.key


def args_of(name: str) -> tuple[str | int, ...]:
    """Something for each parameter of the action."""
    handler = commands.SCREENS.get(name, commands.ACTIONS[name].handler)
    before = 2 if name in commands.SCREENS else 3
    parameters = list(inspect.signature(handler).parameters.values())[before:]
    return tuple(
        1 if str(each.annotation) == "int" else "x"
        for each in parameters
        if each.kind is not inspect.Parameter.VAR_POSITIONAL
    )


@APPS
async def test_a_customer_reaches_nothing_that_is_for_staff(
    conversation: Conversation, cast: Cast, app: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = await known(conversation, cast, app)
    reached: list[str] = []
    staffs = [made for made in commands.ACTIONS.values() if commands.CUSTOMER[0] not in made.sides]
    assert len(staffs) > 50
    for made in staffs:
        pressed = Button(Text("home"), made.name, args_of(made.name))
        said = await chat.does(choice=await buttons.pack(pressed, f"customer:{cast.rahim.id}"))
        assert chat.reply is not None
        if cast.rahim.name not in said or chat.reply.screen.toast != Text("button-outdated"):
            reached.append(made.name)
    for name in commands.COMMANDS.keys() - commands.OF_CUSTOMERS.keys():
        await chat.does(text=f"/{name}")
        assert chat.reply is not None
        if {str(block.key) for block in chat.reply.screen.blocks if isinstance(block, Text)} - {
            "command-unknown", "command-meant",
        }:  # fmt: skip
            reached.append(f"/{name}")
    assert not reached


async def test_staff_reach_nothing_that_is_for_customers(
    conversation: Conversation, cast: Cast
) -> None:
    chat = Chat(conversation, TELEGRAM, str(cast.asha.telegram_id))
    theirs = [made for made in commands.ACTIONS.values() if made.sides == commands.CUSTOMER]
    assert theirs
    for made in theirs:
        pressed = Button(Text("home"), made.name, args_of(made.name))
        await chat.does(choice=await buttons.pack(pressed, cast.asha.key))
        assert chat.reply is not None
        assert chat.reply.screen.toast == Text("button-outdated"), made.name


async def test_no_flow_of_staff_goes_on_for_a_customer(
    conversation: Conversation, cast: Cast
) -> None:
    chat = await known(conversation, cast, TELEGRAM)
    for flow in FLOWS.values():
        await memory.save(chat.turn, memory.State(flow.name, flow.steps[0].name))
        said = await chat.says("500")
        assert cast.rahim.name in said, flow.name


@pytest.mark.parametrize("language", ["en", "bn"])
async def test_everything_that_a_customer_can_do_is_said_in_their_language(
    conversation: Conversation, cast: Cast, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    chat = await known(conversation, cast, WHATSAPP)
    await Customer.filter(id=cast.rahim.id).update(language=language)
    labels = []
    for name in commands.OF_CUSTOMERS:
        assert (await chat.does(text=f"/{name}")).strip(), name
        labels += [key.label for row in chat.drawn.keys for key in row]
    for made in commands.ACTIONS.values():
        if made.sides == commands.CUSTOMER:
            pressed = Button(Text("home"), made.name, args_of(made.name))
            said = await chat.does(choice=await buttons.pack(pressed, ""))
            assert said.strip(), made.name
            labels += [key.label for row in chat.drawn.keys for key in row]
    assert all(len(label) <= 20 for label in labels), "a button of WhatsApp takes no more"
    assert not caplog.records


@APPS
async def test_a_customer_gets_a_statement_for_the_asking_once_an_hour_unless_it_changed(
    conversation: Conversation, cast: Cast, moment: Moment, app: str
) -> None:
    await a_bill(cast.rahim, total=1000)
    await a_bill(cast.karim, total=700)
    chat = await known(conversation, cast, app)
    await chat.says("/start")
    assert "1 Sep 2026 – 21 Nov 2026 is on its way" in await chat.taps("Statement")
    assert "sent a moment ago" in await chat.says("/statement")
    asked = Message.filter(event="paper")
    assert await asked.count() == 1

    await posting.record(cast.bina, cast.rahim, Money(100_00))
    assert "is on its way" in await chat.says("/statement")
    moment.move(hours=1)
    assert "is on its way" in await chat.says("/statement")
    assert await asked.count() == 3
    assert {row.customer_id for row in await asked} == {cast.rahim.id}
