"""The cells of a spreadsheet as texts (XLSX, XLS, ODS): only those that hold something, and none
before its size was looked at.

A process of its own takes the file apart (`reader.py`). A cell whose formula has no saved result is
the formula, one that failed is what it says (`#REF!`): neither is an empty one.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Generator, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import IO, Any, cast

from domain.errors import TableNotReadable
from gateways.papers import reader

UNPACKED_BYTES = 150_000_000  # some hundred thousand customers
MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 60
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MOST_PARTS = 500
_NOT_STARTED = 1  # as Python ends with an exception that nobody expects
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_READER = Path(reader.__file__)

Line = tuple[int, dict[int, str]]  # its number, and its texts by number of their column


def is_one(content: bytes) -> bool:
    """Whether the file begins as spreadsheets do."""
    return content.startswith((b"PK\x03\x04", OLD_EXCEL))


def sheets(content: bytes) -> Generator[Iterator[Line], None, None]:
    """The sheets one after the other, each as the lines that hold something; close it."""
    if not content.startswith(OLD_EXCEL):
        _weigh(content)
    for _, lines in groupby(_said(content), key=lambda line: line[0]):
        yield ((number, dict(cells)) for _, number, cells in lines)


def _said(content: bytes) -> Iterator[Any]:
    """The lines of the process that reads; raises `TableNotReadable` where it does not end well."""
    process = subprocess.Popen(  # noqa: S603 - our own file, in the Python that runs us
        [sys.executable, "-I", str(_READER), str(MEMORY_BYTES), str(CPU_SECONDS)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={},
    )  # fmt: skip
    with process:
        to, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        try:
            with suppress(BrokenPipeError), to:
                to.write(content)
            for said in answers:
                line = json.loads(said)
                if line is None:
                    return
                yield line
            process.wait()
        finally:
            process.kill()
    if process.returncode == _NOT_STARTED:
        raise RuntimeError("the process that reads spreadsheets does not start")
    if process.returncode != reader.BROKEN:  # it had no memory or no time left
        raise TableNotReadable(reason="too-large")
    raise TableNotReadable(reason="old-excel" if content.startswith(OLD_EXCEL) else "broken")


def _weigh(content: bytes) -> None:
    """Unpack once with a limit, so that no library meets a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS:
                raise TableNotReadable(reason="too-large")
            left = UNPACKED_BYTES
            for part in parts:
                with packed.open(part) as unpacked:
                    while piece := unpacked.read(1 << 20):
                        left -= len(piece)
                        if left < 0:
                            raise TableNotReadable(reason="too-large")
                        if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                            raise TableNotReadable(reason="broken")
            names = packed.namelist()
            is_ods = "mimetype" in names and packed.read("mimetype").strip() == _ODS
            if reader.WORKBOOK not in names and not is_ods:
                raise TableNotReadable(reason="other-format")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as why:
        raise TableNotReadable(reason="broken") from why
