"""The people on the other side: they write, tap, send files, read."""

from __future__ import annotations

from sandbox.phone import same_address
from sandbox.whatsapp.account import Account, Message
from sandbox.whatsapp.limits import Json
from sandbox.whatsapp.media import INBOUND_LIFE
from sandbox.whatsapp.webhooks import Shape, identity


class Customers:
    """The customers of an account.

    Each act opens the sender's 24-hour window, notifies the callback and returns the wamid.
    """

    def __init__(self, account: Account) -> None:
        self.account = account
        self.names: dict[str, str] = {}
        self.shape = Shape.CLASSIC

    async def say(self, phone: str, text: str, *, shape: Shape | None = None) -> str:
        """The customer writes `text`."""
        return await self.inbound(phone, {"type": "text", "text": {"body": text}}, shape=shape)

    async def tap(
        self, phone: str, message_id: str, choice: str, *, shape: Shape | None = None
    ) -> str:
        """The customer taps the button or list row `choice` of a message.

        Raises KeyError when that message went to somebody else or has no such choice.
        """
        message = self.account.message(message_id)
        phone = same_address(phone)
        by_id = {one.id: one.title for one in message.choices if not one.url}
        if message.to != phone or choice not in by_id:
            raise KeyError(choice)
        content = tapped(message, choice, by_id[choice])
        content["context"] = {"from": self.account.display_phone_number, "id": message_id}
        return await self.inbound(phone, content, shape=shape)

    async def attach(
        self, phone: str, filename: str, mime: str, data: bytes, *, caption: str = ""
    ) -> str:
        """The customer sends a picture or a document."""
        media = self.account.media.keep(mime, data, filename, INBOUND_LIFE)
        kind = mime.split("/")[0]
        kind = kind if kind in ("image", "audio", "video") else "document"
        part: Json = {"id": media.id, "mime_type": mime, "sha256": media.sha256}
        part |= {"filename": filename} if kind == "document" else {}
        part |= {"caption": caption} if caption else {}
        return await self.inbound(phone, {"type": kind, kind: part})

    async def share_location(self, phone: str, latitude: float, longitude: float) -> str:
        """The customer sends a place."""
        place = {"latitude": latitude, "longitude": longitude}
        return await self.inbound(phone, {"type": "location", "location": place})

    async def inbound(self, phone: str, content: Json, *, shape: Shape | None = None) -> str:
        """Any inbound message: `content` holds `type` and the object named like it."""
        phone = same_address(phone)
        now = self.account.clock()
        self.account.last_inbound[phone] = now
        wamid = self.account.new_id(phone)
        name = self.names.get(phone, "Customer")
        contact, sender = identity(shape or self.shape, phone, self.account.user_id(phone), name)
        message = {**sender, "id": wamid, "timestamp": str(int(now.timestamp())), **content}
        event = {"contacts": [contact], "messages": [message]}
        for _ in range(2 if self.account.habits.duplicate else 1):
            await self.account.notifier.notify(event)
        return wamid

    async def change_number(self, old: str, new: str) -> str:
        """The customer has a new SIM, and with it a new id; such a message has no contacts."""
        old, new = same_address(old), same_address(new)
        told: Json = {"type": "user_changed_number", "body": f"{old} is now {new}", "wa_id": new}
        before = self.account.user_ids.pop(old, None)
        if before is not None:
            told |= {"user_id": self.account.user_id(new), "previous_user_id": before}
        if old in self.account.last_inbound:
            self.account.last_inbound[new] = self.account.last_inbound.pop(old)
        message = {
            "from": old,
            "id": self.account.new_id(new),
            "timestamp": str(int(self.account.clock().timestamp())),
            "type": "system",
            "system": told,
        }
        for _ in range(2 if self.account.habits.duplicate else 1):
            await self.account.notifier.notify({"messages": [message]})
        return str(message["id"])


def tapped(message: Message, choice: str, title: str) -> Json:
    """The inbound content of a tap, which depends on what was tapped."""
    if message.type == "template":
        return {"type": "button", "button": {"payload": choice, "text": title}}
    action = message.body["interactive"]["action"]
    if "buttons" in action:
        reply = {"type": "button_reply", "button_reply": {"id": choice, "title": title}}
        return {"type": "interactive", "interactive": reply}
    rows = [row for section in action["sections"] for row in section["rows"]]
    row = next(row for row in rows if row["id"] == choice)
    return {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {**row}}}
