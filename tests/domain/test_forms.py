"""What people and files give of an account is checked, sorted, and never repeated when secret."""

from __future__ import annotations

from typing import Any

import pytest

from domain import forms
from domain.errors import InvalidValue
from domain.forms import Field, Type
from domain.ports import Account

FIELDS = (
    Field("username", "isp"),
    Field("password", "Xy7@pass", secret=True, check=forms.matches(r"\S{4,30}")),
    Field("mode", "live", option=True, choices=("live", "sandbox"), default="live"),
    Field("link_days", "7", option=True, required=False, type=Type.NUMBER),
    Field("by_hand", "no", option=True, required=False, type=Type.FLAG),
    Field("templates", "", option=True, required=False, type=Type.TABLE),
    Field("hosts", "a, b", option=True, required=False),
)
GIVEN: dict[str, object] = {"username": "isp", "password": "secret-word"}


def refusal(given: dict[str, object]) -> dict[str, Any]:
    with pytest.raises(InvalidValue) as why:
        forms.read_settings(FIELDS, given)
    return why.value.values


def test_values_are_sorted_into_sealed_and_readable() -> None:
    found = forms.read_settings(
        FIELDS,
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


@pytest.mark.parametrize(("said", "value"), [("yes", True), ("OFF", False), (1, True), (0, False)])
def test_a_flag_is_a_truth_value(said: object, value: bool) -> None:
    assert forms.read_settings(FIELDS, GIVEN | {"by_hand": said}).options["by_hand"] is value


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
        {"by_hand": "perhaps"},
        {"templates": "text"},
        {"username": "a\x00b"},
    ],
)
def test_a_wrong_value_is_refused_with_an_example(wrong: dict[str, object]) -> None:
    [name] = wrong
    found = refusal(GIVEN | wrong)

    assert found["field"] == name
    assert found["given"] == str(wrong[name])


@pytest.mark.parametrize("given", [{}, {"password": ""}, {"password": None}])
def test_a_missing_value_is_named(given: dict[str, object]) -> None:
    assert refusal({"username": "isp"} | given)["field"] == "password"


def test_a_wrong_secret_is_not_repeated() -> None:
    found = refusal(GIVEN | {"password": "with blank"})

    assert found == {"field": "password", "given": "", "example": "Xy7@pass"}


def test_a_value_is_found_wherever_it_is_kept() -> None:
    account = Account(1, "n", "sms", "p", "", 1, {"a": "1"}, {"b": 2, "c": ""})

    found = [account.text(name, "none") for name in ("a", "b", "c", "d")]
    assert found == ["1", "2", "none", "none"]


@pytest.mark.parametrize("address", ["http://a", "https://isp.example:8443/x?y"])
def test_a_web_address_is_one(address: str) -> None:
    assert forms.is_web_address(address)


@pytest.mark.parametrize("address", ["", "ftp://a", "javascript:x", "http://", "http://a:99999"])
def test_other_addresses_are_none(address: str) -> None:
    assert not forms.is_web_address(address)
