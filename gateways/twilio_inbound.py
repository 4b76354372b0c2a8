"""What somebody sends to a number at Twilio: words, what was tapped, files, places."""

from __future__ import annotations

import math
from collections.abc import Mapping

from domain.ports import Inbound, Media, Place

_WANTS = {"STOP": False, "START": True}
_NAMES = ("From", "ExternalUserId", "ParentExternalUserId")
_KINDS = {"image", "audio", "video"}

Form = Mapping[str, str]


def words(sid: str, form: Form) -> list[Inbound]:
    """The message of that id; nothing where nobody has sent it."""
    given = (form.get(key, "").removeprefix("whatsapp:") for key in _NAMES)
    names = tuple(dict.fromkeys(filter(None, given)))
    if not names:
        return []
    return [
        Inbound(
            provider_id=sid,
            sender=names[0],
            text=form.get("Body", ""),
            choice=form.get("ButtonPayload") or form.get("ListId") or "",
            wants=_WANTS.get(form.get("OptOutType", "").upper()),
            names=names,
            media=_media(form),
            place=_place(form),
            reply_to=form.get("OriginalRepliedMessageSid", ""),
        )
    ]


def _media(form: Form) -> Media | None:
    """The first file; its address is by what it is fetched."""
    address, mime = form.get("MediaUrl0", ""), form.get("MediaContentType0", "")
    if not address:
        return None
    kind = mime.split("/")[0]
    return Media(kind if kind in _KINDS else "document", address, mime)


def _place(form: Form) -> Place | None:
    try:
        place = Place(float(form["Latitude"]), float(form["Longitude"]))
    except (KeyError, ValueError):
        return None
    return place if math.isfinite(place.latitude) and math.isfinite(place.longitude) else None
