"""Whatever a person remembers of a customer finds them, and nobody finds another's customers."""

from __future__ import annotations

from typing import Any

import pytest

from domain import clock, db
from domain.customers import search
from domain.customers.models import Customer, CustomerStatus
from domain.errors import RightLacking
from domain.payments.models import Payment
from domain.payments.states import Method
from domain.reports import finding
from domain.staff.models import Role
from domain.staff.rights import Actor
from tests import builders
from tests.cast import Cast


@pytest.fixture
async def people(cast: Cast) -> dict[str, Customer]:
    """Some customers beside Rahim and Karim, all of them indexed."""
    found = {
        "bengali": await builders.a_customer("রহিম উদ্দিন", zone=cast.uttara),
        "hossain": await builders.a_customer("Md. Kamrul Hossain"),
        "hosen": await builders.a_customer("কামরুল হোসেন"),
        "rahima": await builders.a_customer("Rahima Begum"),
        "gone": await builders.a_customer("Rahim Uddin", status=CustomerStatus.LEFT),
        "south": await builders.a_customer(
            "Rahim Uddin", operator=cast.south, zone=cast.gulshan, mobile="+8801933333333"
        ),
    }
    await search.index([row.id for row in await Customer.all()])
    return found


async def ids(actor: Actor, text: str, limit: int = 8) -> list[int]:
    return [hit.id for hit in await finding.find(actor, text, limit=limit)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1001", "id"),
        ("01711111111", "mobile"),
        ("+880 1711-111111", "mobile"),
        ("8801711111111", "mobile"),
        ("০১৭১১১১১১১১", "mobile"),
        ("0171111", "mobile"),
        ("RAHIM", "username"),
        ("10.0.0.11", "ip"),
    ],
)
@pytest.mark.usefixtures("people")
async def test_an_identity_finds_its_customer_first(cast: Cast, text: str, why: str) -> None:
    hits = await finding.find(cast.bina, text)

    assert (hits[0].id, hits[0].why) == (cast.rahim.id, why)


async def test_a_bill_number_and_a_transaction_find_their_customer(
    cast: Cast, people: dict[str, Customer]
) -> None:
    bill = await builders.a_bill(cast.karim)
    await Payment.create(
        customer_id=people["rahima"].id, operator_id=cast.north.id, amount_minor=100,
        currency="BDT", method=Method.BKASH, txn_id="9XYZ12AB", paid_on=cast.rahim.joined_on,
        posted_at=clock.now(),
    )  # fmt: skip

    assert await ids(cast.bina, bill.number.lower()) == [cast.karim.id]
    assert await ids(cast.bina, "9xyz12ab") == [people["rahima"].id]
    assert await ids(cast.esha, bill.number) == []


async def test_another_whatsapp_number_finds_its_customer(cast: Cast) -> None:
    made = await builders.a_customer("Jamal", whatsapp="+8801799999999")
    await search.index([made.id])

    assert await ids(cast.bina, "01799-999999") == [made.id]


@pytest.mark.parametrize(
    "text",
    [
        "kamrul hossain", "hossain kamrul", "Hossain, Kamrul", "kamr hos",
        "kamrul hosain", "kamrull hossain", "karmul hossain", "kamul hossain", "kamrul hosen",
        "কামরুল হোসেন", "হোসেন কামরুল",
    ],
)  # fmt: skip
async def test_a_name_is_found_by_parts_in_any_order_also_mistyped(
    cast: Cast, people: dict[str, Customer], text: str
) -> None:
    found = await ids(cast.bina, text)

    assert set(found) == {people["hossain"].id, people["hosen"].id}


async def test_the_other_script_finds_the_same_people(
    cast: Cast, people: dict[str, Customer]
) -> None:
    for text in ("rahim uddin", "রহিম উদ্দিন"):
        assert set(await ids(cast.bina, text)) == {
            cast.rahim.id, people["bengali"].id, people["gone"].id,
        }  # fmt: skip


async def test_the_nearest_name_comes_first_and_who_left_comes_last(
    cast: Cast, people: dict[str, Customer]
) -> None:
    found = await ids(cast.bina, "uddin rahim")

    assert found[0] == cast.rahim.id
    assert found[-1] == people["gone"].id


async def test_a_beginning_finds_more_once_whole_words_are_too_few(
    cast: Cast, people: dict[str, Customer]
) -> None:
    assert people["rahima"].id in await ids(cast.bina, "rahim")
    assert people["rahima"].id in await ids(cast.bina, "rahi")


