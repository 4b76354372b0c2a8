"""Tables that people send us: CSV or a spreadsheet to rows of plain text, within bounds.

Nothing in a file is trusted: sizes are checked before anything is unpacked, XML may declare
nothing, formulas are not computed, and a spreadsheet is taken apart by a process of its own.
"""

from __future__ import annotations

import asyncio
import codecs
import csv
import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, islice

from domain.errors import TableNotReadable
from domain.ports import TableLine
from gateways.papers import workbooks
from gateways.papers.workbooks import Line

LARGEST_BYTES = 50_000_000
MOST_ROWS = 500_000
MOST_COLUMNS = 100
LONGEST_CELL = 1000
_DELIMITERS = ",;\t|"
_LOOKED_THROUGH = 30  # lines in which headings may stand: titles and addresses come before them
_ENOUGH = 2  # known headings that make a line the line of headings
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"{", b"<")

Meaning = Callable[[str], str]


@dataclass(slots=True)
class Table:
    """Headings, and under each the text of every row that holds something.

    A heading is the word that `meaning` has for it, else its own in small letters.
    """

    headings: list[str]
    heading_line: int
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)  # the number of each row in the file
    columns: dict[str, str] = field(default_factory=dict)  # heading: A, B, C ...
    read_as: dict[str, str] = field(default_factory=dict)  # what stands there: what it was read as


def _nothing(heading: str) -> str:
    return ""


def read(content: bytes, meaning: Meaning = _nothing) -> Table:
    """The table of a CSV (comma, semicolon, tab or bar; UTF-8 or UTF-16), XLSX, XLS or ODS file,
    whichever it is.

    `meaning` gives the word for a heading in small letters, or nothing. The headings are the line
    with most of those among the first ones, on the first sheet that has any. Raises
    `TableNotReadable`, whose `reason` is encoding, broken, quote, empty, too-large, headings,
    old-excel or other-format, with the `line` where there is one; of a heading that stands there
    twice it has the `heading` and the `cell`s.
    """
    _refuse_others(content)
    if not workbooks.is_one(content):
        return _table(_of_csv(content, meaning), meaning, is_text=True)
    first: Table | None = None
    with closing(workbooks.sheets(content)) as sheets:
        for sheet in sheets:
            begin = list(islice(sheet, _LOOKED_THROUGH))
            if _known(begin, meaning) >= _ENOUGH:
                return _table(chain(begin, sheet), meaning)
            first = first or _table(chain(begin, sheet), meaning)
    if first is None:
        raise TableNotReadable(reason="empty")
    return first


def lines(content: bytes, most: int) -> list[TableLine]:
    """The lines that hold something, whatever they are called: of a spreadsheet its first sheet.

    One more than `most` at the most. Raises `TableNotReadable` as `read` does.
    """
    _refuse_others(content)
    if not workbooks.is_one(content):
        return _cells(_of_csv(content, _nothing), most)
    with closing(workbooks.sheets(content)) as sheets:
        for sheet in sheets:
            return _cells(sheet, most)
    return []


def _cells(found: Iterator[Line], most: int) -> list[TableLine]:
    return [
        TableLine(number, [cells.get(at, "")[:LONGEST_CELL] for at in range(1, last + 1)])
        for number, cells in islice(found, most + 1)
        if (last := min(max(cells), MOST_COLUMNS))
    ]


def _refuse_others(content: bytes) -> None:
    if len(content) > LARGEST_BYTES:
        raise TableNotReadable(reason="too-large")
    if content.removeprefix(codecs.BOM_UTF8).lstrip()[:8].startswith(_OTHERS):
        raise TableNotReadable(reason="other-format")


def _known(lines: list[Line], meaning: Meaning) -> int:
    return max((_hits(cells, meaning) for _, cells in lines), default=0)


def _hits(cells: dict[int, str], meaning: Meaning) -> int:
    return len({meaning(_heading(cell)) for cell in cells.values()} - {""})


