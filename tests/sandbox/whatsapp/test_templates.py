from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.whatsapp import Button, Template, WhatsApp
from tests.sandbox.callback import Callback
from tests.sandbox.whatsapp.calls import (
    PAY_SUFFIX,
    RAHIM,
    WABA,
    Caller,
    body_values,
    changed,
    events,
    of_type,
    template,
)


class TestTemplates:
    async def test_it_is_delivered_outside_the_window(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        await caller.sent(template(body_values("Rahim", "500"), PAY_SUFFIX))
        received = whatsapp.phones.of(RAHIM)[0]
        assert received.text == "Dear Rahim, 500 taka is due.\nDemo ISP"
        assert [(one.id, one.url) for one in received.choices] == [
            ("Paid", ""),
            ("", "https://pay.example/abc"),
        ]
        assert events(callback, "statuses")[0]["pricing"]["category"] == "utility"

    @pytest.mark.parametrize(
        ("code", "body"),
        [
            (132001, template(name="other")),
            (132001, template(language="en")),
            (131008, of_type("template", {"name": "bill_due"})),
            (132000, template(PAY_SUFFIX)),
            (132000, template(body_values("Rahim"), PAY_SUFFIX)),
            (132000, template(body_values("Rahim", "5", "6"), PAY_SUFFIX)),
            (131008, template(body_values("Rahim", "500"))),
            (131008, template(body_values("Rahim", ""), PAY_SUFFIX)),
            (132012, template(body_values("Rahim", "a\nb"), PAY_SUFFIX)),
            (132012, template(body_values("Rahim", "a     b"), PAY_SUFFIX)),
            (132005, template(body_values("x" * 1024, "5"), PAY_SUFFIX)),
            (132012, template(body_values("R", "5"), changed(PAY_SUFFIX, index="7"))),
            (132012, template(body_values("R", "5"), changed(PAY_SUFFIX, index="0"))),
            (132000, template(body_values("R", "5"), PAY_SUFFIX, {"type": "header"})),
            (
                132000,
                template(
                    body_values("R", "5"),
                    changed(PAY_SUFFIX, parameters=PAY_SUFFIX["parameters"] * 2),
                ),
            ),
            (100, template({"type": "carousel"})),
            (100, template("body")),
            (
                132012,
                template({"type": "body", "parameters": [{"type": "currency"}] * 2}, PAY_SUFFIX),
            ),
            (
                132012,
                template(
                    {
                        "type": "body",
                        "parameters": [{"type": "text", "text": "R", "parameter_name": "n"}] * 2,
                    },
                    PAY_SUFFIX,
                ),
            ),
        ],
    )
    async def test_a_wrong_use_is_refused(self, caller: Caller, code: int, body: Any) -> None:
        _, answer = await caller.send(body)
        assert answer["error"]["code"] == code

    @pytest.mark.parametrize(
        ("status", "code"),
        [("PENDING", 132001), ("REJECTED", 132001), ("PAUSED", 132015), ("DISABLED", 132016)],
    )
    async def test_only_an_approved_one_is_sent(
        self, caller: Caller, whatsapp: WhatsApp, status: str, code: int
    ) -> None:
        whatsapp.account.templates["bill_due", "bn"].status = status
        _, answer = await caller.send(template(body_values("R", "5"), PAY_SUFFIX))
        assert answer["error"]["code"] == code

    async def test_named_values_and_a_document(self, caller: Caller, whatsapp: WhatsApp) -> None:
        whatsapp.account.add_template(
            Template(
                "invoice",
                "en",
                "Invoice for {{month}}.",
                header="DOCUMENT",
                parameter_format="NAMED",
                buttons=(Button("COPY_CODE", "Copy"),),
            )
        )
        _, media = await caller.upload()
        month = {"type": "text", "parameter_name": "month", "text": "June"}
        pdf = {"type": "document", "document": {"id": media["id"], "filename": "June.pdf"}}
        code = {
            "type": "button",
            "sub_type": "copy_code",
            "index": 0,
            "parameters": [{"type": "coupon_code", "coupon_code": "X1"}],
        }
        parts = [
            {"type": "header", "parameters": [pdf]},
            {"type": "body", "parameters": [month]},
            code,
        ]
        await caller.sent(template(*parts, name="invoice", language="en"))
        received = whatsapp.phones.of(RAHIM)[0]
        assert (received.text, received.choices[0].id) == ("Invoice for June.", "X1")
        assert received.documents == [("June.pdf", "application/pdf", b"%PDF")]
        _, answer = await caller.send(template(*parts[1:], name="invoice", language="en"))
        assert answer["error"]["code"] == 132000

    @pytest.mark.parametrize(
        ("code", "header", "names", "button"),
        [
            (132012, {"type": "text", "text": "x"}, ("month", "year"), []),
            (132012, None, ("month", "month"), []),
            (132012, None, ("month", "day"), []),
            (132000, None, ("month", "year"), [{"type": "text", "text": "x"}]),
        ],
    )
    async def test_a_wrong_use_of_names_header_and_fixed_link(
        self,
        caller: Caller,
        whatsapp: WhatsApp,
        code: int,
        header: Any,
        names: tuple[str, str],
        button: list[Any],
    ) -> None:
        whatsapp.account.add_template(
            Template(
                "invoice",
                "en",
                "Invoice for {{month}} {{year}}.",
                header="DOCUMENT",
                parameter_format="NAMED",
                buttons=(Button("URL", "Site", "https://isp.example"),),
            )
        )
        _, media = await caller.upload()
        pdf = header or {"type": "document", "document": {"id": media["id"]}}
        values = [{"type": "text", "parameter_name": name, "text": "6"} for name in names]
        parts = [
            {"type": "header", "parameters": [pdf]},
            {"type": "body", "parameters": values},
            {"type": "button", "sub_type": "url", "index": "0", "parameters": button},
        ]
        _, answer = await caller.send(template(*parts, name="invoice", language="en"))
        assert answer["error"]["code"] == code

    async def test_listing_pages_and_filters(self, caller: Caller, whatsapp: WhatsApp) -> None:
        whatsapp.account.add_template(Template("receipt", "en", "Thanks.", status="PAUSED"))
        path = f"{WABA}/message_templates"
        _, first = await caller.call("GET", path, params={"limit": "1"})
        assert [one["name"] for one in first["data"]] == ["bill_due"]
        after = first["paging"]["cursors"]["after"]
        _, second = await caller.call("GET", path, params={"limit": "1", "after": after})
        assert [one["name"] for one in second["data"]] == ["receipt"]
        assert "next" in first["paging"]
        assert "next" not in second["paging"]
        assert (await caller.call("GET", path, params={"after": "x"}))[1]["error"]["code"] == 100
        _, paused = await caller.call("GET", path, params={"status": "PAUSED"})
        assert [one["status"] for one in paused["data"]] == ["PAUSED"]

    async def test_a_new_one_waits_for_approval(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        body = {
            "name": "outage",
            "language": "en",
            "category": "UTILITY",
            "components": [
                {"type": "HEADER", "format": "TEXT", "text": "Notice"},
                {"type": "BODY", "text": "Area {{1}} is down."},
                {"type": "FOOTER", "text": "Demo ISP"},
                {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "OK"}]},
            ],
        }
        path = f"{WABA}/message_templates"
        _, answer = await caller.call("POST", path, json=body)
        assert answer["status"] == "PENDING"
        send = template(body_values("Mirpur"), name="outage", language="en")
        assert (await caller.send(send))[1]["error"]["code"] == 132001
        await whatsapp.account.approve("outage", "en")
        change = json.loads(callback.calls[-1].raw)["entry"][0]["changes"][0]
        assert change["field"] == "message_template_status_update"
        assert (await caller.send(send))[0] == 200
        assert (await caller.call("POST", path, json=body))[1]["error"]["code"] == 100

    @pytest.mark.parametrize(
        "change",
        [
            {"name": "Big Name"},
            {"category": "OTHER"},
            {"components": [{"type": "FOOTER", "text": "x"}]},
            {"components": [{"type": "BODY", "text": "{{1}} first"}]},
            {"components": [{"type": "BODY", "text": "last {{1}}"}]},
            {"components": [{"type": "BODY", "text": "two {{1}} {{2}} together"}]},
            {"components": [{"type": "SONG", "text": "x"}]},
        ],
    )
    async def test_a_bad_draft_is_refused(self, caller: Caller, change: Any) -> None:
        body: dict[str, Any] = {"name": "a", "language": "en", "category": "UTILITY"}
        body |= {"components": [{"type": "BODY", "text": "Fine."}], **change}
        _, answer = await caller.call("POST", f"{WABA}/message_templates", json=body)
        assert answer["error"]["code"] == 100
