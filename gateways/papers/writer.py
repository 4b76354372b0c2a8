"""A process that writes a list as a file: rows come in as JSON, none of them is kept.

The first line is what the file is, each other one a page of rows; `null` ends it. A file that was
not ended is none. Nothing of ours is imported: the process starts in a moment, and knows no secret.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

BROKEN = 3
MOST_ROWS = 1_000_000  # of one sheet; the format has room for a few more
_BEGINS = tuple("=+-@\t\r＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_SPACE = re.compile(r"[\t\n\r]+")
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAY_ZERO = date(1899, 12, 30).toordinal()

Rows = Iterable[Sequence[str | None]]


def main() -> int:
    """Write what standard input says; how it ended, as exit status."""
    about = json.loads(sys.stdin.readline())
    pages = _Pages()
    write = _spreadsheet if about["form"] == "xlsx" else _text
    write(about, pages)
    return 0 if pages.ended else BROKEN


class _Pages:
    """The rows as they come; `ended` once all of them are there."""

    def __init__(self) -> None:
        self.ended = False

    def __iter__(self) -> Iterator[Sequence[str | None]]:
        for line in sys.stdin:
            page = json.loads(line)
            if page is None:
                self.ended = True
                return
            yield from page


def harmless(text: str) -> str:
    """A text that no spreadsheet computes, without letters that no file can hold.

    What begins as a formula does is led by an apostrophe; a number with its sign is none.
    """
    plain = text
    if not (text.isascii() and text.isprintable()):
        plain = _UNWRITABLE.sub("", _SPACE.sub(" ", text))
    leads = text.startswith(_BEGINS) or plain.lstrip().startswith(_BEGINS)
    return f"'{plain}" if leads and not _NUMBER.fullmatch(plain) else plain


@lru_cache(maxsize=1000)
def _number_of(day: str) -> int:
    """A day as spreadsheets count them."""
    return date.fromisoformat(day).toordinal() - _DAY_ZERO


def _text(about: dict[str, Any], rows: Rows) -> None:
    texts = [kind in {"text", "word"} for kind in about["kinds"]]
    with open(about["path"], "w", encoding="utf-8-sig", newline="") as file:
        to = csv.writer(file)
        to.writerow(about["headings"])
        for row in rows:
            to.writerow(
                [
                    harmless(cell) if is_text and cell else cell
                    for cell, is_text in zip(row, texts, strict=True)
                ]
            )


def _spreadsheet(about: dict[str, Any], rows: Rows) -> None:
    from xlsxwriter import Workbook

    with Workbook(about["path"], {"constant_memory": True}) as book:
        sheet = _Sheet(book, about)
        for row in rows:
            sheet.add(row)
        sheet.end()


class _Sheet:
    """The sheet that is written on; another one begins where one is full."""

    def __init__(self, book: Any, about: dict[str, Any]) -> None:
        self._book, self._about = book, about
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._amounts: dict[int, Any] = {}
        own = {"day": self._a_day, "amount": self._an_amount, "count": self._a_count}
        self._write: list[Callable[[int, int, str], None]] = [
            own.get(kind, self._a_text) for kind in about["kinds"]
        ]
        self._sheets = 0
        self._begin()

    def add(self, row: Sequence[str | None]) -> None:
        """One row more."""
        if self._row > MOST_ROWS:
            self.end()
            self._begin()
        for column, cell in enumerate(row):
            if cell:
                self._write[column](self._row, column, cell)
        self._row += 1

    def end(self) -> None:
        """The rows of this sheet are all there."""
        self._sheet.autofilter(0, 0, self._row - 1, len(self._write) - 1)

    def _begin(self) -> None:
        self._sheets += 1
        name = self._about["sheet"][:25]
        self._sheet = self._book.add_worksheet(
            name if self._sheets == 1 else f"{name} {self._sheets}"
        )
        bold = self._book.add_format({"bold": True, "bottom": 1})
        for column, width in enumerate(self._about["widths"]):
            self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(1, 0)
        for column, heading in enumerate(self._about["headings"]):
            self._sheet.write_string(0, column, heading, bold)
        self._row = 1

    def _a_text(self, row: int, column: int, cell: str) -> None:
        self._sheet.write_string(row, column, harmless(cell))

    def _a_day(self, row: int, column: int, cell: str) -> None:
        self._sheet.write_number(row, column, _number_of(cell), self._day)

    def _a_count(self, row: int, column: int, cell: str) -> None:
        self._sheet.write_number(row, column, int(cell))

    def _an_amount(self, row: int, column: int, cell: str) -> None:
        places = len(cell.partition(".")[2])
        if places not in self._amounts:
            form = f"#,##0.{'0' * places}".rstrip(".")
            self._amounts[places] = self._book.add_format({"num_format": form})
        self._sheet.write_number(row, column, Decimal(cell), self._amounts[places])


if __name__ == "__main__":
    sys.exit(main())
