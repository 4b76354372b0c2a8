"""The journal is accepted by beancount's own checker, and comes to what our books come to."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain import clock, db
from domain.ledger import entries, proof
from domain.ledger.entries import Line
from domain.ledger.models import Account
from domain.money import Money
from domain.reports import journal as books
from gateways.papers import journal as beancount
from tests import builders
from tests.cast import Cast, Moment
from tests.journals import Balances, balances, read, written


async def by_our_books(where: str = "TRUE") -> Balances:
    """The same from the rows themselves, by the names that the journal has for the accounts."""
    begun = await books.begin()
    codes = {row["id"]: row["code"] for row in await db.rows("SELECT id, code FROM customer")}
    found: dict[tuple[str, str], Decimal] = {}
    for row in await db.rows(f"SELECT * FROM entry WHERE {where}"):
        amount = Money(row["amount_minor"], row["currency"]).decimal()
        for side, moved in (("debit", amount), ("credit", -amount)):
            owner = row[f"{side}_of"]
            book = begun.book(Account(row[side]), owner, codes.get(owner))
            key = beancount.account(book), row["currency"]
            found[key] = found.get(key, Decimal()) + moved
    return {key: amount for key, amount in found.items() if amount}


async def post(cast: Cast, debit: Account, credit: Account, minor: int, **more: Any) -> None:
    """A movement of North's; accounts of customers are Rahim's."""

    def of(account: Account) -> int:
        owner = books.BOOKS[account][1]
        return cast.rahim.id if owner is books.Owner.CUSTOMER else cast.north.id

    line = {"operator_id": cast.north.id, "amount": Money(minor), "cause": "bill", "cause_id": 1}
    line |= {"debit_of": of(debit), "credit_of": of(credit), **more}
    async with db.transaction():
        await entries.post([Line(debit=debit, credit=credit, **line)], clock.now())


movements = st.lists(
    st.tuples(
        st.sampled_from(Account), st.integers(1, 3),
        st.sampled_from(Account), st.integers(1, 3),
        st.integers(1, 10**12), st.sampled_from(["BDT", "JPY", "KWD"]),
        st.integers(0, 3), st.booleans(),
    ),
    max_size=25,
)  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.reuse],
)
@given(movements, st.integers(0, 4), st.integers(0, 4))
async def test_whatever_the_books_hold_beancount_accepts_it_and_finds_the_same(
    cast: Cast, moment: Moment, moved: list[tuple[Any, ...]], first: int, length: int
) -> None:
    begun = clock.now()
    for number, (debit, debit_of, credit, credit_of, minor, code, days, south) in enumerate(moved):
        if (debit, debit_of) == (credit, credit_of):
            continue
        moment.move(days=days)
        operator = cast.south if south else cast.north
        line = Line(
            operator.id, debit, debit_of, credit, credit_of, Money(minor, code), "made", number + 1
        )
        async with db.transaction():
            await entries.post([line], clock.now())
    assert balances(read(await written())) == await by_our_books()
    since = begun.date() + timedelta(days=first)
    until = since + timedelta(days=length)
    last_ms = int((begun + timedelta(days=first + length)).timestamp() * 1000)
    part = {
        key: amount
        for key, amount in balances(read(await written(since=since, until=until))).items()
        if key[0] != beancount.BROUGHT
    }
    assert part == await by_our_books(f"at <= {last_ms}")
    of_north = balances(read(await written(operator="north")))
    assert of_north == await by_our_books(f"operator_id = {cast.north.id}")


async def test_a_journal_says_what_moved_when_and_what_for(cast: Cast) -> None:
    await post(cast, Account.RECEIVABLE, Account.REVENUE, 115_050, staff_id=cast.asha.staff_id)

    moved = next(each for each in read(await written()) if isinstance(each, data.Transaction))

    assert moved.date == date(2026, 11, 21)
    assert [(each.account, str(each.units)) for each in moved.postings] == [
        ("Assets:Receivable:1001", "1150.50 BDT"),
        (f"Income:Revenue:{cast.north.id}-north", "-1150.50 BDT"),
    ]
    assert {key: moved.meta[key] for key in ("operator", "cause", "cause-id", "staff", "at")} == {
        "operator": "north", "cause": "bill", "cause-id": 1, "staff": cast.asha.staff_id,
        "at": "2026-11-21T06:00:00Z",
    }  # fmt: skip


async def test_the_day_is_the_operators_own(cast: Cast, moment: Moment) -> None:
    moment.move(hours=13)  # one o'clock at night in Dhaka, the evening before in Greenwich

    await post(cast, Account.RECEIVABLE, Account.REVENUE, 100)

    assert "2026-11-22 * " in await written()


async def test_nobody_is_named_but_by_code(cast: Cast) -> None:
    cast.rahim.mobile, cast.rahim.email = "+8801799999999", "rahim@example.net"
    await cast.rahim.save()
    await post(
        cast, Account.CASH, Account.ADVANCE, 100,
        debit_of=cast.chand.staff_id, staff_id=cast.chand.staff_id, reason="Rahim Uddin paid",
    )  # fmt: skip

    text = await written()

    assert "1001" in text
    for told in ("Rahim", "Chand", "1799999999", "example.net", "paid"):
        assert told not in text


@pytest.mark.parametrize(
    "code", ['Rahim "Raju" \\ Uddin', "bkash_main", "nk-1", "a.b(c)&d", "৭", "1-1", "Other", "X\\"]
)
async def test_every_code_makes_an_account_of_its_own(cast: Cast, code: str) -> None:
    odd = await builders.a_customer("Odd", code=code)
    other = await builders.a_customer("Even", code=f"{odd.id}-nk-1")
    for who in (odd, other):
        await post(cast, Account.RECEIVABLE, Account.REVENUE, who.id, debit_of=who.id)

    found = read(await written())

    assert balances(found) == await by_our_books()
    assert code in {each.meta.get("code") for each in found if isinstance(each, data.Open)}


async def test_an_account_is_opened_once_on_the_day_of_its_first_movement(
    cast: Cast, moment: Moment
) -> None:
    await post(cast, Account.RECEIVABLE, Account.REVENUE, 100)
    moment.move(days=1)
    await post(cast, Account.CASH, Account.RECEIVABLE, 40)

    opened = [each for each in read(await written()) if isinstance(each, data.Open)]

    assert [(each.account.split(":")[1], each.date.day) for each in opened] == [
        ("Receivable", 21), ("Revenue", 21), ("Cash", 22),
    ]  # fmt: skip


async def test_a_figure_that_is_not_ours_is_refused_by_the_checker(cast: Cast) -> None:
    await post(cast, Account.RECEIVABLE, Account.REVENUE, 100_000)

    text = (await written()).replace("1000.00 BDT\n  Income", "1000.01 BDT\n  Income")
    text = text.replace("-1000.00 BDT", "-1000.01 BDT")
    _, errors, _ = loader.load_string(text)

    assert any("Balance failed" in error.message for error in errors)


async def test_what_the_audit_proves_and_what_the_journal_shows_agree(cast: Cast) -> None:
    await post(cast, Account.RECEIVABLE, Account.REVENUE, 100_000)
    await post(cast, Account.CASH, Account.ADVANCE, 30_000)

    found = balances(read(await written()))

    assert await proof.faults() == []
    assert sum(found.values()) == 0
    by_account: dict[str, Decimal] = {}
    for (name, _), amount in found.items():
        kind = name.split(":")[1].lower()
        by_account[kind] = by_account.get(kind, Decimal()) + amount
    assert by_account == {
        account.value: Money(minor, code).decimal()
        for account, code, minor in await proof.trial_balance()
    }


async def test_every_account_has_a_place_in_the_journal() -> None:
    assert set(books.BOOKS) == set(Account)


async def test_parts_are_no_larger_however_long_the_books_are(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "ENTRIES", 3)
    monkeypatch.setattr(books, "OWNERS", 1)
    for minor in range(1, 11):
        await post(cast, Account.RECEIVABLE, Account.REVENUE, minor)
    await post(cast, Account.RECEIVABLE, Account.REVENUE, 7, debit_of=cast.karim.id)

    parts = [part async for part in books.directives(await books.begin())]

    assert max(map(len, parts)) == 3
    assert balances(read(await written())) == await by_our_books()
