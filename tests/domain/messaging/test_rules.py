"""Segments, templates, quiet hours and the states of messages, computed from values alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.errors import BraceUnclosed, UnknownVariable, VariableMissing
from domain.messaging import rules
from domain.messaging.states import Channel, DeliveryStatus, MessageStatus

SENTENCE = "প্রিয় গ্রাহক, আপনার জুন মাসের ইন্টারনেট বিল ৫০০ টাকা। পরিশোধের শেষ তারিখ ১০ জুন।"
SEGMENTS = [
    ("", 1),
    ("a" * 160, 1),
    ("a" * 161, 2),
    ("a" * 306, 2),
    ("a" * 307, 3),
    ("a" * 159 + "€", 2),
    ("€" * 80, 1),
    ("€" * 81, 2),
    ("a" * 152 + "€" + "a" * 152, 3),  # the pair moves to part 2, and pushes one more out
    ("ক" * 70, 1),
    ("ক" * 71, 2),
    ("ক" * 134, 2),
    ("ক" * 135, 3),
    ("😀" * 35, 1),
    ("😀" * 36, 2),
    ("ক" * 66 + "😀" + "ক" * 4, 2),
    (SENTENCE, 2),
    ("it’s", 1),
    ("a" * 159 + "\n", 1),
    ("a" * 70 + "৳", 2),
    ("`" + "a" * 70, 2),
]


@pytest.mark.parametrize(("text", "expected"), SEGMENTS)
def test_a_text_takes_as_many_sms_as_the_network_counts(text: str, expected: int) -> None:
    assert rules.segments(text) == expected


def test_one_letter_outside_the_alphabet_makes_the_whole_text_dear() -> None:
    assert rules.segments("a" * 160) == 1
    assert rules.segments("a" * 159 + "ক") == 3


def test_an_unknown_variable_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownVariable) as caught:
        rules.check_template("Dear {customer_nam}, pay {amount}")

    assert caught.value.values == {"variable": "customer_nam", "nearest": "customer_name"}


@pytest.mark.parametrize(
    ("text", "position"),
    [("Pay {amount", 5), ("Pay amount}", 11), ("{amount} and {", 14), ("{{amount} {", 11)],
)
def test_a_brace_that_is_not_closed_is_named_by_its_place(text: str, position: int) -> None:
    with pytest.raises(BraceUnclosed) as caught:
        rules.check_template(text)

    assert caught.value.values == {"position": position}


def test_a_link_message_without_its_link_is_refused() -> None:
    with pytest.raises(VariableMissing) as caught:
        rules.check_template("Dear {customer_name}", needs=["payment_link"])

    assert caught.value.values == {"variable": "payment_link"}
    rules.check_template("Pay at {payment_link}", needs=["payment_link"])


def test_both_ways_of_writing_a_variable_are_filled() -> None:
    text = "{customer_name} {{ amount }} {due_date}"
    rules.check_template(text)

    assert rules.fill(text, {"customer_name": "Rahim", "amount": "500"}) == "Rahim 500 "


def test_a_value_is_never_read_as_a_template() -> None:
    values = {"customer_name": "{payment_link}", "payment_link": "https://x/p/SECRET"}

    assert rules.fill("Dear {customer_name}", values) == "Dear {payment_link}"


def test_the_usual_order_of_channels_is_whatsapp_then_sms() -> None:
    assert rules.channel_order("") == (Channel.WHATSAPP, Channel.SMS)
    assert rules.channel_order("sms, email") == (Channel.SMS, Channel.EMAIL)


QUIET = [  # UTC, quiet hours in Dhaka (+6), the end of them in UTC
    ((2026, 11, 21, 16, 0), (22, 8), (2026, 11, 22, 2, 0)),  # 22:00
    ((2026, 11, 21, 15, 59), (22, 8), None),  # 21:59
    ((2026, 11, 21, 20, 0), (22, 8), (2026, 11, 22, 2, 0)),  # 02:00
    ((2026, 11, 22, 1, 59), (22, 8), (2026, 11, 22, 2, 0)),  # 07:59
    ((2026, 11, 22, 2, 0), (22, 8), None),  # 08:00
    ((2026, 11, 21, 19, 0), (1, 6), (2026, 11, 22, 0, 0)),  # 01:00
    ((2026, 11, 21, 18, 0), (1, 6), None),  # 00:00
    ((2026, 11, 21, 18, 0), (0, 0), None),  # no quiet hours
]


@pytest.mark.parametrize(("now", "hours", "end"), QUIET)
def test_quiet_hours_end_in_the_morning_of_the_customers_zone(
    now: tuple[int, ...], hours: tuple[int, int], end: tuple[int, ...] | None
) -> None:
    found = rules.morning_after(datetime(*now, tzinfo=UTC), "Asia/Dhaka", *hours)  # type: ignore[arg-type, misc]

    assert found == (datetime(*end, tzinfo=UTC) if end else None)  # type: ignore[arg-type, misc]


def test_every_state_has_its_moves_and_none_leads_back_from_the_reader() -> None:
    back = {MessageStatus.READY, MessageStatus.LEASED, MessageStatus.SENT, MessageStatus.FAILED}

    assert set(rules.MAY) == set(MessageStatus)
    assert set(rules.RANK) == set(DeliveryStatus)
    assert not rules.MAY[MessageStatus.READ]
    assert not rules.MAY[MessageStatus.DELIVERED] & back
    assert MessageStatus.READY in rules.MAY[MessageStatus.UNKNOWN]


def test_pauses_grow_and_heed_what_the_provider_asks() -> None:
    pauses = [rules.pause_before(tries, None).total_seconds() for tries in range(1, 9)]

    assert pauses == [10, 20, 40, 80, 160, 320, 640, 900]
    assert rules.pause_before(1, 3600).total_seconds() == 3600
    assert rules.pause_before(3, 1).total_seconds() == 40


def test_a_provider_is_asked_less_and_less_often() -> None:
    minute = 60_000
    assert rules.next_asking(0) == minute
    assert rules.next_asking(minute) == 4 * minute
    assert rules.next_asking(6 * minute) == 24 * minute
    assert rules.next_asking(24 * 60 * minute) is None
