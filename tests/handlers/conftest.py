"""A conversation over a real database and real texts, with nothing outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

import pytest

from domain.ports import Ports
from domain.staff.rights import Actor
from gateways.papers.lists import ListFiles
from gateways.papers.tables import SentTables
from handlers.ui.conversation import Conversation
from tests.cast import Cast
from tests.person import Person
from tests.sealing import VAULT
from tests.texts import TEXTS


def absent(*_: object) -> NoReturn:
    """For what a test does not expect to be asked of the outside."""
    raise AssertionError("nobody is outside in this test")


class NoPapers:
    """Makes no papers."""

    invoice = receipt = note = statement = chart = logo = vouchers = staticmethod(absent)


@pytest.fixture
def spawned() -> list[tuple[str, Callable[[], Awaitable[None]]]]:
    """What was left to the nursery, by name; a test runs it when it likes."""
    return []


@pytest.fixture
def ports(spawned: list[Any]) -> Ports:
    return Ports(
        texts=TEXTS,
        papers=NoPapers(),
        lists=ListFiles(TEXTS),
        tables=SentTables(),
        vault=VAULT,
        message_gateway=absent,
        payment_gateway=absent,
        pay_choice=absent,
        access=absent,
        spawn=lambda name, work: spawned.append((name, work)),
        public_url="https://pay.example",
        bot_username="nagarnet_bot",
    )


@pytest.fixture
def conversation(cast: Cast, ports: Ports) -> Conversation:
    return Conversation(ports)


@pytest.fixture
def person_of(conversation: Conversation) -> Callable[..., Person]:
    """Whoever of the cast, in their own chat with us or in a group."""

    def play(actor: Actor, chat: int | None = None) -> Person:
        return Person.playing(conversation, actor, chat)

    return play


@pytest.fixture
def asha(cast: Cast, person_of: Callable[..., Person]) -> Person:
    return person_of(cast.asha)


@pytest.fixture
def chand(cast: Cast, person_of: Callable[..., Person]) -> Person:
    return person_of(cast.chand)


@pytest.fixture
def dipa(cast: Cast, person_of: Callable[..., Person]) -> Person:
    return person_of(cast.dipa)


@pytest.fixture
def esha(cast: Cast, person_of: Callable[..., Person]) -> Person:
    return person_of(cast.esha)
