"""Files that people send are read as they meant them, and nothing worse comes of any file."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from domain.errors import TableNotReadable
from gateways.papers import tables

ROWS = [{"customer_id": "1001", "name": "রহিম", "mobile": "01711111111"}, {"name": "Karim"}]


def an_xlsx(*lines: list[object]) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_is_read_in_every_usual_form(delimiter: str, mark: str, end: str) -> None:
    lines = [
        ["Customer ID", " Name ", "MOBILE"],
        ["1001", "রহিম", "01711111111"],
        ["", "Karim", ""],
    ]
    text = mark + end.join(delimiter.join(line) for line in lines) + end

    table = tables.read(text.encode())

    assert table.headings == ["customer_id", "name", "mobile"]
    assert table.rows == ROWS


def test_a_quoted_cell_keeps_its_comma_and_its_line() -> None:
    table = tables.read(b'name,address\n"Khan, Rahim","House 1\nRoad 2"\n')

    assert table.rows == [{"name": "Khan, Rahim", "address": "House 1\nRoad 2"}]


def test_xlsx_is_read_as_it_looks() -> None:
    midnight = datetime(2026, 2, 1)  # noqa: DTZ001 - cells have no zone
    content = an_xlsx(
        ["customer_id", "mobile", "price", "discount", "joined_on", "expires_on", "exempt", ""],
        [1001, 1711111111, 1150.5, 100.0, date(2026, 1, 31), midnight, True, "x"],
        [],
        ["=1+1", None, 0.3],
    )

    table = tables.read(content)

    assert table.rows[0] == {
        "customer_id": "1001", "mobile": "1711111111", "price": "1150.5", "discount": "100",
        "joined_on": "2026-01-31", "expires_on": "2026-02-01", "exempt": "true",
    }  # fmt: skip
    assert table.rows[1] == {}
    assert table.rows[2] == {"price": "0.3"}


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b",,\n1,2,3", "empty"),
        (b"name,Name\na,b", "headings"),
        (("h," * 200 + "h").encode(), "headings"),
        ("name\nরহিম".encode("utf-16"), "encoding"),
        (b"name\n\xff\xfe", "encoding"),
        (b'name\n"open', "broken"),
        (b"name\na\0b", "broken"),
        (b"PK\x03\x04 not a zip", "broken"),
        (packed(other=b"x"), "broken"),
        (packed(**{"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "broken"),
        (an_xlsx(["name"], ["x"])[:-40], "broken"),
        (packed(**{f"part{number}": b"" for number in range(600)}), "too-large"),
    ],
)
def test_what_can_not_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(TableNotReadable) as refused:
        tables.read(content)

    assert refused.value.values == {"reason": reason}


def test_a_bomb_does_not_go_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_UNPACKED_BYTES", 1_000_000)
    bomb = packed(**{"xl/worksheets/sheet1.xml": b"0" * 5_000_000})

    assert len(bomb) < 10_000
    with pytest.raises(TableNotReadable) as refused:
        tables.read(bomb)

    assert refused.value.values == {"reason": "too-large"}


def test_more_rows_than_anybody_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)

    assert len(tables.read(b"name\n" + b"a\n" * 3).rows) == 3
    with pytest.raises(TableNotReadable):
        tables.read(b"name\n" + b"a\n" * 4)


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(b"PK\x03\x04".__add__)))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    try:
        table = tables.read(content)
    except TableNotReadable:
        return
    assert all(set(row) <= set(table.headings) for row in table.rows)
