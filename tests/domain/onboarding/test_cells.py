"""What is not there is no value, what is broken is named, and what can't be is refused."""

from __future__ import annotations

import pytest

from domain.customers import customers, letters
from domain.customers.models import Customer
from domain.errors import HeadingMissing, LettersMixed, UsernameTaken
from domain.money import Money
from domain.onboarding import importing, opening
from domain.onboarding.importing import Plan, Sheet
from domain.reports import customer_card
from tests.cast import Cast

pytestmark = pytest.mark.any_engine

NEW = {"name": "Jamal Khan", "mobile": "01811000001", "package": "home", "operator": "north"}
RAHIM = {"customer_id": "1001", "name": "Rahim Uddin", "mobile": "01711111111"}


async def plan(*rows: dict[str, str]) -> Plan:
    columns = {heading: chr(ord("A") + place) for place, heading in enumerate(sorted(rows[0]))}
    return await importing.plan(list(rows), sheet=Sheet(sorted(rows[0]), columns=columns))


@pytest.mark.parametrize(
    "nothing", ["-", "–", "—", "--", "n/a", "N/A", "none", "NULL", "নাই", "\u00a0", "\u200b", "."]
)
async def test_what_says_that_nothing_is_there_is_no_value(cast: Cast, nothing: str) -> None:
    given = dict.fromkeys(
        ("price", "discount", "opening_due", "advance", "email", "ip", "mac", "username", "zone",
         "joined_on", "expires_on", "whatsapp", "status", "customer_id", "router"), nothing,
    )  # fmt: skip
    made = await plan({**NEW, **given})

    assert made.errors == []
    (row,) = made.new
    assert (row.opening_due, row.advance, row.username, row.code) == (0, 0, "", "")
    assert row.values.get("price_minor") is None
    assert len((await plan({**RAHIM, "price": nothing, "username": nothing})).same) == 1


@pytest.mark.parametrize(
    "zero",
    ["0", "0.00", "০", "00", ".0", "0,00", "0 tk", "৳0", "0/-", "Tk. ০.০০", "০ টাকা", "BDT 0/="],
)
async def test_nobody_becomes_free_by_a_zero(cast: Cast, zero: str) -> None:
    made = await plan({**RAHIM, "price": zero})

    (error,) = made.errors
    assert (error.key, error.values["field"]) == ("error-free-for-good", "price")


async def test_a_zero_with_its_currency_is_nothing_owed(cast: Cast) -> None:
    made = await plan({**NEW, "opening_due": "0 tk", "advance": "৳0", "discount": "0/-"})

    assert made.errors == []
    assert (made.new[0].opening_due, made.new[0].advance) == (0, 0)


@pytest.mark.parametrize(
    "written",
    [
        "Jan 5 2025", "Jan 5, 2025", "January 5th, 2025", "Sunday, January 5, 2025", "Jan-05-2025",
        "5 Jan 2025", "5th January 2025", "05-Jan-25", "2025/1/5", "2025-01-05 00:00:00",
        "2025-01-05T00:00:00.000Z", "5/1/2025 12:00 AM", "5 Jan 2025 18:30", "জানুয়ারি ৫, ২০২৫",
        "৫ জানুয়ারি ২০২৫",
    ],
)  # fmt: skip
async def test_a_day_is_read_however_it_is_written(cast: Cast, written: str) -> None:
    made = await plan({**NEW, "joined_on": written})

    assert made.errors == []
    assert str(made.new[0].values["joined_on"]) == "2025-01-05"


@pytest.mark.parametrize(
    "written", ["Jan 2025", "Jan-25", "Foo 5 2025", "5/1/2025 to 6/1/2025", "13/13/2025"]
)
async def test_what_may_be_no_day_is_named_as_it_stands_there(cast: Cast, written: str) -> None:
    (error,) = (await plan({**NEW, "joined_on": written})).errors

    assert (error.key, error.values) == ("error-date-not-readable", {"text": written})


@pytest.mark.parametrize("price", ["0 tk", "free"])
async def test_a_package_is_not_made_for_nothing(cast: Cast, price: str) -> None:
    made = await importing.plan([{**NEW, "package": "Gold", "price": price}], create_missing=True)

    (error,) = made.errors
    assert (error.key, error.values["field"]) == ("error-invalid-value", "price")


