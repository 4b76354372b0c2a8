"""By which channel, gateway and words a message goes, or why it can't."""

from __future__ import annotations

from datetime import timedelta

from domain import clock
from domain.accounts.models import Gateway
from domain.errors import Refused
from domain.messaging.models import EventSetting
from domain.messaging.reports import apply, heard_from
from domain.messaging.states import Channel, MessageStatus
from domain.ports import Document, Report
from tests.cast import Moment
from tests.domain.messaging.conftest import FakeGateway, Post, fresh

M = MessageStatus
CLOSED = "window-closed"


async def test_who_owes_nothing_any_more_is_told_nothing(post: Post, sms: FakeGateway) -> None:
    message = await post.put()
    post.facts["wanted"] = False

    await post.work()

    assert sms.sent == []
    assert await post.deliveries(message) == []
    assert ((found := await fresh(message)).status, found.error) == (M.DROPPED, "not-wanted")


async def test_without_a_number_or_a_gateway_it_fails_with_the_reason(
    post: Post, sms: FakeGateway
) -> None:
    numberless = await post.put()
    post.facts["mobile"] = ""
    await post.work()
    mail_only = await post.put(channels="email")
    await post.work()

    assert (await fresh(numberless)).error == "no-number"
    assert (await fresh(mail_only)).error == "no-channel"


async def test_the_operators_order_of_channels_counts_and_a_messages_own_before_it(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    await EventSetting.create(
        operator_id=post.cast.north.id, event="payment-received", channels="sms,whatsapp"
    )
    await post.put()
    await post.work()
    await post.put(channels="whatsapp")
    await post.work()

    assert (len(sms.sent), len(whatsapp.sent)) == (1, 1)


async def test_the_operators_own_gateway_comes_before_the_shared_one(
    post: Post, sms: FakeGateway
) -> None:
    own = await post.open("own", "sms", operator_id=post.cast.north.id)
    await post.open("other", "sms", operator_id=post.cast.south.id)

    await post.put()
    await post.work()

    assert (len(own.sent), len(sms.sent)) == (1, 0)


async def test_a_gateway_that_is_switched_off_carries_nothing(post: Post, sms: FakeGateway) -> None:
    await Gateway.filter(name="sms").update(enabled=False)
    message = await post.put()

    await post.work()

    assert (await fresh(message)).error == "no-channel"


async def test_the_customers_language_decides_and_english_is_the_last_resort(
    post: Post, sms: FakeGateway
) -> None:
    post.facts["language"] = "bn"
    await post.put()
    await post.work()
    post.facts["language"] = "fr"
    await post.put()
    await post.work()

    assert [one.text for one in sms.sent] == ["Rahim", "Dear Rahim, 500 BDT."]


TEMPLATES = {
    "payment-received": {
        "name": "receipt",
        "params": ["customer_name", "txn_id"],
        "languages": {"en": "en_US"},
        "button": "payment_link",
    }
}


async def a_paper() -> Document:
    return Document("receipt.pdf", "application/pdf", b"%PDF-1.7")


async def test_outside_the_window_an_approved_template_goes_inside_it_free_words(
    post: Post, moment: Moment
) -> None:
    wa = await post.open("wa", "whatsapp", options={"templates": TEMPLATES})
    post.facts["document"] = a_paper
    await post.put()
    await post.work()
    await heard_from(Channel.WHATSAPP, "+8801711111111", clock.now())
    await post.put()
    await post.work()
    moment.move(hours=23, minutes=56)
    await post.put()
    await post.work()

    outside, inside, again = wa.sent
    assert outside.template is not None
    assert outside.template.name == "receipt"
    assert outside.template.language == "en_US"
    assert list(outside.template.params) == ["Rahim", "-"]
    assert outside.template.button == "SECRET"
    assert outside.document is None, "the template has no place for it"
    assert inside.template is None
    assert inside.document == await a_paper()
    assert again.template is not None


async def test_a_window_that_was_closed_after_all_gets_the_template_and_no_other_channel(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    wa = await post.open("wa", "whatsapp", options={"templates": TEMPLATES})
    await heard_from(Channel.WHATSAPP, "+8801711111111", clock.now())
    message = await post.put()
    await post.work()

    for _ in range(2):
        delivery = (await post.deliveries(message))[0]
        await apply(post.rows["wa"], [Report(delivery.provider_id, "failed", reason=CLOSED)])
        await post.work()

    free, approved = wa.sent
    assert free.template is None
    assert approved.template is not None
    assert sms.sent == []
    assert (await fresh(message)).status is M.SENT


async def test_a_closed_window_without_a_template_gives_way_to_the_next_channel(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    await heard_from(Channel.WHATSAPP, "+8801711111111", clock.now())
    whatsapp.does = [Refused(CLOSED)]
    await post.put()
    await post.work()
    await post.work()

    assert (len(whatsapp.sent), len(sms.sent)) == (1, 1)


async def test_each_language_may_have_a_template_of_its_own(post: Post) -> None:
    names = {"bn": "HX-bengali", "en": "HX-english"}
    values = {"1": "customer_name", "2": "amount"}
    offered = {"payment-received": {"name": names, "params": values}}
    wa = await post.open("wa", "whatsapp", options={"templates": offered})
    for language in ("bn", "en", "fr"):
        post.facts["language"] = language
        await post.put()
        await post.work()

    sent = [one.template for one in wa.sent if one.template]
    assert [one.name for one in sent] == ["HX-bengali", "HX-english", "HX-english"]
    assert [(*one.names, *one.params) for one in sent] == [("1", "2", "Rahim", "500")] * 3


async def test_an_older_word_of_the_customer_does_not_close_the_window(
    post: Post, moment: Moment
) -> None:
    wa = await post.open("wa", "whatsapp", options={"templates": TEMPLATES})
    await heard_from(Channel.WHATSAPP, "+8801711111111", clock.now())
    await heard_from(Channel.WHATSAPP, "+8801711111111", clock.now() - timedelta(days=3))

    await post.put()
    await post.work()

    assert wa.sent[0].template is None


async def test_a_template_with_a_paper_in_its_head_takes_it_along(post: Post) -> None:
    offered = {"payment-received": {**TEMPLATES["payment-received"], "document": True}}
    wa = await post.open("wa", "whatsapp", options={"templates": offered})
    post.facts["document"] = a_paper

    await post.put()
    await post.work()

    assert wa.sent[0].document == await a_paper()


async def test_a_mail_has_its_subject_and_its_paper(post: Post) -> None:
    mail = await post.open("mail", "email")
    post.facts["document"] = a_paper

    await post.put(channels="email")
    await post.work()

    (sent,) = mail.sent
    assert (sent.to, sent.subject) == ("rahim@example.com", "Bill of 500")
    assert sent.document == await a_paper()
