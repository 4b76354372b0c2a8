"""WhatsApp by Meta's Cloud API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import aiohttp

from domain import tokens
from domain.errors import Busy, Refused, Unsure
from domain.forms import Field
from domain.kinds import like
from domain.ports import (
    Account,
    Document,
    Handed,
    Health,
    Hook,
    Limits,
    Media,
    Outgoing,
    Trouble,
    Word,
)
from gateways.health import tested
from gateways.http import Http
from gateways.provider import DONE, Provider, Tools
from gateways.whatsapp import interactive, payloads

BASE_URL = "https://graph.facebook.com"
VERSION = "v23.0"
NUMBER_FIELDS = ("verified_name", "display_phone_number", "quality_rating")
SEND_SECONDS = 20.0
MOST_BYTES = 16 * 1024**2  # of a file that somebody has sent


class Meta:
    """One business number."""

    def __init__(self, account: Account, http: Http) -> None:
        credentials = account.credentials
        self._http = http
        self._phone_number_id = credentials["phone_number_id"]
        self._app_secret = credentials["app_secret"]
        self._verify_token = credentials["verify_token"]
        self._headers = {"Authorization": f"Bearer {credentials['token']}"}
        base = (account.base_url or BASE_URL).rstrip("/")
        self._graph = f"{base}/{account.options.get('version') or VERSION}"
        self._number = f"{self._graph}/{self._phone_number_id}"

    @property
    def limits(self) -> Limits:
        """What is shown for choosing."""
        return interactive.LIMITS

    async def send(self, message: Outgoing) -> Handed:
        """Hand the message over, its document uploaded before."""
        media_id = message.media_id
        if message.document and not media_id:
            media_id = await self.upload(message.document)
        body = payloads.message(message, media_id)
        status, answer = await self._call("POST", "/messages", json=body)
        return payloads.handed(status, answer)

    async def upload(self, document: Document) -> str:
        """Leave the document with Meta, which shows it to nobody yet."""
        form = aiohttp.FormData()
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", document.mime)
        form.add_field(
            "file", document.content, filename=document.filename, content_type=document.mime
        )
        try:
            return payloads.uploaded(*await self._call("POST", "/media", data=form))
        except Unsure as why:
            raise Busy("upload", why.detail) from why

    async def fetch(self, media: Media) -> bytes:
        """Ask where the file is, which is told for some minutes, and get it from there."""
        try:
            return await self._fetch(f"{self._graph}/{quote(media.id, safe='')}")
        except Unsure as why:
            raise Busy("download", why.detail) from why

    async def _fetch(self, address: str) -> bytes:
        params = {"phone_number_id": self._phone_number_id}
        told = await self._http.call("GET", address, headers=self._headers, params=params)
        place = payloads.found(told.status, told.object())
        file = await self._http.call("GET", place, headers=self._headers, most_bytes=MOST_BYTES)
        if file.status != 200:
            raise Refused(Trouble.REFUSED, f"HTTP {file.status}")
        return file.body

    async def _call(self, method: str, path: str, **options: Any) -> tuple[int, payloads.Json]:
        reply = await self._http.call(
            method, self._number + path, headers=self._headers, timeout=SEND_SECONDS, **options
        )
        if 400 <= reply.status < 500 and reply.status != 408 and not reply.is_json:
            raise Refused(Trouble.CONFIG, f"HTTP {reply.status}")  # from before Meta's own door
        return reply.status, reply.object()

    async def check(self) -> Health:
        """Read the number's own record."""
        return await tested(self._look())

    async def _look(self) -> Health:
        fields = {"fields": ",".join(NUMBER_FIELDS)}
        status, answer = await self._call("GET", "", params=fields)
        payloads.check(status, answer)
        if status != 200 or "display_phone_number" not in answer:
            raise Unsure("junk", f"HTTP {status}")
        shown = [answer.get(name) for name in NUMBER_FIELDS]
        return Health(ok=True, key="health-ok", detail=" ".join(map(str, filter(None, shown))))

    def authentic(self, hook: Hook) -> bool:
        """Whether the raw body carries Meta's signature."""
        given = hook.headers.get("x-hub-signature-256", "")
        return payloads.is_signed(self._app_secret, hook.body, given)

    def greet(self, hook: Hook) -> str | None:
        """The challenge, for whoever knows our verify token."""
        known = tokens.equal(hook.query.get("hub.verify_token", ""), self._verify_token)
        if hook.method != "GET" or hook.query.get("hub.mode") != "subscribe" or not known:
            return None
        return hook.query.get("hub.challenge", "")

    def parse(self, hook: Hook) -> Sequence[Word]:
        """Everything told of this number."""
        return payloads.parse(hook.body, self._phone_number_id)


def make(account: Account, tools: Tools) -> Meta:
    """The adapter of an account."""
    return Meta(account, tools.http)


PROVIDER: Provider[Any] = Provider(
    name="meta",
    title="WhatsApp Cloud API",
    kind="whatsapp",
    fields=(
        Field("phone_number_id", "106540352242922", like(r"\d{5,20}")),
        Field("token", "EAAG…", secret=True, also=("access_token",)),
        Field("waba_id", "102290129340398", like(r"\d{5,20}"), required=False),
        Field("app_secret", "3f5c…", secret=True),
        Field("verify_token", "any-words-of-yours", secret=True),
        Field("version", VERSION, like(r"v\d{2}\.\d"), option=True, default=VERSION),
    ),
    make=make,
    scale={
        "check": DONE,
        "balance": "exempt: Meta bills by card and tells no balance",
        "reports": DONE,
        "inbound": DONE,
        "choices": DONE,
        "errors": DONE,
        "sandbox": DONE,
        "fixtures": DONE,
    },
)
