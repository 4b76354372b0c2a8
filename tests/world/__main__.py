"""`./dev world`: sequences of everything that may happen, as many as you like.

What breaks is made as short as it can be, and printed as code that a test can run.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import time

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import get_state_machine_test

from tests import engines
from tests.engines import Engine
from tests.lent import lent
from tests.world import stage
from tests.world.machine import World
from tests.world.scene import Scene

PROGRESS_SECONDS = 10.0


class _Progress:
    """Says now and then how many sequences were played."""

    def __init__(self, of: int) -> None:
        self._of, self._began, self._said = of, time.monotonic(), time.monotonic()

    def say(self, played: int, *, last: bool = False) -> None:
        now = time.monotonic()
        if last or now - self._said >= PROGRESS_SECONDS:
            self._said = now
            rate = played / max(now - self._began, 0.001)
            print(f"{played} of {self._of} sequences, {rate:.1f} a second", flush=True)  # noqa: T201


def _play(scene: Scene, sequences: int, steps: int, number: int) -> None:
    progress = _Progress(sequences)

    class Watched(World):  # type: ignore[misc, valid-type]
        def teardown(self) -> None:
            super().teardown()
            progress.say(scene.played)

    Watched.__name__ = "World"
    test = get_state_machine_test(
        Watched,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=steps,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    seed(number)(test)()
    progress.say(scene.played, last=True)


def main() -> None:
    """Play them."""
    parser = argparse.ArgumentParser(prog="./dev world", description=__doc__)
    parser.add_argument("sequences", nargs="?", type=int, default=1000)
    parser.add_argument("--engine", type=Engine, choices=list(Engine), default=Engine.SQLITE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=20, help="in each sequence")
    given = parser.parse_args()
    engines.prepare_models_once()
    with lent(given.engine) as databases:
        pattern = databases.empty()
        asyncio.run(engines.migrate(pattern))
        with Scene(stage.made(given.engine, databases, pattern)) as scene:
            gc.collect()
            gc.freeze()
            _play(scene, given.sequences, given.steps, given.seed)


if __name__ == "__main__":
    main()
