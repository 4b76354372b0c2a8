"""`netkhata` as it is started by hand: real processes with settings from the environment."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.journeys import forked
from tests.waiting import PAUSE, until

ROOT = Path(__file__).parents[2]
PYTHON = (sys.executable, "-m", "bot")
START_SECONDS = 180.0
STOP_SECONDS = 120.0
TAIL = 40


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The machine's environment with these settings of ours and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NETKHATA_")}
    ours = {f"NETKHATA_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **ours}


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that has ended."""

    code: int
    out: str
    err: str


async def finish(
    *arguments: str, settings: Mapping[str, str], folder: Path, seconds: float = START_SECONDS
) -> Finished:
    """Run a command to its end."""
    started = await asyncio.create_subprocess_exec(
        *PYTHON, *arguments, cwd=folder, env=environment(settings),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            out, err = await started.communicate()
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()
    assert started.returncode is not None
    return Finished(started.returncode, out.decode(), err.decode())


class Process:
    """One that goes on until it is told to end; what it says is kept in `log`."""

    def __init__(self, name: str, log: Path, started: BaseProcess) -> None:
        self.name = name
        self.log = log
        self._started = started
        self.roles: tuple[str, ...] = ()
        self.url = ""
        self.more: Mapping[str, str] = {}  # settings of its own

    @classmethod
    async def start(
        cls, *arguments: str, name: str, settings: Mapping[str, str], folder: Path
    ) -> Process:
        log = folder / f"{name}.log"
        log.touch()
        started = await asyncio.to_thread(
            forked.start, arguments, environment=environment(settings), folder=folder, log=log
        )
        return cls(name, log, started)

    @property
    def runs(self) -> bool:
        return self._started.exitcode is None

    @property
    def said(self) -> str:
        """All that it wrote."""
        return self.log.read_text(errors="replace")

    async def shown(self) -> str:
        """The same for `until`."""
        return self.tail()

    def tail(self) -> str:
        """Its last lines, for whoever has to find out."""
        state = "runs" if self.runs else f"ended with {self._started.exitcode}"
        lines = self.said.splitlines()[-TAIL:]
        return "\n".join([f"--- {self.name} ({state}):", *lines])

    async def until_ready(self) -> Process:
        """Wait for the line that says so, and take its address from it."""
        await until(lambda: self._ready() or not self.runs, START_SECONDS, logs=self.shown)
        found = self._ready()
        assert found, f"it ended before it was ready\n{self.tail()}"
        self.roles = tuple(found["roles"].split(","))
        self.url = found["url"]
        return self

    async def until_says(self, words: str) -> None:
        """Wait for these words among what it writes."""
        await until(lambda: words in self.said or not self.runs, START_SECONDS, logs=self.shown)
        assert words in self.said, f"it ended before it said so\n{self.tail()}"

    def _ready(self) -> dict[str, str]:
        for line in self.said.splitlines():
            if line.startswith("ready "):
                return dict(part.partition("=")[::2] for part in line.split()[1:])
        return {}

    def send(self, sign: signal.Signals) -> None:
        if self.runs and self._started.pid is not None:
            os.kill(self._started.pid, sign)

    async def kill(self) -> None:
        """End it as a power cut does."""
        self.send(signal.SIGKILL)
        await self.ended()

    async def terminate(self) -> int:
        """Ask it to end; its exit code."""
        self.send(signal.SIGTERM)
        return await self.ended()

    async def ended(self, seconds: float = STOP_SECONDS) -> int:
        """Wait for its end; its exit code."""
        async with asyncio.timeout(seconds):
            while self._started.exitcode is None:
                await asyncio.sleep(PAUSE)
        return self._started.exitcode
