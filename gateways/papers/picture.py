"""A process that makes a logo of a stranger's picture: the file comes in, a small PNG goes out.

Whatever a file does to the library that takes it apart happens here, within a share of memory and
of time. Nothing of ours is imported: the process starts in a moment, and knows no secret. Only what
is seen of a picture goes on: not what else a file carries.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

BROKEN, TOO_LARGE = 3, 4
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 40_000_000
SIZES = ((480, 180), (360, 135), (240, 90), (160, 60), (96, 36))  # until one is small enough


def main(memory: int, seconds: int, most: int) -> int:
    """Read standard input within the limits; how it ended, as exit status."""
    from PIL import Image

    for kind, limit in (
        (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        with suppress(ValueError, OSError):  # not every system limits everything
            resource.setrlimit(kind, (limit, limit))
    warnings.simplefilter("ignore")
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as given:
            if given.width * given.height > MOST_PIXELS:
                return TOO_LARGE
            shown = given.convert("RGBA")
        made = _small(shown, most)
    except (MemoryError, Image.DecompressionBombError):
        return TOO_LARGE
    except BaseException:  # a library that takes files apart ends in many ways
        return BROKEN
    if made is None:
        return TOO_LARGE
    sys.stdout.buffer.write(made)
    sys.stdout.flush()
    return 0


def _small(shown: Image.Image, most: int) -> bytes | None:
    from PIL import Image

    for size in SIZES:
        part = shown.copy()
        part.thumbnail(size)
        for colors in (None, 64):
            drawn = part if colors is None else part.quantize(colors, Image.Quantize.FASTOCTREE)
            made = io.BytesIO()
            drawn.save(made, "png", optimize=True)
            if made.tell() <= most:
                return made.getvalue()
    return None


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
