"""One business number: what it sends, to whom it may, and what becomes of it."""

from __future__ import annotations

import base64
import mimetypes
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

import aiohttp

from sandbox.messenger import Numbers, Outlet
from sandbox.phone import Choice, Document, Received
from sandbox.whatsapp.errors import GraphError, status_error
from sandbox.whatsapp.limits import Json, check_content, check_envelope, text
from sandbox.whatsapp.media import MediaStore
from sandbox.whatsapp.templates import Template, fill
from sandbox.whatsapp.webhooks import FREE_SERVICE, Habits, Notifier, parent_of

WINDOW = timedelta(hours=24)


@dataclass
class Message:
    """A message that was accepted; `body` is the request, `history` its statuses so far."""

    id: str
    to: str
    type: str
    text: str
    body: Json
    at: datetime
    media: Json | None = None
    choices: list[Choice] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    category: str = "service"
    fails_with: int | None = None
    history: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def status(self) -> str:
        return self.history[-1][0] if self.history else "accepted"


class Limiter:
    """At most `burst` at once, one more every `seconds`."""

    def __init__(self, burst: int, seconds: float) -> None:
        self.burst = burst
        self.seconds = seconds
        self._taken: dict[str, deque[datetime]] = defaultdict(deque)

    def take(self, key: str, now: datetime) -> bool:
        """Whether one more may pass; each entry is the moment at which a place gets free."""
        taken = self._taken[key]
        while taken and taken[0] <= now:
            taken.popleft()
        if len(taken) >= self.burst:
            return False
        last = taken[-1] if taken else now
        taken.append(last + timedelta(seconds=self.seconds))
        return True


