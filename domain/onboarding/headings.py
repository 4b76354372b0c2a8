"""What the headings of a file of customers may be called: ours, other programs', in any tongue."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from domain import forms, languages, money
from domain.customers import letters
from domain.onboarding import cells

NEEDED = tuple(field.name for field in cells.FIELDS if field.is_needed)
_LIKE = 0.75
_OURS = sorted(cells.FIELDS.names)


@languages.remembered
def _unit() -> re.Pattern[str]:
    """The currency behind a heading: `(BDT)`."""
    marks = languages.one_of([re.escape(mark) for mark in money.units()])
    return re.compile(rf"_?[(\[]{marks}[)\]]$")


@languages.remembered
def _whose() -> re.Pattern[str]:
    return re.compile(f"^{languages.one_of(languages.words('within_headings', 'whose'))}_")


@languages.remembered
def _spelled() -> list[tuple[re.Pattern[str], str]]:
    """Words that are written in several ways, and the one for them all."""
    return [
        (re.compile(f"{languages.one_of(languages.parted(ways))}(?=_|$)"), word)
        for language in languages.known()
        for word, ways in language.heard.get("within_headings", {}).get("spelled", {}).items()
    ]


def _plain(heading: str) -> str:
    """The heading without what differs in how one is written."""
    seen = letters.plain(unicodedata.normalize("NFKC", heading)).replace("\u200c", "")
    tidy = "_".join(seen.replace("\u200d", "").replace("_", " ").split())
    tidy = tidy.strip("*:._ #।").replace("._", "_")
    tidy = _unit().sub("", tidy)
    for ways, word in _spelled():
        tidy = ways.sub(word, tidy)
    return tidy


@languages.remembered
def _meanings() -> dict[str, str]:
    """Our word for everything that a heading may be called."""
    called = {_plain(name): ours for ours in _OURS for name in languages.words("headings", ours)}
    return called | {ours: ours for ours in _OURS}


def meaning(heading: str) -> str:
    """Our word for a heading in small letters with `_` between its words; empty if unknown."""
    plain, known = _plain(heading), _meanings()
    return known.get(heading) or known.get(plain) or known.get(_whose().sub("", plain)) or ""


def nearest(heading: str) -> str:
    """Our word for the heading that this one is a slip of, empty if it is like none."""
    known = _meanings()
    return known.get(forms.near(_plain(heading), known, likeness=_LIKE), "")


def slips(unknown: Collection[str], known: Collection[str]) -> dict[str, str]:
    """What each unknown heading may have been meant for, as far as nothing else says it."""
    meant = {heading: nearest(heading) for heading in unknown}
    return {heading: ours for heading, ours in meant.items() if ours and ours not in known}
