"""The door to providers: what failed and whether it went out, and what never goes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from aiohttp import web

from domain import clock, db
from domain.errors import Busy, Refused, Unsure
from gateways.http import Http, Reply, redact


class Server:
    """Answers as the path says."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.forms: list[dict[str, str]] = []
        self.release = asyncio.Event()

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        self.forms.append({name: str(value) for name, value in (await request.post()).items()})
        what = request.path.strip("/")
        if what == "drop" and request.transport:
            request.transport.abort()
        if what == "silent":
            await self.release.wait()
        if what == "moved":
            return web.Response(status=302, headers={"Location": "/elsewhere"})
        if what == "throttled":
            return web.Response(status=429, headers=dict(request.query))
        if what == "half":
            answer = web.StreamResponse(headers={"Content-Length": "100"})
            await answer.prepare(request)
            await answer.write(b'{"a": ')
            assert request.transport
            request.transport.close()
            return answer
        if what == "large":
            return web.Response(body=b"x" * 3000)
        return web.json_response({"a": 1.10}, status=int(what or 200))


@pytest.fixture
async def server() -> AsyncIterator[tuple[Server, str]]:
    made = Server()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", made.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield made, f"http://127.0.0.1:{runner.addresses[0][1]}"
    made.release.set()
    await runner.cleanup()


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    made = Http()
    yield made
    await made.close()


async def test_what_was_never_sent_may_be_sent_later(http: Http) -> None:
    for url in ("http://127.0.0.1:1/", "http://no-such-host.invalid/"):
        with pytest.raises(Busy, match="unreachable"):
            await http.call("POST", url, json={})


async def test_tls_with_a_plain_server_sends_nothing(
    http: Http, server: tuple[Server, str]
) -> None:
    with pytest.raises(Busy):
        await http.call("POST", server[1].replace("http:", "https:"))
    assert server[0].asked == []


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["drop", "half"])
async def test_what_broke_after_sending_is_a_doubt(
    http: Http, server: tuple[Server, str], method: str, path: str
) -> None:
    with pytest.raises(Unsure, match="broken"):
        await http.call(method, f"{server[1]}/{path}")


async def test_silence_after_sending_is_a_doubt(http: Http, server: tuple[Server, str]) -> None:
    with pytest.raises(Unsure, match="timeout"):
        await http.call("POST", f"{server[1]}/silent", timeout=0.2)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("Thu, 15 Jan 2026 04:13:29 GMT", 60.0),
        ("Thu, 15 Jan 2026 04:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
async def test_too_often_is_later(
    http: Http, server: tuple[Server, str], header: str, seconds: float | None
) -> None:
    clock.use(lambda: datetime(2026, 1, 15, 4, 12, 29, tzinfo=UTC))
    try:
        with pytest.raises(Busy) as why:
            await http.call("GET", f"{server[1]}/throttled", params={"Retry-After": header})
    finally:
        clock.use(None)
    assert why.value.retry_after == seconds


@pytest.mark.parametrize("status", [200, 400, 401, 404, 500, 503])
async def test_other_statuses_are_the_adapters_to_judge(
    http: Http, server: tuple[Server, str], status: int
) -> None:
    reply = await http.call("GET", f"{server[1]}/{status}")

    assert reply.status == status
    assert reply.object() == {"a": Decimal("1.1")}


async def test_credentials_do_not_follow_a_redirect(http: Http, server: tuple[Server, str]) -> None:
    reply = await http.call("POST", f"{server[1]}/moved", headers={"Authorization": "secret"})

    assert reply.status == 302
    assert [request.path for request in server[0].asked] == ["/moved"]


async def test_an_answer_without_end_is_cut_off(http: Http, server: tuple[Server, str]) -> None:
    with pytest.raises(Unsure, match="junk"):
        await http.call("GET", f"{server[1]}/large", most_bytes=2000)


async def test_forms_and_parameters_arrive_as_they_were(
    http: Http, server: tuple[Server, str]
) -> None:
    odd = {"a": "", "b": "x+y &=/%2F", "c": "রহিম"}
    await http.call("POST", f"{server[1]}/200?kept=1", params=odd, form=odd)
    [asked] = server[0].asked

    assert dict(asked.query) == odd | {"kept": "1"}
    assert server[0].forms == [odd]
    assert asked.content_type == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("url", ["", "ftp://a/", "http://", "//a/b", "http://[::1/"])
async def test_what_is_no_address_is_refused(http: Http, url: str) -> None:
    with pytest.raises(Refused, match="config"):
        await http.call("GET", url)


async def test_nothing_is_called_inside_a_transaction(
    database: str, http: Http, server: tuple[Server, str]
) -> None:
    async with db.transaction():
        with pytest.raises(RuntimeError, match="transaction"):
            await http.call("GET", server[1])
    assert server[0].asked == []
    assert (await http.call("GET", server[1])).status == 200


async def test_a_closed_door_opens_again(server: tuple[Server, str]) -> None:
    http = Http()
    await http.call("GET", server[1])
    await http.close()
    assert (await http.call("GET", server[1])).status == 200
    await http.close()


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": ', b"\xff\xfe", b"[" * 100_000])
def test_junk_is_a_doubt(body: bytes) -> None:
    with pytest.raises(Unsure):
        Reply(200, {}, body).json()
    with pytest.raises(Unsure):
        Reply(200, {}, b"[1]").object()


def test_secrets_and_numbers_are_hidden_in_every_form() -> None:
    text = "pass=p%40ss+w%2Frd or p@ss w/rd; to +8801711111111, card 4111111111111111, code 2062"

    assert redact(text, ["p@ss w/rd", ""]) == "pass=*** or ***; to ***, card ***, code 2062"
    assert "secret" not in repr(Reply(400, {"x": "secret"}, b"secret"))
