"""A load of HTTP requests from a process of its own, light enough not to be the limit itself.

`python -m tests.load` reads an `Order` as JSON on standard input and writes a `Result`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Order:
    """What to send where: whole requests in turn, over so many connections at once.

    With `rate` the requests go out at so many a second whether answers come or not, else each
    connection sends its next one when it was answered.
    """

    port: int
    requests: Sequence[bytes]
    total: int
    connections: int = 32
    rate: float | None = None


@dataclass(frozen=True)
class Result:
    """What came back."""

    seconds: float
    statuses: dict[int, int]
    bytes_read: int
    latencies: list[float] = field(repr=False)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency that `share` of the answers keep, in seconds."""
        return sorted(self.latencies)[int(share * (len(self.latencies) - 1))]


def request(path: str, body: bytes | None = None, **headers: str) -> bytes:
    """One request as it goes over the wire."""
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b"")


async def run(order: Order) -> Result:
    """Carry the order out in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.load", stdin=-1, stdout=-1
    )
    told = {**asdict(order), "requests": [each.decode("latin-1") for each in order.requests]}
    answer, _ = await process.communicate(json.dumps(told).encode())
    found = json.loads(answer)
    found["statuses"] = {int(status): count for status, count in found["statuses"].items()}
    return Result(**found)


class _Connection(asyncio.Protocol):
    """Sends one request at a time; answers have a Content-Length."""

    def __init__(self, crew: _Crew) -> None:
        self._crew = crew
        self._buffer = bytearray()
        self._wanted = 0
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._crew.is_free(self)

    def send(self, content: bytes, due_at: float) -> None:
        self._sent_at = due_at
        self._transport.write(content)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._wanted:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self._buffer[:end]).lower()
            at = head.index(b"content-length:") + 15
            self._wanted = end + 4 + int(head[at:].split(b"\r\n", 1)[0])
        if len(self._buffer) >= self._wanted:
            status = int(self._buffer[9:12])
            size, self._wanted = self._wanted, 0
            self._buffer.clear()
            self._crew.answered(self, status, size, time.perf_counter() - self._sent_at)

    def connection_lost(self, exc: Exception | None) -> None:
        self._crew.broken(exc)


class _Crew:
    """All connections of one order."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._sent = 0
        self._free: list[_Connection] = []
        self._late: list[float] = []
        self.statuses: dict[int, int] = {}
        self.latencies: list[float] = []
        self.bytes_read = 0
        self.done = asyncio.get_running_loop().create_future()

    def is_free(self, connection: _Connection) -> None:
        if self._late:
            self._send(connection, self._late.pop(0))
        else:
            self._free.append(connection)

    def start(self) -> None:
        """Let every connection send, as fast as it is answered."""
        while self._free and self._sent < self._order.total:
            self._send(self._free.pop(), time.perf_counter())

    async def pace(self, rate: float) -> None:
        """Send at a fixed rate; what finds no free connection waits, and that counts."""
        begun = time.perf_counter()
        for number in range(self._order.total):
            due = begun + number / rate
            if (pause := due - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            if self._free:
                self._send(self._free.pop(), due)
            else:
                self._late.append(due)

    def _send(self, connection: _Connection, due_at: float) -> None:
        connection.send(self._order.requests[self._sent % len(self._order.requests)], due_at)
        self._sent += 1

    def answered(self, by: _Connection, status: int, size: int, seconds: float) -> None:
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.latencies.append(seconds)
        self.bytes_read += size
        if len(self.latencies) == self._order.total:
            self.done.set_result(None)
        elif self._order.rate is not None or self._late:
            self.is_free(by)
        elif self._sent < self._order.total:
            self._send(by, time.perf_counter())

    def broken(self, why: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(why or ConnectionError("the server hung up"))


async def _carry_out(order: Order) -> Result:
    loop = asyncio.get_running_loop()
    crew = _Crew(order)
    for _ in range(order.connections):
        await loop.create_connection(lambda: _Connection(crew), "127.0.0.1", order.port)
    begun = time.perf_counter()
    if order.rate is None:
        crew.start()
    else:
        await crew.pace(order.rate)
    await crew.done
    seconds = time.perf_counter() - begun
    return Result(seconds, crew.statuses, crew.bytes_read, crew.latencies)


if __name__ == "__main__":
    wanted = json.load(sys.stdin)
    wanted["requests"] = [each.encode("latin-1") for each in wanted["requests"]]
    json.dump(asdict(asyncio.run(_carry_out(Order(**wanted)))), sys.stdout)
