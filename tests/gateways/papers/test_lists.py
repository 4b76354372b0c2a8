"""Lists as files are what any spreadsheet reads: numbers and days as such, and nothing computed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from domain.errors import ListTooLarge
from domain.money import Money
from domain.ports.lists import Cell, Column, Form, Kind, Listed
from gateways.papers import writer
from gateways.papers.lists import ListFiles
from tests.texts import TEXTS

COLUMNS = (
    Column("list-name"),
    Column("list-paid-on", Kind.DAY),
    Column("list-amount", Kind.AMOUNT),
    Column("list-status", Kind.WORD),
)
DAY = date(2026, 12, 1)


def listed(*rows: Sequence[Cell], page: int = 2) -> Listed:
    async def pages() -> AsyncIterator[Sequence[Sequence[Cell]]]:
        for first in range(0, len(rows), page):
            yield rows[first : first + page]

    return Listed("bills", "list-bills", COLUMNS, pages())


async def as_csv(*rows: Sequence[Cell], language: str = "en") -> list[list[str]]:
    document = await ListFiles(TEXTS).document(listed(*rows), Form.CSV, language)
    assert document.content.startswith(b"\xef\xbb\xbf"), "Excel takes it for another script"
    return list(csv.reader(io.StringIO(document.content.decode("utf-8-sig"), newline="")))


async def as_xlsx(*rows: Sequence[Cell], language: str = "en") -> list[list[object]]:
    document = await ListFiles(TEXTS).document(listed(*rows), Form.XLSX, language)
    book = CalamineWorkbook.from_filelike(io.BytesIO(document.content))
    return book.get_sheet_by_index(0).to_python()


RAHIM: Sequence[Cell] = ("Rahim", DAY, Money(115_050), "bill-status-paid")


async def test_what_can_be_summed_and_sorted_stays_so() -> None:
    found = await as_xlsx(RAHIM, ("করিম", None, Money(-100, "JPY"), ""))

    assert found == [
        ["Name", "Paid on", "Amount", "Status"],
        ["Rahim", DAY, 1150.5, "Paid"],
        ["করিম", "", -100.0, ""],
    ]


async def test_as_text_amounts_are_exact_and_days_are_iso() -> None:
    found = await as_csv(RAHIM, ("করিম", None, Money(5, "KWD"), ""))

    assert found == [
        ["Name", "Paid on", "Amount", "Status"],
        ["Rahim", "2026-12-01", "1150.50", "Paid"],
        ["করিম", "", "0.005", ""],
    ]


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
async def test_headings_and_words_are_in_the_readers_language(form: type) -> None:
    found = await form(RAHIM, language="bn")

    assert found[0] == ["নাম", "জমার তারিখ", "টাকা", "অবস্থা"]
    assert found[1][3] == "পরিশোধিত"


@pytest.mark.parametrize(
    "text",
    ['=1+1', '+1+cmd|"/c calc"!A1', "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "\x1b=1"],
)  # fmt: skip
@pytest.mark.parametrize("form", [as_csv, as_xlsx])
async def test_what_begins_as_a_formula_is_text(form: type, text: str) -> None:
    found = await form((text, None, None, None))

    plain = text.replace("\t", " ").replace("\r", " ").replace("\x1b", "")
    assert found[1][0] == f"'{plain}"


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
@pytest.mark.parametrize("text", ["+8801711111111", "01711111111", "0042", "1234567890123456"])
async def test_numbers_that_are_names_are_as_they_were(form: type, text: str) -> None:
    assert (await form((text, None, None, None)))[1][0] == text


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
async def test_one_odd_letter_loses_no_row(form: type) -> None:
    found = await form(("Rahim\x0bUddin\x00\ud800", None, None, None), RAHIM)

    assert [row[0] for row in found[1:]] == ["RahimUddin", "Rahim"]


@given(st.text(max_size=30))
def test_no_text_is_ever_computed_or_unwritable(text: str) -> None:
    made = writer.harmless(text)

    assert not made.lstrip().startswith(tuple("=@＝＋－＠"))
    assert not made.lstrip().startswith(("+", "-")) or re.fullmatch(r"[+-]\d+(\.\d+)?", made)
    made.encode()
    assert all(letter >= " " for letter in made)


async def test_a_list_without_rows_has_its_headings() -> None:
    assert len(await as_xlsx()) == len(await as_csv()) == 1


async def test_more_rows_than_a_sheet_holds_go_on_on_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MOST_ROWS", 3)
    about = {"path": str(tmp_path / "a.xlsx"), "sheet": "Bills", "headings": ["Name"],
             "kinds": ["text"], "widths": [10]}  # fmt: skip

    writer._spreadsheet(about, [[str(number)] for number in range(7)])

    book = CalamineWorkbook.from_path(about["path"])
    assert book.sheet_names == ["Bills", "Bills 2", "Bills 3"]
    rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [row[0] for sheet in rows for row in sheet[1:]] == [str(n) for n in range(7)]
    assert all(sheet[0] == ["Name"] for sheet in rows)


async def test_a_list_that_breaks_off_is_no_file(tmp_path: Path) -> None:
    async def pages() -> AsyncIterator[Sequence[Sequence[Cell]]]:
        yield [RAHIM]
        raise RuntimeError("the database is away")

    broken = Listed("bills", "list-bills", COLUMNS, pages())

    with pytest.raises(RuntimeError, match="away"):
        await ListFiles(TEXTS).write(broken, Form.CSV, "en", tmp_path / "a.csv")


async def test_a_disk_that_is_full_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended"):
        await ListFiles(TEXTS).write(listed(RAHIM), Form.XLSX, "en", tmp_path / "no" / "a.xlsx")


async def test_what_no_message_can_carry_is_told_with_the_next_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gateways.papers.lists.LARGEST_BYTES", 10)

    with pytest.raises(ListTooLarge) as why:
        await ListFiles(TEXTS).document(listed(RAHIM, RAHIM), Form.CSV, "en")

    assert why.value.values == {"count": 2}
