"""The fonts that papers are set in: bundled, so that every machine prints the same.

A family is whatever lies in the folder as `Name-Regular.ttf` and `Name-Bold.ttf`; another script is
another pair of files.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path

from domain import languages

FOLDER = Path(__file__).parent / "fonts"
FIRST = "NotoSans"  # sets what it has letters for; the others what it has not
WEIGHTS = {"Regular": 400, "Bold": 700}


class FontBroken(RuntimeError):
    """A font file is missing or not whole: letters would print as empty boxes, without a word."""


def files(folder: Path = FOLDER) -> list[Path]:
    """The font files, the first family first; raises `FontBroken`."""
    found = sorted(folder.glob("*.ttf"), key=lambda path: (_family(path) != FIRST, path.name))
    names = {path.stem for path in found}
    for family in dict.fromkeys((FIRST, *_of_languages().values())):
        for weight in WEIGHTS:
            if f"{family}-{weight}" not in names:
                raise FontBroken(f"{family}-{weight}.ttf is missing in {folder}")
    for path in found:
        _require_whole(path)
    return found


def _of_languages() -> dict[str, str]:
    return {each.code: each.formats["paper"]["font"] for each in languages.known()}


def sample() -> tuple[str, set[str]]:
    """A paper in letters of every language, and the name that each of their fonts has in a PDF."""
    text = "".join(
        f"<p lang='{each.code}'>{each.formats['paper']['sample']}</p>" for each in languages.known()
    )
    return text, {_spaced(family).replace(" ", "-") for family in _of_languages().values()}


def _family(path: Path) -> str:
    return path.stem.rpartition("-")[0]


def _spaced(family: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", family)


def _require_whole(path: Path) -> None:
    """A TrueType file begins with a directory of its tables: each must lie within the file."""
    content = path.read_bytes()
    count = struct.unpack(">H", content[4:6])[0] if len(content) > 12 else 0
    names = set()
    for number in range(count):
        entry = content[12 + 16 * number : 28 + 16 * number]
        if len(entry) < 16:
            break
        tag, _, offset, length = struct.unpack(">4sLLL", entry)
        if offset + length <= len(content):
            names.add(tag)
    if len(names) != count or not {b"cmap", b"glyf", b"GSUB"} <= names:
        raise FontBroken(f"{path.name} is not a whole TrueType font")


def css(folder: Path = FOLDER) -> str:
    """`@font-face` rules and the family list for a page."""
    faces, families = [], []
    for path in files(folder):
        name = _spaced(_family(path))
        weight = WEIGHTS[path.stem.rpartition("-")[2]]
        faces.append(
            f"@font-face {{ font-family: '{name}'; font-weight: {weight};"
            f" src: url('{path.resolve().as_uri()}'); }}"
        )
        families.append(f"'{name}'")
    return "\n".join(faces) + f"\nhtml {{ font-family: {', '.join(dict.fromkeys(families))}; }}\n"
