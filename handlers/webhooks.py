"""What providers tell us: believed by its signature, stored raw, answered, and processed later."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from aiohttp import web

from domain import clock, inbox, signs, tokens, wakes
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.errors import Outside
from domain.inbox import TELEGRAM, Received
from domain.incidents import incidents
from domain.ports import Account, Hook, Ports
from handlers.together import Together
from handlers.web.meters import Meters

log = logging.getLogger(__name__)

KINDS = ("payment", "whatsapp", "sms", "email")
ACCOUNT_SECONDS = 5.0  # a gateway's new credentials hold after this
BURST, BURST_SECONDS = 20, 60.0
CALM_SECONDS = 600.0


async def _store(batch: Sequence[Received]) -> list[None]:
    """Group commit: those who wait together are stored by one statement."""
    await inbox.store(batch, clock.now())
    return [None] * len(batch)


@dataclass(slots=True)
class _Quiet:
    """Since when a gateway's route has heard no forgery."""

    forged: deque[float]
    last: float
    is_open: bool | None = None  # whether the incident is; None: not known to this process


class Forgeries:
    """Tells staff of a burst of wrong signatures, once, and gives the all-clear."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._known: dict[str, _Quiet] = {}

    def _of(self, gateway: Gateway) -> _Quiet:
        fresh = _Quiet(deque(maxlen=BURST), self._now())
        return self._known.setdefault(gateway.name, fresh)

    async def another(self, gateway: Gateway) -> None:
        """One more."""
        known, now = self._of(gateway), self._now()
        known.forged.append(now)
        known.last = now
        is_burst = len(known.forged) == BURST and now - known.forged[0] <= BURST_SECONDS
        if is_burst and known.is_open is not True:
            known.is_open = True
            await incidents.open_(
                "webhook-forged", gateway.name, gateway.operator_id, {"gateway": gateway.name}
            )

    async def none(self, gateway: Gateway) -> None:
        """A request that was in order."""
        known = self._of(gateway)
        if known.is_open is not False and self._now() - known.last > CALM_SECONDS:
            known.is_open = False
            await incidents.close("webhook-forged", gateway.name)


class Intake:
    """The routes of all gateways of one process."""

    def __init__(self, ports: Ports, meters: Meters, telegram_secrets: Sequence[str]) -> None:
        self._ports = ports
        self._meters = meters
        self._secrets = tuple(telegram_secrets)
        self._stored = Together(_store)
        self._forgeries = Forgeries()
        self._accounts: dict[tuple[str, str], tuple[float, Gateway, Account]] = {}

    async def receive(self, request: web.Request) -> web.Response:
        """Store what is authentic and answer at once; 404, 403 or 503 otherwise."""
        kind, name = request.match_info["kind"], request.match_info["gateway"]
        if kind == TELEGRAM:
            return await self._from_telegram(request, name)
        found = await self._account(kind, name) if kind in KINDS else None
        if found is None:
            return web.Response(status=404)
        gateway, account = found
        hook = await self._hook(request)
        try:
            answer = await self._judge(request, hook, gateway, account)
        except Outside as why:  # what the signature is checked with could not be had
            log.warning("webhook-not-judged gateway=%s reason=%s", name, why.reason)
            return self._count(kind, name, "not-judged", web.Response(status=503))
        if answer is not None:
            return answer
        return await self._keep(inbox.received(kind, gateway.name, hook))

    async def _judge(
        self, request: web.Request, hook: Hook, gateway: Gateway, account: Account
    ) -> web.Response | None:
        """None for what is to be stored; the answer to a handshake or a forgery otherwise."""
        if gateway.kind == "payment":
            authentic = await self._ports.payment_gateway(account).authentic(hook)
        else:
            adapter = self._ports.message_gateway(account)
            greeting = adapter.greet(hook) if hook.method == "GET" else None
            if greeting is not None:
                answer = web.Response(text=greeting)
                return self._count(gateway.kind, gateway.name, "greeted", answer)
            authentic = adapter.authentic(hook)
        if authentic:
            await self._forgeries.none(gateway)
            return None
        log.warning("webhook-forged gateway=%s", gateway.name)
        await self._forgeries.another(gateway)
        return self._count(gateway.kind, gateway.name, "forged", web.Response(status=403))

    async def _keep(self, received: Received) -> web.Response:
        try:
            await self._stored.do(received)
        except Exception:  # the provider will send it again
            log.exception("webhook-not-stored kind=%s", received.kind)
            answer = web.Response(status=503)
            return self._count(received.kind, received.gateway, "not-stored", answer)
        wakes.wake(wakes.UPDATES if received.kind == TELEGRAM else wakes.INBOX)
        return self._count(received.kind, received.gateway, "stored", web.Response())

    async def _from_telegram(self, request: web.Request, name: str) -> web.Response:
        if not self._secrets or request.method != "POST":
            return web.Response(status=404)
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        # Every secret is compared, so that the time tells nothing of which one was nearly right.
        if not sum(tokens.equal(given, secret) for secret in self._secrets):
            return self._count(TELEGRAM, "", "forged", web.Response(status=403))
        hook = await self._hook(request)
        return await self._keep(inbox.received(TELEGRAM, signs.fit(name)[:64], hook))

    async def _account(self, kind: str, name: str) -> tuple[Gateway, Account] | None:
        known = self._accounts.get((kind, name))
        if known is None or known[0] < monotonic():
            gateway = await gateways.find(name)
            if gateway is None or gateway.kind != kind:
                return None
            opened = gateways.account(gateway, self._ports.vault)
            known = (monotonic() + ACCOUNT_SECONDS, gateway, opened)
            self._accounts[kind, name] = known
        return known[1], known[2]

    async def _hook(self, request: web.Request) -> Hook:
        return Hook(
            method=request.method,
            url=f"{self._ports.public_url.rstrip('/')}{request.raw_path}",
            query=dict(request.query),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.read(),
            remote=request.remote or "",
        )

    def _count(self, kind: str, name: str, outcome: str, answer: web.Response) -> web.Response:
        self._meters.webhooks.labels(kind, name, outcome).inc()
        return answer


INTAKE = web.AppKey("intake", Intake)


async def _receive(request: web.Request) -> web.Response:
    return await request.app[INTAKE].receive(request)


def routes() -> list[web.RouteDef]:
    """One route for all; GET is for handshakes, and for providers that report by it."""
    path = "/webhooks/{kind}/{gateway}"
    return [web.post(path, _receive), web.get(path, _receive)]
