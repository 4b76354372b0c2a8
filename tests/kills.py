"""How often the kill tests kill: a few times in the suite, a hundred and more when asked to."""

from __future__ import annotations

import os


def kills(usual: int) -> int:
    """What NETKHATA_TEST_KILLS says, else so many that the suite stays quick."""
    return int(os.environ.get("NETKHATA_TEST_KILLS", usual))
