"""A bare message is a search; one hit opens the card, several are told apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.customers import search
from handlers.ui.conversation import Conversation
from tests import builders
from tests.cast import Cast
from tests.person import Person


@pytest.fixture(autouse=True)
async def indexed(cast: Cast) -> None:
    await search.index([cast.rahim.id, cast.karim.id])


@pytest.mark.parametrize(
    "text",
    ["rahim", "Rahim Uddin", "uddin rahim", "1001", "01711-111111", "10.0.0.11", "/find rahim"],
)
async def test_one_hit_opens_the_card(asha: Person, text: str) -> None:
    await asha.says(text)
    asha.sees(
        "Rahim Uddin", "1001", "01711-111111", "Mirpur", "North Net", "Home", "৳1,000 a month"
    )


async def test_the_card_says_what_is_due(asha: Person, cast: Cast) -> None:
    await builders.a_bill(cast.rahim, total=1150)
    await asha.says("1001")
    asha.sees("Due: ৳1,150")
    await asha.says("1002")
    asha.sees("Nothing due")


async def test_noc_sees_no_amount_anywhere(dipa: Person, cast: Cast) -> None:
    await builders.a_bill(cast.rahim, total=1150)
    await dipa.says("1001")
    dipa.sees("Rahim Uddin", "Home")
    dipa.does_not_see("৳", "1,150", "1,000", "Due", "due")


async def test_several_hits_are_listed_with_what_tells_them_apart(asha: Person, cast: Cast) -> None:
    other = await builders.a_customer("Rahim Sheikh", zone=cast.uttara, owes=700)
    await search.index([other.id])
    await asha.says("rahim")
    asha.sees("Rahim Uddin", "Rahim Sheikh", "Mirpur", "Uttara", "due ৳700")
    await asha.taps("Rahim Sheikh")
    asha.sees("Rahim Sheikh", "Due: ৳700")
    asha.does_not_see("Rahim Uddin")


async def test_more_hits_than_a_card_holds_are_paged(asha: Person, cast: Cast) -> None:
    crowd = [await builders.a_customer(f"Abdul {number}", zone=cast.uttara) for number in range(9)]
    await search.index([each.id for each in crowd])
    await asha.says("abdul")
    asha.sees("Abdul 0", "Abdul 7", "There are more")
    asha.does_not_see("Abdul 8")
    await asha.taps("▶")
    asha.sees("Abdul 8")
    asha.does_not_see("Abdul 7", "There are more")
    await asha.taps("◀")
    asha.sees("Abdul 0")


async def test_nobody_found_says_so_and_suggests(asha: Person) -> None:
    await asha.says("zzqqxx")
    asha.sees("zzqqxx", "part of the name")


async def test_a_bare_find_asks(asha: Person) -> None:
    await asha.says("/start")
    await asha.taps("Find")
    asha.sees("What do you know")


async def test_another_operators_staff_find_nobody(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    esha = person_of(cast.esha)
    await esha.says("rahim")
    esha.sees("Nobody found")
    esha.does_not_see("Uddin", "0171")


async def test_a_collector_finds_only_in_their_zone(chand: Person) -> None:
    await chand.says("karim")
    chand.sees("Nobody found")


async def test_a_card_button_is_no_way_around_the_subtree(
    asha: Person, cast: Cast, person_of: Callable[..., Person]
) -> None:
    card = await asha.says("1001")
    esha = person_of(cast.esha)
    assert card is not None
    esha.messages[1] = card
    assert await esha.taps("Refresh") is None
    assert "No customer found" in esha.toast


async def test_a_deep_link_opens_the_card(asha: Person) -> None:
    await asha.says("/start find_1001")
    asha.sees("Rahim Uddin")


async def test_the_card_speaks_bengali(asha: Person, cast: Cast) -> None:
    await builders.a_bill(cast.rahim, total=1150)
    await asha.says("/language")
    await asha.taps("বাংলা")
    await asha.says("১০০১")
    asha.sees("বকেয়া: ৳১,১৫০", "চালু", "01711-111111")


async def test_from_any_chat_nothing_secret_is_sent(
    conversation: Conversation, cast: Cast, asha: Person
) -> None:
    from domain.ports import Output
    from handlers.ui.drawing import draw
    from handlers.ui.turns import Turn

    await builders.a_bill(cast.rahim, total=1150)
    person = str(cast.asha.telegram_id)
    found, reader = await conversation.search(
        Turn(app="telegram", chat=person, person=person, text="rahim")
    )
    drawn = await draw(found[0].screen, reader, conversation.ports.texts, Output.PLAIN)
    assert "Rahim Uddin" in drawn.text
    assert "1,150" not in drawn.text
    assert drawn.keys[0][0].url == "https://t.me/nagarnet_bot?start=find_1001"
    stranger = Turn(app="telegram", chat="42", person="42", text="rahim")
    assert (await conversation.search(stranger))[0] == []
