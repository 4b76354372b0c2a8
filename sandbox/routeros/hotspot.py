"""Devices that log in at the hotspot: their sessions, cookies, and what their users have used."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sandbox.routeros.tables import Item
from sandbox.routeros.values import seconds, span
from sandbox.routeros.world import World


@dataclass(eq=False, slots=True)
class Login:
    """One hotspot session."""

    user: str
    mac: str
    address: str
    profile: str
    started_at: datetime
    row: Item
    listed: list[Item]
    octets: int = 0


@dataclass(slots=True)
class Counters:
    """What a user has used in sessions that are over."""

    seconds: float = 0
    octets: int = 0


class Hotspot:
    """Devices that log in through the hotspot, and come back by their cookie.

    A user's counters go up while it is logged in; at a limit its session ends, and it gets in no
    more, by cookie or password, until the limit is another.
    """

    def __init__(self, world: World, redial_after: float) -> None:
        self.world = world
        self.redial_after = redial_after
        self.logins: dict[Item, Login] = {}
        self.used: dict[Item, Counters] = {}
        self.active = world["/ip/hotspot/active"]
        self.cookies = world["/ip/hotspot/cookie"]
        self.users = world["/ip/hotspot/user"]
        self.active.live["uptime"] = self._uptime
        self.active.live["bytes-in"] = lambda row: str(self._octets(row) // 2)
        self.active.live["bytes-out"] = lambda row: str(self._octets(row) - self._octets(row) // 2)
        self.users.live["uptime"] = lambda user: span(self._total(user).seconds)
        self.users.live["bytes-in"] = lambda user: str(self._total(user).octets // 2)
        self.users.live["bytes-out"] = lambda user: str(
            self._total(user).octets - self._total(user).octets // 2
        )
        self.active.watchers.append(self._watch)
        self.users.watchers.append(self._forget_counters)
        world.as_time_goes.append(self.expire)
        self._timers: set[asyncio.TimerHandle] = set()

    def login(self, user: str, mac: str, address: str, password: str | None = None) -> Login | None:
        """A device gives its name and password; None when the user is unknown, disabled, logged in
        elsewhere, or has used up what it may. Without a password it comes by its cookie."""
        self.expire()
        known = self._known(user)
        if known is None or known.values.get("disabled") == "true" or self._is_spent(known):
            return None
        if password is not None and str(known.values.get("password", "")) != password:
            return None
        own = [each for each in self.logins.values() if each.user == user]
        self.active.remove([each.row for each in own if each.mac == mac])
        if any(each.mac != mac for each in own):
            return None
        return self._let_in(known, mac, address)

    def _let_in(self, known: Item, mac: str, address: str) -> Login:
        user = str(known.values["name"])
        profile = known.values.get("profile")
        if profile is None:
            profile = self.world["/ip/hotspot/user/profile"].named("default")
        values: dict[str, str | Item] = {"user": user, "address": address, "mac-address": mac}
        listed = str(profile.values.get("address-list", "")) if isinstance(profile, Item) else ""
        row = self.active.insert(values, dynamic=True)
        login = self.logins[row] = Login(
            user=user,
            mac=mac,
            address=address,
            profile=str(profile),
            started_at=self.world.clock(),
            row=row,
            listed=[self.world.lists.put(listed, address)] if listed else [],
        )
        if not self.cookies.where("user", user):
            self.cookies.insert({"user": user, "mac-address": mac, "expires-in": "3d"})
        return login

    def move(self, user: str, octets: int) -> None:
        """A device that is logged in moves so many bytes."""
        for login in self.logins.values():
            if login.user == user:
                login.octets += octets
        self.expire()

    def expire(self) -> None:
        """End the sessions of users that have used up what they may."""
        spent = [
            login.row
            for login in self.logins.values()
            if (user := self._known(login.user)) is not None and self._is_spent(user)
        ]
        self.active.remove(spent)

    def _known(self, name: str) -> Item | None:
        return next(iter(self.users.where("name", name)), None)

    def _is_spent(self, user: Item) -> bool:
        used = self._total(user)
        longest = seconds(str(user.values.get("limit-uptime", "0s"))) or 0
        most = int(str(user.values.get("limit-bytes-total", "0")))
        return bool(longest and used.seconds >= longest) or bool(most and used.octets >= most)

    def _total(self, user: Item) -> Counters:
        over = self.used.get(user, Counters())
        live = [each for each in self.logins.values() if each.user == user.values["name"]]
        now = self.world.clock()
        return Counters(
            over.seconds + sum((now - each.started_at).total_seconds() for each in live),
            over.octets + sum(each.octets for each in live),
        )

    def _watch(self, event: str, row: Item) -> None:
        login = self.logins.pop(row, None) if event == "removed" else None
        if login is None:
            return
        self._count(login)
        self.world.lists.table.remove(login.listed)
        loop = asyncio.get_running_loop()
        self._timers.add(loop.call_later(self.redial_after, self._return, login))

    def _count(self, login: Login) -> None:
        user = self._known(login.user)
        if user is not None:
            used = self.used.setdefault(user, Counters())
            used.seconds += (self.world.clock() - login.started_at).total_seconds()
            used.octets += login.octets

    def _forget_counters(self, event: str, user: Item) -> None:
        if event == "removed":
            self.used.pop(user, None)

    def _return(self, login: Login) -> None:
        self._timers = {timer for timer in self._timers if timer.when() > _now()}
        if self.cookies.where("user", login.user):
            self.login(login.user, login.mac, login.address)

    def forget(self) -> None:
        """A reboot ends every session without a return; what users have used is kept."""
        self.still()
        for login in self.logins.values():
            self._count(login)
        self.logins.clear()
        self.active.clear()

    def still(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def _octets(self, row: Item) -> int:
        login = self.logins.get(row)
        return login.octets if login else 0

    def _uptime(self, row: Item) -> str:
        login = self.logins.get(row)
        return span((self.world.clock() - login.started_at).total_seconds()) if login else "0s"


def _now() -> float:
    return asyncio.get_running_loop().time()
