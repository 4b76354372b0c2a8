"""A broadcast is checked, approved by somebody else, steered, and counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import clock
from domain.accounts.models import Gateway
from domain.chat import cards, groups
from domain.chat.models import Card, Purpose
from domain.errors import (
    BraceUnclosed,
    InvalidState,
    InvalidValue,
    NoGateway,
    NotFound,
    RightLacking,
    UnknownVariable,
    VariableMissing,
)
from domain.messaging.models import Message
from domain.messaging.states import MessageStatus
from domain.money import Money
from domain.outreach import broadcasts, previews, progress, rules, sending
from domain.outreach.audience import Audience
from domain.outreach.broadcasts import BroadcastDecided, NobodyToTell
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.staff.models import Role
from tests.builders import a_customer, a_gateway, a_person, an_operator
from tests.cast import Cast, Moment
from tests.domain.outreach.conftest import House, crowd

B = BroadcastStatus


async def asked_for(house: House, cast: Cast) -> Broadcast:
    """Bina asks to tell more people than she may alone."""
    await crowd(cast, 101)
    row = await house.send_off(cast.bina)
    assert row.status is B.ASKED
    return row


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("Dear {custmer_name}", UnknownVariable),
        ("Dear {customer_name", BraceUnclosed),
        ("   ", InvalidValue),
        ("Pay at {payment_link}", InvalidValue),
        ("Sorry for the outage: {reason}", UnknownVariable),
        ("You owe {amount}", UnknownVariable),
        ("Bill {bill_no}", UnknownVariable),
    ],
)
async def test_words_that_could_not_be_filled_in_are_refused_at_once(
    house: House, body: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await house.compose(body=body)


async def test_only_what_a_broadcast_may_name_is_suggested(house: House) -> None:
    for given in ("unknown", "reasons", "bill_n", "isp_name", "periods"):
        with pytest.raises(UnknownVariable) as refused:
            await house.compose(body=f"Sorry: {{{given}}}")
        assert refused.value.values["nearest"] in rules.VARIABLES


async def test_a_text_of_which_nothing_is_left_is_sent_to_nobody(house: House) -> None:
    row = await house.compose(body="We help you at {support_phone}")
    seen = await previews.of_broadcast(row, house.ports)
    assert (seen.recipients, set(seen.left_out)) == (0, {"empty-text"})
    with pytest.raises(NobodyToTell):
        await house.send_off(body="We help you at {support_phone}")


async def test_whoever_lacks_what_the_text_names_gets_no_text_with_a_gap(house: House) -> None:
    owing = await a_customer("Owing", owes=800)
    row = await house.compose(body="Dear {customer_name}, pay by {due_date}")
    seen = await previews.of_broadcast(row, house.ports)
    assert (seen.recipients, seen.customer_id) == (1, owing.id)
    assert set(seen.left_out) == {"gap-in-text"}
    await house.send_off(body="Dear {customer_name}, pay by {due_date}")
    await house.finish()
    assert house.numbers == [owing.mobile]


async def test_a_line_of_its_own_is_left_out_and_makes_no_gap(house: House) -> None:
    row = await house.compose(body="Dear {customer_name}\nPay by {due_date}")
    seen = await previews.of_broadcast(row, house.ports)
    assert (seen.recipients, dict(seen.left_out)) == (2, {})


async def test_a_payment_link_needs_its_variable(house: House, cast: Cast) -> None:
    with pytest.raises(VariableMissing):
        await broadcasts.compose(
            cast.asha, kind="link", audience=Audience(), body="Please pay {amount_due}"
        )


async def test_without_a_gateway_it_is_refused_before_anything(house: House) -> None:
    await Gateway.filter(kind="payment").update(enabled=False)
    await house.compose()
    with pytest.raises(NoGateway):
        await house.compose(kind="link")
    await Gateway.filter(kind="sms").update(enabled=False)
    with pytest.raises(NoGateway):
        await house.compose()


async def test_whose_currency_nothing_takes_is_left_out_of_a_link(house: House, cast: Cast) -> None:
    lanka = await an_operator("lanka", parent=cast.north, currency="USD")
    await a_customer("Nimal", operator=lanka, owes=Money(2_000, "USD"))
    await a_customer("Owing", operator=cast.north, owes=500)

    row = await house.compose(kind="link")

    seen = await previews.of_broadcast(row, house.ports)
    assert seen.recipients == 1
    assert seen.left_out["no-way-to-pay"] == 1
    await Gateway.filter(kind="payment").delete()
    await a_gateway(kind="payment", provider="manual", operator_id=lanka.id,
                    options={"method": "nagad"})  # fmt: skip
    lasith = await a_person("Lasith", Role.ADMIN, lanka)
    with pytest.raises(NoGateway):
        await house.compose(lasith, kind="link")


async def test_nobody_to_tell_is_said_and_nothing_is_kept(house: House) -> None:
    with pytest.raises(NobodyToTell):
        await house.send_off(audience=Audience(codes=("nobody",)))
    assert await Broadcast.all().count() == 0


async def test_only_those_with_the_right_compose(house: House, cast: Cast) -> None:
    for actor in (cast.chand, cast.dipa):
        with pytest.raises(RightLacking):
            await house.compose(actor)


async def test_few_are_told_at_once_and_many_after_approval(house: House, cast: Cast) -> None:
    assert (await house.send_off(cast.bina)).status is B.RUNNING
    row = await asked_for(house, cast)
    await sending.tick()
    assert await Message.filter(broadcast_id=row.id).count() == 0
    assert (await broadcasts.decide(cast.asha, row.id, approve=True)).status is B.RUNNING
    kept = await Broadcast.get(id=row.id)
    assert (kept.decided_by_id, kept.decided_at) == (cast.asha.staff_id, clock.now())


async def test_an_author_approves_nobodys_but_others_unless_the_role_says_so(
    house: House, cast: Cast
) -> None:
    row = await asked_for(house, cast)
    with pytest.raises(RightLacking):
        await broadcasts.decide(cast.bina, row.id, approve=True)
    own = await house.send_off(cast.asha)
    assert own.status is B.ASKED
    assert (await broadcasts.decide(cast.asha, own.id, approve=True)).status is B.RUNNING


async def test_a_manager_does_not_approve(house: House, cast: Cast) -> None:
    row = await asked_for(house, cast)
    manager = await a_person("Mina", Role.MANAGER, cast.north)
    with pytest.raises(RightLacking):
        await broadcasts.decide(manager, row.id, approve=True)


async def test_who_decides_second_is_told_who_was_first(house: House, cast: Cast) -> None:
    row = await asked_for(house, cast)
    second = await a_person("Second", Role.ADMIN, cast.isp)
    await broadcasts.decide(cast.asha, row.id, approve=False, reason="Wrong day")
    with pytest.raises(BroadcastDecided) as told:
        await broadcasts.decide(second, row.id, approve=True)
    assert (told.value.values["who"], told.value.values["status"]) == ("Asha", "rejected")
    assert (await Broadcast.get(id=row.id)).reason == "Wrong day"


async def test_another_operators_staff_find_no_broadcast(house: House, cast: Cast) -> None:
    row = await asked_for(house, cast)
    with pytest.raises(NotFound):
        await broadcasts.decide(cast.esha, row.id, approve=True)
    assert await broadcasts.page(cast.esha) == []


async def test_another_time_is_set_before_approval_and_kept_to(
    house: House, cast: Cast, moment: Moment
) -> None:
    row = await asked_for(house, cast)
    await broadcasts.reschedule(cast.asha, row.id, clock.now() + timedelta(hours=2))
    approved = await broadcasts.decide(cast.asha, row.id, approve=True)
    assert approved.status is B.SCHEDULED
    await sending.tick()
    assert (await Broadcast.get(id=row.id)).status is B.SCHEDULED
    moment.move(hours=3)
    await sending.tick()
    assert (await Broadcast.get(id=row.id)).status is B.RUNNING
    with pytest.raises(BroadcastDecided):
        await broadcasts.reschedule(cast.asha, row.id, clock.now())


async def test_the_approvers_group_gets_one_card(house: House, cast: Cast) -> None:
    await groups.bind(cast.asha, "-77", Purpose.BROADCASTS, "Approvals")
    row = await asked_for(house, cast)
    card = await Card.get(chat_id="-77")
    assert (card.screen, card.args) == ("broadcast.approval", {"broadcast_id": row.id})
    await broadcasts.decide(cast.asha, row.id, approve=True)
    assert await Card.filter(chat_id="-77").count() == 1
    assert (await Card.get(chat_id="-77")).wanted > card.wanted


async def test_a_pause_holds_what_waits_and_touches_nothing_handed_over(
    house: House, cast: Cast
) -> None:
    await crowd(cast, 8)
    row = await house.send_off()
    await sending.tick()
    await house.work(limit=4)
    await broadcasts.pause(cast.asha, row.id)
    held = await progress.of(await Broadcast.get(id=row.id))
    assert held.counts == {"sent": 4, "paused": 6}
    await house.finish()
    assert len(house.numbers) == 4
    await broadcasts.resume(cast.asha, row.id)
    await house.finish()
    assert len(set(house.numbers)) == len(house.numbers) == 10
    assert (await Broadcast.get(id=row.id)).status is B.DONE


async def test_a_cancel_drops_the_rest_and_ends_it(house: House, cast: Cast) -> None:
    await crowd(cast, 8)
    row = await house.send_off()
    await sending.tick()
    await house.work(limit=4)
    await broadcasts.cancel(cast.asha, row.id)
    await house.finish()
    assert len(house.numbers) == 4
    kept = await Broadcast.get(id=row.id)
    assert (kept.status, kept.ended_at) == (B.CANCELLED, clock.now())
    assert (await progress.of(kept)).counts == {"sent": 4, "dropped": 6}
    with pytest.raises(InvalidState):
        await broadcasts.resume(cast.asha, row.id)


async def test_what_is_asked_for_may_be_withdrawn_but_not_resumed(house: House, cast: Cast) -> None:
    row = await asked_for(house, cast)
    with pytest.raises(InvalidState):
        await broadcasts.resume(cast.bina, row.id)
    assert (await broadcasts.cancel(cast.bina, row.id)).status is B.CANCELLED
    with pytest.raises(InvalidState):
        await broadcasts.decide(cast.asha, row.id, approve=True)


async def test_a_list_shows_the_newest_first_by_pages(house: House, cast: Cast) -> None:
    made = [await house.send_off(body=f"Number {n}") for n in range(3)]
    first = await broadcasts.page(cast.asha, limit=2)
    assert [row.id for row in first] == [made[2].id, made[1].id]
    assert [row.id for row in await broadcasts.page(cast.asha, before=first[-1].id)] == [made[0].id]


async def test_the_card_of_the_author_follows_the_decision(house: House, cast: Cast) -> None:
    row = await asked_for(house, cast)
    await cards.keep(cards.Kept(
        key="author", screen="broadcast", args={"broadcast_id": row.id},
        subject=f"broadcast:{row.id}", app="telegram", chat_id="5", language="en", message_id="1",
    ))  # fmt: skip
    before = (await Card.get(key="author")).wanted
    await broadcasts.decide(cast.asha, row.id, approve=False, reason="No")
    assert (await Card.get(key="author")).wanted > before


async def test_a_role_without_a_limit_of_its_own_may_send_nothing_alone(cast: Cast) -> None:
    nobody = replace(cast.asha, role=Role.ACCOUNTANT)
    assert broadcasts.needs_approval(nobody, 1)
    assert not broadcasts.needs_approval(cast.asha, 100)
    assert broadcasts.needs_approval(cast.asha, 101)


async def test_what_is_handed_over_keeps_its_state_through_every_steering(
    house: House, cast: Cast
) -> None:
    await crowd(cast, 2)
    row = await house.send_off()
    await sending.tick()
    message = await Message.filter(broadcast_id=row.id).first()
    assert message is not None
    await Message.filter(id=message.id).update(status=MessageStatus.LEASED)
    await broadcasts.pause(cast.asha, row.id)
    await broadcasts.cancel(cast.asha, row.id)
    assert (await Message.get(id=message.id)).status is MessageStatus.LEASED
