"""By which way a customer pays: kept in the attempt, and an address is nothing else."""

from __future__ import annotations

import pytest

from domain.errors import Unsure
from domain.payments import leading
from domain.payments.models import Attempt
from domain.payments.states import AttemptStatus
from domain.ports import PostForm, Prompt, Redirect, Wait, Way

WAYS: list[Way] = [
    Redirect("https://pay.test:8443/go?ref=1&of={x}#top"),
    PostForm("http://[::1]:80/page", {"sign": '{"a": "b"}', "name": "যাত্রী", "empty": ""}),
    Wait(Prompt.APP),
]


@pytest.mark.parametrize("way", WAYS)
def test_a_way_that_was_kept_is_the_same_way(way: Way) -> None:
    attempt = Attempt(way=leading.kept(way), status=AttemptStatus.INITIATED)

    assert leading.way_of(attempt) == way


def test_of_a_phone_is_kept_what_may_be_shown() -> None:
    kept = leading.kept(Wait(Prompt.PIN, "+8801711111111"))

    shown = leading.way_of(Attempt(way=kept, status=AttemptStatus.UNKNOWN))
    assert shown == Wait(Prompt.PIN, "•••••••••••111")


def test_nobody_is_led_anywhere_for_an_attempt_that_is_over() -> None:
    for status in (AttemptStatus.PAID, AttemptStatus.FAILED, AttemptStatus.EXPIRED):
        assert leading.way_of(Attempt(way="https://pay.test", status=status)) is None
    assert leading.way_of(Attempt(way="", status=AttemptStatus.UNKNOWN)) is None


@pytest.mark.parametrize(
    "address",
    [
        "", "javascript:alert(1)", "//pay.test", "ftp://pay.test", "https://", "https://user@pay.test",
        "https://pay.test;script-src *", "https://pay.test'", "https://pay.test/a b", "https://a\nb",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page_leads_nowhere(address: str) -> None:
    with pytest.raises(Unsure):
        Redirect(address)
    with pytest.raises(Unsure):
        PostForm(address, {})
