"""A wrong word in the catalog of SMS providers takes its own provider out of use, and is named."""

from __future__ import annotations

from importlib.resources import files

import pytest

from domain.errors import Refused
from gateways.http import Http
from gateways.provider import Tools
from gateways.sms import catalog
from tests.gateways.messaging.accounts import a_message, an_account

CATALOG = files("gateways.sms").joinpath("catalog.toml").read_text("utf-8")
ANY = """
[any]
title = "Any"
base_url = "https://sms.example.com"
fields = [{ name = "token", example = "t", secret = true }]
send = { path = "/send", params = { to = "{to}" } }
ok = [{ at = "status", equals = "ok" }]
errors = [{ at = "code", equals = "7", is = "no-credit" }]
id = { at = "id" }
"""


def test_the_catalog_as_it_is_has_nothing_wrong_in_it() -> None:
    assert not catalog.WRONG
    assert catalog.read(ANY)[1] == {}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("equals", "eqauls", "ok: unknown word 'eqauls'; did you mean 'equals'?"),
        ('is = "no-credit"', 'is = "no-money"', "errors: 'no-money' is not a valid Trouble"),
        ("send =", "sendd =", "unknown word 'sendd'; did you mean 'send'?"),
        ("params", "parms", "send: unknown word 'parms'; did you mean 'params'?"),
        ('path = "/send"', 'method = "PUT"', "send: PUT by form"),
        (', example = "t"', "", "fields: 'example' is missing"),
        ('[{ at = "status", equals = "ok" }]', "[]", "ok: no rule says what success is"),
        ('equals = "ok"', 'matches = "(ok"', "ok: '(ok' can't be read"),
        ('{ at = "id" }', '"id"', "id: "),
        ("{to}", "{too}", "send: nothing fills '{too}'; did you mean '{to}'?"),
        ("fields", "balance = { path = '/{key}', value = {} }\nfields", "balance: nothing fills"),
        ('title = "Any"', 'title = "Any', "Illegal character"),
        ("[any]", "[any", "Expected ']'"),
    ],
)
async def test_a_wrong_word_is_named_with_its_place_and_the_others_serve(
    right: str, wrong: str, said: str
) -> None:
    assert right in ANY
    rows, broken = catalog.read(CATALOG + ANY.replace(right, wrong, 1))

    assert set(rows) == set(catalog.ROWS)
    account = an_account("sms", "http", url="https://sms.example.com", params="a={to}")
    gateway = broken["any"].make(account, Tools(Http(), None))  # type: ignore[arg-type]
    with pytest.raises(Refused) as why:
        await gateway.send(a_message())
    assert why.value.reason == "config"
    assert f"catalog.toml: any: {said}" in str(why.value)


def test_of_a_file_that_is_no_toml_the_line_is_told_and_whatever_can_be_read_serves() -> None:
    last = ANY.replace("[any]", "[last]")
    rows, broken = catalog.read(CATALOG + ANY.replace("ok = [", "ok = ") + last)

    assert set(rows) == {*catalog.ROWS, "last"}
    line = (CATALOG + ANY[: ANY.index("ok = [")]).count("\n") + 1
    assert f"(at line {line}, " in broken["any"].wrong
