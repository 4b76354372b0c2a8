"""Whose request it is, and how often they may come."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from handlers.web.guard import Limits, Proxies, Rate, neighbourhood


class Socket:
    """A connection from an address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return (self.address, 4711) if name == "peername" else default


def source(trusted: list[str], socket: str, *told: str) -> str:
    headers = [("X-Forwarded-For", value) for value in told]
    request = make_mocked_request(
        "GET", "/", headers=CIMultiDict(headers), transport=Socket(socket)
    )
    return Proxies(trusted).source(request)


@pytest.mark.parametrize(
    ("trusted", "socket", "told", "found"),
    [
        ([], "203.0.113.5", [], "203.0.113.5"),
        ([], "203.0.113.5", ["10.0.0.11"], "203.0.113.5"),
        (["127.0.0.1"], "203.0.113.5", ["10.0.0.11"], "203.0.113.5"),
        (["127.0.0.1"], "127.0.0.1", ["203.0.113.5"], "203.0.113.5"),
        (["127.0.0.1"], "127.0.0.1", ["10.0.0.11, 203.0.113.5"], "203.0.113.5"),
        (["127.0.0.1", "192.0.2.0/24"], "127.0.0.1", ["203.0.113.5, 192.0.2.7"], "203.0.113.5"),
        (["127.0.0.1"], "127.0.0.1", ["10.0.0.11", "203.0.113.5"], "203.0.113.5"),
        (["127.0.0.1"], "127.0.0.1", ["203.0.113.5, nonsense"], ""),
        (["::1"], "::1", ["2001:db8::5"], "2001:db8::5"),
        ([], "::ffff:203.0.113.5", [], "203.0.113.5"),
    ],
)
def test_a_client_cannot_choose_its_address(
    trusted: list[str], socket: str, told: list[str], found: str
) -> None:
    assert source(trusted, socket, *told) == found


def test_an_ipv6_customer_is_counted_by_the_network_they_were_given() -> None:
    assert neighbourhood("2001:db8:1:2:3::4") == neighbourhood("2001:db8:1:2:9::9")
    assert neighbourhood("2001:db8:1:3::1") != neighbourhood("2001:db8:1:2::1")
    assert neighbourhood("203.0.113.5") == "203.0.113.5"


def test_a_bucket_empties_and_fills_with_time() -> None:
    now = [0.0]
    limits, rate = Limits(lambda: now[0]), Rate(3, 10)

    assert [limits.allows("page", "a", rate) for _ in range(4)] == [True, True, True, False]
    assert limits.allows("page", "b", rate)
    assert limits.allows("form", "a", rate)
    now[0] = 9.9
    assert not limits.allows("page", "a", rate)
    now[0] = 20.1
    assert [limits.allows("page", "a", rate) for _ in range(3)] == [True, True, False]


def test_buckets_do_not_grow_without_bound() -> None:
    limits = Limits(most=100)

    for number in range(1000):
        limits.allows("page", str(number), Rate(1, 60))

    assert len(limits._buckets) == 100
