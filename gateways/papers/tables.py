"""Tables that people send us: CSV or XLSX bytes to rows of plain text, within bounds.

Nothing in a file is trusted: sizes are checked before anything is unpacked, XML may declare
nothing, formulas are not computed.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.errors import TableNotReadable

LARGEST_BYTES = 50_000_000
MOST_ROWS = 500_000
MOST_COLUMNS = 100
LONGEST_CELL = 1000
_UNPACKED_BYTES = 150_000_000  # some hundred thousand customers; a minute of reading
_MOST_PARTS = 500
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Table:
    """The headings in small letters, and under each the text of every row; empty rows stay.

    The first of `rows` is line 2 of the file.
    """

    headings: list[str]
    rows: list[dict[str, str]]


def read(content: bytes) -> Table:
    """The table of a CSV (UTF-8; comma, semicolon or tab) or XLSX file, whichever it is.

    Raises `TableNotReadable`, whose `reason` is encoding, broken, empty, too-large or headings.
    """
    if len(content) > LARGEST_BYTES:
        raise TableNotReadable(reason="too-large")
    lines = _of_xlsx(content) if content.startswith(b"PK\x03\x04") else _of_csv(content)
    first = next(lines, None)
    headings = [_heading(cell) for cell in first or ()]
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise TableNotReadable(reason="empty")
    named = [heading for heading in headings if heading]
    if len(headings) > MOST_COLUMNS or len(set(named)) != len(named):
        raise TableNotReadable(reason="headings")
    return Table(named, list(_rows(headings, lines)))


def _heading(cell: str) -> str:
    return "_".join(cell.strip().casefold().split())


def _rows(headings: Sequence[str], lines: Iterator[Sequence[str]]) -> Iterator[dict[str, str]]:
    for number, line in enumerate(lines):
        if number >= MOST_ROWS:
            raise TableNotReadable(reason="too-large")
        cells = zip(headings, line, strict=False)
        yield {name: cell.strip()[:LONGEST_CELL] for name, cell in cells if name and cell.strip()}


def _of_csv(content: bytes) -> Iterator[Sequence[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise TableNotReadable(reason="encoding") from why
    if "\0" in text:
        raise TableNotReadable(reason="broken")
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as why:
        raise TableNotReadable(reason="broken") from why


def _of_xlsx(content: bytes) -> Iterator[Sequence[str]]:
    _check_bounds(content)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What a file says of its own size decides nothing.
        sheet.reset_dimensions()
        for line in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
            yield _texts(line)
    except TableNotReadable:
        raise
    except Exception as why:  # the library raises whatever its parsers do
        raise TableNotReadable(reason="broken") from why


def _check_bounds(content: bytes) -> None:
    """Unpack once with a limit, so that no library meets a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS:
                raise TableNotReadable(reason="too-large")
            left = _UNPACKED_BYTES
            for part in parts:
                with packed.open(part) as unpacked:
                    while piece := unpacked.read(1 << 20):
                        left -= len(piece)
                        if left < 0:
                            raise TableNotReadable(reason="too-large")
                        if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                            raise TableNotReadable(reason="broken")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as why:
        raise TableNotReadable(reason="broken") from why


def _texts(line: Iterable[object]) -> list[str]:
    return [_text(cell) for cell in line]


def _text(cell: object) -> str:
    """A cell as a person would have typed it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return format(Decimal(repr(cell)).normalize(), "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
