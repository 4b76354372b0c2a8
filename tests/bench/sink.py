"""A provider of messages that takes everything, in a process of its own and as fast as can be."""

from __future__ import annotations

import asyncio
import multiprocessing
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection

BODY = b'{"error":0,"msg":"Request successfully submitted","data":{"request_id":4711}}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
    len(BODY),
    BODY,
)
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class _Taker(asyncio.Protocol):
    """Reads one request after the other and answers each after the delay."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._buffer, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            self._buffer = self._buffer[whole:]
            if self._delay:
                asyncio.get_running_loop().call_later(self._delay, self._answer)
            else:
                self._answer()

    def _answer(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(ANSWER)


async def _serve(pipe: Connection, delay: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Taker(delay), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    while not pipe.poll():
        await asyncio.sleep(0.05)
    server.close()


def _run(pipe: Connection, delay: float) -> None:
    asyncio.run(_serve(pipe, delay))


@asynccontextmanager
async def elsewhere(*, delay: float = 0.0) -> AsyncIterator[str]:
    """The address of a sink that answers after so many seconds."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_run, args=(theirs, delay), daemon=True
    )
    process.start()
    theirs.close()  # so that a process that dies is noticed
    try:
        yield f"http://127.0.0.1:{await asyncio.to_thread(ours.recv)}"
    finally:
        ours.close()
        await asyncio.to_thread(process.join, 10)
        if process.is_alive():
            process.kill()
            process.join()
