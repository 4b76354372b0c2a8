"""Administration in the chat: links that make staff, access that ends, groups, the log, figures."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from domain import events, reactions
from domain.chat import groups
from domain.chat.models import Purpose
from domain.customers import customers
from domain.errors import InvalidValue
from domain.money import Money
from domain.payments import posting
from domain.staff import people
from domain.staff.models import Role, Staff
from domain.staff.rights import RIGHTS
from handlers.staff import reports
from handlers.ui.conversation import Conversation
from handlers.ui.screens import Text
from tests.builders import a_bill, a_customer, a_package, a_person, an_operator
from tests.cast import Cast
from tests.person import Person

PersonOf = Callable[..., Person]


@pytest.fixture(autouse=True)
def _consequences() -> None:
    events.listen(reactions.MAP)


async def test_an_invite_makes_whoever_opens_it_first_staff_and_nobody_after(
    person_of: PersonOf, cast: Cast, conversation: Conversation
) -> None:
    asha = person_of(cast.asha)
    await asha.says("/invite noc")
    await asha.taps("North")
    await asha.taps("Confirm")
    token = re.search(r"start=(\w+)", asha.screen)
    assert token is not None
    stranger = Person(conversation, 800_001, name="Faruk")
    await stranger.says(f"/start {token[1]}")
    stranger.sees("Welcome, Faruk", "NOC")
    second = Person(conversation, 800_002, name="Gofur")
    await second.says(f"/start {token[1]}")
    second.sees("used already")
    assert await people.actor_of(800_002) is None


async def test_a_removed_person_loses_access_at_once(person_of: PersonOf, cast: Cast) -> None:
    asha, chand = person_of(cast.asha), person_of(cast.chand)
    await asha.says("/staff")
    await asha.taps("Chand")
    await asha.taps("Take access away")
    await asha.taps("Yes")
    asha.sees("Chand has no access")
    await chand.says("/start")
    chand.sees("I don't know you")
    assert (await Staff.get(id=cast.chand.staff_id)).removed_at is not None


async def test_a_group_is_bound_by_one_word(person_of: PersonOf, cast: Cast) -> None:
    in_group = person_of(cast.asha, -100_5)
    await in_group.says("/bind alerts")
    in_group.sees("alerts of routers")
    bound = await groups.find("-1005", Purpose.ALERTS)
    assert bound is not None


async def test_only_an_admin_binds_a_group(person_of: PersonOf, cast: Cast) -> None:
    in_group = person_of(cast.chand, -100_5)
    await in_group.says("/bind alerts")
    assert await groups.find("-1005", Purpose.ALERTS) is None


async def test_the_log_tells_who_did_what(person_of: PersonOf, cast: Cast) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    chand, asha = person_of(cast.chand), person_of(cast.asha)
    await chand.says(f"/paid {customer.code} 500")
    await chand.taps("Confirm")
    await asha.says("/audit")
    asha.sees("Chand", "recorded a payment")


async def test_the_summary_shows_what_was_billed_and_is_outstanding(
    person_of: PersonOf, cast: Cast
) -> None:
    await a_customer("Jamal Uddin", owes=700)
    bina = person_of(cast.bina)
    await bina.says("/summary")
    bina.sees("৳700")
    await bina.taps("By zone" if cast.bina.language == "en" else "এলাকা")
    bina.sees("Mirpur")


async def test_summary_and_digest_show_each_currency_apart(person_of: PersonOf, cast: Cast) -> None:
    abroad = await an_operator("abroad", parent=cast.isp, currency="USD")
    package = await a_package(price=Money(20_00, "USD"))
    jane = await a_customer("Jane Roe", operator=abroad, zone=None, package=package)
    await a_bill(jane, total=Money(20_00, "USD"))
    await a_customer("Jamal Uddin", owes=700)
    asha = person_of(cast.asha)

    await asha.says("/summary")
    asha.sees("In BDT", "৳700", "In USD", "Outstanding: $20")
    await asha.taps("By operator")
    asha.sees("In BDT", "In USD", abroad.name)
    digest = await reports.digest(cast.asha, asha.conversation.ports, "2026-11-21", cast.isp.id)
    told = [block.values for block in digest.blocks if isinstance(block, Text)]
    assert {"currency": "USD"} in [dict(values) for values in told]

    bina = person_of(cast.bina)
    await bina.says("/summary")
    bina.sees("৳700")
    bina.does_not_see("In USD", "In BDT", "$")


@pytest.mark.parametrize("role", [Role.NOC, Role.COLLECTOR])
async def test_figures_are_not_everybodys(person_of: PersonOf, cast: Cast, role: Role) -> None:
    await a_customer("Jamal Uddin", owes=700)
    person = person_of(cast.dipa if role is Role.NOC else cast.chand)
    await person.says("/summary")
    person.sees("don't have the right")
    person.does_not_see("৳")


async def test_the_log_is_narrowed_by_a_word_or_a_button(person_of: PersonOf, cast: Cast) -> None:
    asha = person_of(cast.asha)
    await groups.bind(cast.asha, "-5", Purpose.ALERTS, "NOC")
    await people.invite(cast.asha, Role.COLLECTOR)
    await asha.says("/audit")
    asha.sees("bound a group", "invited somebody", "Role: collector", "For: alerts of routers")
    asha.does_not_see("zone_ids", "Zones:")
    await asha.says("/audit groups")
    asha.sees("What was done · groups", "bound a group")
    asha.does_not_see("invited somebody")
    await asha.taps("Filter")
    await asha.taps("payments")
    asha.sees("Nothing is on record")


async def test_a_long_team_has_pages(person_of: PersonOf, cast: Cast) -> None:
    for number in range(12):
        await a_person(f"Helper {number:02d}", Role.SUPPORT, cast.isp)
    asha = person_of(cast.asha)
    await asha.says("/staff")
    asha.sees("Asha", "Helper 06")
    asha.does_not_see("Helper 11")
    await asha.taps("▶")
    asha.sees("Helper 11")


async def test_the_log_speaks_in_words_in_the_readers_language_and_zone(
    person_of: PersonOf, cast: Cast
) -> None:
    customer = await a_customer("Jamal Uddin", operator=cast.north, zone=cast.mirpur)
    await customers.change(
        cast.asha, customer.id, zone_id=cast.uttara.id, price_minor=120_000, exempt=True
    )
    payment = await posting.record(cast.asha, customer, Money(500_00))
    await posting.reverse(cast.asha, payment.id, "The amount was wrong")
    asha = person_of(cast.asha)
    await asha.says("/audit")
    asha.sees(
        f"Jamal Uddin · {customer.code}", "Zone: Mirpur → Uttara", "Price: ৳1,200",
        "Never suspended: no → yes", f"R{payment.id:07d}", "Amount: ৳500",
        "State: recorded → taken",
        "When: 21 Nov 2026, 12:00", "Reason: The amount was wrong",
    )  # fmt: skip
    asha.does_not_see("_id", "_minor", "reversed", "1795", "True")


async def test_nobody_is_invited_to_a_role_that_may_do_nothing(
    person_of: PersonOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asha = person_of(cast.asha)
    await asha.says("/invite driver")
    asha.sees("What will they be?", "driver")
    asha.does_not_see("Make a link")
    monkeypatch.setitem(RIGHTS, Role.DISTRIBUTOR, frozenset())
    with pytest.raises(InvalidValue):
        await people.invite(cast.asha, Role.DISTRIBUTOR)
