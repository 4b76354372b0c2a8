"""What is done to many at once: by whom it may be, once, and never behind somebody's back."""

from __future__ import annotations

from functools import partial

import pytest

from domain import events, reactions
from domain.bulk import bulks, lines, queries, working
from domain.bulk.bulks import Typed
from domain.bulk.errors import BulkDecided, LinesMissing, LinesTooMany, OwnToApprove
from domain.bulk.models import Bulk, BulkLine
from domain.bulk.states import BulkKind, BulkStatus, LineStatus
from domain.bulk.views import BulkView
from domain.chat import groups
from domain.chat.models import Card, Purpose
from domain.errors import InvalidState, NotFound, Outdated, RightLacking
from domain.payments.models import Payment
from domain.staff import people, rights
from domain.staff.models import Role, Staff
from domain.staff.rights import Actor
from tests.at_once import meet_at
from tests.builders import a_person
from tests.cast import Cast
from tests.paces import fixed

B, L = BulkStatus, LineStatus


def typed(*said: str) -> list[Typed]:
    """Lines of a customer and an amount."""
    return [
        Typed(number, line, dict(zip(("customer", "amount"), line.split(), strict=False)))
        for number, line in enumerate(said, 1)
    ]


async def begun(actor: Actor, *said: str) -> BulkView:
    return await bulks.begin(actor, BulkKind.PAID, typed(*said))


async def seal(made: BulkView) -> str:
    return bulks.seal(await bulks.sums(made.id))


async def confirmed(actor: Actor, *said: str) -> BulkView:
    made = await begun(actor, *said)
    return await bulks.confirm(actor, made.id, await seal(made))


