"""What stands before several web processes: connections go to each in turn, past who is down."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from tests.journeys.ports import HOST

_PIECE = 65536


@asynccontextmanager
async def balanced(port: int, behind: Sequence[int]) -> AsyncIterator[None]:
    """Listen at `port` for the processes that listen at `behind`."""
    turns = itertools.cycle(range(len(behind)))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = next(turns)
        for place in range(len(behind)):
            with suppress(OSError):
                found = behind[(first + place) % len(behind)]
                their_reader, their_writer = await asyncio.open_connection(HOST, found)
                await asyncio.gather(_carry(reader, their_writer), _carry(their_reader, writer))
                return
        writer.close()

    server = await asyncio.start_server(serve, HOST, port)
    try:
        yield
    finally:
        server.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()
