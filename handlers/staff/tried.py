"""How a try to pay went, step by step, for who decides about its money or looks at it later."""

from __future__ import annotations

from domain.payments import history
from handlers.ui.screens import Block, Lines, Text


async def blocks(attempt_id: int | None) -> list[Block]:
    """Each step with who made it and why; nothing for money that came without an attempt."""
    steps = await history.tried(attempt_id) if attempt_id is not None else []
    if not steps:
        return []
    return [Lines(Text("tried-title"), *(_step(step) for step in steps))]


def _step(step: history.Step) -> Text:
    mover = Text(f"tried-by-{step.mover}", name=step.staff or None)
    return Text(
        "tried-step",
        at=step.at,
        became=Text(f"tried-{step.became}"),
        mover=mover,
        why=step.why or None,
    )