@pytest.mark.parametrize("row", [{"discount": "1000"}, {"price": "300", "discount": "300"}])
async def test_nobody_becomes_free_by_a_discount(cast: Cast, row: dict[str, str]) -> None:
    assert [error.key for error in (await plan({**RAHIM, **row})).errors] == ["error-free-for-good"]
    assert (await plan({**RAHIM, "discount": "999"})).errors == []


async def test_who_is_to_be_free_is_said_to_be(cast: Cast) -> None:
    await opening.carry_out(await plan({**RAHIM, "price": "Free"}), cast.asha)
    card = await customer_card.card(cast.asha, cast.rahim.id)
    assert card.price == Money(0)

    assert len((await plan({**RAHIM, "price": "0"})).same) == 1


@pytest.mark.parametrize("word", ["package", "Standard", "প্যাকেজ"])
async def test_the_packages_price_can_be_set_again(cast: Cast, word: str) -> None:
    await Customer.filter(id=cast.rahim.id).update(price_minor=0)

    await opening.carry_out(await plan({**RAHIM, "price": word}), cast.asha)

    assert (await Customer.get(id=cast.rahim.id)).price_minor is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("=B2*2", "error-formula-unsaved"),
        ("#REF!", "error-cell-broken"),
        ("#N/A", "error-cell-broken"),
        ("Err:502", "error-cell-broken"),
        ("8.80171E+12", "error-digits-lost"),
    ],
)
@pytest.mark.parametrize("heading", ["opening_due", "price", "mobile", "username", "joined_on"])
async def test_what_a_spreadsheet_left_in_a_cell_is_named_with_it(
    cast: Cast, heading: str, text: str, key: str
) -> None:
    row = {**NEW, "opening_due": "", "price": "", "username": "", "joined_on": "", heading: text}
    made = await plan(row)

    (error,) = made.errors
    column = chr(ord("A") + sorted(row).index(heading))
    assert (error.key, error.values["cell"], error.values["field"]) == (key, f"{column}2", heading)


async def test_a_number_that_was_kept_as_text_is_read(cast: Cast) -> None:
    made = await plan({**NEW, "mobile": '="01811000001"'}, {**NEW, "mobile": "'01811000002"})

    assert [row.values["mobile"] for row in made.new] == ["+8801811000001", "+8801811000002"]


async def test_the_mobile_in_an_error_can_be_read(cast: Cast) -> None:
    (error,) = (await plan({**NEW, "mobile": "0171111"})).errors

    assert error.values == {"text": "0171111"}


async def test_a_day_may_be_the_number_that_spreadsheets_give_it(cast: Cast) -> None:
    (row,) = (await plan({**NEW, "joined_on": "45678", "expires_on": "46388.5"})).new

    assert str(row.values["joined_on"]) == "2025-01-21"
    assert str(row.values["expires_on"]) == "2027-01-01"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"joined_on": "01/01/1826"}, "error-day-impossible"),
        ({"joined_on": "2190-01-01"}, "error-day-impossible"),
        ({"joined_on": "2026-05-01", "expires_on": "2026-04-30"}, "error-day-impossible"),
        ({"expires_on": "9999-12-31"}, "error-day-impossible"),
        ({"ip": "0.0.0.0"}, "error-invalid-value"),  # noqa: S104 - an address that nobody has
        ({"ip": "127.0.0.1"}, "error-invalid-value"),
        ({"ip": "255.255.255.255"}, "error-invalid-value"),
        ({"ip": "239.1.1.1"}, "error-invalid-value"),
        ({"ip": "fe80::1"}, "error-invalid-value"),
        ({"ip": "10.0.0.0/24"}, "error-invalid-value"),
        ({"mac": "00:00:00:00:00:00"}, "error-invalid-value"),
        ({"mac": "ff:ff:ff:ff:ff:ff"}, "error-invalid-value"),
        ({"username": "r\u0430him"}, "error-letters-mixed"),
        ({"customer_id": "\u04101001A"}, "error-letters-mixed"),
    ],
)
async def test_what_can_not_be_is_refused(cast: Cast, given: dict[str, str], key: str) -> None:
    assert [error.key for error in (await plan({**NEW, **given})).errors] == [key]


