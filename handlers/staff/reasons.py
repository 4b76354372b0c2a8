"""The step of a flow that asks why: ready reasons to tap, or own words."""

from __future__ import annotations

from collections.abc import Sequence

from domain import signs
from handlers.ui.flows import Filling, Option, Step
from handlers.ui.screens import Text

LONGEST = 200


async def _kept(filling: Filling, text: str) -> str:
    return signs.within("reason", text.strip(), LONGEST)


def reason_step(question: str, ready: Sequence[str] = ()) -> Step:
    """Asks the text `question`; `ready` are texts that are kept in the person's own language."""

    async def offered(filling: Filling) -> Sequence[Option]:
        t, language = filling.ports.texts.t, filling.actor.language
        return [Option(Text(key), t(language, key)) for key in ready]

    return Step("reason", Text(question), parse=_kept, options=offered, columns=1)
