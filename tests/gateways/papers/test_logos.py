"""Logos come from strangers: whatever they send, a small picture stands on papers, or none."""

from __future__ import annotations

import base64
import io
import random

import pytest
from PIL import Image, PngImagePlugin

from domain.errors import PictureNotReadable
from gateways.papers import logos


def drawn(size: tuple[int, int], form: str = "PNG", mode: str = "RGBA") -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, "teal").save(made, form)
    return made.getvalue()


def of(address: str) -> Image.Image:
    leads, _, letters = address.partition(",")
    assert leads == "data:image/png;base64"
    return Image.open(io.BytesIO(base64.b64decode(letters)))


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB"), ("WEBP", "RGBA"), ("GIF", "P")]
)
async def test_usual_pictures_become_a_small_png(form: str, mode: str) -> None:
    made = of(await logos.made_of(drawn((2000, 500), form, mode)))
    assert (made.format, made.size) == ("PNG", (480, 120))


async def test_it_is_never_larger_than_pages_show() -> None:
    noise = Image.frombytes("RGB", (900, 900), random.Random(7).randbytes(900 * 900 * 3))
    made = io.BytesIO()
    noise.save(made, "PNG")
    address = await logos.made_of(made.getvalue())
    assert len(address) <= logos.MOST_LETTERS
    assert of(address).size[0] >= 36


async def test_what_else_a_file_carries_is_left_behind() -> None:
    said, made = PngImagePlugin.PngInfo(), io.BytesIO()
    said.add_text("Comment", "<script>alert(1)</script>")
    Image.new("RGB", (60, 40), "teal").save(made, "PNG", pnginfo=said)
    assert of(await logos.made_of(made.getvalue())).info.get("Comment") is None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n\x00",
        drawn((60, 40))[:60],
    ],
)  # fmt: skip
async def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureNotReadable) as why:
        await logos.made_of(content)
    assert why.value.values["reason"] == "broken"


async def test_a_picture_that_unpacks_to_far_more_than_it_is_is_refused() -> None:
    with pytest.raises(PictureNotReadable) as why:
        await logos.made_of(drawn((20_000, 20_000), mode="1"))
    assert why.value.values["reason"] == "too-large"
    with pytest.raises(PictureNotReadable) as why:
        await logos.made_of(bytes(logos.LARGEST_BYTES + 1))
    assert why.value.values["reason"] == "too-large"