class Account:
    """The number behind the API: templates, media, service windows, limits, statuses."""

    def __init__(
        self,
        outlet: Outlet,
        *,
        token: str,
        app_secret: str,
        phone_number_id: str = "100000000000001",
        waba_id: str = "200000000000001",
        display_phone_number: str = "8801700000000",
        verified_name: str = "Demo ISP",
    ) -> None:
        self.outlet = outlet
        self.clock = outlet.clock
        self.token = token
        self.phone_number_id = phone_number_id
        self.waba_id = waba_id
        self.display_phone_number = display_phone_number
        self.verified_name = verified_name
        self.quality_rating = "GREEN"
        metadata = {
            "display_phone_number": display_phone_number,
            "phone_number_id": phone_number_id,
        }
        self.notifier = Notifier(self.outlet.courier, app_secret, waba_id, metadata)
        self.media = MediaStore(outlet.clock)
        self.templates: dict[tuple[str, str], Template] = {}
        self.messages: list[Message] = []
        self.read_by_us: list[str] = []
        self.last_inbound: dict[str, datetime] = {}
        self.user_ids: dict[str, str] = {}
        self._people = 0
        self.not_on_whatsapp = Numbers()
        self.unreachable = Numbers()
        self.not_allowed = Numbers()
        self.fails_with: dict[str, int] = {}
        self.refuses_with = 131031
        self.pair = Limiter(burst=45, seconds=6)
        self.throughput = 80
        self._recent: deque[datetime] = deque()

    @property
    def habits(self) -> Habits:
        """How notifications behave (to be set)."""
        return self.notifier.habits

    def add_template(self, template: Template) -> None:
        template.id = template.id or str(3 * 10**14 + self.outlet.serial())
        self.templates[template.name, template.language] = template

    async def approve(self, name: str, language: str, event: str = "APPROVED") -> None:
        """Decide about a template (also PAUSED, REJECTED, DISABLED) and notify it."""
        template = self.templates[name, language]
        template.status = event
        value = {
            "event": event,
            "message_template_id": template.id,
            "message_template_name": name,
            "message_template_language": language,
            "reason": "NONE",
        }
        change = {"field": "message_template_status_update", "value": value}
        await self.notifier.post(
            {
                "object": "whatsapp_business_account",
                "entry": [{"id": self.waba_id, "changes": [change]}],
            }
        )

    def user_id(self, phone: str) -> str:
        """The business-scoped id of a customer; the same at every call."""
        if phone not in self.user_ids:
            self._people += 1
            self.user_ids[phone] = f"BD.{self._people}"
        return self.user_ids[phone]

    def message(self, identity: str) -> Message:
        """The accepted message with this id. Raises KeyError."""
        for message in self.messages:
            if message.id == identity:
                return message
        raise KeyError(identity)

    def accept(self, body: Json) -> Message:
        """Check a send request and take the message on. Raises GraphError."""
        check_envelope(body)
        to = self._addressee(body)
        if to == self.display_phone_number:
            raise GraphError(131021)
        if to in self.not_allowed:
            raise GraphError(131030)
        message = Message("", to, body["type"], "", body, self.clock())
        if body["type"] == "template":
            self._fill_template(message)
        else:
            check_content(body)
            self._fill(message)
            if not self.window_open(to):
                message.fails_with = 131047
        self._resolve_media(message)
        self._throttle(to, message.at)
        if to in self.not_on_whatsapp:
            message.fails_with = 131026
        message.fails_with = self.fails_with.get(to, message.fails_with)
        message.id = self.new_id(to)
        self.messages.append(message)
        self.outlet.changed()
        return message

    def window_open(self, phone: str) -> bool:
        """Whether the customer wrote within the last 24 hours."""
        last = self.last_inbound.get(phone)
        return last is not None and self.clock() - last < WINDOW

    def new_id(self, phone: str) -> str:
        return (
            "wamid."
            + base64.b64encode(f"\x1d{phone}\x15{self.outlet.serial():012d}".encode()).decode()
        )

    def _addressee(self, body: Json) -> str:
        if "to" in body:
            return str(body["to"]).lstrip("+")
        for phone, identity in self.user_ids.items():
            if body["recipient"] in {identity, parent_of(identity)}:
                return phone
        raise GraphError(131009, "recipient is not a known user id.")

    def _throttle(self, to: str, now: datetime) -> None:
        while self._recent and now - self._recent[0] >= timedelta(seconds=1):
            self._recent.popleft()
        if len(self._recent) >= self.throughput:
            raise GraphError(130429, "Cloud API message throughput has been reached.")
        if not self.pair.take(to, now):
            raise GraphError(131056, "Too many messages to the same phone number.")
        self._recent.append(now)

    def _fill(self, message: Message) -> None:
        content = message.body[message.type]
        if message.type == "text":
            message.text = content["body"]
        elif message.type == "interactive":
            header = content.get("header", {})
            parts = [header.get("text"), content["body"]["text"]]
            message.text = "\n".join(filter(None, [*parts, content.get("footer", {}).get("text")]))
            message.choices = interactive_choices(content["action"])
            if header.get("type", "text") != "text":
                message.media = header[header["type"]]
        else:
            message.text = content.get("caption", "")
            message.media = content

    def _fill_template(self, message: Message) -> None:
        content = message.body["template"]
        name = text(content, "name", 512)
        language = content.get("language")
        code = text(language if isinstance(language, dict) else {}, "code", 16)
        template = self.templates.get((name, code))
        if template is None:
            raise GraphError(132001, f"template name ({name}) does not exist in {code}")
        filled = fill(template, content)
        message.text, message.choices, message.media = filled.text, filled.choices, filled.media
        message.category = template.category.lower()

    def _resolve_media(self, message: Message) -> None:
        if message.media and "id" in message.media:
            media = self.media.get(str(message.media["id"]))
            name = message.media.get("filename") or media.filename
            message.documents = [(name, media.mime, media.data)]

    async def deliver(self, message: Message) -> None:
        """Let an accepted message take its course: fetch, phone, statuses."""
        if message.fails_with is None and message.media and "link" in message.media:
            await self._fetch(message, str(message.media["link"]), message.media.get("filename"))
        if message.fails_with is not None:
            await self.announce(message, "failed")
            return
        course = ["sent"]
        if message.to not in self.unreachable:
            self.outlet.hand_over(
                Received(
                    "whatsapp",
                    message.to,
                    self.display_phone_number,
                    message.text,
                    message.documents,
                    self.clock(),
                    message.id,
                    message.choices,
                )
            )
            course += [] if self.habits.skip_delivered else ["delivered"]
            course += ["read"] if self.habits.reads else []
        for status in reversed(course) if self.habits.reorder else course:
            await self.announce(message, status)

    async def _fetch(self, message: Message, link: str, filename: str | None) -> None:
        name = filename or unquote(urlsplit(link).path.rsplit("/", 1)[-1])
        try:
            async with self.outlet.courier.session.get(link) as answer:
                data = await answer.read()
                guess = mimetypes.guess_type(name)[0] or answer.content_type
                message.documents = [(name, guess, data)]
                if answer.status != 200:
                    message.fails_with = 131053
        except (aiohttp.ClientError, TimeoutError):
            message.fails_with = 131053

    async def read(self, identity: str) -> None:
        """The customer opens a message."""
        await self.announce(self.message(identity), "read")

    async def announce(self, message: Message, status: str) -> None:
        """Record a status of `message` and notify it."""
        message.history.append((status, self.clock()))
        self.outlet.changed()
        for _ in range(2 if self.habits.duplicate else 1):
            await self.notifier.notify(self._status_event(message, status))

    def _status_event(self, message: Message, status: str) -> Json:
        element: Json = {
            "id": message.id,
            "status": status,
            "timestamp": str(int(self.clock().timestamp())),
            "recipient_id": message.to,
        }
        if "biz_opaque_callback_data" in message.body:
            element["biz_opaque_callback_data"] = message.body["biz_opaque_callback_data"]
        if status == "failed":
            element["errors"] = [status_error(message.fails_with or 131000)]
        elif status in ("sent", "delivered"):
            free = message.category == "service" or self.window_open(message.to)
            priced = {"billable": True, "pricing_model": "PMP", "type": "regular"}
            element["pricing"] = {
                **(FREE_SERVICE if free else priced),
                "category": message.category,
            }
        event: Json = {"statuses": [element]}
        if self.habits.user_ids:
            element["recipient_user_id"] = self.user_id(message.to)
            event["contacts"] = [{"wa_id": message.to, "user_id": self.user_id(message.to)}]
        if self.habits.hides_phones:
            del element["recipient_id"]
            element["recipient_user_id"] = self.user_id(message.to)
            element["recipient_parent_user_id"] = parent_of(self.user_id(message.to))
            event.pop("contacts", None)
        return event


def interactive_choices(action: Json) -> list[Choice]:
    """What can be tapped below an interactive message."""
    if "parameters" in action:
        link = action["parameters"]
        return [Choice("", link["display_text"], url=link["url"])]
    replies = [button["reply"] for button in action.get("buttons", [])]
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return [Choice(one["id"], one["title"]) for one in [*replies, *rows]]
