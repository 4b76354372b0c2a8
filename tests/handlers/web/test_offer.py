"""The ways to pay that pages show are kept for moments, and made once for all who ask."""

from __future__ import annotations

import asyncio

import pytest

from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.money import Money
from domain.payments import links
from domain.ports import InvoiceFacts
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Cast
from tests.fake_web import FakePapers
from tests.handlers.web.conftest import Visitor


async def test_many_who_open_a_page_at_once_have_the_gateways_read_once(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    enabled = gateways.enabled

    async def counted(kind: str, operator_id: int) -> list[Gateway]:
        asked.append(operator_id)
        return await enabled(kind, operator_id)

    monkeypatch.setattr(gateways, "enabled", counted)

    pages = await asyncio.gather(*(visitor.get() for _ in range(12)))

    assert {page.status for page in pages} == {200}
    assert len(asked) == 1


async def test_what_does_not_take_the_operators_currency_is_not_offered(
    visitor: Visitor, cast: Cast
) -> None:
    lanka = await builders.an_operator("lanka", parent=cast.isp, currency="USD")
    nimal = await builders.a_customer("Nimal", operator=lanka, owes=Money(2_000, "USD"))
    bank = {"method": "bank", "title": "City Bank", "number": "1234567"}
    await builders.a_gateway("bank", kind="payment", provider="manual", options=bank)
    _, token = await links.make(SYSTEM, nimal)

    page = await visitor.get(f"/p/{token}")
    assert "$20" in page.text
    assert "bKash" not in page.text
    assert "City Bank" in page.text
    assert "bKash" in (await visitor.get()).text


async def test_a_page_that_takes_several_brands_names_them(visitor: Visitor) -> None:
    options = {"title": "Cards", "brands": ["Visa", "Nagad"]}
    await builders.a_gateway("cards", kind="payment", provider="sslcommerz", options=options)

    assert "Pay with Cards Visa · Nagad" in (await visitor.get()).text


async def test_the_paper_of_who_can_not_pay_online_leads_nowhere(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = []
    invoice = FakePapers.invoice

    async def seen(papers: FakePapers, facts: InvoiceFacts) -> bytes:
        codes.append(facts.pay_url)
        return await invoice(papers, facts)

    monkeypatch.setattr(FakePapers, "invoice", seen)
    await Gateway.filter(kind="payment").update(enabled=False)

    assert (await visitor.get(f"/p/{visitor.token}/invoice.pdf")).status == 200
    assert codes == [""]
