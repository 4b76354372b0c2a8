"""A new bill comes with its invoice where the channel carries a paper."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from domain import clock
from domain.billing import byhand
from domain.calendar import Period, today
from domain.messaging import dispatcher, reports
from domain.messaging.models import EventSetting
from domain.messaging.states import Channel
from domain.outreach import facts, queries
from domain.ports import InvoiceFacts, Ports
from tests import builders
from tests.cast import Cast
from tests.domain.outreach.conftest import House


@dataclass
class Papers:
    """Makes a paper that says which bill it is of."""

    made: list[InvoiceFacts] = field(default_factory=list)

    async def invoice(self, of: InvoiceFacts) -> bytes:
        self.made.append(of)
        return f"%PDF {of.number}".encode()


@pytest.mark.parametrize("channel", [Channel.WHATSAPP, Channel.EMAIL, Channel.SMS])
async def test_the_invoice_goes_along_by_what_carries_papers(
    house: House, cast: Cast, channel: Channel
) -> None:
    if channel is Channel.WHATSAPP:
        await builders.a_gateway("wa", kind="whatsapp", provider="meta")
        await reports.heard_from(Channel.WHATSAPP, cast.rahim.mobile, clock.now())
    if channel is Channel.EMAIL:
        await builders.a_gateway("mail", kind="email", provider="smtp")
        cast.rahim.email = "rahim@example.com"
        await cast.rahim.save()
    await EventSetting.create(
        operator_id=cast.north.id, event="bill-created", channels=channel.value
    )
    bill = await byhand.make(cast.asha, cast.rahim.id, Period.of(today(clock.now(), "Asia/Dhaka")))
    papers = Papers()
    ports: Ports = replace(house.ports, papers=papers)  # type: ignore[arg-type]

    await dispatcher.work(
        "worker", facts.gather, ports, allowed=queries.sending.allowed(ports), limit=10
    )

    (sent,) = house.sms.sent
    if channel is Channel.SMS:
        assert (sent.document, papers.made) == (None, [])
        return
    assert sent.document is not None
    assert sent.document.filename == f"invoice-{bill.number}.pdf"
    assert sent.document.content == f"%PDF {bill.number}".encode()
