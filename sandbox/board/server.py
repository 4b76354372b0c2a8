"""The board: shows what the stand-ins hold, and lets a person act in them with the mouse."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from aiohttp import web

from sandbox.board import state
from sandbox.board.state import Phone
from sandbox.phone import Phones
from sandbox.routeros import RouterOs
from sandbox.telegram import TelegramServer
from sandbox.whatsapp.customers import Customers

FILES = Path(__file__).parent
TAP_SECONDS = 10.0
_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}


@dataclass(frozen=True)
class Lever:
    """Something that a person may do to the world: `state` tells whether it is pulled."""

    name: str
    label: str
    group: str
    pull: Callable[[], Awaitable[None]]
    state: Callable[[], bool] | None = None


class Board:
    """The page's server. `clock` is the demo's, `lines` are texts that a click types."""

    def __init__(
        self,
        *,
        telegram: TelegramServer,
        phones: Phones,
        routers: Mapping[str, RouterOs],
        customers: Callable[[], Sequence[Phone]],
        clock: Callable[[], datetime],
        levers: Sequence[Lever],
        lines: Sequence[str] = (),
        roles: Mapping[int, str] | None = None,
        whatsapp: Customers | None = None,
    ) -> None:
        self.telegram, self.phones, self.routers = telegram, phones, routers
        self.customers, self.clock, self.levers, self.lines = customers, clock, levers, lines
        self.roles = roles or {}
        self.whatsapp = whatsapp
        self.watchers: list[Callable[[], None]] = []
        self.port = 0
        self._version = 0
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        for source in (telegram, phones, *routers.values()):
            source.on_change = self.changed  # type: ignore[attr-defined]

    def changed(self) -> None:
        """Something moved: open pages draw themselves again, and watchers hear of it."""
        for watcher in self.watchers:
            watcher()
        self._version += 1
        self._changed.set()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serve the page."""
        app = web.Application()
        app.add_routes(
            [
                web.get("/", self._file),
                web.get("/{name:board\\.(?:js|css)}", self._file),
                web.get("/state", self._state),
                web.get("/events", self._events),
                web.post("/say", self._say),
                web.post("/tap", self._tap),
                web.post("/phone/say", self._customer_says),
                web.post("/phone/tap", self._customer_taps),
                web.post("/pull", self._pull),
                web.get("/paper/{number}/{place:\\d+}/{index:\\d+}", self._paper),
                web.get("/chat-file/{chat:-?\\d+}/{message:\\d+}", self._chat_file),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close the page's server."""
        self.changed()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        path = FILES / request.match_info.get("name", "board.html")
        text = await asyncio.to_thread(path.read_text)
        return web.Response(
            text=text, content_type=_TYPES[path.suffix], headers={"Cache-Control": "no-store"}
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Tell an open page that it is out of date, at most twenty times a second."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        with suppress(ConnectionResetError):  # the page was closed, maybe at once
            await stream.prepare(request)
            await self._tell(stream)
        return stream

    async def _tell(self, stream: web.StreamResponse) -> NoReturn:
        seen = -1
        while True:
            while seen == self._version:
                self._changed.clear()
                try:
                    async with asyncio.timeout(15):
                        await self._changed.wait()
                except TimeoutError:
                    await stream.write(b": still here\n\n")
            await asyncio.sleep(0.05)
            seen = self._version
            await stream.write(f"data: {seen}\n\n".encode())

    def _owner(self, number: str) -> Phone | None:
        return next((one for one in self.customers() if one.number == number), None)

    async def _state(self, request: web.Request) -> web.Response:
        number = request.query.get("phone", "")
        owner = self._owner(number)
        body = {
            "clock": self.clock().isoformat(),
            "people": [
                {"id": one.id, "name": one.first_name, "role": self.roles.get(one.id, "")}
                for one in self.telegram.world.people.values()
            ],
            "chats": state.chats(self.telegram),
            "customers": state.customers(
                self.customers(), self.phones, request.query.get("find", "")
            ),
            "phone": state.phone(self.phones, owner, number, self.clock().tzinfo),
            "routers": [
                state.router(name, router, owner.username if owner else "")
                for name, router in self.routers.items()
            ],
            "levers": [
                {
                    "name": lever.name,
                    "label": lever.label,
                    "group": lever.group,
                    "on": lever.state() if lever.state else None,
                }
                for lever in self.levers
            ],
            "lines": list(self.lines),
        }
        return web.json_response(body, headers={"Cache-Control": "no-store"})

    async def _say(self, request: web.Request) -> web.Response:
        body = await request.json()
        person, chat, text = int(body["person"]), int(body["chat"]), str(body["text"])
        if text == "/start" and chat == person:
            self.telegram.users.start(person)
        else:
            self.telegram.users.say(person, chat, text)
        return web.json_response({})

    async def _tap(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body.get("below"):
            self.telegram.users.press(int(body["person"]), int(body["chat"]), str(body["data"]))
            return web.json_response({"text": "", "alert": False})
        tap = self.telegram.users.tap(
            int(body["person"]), int(body["chat"]), int(body["message"]), str(body["data"])
        )
        try:
            answer = await tap.answered(TAP_SECONDS)
        except TimeoutError:
            return web.json_response({"text": "no answer", "alert": False})
        return web.json_response({"text": answer.text, "alert": answer.alert})

    async def _customer_says(self, request: web.Request) -> web.Response:
        """The customer whose phone is open writes to us on WhatsApp."""
        body = await request.json()
        if self.whatsapp is None:
            raise web.HTTPNotFound
        await self.whatsapp.say(str(body["number"]), str(body["text"]))
        return web.json_response({})

    async def _customer_taps(self, request: web.Request) -> web.Response:
        """The customer taps a choice below a message that is still known."""
        body = await request.json()
        try:
            if self.whatsapp is None:
                raise KeyError
            await self.whatsapp.tap(str(body["number"]), str(body["message"]), str(body["choice"]))
        except KeyError as why:
            raise web.HTTPNotFound from why
        return web.json_response({})

    async def _pull(self, request: web.Request) -> web.Response:
        body = await request.json()
        lever = next((one for one in self.levers if one.name == body["name"]), None)
        if lever is None:
            raise web.HTTPNotFound
        await lever.pull()
        self.changed()
        return web.json_response({})

    async def _paper(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        found = state.received_by(self.phones, self._owner(number), number)
        try:
            name, mime, content = found[int(request.match_info["place"])].documents[
                int(request.match_info["index"])
            ]
        except IndexError as why:
            raise web.HTTPNotFound from why
        shown = {"Content-Disposition": f'inline; filename="{name}"'}
        return web.Response(body=content, content_type=mime, headers=shown)

    async def _chat_file(self, request: web.Request) -> web.Response:
        wanted = int(request.match_info["chat"])
        for chat in self.telegram.world.chats():
            message = chat.find(int(request.match_info["message"])) if chat.id == wanted else None
            if message is not None and message.file is not None:
                return web.Response(body=message.file.data, content_type=message.file.mime)
        raise web.HTTPNotFound
