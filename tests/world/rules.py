"""What files of rules build on: a town, a way to do something in it, and what may be chosen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from tests.world import checks, scene
from tests.world.town import Town

who = st.integers(0, 3)  # customers
which = st.integers(0, 7)  # of what there is by then
taka = st.sampled_from([100, 300, 700, 1000, 1575, 2000])
yes = st.booleans()

NOON_HOUR = 6  # in UTC: nobody is left alone then for the quiet hours
SETTLING_DOWN = ({"hours": 1}, {"hours": 17}, *[{"days": 1.5}] * 3)


class Rules(RuleBasedStateMachine):
    """What files of rules inherit: a town, and a way to do something in it."""

    def __init__(self) -> None:
        super().__init__()
        assert scene.current is not None, "worlds are made while a scene is open"
        self._playing = scene.current.playing
        self.town: Town = scene.current.town()
        self._is_whole = True

    def do(self, act: Callable[..., Coroutine[Any, Any, Any]], *given: Any, **named: Any) -> Any:
        """Do it in the town and look whether all holds; a refusal is an answer like any other."""
        self._is_whole = False
        answer = self._playing.run(self._do(act(*given, **named)))
        self._is_whole = True
        return answer

    async def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        answer = await self.town.lives(work)
        await checks.after_each(self.town)
        return answer

    def teardown(self) -> None:
        """All is put right outside, some days go by, and nothing is left open."""
        if not self._is_whole:
            return
        self.town.all_is_well()
        for time in SETTLING_DOWN:
            self.do(self.town.go_on, **time)
        self.do(self.town.let_through)
        self.do(self.town.go_on, seconds=_until(NOON_HOUR, self.town.now))
        self._playing.run(checks.when_all_is_well(self.town))


def _until(hour: int, now: datetime) -> float:
    then = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return (then + timedelta(days=then <= now) - now).total_seconds()
