"""Libraries that only some installations need: each is asked for before it is used."""

from __future__ import annotations

from importlib.util import find_spec

from bot.failure import Failure

# The library to the extra of pyproject.toml that has it.
EXTRAS = {"aiosmtpd": "demo", "redis": "redis", "sentry_sdk": "sentry"}


class LibraryMissing(Failure):
    """What was asked for needs a library that is not installed; the text says how to get it."""


def require(library: str, needed_by: str) -> None:
    """Raises `LibraryMissing` where the library is not there."""
    if find_spec(library) is None:
        raise LibraryMissing(
            f"{needed_by} needs the library {library}, which is not installed: run"
            f" `pip install '.[{EXTRAS[library]}]'` in the folder of NetKhata, or install what"
            " requirements/run.lock names"
        )