async def test_others_customers_are_never_found(cast: Cast, people: dict[str, Customer]) -> None:
    south = people["south"]

    assert await ids(cast.esha, "rahim uddin") == [south.id]
    assert south.id not in await ids(cast.bina, "rahim uddin")
    assert south.id in await ids(cast.asha, "rahim uddin")
    for text in (south.code, south.mobile, south.username):
        assert await ids(cast.bina, text) == []


async def test_a_collector_finds_nobody_of_other_zones(
    cast: Cast, people: dict[str, Customer]
) -> None:
    assert people["bengali"].id not in await ids(cast.chand, "rahim uddin")
    assert await ids(cast.chand, "1002") == []
    assert await ids(cast.chand, "1001") == [cast.rahim.id]


async def test_what_is_due_is_shown_to_those_who_may_see_amounts(cast: Cast) -> None:
    await builders.a_bill(cast.rahim, total=500)

    assert [hit.due_minor for hit in await finding.find(cast.bina, "1001")] == [50_000]
    assert [hit.due_minor for hit in await finding.find(cast.dipa, "1001")] == [None]


async def test_who_may_not_see_customers_finds_none(cast: Cast) -> None:
    distributor = await builders.a_person("Dolly", Role.DISTRIBUTOR, cast.north)

    with pytest.raises(RightLacking):
        await finding.find(distributor, "rahim")


@pytest.mark.parametrize(
    "text",
    ["", "   ", "%", "_", "'; DROP TABLE customer; --", "~rahim", "zzz qqq", "্", "\0", "x" * 5000],
)
@pytest.mark.usefixtures("people")
async def test_nonsense_finds_nothing_and_breaks_nothing(cast: Cast, text: str) -> None:
    assert await ids(cast.bina, text.replace("~rahim", "~")) == []


@pytest.mark.usefixtures("people")
async def test_no_more_than_the_limit_is_given(cast: Cast) -> None:
    assert len(await ids(cast.asha, "rahim", limit=2)) == 2


async def counts() -> dict[str, int]:
    rows = await db.rows("SELECT word, customers FROM search_word WHERE customers <> 0")
    return {row["word"]: row["customers"] for row in rows}


async def terms() -> dict[str, int]:
    rows = await db.rows("SELECT word, COUNT(*) AS many FROM search_term GROUP BY word")
    return {row["word"]: row["many"] for row in rows}


@pytest.mark.usefixtures("people")
async def test_a_new_name_replaces_the_old_one_in_the_index(cast: Cast) -> None:
    await Customer.filter(id=cast.rahim.id).update(name="Zaman Talukder", username="zaman")
    await search.index([cast.rahim.id])

    assert await ids(cast.bina, "zaman talukder") == [cast.rahim.id]
    assert cast.rahim.id not in await ids(cast.bina, "rahim uddin")
    assert await counts() == await terms()


@pytest.mark.usefixtures("people")
async def test_indexing_again_changes_nothing(cast: Cast) -> None:
    before = await counts()

    await search.index([row.id for row in await Customer.all()])

    assert await counts() == before == await terms()


async def test_every_look_up_goes_through_an_index(
    cast: Cast, people: dict[str, Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []
    typed = db.typed

    async def heard(kind: type[Any], sql: str, *values: object) -> list[Any]:
        asked.append((sql, values))
        return await typed(kind, sql, *values)

    monkeypatch.setattr(db, "typed", heard)
    for text in ("karmul hossain", "0171111", "01711111111", "10.0.0.11", "rahim"):
        await finding.find(cast.chand, text)

    monkeypatch.undo()

    ours = {"customer", "search_term", "search_word", "search_variant", "bill", "payment", "entry"}
    assert len(asked) > 10
    assert await scanned(asked) & (ours | {"c", "v", "w", "other"}) == set()


async def scanned(asked: list[tuple[str, tuple[object, ...]]]) -> set[str]:
    """The tables that the statements read from end to end."""
    found: set[str] = set()
    explain = "EXPLAIN" if db.on_postgres() else "EXPLAIN QUERY PLAN"
    async with db.transaction():
        if db.on_postgres():  # the tables are small: only what has no index is read whole then
            await db.rows("SET LOCAL enable_seqscan = off")
        for sql, values in asked:
            for line in await db.rows(f"{explain} {sql}", *values):
                text = str(line["QUERY PLAN"] if db.on_postgres() else line["detail"])
                words = text.replace("Seq Scan on", "SCAN").split()
                if "SCAN" in words:
                    found.add(words[words.index("SCAN") + 1])
    return found
