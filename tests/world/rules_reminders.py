"""The office tells customers on other days, at other hours, by other channels, or not at all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.billing import profiles
from domain.billing.models import BillingProfile
from domain.messaging import telling
from tests.world.rules import Rules, yes
from tests.world.town import Town

steps = st.sampled_from(["-5, 0, 1", "-3 9:00 sms, 0 18:00", "-1 sms+email, 0", "2 7:00", "never"])
terms = st.sampled_from(["reminder_days", "expiry_days"])
events = st.sampled_from(["welcome", "first-online", "due-reminder", "expiration-warning"])


async def stepped(town: Town, term: str, line: str) -> Any:
    """As it was seen on the card."""
    for row in await BillingProfile.all().order_by("id"):
        seen = profiles.version_of(row)
        await profiles.change(town.cast.asha, row.id, term, line, seen=seen)


async def _switched(town: Town, event: str, on: bool) -> Any:
    return await telling.switch(town.cast.asha, event, on=on)


class Reminders(Rules):
    @rule(term=terms, line=steps)
    def the_office_reminds_by_other_steps(self, term: str, line: str) -> None:
        self.do(stepped, self.town, term, line)

    @rule(event=events, on=yes)
    def the_office_switches_an_event(self, event: str, on: bool) -> None:
        self.do(_switched, self.town, event, on)
