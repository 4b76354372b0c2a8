"""How soon `netkhata` is there, and how much memory all its roles take when nothing happens."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from sandbox.telegram import TelegramServer
from tests.bench import seeds
from tests.bench.frame import RUNS, Lab, Row, timed
from tests.journeys.processes import PYTHON, environment, finish

KEY = "a key that only benches use"
TOKEN = "700201:AAtokenThatOpensOnlyThisBench"
CUSTOMERS = 1_000
IDLE_SECONDS = 1.0  # until what starts with the process has had its first turn
READY_SECONDS, HELP_SECONDS, MEGABYTES = 1.5, 0.3, 250.0


async def _help(folder: Path) -> None:
    done = await finish("--help", settings={}, folder=folder)
    assert done.code == 0


async def _ready(
    folder: Path, settings: Mapping[str, str], *roles: str
) -> tuple[float, asyncio.subprocess.Process]:
    """Seconds until `netkhata run` said that it is ready, and the process, which goes on."""
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *PYTHON, "run", *roles, cwd=folder, env=environment(settings),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    async for line in process.stdout:
        if line.startswith(b"ready "):
            return time.perf_counter() - begun, process
    raise AssertionError("it ended before it was ready")


async def _end(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    await process.wait()


def _resident(pid: int) -> float:
    """Megabytes of a process and its children in the machine's memory."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return kilobytes / 1024 + sum(_resident(int(child)) for child in children)


async def measure(lab: Lab) -> list[Row]:
    pattern = await lab.pattern(lambda: seeds.an_isp(CUSTOMERS))
    telegram = TelegramServer(TOKEN)
    await telegram.start()
    helped: list[float] = []
    ready: list[float] = []
    memory: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with lab.copy_of(pattern) as url:
            settings = {
                "database_url": url,
                "secret_key": KEY,
                "telegram_token": TOKEN,
                "telegram_api_base": telegram.base_url,
                "host": "127.0.0.1",
                "port": "0",
            }
            await _help(folder)
            for _ in range(RUNS):
                helped.append(await timed(lambda: _help(folder)))
                seconds, process = await _ready(folder, settings, "web")
                ready.append(seconds)
                await _end(process)
                _, process = await _ready(folder, settings)
                await asyncio.sleep(IDLE_SECONDS)
                if sys.platform == "linux":
                    memory.append(_resident(process.pid))
                await _end(process)
    await telegram.stop()
    rows = [
        Row("start_web_ready", "s", ready, [READY_SECONDS] * RUNS, "<= 1"),
        Row("start_help", "s", helped, [HELP_SECONDS] * RUNS, "<= 1"),
    ]
    if memory:
        rows.append(Row("start_memory_idle", "MB", memory, [MEGABYTES] * RUNS, "<= 1"))
    return rows