async def carried_on() -> None:
    while await working.carry_on():
        pass


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A collector may record 1,000 at once."""
    limits = {**rights.LIMITS["bulk.amount"], Role.COLLECTOR: 1000_00}
    monkeypatch.setitem(rights.LIMITS, "bulk.amount", limits)


async def test_a_line_about_who_is_not_theirs_to_see_is_as_one_about_nobody(cast: Cast) -> None:
    made = await begun(cast.chand, "1001 500", "1002 500", "1003 500")
    found = await BulkLine.filter(bulk_id=made.id).order_by("number")
    assert [line.status for line in found] == [L.FITS, L.REFUSED, L.REFUSED]
    hidden, nobody = found[1], found[2]
    assert hidden.why == nobody.why == NotFound.key
    assert (hidden.customer_id, hidden.told | {"given": ""}) == (None, nobody.told | {"given": ""})
    with pytest.raises(NotFound):
        await lines.choose(cast.chand, hidden.id, cast.karim.id)


async def test_nothing_and_too_much_are_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LinesMissing):
        await begun(cast.asha)
    monkeypatch.setattr(bulks.rules, "MOST_LINES", 1)
    with pytest.raises(LinesTooMany):
        await begun(cast.asha, "1001 500", "1002 500")
    with pytest.raises(RightLacking):
        await begun(cast.dipa, "1001 500")


async def test_a_batch_is_taken_once(cast: Cast) -> None:
    made = await begun(cast.asha, "1001 500", "1001 500")
    await lines.mean(cast.asha, (await BulkLine.get(number=2)).id)
    await bulks.confirm(cast.asha, made.id, await seal(made))
    one, other = await Bulk.get(id=made.id), await Bulk.get(id=made.id)
    found = await BulkLine.filter(bulk_id=made.id).order_by("number")
    again = await BulkLine.filter(bulk_id=made.id).order_by("number")
    work = working.WORK[B.RUNNING]

    assert await working._take(cast.asha, one, work, found)
    assert not await working._take(cast.asha, other, work, again)

    assert await Payment.all().count() == 2


async def test_who_asked_does_not_approve(cast: Cast, narrow: None) -> None:
    chand = await confirmed(cast.chand, "1001 1001")
    assert chand.status is B.ASKED
    with pytest.raises(RightLacking):
        await bulks.decide(cast.chand, chand.id, approve=True)
    await Staff.filter(id=cast.chand.staff_id).update(role=Role.OPERATOR)
    promoted = await people.actor_by_id(cast.chand.staff_id or 0)
    assert promoted is not None
    with pytest.raises(OwnToApprove):
        await bulks.decide(promoted, chand.id, approve=True)
    await bulks.decide(cast.bina, chand.id, approve=False, reason="Not handed in")
    with pytest.raises(BulkDecided) as second:
        await bulks.decide(cast.asha, chand.id, approve=True)
    assert (second.value.values["who"], second.value.values["status"]) == ("Bina", "rejected")
    await carried_on()
    assert await Payment.all().count() == 0


async def test_of_two_who_decide_at_once_one_does(
    cast: Cast, narrow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await confirmed(cast.chand, "1001 1001")
    ended = await meet_at(
        monkeypatch, bulks, "row_of",
        partial(bulks.decide, cast.bina, asked.id, approve=True),
        partial(bulks.decide, cast.asha, asked.id, approve=False),
    )  # fmt: skip
    assert sorted(type(each).__name__ for each in ended) == ["BulkDecided", "BulkView"]


async def test_what_is_corrected_at_the_last_moment_is_not_done_unseen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await begun(cast.asha, "1001 500")
    line, shown = await BulkLine.get(), await seal(made)
    dearer = Typed(1, "1001 900", {"customer": "1001", "amount": "900"})
    ended = await meet_at(
        monkeypatch, queries, "stands",
        partial(lines.correct, cast.asha, line.id, dearer),
        partial(bulks.confirm, cast.asha, made.id, shown),
    )  # fmt: skip
    kinds = [type(each) for each in ended]
    await line.refresh_from_db()
    whole = await Bulk.get()
    if kinds[1] is Outdated:
        assert (line.amount_minor, whole.status) == (900_00, B.DRAFT)
    else:
        assert (kinds[0], line.amount_minor, whole.status) == (InvalidState, 500_00, B.RUNNING)


async def test_stopped_the_rest_is_not_done_and_the_done_can_be_taken_back(cast: Cast) -> None:
    codes = [f"1001 {amount}" for amount in range(100, 108)]
    made = await confirmed(cast.asha, *codes)
    done = 3
    assert await working.step(await Bulk.get(id=made.id), fixed(done))
    await bulks.stop(cast.asha, made.id)
    await carried_on()
    assert await Payment.all().count() == done < len(codes)
    await bulks.undo(cast.asha, made.id)
    await carried_on()
    assert bulks.count(await bulks.sums(made.id), L.UNDONE) == done
    assert bulks.count(await bulks.sums(made.id), L.FITS) == len(codes) - done


async def test_whoever_lost_access_records_nothing_more(cast: Cast) -> None:
    made = await confirmed(cast.chand, "1001 500")
    await people.remove(cast.asha, cast.chand.staff_id or 0)
    await carried_on()
    assert await Payment.all().count() == 0
    assert (await Bulk.get(id=made.id)).status is B.STOPPED


async def test_whoever_lost_the_right_records_nothing_more(cast: Cast) -> None:
    await confirmed(cast.chand, "1001 500")
    await Staff.filter(id=cast.chand.staff_id).update(role=Role.NOC)
    await carried_on()
    line = await BulkLine.get()
    assert (line.status, line.why) == (L.FAILED, RightLacking.key)


async def test_whoever_may_not_reverse_takes_back_nothing_of_another(cast: Cast) -> None:
    made = await confirmed(cast.chand, "1001 500")
    await carried_on()
    manager = await a_person("Mina", Role.OPERATOR, cast.north)
    with pytest.raises(RightLacking):
        await bulks.undo(manager, made.id)
    await bulks.undo(cast.asha, made.id)
    await carried_on()
    assert (await BulkLine.get()).status is L.UNDONE


async def test_approval_is_asked_in_the_group_also_in_one_that_is_bound_later(
    cast: Cast, narrow: None
) -> None:
    events.listen(reactions.MAP)
    await groups.bind(cast.asha, "-1001", Purpose.PAYMENTS, operator_code="north")
    asked = await confirmed(cast.chand, "1001 1001")
    assert [card.chat_id for card in await Card.filter(screen="bulk.approval")] == ["-1001"]
    assert await bulks.asked_of(asked) == ([""], [])
    await groups.bind(cast.asha, "-1002", Purpose.PAYMENTS, operator_code="isp")
    told = {card.chat_id for card in await Card.filter(screen="bulk.approval")}
    assert told == {"-1001", "-1002"}
