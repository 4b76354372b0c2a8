"""What customers are told is declared once: nothing is declared that nobody sends."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache

from domain.customers.models import CustomerStatus
from domain.messaging import notices
from domain.messaging.notices import NOTICES, Notice
from domain.messaging.variables import VARIABLES, About
from domain.outreach import facts
from tests.house.rules import ROOT


@cache
def sent() -> frozenset[str]:
    """The notices that a verb or a reaction names, as `notices.NAME`."""
    return frozenset(
        node.attr
        for path in ROOT.glob("domain/**/*.py")
        if path.name != "notices.py" and "notices." in (text := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "notices"
    )


def unsent(declared: Mapping[str, object]) -> set[str]:
    """Those of the declared notices that nothing sends."""
    return {name for name, one in declared.items() if isinstance(one, Notice)} - sent()


def test_every_notice_is_sent_by_somebody() -> None:
    assert unsent(vars(notices)) == set()


def test_a_notice_that_nobody_sends_is_named() -> None:
    assert unsent({**vars(notices), "FLOOD": Notice("flood")}) == {"FLOOD"}


def test_a_key_is_declared_once_and_fits_its_column() -> None:
    declared = [one.key for one in vars(notices).values() if isinstance(one, Notice)]
    assert sorted(declared) == sorted(NOTICES)
    assert max(map(len, declared)) <= 40


def test_what_words_may_name_is_what_is_gathered() -> None:
    assert facts._WRITTEN.keys() == VARIABLES.keys()
    assert "bill_no" in notices.BILL_CREATED.variables
    assert "bill_no" not in notices.PAYMENT_RECEIVED.variables
    assert {"txn_id", "reason"} <= notices.PAYMENT_REJECTED.variables
    for one in NOTICES.values():
        assert set(one.must_name) <= one.variables, one.key
        assert set(one.about) <= set(About), one.key


def test_a_notice_that_is_declared_no_more_asks_for_nothing() -> None:
    assert notices.of("long-gone") == Notice("long-gone")
    assert notices.of("long-gone").wanted.stands == frozenset(CustomerStatus)
