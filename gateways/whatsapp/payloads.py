"""Meta's Cloud API as values: what is sent, what is answered, what is notified."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from domain import tokens
from domain.errors import Unsure
from domain.ports import (
    ApprovedTemplate,
    Handed,
    Inbound,
    Moved,
    Outgoing,
    Report,
    Trouble,
    Word,
)
from gateways.outcomes import Later, Outcome, failure, reason
from gateways.whatsapp import inbound, interactive, names

Json = dict[str, Any]

_STATUSES = {"sent", "delivered", "read", "failed"}
_CODES: dict[Outcome, tuple[int, ...]] = {
    Trouble.AUTH: (0, 3, 10, 190, 131005),
    Trouble.NO_CREDIT: (131042, 131044),
    Trouble.CONFIG: (
        368, 130497, 131030, 131031, 131037, 131045, 131063, 133010,
    ),
    Trouble.BAD_RECIPIENT: (131021, 131026, 137000),
    Trouble.MARKETING_DECLINED: (131050,),
    Trouble.WINDOW_CLOSED: (131047,),
    Trouble.TEMPLATE_PROBLEM: (
        132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069,
    ),
    # 130472 and 131049: Meta keeps this message from this person; another channel may bring it.
    # 131062: only to somebody whose number is known.
    Trouble.CONTENT_REJECTED: (100, 130472, 131008, 131009, 131049, 131051, 131062),
    Later(): (1, 2, 131000, 131014, 131016, 131052, 131053, 135000),
    Later(10, for_one=True): (131056,),
    Later(5, for_all=True): (130429,),
    Later(60, for_all=True): (4, 80007),
    Later(300, for_all=True): (131057,),
    Later(3600, for_all=True): (131048, 131064),
    Later(72 * 3600, for_all=True): (133016,),
}  # fmt: skip
_OUTCOMES = {code: outcome for outcome, codes in _CODES.items() for code in codes}


def message(outgoing: Outgoing, media_id: str = "") -> Json:
    """The body of a send; `media_id` is the uploaded document, which travels with its caption."""
    body: Json = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    if names.USER_ID.fullmatch(outgoing.to):
        body["recipient"] = outgoing.to
    else:
        body["to"] = outgoing.to.removeprefix("+")
    body["biz_opaque_callback_data"] = outgoing.ref
    if outgoing.template is not None:
        template = _template(outgoing.template, outgoing, media_id)
        body |= {"type": "template", "template": template}
    elif media_id and not outgoing.choices:
        document = _document(outgoing, media_id) | {"caption": outgoing.text}
        body |= {"type": "document", "document": document}
    elif outgoing.choices:
        body |= {"type": "interactive", "interactive": interactive.body(outgoing)}
    else:
        body |= {"type": "text", "text": {"body": outgoing.text, "preview_url": False}}
    return body


def _document(outgoing: Outgoing, media_id: str) -> Json:
    name = outgoing.document.filename if outgoing.document else ""
    return {"id": media_id, "filename": name}


def _template(template: ApprovedTemplate, outgoing: Outgoing, media_id: str) -> Json:
    components: list[Json] = []
    if media_id:
        header = {"type": "document", "document": _document(outgoing, media_id)}
        components.append({"type": "header", "parameters": [header]})
    if template.params:
        names = template.names or [""] * len(template.params)
        values = [_text(one, name) for one, name in zip(template.params, names, strict=True)]
        components.append({"type": "body", "parameters": values})
    if template.button:
        components.append(
            {
                "type": "button",
                "sub_type": "url",
                "index": "0",
                "parameters": [_text(template.button)],
            }
        )
    return {
        "name": template.name,
        "language": {"code": template.language},
        "components": components,
    }


def _text(value: str, name: str = "") -> Json:
    """A value of a template, which may hold no line break, tab or run of spaces."""
    named = {"parameter_name": name} if name else {}
    return {"type": "text", **named, "text": " ".join(value.split())}


def known(code: int) -> Outcome:
    """What an error code means, a refusal where it is not listed."""
    if 200 <= code <= 299:  # the range of missing permissions
        return Trouble.AUTH
    return _OUTCOMES.get(code, Trouble.REFUSED)


def outcome_of(code: int, status: int) -> Outcome:
    """What an error code means in an HTTP answer of that status."""
    found = known(code)
    return None if found is Trouble.REFUSED and not 400 <= status < 500 else found


def handed(status: int, answer: Json) -> Handed:
    """The message's id; raises what the answer says instead, `Unsure` for any other shape."""
    check(status, answer)
    messages = answer.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    identity = first.get("id") if isinstance(first, dict) else None
    if status != 200 or not isinstance(identity, str) or not identity:
        raise Unsure("junk", f"HTTP {status} without a message id")
    contacts = list(_objects(answer, "contacts"))
    named = names.of_contact(contacts[0]) if len(contacts) == 1 else []
    return Handed(identity, names=tuple(named))


