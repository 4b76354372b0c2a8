"""The people's side over HTTP, for the board in the browser."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from aiohttp import web

from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.errors import Refusal
from sandbox.telegram.settings import commands_shown
from sandbox.telegram.users import Users
from sandbox.telegram.wire import Json
from sandbox.telegram.world import World

Action = Callable[[Json], Awaitable[Any]]


class Control:
    """`GET /_sandbox/...` reads the world, `POST /_sandbox/<action>` acts as a person.

    Bodies and answers are JSON, files in base64; 400 says what the person cannot do.
    """

    def __init__(self, world: World, users: Users) -> None:
        self.world = world
        self.users = users
        self.actions: dict[str, Action] = {
            "start": self._start,
            "say": self._say,
            "tap": self._tap,
            "press": self._press,
            "document": self._document,
            "photo": self._photo,
            "contact": self._contact,
            "location": self._location,
            "forward": self._forward,
            "inline": self._inline,
            "choose": self._choose,
            "block": self._block,
            "unblock": self._unblock,
        }

    def register(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/_sandbox/people", self._people)
        app.router.add_get("/_sandbox/chats", self._chats)
        app.router.add_get("/_sandbox/files/{file_id}", self._file)
        app.router.add_post("/_sandbox/{action}", self._act)

    async def _people(self, _: web.Request) -> web.Response:
        return web.json_response([person.as_user() for person in self.world.people.values()])

    async def _chats(self, _: web.Request) -> web.Response:
        return web.json_response([self.chat_json(chat) for chat in self.world.chats()])

    async def _file(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["file_id"])
        if file is None:
            return web.json_response({"error": "no such file"}, status=404)
        mime = "application/octet-stream" if file.kind == "document" else "image/*"
        return web.Response(body=file.data, headers={"Content-Type": file.mime or mime})

    async def _act(self, request: web.Request) -> web.Response:
        action = self.actions.get(request.match_info["action"])
        if action is None:
            return web.json_response({"error": "no such action"}, status=404)
        try:
            return web.json_response(await action(await request.json()))
        except (LookupError, ValueError, TypeError, Refusal) as problem:
            return web.json_response({"error": str(problem)}, status=400)

    def chat_json(self, chat: Chat) -> Json:
        """A chat with its transcript, as the board shows it."""
        body = chat.as_json() | {
            "bot_id": chat.bot.id if chat.bot else None,
            "blocked": chat.blocked,
            "members": [member.who.as_user() for member in chat.members.values()],
            "topics": {str(number): name for number, name in chat.topics.items()},
            "pinned": chat.pinned,
            "messages": [message_json(message) for message in chat.messages],
        }
        if chat.person and chat.bot:
            body["commands"] = commands_shown(chat.bot, chat, chat.person)
        return body

    async def _start(self, body: Json) -> Json:
        bot = self.world.bots.get(body.get("bot_id", 0))
        return message_json(self.users.start(body["person_id"], str(body.get("payload", "")), bot))

    async def _say(self, body: Json) -> Json:
        person_id, chat_id = _who_and_where(body)
        return message_json(
            self.users.say(person_id, chat_id, str(body["text"]), **_reply_and_thread(body))
        )

    async def _tap(self, body: Json) -> Json:
        person_id, chat_id = _who_and_where(body)
        tap = self.users.tap(person_id, chat_id, int(body["message_id"]), str(body["button"]))
        try:
            answer = await tap.answered(float(body.get("seconds", 30)))
        except TimeoutError:
            return {"answered": False}
        return {"answered": True} | asdict(answer)

    async def _press(self, body: Json) -> Json:
        return message_json(self.users.press(*_who_and_where(body), str(body["label"])))

    async def _document(self, body: Json) -> Json:
        data = base64.b64decode(body["data"])
        name, caption = str(body["name"]), str(body.get("caption", ""))
        return message_json(
            self.users.send_document(*_who_and_where(body), name, data, caption=caption)
        )

    async def _photo(self, body: Json) -> Json:
        data, caption = base64.b64decode(body["data"]), str(body.get("caption", ""))
        return message_json(self.users.send_photo(*_who_and_where(body), data, caption=caption))

    async def _contact(self, body: Json) -> Json:
        phone = str(body.get("phone", ""))
        return message_json(
            self.users.share_contact(*_who_and_where(body), phone, of=body.get("of"))
        )

    async def _location(self, body: Json) -> Json:
        latitude, longitude = float(body["latitude"]), float(body["longitude"])
        return message_json(self.users.share_location(*_who_and_where(body), latitude, longitude))

    async def _forward(self, body: Json) -> Json:
        person_id, chat_id = _who_and_where(body)
        source = self.world.chat_of(person_id, int(body["from_chat_id"]))
        message = source.find(int(body["message_id"]))
        if message is None:
            raise LookupError("there is no such message")
        return message_json(self.users.forward(person_id, message, chat_id))

    async def _inline(self, body: Json) -> Json:
        query = self.users.inline_query(int(body["person_id"]), str(body["text"]))
        self.world.inline_queries.setdefault(query.id, query)
        try:
            results = await query.answered(float(body.get("seconds", 30)))
        except TimeoutError:
            return {"query_id": query.id, "answered": False}
        return {"query_id": query.id, "answered": True, "results": results}

    async def _choose(self, body: Json) -> Json:
        query = self.world.inline_queries[str(body["query_id"])]
        return message_json(self.users.choose(query, str(body["result_id"]), int(body["chat_id"])))

    async def _block(self, body: Json) -> bool:
        self.users.presence.block(
            int(body["person_id"]), self.world.bots.get(body.get("bot_id", 0))
        )
        return True

    async def _unblock(self, body: Json) -> bool:
        self.users.presence.unblock(
            int(body["person_id"]), self.world.bots.get(body.get("bot_id", 0))
        )
        return True


def message_json(message: Message) -> Json:
    """A message for the board: the Bot API's form, and what only the app knows."""
    return message.as_json() | {
        "deleted": message.deleted,
        "edits": message.edits,
        "buttons": [[asdict(button) for button in row] for row in message.rows],
        "reply_keyboard": bool(message.markup and "keyboard" in message.markup),
    }


def _who_and_where(body: Json) -> tuple[int, int]:
    return int(body["person_id"]), int(body["chat_id"])


def _reply_and_thread(body: Json) -> dict[str, Any]:
    return {name: body.get(name) for name in ("reply_to", "thread_id")}
