"""`netkhata demo`: an ISP to look at."""

from __future__ import annotations

import argparse

from bot.line.parsing import Commands, count, port, serving


def declare(commands: Commands) -> None:
    """Its arguments."""
    text = "a demo ISP with everything around it, in one process"
    made = serving(commands, "demo", text, run)
    made.add_argument("--port", type=port, default=8800, help="port of the page to open (8800)")
    made.add_argument("--customers", type=count, default=500, help="how many customers (500)")
    made.add_argument("--data", default="demo-data", help="folder for its database (demo-data)")
    made.add_argument("--fresh", action="store_true", help="forget what was there and begin anew")


async def run(options: argparse.Namespace) -> int:
    """Serve the demo until it is stopped."""
    from bot import extras

    extras.require("aiosmtpd", "the demo's mail server")
    from bot.demo import show

    return await show.run(options)
