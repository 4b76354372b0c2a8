"""The step of a flow that asks why: ready reasons to tap, or own words."""

from __future__ import annotations

from collections.abc import Sequence

from domain.forms import Field
from handlers.ui import typed
from handlers.ui.flows import Filling, Option, Step, field_step
from handlers.ui.screens import Text

_REASON = Field("reason", kind=typed.REASON)


def reason_step(question: str, ready: Sequence[str] = ()) -> Step:
    """Asks the text `question`; `ready` are texts that are kept in the person's own language."""

    async def offered(filling: Filling) -> Sequence[Option]:
        t, language = filling.ports.texts.t, filling.actor.language
        return [Option(Text(key), t(language, key)) for key in ready]

    return field_step(_REASON, Text(question), options=offered, columns=1)
