"""A text that is too long, or holds what no database keeps, is the same on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tortoise import Tortoise
from tortoise.fields import CharField, TextField
from tortoise.fields.data import CharEnumFieldInstance

from domain import db, fields, signs
from domain.billing import bills
from domain.billing.models import Bill
from domain.chat.models import Group, Purpose
from domain.customers import names, search
from domain.customers.models import Customer
from domain.errors import TooLong, Unsure
from domain.fields import to_json
from domain.ledger import entries
from domain.money import Money
from domain.onboarding import importing, opening
from domain.payments import attempts, keeping, posting, verifying
from domain.payments.models import Payment, Verification
from domain.payments.states import AttemptStatus, Method, PaymentStatus
from domain.ports import Handed, Hint, Inbound, PayState, Redirect, Report, Started, Verified
from domain.staff.models import Operator, Staff
from tests import builders
from tests.cast import Cast
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop, shop

__all__ = ["shop"]
ROW = {"name": "Kamal", "mobile": "01811000002", "package": "home", "zone": "uttara"}
LONG_TXN = "9XK4T2P1QZ" * 50
UNFIT = "\0\ud800"


def columns() -> Iterator[tuple[str, CharField | TextField]]:
    """Every column of text and its name."""
    for model in Tortoise.apps["domain"].values():
        for name, column in model._meta.fields_map.items():
            if isinstance(column, CharField | TextField):
                yield f"{model.__name__}.{name}", column


async def test_every_column_takes_its_longest_and_says_what_becomes_of_one_letter_more(
    database: str,
) -> None:
    seen = 0
    for name, column in columns():
        if isinstance(column, CharEnumFieldInstance):
            words = [str(word.value) for word in column.enum_type]
            assert max(map(len, words)) <= column.max_length, f"{name} has no room for a word"
            continue
        assert isinstance(column, fields.CharField | fields.TextField), f"{name}: Line, Cut, Prose"
        assert column.to_db_value(f"র{UNFIT}", None) == "র", name
        if isinstance(column, fields.TextField):
            continue
        seen += 1
        longest = "র" * column.max_length
        assert column.to_db_value(longest, None) == longest, name
        if column.cut:
            assert column.to_db_value(f"{longest}x", None) == longest, name
            continue
        with pytest.raises(TooLong) as refused:
            column.to_db_value(f"{longest}x", None)
        assert refused.value.values["limit"] == column.max_length, name
        assert column.to_db_value(f"{longest}x", Staff) == f"{longest}x", "looked for in vain"
    assert seen > 80


@pytest.mark.parametrize("most", [1, 0])
async def test_both_engines_refuse_in_plain_statements_what_a_column_does_not_take(
    database: str, most: int
) -> None:
    word = "x" * 40 if most else "x" * 41
    statement = "INSERT INTO search_word (word, customers) VALUES ($1, 1)"
    if most:
        assert await db.run(statement, word) == 1
        return
    with pytest.raises(Exception, match=r"unfit|too long"):
        await db.run(statement, word)


async def test_what_is_looked_for_may_be_of_any_length(cast: Cast) -> None:
    assert await Customer.get_or_none(code="9" * 300) is None
    assert await Staff.filter(name__in=["x" * 300, "a\0b"]).exists() is False
    assert await search.search(cast.asha, "x" * 300) == []
    assert await search.search(cast.asha, f"{'q' * 41}{UNFIT}") == []


def test_a_structure_holds_only_what_can_be_kept() -> None:
    assert (
        to_json({"a\0": ["\ud800রহিম", {"b": "\0"}], "n": 1})
        == '{"a": ["রহিম", {"b": ""}], "n": 1}'
    )
    assert to_json({"path": "a\\u0000"}) == '{"path": "a\\\\u0000"}'


@pytest.mark.parametrize("word", ["a" * 41, "xyz" * 39, "র" * 100, "ক্ষ্ম" * 20, "ﬃ" * 60, "É" * 120])
async def test_a_name_of_one_endless_word_comes_in_and_is_found(cast: Cast, word: str) -> None:
    made = await importing.plan([{**ROW, "name": word}])
    await opening.carry_out(made, cast.asha)

    customer = await Customer.get(mobile="+8801811000002")
    assert [hit.id for hit in await search.search(cast.asha, word)] == [customer.id]
    assert all(
        len(form) <= names.LONGEST for part in names.normalise(word) for form in names.forms(part)
    )


@pytest.mark.parametrize(
    ("heading", "most"),
    [("name", 120), ("address", 240), ("username", 64), ("customer_id", 24), ("email", 120)],
)
async def test_the_longest_cell_comes_in_and_one_letter_more_is_refused_by_name(
    cast: Cast, heading: str, most: int
) -> None:
    ending = "@example.com" if heading == "email" else ""
    fits = "a" * (most - len(ending)) + ending

    made = await importing.plan([{**ROW, heading: fits}, {**ROW, heading: f"a{fits}"}])
    await opening.carry_out(made, cast.asha)

    assert [(each.line, each.key) for each in made.errors] == [(3, "error-too-long")]
    assert made.errors[0].values == {"field": heading, "limit": most, "count": most + 1}
    field = {"customer_id": "code"}.get(heading, heading)
    assert getattr(await Customer.get(mobile="+8801811000002"), field) == fits


@pytest.mark.parametrize(
    ("kind", "most"), [("zone", 80), ("package", 80), ("billing_profile", 80), ("operator", 120)]
)
async def test_what_is_made_first_has_a_name_of_the_same_length_everywhere(
    cast: Cast, kind: str, most: int
) -> None:
    row = {**ROW, "price": "500", "zone": "", kind: "n" * most}
    made = await importing.plan([row, {**row, kind: "n" * (most + 1)}], create_missing=True)

    assert [(each.line, each.key) for each in made.errors] == [(3, "error-too-long")]
    assert [each.name for each in made.missing] == ["n" * most]


async def test_a_note_and_a_reason_are_taken_whole_or_refused(cast: Cast) -> None:
    customer = await builders.a_customer("Jamal Uddin", owes=500)

    async def paid(note: str = "", txn: str = "") -> Payment:
        return await posting.record(
            cast.asha, customer, Money(100_00), Method.BKASH, note=note, txn_id=txn, again=True
        )

    with pytest.raises(TooLong):
        await paid("x" * 201)
    with pytest.raises(TooLong):
        await paid(txn="X" * 81)
    payment = await paid("x" * 200, "X" * 80)
    assert (payment.note, payment.txn_id) == ("x" * 200, "X" * 80)

    with pytest.raises(TooLong):
        await posting.reverse(cast.asha, payment.id, "y" * 201)
    assert (await Payment.get(id=payment.id)).status is PaymentStatus.POSTED
    assert await entries.receivable(customer.id) == 400_00
    back = await posting.reverse(cast.asha, payment.id, "y" * 200)
    assert back.reversed_why == "y" * 200


async def test_a_bill_taken_back_and_a_charge_are_refused_whole(cast: Cast) -> None:
    bill = await builders.a_bill(cast.rahim)
    with pytest.raises(TooLong):
        await bills.void(cast.asha, bill.id, "y" * 201)
    assert (await Bill.get(id=bill.id)).status == "unpaid"
    with pytest.raises(TooLong):
        await bills.charge(cast.asha, cast.rahim.id, Money(5_00), "z" * 121)


async def test_the_longest_code_of_an_operator_numbers_bills(cast: Cast) -> None:
    await Operator.filter(id=cast.north.id).update(code="n" * 32)
    made = await importing.plan([{**ROW, "opening_due": "500"}])
    await opening.carry_out(made, cast.asha)

    assert (await Bill.get()).number.startswith("N" * 32 + "-")


async def test_a_transaction_with_an_endless_id_is_money_once_and_no_other(shop: Shop) -> None:
    first = await shop.start(Money(100_00))
    shop.pay.paid(first.ref, LONG_TXN)
    for _ in range(2):
        await attempts.returned(shop.link, shop.gateway, Hint(ref=first.ref), shop.ports)
    second = await shop.start(Money(200_00))
    shop.pay.paid(second.ref, f"{LONG_TXN}X")
    await attempts.returned(shop.link, shop.gateway, Hint(ref=second.ref), shop.ports)
    again = await shop.start(Money(300_00))
    shop.pay.paid(again.ref, LONG_TXN)
    await attempts.returned(shop.link, shop.gateway, Hint(ref=again.ref), shop.ports)

    posted = [row.txn_id for row in await Payment.all().order_by("id")]
    assert len(set(posted)) == len(posted) == 2
    assert (await attempts.of_customer(shop.customer.id, again.ref)).status is AttemptStatus.HELD
    held = await Verification.get()
    assert verifying.txn_of(held) == posted[0]
    await books.assert_they_hold()


async def test_money_told_of_with_an_endless_id_waits_for_a_person_once(shop: Shop) -> None:
    for _ in range(2):
        hint = Hint(ref="R" * 500, txn_id=LONG_TXN, claimed=PayState.PAID, amount=Money(5_00))
        await keeping.unmatched(shop.gateway, hint)

    assert len((await Verification.get()).txn_id) == signs.LONGEST_ID


async def test_a_try_whose_name_can_not_be_kept_is_not_begun() -> None:
    assert Started(Redirect("https://pay.test"), "s" * 255).session == "s" * 255
    with pytest.raises(Unsure):
        Started(Redirect("https://pay.test"), "s" * 256)


async def test_a_claim_names_its_sender_whole_or_is_refused(shop: Shop) -> None:
    with pytest.raises(TooLong):
        await verifying.submit(
            shop.link, shop.manual, txn_id="8N7A6D5C", sender="my brother " * 3, amount=Money(5_00)
        )
    assert not await Verification.exists()


def test_what_providers_name_is_short_the_same_way_every_time() -> None:
    name = "wamid." * 80
    assert Handed(name).provider_id == Report(name, "read").provider_id
    assert Handed(name).provider_id != Handed(f"{name}x").provider_id
    assert len(Handed(name).provider_id) == 160
    assert len(Inbound("1", "BD." * 100, "stop").sender) == 120
    assert Verified(PayState.PAID, txn_id=f"A{UNFIT}B").txn_id == "AB"


async def test_words_of_others_are_cut(cast: Cast) -> None:
    group = await Group.create(
        purpose=Purpose.ALERTS,
        app="telegram",
        chat_id="-1",
        title="শ" * 255,
        operator_id=cast.isp.id,
    )
    assert (await Group.get(id=group.id)).title == "শ" * 128
