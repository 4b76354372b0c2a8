"""The command line: what was asked for is run, and every error is one plain line.

Nothing that a command works with is loaded before it is run: help and version come at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bot.failure import FAILED, Failure
from bot.line.table import full_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code: 0 held, 1 did not, 2 wrong use."""
    options = full_parser().parse_args(arguments)
    import asyncio
    import logging

    try:
        if not options.serves:
            logging.getLogger().addHandler(logging.NullHandler())  # what failed is said once, below
        code: int = asyncio.run(options.run(options))
        return code
    except KeyboardInterrupt:
        return 130
    except Failure as why:
        return _say(why.lines(), why.code)
    except Exception as why:
        return _say([_plain(why)], FAILED)


def _say(lines: Sequence[str], code: int) -> int:
    sys.stderr.write("".join(f"netkhata: {line}\n" for line in lines))
    return code


def _plain(why: Exception) -> str:
    from domain.errors import DomainError

    if isinstance(why, DomainError):
        from bot import sentences

        return sentences.of(why)
    if isinstance(why, OSError):
        return str(why)
    from bot.redaction import redact

    return (
        f"something went wrong that should not ({type(why).__name__}:"
        f" {redact(str(why))[:200]}); please report it with the log"
    )
