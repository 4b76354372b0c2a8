"""What a caller sent: form, multipart or JSON, read the same way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, StreamReader, hdrs

from sandbox.telegram.errors import Refusal, bad_request
from sandbox.telegram.wire import Json

MAX_UPLOAD = 50 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file in a multipart body."""

    name: str
    mime: str
    data: bytes


@dataclass
class Params:
    """The parameters of one call; a lacking one reads as empty, 0 or None."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A parameter as text."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A parameter as a number; what isn't one counts as 0, as with the real server."""
        text = self.text(name).strip()
        if not text:
            return default
        try:
            return int(text)
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """A parameter as yes or no."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def parsed(self, name: str, reason: str) -> Any:
        """A parameter that is JSON, or None; raises the 400 with `reason` when it is not."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(reason) from None

    def json_object(self, name: str, reason: str) -> Json | None:
        """A parameter that is a JSON object, or None."""
        value = self.parsed(name, reason)
        if value is not None and not isinstance(value, dict):
            raise bad_request(reason)
        return value

    def json_list(self, name: str, reason: str) -> list[Any] | None:
        """A parameter that is a JSON array, or None."""
        value = self.parsed(name, reason)
        if value is not None and not isinstance(value, list):
            raise bad_request(reason)
        return value


async def read_body(headers: Mapping[str, str], content: StreamReader) -> Params:
    """Read a body by its content type.

    Raises Refusal: 400 for broken JSON, 413 when it is larger than an upload may be.
    """
    kind = headers.get(hdrs.CONTENT_TYPE, "").partition(";")[0].strip().lower()
    if kind.startswith("multipart/"):
        return await _read_multipart(MultipartReader(headers, content))
    raw = await content.read()
    if kind == "application/json" and raw.strip():
        try:
            values = json.loads(raw)
        except ValueError:
            raise bad_request("Can't parse JSON object") from None
        if not isinstance(values, dict):
            raise bad_request("JSON object expected as request body")
        return Params(values)
    if kind == "application/x-www-form-urlencoded":
        return Params(dict(parse_qsl(raw.decode(), keep_blank_values=True)))
    return Params()


async def _read_multipart(reader: MultipartReader) -> Params:
    params = Params()
    size = 0
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        data = bytes(await part.read(decode=True))
        size += len(data)
        if size > MAX_UPLOAD:
            raise Refusal(413, "Request Entity Too Large")
        if part.filename is None:
            params.values[part.name] = data.decode()
        else:
            mime = part.headers.get(hdrs.CONTENT_TYPE, "application/octet-stream")
            params.uploads[part.name] = Upload(part.filename, mime, data)
    return params
