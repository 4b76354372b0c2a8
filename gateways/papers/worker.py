"""A process that turns HTML into PDF or PNG; nothing here is shared with the process that asks.

WeasyPrint keeps memory for every font configuration that it is given, so there is one per process.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import threading
from multiprocessing import parent_process
from typing import Any

from gateways.papers import fonts

DOTS_A_POINT = 2.4  # so wide a picture is sharp on a phone
MARGIN_DOTS = 48
_kit: dict[str, Any] = {}


def prepare(css: str, sample: str, families: set[str]) -> None:
    """Load the fonts and the style sheet once, and prove that the sample is printed with them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the asking process ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    configuration = FontConfiguration()
    _kit.update(
        configuration=configuration,
        sheet=CSS(string=css, font_config=configuration),
        # What stands on a paper was typed by people: nothing is fetched for it.
        fetcher=URLFetcher(allowed_protocols=["data"]),
    )
    printed = render(sample, uncompressed_pdf=True)
    for family in sorted(families):
        if family.encode() not in printed:
            raise fonts.FontBroken(f"nothing is printed with {family}, a bundled font")
    # A page makes many objects and few cycles: looking for them at each turn costs a tenth.
    gc.set_threshold(50_000, 20, 20)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def render(html: str, **options: Any) -> bytes:
    """The document as PDF."""
    from weasyprint import HTML

    document = HTML(string=html, url_fetcher=_kit["fetcher"])
    made: bytes = document.write_pdf(
        font_config=_kit["configuration"], stylesheets=[_kit["sheet"]], **options
    )
    return made


def draw(html: str) -> bytes:
    """The first page of the document as PNG, as far down as something stands on it."""
    from PIL import Image, ImageChops
    from pypdfium2 import PdfDocument

    with PdfDocument(render(html)) as document:
        page = document[0].render(scale=DOTS_A_POINT).to_pil().convert("RGB")
    drawn = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    lowest = min(drawn[3] + MARGIN_DOTS, page.height) if drawn else 1
    made = io.BytesIO()
    page.crop((0, 0, page.width, lowest)).quantize(64).save(made, "png", optimize=True)
    return made.getvalue()
