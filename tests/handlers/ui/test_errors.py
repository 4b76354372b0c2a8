"""Every way in which something goes wrong has a sentence with a next step."""

from __future__ import annotations

import pytest

from domain import errors
from handlers.ui.drawing import Reader, say
from handlers.ui.errors import sentence
from tests.texts import TEXTS


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (errors.TooMany(seconds=86400), "Try again in 1 d."),
        (errors.TooMany(), "Wait a little"),
        (errors.NotFound(what="link", given=""), "This payment link is not known. Check"),
        (errors.NotFound(what="customer", given="zz"), "No customer found for “zz”."),
        (errors.InvalidState(what="bill", state="void"), "The bill is “void”"),
        (errors.InvalidValue(field="mac", given="x", example="AA:BB"), "Write it like AA:BB."),
        (errors.NoGateway(kind="payment"), "/gateways"),
        (errors.UnknownVariable(variable="nam", nearest="name"), "Did you mean “name”?"),
        (errors.Refused("auth"), "refused it (auth)"),
        (errors.Busy("timeout"), "Nothing was done"),
        (errors.Unsure("timeout"), "may have been done"),
        (ValueError("secret"), "Something went wrong on our side"),
    ],
)
def test_what_is_said(why: Exception, said: str) -> None:
    assert said in say(TEXTS, Reader("en"), sentence(why))


def test_nothing_of_a_bug_is_shown() -> None:
    assert "secret" not in say(TEXTS, Reader("en"), sentence(ValueError("secret")))
