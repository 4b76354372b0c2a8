"""Delivery of updates to a bot's own address."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from sandbox.telegram.errors import Refusal
from sandbox.telegram.params import Params, read_body
from sandbox.telegram.updates import Mailbox, Update
from sandbox.telegram.wire import Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
Execute = Callable[[str, Params], Awaitable[object]]


class Webhook:
    """Posts every pending update until the address answers 2xx.

    Updates of one lane (a chat, or a person's queries) keep their order; others go in parallel,
    up to `max_connections`. The answer's body may carry one method to be executed; its result is
    not told to the bot.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        url: str,
        secret: str,
        max_connections: int,
        execute: Execute,
        retry_seconds: float,
        on_failure: Callable[[], None],
    ) -> None:
        self.mailbox = mailbox
        self.url = url
        self.secret = secret
        self.max_connections = max_connections
        self.last_error: tuple[int, str] | None = None
        self._execute = execute
        self._retry_seconds = retry_seconds
        self._on_failure = on_failure
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._session: ClientSession | None = None

    def info(self) -> Json:
        """The WebhookInfo object."""
        body: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.mailbox.current()),
            "max_connections": self.max_connections,
        }
        if self.mailbox.allowed:
            body["allowed_updates"] = sorted(self.mailbox.allowed)
        if self.last_error:
            body["last_error_date"], body["last_error_message"] = self.last_error
        return body

    def wake(self) -> None:
        """Start deliveries for the lanes that wait."""
        for update in self.mailbox.current():
            if len(self._busy) >= self.max_connections:
                return
            if update.lane not in self._busy:
                self._busy[update.lane] = asyncio.create_task(self._empty(update.lane))

    async def close(self) -> None:
        """Stop delivering; what is pending stays pending."""
        current = asyncio.current_task()
        tasks = [task for task in self._busy.values() if task is not current]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _empty(self, lane: str) -> None:
        wait = self._retry_seconds
        try:
            while update := self._next(lane):
                if await self._deliver(update):
                    wait = self._retry_seconds
                else:
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, 60.0)
        finally:
            self._busy.pop(lane, None)
        self.wake()

    def _next(self, lane: str) -> Update | None:
        return next((each for each in self.mailbox.current() if each.lane == lane), None)

    async def _deliver(self, update: Update) -> bool:
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=60))
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with self._session.post(
                self.url, json=update.as_json(), headers=headers, allow_redirects=False
            ) as response:
                if response.status // 100 != 2:
                    text = f"Wrong response from the webhook: {response.status} {response.reason}"
                    return self._failed(text)
                self.mailbox.confirm(update)
                await self._obey(response)
        except TimeoutError:
            return self._failed("Read timeout expired")
        except (ClientError, OSError):
            return self._failed("Connection refused")
        return True

    async def _obey(self, response: ClientResponse) -> None:
        try:
            params = await read_body(response.headers, response.content)
        except Refusal:
            return
        if method := params.text("method"):
            await self._execute(method, params)

    def _failed(self, text: str) -> bool:
        self.last_error = (int(self.mailbox.clock().timestamp()), text)
        self._on_failure()
        return False
