"""Files of customers come in: new ones, the same again, and others of the same customers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.network import services
from domain.onboarding import importing, opening
from tests.world.rules import Rules
from tests.world.town import Town


class Line(NamedTuple):
    """A customer in a file, by a number; amounts in taka."""

    number: int
    package: str
    due: int
    ahead: int

    def row(self) -> dict[str, str]:
        """As a file has it."""
        return {
            "customer_id": f"200{self.number}",
            "name": f"Customer {self.number}",
            "mobile": f"0171900000{self.number}",
            "operator": "north",
            "zone": "mirpur",
            "billing_profile": "standard",
            "package": self.package,
            "opening_due": str(self.due),
            "advance": str(self.ahead),
        }


lines = st.builds(
    Line,
    number=st.integers(1, 2),
    package=st.sampled_from(["home", "swift"]),
    due=st.sampled_from([0, 500, 1150]),
    ahead=st.sampled_from([0, 300]),
)


async def _imported(town: Town, rows: Sequence[Line]) -> Any:
    for row in rows:
        code = row.row()["customer_id"]
        town.books.openings |= {(code, row.due * 100), (code, row.ahead * 100)}
    plan = await importing.plan([row.row() for row in rows])
    plan = await opening.complete(plan, town.cast.asha)
    await opening.note_taken_back(plan)
    done = await opening.carry_out(plan, town.cast.asha)
    await services.ensure()
    return done


class Files(Rules):
    @rule(rows=st.lists(lines, min_size=1, max_size=3))
    def a_file_comes_in(self, rows: list[Line]) -> None:
        self.do(_imported, self.town, rows)
