"""The composition root: what implements each port, opened and closed in order."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.keys import use_vault
from bot.settings import Settings
from domain import events, reactions
from domain.accounts.gateways import SharedTokens
from domain.ports import AccessBackend, Account, Ports
from gateways import registry
from gateways.http import Http
from gateways.provider import Threads, Tools
from locales.catalog import Catalog
from scheduler.apart import Apart
from scheduler.nursery import Nursery

WIND_DOWN_SECONDS = 8.0


class _Identified(Protocol):
    @property
    def id(self) -> int: ...


AccountT = TypeVar("AccountT", bound=_Identified)
AdapterT = TypeVar("AdapterT")


@dataclass(frozen=True, slots=True)
class App:
    """A process's parts."""

    settings: Settings
    ports: Ports
    nursery: Nursery
    process: str


def process_name() -> str:
    """Names this process among those that share a database, and its like that ended before it."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(2)}"


def _kept(
    make: Callable[[AccountT], AdapterT],
    replaced: Callable[[AdapterT], None] = lambda adapter: None,
) -> Callable[[AccountT], AdapterT]:
    """One adapter per account for as long as the account stays as it is."""
    known: dict[int, tuple[AccountT, AdapterT]] = {}

    def of(account: AccountT) -> AdapterT:
        if account.id in known:
            before, adapter = known[account.id]
            if before == account:
                return adapter
            replaced(adapter)
        known[account.id] = (account, make(account))
        return known[account.id][1]

    return of


class _Elements:
    """The open backends of this process."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads
        self._open: list[AccessBackend] = []
        self.of = _kept(self._make, self._drop)

    def _make(self, account: Account) -> AccessBackend:
        backend = registry.access_backend(account, self._threads)
        self._open.append(backend)
        return backend

    def _drop(self, backend: AccessBackend) -> None:
        self._open.remove(backend)
        self._threads.spawn("close element", backend.close)

    async def close(self) -> None:
        for backend in self._open:
            await backend.close()


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[App]:
    """The parts of a process whose database is open; closed in reverse order."""
    from gateways.papers.lists import ListFiles
    from gateways.papers.pdf import PdfPapers
    from gateways.papers.tables import SentTables

    async with AsyncExitStack() as stack:
        keys = use_vault(settings)
        events.listen(reactions.MAP)
        nursery, apart, texts, http = Nursery(), Apart(), Catalog(), Http()
        stack.push_async_callback(http.close)
        papers = PdfPapers(texts)
        stack.push_async_callback(papers.close)
        stack.push_async_callback(nursery.close)
        stack.push_async_callback(apart.close)
        tools = Tools(http=http, tokens=SharedTokens(keys))
        elements = _Elements(Threads(nursery.spawn, apart))
        stack.push_async_callback(elements.close)
        stack.push_async_callback(nursery.wind_down, WIND_DOWN_SECONDS)
        yield App(
            settings=settings,
            ports=Ports(
                texts=texts,
                papers=papers,
                lists=ListFiles(texts),
                tables=SentTables(),
                vault=keys,
                message_gateway=_kept(lambda account: registry.message_gateway(account, tools)),
                payment_gateway=_kept(lambda account: registry.payment_gateway(account, tools)),
                pay_choice=registry.pay_choice,
                access=elements.of,
                spawn=nursery.spawn,
                public_url=settings.public_url,
                broadcast_late_hours=settings.broadcast_late_hours,
            ),
            nursery=nursery,
            process=process_name(),
        )
