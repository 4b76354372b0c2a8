"""However long what somebody types is, they are answered with a sentence."""

from __future__ import annotations

import pytest

from domain import events, reactions, vault
from domain.ports import Output, Ports
from handlers.carriers.telegram.sending import LONGEST_TEXT, length, split
from handlers.ui import buttons, commands, memory
from handlers.ui.conversation import Conversation
from handlers.ui.drawing import Drawn, draw
from handlers.ui.memory import State
from handlers.ui.turns import Turn
from tests.cast import Cast
from tests.handlers import previews
from tests.handlers.previews import Previews
from tests.sealing import VAULT

commands.load("handlers.staff")

LONG = {
    "one word": "x" * 4_000,
    "a text after a place": f"text mirpur:{'ক' * 4_000}",
    "marks": "<b>&" * 1_000,
    "numbers": "1" * 4_000,
    "a pasted file": "1023 500\n" * 11_000,
}


@pytest.fixture
def ports(ports: Ports) -> Ports:
    return previews.outside(ports)


@pytest.fixture
async def shown(cast: Cast, ports: Ports) -> Previews:
    vault.use(VAULT)
    events.listen(reactions.MAP)
    return await previews.furnish(cast, ports)


async def answered(conversation: Conversation, turn: Turn) -> Drawn:
    """What Telegram is given to show."""
    reply = await conversation.handle(turn)
    drawn = await draw(reply.screen, reply.reader, conversation.ports.texts, Output.TELEGRAM)
    assert drawn.text or drawn.toast or drawn.document
    assert all(0 < length(part) <= LONGEST_TEXT for part in split(drawn.text))
    for key in (key for row in drawn.keys for key in row):
        assert len(key.data.encode()) <= buttons.LONGEST
    return drawn


def by(cast: Cast, text: str) -> Turn:
    person = str(cast.asha.telegram_id)
    return Turn(app="telegram", chat=person, person=person, text=text)


@pytest.mark.parametrize("kind", LONG)
async def test_every_command_answers_a_long_line(
    cast: Cast,
    conversation: Conversation,
    shown: Previews,
    kind: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await answered(conversation, by(cast, LONG[kind]))
    for name in sorted(commands.COMMANDS):
        await answered(conversation, by(cast, f"/{name} {LONG[kind]}"))
        await memory.forget(by(cast, ""))
        assert "unexpected" not in caplog.text, name


@pytest.mark.parametrize("kind", LONG)
async def test_every_step_of_a_flow_answers_a_long_text(
    cast: Cast,
    conversation: Conversation,
    shown: Previews,
    kind: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name, flow in sorted(previews.flows().items()):
        for step in flow.steps:
            state = State(name, step.name, dict(shown.flows[name]))
            if not step.when(state.values):
                continue
            await memory.save(by(cast, ""), state)
            await answered(conversation, by(cast, LONG[kind]))
            assert "unexpected" not in caplog.text, (name, step.name)


async def test_a_refusal_says_back_the_beginning_of_a_long_text(
    cast: Cast, conversation: Conversation
) -> None:
    drawn = await answered(conversation, by(cast, f"/bill {'9' * 4_000}"))
    assert length(drawn.text) < 1_000
