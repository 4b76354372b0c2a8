"""Methods that put something new into a chat."""

from __future__ import annotations

import struct
from typing import Any

from sandbox.telegram import markup
from sandbox.telegram.call import Call
from sandbox.telegram.errors import Refusal, bad_request
from sandbox.telegram.model import File
from sandbox.telegram.params import Upload
from sandbox.telegram.wire import Json
from sandbox.telegram.world import World

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
THUMBNAIL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


async def send_message(call: Call) -> Json:
    """A text."""
    text = call.message_text()
    chat = call.chat()
    keyboard = markup.read(call.params, private=chat.is_private)
    call.require_voice(chat)
    place = call.place(chat)
    call.meter(chat)
    message = call.world.post(
        chat, call.bot, text=text.text, entities=text.entities, markup=keyboard, **place
    )
    return message.as_json()


async def send_document(call: Call) -> Json:
    """A file of any kind."""
    return _send_file(call, "document")


async def send_photo(call: Call) -> Json:
    """A picture, kept in two sizes."""
    return _send_file(call, "photo")


def _send_file(call: Call, kind: str) -> Json:
    caption = call.caption()
    chat = call.chat()
    keyboard = markup.read(call.params, private=chat.is_private)
    call.require_voice(chat)
    content = file_content(call, kind, call.params.text(kind), kind)
    place = call.place(chat)
    call.meter(chat)
    message = call.world.post(
        chat,
        call.bot,
        caption=caption.text or None,
        caption_entities=caption.entities,
        markup=keyboard,
        **content,
        **place,
    )
    return message.as_json()


def file_content(call: Call, kind: str, reference: str, own_part: str) -> dict[str, Any]:
    """The file that a parameter means: an upload in the same body, or a file_id known already."""
    part = reference.removeprefix("attach://") if reference.startswith("attach://") else own_part
    upload = call.params.uploads.get(part)
    if upload is not None:
        return uploaded(call.world, kind, upload)
    if not reference:
        raise bad_request(f"there is no {kind} in the request")
    if reference.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = call.world.files.get(reference)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        known, wanted = file.kind.title(), kind.title()
        raise bad_request(f"can't use file of type {known} as {wanted}")
    return {"document": file} if kind == "document" else {"photo": [file]}


def uploaded(world: World, kind: str, upload: Upload) -> dict[str, Any]:
    """Keep an upload; a picture gets a small size beside the full one."""
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "document":
        return {
            "document": world.keep(kind, upload.data, name=upload.name, mime=upload.mime),
        }
    if len(upload.data) > MAX_PHOTO:
        raise Refusal(413, "Request Entity Too Large")
    width, height = picture_size(upload.data)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    scale = max(width, height, 90) / 90
    small = {"width": max(int(width / scale), 1), "height": max(int(height / scale), 1)}
    sizes: list[File] = [
        world.keep(kind, THUMBNAIL, **small),
        world.keep(kind, upload.data, width=width, height=height),
    ]
    return {"photo": sizes}


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG; raises the 400 for what is no picture."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data.startswith(b"\xff\xd8"):
        position = 2
        while position + 9 <= len(data) and data[position] == 0xFF:
            marker, length = data[position + 1], int.from_bytes(data[position + 2 : position + 4])
            if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
                height, width = struct.unpack(">HH", data[position + 5 : position + 9])
                return int(width), int(height)
            position += 2 + length
    raise bad_request("IMAGE_PROCESS_FAILED")


async def send_chat_action(call: Call) -> bool:
    """'Typing...' for some seconds."""
    action = call.params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.chat().actions.append(action)
    return True


async def get_file(call: Call) -> Json:
    """Where a file can be downloaded from."""
    file = call.world.files.get(call.params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return file.as_file() | {"file_path": file.path}
