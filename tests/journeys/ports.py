"""Ports that stay ours from test to test, so that one prepared database fits every world."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator

HOST = "127.0.0.1"
BELOW_EPHEMERAL = (15_000, 31_000)  # the kernel gives these to nobody by itself


def free() -> Iterator[int]:
    """Ports that nobody listens at, each once."""
    given: set[int] = set()
    while True:
        port = random.randrange(*BELOW_EPHEMERAL)
        if port in given:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        given.add(port)
        yield port
