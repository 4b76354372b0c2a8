"""Every screen, and every step of every flow, can be shown in every language.

One of them is made of English and lies outside of the product: a word in plain letters that nobody
typed was said by the code and not by the language.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import events, reactions, vault
from domain.chat.models import Purpose
from domain.customers.models import Customer
from domain.messaging.notices import NOTICES
from domain.messaging.variables import VARIABLES
from domain.ports import Output, Ports
from handlers.ui import buttons, commands
from handlers.ui.conversation import Conversation
from handlers.ui.drawing import Drawn, Reader, draw
from handlers.ui.flows import Flow, options_of
from handlers.ui.memory import State
from handlers.ui.screens import Screen, Text
from handlers.ui.turns import Turn
from handlers.ui.walk import Walk
from locales.catalog import Catalog
from tests.cast import Cast
from tests.handlers import previews
from tests.handlers.previews import Previews
from tests.sealing import VAULT
from tests.strange import CODE, plain_words

commands.load("handlers.staff")

LONGEST_MESSAGE, LONGEST_LABEL, MOST_BUTTONS = 4096, 64, 100  # Telegram shows no more


# Columns in which people write, and those that others fill: their words are nobody's language.
TYPED = {
    "name", "code", "username", "profile", "address", "txn_id", "sender", "number", "body",
    "provider", "bot_username", "currency", "label", "serial",
}  # fmt: skip
# What is typed behind `/bind`, in a search, found on a router; and what English calls itself.
typed: set[str] = {*Purpose, "uddin", "stranger", "English"}


@pytest.fixture
def ports(ports: Ports, strange_texts: Catalog) -> Ports:
    return previews.outside(replace(ports, texts=strange_texts))


@pytest.fixture
async def shown(cast: Cast, ports: Ports) -> Previews:
    vault.use(VAULT)
    events.listen(reactions.MAP)
    await Customer.all().update(language=CODE)  # what they would read is shown to staff, too
    made = await previews.furnish(cast, ports)
    typed.update(str(value) for filled in made.flows.values() for value in filled.values())
    typed.update(
        str(value)
        for rows in (await previews.everything()).values()
        for row in rows
        for column, value in row.items()
        if column in TYPED
    )
    typed.update(VARIABLES, NOTICES)
    for event in NOTICES:  # their English words are shown to who changes them
        if found := ports.texts.template("en", event, "email"):
            typed.update((found.text, found.subject))
    return made


async def in_every_language(screen: Screen, ports: Ports) -> list[Drawn]:
    """The screen as people get it; whatever its buttons lead to is there."""
    return [await drawn(screen, ports, language) for language in ports.texts.languages()]


async def drawn(screen: Screen, ports: Ports, language: str) -> Drawn:
    """The screen in one language, within what Telegram shows."""
    made = await draw(screen, Reader(language, "Asia/Dhaka"), ports.texts, Output.TELEGRAM)
    plain = await draw(screen, Reader(language, "Asia/Dhaka"), ports.texts, Output.PLAIN)
    assert made.text or made.toast or made.document
    if language == CODE:
        labels = [key.label for row in plain.keys for key in row]
        said = "\n".join((plain.text, plain.toast, *labels))
        assert plain_words(said, typed) == set(), said
    assert len(plain.text) <= LONGEST_MESSAGE
    assert sum(len(row) for row in made.keys) <= MOST_BUTTONS
    for key in (key for row in made.keys for key in row):
        assert 0 < len(key.label) <= LONGEST_LABEL
        assert len(key.data.encode()) <= buttons.LONGEST
    for button in (button for row in screen.buttons for button in row):
        if button.action and button.action != "command":
            handler = commands.ACTIONS[button.action].handler
            assert commands.takes(handler, button.args), button
    if screen.watch is not None:
        assert commands.named(screen.watch.screen, screen.watch.args) is not None
    return made


@pytest.mark.parametrize("name", sorted(previews.screens()))
async def test_a_screen_can_be_shown(cast: Cast, ports: Ports, shown: Previews, name: str) -> None:
    handler = previews.screens()[name]
    screen = await handler(cast.asha, ports, *shown.args(handler, before=2))
    assert all(made.text for made in await in_every_language(screen, ports))


@pytest.mark.parametrize("name", sorted(previews.flows()))
async def test_every_step_of_a_flow_can_be_asked_and_confirmed(
    cast: Cast, ports: Ports, shown: Previews, name: str
) -> None:
    flow = previews.flows()[name]
    turn = Turn(app="telegram", chat="1", person="1")
    walk = Walk(flow, State(name, "", dict(shown.flows[name])), turn, cast.asha, ports)
    for step in flow.steps:
        if not step.when(walk.state.values):
            continue
        offered = await options_of(step, walk.filling)
        for asked in await in_every_language(await walk.ask(step), ports):
            assert sum(len(row) for row in asked.keys) > len(offered)
        await in_every_language(Screen((step.label, flow.title)), ports)
    if flow.confirm is not None:
        await in_every_language(await walk.show(), ports)


async def test_a_word_that_the_code_says_is_caught(ports: Ports) -> None:
    with pytest.raises(AssertionError, match="Overdue"):
        await drawn(Screen((Text("plain", value="Overdue"),)), ports, CODE)


async def test_every_flow_has_its_preview(shown: Previews) -> None:
    assert previews.flows().keys() <= shown.flows.keys()


async def test_every_command_answers_when_nothing_follows_it(
    cast: Cast, ports: Ports, shown: Previews, caplog: pytest.LogCaptureFixture
) -> None:
    conversation = Conversation(ports)
    person = str(cast.asha.telegram_id)
    for command in {made.name: made for made in commands.COMMANDS.values()}.values():
        if not previews.ours(command.handler):
            continue
        turn = Turn(app="telegram", chat=person, person=person, text=f"/{command.name}")
        reply = await conversation.handle(turn)
        await in_every_language(reply.screen, ports)
        assert caplog.records == [], command.name


def test_flows_ask_nothing_twice() -> None:
    for flow in previews.flows().values():
        names = [step.name for step in flow.steps]
        assert isinstance(flow, Flow)
        assert len(set(names)) == len(names)
