"""Requests as an adapter would make them, and what comes back by webhook."""

from __future__ import annotations

import io
import json
from typing import Any

import aiohttp

from sandbox.whatsapp import WhatsApp
from tests.sandbox.callback import Callback

RAHIM = "8801711111111"
NUMBER = "100000000000001"
WABA = "200000000000001"
TEXT = {
    "messaging_product": "whatsapp",
    "to": RAHIM,
    "type": "text",
    "text": {"body": "বিল ready"},
}


class Caller:
    """Our side: calls the API as an adapter would."""

    def __init__(self, whatsapp: WhatsApp, session: aiohttp.ClientSession) -> None:
        self.whatsapp = whatsapp
        self.session = session
        self.headers = {"Authorization": "Bearer token-1"}

    async def call(
        self, method: str, path: str, *, version: str = "/v23.0", **request: Any
    ) -> tuple[int, Any]:
        headers = {**self.headers, **request.pop("headers", {})}
        url = f"{self.whatsapp.base_url}{version}/{path}"
        async with self.session.request(method, url, headers=headers, **request) as answer:
            return answer.status, await answer.json(content_type=None)

    async def send(self, body: Any) -> tuple[int, Any]:
        return await self.call("POST", f"{NUMBER}/messages", json=body)

    async def sent(self, body: Any) -> str:
        """Send something that must be accepted; its id, after all that follows from it."""
        status, answer = await self.send(body)
        assert status == 200, answer
        await self.whatsapp.settle()
        return str(answer["messages"][0]["id"])

    async def upload(self, **changes: Any) -> tuple[int, Any]:
        values: dict[str, Any] = {"product": "whatsapp", "type": "application/pdf"}
        values |= {"mime": "application/pdf", "data": b"%PDF", "name": "bill.pdf", **changes}
        form = aiohttp.FormData()
        if values["product"]:
            form.add_field("messaging_product", values["product"])
        if values["type"]:
            form.add_field("type", values["type"])
        if values["data"] is not None:
            file = io.BytesIO(values["data"])
            form.add_field("file", file, filename=values["name"], content_type=values["mime"])
        else:
            form.add_field("other", b"x", filename="x")
        return await self.call("POST", f"{NUMBER}/media", data=form)


def changed(body: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """`body` with other fields; None takes a field away."""
    return {key: value for key, value in {**body, **fields}.items() if value is not None}


def of_type(kind: str, content: Any) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": RAHIM, "type": kind, kind: content}


def interactive(kind: str, action: Any, **fields: Any) -> dict[str, Any]:
    content = {"type": kind, "body": {"text": "Choose"}, "action": action, **fields}
    return of_type("interactive", changed(content))


def reply(identity: str, title: str) -> dict[str, Any]:
    return {"type": "reply", "reply": {"id": identity, "title": title}}


def buttons(*replies: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return interactive("button", {"buttons": list(replies)}, **fields)


def rows(count: int, start: int = 0) -> list[dict[str, str]]:
    return [{"id": f"r{n}", "title": f"Row {n}"} for n in range(start, start + count)]


def menu(*sections: dict[str, Any], button: str = "Menu", **fields: Any) -> dict[str, Any]:
    return interactive("list", {"button": button, "sections": list(sections)}, **fields)


def cta(display: str = "Pay", url: str = "https://pay.example/1", name: str = "cta_url") -> Any:
    parameters = {"display_text": display, "url": url}
    return interactive("cta_url", {"name": name, "parameters": parameters})


def template(*components: Any, name: str = "bill_due", language: str = "bn") -> dict[str, Any]:
    content = {"name": name, "language": {"code": language}, "components": list(components)}
    return of_type("template", content)


def body_values(*values: str) -> dict[str, Any]:
    return {"type": "BODY", "parameters": [{"type": "text", "text": one} for one in values]}


PAY_SUFFIX: dict[str, Any] = {
    "type": "button",
    "sub_type": "url",
    "index": "1",
    "parameters": [{"type": "text", "text": "abc"}],
}


def events(callback: Callback, kind: str) -> list[dict[str, Any]]:
    """All messages or statuses over all nesting levels, in the order of arrival."""
    return [
        element
        for call in callback.calls
        for entry in json.loads(call.raw)["entry"]
        for change in entry["changes"]
        for element in change["value"].get(kind, [])
    ]


def statuses(callback: Callback) -> list[str]:
    return [one["status"] for one in events(callback, "statuses")]
