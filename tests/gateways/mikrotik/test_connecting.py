"""Connections come up, are replaced when they are lost, and say why they cannot be had."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from domain.errors import Busy, Refused
from gateways.mikrotik import MikroTik
from sandbox.faults import Kind
from sandbox.routeros import RouterOs, User
from sandbox.routeros.wire import Reader, sentence
from tests.gateways.mikrotik.conftest import QUICK, Make
from tests.waiting import until


async def test_a_router_before_6_43_is_logged_into_by_its_challenge(make: Make) -> None:
    old = RouterOs(version="6.42.12", password="ভালো")
    await old.start()
    client = make(port=old.port, password="ভালো")
    assert (await client.health()).version == "RouterOS 6.42.12 (stable)"
    wrong = make(port=old.port, password="x")
    with pytest.raises(Refused, match="auth"):
        await wrong.health()
    await client.close()
    await old.stop()


async def test_a_refused_login_is_not_tried_again_at_once(router: RouterOs, make: Make) -> None:
    client = make(password="wrong")
    for _ in range(3):
        with pytest.raises(Refused, match="auth"):
            await client.health()
    assert router.service.received["/login"] == 1


@pytest.mark.parametrize(
    ("operation", "kind", "reason"),
    [
        ("connect", Kind.RESET_BEFORE, "broken"),
        ("connect", Kind.SILENCE, "silent"),
        ("login", Kind.SILENCE, "silent"),
        ("login", Kind.RESET_AFTER, "broken"),
        ("login", Kind.JUNK, "broken"),
    ],
)
async def test_a_login_that_goes_wrong_is_tried_again_next_time(
    router: RouterOs, make: Make, operation: str, kind: Kind, reason: str
) -> None:
    client = make(QUICK)
    router.faults.plan(operation, kind)
    with pytest.raises(Busy) as busy:
        await client.health()
    assert busy.value.reason == reason
    assert (await client.health()).sessions == 300


async def test_a_router_whose_sessions_are_all_taken_is_told_from_a_wrong_port(
    router: RouterOs, make: Make
) -> None:
    service = router["/ip/service"].named("api")
    assert service is not None
    router["/ip/service"].change(service, {"max-sessions": "1"})
    client, another = make(QUICK), make(QUICK)
    await client.health()
    with pytest.raises(Busy, match="full"):
        await client.read_all([])
    with pytest.raises(Busy, match="full"):
        await another.health()

    router["/ip/service"].change(service, {"max-sessions": "3"})
    assert len((await client.read_all([])).secrets) == 300
    assert (await another.health()).sessions == 300


async def test_who_hangs_up_after_the_login_has_no_room_where_another_is_in(
    router: RouterOs, make: Make
) -> None:
    client = make(QUICK)
    await client.health()
    router.faults.plan("login", Kind.RESET_AFTER)
    with pytest.raises(Busy, match="full"):
        await client.read_all([])


async def test_a_menu_that_is_refused_is_named(router: RouterOs, client: MikroTik) -> None:
    router.faults.plan("/ppp/active/print", Kind.REFUSE)
    with pytest.raises(Refused, match="/ppp/active"):
        await client.read_all([])


async def test_a_router_without_power_is_unreachable_until_it_is_back(
    router: RouterOs, client: MikroTik
) -> None:
    await client.health()
    await router.power(False)
    with pytest.raises(Busy, match=r"unreachable|broken"):
        await client.health()
    with pytest.raises(Busy, match="unreachable"):
        await client.health()
    await router.power(True)
    assert (await client.health()).uptime_seconds >= 0


async def test_many_callers_share_one_attempt_to_connect(router: RouterOs, make: Make) -> None:
    client = make(QUICK)
    router.faults.plan("login", Kind.SILENCE)
    calls = await asyncio.gather(*(client.health() for _ in range(40)), return_exceptions=True)
    assert {type(call) for call in calls} == {Busy}
    assert router.service.received["/login"] == 1


async def test_five_connections_killed_in_a_row_are_five_times_replaced(
    router: RouterOs, client: MikroTik
) -> None:
    for _ in range(5):
        names = [f"c{number}" for number in range(20)]
        assert len((await client.read_some(names, [], ["suspended"])).secrets) == 20
        router.faults.plan("/ppp/secret/print", Kind.SLOW, seconds=5)
        lost = asyncio.create_task(client.read_some(names, [], ["suspended"]))
        asked = router.service.received["/ppp/secret/print"]
        await until(lambda asked=asked: router.service.received["/ppp/secret/print"] > asked)
        for connection in list(router.service.connections):
            connection.transport.abort()
        with pytest.raises(Busy, match="broken"):
            await lost
    assert (await client.health()).sessions == 300
    assert len(router.service.connections) == 1


async def test_a_reboot_is_survived(router: RouterOs, client: MikroTik) -> None:
    before = (await client.read_some(["c1"], [], [])).secrets[0]
    await router.power(False)
    await router.power(True)
    after = (await client.read_some(["c1"], [], [])).secrets[0]
    assert after.name == before.name
    assert after.id != before.id


async def test_a_connection_that_died_in_silence_is_noticed_before_it_is_used(
    router: RouterOs, make: Make
) -> None:
    client = make(replace(QUICK, idle=0))
    await client.health()
    (connection,) = router.service.connections
    connection.deaf = True
    assert (await client.health()).sessions == 300


async def test_closing_gives_the_connections_back(router: RouterOs, client: MikroTik) -> None:
    await client.health()
    await client.read_all([])
    assert len(router.service.connections) == 2
    await client.close()
    await until(lambda: not router.service.connections)
    assert (await client.health()).sessions == 300


async def test_the_password_is_in_no_log(
    router: RouterOs, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="librouteros")
    router.world.users["netkhata"] = User("netkhata", "open sesame")
    client = make(password="open sesame")
    await client.health()
    assert "sesame" not in caplog.text


Script = Callable[[list[str]], bytes]


@asynccontextmanager
async def scripted(answer: Script) -> AsyncIterator[int]:
    """A router that logs everybody in and answers as the script says."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        parser = Reader()
        while data := await reader.read(4096):
            for words in parser.feed(data):
                tag = next((word for word in words if word.startswith(".tag=")), "")
                writer.write(answer([words[0], tag]) if tag else sentence("!done"))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


