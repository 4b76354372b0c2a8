"""What a list of payments says: pasted or in a file, with headings or as lines of `/paid`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain import languages
from domain.batches import Pace
from domain.bulk.bulks import Typed
from domain.errors import TableNotReadable
from domain.ports import Ports, TableLine
from domain.staff.rights import Actor
from handlers.staff import paid_line
from handlers.staff.paid_line import MethodOf
from handlers.ui.turns import Upload

COLUMNS = ("customer", "amount", "method", "transaction", "date")
LARGEST_BYTES = 5_000_000
_NEEDED = {"customer", "amount"}
_PACE = Pace(50, least=10, most=2000)
_PARTED = re.compile(r"[,;]")


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom lines are read, on which day, and by which words for methods."""

    actor: Actor
    today_on: date
    method_of: MethodOf

    async def lines(self, found: Sequence[TableLine]) -> list[Typed]:
        """What each line says, as far as it says so; whether it is right is looked at later."""
        columns = _headings(found[0].cells) if found else {}
        if columns or (found and _is_heading(found[0].cells)):
            found = found[1:]
        read: list[Typed] = []
        while len(read) < len(found):
            async with _PACE.batch() as batch:
                some = found[len(read) : len(read) + batch.size]
                read += [await self._line(line, columns) for line in some]
                batch.items = len(some)
        return read

    async def _line(self, line: TableLine, columns: dict[int, str]) -> Typed:
        said = " · ".join(cell for cell in line.cells if cell)
        if columns:
            named = {columns[at]: cell for at, cell in enumerate(line.cells) if at in columns}
            return Typed(line.number, said, self._of_columns(named))
        return await self.typed(line.number, " ".join(line.cells), said)

    async def typed(self, number: int, text: str, said: str = "") -> Typed:
        """A line as of `/paid`, its parts behind blanks, commas or semicolons."""
        words = text.split()
        if len(words) == 1:
            words = [word for word in _PARTED.split(text.strip()) if word]
        read = await paid_line.read(words, self.actor, self.today_on, self.method_of)
        return Typed(
            number, said or text.strip(), {name: part for name, part in read.items() if part}
        )

    def _of_columns(self, named: dict[str, str]) -> dict[str, str]:
        """A method by what it is called; what is called nothing that we know stays as it is."""
        parts = {name: cell.strip() for name, cell in named.items() if cell.strip()}
        if "method" in parts:
            meant = {name for word in parts["method"].split() for name in self.method_of(word)}
            parts["method"] = meant.pop() if len(meant) == 1 else parts["method"]
        return parts


def pasted(text: str) -> list[TableLine]:
    """The lines of a text; those from a spreadsheet have tabs between their cells."""
    return [
        TableLine(number, [cell.strip() for cell in line.split("\t")])
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    ]


async def sent(upload: Upload, ports: Ports, most: int) -> Sequence[TableLine]:
    """The lines of a file; raises `TableNotReadable`."""
    if upload.size > LARGEST_BYTES:
        raise TableNotReadable(reason="too-large")
    content = await upload.fetch()
    if not upload.filename.lower().endswith((".txt", ".text")):
        return await ports.tables.lines(content, most)
    try:
        return pasted(content.decode("utf-8-sig"))[: most + 1]
    except UnicodeDecodeError as why:
        raise TableNotReadable(
            reason="encoding", line=content.count(b"\n", 0, why.start) + 1
        ) from why


@languages.remembered
def _meanings() -> dict[str, str]:
    """Our word for everything that a column may be called."""
    called = {ours: [ours, *languages.words("paid_columns", ours)] for ours in COLUMNS}
    return {_plain(word): ours for ours, words in called.items() for word in words}


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().replace("_", " ").strip(" .:*#").split())


def _headings(cells: Sequence[str]) -> dict[int, str]:
    """What each column holds, where the line names at least whose money it is and how much."""
    meanings, columns = _meanings(), dict[int, str]()
    for at, cell in enumerate(cells):
        meant = meanings.get(_plain(cell))
        if meant and meant not in columns.values():
            columns[at] = meant
    return columns if set(columns.values()) >= _NEEDED else {}


def _is_heading(cells: Sequence[str]) -> bool:
    """Whether the line only says in which order things come: `ID AMOUNT`."""
    words = [_plain(word) for word in " ".join(cells).split()]
    return len(words) > 1 and all(word in _meanings() for word in words)
