"""Providers are found by kind and name, and what is near is suggested for what is not there."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from domain import kinds
from domain.errors import InvalidValue
from domain.payments import rules
from domain.payments.states import Method
from domain.ports import Account, Hook, PayChoice, PayState, Pending, Refunding
from gateways import registry
from gateways.http import Http
from gateways.payments.brands import BRANDS
from gateways.provider import Tools
from tests.gateways.payments.peers import DUE
from tests.gateways.payments.tools import MemoryTokens

EVERY = [(kind, name) for kind in registry.KINDS for name in registry.names(kind)]


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_a_provider_is_what_its_line_says(kind: str, name: str) -> None:
    found = registry.find(kind, name)

    assert (found.kind, found.name) == (kind, name)
    assert found.title
    assert len({field.name for field in found.all_fields}) == len(found.all_fields)


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_examples_pass_their_own_checks(kind: str, name: str) -> None:
    for field in registry.find(kind, name).all_fields:
        if field.kind is not kinds.TABLE:
            assert field.read(field.example) != "", field.name


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    for kind, name, field, nearest in (
        ("payment", "bkahs", "provider", "bkash"),
        ("payment", "SSLCommerz", "provider", "sslcommerz"),
        ("paymnet", "bkash", "kind", "payment"),
    ):
        with pytest.raises(InvalidValue) as why:
            registry.find(kind, name)
        assert why.value.values == {
            "field": field,
            "given": name if field == "provider" else kind,
            "example": nearest,
        }


def test_adapters_are_imported_when_they_are_asked_for() -> None:
    code = (
        "import sys; from gateways import registry; registry.names('payment');"
        "print([m for m in sys.modules if m.startswith('gateways.payments.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "bkash" not in done.stdout
    assert "sslcommerz" not in done.stdout


def an_account(**given: object) -> Account:
    settings = registry.read_settings("payment", "manual", {"number": "01711-111111"} | given)
    return Account(3, "n", "payment", "manual", "", 1, settings.credentials, settings.options)


@pytest.mark.parametrize(
    ("method", "title", "pattern", "currency"),
    [
        ("bkash", "bKash", "[A-Z0-9]{10}", "BDT"),
        ("nagad", "Nagad", "[A-Z0-9]{8}", "BDT"),
        ("rocket", "Rocket", "[0-9]{10}", "BDT"),
        ("upay", "Upay", "", "BDT"),
        ("bank", "Bank", "", ""),
    ],
)
def test_money_by_hand_is_shown_with_its_number(
    method: str, title: str, pattern: str, currency: str
) -> None:
    account = an_account(method=method)

    assert registry.pay_choice(account) == PayChoice(title, True, "01711-111111", pattern, currency)
    assert account.options.get("txn_pattern", "") == pattern


def test_what_takes_one_currency_alone_is_known_to_who_makes_links() -> None:
    shown = {
        name: registry.pay_choice(Account(1, "n", "payment", name, "", 1, {}, {})).currency
        for name in registry.names("payment")
        if name != "manual"
    } | {method: one.currency for method, one in BRANDS.items()}
    assert {name for name, currency in shown.items() if currency} == rules.TAKA_ONLY & shown.keys()
    assert set(shown.values()) <= {"", "BDT"}


def test_an_account_may_have_a_title_and_a_pattern_of_its_own() -> None:
    choice = registry.pay_choice(an_account(method="upay", title="Upay shop", txn_pattern="U.*"))
    assert (choice.title, choice.txn_pattern) == ("Upay shop", "U.*")
    bkash = Account(1, "n", "payment", "bkash", "", 1, {}, {"title": "Pay by bKash"})
    assert registry.pay_choice(bkash) == PayChoice("Pay by bKash", currency="BDT")


def test_a_page_that_takes_several_brands_names_those_of_its_account() -> None:
    given = {"store_id": "s", "store_passwd": "p"}
    settings = registry.read_settings(
        "payment", "sslcommerz", {**given, "brands": ["Visa", "nagad"]}
    )
    account = Account(
        3, "n", "payment", "sslcommerz", "", 1, settings.credentials, settings.options
    )

    assert registry.pay_choice(account).brands == ("Visa", "Nagad")
    assert registry.pay_choice(replace(account, options={})).brands == ()
    with pytest.raises(InvalidValue):
        registry.read_settings("payment", "sslcommerz", {**given, "brands": "visa, paypal"})


def test_money_by_every_brand_is_booked_under_a_method() -> None:
    assert {brand.method for brand in BRANDS.values()} <= set(Method)
    assert BRANDS["amex"].method == Method.CARD


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidValue):
        an_account(method="upay", txn_pattern="[A-Z")


async def test_money_by_hand_is_never_settled_online() -> None:
    gateway = registry.payment_gateway(an_account(method="bkash"), Tools(Http(), MemoryTokens()))
    hook = Hook("POST", "", {}, {}, b"{}")

    assert (await gateway.ask(Pending("R", "", DUE), None)).state is PayState.UNKNOWN
    assert not await gateway.authentic(hook)
    assert list(await gateway.read_notification(hook)) == []
    assert gateway.read_return({"status": "success"}, {}).claimed is PayState.UNKNOWN
    assert not isinstance(gateway, Refunding)
    assert (await gateway.check()).ok
