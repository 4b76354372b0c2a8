"""Spreadsheets as people send them: XLSX by a library that writes it, the others by hand."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xlsx(write: Callable[[Workbook], None]) -> bytes:
    """Whatever is written into a workbook; cells of days look like days."""
    file = io.BytesIO()
    with Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        write(book)
    return file.getvalue()


def of_lines(*lines: Sequence[object]) -> bytes:
    """An XLSX of one sheet with these rows; texts that begin with `=` are formulas."""

    def write(book: Workbook) -> None:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            for column, cell in enumerate(line):
                if cell is not None:
                    sheet.write(number, column, cell)

    return xlsx(write)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def changed(content: bytes, part: str, was: bytes, now: bytes) -> bytes:
    """The same spreadsheet with other bytes in one part."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    assert was in parts[part]
    return packed({**parts, part: parts[part].replace(was, now)})


def ods(*lines: Sequence[str]) -> bytes:
    """The same rows as LibreOffice writes them, as texts."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in line
        )
        + "</table:table-row>"
        for line in lines
    )
    kinds = ("office", "table", "text")
    spaces = " ".join(
        f'xmlns:{kind}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"' for kind in kinds
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="List">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def xls(*lines: Sequence[str | int]) -> bytes:
    """The same rows in the format before XLSX: records in a file system of their own."""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, int):
                sheet += _record(0x0203, place + struct.pack("<d", cell))
            else:
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                sheet += _record(0x0204, place + text)
    sheet += _record(0x000A, b"")
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    name = b"\x04\x00List"
    at = len(begin) + 4 + 6 + len(name) + 4
    book = begin + _record(0x0085, struct.pack("<IBB", at, 0, 0) + name) + _record(0x000A, b"")
    return _compound("Workbook", book + sheet)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(name: str, stream: bytes) -> bytes:
    """One stream in a compound file: one sector is the table of sectors, one the entries."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    chain = [FAT, END, *range(3, 2 + count), END]
    table = struct.pack("<128I", *chain, *([FREE] * (128 - len(chain))))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *([FREE] * 108))
    entries = _entry("Root Entry", 5, child=1, start=END, size=0)
    entries += _entry(name, 2, child=FREE, start=2, size=len(stream))
    return header + table + entries.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    said: tuple[Any, ...] = (letters, len(letters), kind, 1, FREE, FREE, child, start, size, 0)
    return struct.pack("<64sHBBIII36xIII", *said)
