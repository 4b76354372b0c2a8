"""The command line in processes of its own, each forked from one that has loaded it already.

Loading the bot takes a core several seconds, and the journeys start dozens. What runs then is the
same `main`, with the arguments, environment, folder and streams of a command started by hand.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

_LOADED = (
    "bot.serving.roles", "bot.serving.telegram", "bot.serving.web", "scheduler.clockwork",
    "scheduler.routers", "gateways.mikrotik.client", __name__,
)  # fmt: skip
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(list(_LOADED))


def start(
    arguments: Sequence[str], *, environment: Mapping[str, str], folder: Path, log: Path
) -> BaseProcess:
    """Start `netkhata ARGUMENTS` in the folder; what it says is added to `log`."""
    process = _context.Process(
        target=_be, args=(list(arguments), dict(environment), str(folder), str(log))
    )
    process.start()
    return process


def _be(arguments: list[str], environment: dict[str, str], folder: str, log: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with open(os.devnull) as nothing, open(log, "ab") as written:
        os.dup2(nothing.fileno(), 0)
        os.dup2(written.fileno(), 1)
        os.dup2(written.fileno(), 2)
    from bot.line.main import main

    sys.exit(main(arguments))
