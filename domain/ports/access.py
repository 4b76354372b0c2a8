"""Access: what customers' services should be on an element, what it shows, and steps in between.

An element is what customers hang behind: a router, a RADIUS server. What a backend sees and does
there is its own; the domain counts it, decides what of it may happen, and reads it back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from domain.signs import Told

# How customers are connected, by what tells them from each other there.
BY_LOGIN = frozenset({"pppoe", "hotspot"})
BY_ADDRESS = frozenset({"static", "dhcp"})

# Why no change of ours can help.
MISSING = "secret-missing"  # the customer's account is not there
CLASH = "address-clash"
FOREIGN = "foreign-entry"  # what holds the customer is not ours: what it is follows
NAMELESS = "nameless"  # nothing to know the customer by, or of a kind that is not served there


class Fault(StrEnum):
    """Why an element did not do what it was asked (`Outside.reason`), where the house tells one
    from another; a backend may have words of its own beside these."""

    UNREACHABLE = "unreachable"  # nobody answers at its address
    SILENT = "silent"  # it takes the call and says nothing
    TIMEOUT = "timeout"
    BROKEN = "broken"  # it hung up
    FULL = "full"  # it takes no more sessions of ours
    OVERLOADED = "overloaded"
    INTERRUPTED = "interrupted"
    INCOMPLETE = "incomplete"  # a part that must not pass for the whole
    PROTOCOL = "protocol"  # nobody understands what it says
    AUTH = "auth"
    FORBIDDEN = "forbidden"  # our user lacks a right there
    TLS = "tls"  # its certificate is not trusted
    UNSUPPORTED = "unsupported"  # it does not know what it was asked


@dataclass(frozen=True, slots=True)
class Form:
    """What the domain must know of a backend when an element of it is saved.

    `terms` are the settings that say how customers are held there.
    """

    backend: str
    kinds: frozenset[str]
    terms: frozenset[str] = frozenset()


class Desired(StrEnum):
    """What a service should be on its element; an absent one is held, its account never deleted."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ABSENT = "absent"


class Drift(StrEnum):
    """How an element differs from what was confirmed on it before."""

    FREE = "free"  # online, but should be held
    HELD = "held"  # held, but should be online
    PROFILE = "profile"  # online with another package's rate
    MISSING = "missing"  # the customer's account is not there
    CLASH = "clash"  # should be held, but the address belongs to a customer who should not
    UNKNOWN = "unknown"  # an account that no customer has


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a customer may use still, and where the element's counters stood when that was reckoned.

    None is without a limit. Counters that show less than was counted have begun anew.
    """

    seconds: int | None = None
    octets: int | None = None
    counted_seconds: int = 0
    counted_octets: int = 0


@dataclass(frozen=True, slots=True)
class Used:
    """Where the counters of a customer's account stand; for how long they are `online`, if so."""

    seconds: int
    octets: int
    online: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One customer's service. `login` is who dials in, empty where `address` is the customer's own.

    A `settled` one was confirmed on the element before: what differs was changed there. Of an
    absent one nothing need be there; what was theirs and was `given` to another customer is no
    more touched for them, and `login` and `address` are empty. An account with a `password` is
    ours: it is made where it lacks, and taken away with an absent one; the password is asked for
    then alone. Without an `allowance` nothing is said of what may be used.
    """

    customer_id: int
    kind: str
    login: str
    address: str
    state: Desired
    rate: str  # what the package is called there
    settled: bool = True
    given: bool = False
    password: Callable[[], str] | None = field(default=None, compare=False)
    allowance: Allowance | None = None

    @property
    def label(self) -> str:
        """What staff know it by on the element."""
        return self.login or self.address

    @property
    def active(self) -> bool:
        """Whether the customer is to be online."""
        return self.state is Desired.ACTIVE

    @property
    def logins(self) -> Sequence[str]:
        """The accounts to be looked at."""
        return (self.login,) if self.login else ()


def wanted(
    customer_id: int,
    kind: str,
    username: str,
    ip: str,
    *,
    state: Desired,
    rate: str,
    settled: bool = True,
    given: bool = False,
    password: Callable[[], str] | None = None,
    allowance: Allowance | None = None,
) -> Wanted:
    """A customer's service by their kind of connection."""
    return Wanted(
        customer_id=customer_id,
        kind=kind,
        login=username if kind in BY_LOGIN and not given else "",
        address=ip.removesuffix("/32") if kind in BY_ADDRESS and not given else "",
        state=state,
        rate=rate,
        settled=settled,
        given=given,
        password=password,
        allowance=allowance,
    )


