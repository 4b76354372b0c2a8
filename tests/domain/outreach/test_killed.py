"""A broadcast whose process is killed at any instant tells nobody twice and misses nobody."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from domain.messaging.models import Message
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.payments.models import Link
from tests.cast import Cast
from tests.domain.outreach.conftest import House, crowd, statuses
from tests.domain.outreach.runner import IN_FLIGHT
from tests.kills import kills

KILLS = kills(8)
CUSTOMERS = 15 * KILLS
BEYOND_THE_LEASE = 5  # minutes after which what a dead process had claimed is anybody's


def begin(url: str, provider: Path, minutes: int) -> subprocess.Popen[str]:
    """A process that works on, past its preparations."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.domain.outreach.runner", url, str(provider), str(minutes)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    return process


def end(process: subprocess.Popen[str]) -> None:
    try:
        process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 0


def told_by(provider: Path) -> Counter[str]:
    """How often the provider was given a message for each number."""
    return Counter(provider.read_text().split())


async def assert_each_is_told_once(row: Broadcast, told: Counter[str], most_unknown: int) -> None:
    assert [number for number, times in told.items() if times > 1] == []
    messages = await Message.filter(broadcast_id=row.id)
    assert len({message.customer_id for message in messages}) == len(messages) == CUSTOMERS
    states = await statuses(row)
    assert states.keys() <= {"sent", "unknown"}
    assert states.get("unknown", 0) <= most_unknown
    assert len(told) >= states["sent"]
    assert (await Broadcast.get(id=row.id)).status is BroadcastStatus.DONE


async def test_killed_again_and_again_it_tells_everybody_at_most_once(
    house: House, cast: Cast, database: str, tmp_path: Path
) -> None:
    await crowd(cast, CUSTOMERS, owes=500)
    row = await house.send_off(kind="link")
    assert row.status is BroadcastStatus.ASKED  # more than Asha may send alone
    await Broadcast.filter(id=row.id).update(status=BroadcastStatus.RUNNING)
    chance, provider = random.Random(20261121), tmp_path / "provider"
    for kill in range(KILLS):
        process = begin(database, provider, minutes=kill * BEYOND_THE_LEASE)
        time.sleep(chance.uniform(0, 0.35))  # noqa: ASYNC251 - the other process works meanwhile
        process.kill()
        process.communicate()
    end(begin(database, provider, minutes=KILLS * BEYOND_THE_LEASE))
    await assert_each_is_told_once(row, told_by(provider), KILLS * IN_FLIGHT)
    assert await Link.filter(broadcast_id=row.id).count() == CUSTOMERS


async def test_two_processes_share_it(
    house: House, cast: Cast, database: str, tmp_path: Path
) -> None:
    await crowd(cast, CUSTOMERS - 2)
    row = await house.send_off()
    await Broadcast.filter(id=row.id).update(status=BroadcastStatus.RUNNING)
    provider = tmp_path / "provider"
    both = [begin(database, provider, minutes=0) for _ in range(2)]
    for process in both:
        end(process)
    await assert_each_is_told_once(row, told_by(provider), 0)
    assert len(told_by(provider)) == CUSTOMERS
