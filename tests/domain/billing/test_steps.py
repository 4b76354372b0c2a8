"""A step of reminders is written on one line, in any digits and words, and kept as it was meant."""

from __future__ import annotations

import pytest

from domain.billing import steps, terms
from domain.billing.steps import Step
from domain.errors import InvalidValue
from domain.messaging.states import Channel

SMS, EMAIL, WHATSAPP = Channel.SMS, Channel.EMAIL, Channel.WHATSAPP


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("-5, 0 1", [Step(-5), Step(0), Step(1)]),
        ("-3 9:00", [Step(-3, 9)]),
        ("-3 sms+email", [Step(-3, None, (SMS, EMAIL), each=True)]),
        ("0 18:00 sms / email, -3 9:00", [Step(-3, 9), Step(0, 18, (SMS, EMAIL))]),
        ("1 email", [Step(1, None, (EMAIL,))]),
        ("-৫ ৯:০০ এসএমএস + ইমেইল", [Step(-5, 9, (SMS, EMAIL), each=True)]),
        ("2 WhatsApp/text/mail", [Step(2, None, (WHATSAPP, SMS, EMAIL))]),
        ("0 0:00", [Step(0, 0)]),
    ],
)
def test_a_line_is_read_and_kept_as_it_was_meant(typed: str, meant: list[Step]) -> None:
    assert steps.read(typed) == meant
    assert steps.of([one.kept for one in meant]) == meant
    assert steps.read(steps.written(meant)) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "soon", "61", "-61", "9:00", "sms", "1 24:00", "1 9:30", "1 9:00 10:00", "1 fax",
        "1 sms email", "1 sms+sms", "1 sms+email/whatsapp", "1, 1 9:00", "1.5", "1 telegram",
    ],
)  # fmt: skip
def test_what_is_no_step_is_refused(typed: str) -> None:
    with pytest.raises(InvalidValue):
        terms.TERMS["expiry_days"].read(typed)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([0, -5], [-5, 0]),
        (["1 18:00", -5, "0  SMS + email"], [-5, "0 sms+email", "1 18:00"]),
        ([], []),
    ],
)
def test_a_file_gives_a_list_of_them(given: list[int | str], kept: list[int | str]) -> None:
    read = terms.TERMS["reminder_days"].read(given)
    assert terms.columns({"reminder_days": read}, "BDT") == {"reminder_days": kept}


@pytest.mark.parametrize("given", [[0, 0], [0, "0 9:00"], [True], [1.5], {"days": 1}])
def test_a_list_that_is_none_is_refused(given: object) -> None:
    with pytest.raises(InvalidValue):
        terms.TERMS["reminder_days"].read(given)