@dataclass(frozen=True, slots=True)
class Left:
    """What one customer's service left on an element: an account, or an address that is held."""

    customer_id: int
    login: str
    address: str
    active: bool
    login_now: str  # what they are known by on the same element now
    address_now: str
    owned: bool  # a customer has the login there now
    kind: str = "pppoe"  # whose account the login was

    @property
    def logins(self) -> Sequence[str]:
        """The accounts to be looked at."""
        return [login for login in (self.login, self.login_now) if login]


class Sought(Protocol):
    """Whoever is looked for on an element."""

    @property
    def kind(self) -> str:
        """How they are or were connected."""

    @property
    def logins(self) -> Sequence[str]:
        """Their accounts there."""

    @property
    def address(self) -> str:
        """Their own address, or empty."""


class Sight(Protocol):
    """What was seen, complete for what was asked; never a part that looks whole."""

    @property
    def account_count(self) -> int:
        """How many accounts it shows."""

    @property
    def session_count(self) -> int:
        """How many sessions it shows."""

    @property
    def logins(self) -> Collection[str]:
        """The names of its accounts."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act for one customer, 0 for nobody's; `act` is the backend's own.

    Where a `vital` one is refused, that is the customer's trouble, and nothing follows it.
    """

    customer_id: int
    act: object
    vital: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What one customer's service needs: all of `first` is answered before `then` is sent."""

    first: Sequence[Step] = ()
    then: Sequence[Step] = ()  # takes hold of sessions that are up
    drift: Drift | None = None
    by_hand: bool = False  # somebody changed it there, it does not follow a new session


@dataclass(slots=True)
class Plan:
    """What an element needs, and what it already has.

    `strays` take out what holds nobody who should be held, `orphans` counts those of them whose
    customer is not on this element at all. `confirmed` customers have what is desired, `seen` ones
    use it now, and `used` is what their accounts count.
    `held_at` are the addresses of held customers' sessions. `troubles` names why no
    change of ours can help; `held_by` what holds who should be online, by label.
    """

    moves: Mapping[int, Move] = field(default_factory=dict)
    strays: Sequence[Step] = ()
    orphans: int = 0
    drift: dict[Drift, list[str]] = field(default_factory=dict)
    confirmed: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    held_at: dict[int, str] = field(default_factory=dict)
    troubles: dict[int, str] = field(default_factory=dict)
    held_by: dict[str, str] = field(default_factory=dict)
    used: dict[int, Used] = field(default_factory=dict)

    @property
    def by_hand(self) -> int:
        """How many customers' services somebody changed on the element."""
        return sum(move.by_hand for move in self.moves.values()) + self.orphans


class Served(StrEnum):
    """What a customer has now."""

    PAID = "paid"
    HELD = "held"
    OFFLINE = "offline"
    ONLINE = "online"  # with what, it can't tell


@dataclass(frozen=True, slots=True)
class Showing:
    """What an element shows of one customer."""

    served: Served
    address: str = ""
    uptime: str = ""
    rate: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class ElementHealth(Told):
    """What an element says of itself; `version` names the product as well."""

    identity: str
    version: str
    uptime_seconds: int
    cpu_load: int
    free_memory: int
    sessions: int


class AccessBackend(Protocol):
    """One element; look-ups and urgent steps never wait for a look at everything.

    What takes time computing is done by `plan` and `shut`, which ask nobody and may run in a
    thread.
    """

    async def health(self) -> ElementHealth:
        """Ask how it is."""

    async def observe(self, sought: Sequence[Sought] | None = None) -> Sight:
        """What concerns these, or all that is there.

        An account is known by what the last looks have shown: a session that came beside a known
        one is found by the next look at everything.
        """

    def plan(
        self,
        sight: Sight,
        wanted: Sequence[Wanted],
        *,
        whole: bool = True,
        sessions_whole: bool = True,
    ) -> Plan:
        """What differs. `whole` says that both sides are all there is on the element.

        Without it strays and unknown accounts are left alone. Where `sessions_whole` is in doubt,
        what holds a customer without a session stays.
        """

    def shut(self, sight: Sight, left: Sequence[Left]) -> Sequence[Sequence[Step]]:
        """What is still to be done of what services left, in this order: nobody is free between.

        Nothing where all is shut.
        """

    def show(self, sight: Sight, wanted: Wanted) -> Showing:
        """What a look at this one customer has shown."""

    async def lacking(
        self, used: Iterable[tuple[str, str]], sight: Sight | None = None
    ) -> Sequence[str]:
        """Rates that are lacking there, of the kinds and rates `used`; none where it can't tell.

        Told by a look at everything, or asked now.
        """

    async def carry_out(self, steps: Sequence[Step], *, urgent: bool) -> None:
        """Do the steps of different customers in any order, many in flight.

        Raises at the first failure; what was done stays done, and may be done again.
        """

    async def close(self) -> None:
        """Give the connections back."""
