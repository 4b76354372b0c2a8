"""A language is one folder: put beside the others, it is spoken, read and searched like them."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from domain import calendar, languages, money
from domain.calendar import Period
from domain.customers import names
from domain.messaging import stopwords
from domain.money import Money
from domain.onboarding import cells, headings, words
from domain.payments import rules
from gateways.papers.pdf import PdfPapers
from locales import checks
from locales.catalog import Catalog
from tests.gateways.papers import samples
from tests.strange import CODE, low, plain_words, strange

pytestmark = pytest.mark.usefixtures("strange_is_spoken")

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Asia/Dhaka"))


def test_it_stands_beside_the_others(strange_texts: Catalog) -> None:
    assert strange_texts.languages() == ["en", "bn", CODE]
    assert [each.code for each in languages.known()] == ["en", "bn", CODE]


def test_made_of_english_it_lacks_nothing(strange_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(strange_folder / CODE, tmp_path / CODE)
    shutil.copytree(languages.FOLDERS[0] / "en", tmp_path / "en")

    assert checks.faults(tmp_path) == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Money(115050), f"৳{low('1,150.50')}"),
        (TODAY, f"{low(21)} {strange('Nov')} {low(2026)}"),
        (NOON, f"{low(21)} {strange('Nov')} {low(2026)}, {low('12:00')}"),
        (Period(2026, 2), f"{strange('February')} {low(2026)}"),
        (timedelta(minutes=125), f"{low(2)} {strange('h')} {low(5)} {strange('min')}"),
        (True, strange("yes")),
    ],
)
def test_values_are_written_by_its_habits(
    value: object, written: str, strange_texts: Catalog
) -> None:
    assert strange_texts.t(CODE, "plain", value=value) == written


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{low(3)} {strange('nov')}", date(2026, 11, 3)),
        (f"{strange('December')} {low(1)}{strange('st')} {low(2025)}", date(2025, 12, 1)),
        (low("3/11/26"), date(2026, 11, 3)),
        (strange("yesterday"), date(2026, 11, 20)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date) -> None:
    assert calendar.parse_day(text, TODAY) == day


def test_a_month_and_an_hour_to_come_are_read() -> None:
    assert Period.parse(strange("october"), TODAY) == Period(2026, 10)
    asked = calendar.parse_moment(f"{strange('tomorrow')} {low('10:30')}", NOON, "Asia/Dhaka")
    assert asked == NOON.replace(day=22, hour=10, minute=30)


@pytest.mark.parametrize("text", [low(500), f"{low(500)} {strange('taka')}", low("500/-")])
def test_an_amount_is_read_as_people_write_it(text: str) -> None:
    assert money.parse(text) == Money(500_00)


def test_a_list_of_customers_is_read_in_its_words() -> None:
    assert headings.meaning(strange("mobile_no")) == "mobile"
    assert headings.meaning(strange("customer's_home_address")) == "address"
    assert words.status(strange("Running")) == "active"
    assert words.connection(strange("fixed ip")) == "static"
    assert words.language(strange("English")) == CODE
    assert cells.clean("zone", strange("n/a")) == ""
    assert cells.is_free(strange("free"))


def test_a_transaction_id_is_found_behind_its_words() -> None:
    assert rules.without_label(strange("Transaction no: ") + "9XK4T2P1QZ") == "9XK4T2P1QZ"
    assert rules.is_label(strange("TrxID"))


def test_a_name_in_its_letters_is_found_in_latin_ones() -> None:
    assert names.normalise("რაჰიმი კარიმ") == ["რაჰიმი", "კარიმ"]
    assert names.romanise("რაჰიმი") == "rahimi"
    assert names.likeness(names.normalise("karim"), names.normalise("კარიმ")) == 100


@pytest.mark.parametrize(("said", "wanted"), [("stop", False), ("start", True), ("hello", None)])
def test_stop_and_start_are_heard(said: str, wanted: bool | None, strange_texts: Catalog) -> None:
    assert stopwords.wanted(strange(said), strange_texts) is wanted


async def test_a_receipt_is_printed_in_its_letters(strange_texts: Catalog) -> None:
    papers = PdfPapers(strange_texts, processes=1)
    try:
        pdf = await papers.receipt(replace(samples.RECEIPT, language=CODE))
    finally:
        await papers.close()

    said = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert strange("Receipt") in said
    assert f"{strange('Nov')} {low(2026)}" in said
    paid, issuer = samples.RECEIPT, samples.NORTH
    typed = [issuer.name, issuer.address, issuer.email, paid.customer_name, paid.package]
    numbers = [paid.number, paid.txn_id, *(line.label for line in paid.settled)]
    assert plain_words(said, typed + numbers) == set()
