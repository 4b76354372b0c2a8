"""Guesses, forged forms and too many of anything are refused, and tell nothing."""

from __future__ import annotations

import pytest

from domain.billing import credit_notes
from domain.billing.models import Bill
from domain.money import Money
from domain.payments import posting
from domain.payments.models import Attempt
from tests import builders
from tests.cast import Cast
from tests.handlers.web.conftest import Visitor

MOST_BYTES = 50_000


@pytest.mark.parametrize("guess", ["x", "0" * 22, "a" * 22, "%00", "..%2f..", "অ" * 22])
async def test_a_guess_finds_a_page_that_tells_nothing(visitor: Visitor, guess: str) -> None:
    papers = ("/invoice.pdf", "/receipt.pdf", "/statement.pdf", "/note.pdf?note=1")
    for path in ("", *papers, "/attempt/NKX", "/return/bkash-main"):
        page = await visitor.get(f"/p/{guess}{path}")
        assert page.status == 404
        assert "North Net" not in page.text


async def test_guessing_is_slowed_down(visitor: Visitor) -> None:
    statuses = [(await visitor.get(f"/p/{number:022d}")).status for number in range(25)]

    assert statuses[:20] == [404] * 20
    assert 429 in statuses[20:]
    assert (await visitor.get()).status == 200


async def test_forms_come_from_our_pages_only(visitor: Visitor) -> None:
    page = await visitor.get()
    whole = {"form": page.value("form"), "lang": "en", "gateway": "bkash-main"}

    for fields, headers in (
        ({**whole, "form": ""}, {}),
        ({**whole, "form": "0" * 22}, {}),
        ({"gateway": "bkash-main"}, {}),
        (whole, {"Origin": "https://evil.test"}),
        (whole, {"Origin": "null"}),
        (whole, {"Sec-Fetch-Site": "cross-site"}),
    ):
        refused = await visitor.post("/pay", data=fields, headers=headers)
        assert refused.status == 403
        assert "Nothing was done" in refused.text
    assert await Attempt.all().count() == 0

    ours = await visitor.post("/pay", data=whole, headers={"Origin": "http://pay.test"})
    assert ours.status == 303


async def test_forms_are_bounded(visitor: Visitor) -> None:
    large = await visitor.post("/pay", data={"amount": "1" * 20_000})
    assert large.status == 413
    assert (await visitor.post("/pay", json={"amount": 1})).status == 415
    many = "&".join(f"x{number}=1" for number in range(100))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await visitor.post("/pay", data=many, headers=kind)).status == 400
    assert (await visitor.post("/pay", data=b"\xff\xfe=1", headers=kind)).status == 400


async def test_many_forms_at_once_are_slowed_down(visitor: Visitor) -> None:
    statuses = [(await visitor.fill("/pay", gateway="nothing")).status for _ in range(13)]

    assert statuses.count(429) >= 2


async def test_invoices_are_of_this_customer_only(visitor: Visitor, cast: Cast) -> None:
    second = await builders.a_bill(visitor.customer, total=200)
    other = await builders.a_bill(cast.karim, total=300)

    first = await visitor.get("/invoice.pdf")
    assert first.headers["Content-Type"] == "application/pdf"
    assert "-000001 en" in first.html
    assert "01711" not in first.html
    assert second.number in (await visitor.get(f"/invoice.pdf?bill={second.id}&lang=bn")).html
    for wrong in (str(other.id), "x", "-1", "9" * 30):
        assert (await visitor.get(f"/invoice.pdf?bill={wrong}")).status == 404
    assert (await visitor.get("/receipt.pdf")).status == 404


async def test_other_papers_are_of_this_customer_only(visitor: Visitor, cast: Cast) -> None:
    await builders.a_bill(cast.karim, total=300)
    bill = await Bill.filter(customer_id=cast.rahim.id).first()
    assert bill is not None
    own = await posting.record(cast.asha, cast.rahim, Money(10_00))
    others = await posting.record(cast.asha, cast.karim, Money(10_00))
    note = await credit_notes.give(cast.asha, bill.id, Money(5_00), "outage")

    assert f"R{own.id:07d}" in (await visitor.get(f"/receipt.pdf?payment={own.id}")).html
    paper = await visitor.get(f"/note.pdf?note={note.id}")
    assert note.number in paper.html
    assert "01711" not in paper.html
    for wrong in (
        f"/receipt.pdf?payment={others.id}", "/receipt.pdf?payment=x",
        f"/note.pdf?note={note.id + 1}", "/note.pdf", "/note.pdf?note=-1",
    ):  # fmt: skip
        assert (await visitor.get(wrong)).status == 404


async def test_a_statement_is_of_the_days_asked_for_or_of_three_months(visitor: Visitor) -> None:
    usual = await visitor.get("/statement.pdf")
    assert "statement 1001 2026-09-01 2026-11-21" in usual.html
    assert "01711" not in usual.html
    assert 'inline; filename="statement-1001-' in usual.headers["Content-Disposition"]
    asked = await visitor.get("/statement.pdf?since=2026-11-30&until=2026-11-01")
    assert "2026-11-01 2026-11-30" in asked.html
    for wrong in ("since=2026-11-01", "since=x&until=y", "since=2026-02-30&until=2026-11-01"):
        assert (await visitor.get(f"/statement.pdf?{wrong}")).status == 404
    assert "Statement of account" in (await visitor.get()).text


async def test_headers_are_strict_on_every_answer(visitor: Visitor) -> None:
    for path in ("", "/invoice.pdf", "/p/nobody", "/healthz", "/held"):
        headers = (await visitor.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in headers
        assert "Python" not in headers["Server"]
