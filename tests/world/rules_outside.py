"""What goes wrong outside, and what time does."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.customers.models import Customer
from scheduler import inbox as reader
from tests.world.death import End
from tests.world.outside import Mood
from tests.world.rules import Rules, which, who, yes
from tests.world.town import BANKS, PHONES, Town

mood = st.sampled_from([each.value for each in Mood])


async def _set(town: Town, bank: str = "", phones: str = "", mood: str = "well") -> None:
    if bank:
        town.banks[bank].mood = Mood(mood)
    if phones:
        town.phones[phones].mood = Mood(mood)


async def _tower(town: Town, down: bool) -> None:
    town.tower.is_down = down


async def _meddled(town: Town, who: int, profile: str) -> None:
    customer = await town.customer(who)
    if customer.username in town.tower.secrets:
        town.tower.set(customer.username, profile=profile)


async def _dialled(town: Town, who: int) -> None:
    customer: Customer = await town.customer(who)
    if customer.username in town.tower.secrets:
        town.tower.dial(customer.username)


async def _reported(town: Town, phones: str, which: int, status: str, times: int) -> None:
    hook = town.phones[phones].reports(which, status)
    for _ in range(times if hook else 0):
        assert hook is not None
        await town.hear(phones, phones, hook)
        await reader.work(town.ports)


async def _doomed(town: Town, after: int, how: str) -> None:
    town.death.comes(after, End(how))


async def _works(town: Town) -> None:
    await town.passes()


class OutsideWorld(Rules):
    @rule(bank=st.sampled_from(BANKS), mood=mood)
    def a_gateway_becomes(self, bank: str, mood: str) -> None:
        self.do(_set, self.town, bank=bank, mood=mood)

    @rule(phones=st.sampled_from(PHONES), mood=mood)
    def a_provider_becomes(self, phones: str, mood: str) -> None:
        self.do(_set, self.town, phones=phones, mood=mood)

    @rule(
        phones=st.sampled_from(PHONES),
        which=which,
        status=st.sampled_from(["delivered", "read", "failed"]),
        times=st.integers(1, 2),
    )
    def a_provider_reports(self, phones: str, which: int, status: str, times: int) -> None:
        self.do(_reported, self.town, phones, which, status, times)

    @rule(down=yes)
    def the_router_goes(self, down: bool) -> None:
        self.do(_tower, self.town, down)

    @rule(who=who, profile=st.sampled_from(["10M", "suspended"]))
    def somebody_meddles_with_the_router(self, who: int, profile: str) -> None:
        self.do(_meddled, self.town, who, profile)

    @rule(who=who)
    def customer_dials_in(self, who: int) -> None:
        self.do(_dialled, self.town, who)

    @rule(after=st.integers(0, 80), how=st.sampled_from(["killed", "cancelled"]))
    def the_end_comes(self, after: int, how: str) -> None:
        self.do(_doomed, self.town, after, how)


class Time(Rules):
    @rule()
    def all_is_done(self) -> None:
        self.do(_works, self.town)

    @rule(minutes=st.sampled_from([1, 12, 40]))
    def minutes_go_by(self, minutes: int) -> None:
        self.do(self.town.go_on, minutes=minutes)

    @rule(hours=st.sampled_from([1, 5, 11]))
    def hours_go_by(self, hours: int) -> None:
        self.do(self.town.go_on, hours=hours)

    @rule(days=st.sampled_from([1, 2, 3]))
    def days_go_by(self, days: int) -> None:
        self.do(self.town.go_on, attended=2 * days, days=days)

    @rule(days=st.sampled_from([1, 4, 7]))
    def nobody_is_there_for(self, days: int) -> None:
        self.do(self.town.go_on, days=days)
