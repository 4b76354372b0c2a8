"""What every page of a process shares."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlsplit

from aiohttp import web

from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.payments import page
from domain.payments.page import Page
from domain.ports import PayChoice, Ports
from domain.staff import operators
from domain.staff.models import Operator
from domain.vouchers import lots
from handlers.together import Together
from handlers.web.guard import Limits, Proxies, Rate, neighbourhood
from handlers.web.meters import Meters
from handlers.web.pages import Pages, letterhead

log = logging.getLogger(__name__)

OFFER_SECONDS = 5.0  # a gateway switched off or on shows on pages after this


class TooOften(Exception):
    """More requests than anybody needs; `seconds` until the next one is welcome."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too often")
        self.seconds = max(int(seconds), 1)


class Rates(NamedTuple):
    """How often what may be asked. Many customers share an address behind their provider's NAT."""

    address: Rate = Rate(200, 0.05)
    guess: Rate = Rate(20, 5)
    token: Rate = Rate(60, 0.5)
    form: Rate = Rate(10, 6)
    paper: Rate = Rate(8, 5)
    voucher: Rate = Rate(30, 10)  # of all who try from one address
    held_form: Rate = Rate(6, 20)
    asking: Rate = Rate(1, 9)  # about one attempt, by a page that waits for it


@dataclass(frozen=True, slots=True)
class Choice:
    """A gateway as the page offers it."""

    gateway: Gateway
    shown: PayChoice


def _asked(shown: PayChoice) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, field.kind.name) for field in shown.asks)


class Offer:
    """An operator and the ways to pay them, made once and used for many pages.

    `online` ones lead to the gateway at once, and those that are `asking` with what they want to
    know; with `manual` ones the customer sends money and tells the transaction id.
    """

    def __init__(
        self, operator: Operator, choices: Sequence[Choice], *, takes_vouchers: bool = False
    ) -> None:
        self.operator = operator
        self.letterhead = letterhead(operator)
        self.choices = choices
        self.takes_vouchers = takes_vouchers
        self.online = tuple(
            (each.gateway.name, each.shown.title, " · ".join(each.shown.brands))
            for each in choices
            if not each.shown.manual and not each.shown.asks
        )
        self.asking = tuple(
            (each.gateway.name, each.shown.title, _asked(each.shown))
            for each in choices
            if each.shown.asks
        )
        self.manual = tuple(
            (each.gateway.name, each.shown.title, each.shown.number)
            for each in choices
            if each.shown.manual
        )

    def named(self, name: str, *, manual: bool) -> Choice | None:
        """The gateway of that name, if it is offered in that way."""
        wanted = (each for each in self.choices if each.shown.manual == manual)
        return next((each for each in wanted if each.gateway.name == name), None)

    def title(self, gateway_id: int) -> str | None:
        """What the gateway is called on the page, None when it is no longer offered."""
        found = (each.shown.title for each in self.choices if each.gateway.id == gateway_id)
        return next(found, None)


@dataclass(slots=True)
class Site:
    """The web of one process."""

    ports: Ports
    proxies: Proxies
    rates: Rates
    pages: Pages
    meters: Meters
    limits: Limits = field(default_factory=Limits)
    languages: Sequence[str] = ()
    opening: Together[str, Page | None] = field(default_factory=lambda: Together(page.read_many))
    _offers: dict[int, tuple[float, Offer]] = field(default_factory=dict)
    _offering: Together[int, Offer] = field(init=False)

    def __post_init__(self) -> None:
        self._offering = Together(self._offered)

    async def offer(self, operator_id: int) -> Offer:
        """The operator and its gateways, at most seconds old."""
        known = self._offers.get(operator_id)
        if known and known[0] > monotonic():
            return known[1]
        return await self._offering.do(operator_id)

    async def _offered(self, operator_ids: Sequence[int]) -> list[Offer]:
        """The same for all who found theirs too old at once: each is made by the first of them."""
        for operator_id in dict.fromkeys(operator_ids):
            known = self._offers.get(operator_id)
            if known is None or known[0] <= monotonic():
                made = await self._make_offer(operator_id)
                self._offers[operator_id] = (monotonic() + OFFER_SECONDS, made)
        return [self._offers[operator_id][1] for operator_id in operator_ids]

    async def _make_offer(self, operator_id: int) -> Offer:
        operator, choices = await operators.get(operator_id), []
        for gateway in await gateways.enabled("payment", operator_id):
            try:
                shown = self.ports.pay_choice(gateways.account(gateway, self.ports.vault))
            except Exception:  # an account that can't be shown must not take the page with it
                log.exception("gateway-not-shown name=%s", gateway.name)
                continue
            if shown.currency in {"", operator.currency}:
                choices.append(Choice(gateway, shown))
        return Offer(operator, choices, takes_vouchers=await lots.are_out(operator_id))

    def source(self, request: web.Request) -> str:
        """The address that the request comes from."""
        return self.proxies.source(request)

    def limit(self, what: str, who: str, rate: Rate) -> None:
        """Raises `TooOften` when `who` asks more often than the rate allows."""
        if not self.limits.allows(what, who, rate):
            raise TooOften(rate.seconds)

    def asks_about(self, ref: str) -> bool:
        """Whether it is time that a page that waits has the gateway asked once more."""
        return self.limits.allows("asking", ref, self.rates.asking)

    def limit_address(self, request: web.Request, what: str, rate: Rate) -> None:
        """The same by where the request comes from."""
        self.limit(what, neighbourhood(self.source(request)), rate)

    def language(self, request: web.Request, preferred: str = "") -> str:
        """The language that the page is asked for, else the customer's, else the browser's."""
        known = self.languages
        asked = request.query.get("lang", "")
        if asked in known:
            return asked
        if preferred in known:
            return preferred
        header = request.headers.get("Accept-Language", "")[:200]
        for part in header.split(","):
            code = part.split(";")[0].strip().split("-")[0].lower()
            if code in known:
                return code
        return known[0]

    def is_at_home(self, request: web.Request) -> bool:
        """Whether the browser thinks that it is with us, and not where a router redirected it."""
        return request.host == urlsplit(self.ports.public_url).netloc


SITE = web.AppKey("site", Site)
