"""The parts of the router in small, each alone: no socket, no login."""

from __future__ import annotations

import pytest

from sandbox.routeros.network import Network
from sandbox.routeros.tools import Tools
from sandbox.routeros.traps import Trap


@pytest.fixture
def network() -> Network:
    network = Network()
    network.add_secret("rahim", remote_address="10.0.0.7")
    return network


def test_nobody_is_online_without_power(network: Network) -> None:
    network.add_host("karim", "10.0.0.8")
    assert network.service_of("karim") == "paid"

    network.power_off(1)
    assert network.online() == []

    network.power_on()
    assert network.service_of("karim") == "paid"


def test_who_dials_in_has_the_address_of_the_secret(network: Network) -> None:
    assert network.dial("stranger") is None
    session = network.dial("rahim")

    assert session is not None
    assert [one.address for one in network.online()] == ["10.0.0.7"]


def test_a_tool_names_its_right_and_the_power_button_is_what_was_given(network: Network) -> None:
    pressed: list[str] = []
    tools = Tools(network.world, lambda: pressed.append("reboot"))

    reboot, ping = tools.find("/system/reboot"), tools.find("/ping")

    assert reboot is not None
    assert (reboot.policy, reboot.run({}), pressed) == ("reboot", [], ["reboot"])
    assert ping is not None
    with pytest.raises(Trap):
        ping.run({})
    assert tools.find("/system/shutdown") is None
