"""An admin gives an operator a logo in the chat; papers and pages have it from then on."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from domain.billing.papers import issuer_of
from domain.staff.models import Audit, Operator
from handlers.ui.conversation import Conversation
from tests.cast import Cast
from tests.person import Person
from tests.printer import Printer


@pytest.fixture(autouse=True)
def _printer(conversation: Conversation) -> None:
    conversation.ports = replace(conversation.ports, papers=Printer())


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (600, 200), "teal").save(made, "PNG")
    return made.getvalue()


async def test_a_picture_becomes_the_logo_of_the_operator_that_was_chosen(
    asha: Person, cast: Cast
) -> None:
    await asha.says("/logo")
    await asha.taps("North Net")
    await asha.says("later")
    asha.sees("That is no picture")
    await asha.sends("notes.txt", b"no picture")
    asha.sees("can't be read as a picture")
    await asha.sends("logo.png", picture())
    asha.sees("stands on the papers and pages of North Net")
    assert (await issuer_of(cast.north.id)).logo.startswith("data:image/png;base64,")
    assert (await Operator.get(id=cast.south.id)).logo == ""
    (noted,) = await Audit.filter(act="operator.logo")
    assert noted.after == {"logo": "given"}

    await asha.taps("Take it away")
    asha.sees("North Net has no logo any more")
    assert (await Operator.get(id=cast.north.id)).logo == ""


async def test_who_manages_no_operators_gives_no_logo(
    person_of: Callable[..., Person], cast: Cast
) -> None:
    bina = person_of(cast.bina)
    await bina.says("/logo")
    bina.does_not_see("Whose logo", "Send the logo")
