"""A process that reads a stranger's spreadsheet: the file comes in, its cells go out as JSON.

Whatever a file does to the library that takes it apart happens here, within a share of memory and
of time. A line is `[sheet, row, [[column, text], ...]]`, for rows that hold something; the last one
is `null`. Nothing of ours is imported: the process starts in a moment, and knows no secret.
"""

from __future__ import annotations

import html
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

BROKEN, TOO_LARGE = 3, 4
WORKBOOK = "xl/workbook.xml"
_FORMULA = rb"\s*<(?:\w+:)?f\b[^>]*(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
_UNSAVED = re.compile(rb"<(?:\w+:)?c\b([^>]*)>" + _FORMULA + rb"</(?:\w+:)?c>")
_FAILED = re.compile(
    rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(?:' + _FORMULA + rb")?<(?:\w+:)?v>([^<]*)<"
)
_ERROR_OF_ODS = re.compile(rb'office:string-value=""(?=\s+calcext:value-type="error")')
_OF_ODS = ("mimetype", "content.xml", "META-INF/manifest.xml")
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')

Odd = dict[tuple[int, int], str]


def main(memory: int, seconds: int) -> int:
    """Read standard input within the limits; how it ended, as exit status."""
    from python_calamine import load_workbook

    for kind, limit in (
        (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        with suppress(ValueError, OSError):  # not every system limits everything
            resource.setrlimit(kind, (limit, limit))
    try:
        content = sys.stdin.buffer.read()
        odd = _odd_cells(content)
        book = load_workbook(io.BytesIO(_with_errors(content)))
        for line in _lines(book, odd):
            sys.stdout.write(f"{json.dumps(line)}\n")
        sys.stdout.write("null\n")
        sys.stdout.flush()
    except MemoryError:
        return TOO_LARGE
    except BaseException:  # what the library panics with is no Exception
        return BROKEN
    return 0


def _with_errors(content: bytes) -> bytes:
    """An ODS whose failed cells say so: their empty value would go before their text."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist() if name in _OF_ODS}
    if _ERROR_OF_ODS.search(parts.get("content.xml", b"")) is None:
        return content
    parts["content.xml"] = _ERROR_OF_ODS.sub(b"", parts["content.xml"])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return made.getvalue()


def _lines(book: Any, odd: list[Odd]) -> Iterator[list[Any]]:
    from python_calamine import SheetTypeEnum

    for number, about in enumerate(book.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.start is None:
            continue
        left = sheet.start[1] + 1
        known = odd[number] if number < len(odd) else {}
        for row, cells in enumerate(sheet.iter_rows(), 1):
            held = [
                [column, text]
                for column, cell in enumerate(cells, left)
                if (text := known.get((row, column)) or _text(cell).strip())
            ]
            if held:
                yield [number, row, held]


def _odd_cells(content: bytes) -> list[Odd]:
    """By sheet of an XLSX the cells that the library takes for empty ones: errors, and formulas
    whose result was not saved."""
    if not content.startswith(b"PK"):
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if WORKBOOK not in packed.namelist():
            return []
        return [_odd_of(packed.read(part)) if part else {} for part in _parts(packed)]


def _parts(packed: zipfile.ZipFile) -> list[str]:
    """The part of each sheet, in their order; empty where it is not there."""
    names = set(packed.namelist())
    relations = "xl/_rels/workbook.xml.rels"
    found = _RELATION.findall(packed.read(relations)) if relations in names else []
    targets = {}
    for said in map(_attributes, found):
        target = said.get("Target", "")
        targets[said.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    sheets = map(_attributes, _SHEET.findall(packed.read(WORKBOOK)))
    keys = [next((v for k, v in said.items() if k.endswith(":id")), "") for said in sheets]
    return [part if (part := targets.get(key, "")) in names else "" for key in keys]


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(tag)}


def _odd_of(sheet: bytes) -> Odd:
    found: Odd = {}
    if b"<f" in sheet or b":f" in sheet:
        for cell in _UNSAVED.finditer(sheet):
            found |= _at(cell[1], b"=" + (cell[2] or b""))
    if b't="e"' in sheet:
        for cell in _FAILED.finditer(sheet):
            found |= _at(cell[1], cell[3])
    return found


def _at(attributes: bytes, text: bytes) -> Odd:
    place = _PLACE.search(attributes)
    if place is None:
        return {}
    column = 0
    for letter in place[1]:
        column = column * 26 + letter - ord("A") + 1
    return {(int(place[2]), column): html.unescape(text.decode("utf-8", "replace"))}


def _text(cell: object) -> str:
    """A cell as a person would have typed it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return format(Decimal(repr(cell)).normalize(), "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
