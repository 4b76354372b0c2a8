"""Segments, templates, quiet hours and the states of messages, computed from values alone."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import BraceUnclosed, UnknownVariable, VariableMissing
from domain.messaging import approved, rules
from domain.messaging.states import Channel, DeliveryStatus, MessageStatus
from domain.messaging.variables import VARIABLES

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


LOCALES = Path(__file__).parents[3] / "locales"
WITHOUT_PHONE = {
    "operator_name": "Shapla", "customer_id": "0210", "reason": "It is done.", "txn_id": "8AB",
    "support_phone": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{operator_name}: off. Questions? Call {support_phone}", "Shapla: off."),
        ("আইডি {customer_id} বন্ধ। জানতে ফোন করুন {support_phone}", "আইডি 0210 বন্ধ।"),
        ("{operator_name} · {support_phone}", "Shapla"),
        ("{operator_name}: {reason} {support_phone}", "Shapla: It is done."),
        ("{txn_id}. {reason} See the TxnID or call {support_phone}", "8AB. It is done."),
        ("ID {customer_id} is on. No net? Call {{support_phone}} now.\nBye", "ID 0210 is on.\nBye"),
        ("Is {customer_id} yours? Call {support_phone}", "Is 0210 yours?"),
    ],
)
def test_a_sentence_whose_variables_are_empty_is_left_out_whole(text: str, said: str) -> None:
    assert rules.fill(text, WITHOUT_PHONE) == said


@pytest.mark.parametrize("language", ["en", "bn"])
def test_no_shipped_text_breaks_off_without_a_number_to_call(language: str) -> None:
    shipped = tomllib.loads((LOCALES / language / "templates.toml").read_text(encoding="utf-8"))
    parts = [part for event in shipped.values() for part in event.values()]
    texts = [each for part in parts for each in (part.values() if type(part) is dict else [part])]
    values = dict.fromkeys(VARIABLES, "X") | {"support_phone": ""}
    calling = [text for text in texts if type(text) is str and "support_phone" in text]
    assert calling
    for text in calling:
        said = rules.fill(text, values)
        for broken in ("call", "Help", "Questions", "·", "ফোন", "জানতে", "রিস্টার্ট"):
            assert broken not in said, said


def test_fixed_words_that_want_a_number_to_call_name_whom_to_call_instead() -> None:
    options = {
        "templates": {
            "welcome": {"name": "welcome", "language": {"en": "en"}, "params": ["support_phone"]}
        }
    }
    found = approved.find(options, "welcome", "en", WITHOUT_PHONE)
    assert found is not None
    assert found.params == ["Shapla"]


def test_nobody_is_left_out_of_a_broadcast_for_want_of_a_number_to_call() -> None:
    assert not rules.has_gap("Fault at {customer_id}. Call {support_phone}", WITHOUT_PHONE)
    assert rules.has_gap("{customer_id} pays by {due_date}. {support_phone}", WITHOUT_PHONE)
