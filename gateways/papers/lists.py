"""Lists as XLSX and CSV: rows are read here page by page, and written by a process of their own."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, cast

from domain.errors import ListTooLarge
from domain.money import Money
from domain.ports import Document, Texts
from domain.ports.lists import Cell, Form, Kind, Listed
from gateways.papers import writer

AT_ONCE = 2  # files that are being written: each is a process
LARGEST_BYTES = 49_000_000  # a bot may send files of up to 50 MB
MIME = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv",
}
_WRITER = Path(writer.__file__)

Say = Callable[[str], str]


class ListFiles:
    """`domain.ports.Lists`."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._free = asyncio.Semaphore(AT_ONCE)

    async def write(self, listed: Listed, form: Form, language: str, to: Path) -> int:
        """Write the file; how many rows it has below its headings."""
        say = _remembering(lambda key: self._texts.t(language, key))
        async with self._free:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-I", str(_WRITER), stdin=asyncio.subprocess.PIPE, env={},
            )  # fmt: skip
            try:
                count = await _tell(process, _about(listed, form, say, to), listed, say)
                if await process.wait():
                    raise RuntimeError(f"the process that writes lists ended {process.returncode}")
                return count
            finally:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()

    async def document(self, listed: Listed, form: Form, language: str) -> Document:
        """The same as a document that travels with a message; raises `ListTooLarge`."""
        with tempfile.TemporaryDirectory(prefix="netkhata-list-") as folder:
            to = Path(folder) / f"{listed.name}.{form.value}"
            rows = await self.write(listed, form, language, to)
            return Document(to.name, MIME[form], await asyncio.to_thread(_read, to, rows))


def _read(file: Path, rows: int) -> bytes:
    if file.stat().st_size > LARGEST_BYTES:
        raise ListTooLarge(count=rows)
    return file.read_bytes()


async def _tell(
    process: asyncio.subprocess.Process, about: object, listed: Listed, say: Say
) -> int:
    """Hand the pages over as fast as they are written, so that none of them pile up."""
    to, count = cast("asyncio.StreamWriter", process.stdin), 0
    kinds = [column.kind for column in listed.columns]
    with suppress(BrokenPipeError, ConnectionResetError):  # its exit status says the same
        to.write(_line(about))
        async for page in listed.pages:
            count += len(page)
            to.write(_line([_plain(row, kinds, say) for row in page]))
            await to.drain()
        to.write(_line(None))
        await to.drain()
    to.close()
    return count


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _about(listed: Listed, form: Form, say: Say, to: Path) -> dict[str, Any]:
    return {
        "form": form.value,
        "path": str(to.absolute()),
        "sheet": say(listed.title),
        "headings": [say(column.heading) for column in listed.columns],
        "kinds": [column.kind.value for column in listed.columns],
        "widths": [column.width for column in listed.columns],
    }


def _plain(row: Sequence[Cell], kinds: Sequence[Kind], say: Say) -> list[str | None]:
    return [_cell(cell, kind, say) for cell, kind in zip(row, kinds, strict=True)]


def _cell(cell: Cell, kind: Kind, say: Say) -> str | None:
    if isinstance(cell, Money):
        return cell.wire()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int):
        return str(cell)
    if kind is Kind.WORD and cell:
        return say(cell)
    return cell


def _remembering(say: Say) -> Say:
    """A list says the same few words over and over."""
    said: dict[str, str] = {}

    def remembered(key: str) -> str:
        if key not in said:
            said[key] = say(key)
        return said[key]

    return remembered
