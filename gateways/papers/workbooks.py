"""The cells of an XLSX file as texts: only those that hold something, and none before its size
was looked at.

The library's own reader fills every gap with empty rows, and a formula whose result was never
saved is an empty cell to it: here rows carry their numbers, and such a formula is its own text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.errors import TableNotReadable

UNPACKED_BYTES = 150_000_000  # some hundred thousand customers; a minute of reading
_MOST_PARTS = 500
_WORKBOOK = "xl/workbook.xml"

Line = tuple[int, dict[int, str]]  # its number, and its texts by number of their column


def sheets(content: bytes) -> Iterator[Iterator[Line]]:
    """The sheets one after the other, each as the lines that hold something."""
    _check_bounds(content)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        found = book.worksheets
    except Exception as why:  # the library raises whatever its parsers do
        raise TableNotReadable(reason="broken") from why
    for sheet in found:
        yield _lines(book, sheet)


def _lines(book: Any, sheet: Any) -> Iterator[Line]:
    from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

    class Cells(WorkSheetParser):  # type: ignore[misc]
        def parse_cell(self, element: Any) -> dict[str, Any]:
            cell: dict[str, Any] = super().parse_cell(element)
            if cell["value"] is None and element.find(FORMULA_TAG) is not None:
                empty_text = element.get("t") == "str" and element.find(VALUE_TAG) is not None
                cell["value"] = "" if empty_text else f"={element.findtext(FORMULA_TAG) or ''}"
            return cell

    try:
        with sheet._get_source() as source:
            parser = Cells(
                source, sheet._shared_strings, data_only=True, epoch=book.epoch,
                date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
            )  # fmt: skip
            for number, row in parser.parse():
                texts = {cell["column"]: _text(cell["value"]).strip() for cell in row}
                if held := {column: text for column, text in texts.items() if text}:
                    yield number, held
    except Exception as why:  # the library raises whatever its parsers do
        raise TableNotReadable(reason="broken") from why


def _check_bounds(content: bytes) -> None:
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
            if _WORKBOOK not in packed.namelist():
                raise TableNotReadable(reason="other-format")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as why:
        raise TableNotReadable(reason="broken") from why


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