def uploaded(status: int, answer: Json) -> str:
    """The id of an uploaded file; raises like `handed`."""
    check(status, answer)
    identity = answer.get("id")
    if status != 200 or not isinstance(identity, str | int):
        raise Unsure("junk", f"HTTP {status} without a media id")
    return str(identity)


def found(status: int, answer: Json) -> str:
    """Where a file can be fetched; raises like `handed`."""
    check(status, answer)
    url = answer.get("url")
    if status != 200 or not isinstance(url, str) or not url:
        raise Unsure("junk", f"HTTP {status} without an address")
    return url


def check(status: int, answer: Json) -> None:
    """Raise the failure that an answer tells of, if it does."""
    error = answer.get("error")
    if not isinstance(error, dict):
        return
    code = error.get("code")
    if not isinstance(code, int):
        raise Unsure("junk", f"HTTP {status}, an error without a code")
    data = error.get("error_data")
    details = data.get("details", "") if isinstance(data, dict) else data or ""
    raise failure(outcome_of(code, status), f"{code} {error.get('message', '')} {details}".strip())


def sign(app_secret: str, body: bytes) -> str:
    """The value of X-Hub-Signature-256; it holds for these bytes, not for equal JSON."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(app_secret: str, body: bytes, given: str) -> bool:
    """Whether the signature is that of the body."""
    return tokens.equal(sign(app_secret, body), given)


def parse(body: bytes, phone_number_id: str) -> list[Word]:
    """Everything that a notification tells of one number, however it is nested."""
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        return []
    words: list[Word] = []
    for entry in _objects(envelope, "entry"):
        for change in _objects(entry, "changes"):
            value = change.get("value")
            if not isinstance(value, dict):
                continue
            metadata = value.get("metadata")
            number = metadata.get("phone_number_id") if isinstance(metadata, dict) else None
            if number is not None and str(number) != phone_number_id:
                continue
            words += _told(value)
    return words


def _told(value: Json) -> Iterator[Word]:
    contacts = list(_objects(value, "contacts"))
    statuses = list(_objects(value, "statuses"))
    for part in statuses:
        yield from _report(part, names.of_recipient(part, contacts, len(statuses)))
    messages = list(_objects(value, "messages"))
    for part in messages:
        yield from _inbound(part, names.of_sender(part, contacts, len(messages)))
    for part in _objects(value, "user_preferences"):
        yield from _preference(part, names.of_contact(part))


def _objects(within: object, key: str) -> Iterator[Json]:
    found = within.get(key) if isinstance(within, dict) else None
    yield from (one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


def _report(status: Json, named: Sequence[str]) -> Iterator[Report]:
    # Others ("played", "deleted" and what may come) say nothing about the arrival.
    if str(status.get("status")) not in _STATUSES or not status.get("id"):
        return
    error = next(_objects(status, "errors"), {})
    code = error.get("code")
    yield Report(
        provider_id=str(status["id"]),
        status=status["status"],
        ref=str(status.get("biz_opaque_callback_data") or ""),
        reason=reason(known(code)) if isinstance(code, int) else "",
        detail=f"{code} {error.get('title', '')}".strip() if isinstance(code, int) else "",
        at=_instant(status.get("timestamp")),
        names=tuple(named),
    )


def _inbound(message: Json, named: Sequence[str]) -> Iterator[Inbound | Moved]:
    at = _instant(message.get("timestamp"))
    # Reactions and most notices of the system are no words; groups are none of ours.
    if message.get("type") == "system" and (told := names.moved(message)) is not None:
        yield Moved(*told, at)
    if str(message.get("type")) in {"reaction", "system"} or message.get("group_id"):
        return
    if not named or not message.get("id"):
        return
    yield inbound.word(message, named, at)


def _preference(told: Json, named: Sequence[str]) -> Iterator[Inbound]:
    """What a person has set in the app about what goes to many."""
    value = told.get("value")
    if str(value) in {"stop", "resume"} and named:
        yield Inbound(
            provider_id="",
            sender=named[0],
            text="",
            at=_instant(told.get("timestamp")),
            wants=value == "resume",
            is_written=False,
            names=tuple(named),
        )


def _instant(given: object) -> datetime | None:
    """Seconds since 1970 as text, milliseconds now and then."""
    try:
        seconds = float(str(given))
        return datetime.fromtimestamp(seconds / 1000 if seconds >= 1e12 else seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
