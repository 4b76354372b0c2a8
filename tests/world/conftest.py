"""A scene in which worlds are made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engines import Databases, Engine
from tests.world import stage
from tests.world.machine import World
from tests.world.scene import Scene


@pytest.fixture(scope="package")
def scene(engine: Engine, databases: Databases, pattern: str) -> Iterator[Scene]:
    """The beginning of all sequences of this run."""
    with Scene(stage.made(engine, databases, pattern)) as scene:
        yield scene


@pytest.fixture
def world(scene: Scene) -> Iterator[World]:
    """A world to play a sequence in; at its end all is put right, and nothing may be left."""
    world = World()
    yield world
    world.teardown()
