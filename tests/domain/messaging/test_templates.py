"""The words of an event: an operator's own, the shipped ones, never something unfillable."""

from __future__ import annotations

import re

import pytest

from domain.errors import (
    BraceUnclosed,
    InvalidValue,
    RightLacking,
    UnknownVariable,
    VariableMissing,
)
from domain.messaging import templates
from domain.messaging.models import Template
from domain.messaging.states import Channel
from domain.ports import TemplateText
from domain.staff import operators
from locales.catalog import Catalog
from tests.domain.messaging.conftest import FakeGateway, Post
from tests.strange import CODE, plain_words, strange


async def test_own_words_are_used_for_their_language_and_channel_only(
    post: Post, sms: FakeGateway
) -> None:
    await templates.save(
        post.cast.bina, "payment-received", "en", Channel.SMS, "Thanks {customer_name}!"
    )
    await templates.save(
        post.cast.esha, "payment-received", "en", Channel.SMS, "South thanks {customer_name}!"
    )
    await post.put()
    await post.work()
    post.facts["language"] = "bn"
    await post.put()
    await post.work()

    assert [one.text for one in sms.sent] == ["Thanks Rahim!", "Rahim"]


@pytest.mark.any_engine
async def test_a_language_that_is_only_a_folder_has_its_messages(
    post: Post, sms: FakeGateway, strange_texts: Catalog
) -> None:
    post.texts = strange_texts  # type: ignore[assignment]
    shipped = strange_texts.template(CODE, "payment-received", "sms")
    assert shipped is not None
    named = dict.fromkeys(re.findall(r"\{(\w+)\}", shipped.text), "7")
    post.facts |= {"language": CODE, "values": named, "masked": {}}
    await post.put()
    await post.work()

    (sent,) = sms.sent
    assert strange("received from") in sent.text
    assert plain_words(sent.text) == set()


async def test_saving_again_replaces_the_words(post: Post) -> None:
    for text in ("First {amount}", "Second {amount}"):
        await templates.save(post.cast.bina, "due-reminder", "en", Channel.SMS, text)

    assert [row.text for row in await Template.all()] == ["Second {amount}"]


@pytest.mark.parametrize(
    ("event", "text", "subject", "error"),
    [
        ("due-reminder", "Pay {amont}", "", UnknownVariable),
        ("due-reminder", "Pay {amount", "", BraceUnclosed),
        ("due-reminder", "Pay {amount}", "{bill", BraceUnclosed),
        ("payment-link", "Pay {amount}", "", VariableMissing),
    ],
)
async def test_what_could_not_be_filled_later_is_refused_now(
    post: Post, event: str, text: str, subject: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await templates.save(post.cast.bina, event, "en", Channel.SMS, text, subject)
    assert await Template.all().count() == 0


async def test_words_are_changed_by_whoever_may_send(post: Post) -> None:
    with pytest.raises(RightLacking):
        await templates.save(post.cast.chand, "due-reminder", "en", Channel.SMS, "x")


async def test_words_are_looked_for_in_the_language_first_then_in_english(post: Post) -> None:
    post.texts.shipped = {
        ("bn", "welcome", "sms"): TemplateText("bn sms"),
        ("en", "welcome", "whatsapp"): TemplateText("en whatsapp"),
        ("en", "otp", "sms"): TemplateText("en sms"),
    }
    above = await operators.above([post.cast.north.id])
    words = await templates.words_of(above, post.ports.texts)

    def find(event: str, language: str, channel: Channel) -> str:
        return words.find(post.cast.north.id, event, language, channel).text

    assert find("welcome", "bn", Channel.WHATSAPP) == "bn sms"
    assert find("welcome", "en", Channel.WHATSAPP) == "en whatsapp"
    assert find("otp", "bn", Channel.EMAIL) == "en sms"
    with pytest.raises(LookupError):
        find("nothing", "bn", Channel.SMS)


async def test_the_words_of_the_operator_above_hold_where_there_are_no_own(
    post: Post, sms: FakeGateway
) -> None:
    for actor, words in ((post.cast.asha, "All thank {customer_name}"), (post.cast.esha, "South")):
        await templates.save(actor, "payment-received", "en", Channel.SMS, words)
    await post.put()
    await post.work()

    assert [one.text for one in sms.sent] == ["All thank Rahim"]


async def test_words_for_an_event_that_does_not_exist_are_refused_with_the_nearest(
    post: Post,
) -> None:
    with pytest.raises(InvalidValue) as refused:
        await templates.save(post.cast.bina, "due-remind", "en", Channel.SMS, "x")

    assert refused.value.values["example"] == "due-reminder"
