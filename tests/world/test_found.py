"""Sequences that once broke: each is as short as it can be, and ends with all put right."""

from __future__ import annotations

from tests.world.machine import World
from tests.world.rules_files import Line


def test_an_old_debt_is_settled_by_the_advance_that_came_before_it(world: World) -> None:
    world.a_file_comes_in(rows=[Line(number=2, package="home", due=0, ahead=300)])
    world.a_file_comes_in(rows=[Line(number=2, package="swift", due=1150, ahead=300)])


def test_what_was_paid_again_and_again_in_silence_is_all_found(world: World) -> None:
    world.customer_begins_to_pay(bank="cards", part=None, who=0)
    for _ in range(4):
        world.customer_pays(risky=False, which=0)


def test_money_that_came_before_nobody_was_there_for_a_day_is_all_found(world: World) -> None:
    world.customer_pays_in_one_go(bank="cards", comes_back=False, who=0)
    world.customer_pays_another_amount(taka=100, which=0)
    world.customer_pays_another_amount(taka=100, which=0)
    world.nobody_is_there_for(days=1)
