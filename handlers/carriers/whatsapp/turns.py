"""From what was said on WhatsApp to turns."""

from __future__ import annotations

from domain.errors import Refused
from domain.ports import Fetching, Media, MessageGateway, Spoken, Trouble
from handlers.ui.turns import Place, Turn, Upload


def of_spoken(spoken: Spoken, gateway: MessageGateway) -> Turn:
    """What somebody wrote, chose or sent; files are fetched from the account that got them."""
    said = spoken.said
    upload = _upload(said.media, gateway) if said.media else None
    is_image = said.media is not None and said.media.kind == "image"
    return Turn(
        app=spoken.app,
        chat=spoken.sender,
        person=spoken.sender,
        text="" if said.choice else said.text,
        choice=said.choice,
        document=None if is_image else upload,
        photo=upload if is_image else None,
        place=Place(said.place.latitude, said.place.longitude) if said.place else None,
        message_id=said.reply_to if said.choice else None,
        reply_to=None if said.choice else said.reply_to or None,
    )


def _upload(media: Media, gateway: MessageGateway) -> Upload:
    async def fetch() -> bytes:
        if not isinstance(gateway, Fetching):
            raise Refused(Trouble.CONFIG, "an account that hands out no files")
        return await gateway.fetch(media)

    return Upload(media.filename or media.kind, media.mime, media.size, fetch)
