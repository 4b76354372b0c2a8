"""The menus of a router and the customers behind it, without the sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime

from sandbox.routeros.hosts import Host, Hosts
from sandbox.routeros.hotspot import Hotspot, Login
from sandbox.routeros.sessions import Dialer, Session
from sandbox.routeros.tables import Item, Table
from sandbox.routeros.world import Kind, Online, Service, World


def utc_now() -> datetime:
    return datetime.now(UTC)


class Network:
    """What is on the router and who is behind it.

    Customers count as suspended while their address is in `suspended_list` or their session was
    set up with `suspended_profile`. Equipment dials again `redial_after` seconds after its session
    was taken away. Nobody is online while the network `is_dark`.
    """

    def __init__(
        self,
        *,
        name: str = "MikroTik",
        version: str = "7.18.2",
        clock: Callable[[], datetime] = utc_now,
        redial_after: float = 1.0,
        suspended_profile: str = "suspended",
        suspended_list: str = "suspended",
    ) -> None:
        self.world = World(name, version, clock)
        self.suspended_profile = suspended_profile
        self.suspended_list = suspended_list
        self.dialer = Dialer(self.world, redial_after)
        self.hosts = Hosts(self.world)
        self.hotspot = Hotspot(self.world, redial_after)
        self.is_dark = False

    def __getitem__(self, path: str) -> Table:
        """A menu, such as `/ppp/secret`."""
        return self.world[path]

    def add_profile(self, name: str, **values: str) -> Item:
        """A PPP profile; `_` in a name stands for `-`."""
        return self._put("/ppp/profile", {"name": name, **values})

    def add_pool(self, name: str, ranges: str) -> Item:
        return self._put("/ip/pool", {"name": name, "ranges": ranges})

    def add_secret(
        self,
        name: str,
        password: str = "pw",  # noqa: S107
        profile: str = "default",
        **values: str,
    ) -> Item:
        """A PPPoE customer; `_` in a name stands for `-`."""
        return self._put(
            "/ppp/secret",
            {"name": name, "password": password, "profile": profile, "service": "pppoe", **values},
        )

    def add_listed(self, list: str, address: str, comment: str = "") -> Item:
        """An entry of the firewall's address list."""
        return self._put(
            "/ip/firewall/address-list", {"list": list, "address": address, "comment": comment}
        )

    def add_hotspot_user(
        self,
        name: str,
        password: str = "pw",  # noqa: S107
        **values: str,
    ) -> Item:
        return self._put("/ip/hotspot/user", {"name": name, "password": password, **values})

    def add_user_profile(self, name: str, **values: str) -> Item:
        """A profile of hotspot users; `_` in a name stands for `-`."""
        return self._put("/ip/hotspot/user/profile", {"name": name, **values})

    def add_lease(self, address: str, mac: str, **values: str) -> Item:
        return self._put(
            "/ip/dhcp-server/lease", {"address": address, "mac-address": mac, **values}
        )

    def _put(self, path: str, written: Mapping[str, str]) -> Item:
        table = self.world[path]
        return table.add(
            {
                field: table.clean(field, value)
                for field, value in (
                    (key.replace("_", "-"), value) for key, value in written.items()
                )
            }
        )

    def load(
        self,
        names: Iterable[str],
        *,
        profile: str = "default",
        comment: str = "",
        online: bool = True,
    ) -> None:
        """Many secrets at once; with `online` their equipment dials as soon as there is power."""
        secrets, of = self.world["/ppp/secret"], self.world["/ppp/profile"].named(profile)
        if of is None:
            raise KeyError(profile)
        for name in names:
            values: dict[str, str | Item] = {
                "name": name,
                "service": "pppoe",
                "password": "pw",
                "profile": of,
            }
            if comment:
                values["comment"] = comment.format(name=name)
            secrets.insert(values)
            if online:
                self.dialer.dial(name)

    def dial(self, name: str) -> Session | None:
        """Switch a PPPoE customer's equipment on; None while the router refuses it."""
        return self.dialer.dial(name)

    def power_on(self) -> None:
        """Whoever wants to be online dials in."""
        self.is_dark = False
        self.dialer.redial_all()

    def power_off(self, boots: int) -> None:
        """The router lost power, and forgets what it does not keep."""
        self.dialer.drop_all()
        self.hotspot.forget()
        self.is_dark = True
        self.world.reboot(boots)
        self.hosts.forget()

    def hang_up(self, name: str) -> None:
        """Switch it off."""
        self.dialer.hang_up(name)

    def add_host(self, name: str, address: str, mac: str = "") -> Host:
        """A customer with a static address."""
        return self.hosts.add(name, address, mac)

    def bind(self, mac: str, address: str = "", host_name: str = "") -> Item:
        """A DHCP client asks for its address; gives the lease."""
        return self.hosts.bind(mac, address, host_name)

    def hotspot_login(
        self, user: str, mac: str, address: str, password: str | None = None
    ) -> Login | None:
        """A device logs in at the hotspot; None when it is refused."""
        return self.hotspot.login(user, mac, address, password)

    def open_flow(self, address: str, to: str = "93.184.216.34:443") -> Item:
        """A connection of a customer that the firewall tracks."""
        return self.world["/ip/firewall/connection"].insert(
            {"src-address": f"{address}:50000", "dst-address": to}, dynamic=True
        )

    def online(self) -> list[Online]:
        """Everybody whose packets could pass now, and how the network treats them."""
        if self.is_dark:
            return []
        self.world.lists.expire()
        self.hotspot.expire()
        holds = self.world.lists.matcher(self.suspended_list)
        seen: list[Online] = []
        for kind, name, address, profile in self._present():
            listed = holds(address)
            cut = listed or profile == self.suspended_profile
            service: Service = "suspended" if cut else "paid"
            seen.append(Online(name, kind, address, profile, listed, service))
        return seen

    def _present(self) -> Iterator[tuple[Kind, str, str, str]]:
        for session in self.dialer.sessions.values():
            yield "pppoe", session.name, session.address, session.profile
        for host in self.hosts.static.values():
            yield "static", host.name, host.address, ""
        for lease in self.hosts.bound:
            if lease.values.get("block-access") != "true":
                mac, address = lease.values["mac-address"], lease.values["active-address"]
                yield "dhcp", str(mac), str(address), ""
        for login in self.hotspot.logins.values():
            yield "hotspot", login.user, login.address, login.profile

    def service_of(self, name: str) -> Service:
        """What a customer has now; a DHCP client is named by its MAC address."""
        return next((each.service for each in self.online() if each.name == name), "offline")
