"""What commands read and print."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from bot.failure import MISUSED, Failure

STANDARD_OUTPUT = "-"


def content(name: str) -> bytes:
    """What is in the file of that name; raises `Failure` where it can't be read."""
    try:
        return Path(name).read_bytes()
    except OSError as why:
        raise Failure(f"{name} can't be read: {why.strerror}", MISUSED) from why


@contextmanager
def kept(name: str) -> Iterator[Path]:
    """A place to write what becomes the file of that name once it is whole, for its owner alone.

    Raises `Failure` where it can't be written.
    """
    place = Path(name)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    except OSError as why:
        raise Failure(f"{name} can't be written: {why.strerror}", MISUSED) from why
    try:
        yield part
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def written(name: str) -> Iterator[TextIO]:
    """Where to write the text of the file of that name, or of what goes to standard output."""
    if name == STANDARD_OUTPUT:
        yield sys.stdout
        return
    with kept(name) as part, part.open("w", encoding="utf-8", newline="\n") as text:
        yield text


@contextmanager
def whole(name: str) -> Iterator[Path]:
    """A place to write the file of that name, or what then goes to standard output as it is."""
    if name != STANDARD_OUTPUT:
        with kept(name) as part:
            yield part
        return
    with TemporaryDirectory(prefix="netkhata-") as folder:
        place = Path(folder) / "whole"
        yield place
        sys.stdout.flush()
        with place.open("rb") as content:
            shutil.copyfileobj(content, sys.stdout.buffer)


def say(result: dict[str, Any], lines: Sequence[str], *, as_json: bool) -> None:
    """Print a command's result, for a person or for a program."""
    text = json.dumps(result, ensure_ascii=False, default=str) if as_json else "\n".join(lines)
    sys.stdout.write(text + "\n")
