"""Staff give customers other packages in the middle of what is billed."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.billing import package_changes
from domain.billing.models import PackageChange
from domain.customers.models import Package
from tests.world.rules import Rules, which, who
from tests.world.town import Town

packages = st.sampled_from(["home", "swift"])


async def _seen(town: Town, who: int, package: str) -> tuple[int, int, package_changes.Foreseen]:
    customer, wanted = await town.customer(who), await Package.get(code=package)
    seen = await package_changes.foresee(town.cast.asha, customer.id, wanted.id)
    return customer.id, wanted.id, seen


async def changed(town: Town, who: int, package: str) -> Any:
    """As it was shown, and pressed twice."""
    customer_id, package_id, seen = await _seen(town, who, package)
    shown = seen.change.shown
    await package_changes.change(town.cast.asha, customer_id, package_id, shown=shown)
    return await package_changes.change(town.cast.asha, customer_id, package_id, shown=shown)


async def taken_back(town: Town, which: int) -> Any:
    """One of the newest changes, whether that can be or not."""
    newest = await PackageChange.all().order_by("-id").limit(8)
    if not newest:
        return None
    return await package_changes.take_back(town.cast.asha, newest[which % len(newest)].id)


class Packages(Rules):
    @rule(who=who, package=packages)
    def staff_reckon_another_package(self, who: int, package: str) -> None:
        self.do(changed, self.town, who, package)

    @rule(which=which)
    def staff_take_a_change_back(self, which: int) -> None:
        self.do(taken_back, self.town, which)

    @rule(who=who, package=packages)
    def staff_look_at_another_package(self, who: int, package: str) -> None:
        self.do(_seen, self.town, who, package)
