"""Who is let in, where a turn goes, and what is said when it goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.chat.models import Purpose
from domain.errors import InvalidState
from domain.ports import Ports
from domain.staff import people
from domain.staff.models import Role, Staff
from handlers.ui.buttons import pack
from handlers.ui.conversation import Conversation
from handlers.ui.drawing import Drawn, Key
from handlers.ui.screens import Button, Screen, plain
from handlers.ui.turns import Turn
from tests.cast import Cast
from tests.handlers.ui.till import DRAWER
from tests.person import Person

GROUP = -1001234


async def a_card(button: Button) -> Drawn:
    """A card with one button."""
    return Drawn(("a card",), ((Key(button.text.values["value"], await pack(button, None)),),))


async def test_a_stranger_is_told_who_we_are_and_how_staff_join(
    conversation: Conversation,
) -> None:
    stranger = Person(conversation, 42, name="Sumon", language="en")
    await stranger.says("/till rahim 500")
    stranger.sees("Nagar Net", "42", "invite link")
    stranger.does_not_see("Home", "rahim")


async def test_a_stranger_is_spoken_to_in_their_own_language(conversation: Conversation) -> None:
    stranger = Person(conversation, 42, language="bn")
    await stranger.says("hello")
    stranger.sees("সহকারী বট", "42")


async def test_a_stranger_gets_the_customers_conversation_where_there_is_one(
    cast: Cast, ports: Ports
) -> None:
    async def guest(turn: Turn, ports: Ports) -> Screen:
        return Screen((plain(f"customer said {turn.text}"),))

    stranger = Person(Conversation(ports, guest=guest), 42)
    await stranger.says("bill")
    stranger.sees("customer said bill")


async def test_an_invite_makes_staff_and_works_once(cast: Cast, conversation: Conversation) -> None:
    token = await people.invite(cast.asha, Role.COLLECTOR, operator_id=cast.north.id)
    mina = Person(conversation, 43, name="Mina")
    await mina.says(f"/start {token}")
    mina.sees("Welcome, Mina", "collector", "North Net")
    turn = Turn("telegram", "45", "45", text=f"/start {await people.invite(cast.asha, Role.NOC)}")
    reply = await conversation.handle(turn)
    assert reply.principal is not None
    second = Person(conversation, 44, name="Second", language="en")
    await second.says(f"/start {token}")
    second.sees("used already", "invite link")
    assert not await Staff.filter(telegram_id=44).exists()


async def test_a_removed_person_is_a_stranger_at_the_next_tap(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    chand = person_of(cast.chand)
    await chand.says("/start")
    await people.remove(cast.asha, cast.chand.staff_id or 0)
    await chand.taps("Help")
    chand.sees("don't know you")


async def test_home_shows_what_the_role_may_do(asha: Person, dipa: Person) -> None:
    await asha.says("/start")
    asha.sees("Nagar Net", "Asha", "admin")
    await asha.says("/help")
    asha.sees("/till CUSTOMER AMOUNT", "Take money")
    await dipa.says("/help")
    dipa.does_not_see("/till")


async def test_the_language_changes_at_once_and_stays(asha: Person) -> None:
    await asha.says("/language")
    await asha.taps("বাংলা")
    asha.sees("এখন থেকে বাংলায়", "স্বাগতম", "অ্যাডমিন")
    await asha.says("/help")
    asha.sees("/till কাস্টমার টাকা")


@pytest.mark.parametrize(
    "line", ["/till", "/TILL", " /till ", "/till@nagarnet_bot", "/till@NagarNet_Bot"]
)
async def test_a_command_is_read_forgivingly(asha: Person, line: str) -> None:
    await asha.says(line)
    asha.sees("Who pays?")


async def test_a_command_for_another_bot_is_not_ours(asha: Person) -> None:
    assert await asha.says("/till@other_bot") is None


async def test_an_unknown_command_names_the_one_meant(asha: Person) -> None:
    await asha.says("/tll")
    asha.sees("/tll", "/till")
    await asha.says("/xyzzyx")
    asha.sees("/help")


async def test_a_command_without_the_right_says_so(dipa: Person) -> None:
    await dipa.says("/till rahim 500")
    dipa.sees("don't have the right")


async def test_a_private_command_is_not_answered_in_a_group(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    asha = person_of(cast.asha, GROUP)
    await asha.says("/till rahim 500")
    asha.sees("our own chat")
    assert await asha.says("good morning all") is None


async def test_a_button_of_a_private_command_leaves_a_groups_card_alone(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    asha = person_of(cast.asha, GROUP)
    asha.messages[1] = await a_card(Button(plain("Till"), "command", ("till",)))
    assert await asha.taps("Till") is None
    assert "our own chat" in asha.toast


async def test_a_button_of_a_command_does_what_typing_it_does(asha: Person) -> None:
    asha.messages[1] = await a_card(Button(plain("Till"), "command", ("till", "karim 500")))
    await asha.taps("Till")
    asha.sees("A note?")
    asha.messages[1] = await a_card(Button(plain("Gone"), "command", ("of-yesterday",)))
    await asha.taps("Gone")
    assert "too old" in asha.toast


async def test_a_group_is_spoken_to_in_its_own_language(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    from domain.chat import groups

    await groups.bind(cast.asha, str(GROUP), Purpose.ALERTS, "NOC", language="bn")
    asha = person_of(cast.asha, GROUP)
    await asha.says("/till rahim 500")
    asha.sees("গ্রুপে না")


async def test_a_button_in_a_group_needs_the_presser_to_have_the_right(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    asha, chand = person_of(cast.asha, GROUP), person_of(cast.chand, GROUP)
    card = await asha.says("/drawer")
    assert card is not None
    chand.messages[1] = card
    assert await chand.taps("Audit") is None
    assert "don't have the right" in chand.toast
    assert chand.messages[1] is card
    await asha.taps("Audit")
    assert asha.toast == "Audited."


async def test_a_button_in_a_group_is_dead_for_strangers(
    cast: Cast, person_of: Callable[..., Person], conversation: Conversation
) -> None:
    card = await person_of(cast.asha, GROUP).says("/drawer")
    assert card is not None
    stranger = Person(conversation, 42, chat=GROUP, messages={1: card}, language="en")
    assert await stranger.taps("Press") is None
    assert "Only staff" in stranger.toast
    assert DRAWER.presses == 0


async def test_a_card_is_changed_in_place(asha: Person) -> None:
    await asha.says("/drawer")
    await asha.taps("Press")
    assert len(asha.messages) == 1
    asha.sees("pressed 1")
    await asha.taps("Open 2")
    asha.sees("Counter 2")


async def test_a_one_use_button_acts_once_and_then_shows_the_fresh_card(asha: Person) -> None:
    card = await asha.says("/drawer")
    assert card is not None
    await asha.taps("Once")
    assert DRAWER.presses == 1
    asha.messages[0] = card
    await asha.taps("Once", 0)
    assert DRAWER.presses == 1
    assert "changed" in asha.toast
    assert "pressed 1" in asha.messages[0].text


async def test_a_one_use_button_of_somebody_else_is_dead(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    asha, bina = person_of(cast.asha), person_of(cast.bina)
    card = await asha.says("/drawer")
    assert card is not None
    bina.messages[1] = card
    await bina.taps("Once")
    assert DRAWER.presses == 0


async def test_in_a_group_any_one_who_may_uses_the_one_use_button_once(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    asha, bina = person_of(cast.asha, GROUP), person_of(cast.bina, GROUP)
    card = await asha.says("/drawer")
    assert card is not None
    bina.messages[1] = card
    await bina.taps("Once")
    await asha.taps("Once")
    assert DRAWER.presses == 1
    assert "changed" in asha.toast


async def test_in_a_group_a_refused_one_use_button_is_still_good_for_another_person(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    asha, bina = person_of(cast.asha, GROUP), person_of(cast.bina, GROUP)
    card = await asha.says("/drawer")
    assert card is not None
    bina.messages[1] = card
    DRAWER.trouble = InvalidState(what="bill", state="void")
    await asha.taps("Once")
    DRAWER.trouble = None
    await bina.taps("Once")
    assert DRAWER.presses == 1


async def test_a_refused_one_use_button_comes_back_fresh(asha: Person) -> None:
    DRAWER.trouble = InvalidState(what="bill", state="void")
    await asha.says("/drawer")
    await asha.taps("Once")
    assert "The bill" in asha.toast
    DRAWER.trouble = None
    await asha.taps("Once")
    asha.sees("pressed 1")


async def test_an_outdated_button_shows_the_fresh_card(asha: Person) -> None:
    await asha.says("/drawer")
    DRAWER.presses = 7
    await asha.taps("Stale")
    asha.sees("pressed 7")
    assert "changed" in asha.toast


@pytest.mark.parametrize(
    "data", ["", "x", "zzzz", "zzzz:.1", "!", "~", "zzzz!gone", "ab~cd", "é" * 20]
)
async def test_buttons_that_nobody_knows_any_more_lead_home(asha: Person, data: str) -> None:
    asha.messages[1] = Drawn(("an old card",), ((Key("Old", data=data or "?"),),))
    await asha.taps("Old")
    asha.sees("Nagar Net")
    assert "too old" in asha.toast


async def test_a_button_of_an_earlier_version_with_other_arguments_is_outdated(
    asha: Person,
) -> None:
    asha.messages[1] = await a_card(Button(plain("Old"), "till.press-once", (1, "more", 3)))
    await asha.taps("Old")
    asha.sees("Counter 1")


async def test_what_is_our_fault_is_told_by_a_number_that_the_log_has(
    asha: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await asha.says("/drawer")
    with caplog.at_level(logging.ERROR):
        await asha.taps("Break")
    number = caplog.records[-1].getMessage().partition("id=")[2]
    assert number
    assert number in asha.toast
    assert "secret" not in asha.toast


async def test_a_file_that_nobody_asked_for_is_answered(asha: Person) -> None:
    await asha.sends("list.csv", b"1,2")
    asha.sees("wasn't waiting")


async def test_somebody_in_another_app_is_not_staff_by_their_number(
    conversation: Conversation, cast: Cast
) -> None:
    turn = Turn(app="whatsapp", chat="1", person=str(cast.asha.telegram_id), text="/till")
    reply = await conversation.handle(turn)
    assert reply.principal is None
    await conversation.handle(replace(turn, choice="x", text=""))


async def test_every_command_has_its_words_in_every_language(ports: Ports) -> None:
    from handlers.ui import commands
    from handlers.ui.drawing import Reader, say
    from handlers.ui.helping import arguments

    for language in ports.texts.languages():
        for made in {*commands.COMMANDS.values(), *commands.OF_CUSTOMERS.values()}:
            ports.texts.t(language, f"command-{made.name}")
            if made.home is not None:
                ports.texts.t(language, f"home-{made.name}")
            for text in arguments(made.args):
                say(ports.texts, Reader(language), text)


async def test_a_button_with_arguments_of_another_kind_is_outdated(asha: Person) -> None:
    for action in ("till.counter", "till.press"):
        asha.messages[1] = await a_card(Button(plain("Made up"), action, ("no number",)))
        await asha.taps("Made up", 1)
        assert "wrong on our side" not in asha.toast
    assert DRAWER.presses == 0
