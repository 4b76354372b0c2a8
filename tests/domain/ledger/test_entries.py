"""The books only grow, and balances are what the entries add up to."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain import clock, db
from domain.ledger import entries, proof
from domain.ledger.models import Account, Entry
from domain.money import Money
from tests.cast import Cast


def a_line(cast: Cast, minor: int = 50_000, *, cause_id: int = 1, **values: object) -> entries.Line:
    given: dict[str, object] = {
        "operator_id": cast.north.id,
        "debit": Account.RECEIVABLE,
        "debit_of": cast.rahim.id,
        "credit": Account.REVENUE,
        "credit_of": cast.north.id,
        "amount": Money(minor),
        "cause": "bill",
        "cause_id": cause_id,
    }
    return entries.Line(**(given | values))  # type: ignore[arg-type]


async def take_back(cause_id: int = 1) -> int:
    return await entries.reverse(
        "bill",
        cause_id,
        new_cause="void",
        new_cause_id=cause_id,
        staff_id=None,
        reason="wrong",
        at=clock.now(),
    )


async def test_a_balance_is_debits_less_credits_of_that_owner_alone(cast: Cast) -> None:
    await entries.post([a_line(cast), a_line(cast, 20_000, debit_of=cast.karim.id)], clock.now())

    assert await entries.receivable(cast.rahim.id) == 50_000
    assert await entries.balance(Account.REVENUE, cast.north.id) == -70_000
    assert await entries.balances(Account.RECEIVABLE, [cast.rahim.id, cast.karim.id, 999]) == {
        cast.rahim.id: 50_000,
        cast.karim.id: 20_000,
    }
    assert await entries.standing(cast.rahim.id, Account.RECEIVABLE, Account.ADVANCE) == [50_000, 0]


async def test_a_reversal_brings_every_account_back_and_keeps_both_entries(cast: Cast) -> None:
    await entries.post([a_line(cast), a_line(cast, 2_500, credit=Account.VAT)], clock.now())

    assert await take_back() == 2

    assert await entries.receivable(cast.rahim.id) == 0
    assert await entries.balance(Account.VAT, cast.north.id) == 0
    assert [entry.cause for entry in await Entry.all().order_by("id")] == [
        "bill", "bill", "void", "void",
    ]  # fmt: skip


async def test_what_was_reversed_is_not_reversed_again(cast: Cast) -> None:
    await entries.post([a_line(cast)], clock.now())

    assert sorted(await asyncio.gather(take_back(), take_back(), take_back())) == [0, 0, 1]
    assert await entries.receivable(cast.rahim.id) == 0


@pytest.mark.parametrize("statement", ["UPDATE entry SET amount_minor = 1", "DELETE FROM entry"])
async def test_nothing_in_the_books_is_changed_or_deleted(cast: Cast, statement: str) -> None:
    await entries.post([a_line(cast)], clock.now())

    with pytest.raises(Exception, match="only added"):
        await db.run(statement)


@pytest.mark.parametrize("minor", [0, -1])
async def test_an_entry_of_nothing_is_refused(cast: Cast, minor: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        a_line(cast, minor)


async def test_an_account_does_not_move_to_itself(cast: Cast) -> None:
    with pytest.raises(ValueError, match="two accounts"):
        a_line(cast, credit=Account.RECEIVABLE, credit_of=cast.rahim.id)


async def test_more_lines_than_a_statement_holds_are_all_written(cast: Cast) -> None:
    lines = [a_line(cast, 1, cause_id=number) for number in range(1, 1203)]

    assert await entries.post(lines, clock.now()) == 1202
    assert await entries.receivable(cast.rahim.id) == 1202


async def test_entries_go_with_the_transaction_that_failed(cast: Cast) -> None:
    async def fail_after_posting() -> None:
        async with db.transaction():
            await entries.post([a_line(cast)], clock.now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_after_posting()

    assert await entries.receivable(cast.rahim.id) == 0


moves = st.lists(
    st.tuples(
        st.integers(1, 10**12),
        st.sampled_from([Account.REVENUE, Account.VAT, Account.ADVANCE]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves)
async def test_whatever_is_posted_and_reversed_the_books_hold(
    cast: Cast, moved: list[tuple[int, Account, bool]]
) -> None:
    first = await db.value("SELECT COALESCE(MAX(cause_id), 0) + 1 FROM entry")
    before = await entries.receivable(cast.rahim.id)
    left = 0
    for cause_id, (minor, account, reversed_) in enumerate(moved, first):
        line = a_line(cast, minor, cause_id=cause_id, credit=account)
        await entries.post([line], clock.now())
        left += 0 if reversed_ else minor
        if reversed_:
            await take_back(cause_id)

    assert await entries.receivable(cast.rahim.id) == before + left
    assert await proof.faults() == []
    assert sum(total for _, _, total in await proof.trial_balance()) == 0
