"""The people on the other side: they write, tap, send files, and the account is called."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.phone import same_address
from sandbox.twilio.account import Account, Message

STOP, START = {"stop", "unsubscribe", "cancel", "end", "quit"}, {"start", "unstop"}


class Customers:
    """Whoever writes to the numbers of an account."""

    def __init__(self, account: Account) -> None:
        self.account = account

    async def say(self, phone: str, text: str, *, to: str = "", name: str = "Customer") -> str:
        """Somebody writes to one of our numbers (by default the first); returns the sid.

        A `to` with "whatsapp:" makes it a WhatsApp message and opens the 24-hour window. STOP
        and START in an SMS change the opt-out before the webhook is called.
        """
        to = to or self.account.numbers[0]
        params = {"Body": text}
        if not to.startswith("whatsapp:"):
            word = text.strip().lower()
            if word in STOP:
                self.account.opted_out.add(phone)
                params["OptOutType"] = "STOP"
            elif word in START:
                self.account.opted_out.discard(phone)
                params["OptOutType"] = "START"
        return await self._inbound(phone, to, params, name)

    async def tap(self, phone: str, sid: str, choice: str) -> str:
        """A customer taps `choice` below a Content message. Raises KeyError for no such choice."""
        message = self.account.message(sid)
        titles = {one.id: one.title for one in message.choices if not one.url}
        if same_address(message.to) != same_address(phone) or choice not in titles:
            raise KeyError(choice)
        params = {
            "Body": titles[choice],
            "MessageType": "button",
            "ButtonText": titles[choice],
            "ButtonPayload": choice,
            **self._reply_to(message),
        }
        return await self._inbound(phone, message.sender, params)

    async def choose(self, phone: str, sid: str, row: str) -> str:
        """A customer picks `row` of a list-picker message. Raises KeyError for no such row."""
        message = self.account.message(sid)
        titles = {one.id: one.title for one in message.choices}
        params = {
            "Body": titles[row],
            "MessageType": "interactive",
            "ListId": row,
            "ListTitle": titles[row],
            **self._reply_to(message),
        }
        return await self._inbound(phone, message.sender, params)

    async def attach(
        self, phone: str, mime: str, data: bytes, *, to: str = "", caption: str = ""
    ) -> str:
        """Somebody sends a picture or a document; its address asks for the account's key."""
        params = {
            "Body": caption,
            "NumMedia": "1",
            "MediaUrl0": self.account.keep(mime, data),
            "MediaContentType0": mime,
            "MessageType": mime.split("/")[0] if mime.startswith("image/") else "document",
        }
        return await self._inbound(phone, to or self.account.numbers[0], params)

    async def share_location(
        self, phone: str, latitude: float, longitude: float, *, to: str = ""
    ) -> str:
        """Somebody sends a place."""
        place = {"Latitude": str(latitude), "Longitude": str(longitude), "MessageType": "location"}
        return await self._inbound(phone, to or self.account.numbers[0], {"Body": "", **place})

    def _reply_to(self, message: Message) -> dict[str, str]:
        return {
            "OriginalRepliedMessageSid": message.sid,
            "OriginalRepliedMessageSender": message.sender,
        }

    async def _inbound(
        self, phone: str, to: str, params: Mapping[str, str], name: str = "Customer"
    ) -> str:
        sid, digits = f"SM{self.account.outlet.serial():032x}", same_address(phone)
        whatsapp = to.startswith("whatsapp:")
        full = {
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "AccountSid": self.account.account_sid,
            "From": f"whatsapp:+{digits}" if whatsapp else f"+{digits}",
            "To": to,
            "NumMedia": "0",
            "NumSegments": "1",
            "ApiVersion": "2010-04-01",
            "CarrierHint": "added without notice",
        }
        if whatsapp:
            self.account.last_inbound[digits] = self.account.clock()
            full |= {"ProfileName": name, "WaId": digits, "MessageType": "text"}
        if self.account.inbound_url:
            await self._call_inbound({**full, **params})
        return sid

    async def _call_inbound(self, params: Mapping[str, str]) -> None:
        posted = await self.account.call(self.account.inbound_url, params)
        answered = posted.accepted and posted.answer
        if not posted.accepted:
            self.account.complaints.append(f"11200 HTTP {posted.status}")
        elif answered and posted.content_type not in ("text/xml", "application/xml"):
            self.account.complaints.append(f"12300 Invalid Content-Type {posted.content_type}")
        elif answered and b"<Response" not in posted.answer:
            self.account.complaints.append("12100 Document parse failure")
