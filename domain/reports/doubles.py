"""What should be once and stands twice in the database, from before a rule or past it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.reports import queries

USERNAME, ADDRESS, TRANSACTION = "username", "address", "transaction"


@dataclass(frozen=True, slots=True)
class Double:
    """Something that several have: its `kind`, what it is, the router, and by name who has it."""

    kind: str
    given: str
    place: str
    who: tuple[str, ...]


async def found() -> Sequence[Double]:
    """Every double: usernames and addresses of who has not left, and transactions."""
    return [
        *_live(USERNAME, await queries.doubles.usernames()),
        *_live(ADDRESS, await queries.doubles.addresses()),
        *[
            Double(
                TRANSACTION,
                row.given,
                "",
                (
                    f"R{row.first:07d} of {row.name} ({row.code})",
                    f"R{row.second:07d} of {row.other} ({row.other_code})",
                ),
            )
            for row in await queries.doubles.transactions()
        ],
    ]


def _live(kind: str, found: Sequence[queries.doubles.Holder]) -> list[Double]:
    who: dict[tuple[str, str, int], list[str]] = {}
    for row in found:
        key = (row.given, row.place, row.owner)
        who.setdefault(key, []).append(f"{row.name} ({row.code})")
    return [Double(kind, given, place, tuple(all_)) for (given, place, _), all_ in who.items()]
