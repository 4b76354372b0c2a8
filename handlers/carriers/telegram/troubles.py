"""What Telegram refuses us, told to people: a second bot with our token, a group or topic gone."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from domain import clock, jobs
from domain.chat import cards, groups
from domain.incidents import incidents
from domain.staff import people

log = logging.getLogger(__name__)

SHARED, GROUP_GONE, TOPIC_GONE = "telegram-shared", "group-gone", "topic-gone"
QUIET = timedelta(minutes=2)  # without another bot's call it is over


class OtherPoller:
    """Whether another program takes our updates: told at the second refusal, since the process
    before us may still be ending at the first; over after a quiet while."""

    def __init__(self, process: str) -> None:
        self._process = process
        self._refused = 0
        self._last: datetime | None = None
        self._told: bool | None = None  # None: by a process before us, perhaps

    async def refused(self) -> None:
        """Telegram says that somebody else fetches."""
        self._refused, self._last = self._refused + 1, clock.now()
        if self._refused >= 2 and not self._told:
            others = await jobs.alive(clock.now(), "bot", but=self._process)
            await tell(SHARED, "Telegram", None, {"others": others})
            self._told = True

    async def fetched(self) -> None:
        """Updates could be asked for."""
        if self._told is False or (self._last and clock.now() - self._last < QUIET):
            return
        await incidents.close(SHARED, "Telegram")
        self._refused, self._told = 0, False


async def group_gone(chat_id: str) -> None:
    """Nothing can be said in a group any more: its admins hear of it in their own chats."""
    group = await groups.find(chat_id)
    if group is None:
        return
    log.warning("group-gone chat=%s", chat_id)
    name = group.title or chat_id
    await tell(GROUP_GONE, chat_id, group.operator_id, {"gateway": name})


async def topic_gone(chat_id: str, thread_id: str) -> None:
    """A topic was deleted: what was meant for it stands in the group's General."""
    group = await groups.find(chat_id)
    if group is None or not await groups.leave_topic(chat_id, thread_id):
        return
    name = group.title or chat_id
    await tell(TOPIC_GONE, chat_id, group.operator_id, {"gateway": name})


async def heard_again(chat_id: str) -> None:
    """The group takes what is said."""
    await incidents.close(GROUP_GONE, chat_id)


async def tell(kind: str, subject: str, operator_id: int | None, data: dict[str, Any]) -> None:
    """An incident, also in the own chats of those who can put it right."""
    incident = await incidents.open_(kind, subject, operator_id, data)
    await cards.raise_in_private(
        await people.who_may("group.bind", operator_id),
        key=f"incident:{incident.id}",
        screen="incident.card",
        args={"incident_id": incident.id},
        subject=f"incident:{incident.id}",
    )
