"""Looking at a page changes nothing, and a machine that looks is nobody."""

from __future__ import annotations

import pytest

from domain.payments.models import Attempt, Link, Payment
from tests.handlers.web.conftest import Visitor


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "WhatsApp/2.23 A"},
        {"User-Agent": "TelegramBot (like TwitterBot)"},
        {"User-Agent": "Viber/13.3.0"},
        {"User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
        {"User-Agent": "Mozilla/5.0 (Macintosh) facebookexternalhit/1.1 Facebot Twitterbot/1.0"},
        {"User-Agent": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5"},
        {"User-Agent": "Mozilla/5.0", "Sec-Purpose": "prefetch;prerender"},
    ],
)
async def test_the_first_look_is_remembered_but_not_a_previews(
    visitor: Visitor, headers: dict[str, str]
) -> None:
    await visitor.get(headers=headers)
    assert (await Link.get()).opened_at is None

    await visitor.get(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 13) Mobile"})
    assert (await Link.get()).opened_at is not None


async def test_whoever_asks_for_headers_only_changes_nothing(visitor: Visitor) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref)
    await Link.all().update(opened_at=None)

    assert (await visitor.head()).status == 200
    await visitor.head(f"/return/bkash-main?ref={attempt.ref}")
    assert visitor.pay.asked == []
    assert (await Link.get()).opened_at is None
    assert await Payment.all().count() == 0


@pytest.mark.parametrize("path", ["/pay", "/transfer"])
async def test_a_forms_address_opened_by_hand_leads_to_the_page(
    visitor: Visitor, path: str
) -> None:
    assert (await visitor.get(path)).location == f"/p/{visitor.token}"
