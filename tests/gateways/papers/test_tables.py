"""Files that people send are read as they meant them, and nothing worse comes of any file."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from domain.errors import TableNotReadable
from gateways.papers import tables, workbooks
from tests.gateways.papers import spreadsheets
from tests.gateways.papers.spreadsheets import packed

ROWS = [{"customer_id": "1001", "name": "রহিম", "mobile": "01711111111"}, {"name": "Karim"}]


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
    content = spreadsheets.of_lines(
        ["customer_id", "mobile", "price", "discount", "joined_on", "expires_on", "exempt", ""],
        [1001, 1711111111, 1150.5, 100.0, date(2026, 1, 31), midnight, True, "x"],
        [],
        ["#REF!", None, 0.3],
    )

    table = tables.read(content)

    assert table.rows[0] == {
        "customer_id": "1001", "mobile": "1711111111", "price": "1150.5", "discount": "100",
        "joined_on": "2026-01-31", "expires_on": "2026-02-01", "exempt": "true",
    }  # fmt: skip
    assert table.rows[1] == {"customer_id": "#REF!", "price": "0.3"}
    assert (table.heading_line, table.lines, table.columns["price"]) == (1, [2, 4], "C")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b",,\n , ,", "empty"),
        (b"name,Name\na,b", "headings"),
        (("h," * 200 + "h").encode(), "headings"),
        ("name\nরহিম".encode("utf-16")[:-1], "encoding"),
        (b"name\n\xff\xfe", "encoding"),
        (b'name\n"open', "quote"),
        (b"name,price\nRahim,1,200", "cells"),
        (b"name\na\0b", "broken"),
        (b"PK\x03\x04 not a zip", "broken"),
        (packed({"other": b"x"}), "other-format"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "other-format"),
        (b"\xd0\xcf\x11\xe0 half an .xls", "old-excel"),
        (b"%PDF-1.7", "other-format"),
        (b"\xef\xbb\xbf\n<html><table>", "other-format"),
        (packed({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "broken"),
        (packed({"xl/workbook.xml": b"<workbook><sheets>"}), "broken"),
        (spreadsheets.of_lines(["name"], ["x"])[:-40], "broken"),
        (packed({f"part{number}": b"" for number in range(600)}), "too-large"),
    ],
)
def test_what_can_not_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(TableNotReadable) as refused:
        tables.read(content)

    assert refused.value.values["reason"] == reason


KNOWN = {"name": "name", "mobile": "mobile", "phone": "mobile", "নাম": "name", "due": "due"}


def meaning(heading: str) -> str:
    return KNOWN.get(heading, "")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_text_of_two_bytes_a_letter_is_read(encoding: str) -> None:
    content = "Name;Mobile;Address\r\nরহিম;01711111111;Mirpur\r\n".encode(encoding)

    assert tables.read(content, meaning).rows == [
        {"name": "রহিম", "mobile": "01711111111", "address": "Mirpur"}
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"Name,Mobile,name \na,b,c", {"heading": "Name", "cell": "A1, C1"}),
        (b"My ISP\nname\tmobile\tmobile", {"heading": "mobile", "cell": "B2, C2"}),
        (("h," * 200 + "h").encode(), {"limit": 100}),
    ],
)
def test_what_is_wrong_with_the_headings_is_named(content: bytes, told: dict[str, object]) -> None:
    with pytest.raises(TableNotReadable) as refused:
        tables.read(content, meaning)

    assert refused.value.values == {"reason": "headings", **told}


def test_a_sign_that_no_text_has_is_named_with_its_line() -> None:
    with pytest.raises(TableNotReadable) as refused:
        tables.read(b"name,mobile\nAnna,01\nRah\0im,02\n")

    assert refused.value.values == {"reason": "broken", "line": 3}


def test_bars_may_part_the_cells() -> None:
    table = tables.read(b"name|mobile\nKhan, Rahim|01711111111\n", meaning)

    assert table.rows == [{"name": "Khan, Rahim", "mobile": "01711111111"}]


def test_a_letter_that_is_not_utf_8_is_named_with_its_line() -> None:
    with pytest.raises(TableNotReadable) as refused:
        tables.read("name\nAnna\nJosé\n".encode("cp1252"))

    assert refused.value.values == {"reason": "encoding", "line": 3}


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (['Anna,"House 1"', 'Rahim,"The "old" house"', "Karim,x"], 3),
        (["Anna,x", 'Rahim,"never closed', "Karim,x"], 3),
        (['Anna,"two\nlines"', 'Rahim,"The "old" house"'], 4),
    ],
)
def test_a_quotation_mark_that_breaks_the_file_is_named_with_its_line(
    rows: list[str], line: int
) -> None:
    with pytest.raises(TableNotReadable) as refused:
        tables.read("\n".join(["name,address", *rows]).encode())

    assert refused.value.values == {"reason": "quote", "line": line}


@pytest.mark.parametrize(
    "before",
    ["sep=;\n", '"sep=;"\r\n', "Customers of Nagar Net\n\n", "Printed;21/11/2026\nDhaka, Mirpur\n"],
)
def test_headings_need_not_be_the_first_line(before: str) -> None:
    table = tables.read(f"{before}Name;Phone;Colour\nRahim;01711111111;red\n".encode(), meaning)

    assert table.rows == [{"name": "Rahim", "mobile": "01711111111", "colour": "red"}]
    assert table.read_as == {"Phone": "mobile"}
    assert table.lines == [table.heading_line + 1]


def test_a_heading_in_our_word_goes_before_another_that_means_the_same() -> None:
    table = tables.read(b"phone,mobile,name\n1,2,x\n", meaning)

    assert table.rows == [{"phone": "1", "mobile": "2", "name": "x"}]


def test_a_list_on_the_second_sheet_is_found() -> None:
    def write(book: Workbook) -> None:
        book.add_worksheet().write("A1", "About this file")
        chart = book.add_chart({"type": "pie"})
        chart.add_series({"values": "=List!$C$4"})
        book.add_chartsheet().set_chart(chart)
        sheet = book.add_worksheet("List")
        sheet.write_row("B3", ["নাম", "Phone"])
        sheet.write_row("B4", ["রহিম", "01711111111"])

    table = tables.read(spreadsheets.xlsx(write), meaning)

    assert table.rows == [{"name": "রহিম", "mobile": "01711111111"}]
    assert (table.heading_line, table.lines, table.columns["mobile"]) == (3, [4], "C")


@pytest.mark.parametrize("make", [spreadsheets.xls, spreadsheets.ods])
def test_other_spreadsheets_are_read_as_well(make: Callable[..., bytes]) -> None:
    table = tables.read(make(["নাম", "Phone"], ["রহিম", "01711111111"], ["Karim"]), meaning)

    assert table.rows == [{"name": "রহিম", "mobile": "01711111111"}, {"name": "Karim"}]


def test_a_bold_cell_in_the_last_row_is_no_customer() -> None:
    def write(book: Workbook) -> None:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_row("A1", ["name", "mobile"])
        sheet.write_row("A2", ["Rahim", "01711111111"])
        sheet.write_blank("XFD3", None, bold)
        sheet.write("B90000", "01811111111")
        sheet.write_blank("A1048576", None, bold)

    table = tables.read(spreadsheets.xlsx(write), meaning)

    assert (len(table.rows), table.lines) == (2, [2, 90000])


SHEET = "xl/worksheets/sheet1.xml"


def test_a_formula_whose_result_was_not_saved_is_no_empty_cell() -> None:
    content = spreadsheets.of_lines(["name", "due"], ["Rahim", '=B9&"2"'], ["Karim", 3])

    assert tables.read(content).rows[0] == {"name": "Rahim", "due": "0"}
    assert tables.read(spreadsheets.changed(content, SHEET, b"</f><v>0</v>", b"</f>")).rows == [
        {"name": "Rahim", "due": '=B9&"2"'}, {"name": "Karim", "due": "3"},
    ]  # fmt: skip


def test_a_formula_whose_result_is_no_text_is_an_empty_cell() -> None:
    content = spreadsheets.of_lines(["name", "due"], ["Rahim", "=B9"])
    empty = spreadsheets.changed(content, SHEET, b"</f><v>0</v>", b"</f><v></v>")

    assert tables.read(empty).rows == [{"name": "Rahim"}]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_what_a_formula_could_not_compute_is_no_empty_cell(error: str) -> None:
    def write(book: Workbook) -> None:
        book.add_worksheet("About").write("A2", "x")
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["name", "due"])
        sheet.write("A2", "Rahim")
        sheet.write_formula("B2", "=B9/0", None, error)

    assert tables.read(spreadsheets.xlsx(write), meaning).rows == [{"name": "Rahim", "due": error}]


def test_what_failed_in_an_ods_is_no_empty_cell() -> None:
    content = spreadsheets.changed(
        spreadsheets.ods(["name", "due"], ["Rahim", "#REF!"]),
        "content.xml",
        b'"string"><text:p>#REF!',
        b'"string" office:string-value="" calcext:value-type="error"><text:p>#REF!',
    )

    assert tables.read(content).rows == [{"name": "Rahim", "due": "#REF!"}]


def test_a_sheet_that_would_fill_the_memory_is_too_large() -> None:
    def write(book: Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write("A1", "name")
        sheet.write("XFD1048576", "x")

    with pytest.raises(TableNotReadable) as refused:
        tables.read(spreadsheets.xlsx(write))

    assert refused.value.values == {"reason": "too-large"}


def test_who_reads_a_strangers_file_knows_nothing_of_ours() -> None:
    limits = [str(workbooks.MEMORY_BYTES), str(workbooks.CPU_SECONDS)]
    imported = subprocess.run(
        [sys.executable, "-I", "-X", "importtime", workbooks.reader.__file__, *limits],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={},
    ).stderr

    assert "python_calamine" in imported
    assert not re.search(r"\| +(?:domain|gateways|bot|tortoise|aiogram)\b", imported)


def test_a_bomb_does_not_go_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "UNPACKED_BYTES", 1_000_000)
    bomb = packed({"xl/worksheets/sheet1.xml": b"0" * 5_000_000})

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


@pytest.mark.parametrize(
    "content",
    [
        b"1001,500,,9XK4T2P1QZ\n\n1002;700\n",
        spreadsheets.of_lines([1001, 500, None, "9XK4T2P1QZ"], [], ["1002;700"]),
    ],
)
def test_lines_without_headings_are_cells_with_their_number(content: bytes) -> None:
    found = tables.lines(content, 10)

    assert [(line.number, line.cells) for line in found] == [
        (1, ["1001", "500", "", "9XK4T2P1QZ"]), (3, ["1002;700"]),
    ]  # fmt: skip


def test_of_many_lines_no_more_are_read_than_one_over_what_is_wanted() -> None:
    assert len(tables.lines(b"1001,500\n" * 1000, 10)) == 11


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"PK\x03\x04 nothing", b"\xff\x00\x01\x02,"])
def test_what_is_no_table_has_no_lines_either(content: bytes) -> None:
    with pytest.raises(TableNotReadable):
        tables.lines(content, 10)
