"""What people and files give is checked by one declaration, and never repeated when secret."""

from __future__ import annotations

from typing import Any

import pytest

from domain import kinds
from domain.errors import InvalidValue
from domain.forms import HIDDEN, TEXT, Field, Fields, Kind
from domain.ports import Account
from handlers.ui.drawing import Reader, say
from handlers.ui.errors import sentence
from tests.texts import TEXTS

pytestmark = pytest.mark.any_engine

FIELDS = Fields(
    Field("username", "isp"),
    Field("password", "Xy7@pass", kinds.like(r"\S{4,30}"), secret=True, also=("pass_word",)),
    Field("mode", "live", kinds.one_of("live", "sandbox"), option=True, default="live"),
    Field("link_days", "7", kinds.whole(1, 30), option=True, required=False),
    Field("by_hand", "no", kinds.FLAG, option=True, required=False),
    Field("templates", "", kinds.TABLE, option=True, required=False),
    Field("hosts", "a, b", option=True, required=False),
)
GIVEN: dict[str, object] = {"username": "isp", "password": "secret-word"}


def refused(given: dict[str, object]) -> InvalidValue:
    with pytest.raises(InvalidValue) as why:
        FIELDS.settings(given)
    return why.value


def refusal(given: dict[str, object]) -> dict[str, Any]:
    return refused(given).values


def said(language: str, given: dict[str, object]) -> str:
    return say(TEXTS, Reader(language), sentence(refused(GIVEN | given), named=True))


def test_values_are_sorted_into_sealed_and_readable() -> None:
    found = FIELDS.settings(
        GIVEN | {"link_days": "১০", "by_hand": True, "templates": {"e": 1}, "hosts": ["a", "b"]},
    )

    assert found.credentials == {"username": "isp", "password": "secret-word"}
    assert found.options == {
        "mode": "live",
        "link_days": 10,
        "by_hand": True,
        "templates": {"e": 1},
        "hosts": "a, b",
    }


@pytest.mark.parametrize("names", [("name", "name"), ("code", "name"), ("name", "title")])
def test_a_field_declared_twice_is_refused(names: tuple[str, str]) -> None:
    first, second = names
    with pytest.raises(ValueError, match="declared twice"):
        Fields(Field(first, also=("title",)), Field(second, also=("code",)))


@pytest.mark.parametrize(
    ("written", "value"), [("yes", True), ("OFF", False), (1, True), (0, False)]
)
def test_a_flag_is_a_truth_value(written: object, value: bool) -> None:
    assert FIELDS.settings(GIVEN | {"by_hand": written}).options["by_hand"] is value


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    assert refusal(GIVEN | {"pasword": "x"}) == {
        "field": "field",
        "given": "pasword",
        "example": "password",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "test"},
        {"link_days": "-1"},
        {"link_days": "1.5"},
        {"link_days": 31},
        {"by_hand": "perhaps"},
        {"templates": "text"},
        {"username": "a\x00b"},
        {"username": {"a": 1}},
    ],
)
def test_a_wrong_value_is_refused(wrong: dict[str, object]) -> None:
    [name] = wrong
    found = refusal(GIVEN | wrong)

    assert found["field"] == name
    assert found["given"] == str(wrong[name])


@pytest.mark.parametrize(
    ("wrong", "english", "bengali"),
    [
        (
            {"mode": "test"},
            "“test” doesn't fit (mode). It must be one of live, sandbox.",
            "“test” এখানে চলবে না (mode)। এখানে লাগবে: এগুলোর একটা: live, sandbox। আবার লিখুন।",
        ),
        (
            {"link_days": "31"},
            "“31” doesn't fit (link_days). It must be a whole number from 1 to 30, like 7.",
            "“31” এখানে চলবে না (link_days)। এখানে লাগবে: একটা পূর্ণ সংখ্যা, 1 থেকে 30 পর্যন্ত। এভাবে লিখুন: 7",
        ),
        (
            {"by_hand": "perhaps"},
            "“perhaps” doesn't fit (by_hand). It must be yes or no.",
            "“perhaps” এখানে চলবে না (by_hand)। এখানে লাগবে: yes অথবা no। আবার লিখুন।",
        ),
        (
            {"password": "no"},
            f"“{HIDDEN}” doesn't fit (password). Write it like Xy7@pass.",
            f"“{HIDDEN}” এখানে চলবে না (password)। এভাবে লিখুন: Xy7@pass",
        ),
    ],
)
def test_a_refusal_says_what_was_expected_with_an_example(
    wrong: dict[str, object], english: str, bengali: str
) -> None:
    assert (said("en", wrong), said("bn", wrong)) == (english, bengali)


@pytest.mark.parametrize("given", [{}, {"password": ""}, {"password": None}])
def test_a_missing_value_is_named(given: dict[str, object]) -> None:
    assert refusal({"username": "isp"} | given)["field"] == "password"


def test_a_wrong_secret_is_not_repeated() -> None:
    why = refused(GIVEN | {"pass_word": "with blank", "password": None})

    assert why.values == {"field": "password", "given": HIDDEN, "example": "Xy7@pass"}
    assert "blank" not in repr(why)
    assert why.__cause__ is None


def test_a_secret_that_would_be_kept_readable_is_refused() -> None:
    with pytest.raises(ValueError, match="kept readable"):
        Field("token", secret=True, option=True)


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = FIELDS.faults({"usernam": "x", "password": "no", "mode": "test"})

    assert [why.values["field"] for why in found] == ["field", "username", "password", "mode"]


def test_a_kind_may_be_narrowed() -> None:
    even = Field("n", "4", kinds.whole(0).where(lambda number: number % 2 == 0))

    assert even.read("4") == 4
    with pytest.raises(InvalidValue):
        even.read("5")


def test_a_kind_may_know_where_something_was_written() -> None:
    def with_place(text: str, place: str) -> str:
        return f"{text} of {place}"

    assert Field("n", kind=Kind(parse=with_place)).read("5", "Dhaka") == "5 of Dhaka"
    assert Field("n", kind=TEXT).read("5", "Dhaka") == "5"


def test_a_value_is_found_wherever_it_is_kept() -> None:
    account = Account(1, "n", "sms", "p", "", 1, {"a": "1"}, {"b": 2, "c": ""})

    found = [account.text(name, "none") for name in ("a", "b", "c", "d")]
    assert found == ["1", "2", "none", "none"]


@pytest.mark.parametrize("address", ["http://a", "https://isp.example:8443/x?y"])
def test_a_web_address_is_one(address: str) -> None:
    assert kinds.is_web_address(address)


@pytest.mark.parametrize("address", ["", "ftp://a", "javascript:x", "http://", "http://a:99999"])
def test_other_addresses_are_none(address: str) -> None:
    assert not kinds.is_web_address(address)
