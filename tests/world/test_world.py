"""Whatever people do, whatever goes wrong, in whatever order: money, service and messages hold."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.world.machine import World
from tests.world.scene import Scene

SEQUENCES = int(os.environ.get("NETKHATA_TEST_SEQUENCES", "6"))


def test_the_world_holds_whatever_happens(scene: Scene) -> None:
    run_state_machine_as_test(
        World,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=20,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
