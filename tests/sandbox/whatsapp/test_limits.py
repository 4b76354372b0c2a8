from __future__ import annotations

from typing import Any

import pytest

from sandbox.whatsapp import Limiter, WhatsApp
from tests.sandbox.callback import MovableClock
from tests.sandbox.whatsapp.calls import (
    RAHIM,
    TEXT,
    Caller,
    buttons,
    changed,
    cta,
    interactive,
    menu,
    of_type,
    reply,
    rows,
)

BAD = [
    (100, changed(TEXT, messaging_product=None)),
    (100, changed(TEXT, to=None)),
    (100, changed(TEXT, type=None)),
    (131051, changed(TEXT, type="poll")),
    (131009, changed(TEXT, to="rahim")),
    (131009, changed(TEXT, recipient_type="group")),
    (131009, changed(TEXT, biz_opaque_callback_data="x" * 513)),
    (131009, changed(changed(TEXT, to=None), recipient="BD.unknown")),
    (131008, changed(TEXT, text=None)),
    (131009, changed(TEXT, text="hi")),
    (131008, changed(TEXT, context={})),
    (131008, of_type("text", {"body": ""})),
    (131009, of_type("text", {"body": 7})),
    (131009, of_type("text", {"body": "x" * 4097})),
    (131009, of_type("text", {"body": "x", "preview_url": "yes"})),
    (131008, of_type("document", {"filename": "a.pdf"})),
    (131008, of_type("document", {"id": "1", "link": "https://e.example/a.pdf"})),
    (131009, of_type("document", {"link": "/tmp/a.pdf"})),
    (131009, of_type("document", {"link": "https://e.example/a", "caption": "x" * 1025})),
    (100, of_type("document", {"id": "404"})),
    (100, of_type("image", {"id": "1", "filename": "a.png"})),
    (131009, buttons(*[reply(str(n), str(n)) for n in range(4)])),
    (131008, buttons()),
    (131009, buttons(reply("a", "x" * 21))),
    (131009, buttons(reply("a" * 257, "x"))),
    (131009, buttons(reply(" a", "x"))),
    (131009, buttons(reply("a", "x"), reply("a", "y"))),
    (131009, buttons(reply("a", "x"), reply("b", "x"))),
    (131009, buttons({"type": "url", "reply": {"id": "a", "title": "x"}})),
    (131009, buttons("a")),  # type: ignore[arg-type]
    (131009, buttons(reply("a", "x"), body={"text": "x" * 1025})),
    (131009, buttons(reply("a", "x"), footer={"text": "x" * 61})),
    (131009, buttons(reply("a", "x"), header={"type": "text", "text": "x" * 61})),
    (131009, buttons(reply("a", "x"), header={"type": "sticker"})),
    (131008, buttons(reply("a", "x"), body=None)),
    (131008, interactive("button", None)),
    (131009, interactive("carousel", {})),
    (131009, interactive("location_request_message", {"name": "else"})),
    (131009, menu({"rows": rows(1)}, button="x" * 21)),
    (131008, menu()),
    (131009, menu({"rows": rows(11)})),
    (131009, menu({"title": "A", "rows": rows(6)}, {"title": "B", "rows": rows(5, 6)})),
    (131009, menu(*[{"title": str(n), "rows": rows(1, n)} for n in range(11)])),
    (131008, menu({"rows": rows(1)}, {"title": "B", "rows": rows(1, 1)})),
    (131009, menu({"title": "x" * 25, "rows": rows(1)})),
    (131009, menu({"rows": [{"id": "a", "title": "x" * 25}]})),
    (131009, menu({"rows": [{"id": "a" * 201, "title": "x"}]})),
    (131009, menu({"rows": [{"id": "a", "title": "x", "description": "x" * 73}]})),
    (131009, menu({"rows": [rows(1)[0], rows(1)[0]]})),
    (131009, menu({"rows": rows(1)}, header={"type": "image", "image": {"id": "1"}})),
    (131009, cta(display="x" * 21)),
    (131009, cta(url="pay.example")),
    (131009, cta(name="open")),
]


class TestLimits:
    @pytest.mark.parametrize(("code", "body"), BAD)
    async def test_a_broken_limit_is_refused_with_its_code(
        self, caller: Caller, whatsapp: WhatsApp, code: int, body: Any
    ) -> None:
        status, answer = await caller.send(body)
        assert (status, answer["error"]["code"]) == (400, code)
        assert whatsapp.account.messages == []

    @pytest.mark.parametrize(
        "body",
        [
            of_type("text", {"body": "x" * 4096, "preview_url": True}),
            buttons(*[reply(str(n), "x" * 19 + str(n)) for n in range(3)]),
            buttons(reply("a", "x"), header={"type": "text", "text": "x" * 60}),
            menu({"title": "A", "rows": rows(5)}, {"title": "B", "rows": rows(5, 5)}),
            menu({"rows": [{"id": "a", "title": "x" * 24, "description": "x" * 72}]}),
            cta(display="x" * 20),
            interactive("location_request_message", {"name": "send_location"}),
            changed(TEXT, to="+" + RAHIM),
        ],
    )
    @pytest.mark.usefixtures("talking")
    async def test_what_is_just_within_the_limits_arrives(
        self, caller: Caller, whatsapp: WhatsApp, body: Any
    ) -> None:
        await caller.sent(body)
        assert len(whatsapp.phones.of(RAHIM)) == 1

    async def test_the_sender_is_no_recipient(self, caller: Caller) -> None:
        _, answer = await caller.send(changed(TEXT, to="8801700000000"))
        assert answer["error"]["code"] == 131021

    async def test_a_test_number_reaches_listed_recipients_only(
        self, caller: Caller, whatsapp: WhatsApp
    ) -> None:
        whatsapp.account.not_allowed.add(f"+{RAHIM}")
        assert (await caller.send(TEXT))[1]["error"]["code"] == 131030

    async def test_one_customer_is_not_flooded(
        self, caller: Caller, whatsapp: WhatsApp, clock: MovableClock
    ) -> None:
        whatsapp.account.pair = Limiter(burst=2, seconds=6)
        assert [(await caller.send(TEXT))[0] for _ in range(2)] == [200, 200]
        _, refused = await caller.send(TEXT)
        assert (refused["error"]["code"], refused["error"]["is_transient"]) == (131056, True)
        assert (await caller.send(changed(TEXT, to="8801722222222")))[0] == 200
        clock.forward(seconds=6)
        assert (await caller.send(TEXT))[0] == 200
        assert (await caller.send(TEXT))[0] == 400

    async def test_the_number_has_a_throughput(
        self, caller: Caller, whatsapp: WhatsApp, clock: MovableClock
    ) -> None:
        whatsapp.account.throughput = 1
        assert (await caller.send(TEXT))[0] == 200
        assert (await caller.send(TEXT))[1]["error"]["code"] == 130429
        clock.forward(seconds=1)
        assert (await caller.send(TEXT))[0] == 200
