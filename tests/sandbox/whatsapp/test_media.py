from __future__ import annotations

from typing import Any

import pytest

from sandbox.whatsapp import WhatsApp
from tests.sandbox.callback import Callback, MovableClock
from tests.sandbox.whatsapp.calls import (
    NUMBER,
    RAHIM,
    Caller,
    buttons,
    events,
    of_type,
    reply,
)


class TestMedia:
    @pytest.mark.usefixtures("talking")
    async def test_an_uploaded_document_arrives(self, caller: Caller, whatsapp: WhatsApp) -> None:
        _, media = await caller.upload()
        content = {"id": media["id"], "filename": "বিল.pdf", "caption": "June"}
        await caller.sent(of_type("document", content))
        received = whatsapp.phones.of(RAHIM)[0]
        assert received.text == "June"
        assert received.documents == [("বিল.pdf", "application/pdf", b"%PDF")]

    @pytest.mark.usefixtures("talking")
    async def test_a_document_above_buttons_arrives(
        self, caller: Caller, whatsapp: WhatsApp
    ) -> None:
        _, media = await caller.upload()
        header = {"type": "document", "document": {"id": media["id"]}}
        await caller.sent(buttons(reply("pay", "Pay now"), header=header))
        received = whatsapp.phones.of(RAHIM)[0]
        assert received.documents == [("bill.pdf", "application/pdf", b"%PDF")]
        assert [one.id for one in received.choices] == ["pay"]

    @pytest.mark.usefixtures("talking")
    async def test_a_linked_document_is_fetched(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        link = f"http://127.0.0.1:{callback.port}/files/bill.pdf"
        await caller.sent(of_type("document", {"link": link}))
        assert whatsapp.phones.of(RAHIM)[0].documents == [
            ("bill.pdf", "application/pdf", b"%PDF-1.7")
        ]

    @pytest.mark.parametrize("path", ["{callback}/files/gone.pdf", "http://127.0.0.1:9/x.pdf"])
    @pytest.mark.usefixtures("talking")
    async def test_a_link_that_leads_nowhere_fails(
        self, caller: Caller, callback: Callback, path: str
    ) -> None:
        link = path.format(callback=f"http://127.0.0.1:{callback.port}")
        await caller.sent(of_type("document", {"link": link}))
        assert events(callback, "statuses")[0]["errors"][0]["code"] == 131053

    @pytest.mark.parametrize(
        ("code", "change"),
        [
            (100, {"product": ""}),
            (100, {"type": ""}),
            (100, {"data": None}),
            (131053, {"data": b""}),
            (131053, {"type": "image/gif", "mime": "image/gif"}),
            (131053, {"mime": "image/png"}),
            (
                131053,
                {"type": "image/png", "mime": "image/png", "data": b"x" * (5 * 1024**2 + 1)},
            ),
        ],
    )
    async def test_a_bad_upload_is_refused(self, caller: Caller, code: int, change: Any) -> None:
        status, answer = await caller.upload(**change)
        assert (status, answer["error"]["code"]) == (400, code)

    async def test_an_upload_is_multipart(self, caller: Caller) -> None:
        _, answer = await caller.call("POST", f"{NUMBER}/media", json={})
        assert answer["error"]["code"] == 100

    async def test_the_address_is_good_for_five_minutes_and_for_us_only(
        self, caller: Caller, clock: MovableClock
    ) -> None:
        _, media = await caller.upload()
        _, found = await caller.call("GET", media["id"], params={"phone_number_id": NUMBER})
        assert (found["file_size"], found["mime_type"]) == (4, "application/pdf")
        async with caller.session.get(found["url"]) as answer:
            assert answer.status == 401
        async with caller.session.get(found["url"], headers=caller.headers) as answer:
            assert await answer.read() == b"%PDF"
        clock.forward(minutes=5)
        async with caller.session.get(found["url"], headers=caller.headers) as answer:
            assert answer.status == 404

    async def test_ids_end(self, caller: Caller, clock: MovableClock) -> None:
        _, media = await caller.upload()
        _, other = await caller.upload()
        assert (await caller.call("GET", media["id"], params={"phone_number_id": "9"}))[0] == 400
        assert (await caller.call("DELETE", media["id"])) == (200, {"success": True})
        assert (await caller.call("GET", media["id"]))[1]["error"]["code"] == 100
        clock.forward(days=30)
        assert (await caller.call("GET", other["id"]))[0] == 400
