"""Every planned failure of the router, at its stage, and its pace."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from sandbox.faults import Kind
from sandbox.routeros import RouterOs
from sandbox.routeros.pace import Pace
from sandbox.routeros.wire import BrokenWire
from tests.sandbox.routeros_client import Raw

ADD = ("/ppp/secret/add", "=name=new")
PRINT = ("/ppp/secret/print", "=.proplist=name")


@pytest.fixture
async def router() -> AsyncIterator[RouterOs]:
    router = RouterOs()
    router.network.load(f"c{number}" for number in range(1000))
    await router.start()
    yield router
    await router.stop()


@pytest.fixture
async def raw(router: RouterOs) -> AsyncIterator[Raw]:
    raw = await Raw.open(router.port)
    yield raw
    await raw.close()


def was_added(router: RouterOs) -> bool:
    return router["/ppp/secret"].named("new") is not None


async def silent(raw: Raw) -> bool:
    try:
        await asyncio.wait_for(raw.next(), 0.05)
    except TimeoutError:
        return True
    return False


async def test_a_refused_connection_is_closed_and_a_silent_one_stays_mute(router: RouterOs) -> None:
    router.faults.plan("connect", Kind.REFUSE)
    first = await Raw.open(router.port, login=False)
    assert await first.next() == []
    router.faults.plan("connect", Kind.SILENCE)
    second = await Raw.open(router.port, login=False)
    second.send("/login", "=name=netkhata", "=password=secret")
    assert await silent(second)
    for each in (first, second):
        await each.close()


async def test_a_login_can_be_refused_or_never_answered(router: RouterOs) -> None:
    raw = await Raw.open(router.port, login=False)
    login = ("/login", "=name=netkhata", "=password=secret")
    router.faults.plan("login", Kind.REFUSE)
    assert (await raw.ask(*login))[0][-1] == "=message=invalid user name or password (6)"
    router.faults.plan("login", Kind.SILENCE)
    raw.send(*login)
    assert await silent(raw)
    await raw.close()


@pytest.mark.parametrize(
    ("operation", "kind", "answer", "added"),
    [
        ("/ppp/secret/add", Kind.REFUSE, "=message=failure: can not do that", False),
        ("/ppp/secret/add", Kind.HTTP_429, "=message=action timed out", False),
        ("/ppp/secret/add after", Kind.REFUSE, "=message=failure: can not do that", True),
    ],
)
async def test_a_trap_may_or_may_not_have_been_acted_on(
    router: RouterOs, raw: Raw, operation: str, kind: Kind, answer: str, added: bool
) -> None:
    router.faults.plan(operation, kind)
    assert (await raw.ask(*ADD))[0][-1].startswith(answer)
    assert was_added(router) is added


@pytest.mark.parametrize(
    ("operation", "kind", "added"),
    [
        ("/ppp/secret/add", Kind.RESET_BEFORE, False),
        ("/ppp/secret/add", Kind.RESET_AFTER, True),
        ("/ppp/secret/add after", Kind.RESET_BEFORE, True),
    ],
)
async def test_a_dropped_command_may_or_may_not_have_been_acted_on(
    router: RouterOs, raw: Raw, operation: str, kind: Kind, added: bool
) -> None:
    router.faults.plan(operation, kind)
    assert await raw.ask(*ADD) == []
    assert was_added(router) is added


@pytest.mark.parametrize(
    ("operation", "added"), [("/ppp/secret/add", False), ("/ppp/secret/add after", True)]
)
async def test_an_unanswered_command_can_be_cancelled_and_may_have_been_done(
    router: RouterOs, raw: Raw, operation: str, added: bool
) -> None:
    router.faults.plan(operation, Kind.SILENCE)
    raw.send(*ADD, ".tag=1")
    assert await silent(raw)
    assert was_added(router) is added
    raw.send("/cancel", "=tag=1", ".tag=2")
    assert [(await raw.next())[:2] for _ in range(3)] == [
        ["!trap", ".tag=1"],
        ["!done", ".tag=2"],
        ["!done", ".tag=1"],
    ]


async def test_junk_is_no_sentence(router: RouterOs, raw: Raw) -> None:
    router.faults.plan("/ppp/secret/print", Kind.JUNK)
    with pytest.raises(BrokenWire):
        await raw.ask(*PRINT)


async def test_a_table_can_break_off_in_the_middle_of_a_sentence(
    router: RouterOs, raw: Raw
) -> None:
    router.faults.plan("/ppp/secret/print midway", Kind.RESET_BEFORE)
    seen = await raw.ask(*PRINT)
    assert 0 < len(seen) < 1000
    assert {words[0] for words in seen} == {"!re"}


async def test_a_table_can_trap_or_stop_in_the_middle(router: RouterOs, raw: Raw) -> None:
    router.faults.plan("/ppp/secret/print midway", Kind.REFUSE)
    seen = await raw.ask(*PRINT)
    assert [words[0] for words in seen[-2:]] == ["!trap", "!done"]
    assert len(seen) > 400
    router.faults.plan("/ppp/secret/print midway", Kind.SILENCE)
    raw.send(*PRINT)
    for _ in range(400):
        assert (await raw.next())[0] == "!re"


async def test_a_table_can_end_early_or_be_empty_and_look_whole(router: RouterOs, raw: Raw) -> None:
    router.faults.plan("/ppp/secret/print early", Kind.REFUSE)
    assert len(await raw.ask(*PRINT)) == 501
    router.faults.plan("/ppp/secret/print empty", Kind.REFUSE)
    assert await raw.ask(*PRINT) == [["!empty"], ["!done"]]
    assert len(await raw.ask(*PRINT)) == 1001


async def test_a_router_with_one_hand_answers_in_turn(router: RouterOs, raw: Raw) -> None:
    router.service.pace = Pace(per_row=0.00001, parallel=1)
    raw.send(*PRINT, ".tag=long")
    raw.send("/system/identity/print", ".tag=short")
    order = []
    while len(order) < 2:
        words = await raw.next()
        if words[0] == "!done":
            order.append(words[1])
    assert order == [".tag=long", ".tag=short"]


async def test_a_filter_does_not_spare_the_work_per_row(
    router: RouterOs, raw: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    async def rows(_pace: Pace, count: int) -> None:
        looked.append(count)

    monkeypatch.setattr(Pace, "rows", rows)
    assert len(await raw.ask(*PRINT, "?name=c7")) == 2
    assert sum(looked) == 1000
