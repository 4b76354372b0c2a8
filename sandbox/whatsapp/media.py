"""Uploaded and received files: ids that live for days, addresses that live for minutes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.whatsapp.errors import GraphError
from sandbox.whatsapp.limits import Json

UPLOAD_LIFE = timedelta(days=30)
INBOUND_LIFE = timedelta(days=7)
URL_LIFE = timedelta(minutes=5)
MEGABYTE = 1024**2
OFFICE = "application/vnd.openxmlformats-officedocument."
SIZE_LIMITS = {
    "image/jpeg": 5 * MEGABYTE,
    "image/png": 5 * MEGABYTE,
    "text/plain": 100 * MEGABYTE,
    "application/pdf": 100 * MEGABYTE,
    "application/msword": 100 * MEGABYTE,
    "application/vnd.ms-excel": 100 * MEGABYTE,
    f"{OFFICE}wordprocessingml.document": 100 * MEGABYTE,
    f"{OFFICE}spreadsheetml.sheet": 100 * MEGABYTE,
    "audio/ogg": 16 * MEGABYTE,
    "audio/mpeg": 16 * MEGABYTE,
    "video/mp4": 16 * MEGABYTE,
}


@dataclass(frozen=True)
class Media:
    id: str
    mime: str
    data: bytes
    filename: str
    expires: datetime

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class MediaStore:
    """The files of one phone number."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.files: dict[str, Media] = {}
        self._urls: dict[str, tuple[str, datetime]] = {}

    def keep(self, mime: str, data: bytes, filename: str, life: timedelta = UPLOAD_LIFE) -> Media:
        """Store a file. Raises GraphError 131053 for a type or a size that isn't taken."""
        limit = SIZE_LIMITS.get(mime)
        if limit is None:
            raise GraphError(131053, f"Media type {mime!r} is not supported.")
        if not data:
            raise GraphError(131053, "The file is empty.")
        if len(data) > limit:
            raise GraphError(131053, f"{mime} may have at most {limit} bytes.")
        identity = str(10**15 + secrets.randbelow(10**15))
        media = Media(identity, mime, data, filename, self._clock() + life)
        self.files[identity] = media
        return media

    def get(self, identity: str) -> Media:
        """The file, as long as its id lives. Raises GraphError 100."""
        media = self.files.get(identity)
        if media is None or media.expires <= self._clock():
            raise GraphError(100, f"Object with ID '{identity}' does not exist.")
        return media

    def delete(self, identity: str) -> None:
        del self.files[self.get(identity).id]

    def describe(self, identity: str, base_url: str) -> Json:
        """The answer to a look-up, with an address that is good for five minutes."""
        media = self.get(identity)
        token = secrets.token_urlsafe(16)
        self._urls[token] = (identity, self._clock() + URL_LIFE)
        return {
            "messaging_product": "whatsapp",
            "url": f"{base_url}/attachments/{token}",
            "mime_type": media.mime,
            "sha256": media.sha256,
            "file_size": len(media.data),
            "id": identity,
        }

    def fetch(self, token: str) -> Media | None:
        """What a media address leads to; None when it has expired."""
        identity, expires = self._urls.get(token, ("", self._clock()))
        if expires <= self._clock() or identity not in self.files:
            return None
        return self.files[identity]
