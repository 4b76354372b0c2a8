"""What is shown before it is sent is what is sent, to the letter and the segment."""

from __future__ import annotations

from domain import clock
from domain.messaging.models import Delivery
from domain.messaging.reports import heard_from
from domain.messaging.states import Channel
from domain.money import Money
from domain.outreach import previews
from domain.outreach.audience import Audience
from tests.builders import a_customer, a_gateway
from tests.cast import Cast
from tests.domain.outreach.conftest import House

WORDS = {"payment-link": {"name": "pay_now", "params": ["customer_name", "amount_due"],
                          "button": "payment_link", "text": "Hi {{1}}, {{2}} is due."}}  # fmt: skip


async def test_a_links_segments_are_those_of_the_real_link_in_every_language(
    house: House, cast: Cast
) -> None:
    for language in ("en", "en", "bn"):
        await a_customer("Rahim €[~]" * 3, operator=cast.north, owes=500, language=language)
    row = await house.compose(kind="link")
    seen = await previews.of_broadcast(row, house.ports)
    await house.send_off(kind="link")
    await house.finish()

    sent = await Delivery.all().order_by("id")
    assert seen.recipients == len(sent)
    assert seen.segments == sum(each.segments for each in sent)
    assert seen.cost == (Money(sum(each.cost_minor for each in sent)),)
    assert seen.text == sent[0].text
    assert "/p/…" in seen.text


async def test_a_text_promises_whatsapp_to_those_who_wrote_lately_alone(
    house: House, cast: Cast
) -> None:
    await a_gateway("wa", kind="whatsapp", rate=10_000)
    await heard_from(Channel.WHATSAPP, cast.rahim.mobile, clock.now())
    seen = await previews.of_broadcast(await house.compose(), house.ports)
    await house.send_off()
    await house.finish()

    assert seen.by == {Channel.WHATSAPP: 1, Channel.SMS: 1}
    sent = await Delivery.all()
    assert sorted(each.channel for each in sent) == ["sms", "whatsapp"]
    only = await previews.of_broadcast(await house.compose(channels="whatsapp"), house.ports)
    assert (only.recipients, only.left_out) == (1, {"window-closed": 1})


async def test_where_a_template_carries_it_its_own_words_are_shown_and_kept(
    house: House, cast: Cast
) -> None:
    await a_gateway("wa", kind="whatsapp", rate=10_000, options={"templates": WORDS})
    await a_customer("Salma", operator=cast.north, owes=500)
    row = await house.compose(kind="link", audience=Audience())
    seen = await previews.of_broadcast(row, house.ports)
    await house.send_off(kind="link")
    await house.finish()

    (sent,) = await Delivery.all()
    assert seen.text == sent.text
    assert sent.text.startswith("Hi Salma, ")
    assert sent.text.endswith(" is due.")
