"""Templates that a provider has approved: which of an account's stands for which event.

The account's option `templates` has for an event: `name` (or one name for each language), `params`
(our variables in the template's order, or by the names that the template gives them), `languages`
(ours to the provider's), `button` (the variable of its first button), `document` (true if it has
a paper in its head) and `text` (its own words, or those of each language, with `{{1}}` or
`{{name}}` for its values: what previews and the history show).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from domain.errors import InvalidValue, UnknownVariable
from domain.messaging import notices, rules
from domain.messaging.variables import VARIABLES
from domain.ports import ApprovedTemplate

KEYS = ("name", "params", "languages", "button", "document", "text")
OPTION = "templates"
LINK = "payment_link"
_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def check(options: Mapping[str, Any]) -> None:
    """Refuse what could not be sent later, by the name of what is wrong.

    Raises `InvalidValue` and `UnknownVariable`, with the nearest that is known.
    """
    for event, offered in options.get(OPTION, {}).items():
        _known(event, notices.WORDED, OPTION)
        if not isinstance(offered, Mapping):
            raise InvalidValue(field=f"{OPTION}.{event}", given=offered, example='name = "..."')
        for key in offered:
            _known(key, KEYS, f"{OPTION}.{event}")
        _check_one(f"{OPTION}.{event}", offered, notices.of(event).template)


def _known(given: str, known: Iterable[str], field: str) -> None:
    if given not in known:
        raise InvalidValue(field=field, given=given, example=rules.nearest(given, known))


def _check_one(place: str, offered: Mapping[str, Any], usual: str) -> None:
    names = offered.get("name")
    listed = list(names.values()) if isinstance(names, Mapping) else [names]
    if not listed or not all(isinstance(one, str) and one for one in listed):
        raise InvalidValue(field=f"{place}.name", given=names or "", example=usual)
    params = offered.get("params", [])
    if not isinstance(params, list | Mapping):
        raise InvalidValue(field=f"{place}.params", given=params, example='["customer_name"]')
    named = [*(params.values() if isinstance(params, Mapping) else params)]
    for variable in [*named, *filter(None, [offered.get("button")])]:
        if variable not in VARIABLES:
            near = rules.nearest(str(variable), VARIABLES)
            raise UnknownVariable(variable=variable, nearest=near)
    if not isinstance(offered.get("text", ""), str | Mapping):
        raise InvalidValue(
            field=f"{place}.text", given=offered["text"], example="Dear {{1}}, {{2}} is due."
        )
    if not isinstance(offered.get("languages", {}), Mapping):
        raise InvalidValue(
            field=f"{place}.languages", given=offered["languages"], example='{ en = "en_US" }'
        )


def stands_for(options: Mapping[str, Any], event: str) -> bool:
    """Whether the account has a template for the event."""
    return event in options.get(OPTION, {})


def find(
    options: Mapping[str, Any], event: str, language: str, values: Mapping[str, str]
) -> ApprovedTemplate | None:
    """The template that stands for the event in this language, filled in.

    One with a payment link stands for nothing where there is none.
    """
    offered = options.get(OPTION, {}).get(event)
    name = _name(offered.get("name"), language) if offered else ""
    if not name:
        return None
    params = offered.get("params", [])
    by_name = isinstance(params, Mapping)
    blanks = [*(params.values() if by_name else params), offered.get("button", "")]
    if LINK in blanks and not values.get(LINK):
        return None
    return ApprovedTemplate(
        name=name,
        language=offered.get("languages", {}).get(language, language),
        params=[_given(one, values) for one in (params.values() if by_name else params)],
        names=tuple(params) if by_name else (),
        button=_ending(values.get(offered.get("button", ""), "")),
        has_document=bool(offered.get("document")),
    )


def _given(name: str, values: Mapping[str, str]) -> str:
    """The value of a blank in fixed words; without a number to call, the name of whom to call."""
    whom = values.get("operator_name", "") if name == "support_phone" else ""
    return values.get(name, "") or whom or "-"


def words(options: Mapping[str, Any], event: str, language: str, values: Mapping[str, str]) -> str:
    """What the template says; its name and values where nobody has told us its words."""
    filled = find(options, event, language, values)
    if filled is None:
        return ""
    text = options[OPTION][event].get("text", "")
    if isinstance(text, Mapping):
        text = text.get(language) or text.get(rules.LAST_RESORT, "")
    if not text:
        return f"{filled.name}: {' · '.join(filled.params)}"
    names = filled.names or [str(number) for number in range(1, len(filled.params) + 1)]
    by_name = dict(zip(names, filled.params, strict=True))
    return _PLACE.sub(lambda found: by_name.get(found[1], found[0]), text)


def _name(names: str | Mapping[str, str], language: str) -> str:
    """The template's name; with one for each language, English is the last resort."""
    if isinstance(names, str):
        return names
    return names.get(language) or names.get(rules.LAST_RESORT, "")


def _ending(value: str) -> str:
    """What a button takes: the last part of an address, or the value itself."""
    return value.rstrip("/").rpartition("/")[2]
