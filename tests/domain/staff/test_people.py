"""People join by a one-time link, have the sight it gives, and lose it at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from domain import clock, events, reactions
from domain.chat import cards
from domain.chat.models import Card
from domain.errors import (
    AlreadyDone,
    DomainError,
    InvalidState,
    InvalidValue,
    NotFound,
    RightLacking,
    TokenUsed,
)
from domain.staff import people
from domain.staff.models import Audit, Invite, Role, Staff
from domain.staff.people import InviteExpired
from domain.staff.rights import SYSTEM
from tests.cast import Cast, Moment


async def test_an_invite_makes_its_opener_staff_with_that_role_and_sight(cast: Cast) -> None:
    token = await people.invite(
        cast.asha, Role.COLLECTOR, operator_id=cast.north.id, zone_ids=[cast.mirpur.id]
    )

    joined = await people.join(token, 900_001, "Faruk")

    assert (joined.role, joined.path) == (Role.COLLECTOR, cast.north.path)
    assert joined.zone_ids == (cast.mirpur.id,)
    assert await people.actor_of(900_001) == joined


async def test_an_invite_is_good_for_one_person(cast: Cast) -> None:
    token = await people.invite(cast.asha, Role.NOC)

    async def try_to_join(telegram_id: int) -> bool:
        try:
            await people.join(token, telegram_id, "Somebody")
        except TokenUsed:
            return False
        return True

    assert sorted(await asyncio.gather(*map(try_to_join, (901, 902, 903)))) == [
        False, False, True,
    ]  # fmt: skip


async def test_an_invite_ends_after_seven_days(cast: Cast, moment: Moment) -> None:
    token = await people.invite(cast.asha, Role.NOC)
    moment.move(days=7, seconds=1)

    with pytest.raises(InviteExpired):
        await people.join(token, 900_001, "Late")

    assert await people.actor_of(900_001) is None


async def test_a_token_is_kept_as_a_hash_and_is_in_no_audit(cast: Cast) -> None:
    token = await people.invite(cast.asha, Role.NOC)

    kept = await Invite.all().values()
    told = await Audit.all().values()

    assert token not in f"{kept} {told}"


async def test_staff_can_not_take_an_invite_that_is_for_somebody_else(cast: Cast) -> None:
    token = await people.invite(cast.asha, Role.ADMIN)

    with pytest.raises(AlreadyDone):
        await people.join(token, cast.chand.telegram_id or 0, "Chand")

    assert (await people.join(token, 900_001, "New admin")).role is Role.ADMIN


@pytest.mark.parametrize("who", ["bina", "chand", "dipa", "esha"])
async def test_only_admins_invite(cast: Cast, who: str) -> None:
    with pytest.raises(RightLacking):
        await people.invite(getattr(cast, who), Role.COLLECTOR)


async def test_an_admin_of_an_operator_invites_into_that_subtree_only(cast: Cast) -> None:
    local = replace(cast.bina, role=Role.ADMIN)

    with pytest.raises(NotFound):
        await people.invite(local, Role.COLLECTOR, operator_id=cast.south.id)

    assert await people.invite(local, Role.COLLECTOR)


async def test_an_admin_of_one_zone_gives_no_other_zone_away(cast: Cast) -> None:
    limited = replace(cast.bina, role=Role.ADMIN, zone_ids=(cast.mirpur.id,))

    for zones in (None, [], [cast.uttara.id]):
        with pytest.raises(RightLacking):
            await people.invite(limited, Role.COLLECTOR, zone_ids=zones)

    assert await people.invite(limited, Role.COLLECTOR, zone_ids=[cast.mirpur.id])


async def test_the_first_admin_is_invited_by_the_command_line(cast: Cast) -> None:
    joined = await people.join(await people.invite(SYSTEM, Role.ADMIN), 900_001, "Owner")

    assert (joined.role, joined.path) == (Role.ADMIN, cast.isp.path)


async def test_who_is_removed_is_nobody_at_once(cast: Cast) -> None:
    events.listen(reactions.MAP)
    await cards.keep(cards.Kept(
        key="k", screen="home", args={}, subject="customer:1", app="telegram", chat_id="5",
        language="en", owner=cast.chand.key,
    ))  # fmt: skip

    await people.remove(cast.asha, cast.chand.staff_id or 0)

    assert await people.actor_of(cast.chand.telegram_id or 0) is None
    assert await people.actor_by_id(cast.chand.staff_id or 0) is None
    assert await cards.due("telegram", "bot", clock.now()) == []
    assert (await Card.get(key="k")).pinned_until == clock.now()
    with pytest.raises(AlreadyDone):
        await people.remove(cast.asha, cast.chand.staff_id or 0)


async def test_who_was_removed_can_be_invited_again(cast: Cast) -> None:
    await people.remove(cast.asha, cast.chand.staff_id or 0)
    token = await people.invite(cast.asha, Role.SUPPORT, operator_id=cast.north.id)

    back = await people.join(token, cast.chand.telegram_id or 0, "Chand")

    assert (back.staff_id, back.role) == (cast.chand.staff_id, Role.SUPPORT)
    assert back.zone_ids is None


async def test_invites_of_who_is_removed_are_void(cast: Cast) -> None:
    second = await people.join(await people.invite(cast.asha, Role.ADMIN), 900_001, "Second")
    token = await people.invite(second, Role.ADMIN)

    await people.remove(cast.asha, second.staff_id or 0)

    with pytest.raises(TokenUsed):
        await people.join(token, 900_002, "Friend")


@pytest.mark.parametrize(("who", "error"), [("asha", InvalidState), ("esha", NotFound)])
async def test_nobody_removes_themselves_or_those_out_of_reach(
    cast: Cast, who: str, error: type[DomainError]
) -> None:
    remover = cast.asha if who == "asha" else replace(cast.bina, role=Role.ADMIN)

    with pytest.raises(error):
        await people.remove(remover, getattr(cast, who).staff_id)

    assert await people.actor_of(getattr(cast, who).telegram_id) is not None


async def test_people_of_other_operators_are_not_listed(cast: Cast) -> None:
    names = [staff.name for staff in await people.list_people(cast.asha)]
    local = [staff.name for staff in await people.list_people(replace(cast.bina, role=Role.ADMIN))]

    assert names == ["Asha", "Bina", "Chand", "Dipa", "Esha"]
    assert local == ["Bina", "Chand"]


async def test_staff_of_a_file_are_made_once(cast: Cast) -> None:
    given = {"name": "Hena", "role": Role.SUPPORT, "telegram_id": 900_001, "operator_code": "north"}

    first = await people.save(cast.asha, **given)  # type: ignore[arg-type]
    again = await people.save(cast.asha, **given)  # type: ignore[arg-type]

    assert (first[1], again[1], first[0].id) == (True, False, again[0].id)
    assert await Staff.filter(name="Hena").count() == 1


async def test_a_language_is_kept(cast: Cast) -> None:
    await people.set_language(cast.chand, "bn")

    chand = await people.actor_of(cast.chand.telegram_id or 0)

    assert chand is not None
    assert chand.language == "bn"


@pytest.mark.parametrize("role", ["king", ""])
async def test_nobody_gets_a_role_that_is_none(cast: Cast, role: str) -> None:
    for actor in (cast.asha, SYSTEM):
        with pytest.raises(InvalidValue):
            await people.save(actor, name="Dolly", role=role, telegram_id=99)  # type: ignore[arg-type]

    assert not await Staff.filter(telegram_id=99).exists()