@pytest.mark.parametrize(
    ("trap", "failure"),
    [
        (["=message=no such item"], "gone"),
        (["=message=no such item", "=category=0", "=extra=1"], "gone"),
        (["=category=1"], "bad-value"),
        ([], "failure"),
        (["=message=12345"], "failure: 12345"),
        (["=message=interrupted", "=category=2"], "interrupted"),
    ],
)
async def test_traps_of_every_form_are_understood(
    make: Make, trap: list[str], failure: str
) -> None:
    def answer(asked: list[str]) -> bytes:
        _, tag = asked
        return sentence("!trap", *trap, tag) + sentence("!trap", tag) + sentence("!done", tag)

    async with scripted(answer) as port:
        client = make(port=port)
        with pytest.raises((Refused, Busy), match=failure):
            await client.health()
        await client.close()


@pytest.mark.parametrize(
    ("stray", "reason"),
    [
        (sentence("!re", ".tag=999", "=name=another"), "protocol"),
        (sentence("!done"), "protocol"),
        (sentence("!fatal", "session terminated"), "broken"),
        (sentence("!what", ".tag=1"), "protocol"),
        (b"\xf9", "protocol"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n" * 20, "timeout"),
    ],
)
async def test_an_answer_that_belongs_to_nobody_ends_the_connection(
    make: Make, stray: bytes, reason: str
) -> None:
    async with scripted(lambda _asked: stray) as port:
        client = make(QUICK, port=port)
        with pytest.raises(Busy) as busy:
            await client.health()
        assert busy.value.reason == reason
        await client.close()
