"""What ISPs call a status, a kind of connection or a language, in the words of every language."""

from __future__ import annotations

import re

from domain import languages
from domain.customers import letters
from domain.customers.models import Connection, CustomerStatus
from domain.errors import InvalidValue


def _fold(text: str) -> str:
    return re.sub(r"[\s_.-]+", " ", letters.plain(text).casefold()).strip()


def _read(kind: str, named: type[CustomerStatus] | type[Connection]) -> dict[str, str]:
    meanings = [str(each) for each in named]
    said = {_fold(word): meant for meant in meanings for word in languages.words(kind, meant)}
    return said | {meant: meant for meant in meanings}


@languages.remembered
def _statuses() -> dict[str, str]:
    return _read("statuses", CustomerStatus)


@languages.remembered
def _connections() -> dict[str, str]:
    return _read("connections", Connection)


@languages.remembered
def _languages() -> dict[str, str]:
    said = {
        _fold(word): code
        for language in languages.known()
        for code in language.heard.get("languages", {})
        for word in language.words("languages", code)
    }
    return said | {language.code: language.code for language in languages.known()}


def status(text: str) -> CustomerStatus:
    """The status that is meant; raises `InvalidValue` with those that are understood."""
    found = _statuses().get(_fold(text))
    if found is None:
        raise InvalidValue(
            field="status", given=text[:40], example=_named("statuses", CustomerStatus)
        )
    return CustomerStatus(found)


def connection(text: str) -> Connection:
    """The kind of connection that is meant; raises `InvalidValue` as `status` does."""
    found = _connections().get(_fold(text))
    if found is None:
        raise InvalidValue(
            field="connection", given=text[:40], example=_named("connections", Connection)
        )
    return Connection(found)


def language(text: str) -> str:
    """The code of a language that is named, what was said where it is none of ours."""
    return _languages().get(_fold(text), text)


def _named(kind: str, named: type[CustomerStatus] | type[Connection]) -> str:
    """Each by our word, and by the first one of every other language: `left (বাতিল)`."""
    others = [each for each in languages.known() if each.code != languages.MODEL]
    told = []
    for meant in named:
        first = [words[0] for each in others if (words := each.words(kind, meant))]
        told.append(f"{meant} ({', '.join(first)})" if first else str(meant))
    return ", ".join(told)