def _table(lines: Iterator[Line], meaning: Meaning, *, is_text: bool = False) -> Table:
    """A row of text that goes on behind the last heading was cut in a wrong place."""
    begin = list(islice(lines, _LOOKED_THROUGH))
    if not begin:
        raise TableNotReadable(reason="empty")
    best = max(range(len(begin)), key=lambda place: _hits(begin[place][1], meaning))
    if _hits(begin[best][1], meaning) < _ENOUGH:
        best = 0
    number, cells = begin[best]
    if max(cells) > MOST_COLUMNS:
        raise TableNotReadable(reason="headings", limit=MOST_COLUMNS)
    names, read_as = _names(cells, meaning)
    if twice := _twice(names):
        places = ", ".join(f"{_letters(column)}{number}" for column in twice)
        raise TableNotReadable(reason="headings", heading=cells[twice[0]].strip(), cell=places)
    columns = {name: _letters(column) for column, name in names.items()}
    made = Table(list(names.values()), number, columns=columns, read_as=read_as)
    for number, cells in chain(begin[best + 1 :], lines):
        if is_text and max(cells) > max(names):
            raise TableNotReadable(reason="cells", line=number)
        row = {names[at]: text[:LONGEST_CELL] for at, text in cells.items() if at in names}
        if not row:
            continue
        if len(made.rows) >= MOST_ROWS:
            raise TableNotReadable(reason="too-large")
        made.rows.append(row)
        made.lines.append(number)
    return made


def _names(cells: dict[int, str], meaning: Meaning) -> tuple[dict[int, str], dict[str, str]]:
    """The word of each column, and what was read as another word.

    Of two columns that mean the same, the one that says so in that very word is it, else the first.
    """
    own = {column: _heading(cell) for column, cell in cells.items()}
    taken = {name for name in own.values() if meaning(name) == name}
    read_as = {}
    for column, name in own.items():
        meant = meaning(name)
        if meant and meant not in taken:
            taken.add(meant)
            own[column] = meant
            read_as[cells[column]] = meant
    return own, read_as


def _twice(names: dict[int, str]) -> list[int]:
    """The columns of the first heading that stands in several."""
    columns: dict[str, list[int]] = {}
    for column, name in names.items():
        columns.setdefault(name, []).append(column)
    return next((same for same in columns.values() if len(same) > 1), [])


def _heading(cell: str) -> str:
    return "_".join(cell.strip().casefold().split())


def _letters(column: int) -> str:
    """As spreadsheets call a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _of_csv(content: bytes, meaning: Meaning) -> Iterator[Line]:
    text = _decoded(content)
    said, _, rest = text.partition("\n")
    before = 0
    delimiter = ""
    if said.strip().strip('"').lower().startswith("sep=") and len(said.strip().strip('"')) <= 5:
        delimiter = said.strip("\r").strip('"')[4:5] or "\t"
        text, before = rest, 1
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter or _delimiter(text, meaning),
        strict=True,
    )
    number = before
    while True:
        began = before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as why:
            raise TableNotReadable(reason="quote", line=began) from why
        number += 1
        texts = {column: cell.strip() for column, cell in enumerate(cells, 1) if cell.strip()}
        if texts:
            yield number, texts


def _decoded(content: bytes) -> str:
    """The text of UTF-8, or of UTF-16 with its mark or with the zeros that betray it."""
    encoding = "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif content[1:40:2].count(0) > 10:
        encoding = "utf-16-le"
    elif content[:40:2].count(0) > 10:
        encoding = "utf-16-be"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as why:
        line = content.count(b"\n", 0, why.start) + 1
        raise TableNotReadable(reason="encoding", line=line) from why
    if "\0" in text:
        raise TableNotReadable(reason="broken", line=text.count("\n", 0, text.index("\0")) + 1)
    return text


def _delimiter(text: str, meaning: Meaning) -> str:
    """What parts most known headings, else what stands most often in the first line."""
    head = text[:20_000].splitlines()[:_LOOKED_THROUGH] or [""]

    def parts(delimiter: str) -> tuple[int, int]:
        lines = [dict(enumerate(line.replace('"', "").split(delimiter))) for line in head]
        return max(_hits(cells, meaning) for cells in lines), head[0].count(delimiter)

    return max(_DELIMITERS, key=parts)


class SentTables:
    """`domain.ports.Tables`: files are taken apart beside everything else."""

    async def lines(self, content: bytes, most: int) -> list[TableLine]:
        """The lines of a file."""
        return await asyncio.to_thread(lines, content, most)
