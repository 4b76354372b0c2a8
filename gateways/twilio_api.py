"""Twilio, which carries SMS and WhatsApp by the same calls: the library over our own HTTP."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from multidict import MultiDict
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.response import Response
from twilio.request_validator import RequestValidator, get_signature_algorithm
from twilio.rest import Client

from domain.errors import Busy, Outside, Refused, Unsure
from domain.forms import Field
from domain.kinds import like
from domain.ports import (
    Account,
    ApprovedTemplate,
    Handed,
    Health,
    Hook,
    Inbound,
    Media,
    Outgoing,
    Report,
    Trouble,
)
from gateways import twilio_inbound
from gateways.health import tested
from gateways.http import Http
from gateways.outcomes import failure, reason, without_choices
from gateways.provider import DONE
from gateways.twilio_codes import known, outcome_of

log = logging.getLogger(__name__)

BASE_URL = "https://api.twilio.com"
SECONDS = 10.0
MOST_BYTES = 16 * 1024**2  # of a file that somebody has sent
_STATUSES = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "undelivered": "failed",
    "canceled": "failed",
}

FIELDS = (
    Field("account_sid", "AC" + "0" * 32, like(r"AC\w{32}")),
    Field("auth_token", "9f2c…", secret=True),
    Field("api_key_sid", "SK" + "0" * 32, like(r"SK\w{32}"), required=False),
    Field("api_key_secret", "x7Qm…", secret=True, required=False),
    Field("sender", "+15005550006", required=False),
    Field("service_sid", "MG" + "0" * 32, like(r"MG\w{32}"), required=False),
)
SCALE = {
    "check": DONE,
    "balance": DONE,
    "reports": DONE,
    "inbound": DONE,
    "choices": "exempt: only those of a content template are shown",
    "errors": DONE,
    "sandbox": DONE,
    "fixtures": DONE,
}


class Transport:
    """The library's HTTP, ours underneath: its own ignores deadlines and logs every address."""

    is_async = True

    def __init__(self, http: Http) -> None:
        self._http = http

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """One request as the library means it; raises what `Http.call` raises."""
        sent = dict(headers or {})
        sent.pop("Content-Type", None)  # the body brings its own
        if auth is not None:
            sent["Authorization"] = _basic(auth)
        reply = await self._http.call(
            method,
            url,
            headers=sent,
            params={name: str(value) for name, value in (params or {}).items()},
            form=_pairs(data) if data else None,
            timeout=timeout or SECONDS,
        )
        return Response(reply.status, reply.text, reply.headers)


def _basic(login: tuple[str, str]) -> str:
    return "Basic " + base64.b64encode(":".join(login).encode()).decode()


def _pairs(data: Mapping[str, object]) -> list[tuple[str, str]]:
    """Form fields; a list is a field that is given several times."""
    return [
        (name, str(one))
        for name, value in data.items()
        for one in (value if isinstance(value, list) else [value])
    ]


