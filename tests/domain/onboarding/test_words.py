"""Files are read in the words that ISPs write, and what is not understood is named."""

from __future__ import annotations

import pytest

from bot import sentences
from domain.customers import letters
from domain.onboarding import headings, importing, words
from domain.onboarding.importing import Plan, Sheet
from tests.cast import Cast

pytestmark = pytest.mark.any_engine

NEW = {"name": "Jamal Khan", "mobile": "01811000001", "package": "home", "operator": "north"}


async def plan(*rows: dict[str, str]) -> Plan:
    columns = {heading: chr(ord("A") + place) for place, heading in enumerate(sorted(rows[0]))}
    return await importing.plan(list(rows), sheet=Sheet(sorted(rows[0]), columns=columns))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("সক্রিয়", "active"), ("সক্রি\u09df", "active"), ("চালু", "active"), ("Enabled", "active"),
        ("বন্ধ", "suspended"), ("স্থগিত", "suspended"), ("নিষ্ক্রিয়", "suspended"),
        ("In-active", "suspended"), ("on_hold", "suspended"), ("bondho", "suspended"),
        ("মেয়াদ শেষ", "expired"), ("মেয়াদ  শেষ ", "expired"), ("মেয়াদোত্তীর্ণ", "expired"),
        ("ছেড়ে গেছে", "left"), ("বাতিল", "left"), ("Cancelled", "left"),
        ("অপেক্ষমাণ", "pending"), ("NEW", "pending"), ("Suspended", "suspended"),
    ],
)  # fmt: skip
def test_a_status_is_understood_as_isps_write_it(said: str, status: str) -> None:
    assert words.status(said) == status


async def test_a_word_that_is_not_known_is_refused_with_those_that_are(cast: Cast) -> None:
    (error,) = (await plan({**NEW, "status": "বাকিতে"})).errors
    assert (error.values["field"], error.values["given"]) == ("status", "বাকিতে")
    assert "suspended (স্থগিত)" in str(error.values["example"])
    (error,) = (await plan({**NEW, "connection": "carrier pigeon"})).errors
    assert "static (স্ট্যাটিক)" in str(error.values["example"])


async def test_a_connection_and_a_language_are_understood_in_both_languages(cast: Cast) -> None:
    (row,) = (await plan({**NEW, "connection": "পিপিপিওই", "language": "বাংলা"})).new
    assert (row.values["connection"], row.values["language"]) == ("pppoe", "bn")


@pytest.mark.parametrize(
    ("heading", "ours"),
    [
        ("আগের বকেয়া", "opening_due"), ("পূর্বের বকেয়া (টাকা)", "opening_due"),
        ("মোবাইল নম্বর", "mobile"), ("মোবাইল নাম্বার", "mobile"), ("মোবাইল\u200b নং", "mobile"),
        ("গ্রাহকের মোবাইল", "mobile"), ("Customer's Mobile", "mobile"), ("Mob. No.", "mobile"),
        ("প্যাকেজের নাম", "package"), ("প্যাকেজ", "package"), ("ঠিকানা:", "address"),
        ("Thikana", "address"), ("Ager Bokeya", "opening_due"), ("মাসিক বিল (৳)", "price"),
        ("Monthly Bill (BDT)", "price"), ("স্টেটাস", "status"), ("লাইনের অবস্থা", "status"),
        ("ইউজার\u200cনেম", "username"), ("গ্রাহক নং", "customer_id"), ("Client Address", "address"),
        ("বিল নম্বর", ""), ("জমা", ""), ("Billing Name", ""),
    ],
)  # fmt: skip
def test_headings_are_read_as_isps_write_them(heading: str, ours: str) -> None:
    assert headings.meaning("_".join(heading.strip().casefold().split())) == ours


async def test_what_nobody_sees_is_told_by_its_cell_and_its_letter(cast: Cast) -> None:
    (error,) = (await plan({**NEW, "name": "\u200b\u2060"})).errors
    assert (error.key, error.values["cell"]) == ("error-letters-unseen", "B2")
    assert error.values["letter"] == "U+200B ZERO WIDTH SPACE"
    assert "Cell B2" in sentences.said(error.key, error.values)
    (error,) = (await plan({**NEW, "username": "r\u0430him"})).errors
    told = sentences.said(error.key, error.values)
    assert "Cell E2" in told
    assert "U+0430 CYRILLIC SMALL LETTER A" in told


def test_marks_without_a_look_make_no_other_username() -> None:
    for mark in ("\ufe0f", "\u034f", "\U000e0100", "\u17b4"):
        assert letters.identifier("username", f"ra{mark}him") == "rahim"
