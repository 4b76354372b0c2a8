"""A card is shown by one process, again whenever its subject changes, and by nobody once dead."""

from __future__ import annotations

import asyncio

from domain import clock, db, wakes
from domain.chat import cards, groups
from domain.chat.addresses import TELEGRAM
from domain.chat.models import Card, Purpose
from tests.cast import Cast, Moment


async def keep(key: str = "k", **values: object) -> None:
    given: dict[str, object] = {
        "key": key,
        "screen": "customer",
        "args": {"id": 17},
        "subject": "customer:17",
        "app": "telegram",
        "chat_id": "5",
        "language": "en",
        **values,
    }
    await cards.keep(cards.Kept(**given))  # type: ignore[arg-type]


async def test_of_several_processes_exactly_one_gets_a_card(cast: Cast) -> None:
    for number in range(6):
        await keep(f"k{number}")

    got = await asyncio.gather(
        *(cards.due(TELEGRAM, f"bot-{number}", clock.now(), limit=4) for number in range(5))
    )

    ids = [card.id for claimed in got for card in claimed]
    assert len(ids) == len(set(ids)) == 6


async def test_a_card_of_the_same_key_is_the_same_card(cast: Cast) -> None:
    await keep(message_id="9")
    await keep(screen="bill")

    card = await Card.get()
    assert (card.screen, card.message_id) == ("bill", "9")


async def test_a_card_on_show_is_drawn_again_when_its_subject_changes(cast: Cast) -> None:
    await keep(message_id="9")
    assert await cards.due(TELEGRAM, "bot", clock.now()) == []

    await cards.refresh("customer:17")
    await cards.refresh("customer:17")
    (card,) = await cards.due(TELEGRAM, "bot", clock.now())
    await cards.shown(card, card.wanted)

    assert (card.message_id, card.args) == ("9", {"id": 17})
    assert await cards.due(TELEGRAM, "bot", clock.now()) == []


async def test_a_change_while_it_is_drawn_is_not_lost(cast: Cast) -> None:
    await keep()
    (card,) = await cards.due(TELEGRAM, "bot", clock.now())
    await cards.refresh("customer:17")

    await cards.shown(card, card.wanted, message_id="9")

    (again,) = await cards.due(TELEGRAM, "bot", clock.now())
    assert again.message_id == "9"


async def test_who_lost_the_claim_leaves_no_trace(cast: Cast, moment: Moment) -> None:
    await keep()
    (slow,) = await cards.due(TELEGRAM, "slow", clock.now())
    moment.move(seconds=61)
    (fast,) = await cards.due(TELEGRAM, "fast", clock.now())

    assert await cards.shown(fast, fast.wanted, message_id="2")
    assert not await cards.shown(slow, slow.wanted, message_id="1")
    assert (await Card.get(key="k")).message_id == "2"


async def test_a_card_that_is_put_off_waits_longer_each_time_and_ends(
    cast: Cast, moment: Moment
) -> None:
    await keep()
    pauses = []
    while claimed := await cards.due(TELEGRAM, "bot", clock.now()):
        kept = await cards.put_off(claimed[0], clock.now())
        waits = (await Card.get(key="k")).locked_until - int(moment.now.timestamp() * 1000)
        if not kept:
            break
        pauses.append(waits // 1000)
        moment.move(milliseconds=waits)

    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1], len(pauses)) == (2, 600, 11)
    assert await cards.due(TELEGRAM, "bot", clock.now()) == []


async def test_a_card_in_hand_when_the_clock_was_set_back_is_drawn(
    cast: Cast, moment: Moment
) -> None:
    await keep()
    assert await cards.due(TELEGRAM, "dead", clock.now())

    moment.move(hours=-1)

    assert await cards.due(TELEGRAM, "bot", clock.now())


async def test_a_dead_card_is_refreshed_no_more(cast: Cast) -> None:
    await keep()
    (card,) = await cards.due(TELEGRAM, "bot", clock.now())
    await cards.dead(card)

    await cards.refresh("customer:17")

    assert await cards.due(TELEGRAM, "bot", clock.now()) == []


async def test_a_card_is_kept_until_its_day(cast: Cast, moment: Moment) -> None:
    await keep(message_id="9", until=clock.now())
    await cards.refresh("customer:17")
    assert await cards.due(TELEGRAM, "bot", clock.now()) == []

    await keep(message_id="10")
    await cards.refresh("customer:17")
    assert [card.message_id for card in await cards.due(TELEGRAM, "bot", clock.now())] == ["10"]