class Twilio:
    """An account with Twilio; `prefix` of every address names the channel."""

    prefix = ""

    def __init__(self, account: Account, http: Http) -> None:
        given = account.credentials
        self._auth_token = given["auth_token"]
        login = given.get("api_key_sid", ""), given.get("api_key_secret", "")
        if not all(login):
            login = given["account_sid"], given["auth_token"]
        self._http, self._login = http, login
        self._base = (account.base_url or BASE_URL).rstrip("/")
        self._client = Client(*login, given["account_sid"], http_client=Transport(http))
        self._client.api.base_url = self._base
        self._sender = account.text("sender")
        self._service = account.text("service_sid")

    async def send(self, message: Outgoing) -> Handed:
        """Hand the message over; a document goes by its address, else the text goes alone."""
        given = self._request(message)
        try:
            made = await self._client.messages.create_async(**given)
        except Outside:
            raise
        except (TwilioException, ValueError, KeyError, TypeError, AttributeError) as why:
            raise _failure(why) from None
        if not isinstance(made.sid, str) or not made.sid:
            raise Unsure("junk", "an answer without a sid")
        # With a service the sender, and so the number of segments, is chosen later.
        return Handed(made.sid, int(str(made.num_segments or 0)) or None)

    def _request(self, message: Outgoing) -> dict[str, Any]:
        without_choices(message)
        given: dict[str, Any] = {"to": self.prefix + message.to}
        if not self._sender and not self._service:
            raise Refused("config", "neither sender nor service_sid is set")
        if self._service:
            given["messaging_service_sid"] = self._service
        if self._sender:
            given["from_"] = self.prefix + self._sender
        if message.template is not None:
            given["content_sid"] = message.template.name
            if variables := _variables(message.template):
                given["content_variables"] = json.dumps(variables)
        else:
            given["body"] = message.text
            if self.prefix and message.document is not None and message.document.url:
                given["media_url"] = [message.document.url]
        if message.report_url:
            # Twilio has no field for our own id: the address brings it back.
            given["status_callback"] = f"{message.report_url}?{urlencode({'ref': message.ref})}"
        return given

    async def fetch(self, media: Media) -> bytes:
        """Get a file by its address, which leads on to where it lies; none else gets our key."""
        if not media.id.startswith(f"{self._base}/"):
            raise Refused(Trouble.CONFIG, "a file that lies elsewhere")
        try:
            return await self._fetch(media.id)
        except Unsure as why:
            raise Busy("download", why.detail) from why

    async def _fetch(self, address: str) -> bytes:
        key = {"Authorization": _basic(self._login)}
        file = await self._http.call("GET", address, headers=key, most_bytes=MOST_BYTES)
        if file.status in {301, 302, 303, 307, 308}:
            place = file.headers.get("location", "")
            file = await self._http.call("GET", place, most_bytes=MOST_BYTES)
        if file.status != 200:
            raise Refused(Trouble.REFUSED, f"HTTP {file.status}")
        return file.body

    async def check(self) -> Health:
        """Read the balance."""
        return await tested(self._balance())

    async def _balance(self) -> Health:
        try:
            found = await self._client.balance.fetch_async()
        except Outside:
            raise
        except (TwilioException, ValueError, KeyError, TypeError, AttributeError) as why:
            raise _failure(why) from None
        if not found.balance:
            raise Unsure("junk", "an answer without a balance")
        if not self._sender and not self._service:
            return Health(ok=False, key="health-no-sender")
        return Health(ok=True, key="health-ok", balance=f"{found.balance} {found.currency}")

    def authentic(self, hook: Hook) -> bool:
        """Whether Twilio has signed this for our public address."""
        given = hook.headers.get("x-twilio-signature", "")
        algorithm = get_signature_algorithm(
            hook.headers.get("x-twilio-webhooks-signature-settings", "")
        )
        if not given or not given.isascii():
            return False
        is_form = "json" not in hook.headers.get("content-type", "")
        try:
            signed = _form(hook) if is_form else hook.body.decode()
        except UnicodeDecodeError:
            return False
        if not is_form and "bodySHA256" not in hook.query:
            return False
        valid: bool = RequestValidator(self._auth_token).validate(
            _address(hook), signed, given, algorithm
        )
        return valid

    def greet(self, hook: Hook) -> str | None:
        """Twilio has no handshake."""
        return None

    def parse(self, hook: Hook) -> Sequence[Report | Inbound]:
        """The status of a message of ours, or a message to us."""
        form = _form(hook)
        sid = form.get("MessageSid", "")
        if not sid:
            return []
        if "MessageStatus" in form:
            return _report(sid, form, hook.query.get("ref", ""))
        return twilio_inbound.words(sid, form)


def _variables(template: ApprovedTemplate) -> dict[str, str]:
    """The values by name or number, which may hold no line break; a button's number is the last."""
    values = [*template.params, *filter(None, [template.button])]
    names = [*template.names, *map(str, range(len(template.names) + 1, len(values) + 1))]
    return {name: " ".join(value.split()) for name, value in zip(names, values, strict=True)}


def _report(sid: str, form: Mapping[str, str], ref: str) -> list[Report]:
    status = _STATUSES.get(form["MessageStatus"])
    if status is None:
        return []
    code = form.get("ErrorCode", "")
    if status != "failed" or not code.isdigit():
        return [Report(sid, status, ref)]
    return [Report(sid, status, ref, reason=reason(known(int(code))), detail=code)]


def _form(hook: Hook) -> MultiDict[str]:
    """The fields of a form, repeated ones included; nothing for another body."""
    try:
        return MultiDict(parse_qsl(hook.body.decode(), keep_blank_values=True))
    except ValueError:
        return MultiDict()


def _address(hook: Hook) -> str:
    """Our public address as Twilio called it, its query included."""
    if "?" in hook.url or not hook.query:
        return hook.url
    return f"{hook.url}?{urlencode(hook.query)}"


def _failure(why: Exception) -> Outside:
    """The failure without Twilio's own words, which quote numbers."""
    if isinstance(why, TwilioRestException | TwilioServiceException):
        code = int(why.code or 0)
        return failure(outcome_of(code, int(why.status or 500)), str(code))
    return Unsure("junk", type(why).__name__)


def sign(auth_token: str, url: str, form: Mapping[str, str]) -> str:
    """The value of X-Twilio-Signature for a form that is posted to `url`."""
    signature: str = RequestValidator(auth_token).compute_signature(url, form)
    return signature
