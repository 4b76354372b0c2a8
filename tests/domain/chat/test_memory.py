"""Flows, buttons and updates survive restarts, and each button acts once."""

from __future__ import annotations

import asyncio

import pytest

from domain import batches
from domain.chat import memory
from domain.chat.models import OnceToken, SeenUpdate
from domain.errors import TokenUsed
from tests.cast import Cast, Moment
from tests.paces import fixed


async def test_the_last_that_was_remembered_is_recalled_until_forgotten(cast: Cast) -> None:
    await memory.remember("telegram:5:7", "paid", "amount", {"customer": 1})
    await memory.remember("telegram:5:7", "paid", "confirm", {"customer": 1, "amount": "৫০০"})

    kept = await memory.recall("telegram:5:7")
    assert kept is not None
    assert (kept.step, kept.data) == ("confirm", {"customer": 1, "amount": "৫০০"})

    await memory.forget("telegram:5:7")
    assert await memory.recall("telegram:5:7") is None


async def test_of_many_taps_one_acts(cast: Cast) -> None:
    token = await memory.once("payment.undo", cast.chand.key)

    async def tap() -> bool:
        try:
            return await memory.use(token, "payment.undo", cast.chand.key)
        except TokenUsed:
            return False

    assert sum(await asyncio.gather(*(tap() for _ in range(5)))) == 1


async def test_a_token_is_good_for_its_act_and_person(cast: Cast) -> None:
    token = await memory.once("payment.undo", cast.chand.key)

    for act, owner in (("payment.record", ""), ("payment.undo", cast.bina.key)):
        with pytest.raises(TokenUsed):
            await memory.use(token, act, owner)
    with pytest.raises(TokenUsed):
        await memory.use("made-up", "payment.undo")

    assert await memory.use(token, "payment.undo")


async def test_tokens_are_kept_as_hashes(cast: Cast) -> None:
    token = await memory.once("payment.undo", "")

    assert token not in f"{await OnceToken.all().values()}"


async def test_an_update_is_taken_once(cast: Cast) -> None:
    taken = await asyncio.gather(*(memory.take_updates([("telegram", "1")]) for _ in range(4)))

    assert sum(first for (first,) in taken) == 1
    assert await memory.take_updates(
        [("telegram", "1"), ("telegram", "2"), ("other-bot", "1"), ("telegram", "2")]
    ) == [False, True, True, False]
    assert await memory.are_taken([("other-bot", "1"), ("telegram", "3")]) == [True, False]


async def test_what_is_old_is_dropped_batch_by_batch_and_nothing_else(
    cast: Cast, moment: Moment
) -> None:
    await memory.take_updates([("telegram", str(number)) for number in range(7)])
    moment.move(days=1)
    await memory.take_updates([("telegram", "new")])

    await batches.delete(SeenUpdate.filter(at__lt=moment.now), pace=fixed(3))

    assert [row.number for row in await SeenUpdate.all()] == ["new"]


async def test_what_nobody_comes_back_to_is_dropped(cast: Cast, moment: Moment) -> None:
    await memory.remember("old", "paid", "amount", {})
    token = await memory.once("payment.undo", "")
    await memory.take_updates([("telegram", "1")])
    moment.move(days=181)
    await memory.remember("new", "paid", "amount", {})

    await memory.tidy(moment.now)

    assert await memory.recall("old") is None
    assert await memory.recall("new") is not None
    assert await memory.take_updates([("telegram", "1")]) == [True]
    with pytest.raises(TokenUsed):
        await memory.use(token, "payment.undo")
