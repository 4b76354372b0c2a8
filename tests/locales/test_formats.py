"""Values as each language writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Period, Span
from domain.customers.models import CustomerStatus
from domain.money import Money
from domain.ports import Output
from locales.catalog import Catalog
from tests.texts import TEXTS

DHAKA = ZoneInfo("Asia/Dhaka")


def said(language: str, value: object) -> str:
    return TEXTS.t(language, "plain", value=value)


@pytest.mark.parametrize(
    ("value", "english", "bengali"),
    [
        (0, "0", "০"),
        (999, "999", "৯৯৯"),
        (1000, "1,000", "১,০০০"),
        (1234567, "12,34,567", "১২,৩৪,৫৬৭"),
        (-1234567, "-12,34,567", "-১২,৩৪,৫৬৭"),
        (Decimal("1234.50"), "1,234.50", "১,২৩৪.৫০"),
        (Money(123456750), "৳12,34,567.50", "৳১২,৩৪,৫৬৭.৫০"),
        (Money(115000), "৳1,150", "৳১,১৫০"),
        (Money(-50005), "-৳500.05", "-৳৫০০.০৫"),
        (Money(0), "৳0", "৳০"),
        (Money(5, "KES"), "KES 0.05", "KES ০.০৫"),
        (Money(500, "JPY"), "JPY 500", "JPY ৫০০"),
        (Money(1250, "KWD"), "KWD 1.250", "KWD ১.২৫০"),
        (date(2026, 11, 21), "21 Nov 2026", "২১ নভে ২০২৬"),
        (
            datetime(2026, 11, 21, 14, 5, tzinfo=DHAKA),
            "21 Nov 2026, 14:05",
            "২১ নভে ২০২৬, ১৪:০৫",
        ),
        (Period(2026, 2), "February 2026", "ফেব্রুয়ারি ২০২৬"),
        (Span(date(2026, 2, 1), date(2026, 2, 28)), "February 2026", "ফেব্রুয়ারি ২০২৬"),
        (Span(date(2026, 2, 7), date(2026, 2, 7)), "7 Feb 2026", "৭ ফেব্রু ২০২৬"),
        (Fraction(45, 100), "45 %", "৪৫%"),
        (Fraction(999, 1000), "99 %", "৯৯%"),
        (timedelta(seconds=7), "7 s", "৭ সেকেন্ড"),
        (timedelta(minutes=125), "2 h 5 min", "২ ঘণ্টা ৫ মিনিট"),
        (timedelta(days=3, hours=4, minutes=5), "3 d 4 h", "৩ দিন ৪ ঘণ্টা"),
        (timedelta(days=2), "2 d", "২ দিন"),
        (timedelta(seconds=-3), "0 s", "০ সেকেন্ড"),
        ("+8801711111111", "01711-111111", "01711-111111"),
        ("1001", "1001", "1001"),
        ("9XK4T2P1QZ", "9XK4T2P1QZ", "9XK4T2P1QZ"),
        (CustomerStatus.ACTIVE, "active", "active"),
        (True, "yes", "হ্যাঁ"),
        (None, "none", "নেই"),
        ([Money(100), "x"], "৳1, x", "৳১, x"),
    ],
)
def test_each_type_has_its_form(value: object, english: str, bengali: str) -> None:
    assert said("en", value) == english
    assert said("bn", value) == bengali


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        said("en", object())


@given(st.integers(-(10**13), 10**13))
def test_no_digit_of_an_amount_is_lost(minor: int) -> None:
    shown = TEXTS.show("en", Money(minor)).replace("Tk ", "").replace(",", "")
    assert Decimal(shown) == Money(minor).decimal()


def test_an_english_sms_stays_in_the_alphabet_of_sms() -> None:
    assert TEXTS.show("en", Money(50000)) == "Tk 500"
    assert TEXTS.show("bn", Money(50000)) == "৳৫০০"


def test_an_unknown_language_is_answered_in_english() -> None:
    assert TEXTS.show("xx", date(2026, 11, 21)) == "21 Nov 2026"
    assert TEXTS.template("xx", "welcome", "sms") == TEXTS.template("en", "welcome", "sms")
    assert Catalog().t("xx", "plain", value=1000) == "1,000"


def test_output_decides_about_escaping() -> None:
    value = "<b>\"Tom\" & 'Jerry'</b>"
    assert TEXTS.t("en", "plain", value=value) == value
    assert TEXTS.t("en", "plain", output=Output.TELEGRAM, value=value) == (
        "&lt;b&gt;\"Tom\" &amp; 'Jerry'&lt;/b&gt;"
    )
    assert TEXTS.t("en", "plain", output=Output.HTML, value=value) == (
        "&lt;b&gt;&quot;Tom&quot; &amp; &#x27;Jerry&#x27;&lt;/b&gt;"
    )


@given(st.text(max_size=40))
def test_plain_values_come_through_as_they_are(value: str) -> None:
    from locales.catalog import _SHIELD
    from locales.formats import _E164

    if not _E164.fullmatch(value) and _SHIELD not in value:
        assert TEXTS.t("en", "home-title", isp=value) == value


def test_a_name_can_not_turn_the_rest_of_the_line_around() -> None:
    assert said("en", "\u202eعلي\u2066 حسن") == "علي حسن"
    joined = "রফিকুল\u200d ইসলাম\u200c"
    assert said("bn", joined) == joined
