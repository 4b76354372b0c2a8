"""Every guard of 'exactly once' stands in the table, and its test exists."""

from __future__ import annotations

import ast
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.ablation import __main__ as ablation
from tests.ablation import page, switch, unguarded
from tests.ablation.guard import Guard
from tests.ablation.places import Place, places
from tests.ablation.switch import Misplaced, spot, spots
from tests.ablation.table import GUARDS, named
from tests.house.rules import ROOT
from tests.house.sqlreader import domain, room_of


def test_what_stands_in_the_place_of_each_guard_is_python() -> None:
    for guard in GUARDS:
        for text in switch.without([guard, *map(named, guard.backed)]).values():
            ast.parse(text)


def _exists(guard: Guard) -> bool:
    path, _, name = guard.test.partition("::")
    return (ROOT / path).exists() and f"def {name}(" in (ROOT / path).read_text()


def test_each_has_its_test() -> None:
    assert [guard.name for guard in GUARDS if not _exists(guard)] == []


def test_no_two_have_one_name() -> None:
    assert [name for name, many in Counter(each.name for each in GUARDS).items() if many > 1] == []


def test_words_that_moved_or_stand_twice_are_named() -> None:
    with pytest.raises(Misplaced, match="0 places have these words: no such words"):
        spot("no such words")
    with pytest.raises(Misplaced, match="places have these words: async def"):
        spot("async def")


def _unguarded(found: list[Place]) -> Iterator[str]:
    """The places that no guard's words touch."""
    known = [each for guard in GUARDS for each in spots(guard)]
    for place in found:
        if not any(
            each.path == place.path and each.first <= place.last and place.first <= each.last
            for each in known
        ):
            yield place.name


def test_what_guards_is_in_the_table_or_has_a_reason_not_to_be() -> None:
    found = [
        place
        for path, text in domain().items()
        if room_of(path) in unguarded.ROOMS
        for place in places(path, text)
    ]
    excused = {name for names in unguarded.PLACES.values() for name in names}

    missing = set(_unguarded(found)) - excused
    assert missing == set(), "a guard in tests/ablation, or a reason in its unguarded.py"
    assert excused - {place.name for place in found} == set(), "nothing of the kind stands there"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("await db.lock('x')", "db.lock"),
        ("await db.run(f'SELECT id FROM bill{db.locked()}')", "db.locked"),
        ("await db.run('INSERT INTO x (a) VALUES (1) ' 'ON CONFLICT DO NOTHING')", "ON CONFLICT"),
        ("await db.run('UPDATE x SET a = 1 WHERE id = $1 ' 'AND status = 2')", "UPDATE"),
        ("await Bill.filter(id=1, status=2).update(a=1)", "filter"),
    ],
)
def test_a_new_guard_is_seen(line: str, what: str) -> None:
    text = f"async def act():\n    {line}\n"

    assert [place.name for place in places("domain/billing/x.py", text)] == [f"billing.act {what}"]


def _keys(url: str) -> Iterator[str]:
    """The unique keys of a database, but for those that only name a row."""
    with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as raw:
        for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            for _, name, unique, origin, _ in raw.execute(f'PRAGMA index_list("{table}")'):
                columns = [row[2] for row in raw.execute(f'PRAGMA index_info("{name}")')]
                if unique and origin != "pk" and table != "tortoise_migrations":
                    yield f"{table} ({', '.join(columns)})"


def test_every_unique_key_is_in_the_table_or_has_a_reason_not_to_be(pattern: str) -> None:
    excused = {key for keys in unguarded.KEYS.values() for key in keys}

    assert set(_keys(pattern)) == excused | {guard.key for guard in GUARDS if guard.key}


def test_the_page_says_what_the_table_does() -> None:
    text = page.PAGE.read_text()

    assert page.renewed(text) == text, "run ./dev docs"


def test_a_guard_is_switched_off_and_its_test_falls(capsys: pytest.CaptureFixture[str]) -> None:
    assert ablation.missed(named("entry: reversed once"))
    assert capsys.readouterr().out.startswith("falls   entry: reversed once: assert ")


def test_a_test_that_does_not_notice_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ablation, "_run", lambda *_: (0, "1 passed"))

    assert ablation.main(["entry: reversed once"]) == 1
    assert "STANDS  entry: reversed once" in capsys.readouterr().out
