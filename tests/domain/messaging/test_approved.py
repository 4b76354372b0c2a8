"""Approved templates are refused when they are set, by the name of what is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from domain.errors import InvalidValue, UnknownVariable
from domain.messaging import approved

GOOD: Mapping[str, Any] = {
    "name": "payment_link",
    "params": ["customer_name", "amount_due"],
    "languages": {"en": "en_US"},
    "button": "payment_link",
    "document": False,
}


def check(event: str = "payment-link", **changed: object) -> None:
    approved.check({"templates": {event: {**GOOD, **changed}}})


def test_what_can_be_sent_is_taken() -> None:
    check()
    check(name={"bn": "HX1", "en": "HX2"}, params={"sum": "amount_due"})
    approved.check({})


@pytest.mark.parametrize(
    ("changed", "field", "example"),
    [
        ({"event": "payment-lnik"}, "templates", "payment-link"),
        ({"parms": []}, "templates.payment-link", "params"),
        ({"name": ""}, "templates.payment-link.name", "payment_link"),
        ({"name": {}}, "templates.payment-link.name", "payment_link"),
        ({"params": "customer_name"}, "templates.payment-link.params", '["customer_name"]'),
        ({"languages": "en_US"}, "templates.payment-link.languages", '{ en = "en_US" }'),
    ],
)
def test_what_could_not_be_sent_is_refused_by_its_name(
    changed: dict[str, Any], field: str, example: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        check(**changed)

    assert (refused.value.values["field"], refused.value.values["example"]) == (field, example)


def test_a_template_that_is_a_mere_name_is_refused() -> None:
    with pytest.raises(InvalidValue) as refused:
        approved.check({"templates": {"payment-link": "payment_link"}})

    assert refused.value.values["field"] == "templates.payment-link"


@pytest.mark.parametrize("changed", [{"params": ["amount_deu"]}, {"button": "amount_deu"}])
def test_an_unknown_variable_is_refused_with_the_nearest(changed: dict[str, Any]) -> None:
    with pytest.raises(UnknownVariable) as refused:
        check(**changed)

    assert refused.value.values == {"variable": "amount_deu", "nearest": "amount_due"}
