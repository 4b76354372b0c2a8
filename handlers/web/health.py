"""Whether the process lives and can work, and figures for whoever watches it."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from domain import clock, db, jobs, schema
from domain.reports import figures
from handlers.web import guard
from handlers.web.site import SITE

BEAT_LATE = timedelta(seconds=60)
BEAT_FORGOTTEN = timedelta(days=1)  # a role that was taken out of service

DATABASE_URL = web.AppKey("database_url", str)


async def alive(request: web.Request) -> web.Response:
    """The process answers."""
    return web.Response(text="ok\n")


async def ready(request: web.Request) -> web.Response:
    """200 when the database answers, is of this version, and every role gives signs of life."""
    found: dict[str, object] = {"database": False, "migrations": [], "silent": []}
    try:
        found["database"] = await db.is_alive()
        if url := request.app[DATABASE_URL]:
            found["migrations"] = await schema.missing(url)
        found["silent"] = await _silent()
    except Exception as why:  # whatever is wrong with the database, the answer is: not ready
        found["error"] = type(why).__name__
    good = found["database"] and not (found["migrations"] or found["silent"] or "error" in found)
    return web.json_response({"ready": bool(good), **found}, status=200 if good else 503)


async def _silent() -> list[str]:
    now = clock.now()
    ages = {role: now - seen for role, seen in (await jobs.last_beats()).items()}
    return sorted(role for role, age in ages.items() if BEAT_LATE < age < BEAT_FORGOTTEN)


async def metrics(request: web.Request) -> web.Response:
    """Counters and figures for Prometheus; for this machine and private networks only."""
    site = request.app[SITE]
    if not guard.is_near(site.source(request)) or _came_by_stranger(request):
        raise web.HTTPNotFound
    text = site.meters.text(await figures.figures())
    return web.Response(
        body=text, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
    )


def _came_by_stranger(request: web.Request) -> bool:
    """A proxy that is not trusted speaks for somebody whom we can't see."""
    site = request.app[SITE]
    return "X-Forwarded-For" in request.headers and not site.proxies.speaks(request)


def routes() -> list[web.RouteDef]:
    """For machines."""
    return [
        web.get("/healthz", alive),
        web.get("/readyz", ready),
        web.get("/metrics", metrics),
    ]
