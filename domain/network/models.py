"""Tables of the network: routers, what a service should be, what they showed, what went wrong."""

from __future__ import annotations

from tortoise import fields

from domain.fields import Cut, Instant, Json, Key, Line, Prose
from domain.network.states import Desired
from domain.tables import Model

MIKROTIK_KINDS = ",dhcp,pppoe,static,"


class Router(Model):
    """An access element that customers hang behind, under the terms of its backend."""

    id = fields.BigIntField(primary_key=True)
    name = Line(64, unique=True)
    operator_id: int | None
    operator = Key("Operator", null=True)
    backend = Line(32, default="mikrotik", db_default="mikrotik")
    kinds = Line(64, default=MIKROTIK_KINDS, db_default=MIKROTIK_KINDS)  # that it serves
    settings = Json(null=True)  # as the backend declares them
    credentials = Prose(sealed=True)
    watch_only = fields.BooleanField(default=False)
    enabled = fields.BooleanField(default=True)

    class Meta:
        table = "router"


class Service(Model):
    """The desired and the confirmed state of one customer's service.

    `generation` counts changes of what is desired, `applied` is the last one that the router was
    seen to have, they are equal when there is nothing to do.
    """

    id = fields.BigIntField(primary_key=True)
    customer_id: int
    customer = Key("Customer")
    router_id: int
    router = Key("Router")
    desired = fields.CharEnumField(Desired, max_length=16, default=Desired.ACTIVE)
    profile = Line(64)
    dials = fields.BooleanField(default=True, db_default=True)  # by PPPoE, known by a username
    logs_in = fields.BooleanField(default=False, db_default=False)  # at a hotspot, by a username
    target = Line(64, default="", db_default="")  # username or address
    generation = fields.IntField(default=1)
    applied = fields.IntField(default=0)
    urgent = fields.BooleanField(default=False)  # a reconnect, until its session was seen
    asked_at = Instant()
    done_at = Instant(null=True)  # commands finished and read back
    seen_at = Instant(null=True)  # session seen with the desired service
    error = Cut(200, default="")
    tries = fields.IntField(default=0)
    due_ms = fields.BigIntField(default=0)  # the next try; settled: since when it differs
    held_at: str | None = Cut(45, null=True)  # the session's address when last held

    class Meta:
        table = "service"
        indexes = (("router_id", "id"), ("held_at",))


class Remnant(Model):
    """What a service left on a router, or under a name there, when it moved: to be shut."""

    id = fields.BigIntField(primary_key=True)
    customer_id: int
    customer = Key("Customer")
    router_id: int
    router = Key("Router")
    name = Line(64, default="")
    address = Line(64, default="")
    logs_in = fields.BooleanField(default=False, db_default=False)  # the name is a hotspot's
    kept_at = Instant()
    tries = fields.IntField(default=0)
    due_ms = fields.BigIntField(default=0)

    class Meta:
        table = "remnant"
        indexes = (("router_id", "due_ms"), ("customer_id",))


class Allowance(Model):
    """What a customer may use, and what of it was used, as their router counts it.

    None is without a limit. Counters on a router go up for as long as its row is there: `counted`
    is where they stood when they were read last.
    """

    id = fields.BigIntField(primary_key=True)
    customer_id = fields.BigIntField(unique=True)
    seconds = fields.BigIntField(null=True)
    octets = fields.BigIntField(null=True)
    used_seconds = fields.BigIntField(default=0)
    used_octets = fields.BigIntField(default=0)
    counted_seconds = fields.BigIntField(default=0)
    counted_octets = fields.BigIntField(default=0)
    counted_at = Instant()  # when they were read last
    given_at = Instant()
    used_at = Instant(null=True)  # the first use of it was told
    spent_at = Instant(null=True)  # that nothing of it is left was told

    class Meta:
        table = "allowance"


class Suspension(Model):
    """One suspension or reconnection with its rule and figures: answers 'why was I cut?'."""

    id = fields.BigIntField(primary_key=True)
    customer_id: int
    customer = Key("Customer")
    act = Line(16)  # suspend, reconnect
    rule = Line(32)
    figures = Json(default=dict)
    at = Instant()
    staff_id: int | None
    staff = Key("Staff", null=True)

    class Meta:
        table = "suspension"
        indexes = (("customer_id", "id"),)


class RouterState(Model):
    """What is known of a router's health and of its last full read."""

    id = fields.BigIntField(primary_key=True)
    router_id: int
    router = Key("Router")
    reachable = fields.BooleanField(null=True)
    since = Instant(null=True)
    misses = fields.IntField(default=0)
    hits = fields.IntField(default=0)  # answers in a row while it counts as down
    checked_at = Instant(null=True)
    version = Cut(40, default="")
    uptime_seconds = fields.BigIntField(default=0)
    cpu_load = fields.IntField(default=0)
    sessions = fields.IntField(default=0)
    read_at = Instant(null=True)  # the end of the last full pass that succeeded
    due_at = Instant(null=True)  # of the next full pass; without it, now
    failed = fields.IntField(default=0, db_default=0)  # full passes since, in a row
    rows_read = fields.IntField(default=0)  # secrets of the last read that was believed
    sessions_read = fields.IntField(default=0)
    waiting = fields.IntField(default=0)  # customers whose changes are held back for a person
    released = fields.BooleanField(default=False)  # a person lets the next pass through
    accepted = fields.IntField(null=True)  # secrets: a person takes a list this short for true
    drift = Json(default=dict)  # kind -> count, and the first names
    error = Cut(200, default="")

    class Meta:
        table = "router_state"
