"""What commands read and print."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.failure import MISUSED, Failure


def content(name: str) -> bytes:
    """What is in the file of that name; raises `Failure` where it can't be read."""
    try:
        return Path(name).read_bytes()
    except OSError as why:
        raise Failure(f"{name} can't be read: {why.strerror}", MISUSED) from why


def say(result: dict[str, Any], lines: Sequence[str], *, as_json: bool) -> None:
    """Print a command's result, for a person or for a program."""
    text = json.dumps(result, ensure_ascii=False, default=str) if as_json else "\n".join(lines)
    sys.stdout.write(text + "\n")
