"""The Cloud API over HTTP."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.faults import Kind
from sandbox.messenger import Messenger, Outlet, utc_now
from sandbox.phone import Phones
from sandbox.whatsapp.account import Account
from sandbox.whatsapp.customers import Customers
from sandbox.whatsapp.errors import GraphError
from sandbox.whatsapp.limits import Json
from sandbox.whatsapp.media import MEGABYTE
from sandbox.whatsapp.templates import Template

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
OLDEST, NEWEST = 17, 26
NUMBER_FIELDS = (
    "display_phone_number",
    "verified_name",
    "quality_rating",
    "throughput",
    "whatsapp_business_manager_messaging_limit",
    "id",
)


class WhatsApp(Messenger):
    """A stand-in for graph.facebook.com with one business number and its customers.

    What is given beside clock and phones is what the `Account` is made with.
    Operations of its `faults`: messages, media, media_lookup, attachment, number, history,
    templates, subscribed_apps.
    """

    max_body = 110 * MEGABYTE

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = utc_now,
        phones: Phones | None = None,
        **account: Any,
    ) -> None:
        super().__init__(Outlet(clock=clock, phones=phones))
        self.account = Account(self.outlet, **account)
        self.customers = Customers(self.account)

    async def settle(self) -> None:
        """Return when every notification, also an incomplete batch, was delivered or given up."""
        await super().settle()
        await self.account.notifier.flush()
        await asyncio.sleep(0)
        await super().settle()

    def routes(self) -> Iterable[web.RouteDef]:
        version = r"/{version:v\d+\.\d+}"
        number, account = (
            f"{version}/{self.account.phone_number_id}",
            f"{version}/{self.account.waba_id}",
        )
        return [
            web.post(f"{number}/messages", self._call("messages", self._send)),
            web.post(f"{number}/media", self._call("media", self._upload)),
            web.get(f"{number}/message_history", self._call("history", self._history)),
            web.get(number, self._call("number", self._number)),
            web.get(f"{account}/message_templates", self._call("templates", self._templates)),
            web.post(f"{account}/message_templates", self._call("templates", self._create)),
            web.post(f"{account}/subscribed_apps", self._call("subscribed_apps", self._subscribe)),
            web.get(version + "/{media}", self._call("media_lookup", self._look_up)),
            web.delete(version + "/{media}", self._call("media_lookup", self._delete)),
            web.get("/attachments/{token}", self._call("attachment", self._attachment)),
            web.route("*", "/{tail:.*}", self._call("unknown", self._unknown)),
        ]

    def refusal(self, kind: Kind) -> web.StreamResponse:
        if kind is Kind.HTTP_429:
            return self._answer(GraphError(4, status=429))
        if kind is Kind.HTTP_500:
            return self._answer(GraphError(1))
        return self._answer(GraphError(self.account.refuses_with))

    def _call(self, operation: str, act: Handler) -> Handler:
        async def handler(request: web.Request) -> web.StreamResponse:
            async def guarded() -> web.StreamResponse:
                try:
                    self._check(request)
                    return await act(request)
                except GraphError as error:
                    return self._answer(error)

            return await self.perform(operation, request, guarded)

        return handler

    def _answer(self, error: GraphError) -> web.Response:
        return web.json_response(error.body(f"A{self.outlet.serial():022d}"), status=error.status)

    def _check(self, request: web.Request) -> None:
        given = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self.account.token}".encode()):
            raise GraphError(190)
        version = request.match_info.get("version")
        if version and not OLDEST <= int(version[1:].split(".")[0]) <= NEWEST:
            raise GraphError(2500, f"Unknown version {version}.")

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        raise GraphError(2500, f"Unsupported {request.method.lower()} request {request.path}.")

    async def _send(self, request: web.Request) -> web.StreamResponse:
        body = await read_json(request)
        if body.get("status") == "read":
            return self._mark_read(body)
        message = self.account.accept(body)
        contact = {"input": str(body.get("to", message.to)), "wa_id": message.to}
        if self.account.habits.user_ids:
            contact["user_id"] = self.account.user_id(message.to)
        if self.account.habits.before_response:
            await self.account.deliver(message)
        else:
            self.courier.later(self.account.deliver(message))
        return web.json_response(
            {
                "messaging_product": "whatsapp",
                "contacts": [contact],
                "messages": [{"id": message.id, "message_status": "accepted"}],
            }
        )

    def _mark_read(self, body: Json) -> web.StreamResponse:
        if body.get("messaging_product") != "whatsapp":
            raise GraphError(100, "The parameter messaging_product is required.")
        identity = body.get("message_id")
        if not isinstance(identity, str) or not identity.startswith("wamid."):
            raise GraphError(131009, "message_id is not the id of a message.")
        if body.get("typing_indicator", {"type": "text"}) != {"type": "text"}:
            raise GraphError(131009, "typing_indicator.type must be text.")
        self.account.read_by_us.append(identity)
        self.outlet.changed()
        return web.json_response({"success": True})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        if request.content_type != "multipart/form-data":
            raise GraphError(100, "The upload must be multipart/form-data.")
        fields: dict[str, str] = {}
        upload: tuple[str, str, bytes] | None = None
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise GraphError(100, "Nested multipart.")
            if part.name == "file":
                mime = part.headers.get("Content-Type", "")
                upload = part.filename or "", mime, bytes(await part.read())
            else:
                fields[part.name or ""] = await part.text()
        if fields.get("messaging_product") != "whatsapp":
            raise GraphError(100, "The parameter messaging_product is required.")
        if upload is None or not upload[0]:
            raise GraphError(100, "The parameter file is required.")
        if "type" not in fields:
            raise GraphError(100, "The parameter type is required.")
        if upload[1] != fields["type"]:
            raise GraphError(131053, f"The file is {upload[1]!r}, not {fields['type']!r}.")
        media = self.account.media.keep(fields["type"], upload[2], upload[0])
        return web.json_response({"id": media.id})

    def _media_id(self, request: web.Request) -> str:
        if (
            request.query.get("phone_number_id", self.account.phone_number_id)
            != self.account.phone_number_id
        ):
            raise GraphError(100, "The media belongs to another number.")
        return request.match_info["media"]

    async def _look_up(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(
            self.account.media.describe(self._media_id(request), self.base_url)
        )

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        self.account.media.delete(self._media_id(request))
        return web.json_response({"success": True})

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        media = self.account.media.fetch(request.match_info["token"])
        if media is None:
            return web.Response(status=404, text="URL signature expired")
        return web.Response(body=media.data, content_type=media.mime)

    async def _number(self, request: web.Request) -> web.StreamResponse:
        known = {
            "display_phone_number": self.account.display_phone_number,
            "verified_name": self.account.verified_name,
            "quality_rating": self.account.quality_rating,
            "throughput": {"level": "STANDARD"},
            "whatsapp_business_manager_messaging_limit": "TIER_2K",
            "id": self.account.phone_number_id,
        }
        fields = request.query.get("fields", ",".join(NUMBER_FIELDS[:3])).split(",")
        for name in fields:
            if name not in known:
                raise GraphError(100, f"Tried accessing nonexisting field ({name}).")
        return web.json_response({name: known[name] for name in [*fields, "id"]})

    async def _history(self, request: web.Request) -> web.StreamResponse:
        wanted = request.query.get("message_id")
        data = [
            {
                "id": f"history.{index}",
                "message_id": message.id,
                "events": {
                    "data": [
                        {
                            "delivery_status": status.upper(),
                            "occurrence_timestamp": int(at.timestamp()),
                        }
                        for status, at in [("accepted", message.at), *message.history]
                    ]
                },
            }
            for index, message in enumerate(self.account.messages)
            if wanted in (None, message.id)
        ]
        return web.json_response({"data": data})

    async def _templates(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        found = [
            template
            for template in self.account.templates.values()
            if query.get("name", template.name) in template.name
            and query.get("status", template.status) == template.status
        ]
        start, limit = (
            query.get(key, standard) for key, standard in (("after", "0"), ("limit", "25"))
        )
        if not (start.isdigit() and limit.isdigit()):
            raise GraphError(100, "after and limit must come from a former answer.")
        page = list(islice(found, int(start), int(start) + int(limit)))
        end = int(start) + len(page)
        paging: Json = {"cursors": {"before": start, "after": str(end)}}
        if end < len(found):
            paging["next"] = str(request.url.update_query(after=end))
        return web.json_response({"data": [one.as_json() for one in page], "paging": paging})

    async def _create(self, request: web.Request) -> web.StreamResponse:
        template = Template.from_json(await read_json(request))
        if (template.name, template.language) in self.account.templates:
            raise GraphError(100, "There is already content in this language for the template.")
        self.account.add_template(template)
        return web.json_response(
            {"id": template.id, "status": template.status, "category": template.category}
        )

    async def _subscribe(self, _request: web.Request) -> web.StreamResponse:
        self.account.notifier.subscribed = True
        return web.json_response({"success": True})


async def read_json(request: web.Request) -> Json:
    """The object in the body. Raises GraphError 100."""
    if request.content_type != "application/json":
        raise GraphError(100, "The body must be application/json.")
    try:
        body = json.loads(await request.read())
    except ValueError as error:
        raise GraphError(100, "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise GraphError(100, "The body must be an object.")
    return body
