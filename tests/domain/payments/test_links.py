"""A payment link opens one customer's page until it is settled or its days are over."""

from __future__ import annotations

import pytest

from domain import db, tokens, vault
from domain.errors import NoGateway, NotFound, RightLacking
from domain.money import Money
from domain.payments import links
from domain.payments.models import Link
from domain.staff.rights import SYSTEM
from domain.vault import Vault
from tests import builders
from tests.cast import Cast, Moment
from tests.domain.payments.conftest import Shop


async def test_the_token_finds_the_link_and_is_stored_nowhere(shop: Shop) -> None:
    token = links.token_of(shop.link)

    assert (await links.find(token)).id == shop.link.id
    assert links.url_of(shop.link, "https://pay.test/") == f"https://pay.test/p/{token}"
    assert len(token) == tokens.TOKEN_LENGTH
    row = await db.one("SELECT * FROM link WHERE id = $1", shop.link.id)
    assert row is not None
    assert token not in {str(value) for value in row.values()}


@pytest.mark.parametrize("guess", ["", "x", "0" * 22, "0" * 21 + "'", "অ" * 22, "a" * 4000])
async def test_a_guess_finds_nothing(shop: Shop, guess: str) -> None:
    with pytest.raises(NotFound):
        await links.find(guess)


async def test_a_link_outlives_a_new_key(shop: Shop) -> None:
    token = links.token_of(shop.link)
    vault.use(Vault(["a newer key for the tests", "a key that only tests use"]))

    assert links.token_of(await links.find(token)) == token


async def test_each_customer_of_many_gets_a_link_of_their_own(shop: Shop, cast: Cast) -> None:
    wanted = [(cast.rahim.id, cast.north.id), (cast.karim.id, cast.north.id)]

    made = await links.make_many(wanted, staff_id=cast.bina.staff_id, broadcast_id=7)

    rows = {row.customer_id: row for row in await Link.filter(id__in=list(made.values()))}
    assert {number: row.id for number, row in rows.items()} == made
    tokens_made = {links.token_of(row) for row in rows.values()}
    assert len(tokens_made) == 2
    assert await links.make_many([], staff_id=None) == {}


async def test_no_link_is_made_for_nothing_or_for_nobody_to_pay_by(shop: Shop, cast: Cast) -> None:
    with pytest.raises(links.NothingDue):
        await links.make(SYSTEM, cast.karim)
    assert (await links.make(SYSTEM, cast.karim, for_nothing=True))[0].customer_id == cast.karim.id

    await type(shop.gateway).filter(kind="payment").update(enabled=False)
    with pytest.raises(NoGateway):
        await links.make(SYSTEM, cast.rahim)


async def test_a_link_lives_as_long_as_the_longest_of_its_gateways_says(
    shop: Shop, cast: Cast, moment: Moment
) -> None:
    await builders.a_gateway(kind="payment", provider="bkash", options={"link_days": 30})

    link, _ = await links.make(SYSTEM, cast.rahim)

    assert (link.expires_at - moment.now).days == 30


async def test_of_many_links_each_lives_as_its_own_operators_gateways_say(
    shop: Shop, cast: Cast, moment: Moment
) -> None:
    other = await builders.a_customer(operator=cast.south)
    wanted = [(cast.rahim.id, cast.north.id), (other.id, cast.south.id)]
    of_south = {"operator_id": cast.south.id, "options": {"link_days": 30}}
    await builders.a_gateway(kind="payment", provider="bkash", **of_south)
    switched_off = {"enabled": False, "options": {"link_days": 90}}
    await builders.a_gateway(kind="payment", provider="nagad", **switched_off)

    made = await links.make_many(wanted, staff_id=None)

    lives = {row.id: (row.expires_at - moment.now).days for row in await Link.all()}
    assert [lives[made[customer.id]] for customer in (cast.rahim, other)] == [7, 30]


async def test_where_nothing_takes_the_operators_currency_no_link_is_made(
    shop: Shop, cast: Cast
) -> None:
    lanka = await builders.an_operator("lanka", parent=cast.isp, currency="USD")
    nimal = await builders.a_customer(operator=lanka, owes=Money(2_000, "USD"))
    await builders.a_gateway(kind="payment", provider="manual", options={"method": "nagad"})
    wanted = [(cast.rahim.id, cast.north.id), (nimal.id, lanka.id)]

    with pytest.raises(NoGateway) as refused:
        await links.make(SYSTEM, nimal)
    assert refused.value.values == {"kind": "payment", "operator": lanka.name, "currency": "USD"}
    assert set(await links.make_many(wanted, staff_id=None)) == {cast.rahim.id}

    await builders.a_gateway(kind="payment", provider="manual", options={"method": "bank"})
    assert set(await links.make_many(wanted, staff_id=None)) == {cast.rahim.id, nimal.id}


async def test_an_expired_link_takes_no_money(shop: Shop, moment: Moment) -> None:
    links.require_open(shop.link)
    moment.move(days=7)

    with pytest.raises(links.LinkExpired):
        links.require_open(shop.link)

    assert await links.expire_due() == 1
    assert await links.expire_due() == 0
    with pytest.raises(links.LinkExpired):
        links.require_open(await Link.get(id=shop.link.id))


async def test_links_close_when_all_is_paid_and_not_before(shop: Shop) -> None:
    assert await links.close_settled(shop.customer.id) == 0

    await db.run("UPDATE bill SET status = 'paid', paid_minor = total_minor")
    assert await links.close_settled(shop.customer.id) == 1
    with pytest.raises(links.LinkClosed) as refused:
        links.require_open(await Link.get(id=shop.link.id))
    assert refused.value.values == {"why": "settled"}


async def test_a_link_is_revoked_by_whoever_may_send_it(shop: Shop, cast: Cast) -> None:
    with pytest.raises(RightLacking):
        await links.revoke(cast.dipa, shop.link)

    await links.revoke(cast.chand, shop.link)

    with pytest.raises(links.LinkClosed):
        links.require_open(await Link.get(id=shop.link.id))


async def test_the_first_look_is_remembered(shop: Shop, moment: Moment) -> None:
    await links.opened(shop.link)
    first = (await Link.get(id=shop.link.id)).opened_at
    moment.move(hours=1)

    await links.opened(await Link.get(id=shop.link.id))
    await links.opened(shop.link)

    assert (await Link.get(id=shop.link.id)).opened_at == first is not None
