"""A language that nobody speaks, made from English: each letter has a mark, each digit stands low.

It lies beside the shipped ones for as long as somebody asks for it. What is said in it and has a
plain letter was not taken from its folder.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Transformer

from domain import languages
from locales.catalog import Catalog
from tests.texts import TEXTS

CODE = "eo"  # two letters whose plural forms are known
DIGITS = "₀₁₂₃₄₅₆₇₈₉"
SMALL = "åƀçđéƒĝĥîĵķļḿñöþǫŕšţûṽŵẋýž"
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", SMALL + SMALL.upper()
)
_KEPT = re.compile(r"<[^>]*>|(?<![\w/])/[a-z_]+|\{[^}]*\}+")  # marks, commands, places of values
_ADDRESS = re.compile(r"https?://\S+|(?<!\w)/[a-z_]+|\S+@\S+|<[^>]*>|&\w+;")
_WORD = re.compile(r"[A-Za-z]{2,}")
# A script of its own for names: a few letters of Georgian.
LETTERS = {
    "range": "ა-ჰ",
    "consonants": "ბ b გ g დ d კ k ლ l მ m ნ n რ r ს s ტ t ჰ h",
    "vowels": "ა a ე e ი i ო o უ u",
}


def strange(text: str) -> str:
    """The same text in the language."""
    said, at = "", 0
    for kept in _KEPT.finditer(text):
        said += text[at : kept.start()].translate(_LETTERS) + kept[0]
        at = kept.end()
    return said + text[at:].translate(_LETTERS)


def low(number: object) -> str:
    """A number in its digits."""
    return str(number).translate(str.maketrans("0123456789", DIGITS))


def make(place: Path) -> Path:
    """Write the language into a folder of `place`, from all files of English."""
    english, folder = languages.FOLDERS[0] / languages.MODEL, place / CODE
    folder.mkdir(parents=True)
    for path in english.glob("*.ftl"):
        resource = FluentParser().parse(path.read_text(encoding="utf-8"))
        said = FluentSerializer().serialize(_Words().visit(resource))
        (folder / path.name).write_text(said, encoding="utf-8")
    for path in english.glob("*.toml"):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        if path.name == "formats.toml":
            made = {**_changed(said), "digits": DIGITS, "paper": said["paper"]}
        else:
            made = _changed(said)
        if path.name == "heard.toml":
            made["languages"] = {CODE: strange("english")}
        (folder / path.name).write_text("\n".join(_toml(made)), encoding="utf-8")
    (folder / "letters.toml").write_text("\n".join(_toml(LETTERS)), encoding="utf-8")
    return place


def texts(place: Path) -> Catalog:
    """What is said in all languages, this one among them; the shipped ones are read already."""
    with spoken(place):
        made = Catalog(strict=True)
    made.known |= TEXTS.known
    return made


@contextmanager
def spoken(place: Path) -> Iterator[None]:
    """The language is one of those that people write to us in."""
    before = languages.FOLDERS
    languages.FOLDERS = (*before, place)
    try:
        yield
    finally:
        languages.FOLDERS = before


def plain_words(text: str, known: Iterable[str] = ()) -> set[str]:
    """The words in plain letters that are neither a command nor an address nor known otherwise."""
    said = _ADDRESS.sub(" ", text)
    names = {word for name in known for word in _WORD.findall(name)}
    return set(_WORD.findall(said)) - names


class _Words(Transformer):
    """Changes what is said, and neither names nor what chooses."""

    def visit_TextElement(self, node: ast.TextElement) -> ast.TextElement:  # noqa: N802
        node.value = strange(node.value)
        return node

    def visit_StringLiteral(self, node: ast.StringLiteral) -> ast.StringLiteral:  # noqa: N802
        node.value = node.value if "\\" in node.value else strange(node.value)
        return node


def _changed(said: Any) -> Any:
    if isinstance(said, Mapping):
        return {name: _changed(value) for name, value in said.items()}
    if isinstance(said, list):
        return [_changed(value) for value in said]
    return strange(said) if isinstance(said, str) else said


def _toml(table: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """As TOML: what is no table first."""
    for name, value in table.items():
        if not isinstance(value, Mapping):
            yield f"{name} = {json.dumps(value, ensure_ascii=False)}"
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield f"[{place}{name}]"
            yield from _toml(value, f"{place}{name}.")