async def test_a_card_of_a_change_that_failed_is_not_refreshed(cast: Cast) -> None:
    await keep(message_id="9")
    woken: list[str] = []
    wakes.relay_through(woken.append)

    async def change_and_fail() -> None:
        async with db.transaction():
            await cards.refresh("customer:17")
            raise RuntimeError

    try:
        await asyncio.gather(change_and_fail(), return_exceptions=True)
    finally:
        wakes.relay_through(None)

    assert woken == []
    assert await cards.due(TELEGRAM, "bot", clock.now()) == []


async def test_each_group_that_hears_gets_one_card(cast: Cast) -> None:
    await groups.bind(cast.asha, "-100", Purpose.PAYMENTS, "Office", "3")
    await groups.bind(cast.asha, "-200", Purpose.PAYMENTS, "North", operator_code="north")

    async def raise_it() -> int:
        return await cards.raise_to_group(
            Purpose.PAYMENTS, cast.north.id,
            key="verification:1", screen="verification", args={"id": 1}, subject="verification:1",
        )  # fmt: skip

    assert (await raise_it(), await raise_it()) == (2, 2)
    raised = await cards.due(TELEGRAM, "bot", clock.now())
    assert [(card.chat_id, card.thread_id) for card in raised] == [("-100", "3"), ("-200", None)]


async def test_a_tap_waits_for_who_draws_and_who_draws_for_the_tap(cast: Cast) -> None:
    await keep(message_id="9")
    await cards.refresh("customer:17")
    (card,) = await cards.due(TELEGRAM, "bot", clock.now())
    assert await cards.take([(TELEGRAM, "5", "9"), (TELEGRAM, "5", "10")]) == [False, True]
    await cards.shown(card, card.wanted)

    assert await cards.take([(TELEGRAM, "5", "9")]) == [True]
    await cards.refresh("customer:17")
    assert await cards.due(TELEGRAM, "bot", clock.now()) == []
    await cards.end_taps([cards.Tapped((TELEGRAM, "5", "9"))])

    assert len(await cards.due(TELEGRAM, "bot", clock.now())) == 1


async def test_a_tap_whose_process_died_holds_a_card_for_moments_only(
    cast: Cast, moment: Moment
) -> None:
    await keep(message_id="9")
    await cards.take([(TELEGRAM, "5", "9")])
    await cards.refresh("customer:17")
    assert await cards.due(TELEGRAM, "bot", clock.now()) == []

    moment.move(seconds=21)

    assert len(await cards.due(TELEGRAM, "bot", clock.now())) == 1


async def test_taps_that_end_together_leave_behind_what_each_shows(cast: Cast) -> None:
    for number in (1, 2, 3):
        await keep(f"k{number}", message_id=str(number))
    await cards.take([(TELEGRAM, "5", "1"), (TELEGRAM, "5", "2"), (TELEGRAM, "5", "3")])
    await cards.refresh("customer:17")
    another = cards.Kept(
        key="k1", screen="bill", args={"bill_id": 3}, subject="bill:3",
        app="telegram", chat_id="5", message_id="1", language="en",
    )  # fmt: skip

    await cards.end_taps(
        [
            cards.Tapped((TELEGRAM, "5", "1"), another),
            cards.Tapped((TELEGRAM, "5", "2"), is_free=True),
            cards.Tapped((TELEGRAM, "5", "3")),
        ]
    )

    (unchanged,) = await cards.due(TELEGRAM, "bot", clock.now())
    assert unchanged.message_id == "3"
    await cards.refresh("bill:3", "customer:17")
    assert [card.message_id for card in await cards.due(TELEGRAM, "other", clock.now())] == ["1"]


async def test_taps_that_end_while_what_they_show_changes_lock_nobody_out(cast: Cast) -> None:
    def tapped(number: int) -> cards.Tapped:
        shown = cards.Kept(
            key=f"k{number}", screen="bill", args={}, subject="customer:17",
            app="telegram", chat_id="5", message_id=str(number), language="en",
        )  # fmt: skip
        return cards.Tapped((TELEGRAM, "5", str(number)), shown)

    taps = [tapped(number) for number in range(300, 0, -1)]
    await cards.end_taps(taps[::-1])

    for _ in range(10):
        await asyncio.gather(
            cards.end_taps(taps),
            cards.refresh("customer:17"),
            cards.end_taps(taps[::-1]),
            cards.refresh("customer:17"),
        )

    assert await Card.filter(holder="").count() == 300, "none is left in anybody's hand"
