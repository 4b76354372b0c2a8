"""What waits and what is in trouble can be counted from outside."""

from __future__ import annotations

from domain import clock, inbox, jobs
from domain.inbox import Received
from domain.incidents.models import Incident
from domain.network.models import RouterState
from domain.reports import figures
from tests import builders
from tests.cast import Cast, Moment


async def counted() -> dict[tuple[str, str], int]:
    found = await figures.figures()
    return {(each.name, "".join(each.labels.values())): each.value for each in found}


async def test_everything_is_counted_also_when_there_is_nothing(database: str) -> None:
    found = await counted()

    assert {"outbox", "inbox", "attempts_open", "verifications_waiting", "services_waiting",
            "routers_down", "gateways_troubled", "incidents_open",
            "inbox_oldest_seconds"} == {name for name, _ in found}  # fmt: skip
    assert set(found.values()) == {0}


async def test_what_waits_and_what_is_in_trouble(cast: Cast, moment: Moment) -> None:
    await inbox.store([Received("sms", "x", "{}", str(n)) for n in range(3)], clock.now())
    await RouterState.create(router_id=cast.router.id, reachable=False)
    await builders.a_gateway("troubled", troubled_since=clock.now())
    await Incident.create(kind="x", subject="y", opened_at=clock.now())
    await jobs.beat("here-1", "worker", clock.now())
    moment.move(seconds=90)

    found = await counted()

    assert found["inbox", "new"] == 3
    assert found["inbox_oldest_seconds", ""] == 90
    assert found["routers_down", ""] == 1
    assert found["gateways_troubled", ""] == 1
    assert found["incidents_open", ""] == 1
    assert found["heartbeat_age_seconds", "worker"] == 90
