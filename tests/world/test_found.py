"""Sequences that once broke: each is as short as it can be, and ends with all put right."""

from __future__ import annotations

from tests.world.machine import World
from tests.world.rules_files import Line


def test_an_old_debt_is_settled_by_the_advance_that_came_before_it(world: World) -> None:
    world.a_file_comes_in(rows=[Line(number=2, package="home", due=0, ahead=300)])
    world.a_file_comes_in(rows=[Line(number=2, package="swift", due=1150, ahead=300)])
