"""What the rows of a file would have of routers, all of them together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from domain.customers.models import Customer
from domain.customers.owned import USUAL, Own, columns, holders, of, taken
from domain.errors import DomainError, RowRepeated
from domain.onboarding.matching import Incoming


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row of a file would have that its customer has not, and what they would give up."""

    incoming: Incoming
    row: Customer | None
    fresh: frozenset[Own]
    given_up: frozenset[Own]

    @classmethod
    def of(cls, incoming: Incoming, row: Customer | None) -> Claim:
        """Of whom the row speaks, None for a new customer."""
        before = columns(row) if row else {**USUAL, "operator_id": incoming.operator_id}
        said = incoming.before if row else incoming.values
        after = before | {
            name: incoming.values[name] for name in before if name in said and name != "status"
        }
        after["status"] = incoming.status or incoming.values.get("status") or before["status"]
        had, has = of(before) if row else set[Own](), of(after)
        return cls(incoming, row, frozenset(has - had), frozenset(had - has))


class Claims:
    """What the rows of a file would have of routers, all of them together.

    What changes hands within the file may: its holder gives it up, unless that row can't come.
    """

    def __init__(
        self,
        sees: Callable[[Customer], bool],
        *,
        besides: Collection[int] = (),
        given_up: Collection[tuple[Own, int]] = (),
    ) -> None:
        self._sees = sees
        self._besides = besides
        self._claims: list[Claim] = []
        self._lines: set[int] = set()
        self._holders: dict[Own, list[Customer]] = {}
        self.given_up: set[tuple[Own, int]] = set(given_up)

    async def take(self, pairs: Sequence[tuple[Incoming, Customer | None]]) -> None:
        """Take these rows in, each with its customer if that one is there."""
        made = [Claim.of(incoming, row) for incoming, row in pairs]
        made = [claim for claim in made if claim.fresh or claim.given_up]
        self._claims += made
        self._lines |= {claim.incoming.line for claim in made}
        self._holders |= await holders(own for claim in made for own in claim.fresh)

    def moves(self, incoming: Incoming) -> bool:
        """Whether the row gives its customer a username or address, or takes one from them."""
        return incoming.line in self._lines

    def together(self) -> dict[int, int]:
        """The rows, by line, between which something changes hands, with one line that stands for
        all of them: a row that came alone would have what its holder has not given up yet."""
        takers = {own: claim.incoming.line for claim in self._claims for own in claim.fresh}
        first = {line: line for line in self._lines}

        def one(line: int) -> int:
            while first[line] != line:
                first[line] = line = first[first[line]]
            return line

        for claim in self._claims:
            for own in claim.given_up & takers.keys():
                first[one(takers[own])] = one(claim.incoming.line)
        return {line: one(line) for line in first}

    def again(self, besides: Collection[int]) -> Claims:
        """For a look at some of these rows when they are written, `besides` customers whom this
        import has made: others may have had their hands in it since."""
        return Claims(self._sees, besides=besides, given_up=self.given_up)

    def decide(self, refuse: Callable[[Incoming, DomainError], None]) -> None:
        """Refuse the rows that would have what somebody keeps; of two new ones the later."""
        claims = sorted(self._claims, key=lambda claim: claim.incoming.line)
        self.given_up |= {pair for claim in claims for pair in _pairs(claim)}
        first: dict[Own, Claim] = {}
        waiting: list[Claim] = []
        for claim in claims:
            if (why := self._repeats(claim, first)) is not None:
                self._refuse(claim, why, refuse)
                continue
            first.update(dict.fromkeys(claim.fresh, claim))
            waiting.append(claim)
        refused = set[int]()
        while waiting:
            claim = waiting.pop()
            why = None if claim.incoming.line in refused else self._kept(claim)
            if why is not None:
                refused.add(claim.incoming.line)
                self._refuse(claim, why, refuse)
                waiting += [first[own] for own in sorted(claim.given_up) if own in first]

    def _refuse(
        self, claim: Claim, why: DomainError, refuse: Callable[[Incoming, DomainError], None]
    ) -> None:
        """Who does not come gives nothing up."""
        self.given_up.difference_update(_pairs(claim))
        refuse(claim.incoming, why)

    def _repeats(self, claim: Claim, first: Mapping[Own, Claim]) -> DomainError | None:
        for own in sorted(claim.fresh):
            if (earlier := first.get(own)) is None:
                continue
            if earlier.row is not None:
                return taken(own, earlier.row, seen=self._sees(earlier.row))
            return RowRepeated(field=own.what, given=own.value, line=earlier.incoming.line)
        return None

    def _kept(self, claim: Claim) -> DomainError | None:
        own_id = claim.row.id if claim.row else None
        for own in sorted(claim.fresh):
            for holder in self._holders.get(own, ()):
                mine = holder.id == own_id or holder.id in self._besides
                if not mine and (own, holder.id) not in self.given_up:
                    return taken(own, holder, seen=self._sees(holder))
        return None


def _pairs(claim: Claim) -> set[tuple[Own, int]]:
    return {(own, claim.row.id) for own in claim.given_up} if claim.row else set()
