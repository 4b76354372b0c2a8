"""Logos that people send: looked at by a process of its own, and kept as small as pages want."""

from __future__ import annotations

import asyncio
import base64
import sys
from pathlib import Path

from domain.errors import PictureNotReadable
from gateways.papers import picture

LARGEST_BYTES = 10_000_000  # of what is sent
MOST_LETTERS = 24_000  # of what is kept: pages show no larger one
MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 20
_LEADS = "data:image/png;base64,"
_PROCESS = Path(picture.__file__)


async def made_of(content: bytes) -> str:
    """The picture as the address that holds it; raises `PictureNotReadable`."""
    if len(content) > LARGEST_BYTES:
        raise PictureNotReadable(reason="too-large")
    most = (MOST_LETTERS - len(_LEADS)) // 4 * 3
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(_PROCESS), str(MEMORY_BYTES), str(CPU_SECONDS), str(most),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, env={},
    )  # fmt: skip
    small, _ = await process.communicate(content)
    if process.returncode == 1:
        raise RuntimeError("the process that looks at pictures does not start")
    if process.returncode == picture.BROKEN:
        raise PictureNotReadable(reason="broken")
    if process.returncode:  # it had no memory or no time left
        raise PictureNotReadable(reason="too-large")
    return _LEADS + base64.b64encode(small).decode()
