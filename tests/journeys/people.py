"""Those who use a world: staff in their Telegram app, customers with a browser without script."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp

from sandbox.telegram.chats import Message
from sandbox.telegram.model import Bot
from sandbox.telegram.taps import Answer
from tests.journeys.outside import Outside
from tests.waiting import Logs, until

MOST_REDIRECTS = 8


class Colleague:
    """A member of staff; `chat` is a group, or their own chat with the bot."""

    def __init__(self, outside: Outside, number: int, logs: Logs, chat: int | None = None) -> None:
        self._world = outside.telegram.world
        self._users = outside.telegram.users
        self._logs = logs
        self.number = number
        self.chat = chat or number

    def within(self, chat: int) -> Colleague:
        """The same person in a group."""
        made = object.__new__(Colleague)
        made.__dict__ = {**self.__dict__, "chat": chat}
        return made

    def starts(self, payload: str = "") -> None:
        """Open the bot's chat."""
        self._users.start(self.number, payload)

    def says(self, text: str) -> Message:
        """Write to the bot, or into the group."""
        return self._users.say(self.number, self.chat, text)

    @property
    def screens(self) -> list[Message]:
        """What the bot has written here, as it reads now, oldest first."""
        return [m for m in self._world.transcript(self.chat) if isinstance(m.sender, Bot)]

    async def sees(self, *fragments: str) -> Message:
        """Wait for a message of the bot with all of these in its text or buttons."""
        found: Message = await until(lambda: self._find(fragments), logs=self._shown)
        return found

    def reads(self, *fragments: str) -> Message | None:
        """Such a message if it is there now, the newest."""
        return self._find(fragments)

    def _find(self, fragments: tuple[str, ...]) -> Message | None:
        for message in reversed(self.screens):
            if all(each in _screen(message) for each in fragments):
                return message
        return None

    async def taps(self, label: str) -> Answer:
        """Wait for a button whose text holds `label`, press the newest, and wait for the answer."""
        message, button = await until(lambda: self._button(label), logs=self._shown)
        tap = self._users.tap(self.number, self.chat, message.id, button)
        answer: Answer = await tap.answered(30)
        return answer

    def _button(self, label: str) -> tuple[Message, str] | None:
        for message in reversed(self.screens):
            for button in message.buttons:
                if label in button.text:
                    return message, button.data or button.text
        return None

    async def _shown(self) -> str:
        screens = "\n".join(f"[{m.id}] {_screen(m)}" for m in self.screens[-4:])
        return f"--- chat {self.chat}:\n{screens}\n{await self._logs()}"


def _screen(message: Message) -> str:
    return "\n".join((message.shown, *(button.text for button in message.buttons)))


@dataclass
class Form:
    """A form of a page: hidden and typed fields, and its buttons by what they say."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # text, name, value


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._in_link = False
        self._button: list[str] | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in given}
        if tag == "form":
            self.forms.append(Form(values.get("method", "get").upper(), values.get("action", "")))
        elif tag in {"style", "script"}:
            self._silent += 1
        elif tag == "a":
            self.links.append(("", values.get("href", "")))
            self._in_link = True
        elif tag == "button" and self.forms:
            self._button = [values.get("name", ""), values.get("value", "")]
            self.forms[-1].buttons.append(("", *self._button))  # type: ignore[arg-type]
        elif tag == "input" and self.forms and "name" in values:
            radio = values.get("type") == "radio"
            if not radio or "checked" in values:
                self.forms[-1].fields[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self._button = None
        elif tag == "a":
            self._in_link = False
        elif tag in {"style", "script"}:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.text.append(data)
        if self._in_link:
            text, address = self.links[-1]
            self.links[-1] = (text + data, address)
        if self._button is not None:
            text, name, value = self.forms[-1].buttons[-1]
            self.forms[-1].buttons[-1] = (text + data, name, value)


@dataclass(frozen=True)
class Page:
    """What the browser shows."""

    status: int
    url: str
    html: str
    body: bytes = field(repr=False)
    forms: tuple[Form, ...] = ()
    links: tuple[tuple[str, str], ...] = ()  # text, address
    text: str = ""

    @classmethod
    def of(cls, status: int, url: str, body: bytes, kind: str) -> Page:
        if kind != "text/html":
            return cls(status, url, "", body)
        html, read = body.decode(), _Forms()
        read.feed(html)
        text = " ".join("".join(read.text).split())
        return cls(status, url, html, body, tuple(read.forms), tuple(read.links), text)


class Visitor:
    """A customer's browser: forms and redirects, no script. `address` is where they come from."""

    def __init__(self, address: str = "") -> None:
        self._headers = {"Accept": "text/html", "Accept-Language": "en"}
        if address:
            self._headers["X-Forwarded-For"] = address
        self._session: aiohttp.ClientSession | None = None
        self.page: Page | None = None

    async def __aenter__(self) -> Visitor:
        timeout = aiohttp.ClientTimeout(total=60)
        self._session = aiohttp.ClientSession(timeout=timeout, headers=self._headers)
        return self

    async def __aexit__(self, *why: object) -> None:
        assert self._session is not None
        await self._session.close()

    async def open(self, url: str) -> Page:
        """Go to an address."""
        return await self._go("GET", url, None, "")

    async def press(self, label: str, **typed: str) -> Page:
        """Fill in what is `typed` and press the button that says `label`."""
        assert self.page is not None
        for form in self.page.forms:
            for text, name, value in form.buttons:
                if label in text:
                    sent = {**form.fields, **typed, **({name: value} if name else {})}
                    target = urljoin(self.page.url, form.action or self.page.url)
                    return await self._go(form.method, target, sent, self.page.url)
        raise AssertionError(f"no button {label!r} on {self.page.url}: {self.page.text}")

    async def press_link(self, label: str) -> Page:
        """Follow the link that says `label`, or whose address does."""
        assert self.page is not None
        for text, address in self.page.links:
            if label in text or label in address:
                return await self._go("GET", urljoin(self.page.url, address), None, "")
        raise AssertionError(f"no link {label!r} on {self.page.url}: {self.page.text}")

    async def _go(self, method: str, url: str, form: dict[str, str] | None, source: str) -> Page:
        assert self._session is not None
        for _ in range(MOST_REDIRECTS):
            headers = {}
            if method == "POST" and source:
                parts = urlsplit(source)
                headers["Origin"] = f"{parts.scheme}://{parts.netloc}"
            async with self._session.request(
                method, url, data=form, headers=headers, allow_redirects=False
            ) as answer:
                body: Any = await answer.read()
                if answer.status in {301, 302, 303, 307}:
                    url, method, form = urljoin(url, answer.headers["Location"]), "GET", None
                    continue
                self.page = Page.of(answer.status, url, body, answer.content_type)
                return self.page
        raise AssertionError(f"redirected for ever: {url}")
