"""Nobody sees or changes what is not theirs to see, by whatever verb, and nobody forgets to ask."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import types
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import suppress

import pytest

import domain
from domain import db, reach, vault
from domain.errors import DomainError, NotFound
from domain.payments.models import Payment
from domain.staff.rights import SYSTEM, Actor
from tests.cast import Cast
from tests.domain import hidden
from tests.domain.hidden import House, Readers, Things
from tests.domain.reach_lines import Call, Line, Of, Row, Those
from tests.domain.reach_table import TABLE
from tests.sealing import VAULT

WHERE = "tests/domain/reach_table.py"
_NOT_VERBS = ("domain.migrations", "domain.reach")  # the second is the rule itself


def verbs_of(module: types.ModuleType) -> Iterator[str]:
    """The public functions of a module that take an actor."""
    for name, made in vars(module).items():
        own = inspect.isfunction(made) and made.__module__ == module.__name__
        if own and not name.startswith("_") and "actor" in inspect.signature(made).parameters:
            yield f"{module.__name__.removeprefix('domain.')}.{name}"


def every_verb() -> set[str]:
    found = set[str]()
    for info in pkgutil.walk_packages(domain.__path__, "domain."):
        if not info.ispkg and not info.name.startswith(_NOT_VERBS):
            found |= set(verbs_of(importlib.import_module(info.name)))
    return found


def lacking(verbs: set[str], table: Mapping[str, Line]) -> list[str]:
    """What is to be written where a verb has no line, or a line no verb."""
    return [
        f"{name} takes an actor: say in {WHERE} how it is called on what is another one's (Row,"
        " Of, Those), or why it acts on no customer's thing (Free)"
        for name in sorted(verbs - table.keys())
    ] + [f"{name} is no verb any more: its line in {WHERE} goes" for name in table.keys() - verbs]


Answer = tuple[str, object]


async def answer(line: Row, actor: Actor, its: Things) -> Answer:
    """What they are told; which number was given does not count."""
    try:
        await line.call(actor, its)
    except DomainError as why:
        told = {name: value for name, value in why.values.items() if name != "given"}
        return type(why).__name__, {**told, "given": type(why.values.get("given"))}
    return "done", None


async def faults(
    table: Mapping[str, Line], actor: Actor, its: Things, kinds: tuple[type[Row], ...]
) -> AsyncIterator[str]:
    """Where somebody who must not see these things is not told that they are not there."""
    before = await hidden.everything()
    for name, line in table.items():
        if type(line) not in kinds or not isinstance(line, Row):
            continue
        told = await answer(line, actor, its)
        if told[0] != "NotFound":
            yield f"{name} answers {told} of what is not theirs to see"
        elif line.guess and told != (guess := await answer(line, actor, hidden.guessed(its))):
            yield f"{name} answers {told}, and {guess} of what does not exist"
    after = await hidden.everything()
    for table_name in (each for each in before if before[each] != after[each]):
        yield f"{table_name} was changed"


@pytest.fixture
async def readers(cast: Cast) -> Readers:
    vault.use(VAULT)
    return await hidden.readers(cast)


@pytest.fixture
async def house(cast: Cast, readers: Readers) -> House:
    return await hidden.open_house(cast)


def test_every_verb_that_takes_an_actor_says_how_it_keeps_to_their_reach() -> None:
    assert lacking(every_verb(), TABLE) == []


async def test_who_is_limited_to_zones_finds_nothing_of_another_zone(
    cast: Cast, readers: Readers, house: House
) -> None:
    its = await hidden.things_in(house, cast.uttara)
    assert [fault async for fault in faults(TABLE, readers.limited, its, (Row,))] == []


async def test_who_is_limited_to_zones_finds_nothing_of_who_has_no_zone(
    readers: Readers, house: House
) -> None:
    its = await hidden.things_in(house, None)
    assert [fault async for fault in faults(TABLE, readers.limited, its, (Row,))] == []


async def test_staff_of_another_operator_find_nothing(
    cast: Cast, readers: Readers, house: House
) -> None:
    its = await hidden.things_in(house, cast.uttara)
    assert [fault async for fault in faults(TABLE, readers.stranger, its, (Row, Of))] == []


async def test_who_may_see_it_is_answered_otherwise(
    cast: Cast, readers: Readers, house: House
) -> None:
    its = await hidden.things_in(house, cast.uttara)
    for name, line in TABLE.items():
        if not isinstance(line, Row) or line.makers:
            continue
        refused = await answer(line, readers.stranger, its)
        assert await _tried(line, readers.insider, its) != refused, name


class _TakenBackError(Exception):
    """What was done stays undone."""


async def _tried(line: Row, actor: Actor, its: Things) -> Answer:
    found: Answer = ("failed", None)
    with suppress(_TakenBackError, AttributeError):  # who has nobody to ask fails later
        async with db.transaction():
            found = await answer(line, actor, its)
            raise _TakenBackError
    return found


async def test_others_things_change_nothing_of_what_somebody_sees(
    cast: Cast, readers: Readers
) -> None:
    strangers = await _seen(readers.stranger)
    house = await hidden.open_house(cast)
    limited = await _seen(readers.limited)
    for zone in (cast.uttara, None):
        await hidden.things_in(house, zone)

    assert await _seen(readers.stranger) == strangers
    assert await _seen(readers.limited) == limited
    shown = await _seen(readers.insider)
    changed = [name for name, seen in shown.items() if seen != limited[name]]
    assert len(changed) > len(shown) / 2  # things were there to be seen


async def _seen(actor: Actor) -> dict[str, object]:
    return {name: await line.call(actor) for name, line in TABLE.items() if isinstance(line, Those)}


PLANTED = """
async def look(actor, payment_id):
    return await Payment.get(id=payment_id)

async def spoil(actor, payment_id):
    await Payment.filter(id=payment_id).update(note="spoiled")
    raise NotFound(what="payment", given=payment_id)

async def tell(actor, payment_id):
    payment = await Payment.get_or_none(id=payment_id)
    raise NotFound(what="payment" if payment is None else "customer", given=payment_id)
"""


async def test_a_verb_that_goes_around_the_rule_is_caught(
    cast: Cast, readers: Readers, house: House
) -> None:
    planted = types.ModuleType("domain.planted")
    vars(planted).update(Payment=Payment, NotFound=NotFound)
    exec(PLANTED, vars(planted))  # noqa: S102
    named = dict(zip(verbs_of(planted), ("look", "spoil", "tell"), strict=True))
    assert [said.partition(" ")[0] for said in lacking(set(named), {})] == sorted(named)

    its = await hidden.things_in(house, cast.uttara)
    table: dict[str, Line] = {
        name: Row(_on_payment(vars(planted)[verb])) for name, verb in named.items()
    }
    found = [fault async for fault in faults(table, readers.limited, its, (Row,))]
    assert [fault.partition(" ")[0] for fault in found] == [
        "planted.look", "planted.tell", "payment",
    ]  # fmt: skip


def _on_payment(verb: Callable[..., Awaitable[object]]) -> Call:
    return lambda actor, its: verb(actor, its.payment_id)


async def test_the_system_sees_everybody(cast: Cast) -> None:
    assert reach.is_boundless(SYSTEM)
    assert reach.sql(SYSTEM) == ("TRUE", [])
    assert await reach.sees(SYSTEM, cast.north.id, None)