@pytest.mark.parametrize(
    "given",
    [
        {"ip": "100.64.0.9"}, {"ip": "103.4.5.6/32"}, {"ip": "2001:db8::1"}, {"ip": "১০.০.৫.৭"},
        {"mac": "aabb.ccdd.eeff"}, {"mac": "AABBCCDDEEFF"}, {"mac": "AA-BB-CC-DD-EE-FF"},
        {"joined_on": "1998-01-01"}, {"joined_on": "2027-01-01"}, {"expires_on": "2099-12-31"},
    ],
)  # fmt: skip
async def test_what_can_be_is_taken(cast: Cast, given: dict[str, str]) -> None:
    assert (await plan({**NEW, **given})).errors == []


@pytest.mark.parametrize(
    "username",
    ["ra\u200bhim", "rahim\ufeff", "\u00a0rahim ", "ｒａｈｉｍ", "ra\u00adhim", "\u202erahim"],
)
async def test_letters_that_nobody_sees_make_nobody_else(cast: Cast, username: str) -> None:
    made = await plan({**NEW, "name": "Rahim", "username": username, "router": "core-1"})

    assert [row.row_id for row in made.changed] == [cast.rahim.id]
    with pytest.raises(UsernameTaken):
        await customers.create(
            cast.asha, name="Other", mobile="01811000009", username=username,
            operator_id=cast.north.id, router_id=cast.router.id, package_id=cast.home.id,
            billing_profile_id=cast.standard.id,
        )  # fmt: skip


async def test_the_same_name_in_other_letters_is_the_same_customer(cast: Cast) -> None:
    rows = [
        {"name": name, "mobile": "০১৭১১-১১১১১১", "operator": "ｎｏｒｔｈ", "zone": "Mir\u200bpur"}
        for name in ("Rahim\u00a0Uddin",)
    ]

    assert [row.row_id for row in (await plan(*rows)).same] == [cast.rahim.id]


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("রহিম\u200b উদ্দিন", "রহিম উদ্দিন"),
        ("র\u200d্যাব", "র\u200d্যাব"),
        ("হাসান\u200c", "হাসান"),
        ("Jos\u0065\u0301", "José"),
        ("Rahim\x0b\x00Uddin\n", "Rahim Uddin"),
        ("Ｒａｈｉｍ　（Ltd）", "Rahim (Ltd)"),
    ],
)
def test_a_name_is_kept_as_it_is_seen(given: str, seen: str) -> None:
    assert letters.plain(given) == seen


def test_letters_of_two_alphabets_are_told_by_the_odd_one() -> None:
    with pytest.raises(LettersMixed) as refused:
        letters.identifier("username", "r\u0430him")

    assert refused.value.values["text"] == "\u0430"
    assert letters.identifier("username", "রহিম-1") == "রহিম-1"


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (["name", "moblie", "package"], {"heading": "mobile", "nearest": "moblie"}),
        (["naem", "mobile"], {"heading": "name", "nearest": "naem"}),
        (["colour", "size"], {"heading": "name, mobile", "nearest": ""}),
    ],
)
async def test_a_heading_that_every_row_needs_is_missed_once(
    cast: Cast, headings: list[str], said: dict[str, str]
) -> None:
    with pytest.raises(HeadingMissing) as refused:
        await importing.plan([dict.fromkeys(headings, "x")] * 3, sheet=Sheet(headings))

    assert refused.value.values == said


async def test_a_heading_that_new_customers_need_is_missed_once(cast: Cast) -> None:
    rows = [{"name": f"P{number}", "mobile": f"0181100000{number}", "pakage": "home"}
            for number in range(3)]  # fmt: skip
    made = await plan({**RAHIM, "pakage": "home"}, *rows)

    (error,) = made.errors
    assert (error.line, error.key) == (1, "error-heading-missing")
    assert error.values == {"heading": "package", "nearest": "pakage", "count": 3}
    assert (made.new, len(made.same)) == ([], 1)


@pytest.mark.parametrize(("said", "day"), [("17", 17), ("31st", 31), ("০৫", 5), ("", None)])
async def test_a_renewal_day_is_a_day_of_a_month(cast: Cast, said: str, day: int | None) -> None:
    made = await plan({**NEW, "renewal_day": said})

    assert made.errors == []
    assert made.new[0].values.get("renewal_day") == day


async def test_a_renewal_day_that_no_month_has_is_refused(cast: Cast) -> None:
    for said in ("0", "32", "the end"):
        (error,) = (await plan({**NEW, "renewal_day": said})).errors
        assert error.values["field"] == "renewal_day"
