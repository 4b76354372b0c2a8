"""The words of messages: an operator's own, else those that are shipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain import db
from domain.errors import InvalidValue
from domain.messaging import notices, queries, rules, telling
from domain.messaging.models import Template
from domain.messaging.states import Channel
from domain.ports import TemplateText, Texts
from domain.staff import audit, operators
from domain.staff.rights import Actor


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a set of operators use."""

    own: dict[tuple[int, str, str, Channel], TemplateText]
    texts: Texts

    def find(self, operator_id: int, event: str, language: str, channel: Channel) -> TemplateText:
        """The words for the customer's language, English where there are none in it."""
        key = notices.of(event).key
        for tongue in (language, rules.LAST_RESORT):
            found = self.mine(operator_id, event, tongue, channel) or self.texts.template(
                tongue, key, channel.value
            )
            if found is None and channel is not Channel.SMS:
                found = self.texts.template(tongue, key, Channel.SMS.value)
            if found is not None:
                return found
        raise LookupError(f"no words for {event} by {channel}")

    def mine(
        self, operator_id: int, event: str, language: str, channel: Channel
    ) -> TemplateText | None:
        """The operator's own words for the event at a step, else for all of them."""
        own = (
            self.own.get((operator_id, key, language, channel))
            for key in (event, notices.of(event).key)
        )
        return next((words for words in own if words), None)


async def words_of(above: Mapping[int, Sequence[int]], texts: Texts) -> Words:
    """Read once for a batch what the operators, or those above them, have for their own; see
    `operators.above`."""
    owners = {owner for path in above.values() for owner in path}
    if not owners:
        return Words({}, texts)
    found = await queries.settings.words(owners)
    own = {
        (operator_id, row.event, row.language, Channel(row.channel)): TemplateText(
            row.text, row.subject
        )
        for operator_id, path in above.items()
        for owner in path  # the nearest is the last, and stays
        for row in found
        if row.operator_id == owner
    }
    return Words(own, texts)


def own(body: str) -> TemplateText:
    """The words of one message that somebody wrote for it."""
    return TemplateText(body)


async def save(
    actor: Actor,
    event: str,
    language: str,
    channel: Channel,
    text: str,
    subject: str = "",
    *,
    operator_code: str | None = None,
) -> tuple[Template, bool]:
    """Set own words for the operator and all under it; whether anything changed.

    What could not be filled in later is refused now.
    """
    actor.require(telling.CHANGES)
    check(event, text, subject)
    operator = await operators.within(actor, operator_code)
    wanted = {"text": text, "subject": subject}
    async with db.transaction():
        key = _place(operator.id, event, language, channel)
        row = await Template.get_or_none(**key)
        if row is not None and (row.text, row.subject) == (text, subject):
            return row, False
        row = row or Template(**key)
        await row.update_from_dict(wanted).save()
        await audit.note(
            actor, "template.save", "template", row.id, operator_id=operator.id,
            after={"event": event, "language": language, "channel": channel.value},
        )  # fmt: skip
    return row, True


def check(event: str, text: str, subject: str = "") -> None:
    """Refuse words that could not be filled in later, or are none."""
    telling.known_words(event)
    if not text.strip():
        raise InvalidValue(field="text", given="", example="{customer_name}: {amount_due}")
    rules.check_template(text, needs=notices.of(event).must_name)
    rules.check_template(subject)


@dataclass(frozen=True, slots=True)
class Wording:
    """What customers read of an event in a language by a channel; the operator's `own` words, or
    those that they have without any."""

    event: str
    language: str
    channel: Channel
    text: str
    subject: str
    own: bool


async def get(actor: Actor, event: str, language: str, channel: Channel, texts: Texts) -> Wording:
    """The words that hold for the actor's operator; raises `InvalidValue` for no event."""
    actor.require(telling.CHANGES)
    telling.known_words(event)
    operator = await operators.within(actor, None)
    words = await words_of(await operators.above([operator.id]), texts)
    found = words.find(operator.id, event, language, channel)
    own = await Template.exists(**_place(operator.id, event, language, channel))
    return Wording(event, language, channel, found.text, found.subject, own)


async def write(actor: Actor, words: Wording) -> None:
    """Keep words for the actor's own operator, as `save` does."""
    await save(actor, words.event, words.language, words.channel, words.text, words.subject)


async def drop(actor: Actor, event: str, language: str, channel: Channel) -> bool:
    """Go back to the words that there are without the operator's own; whether there were any."""
    actor.require(telling.CHANGES)
    operator = await operators.within(actor, None)
    async with db.transaction():
        row = await Template.get_or_none(**_place(operator.id, event, language, channel))
        if row is None:
            return False
        await row.delete()
        await audit.note(
            actor, "template.drop", "template", row.id, operator_id=operator.id,
            before={"event": event, "language": language, "channel": channel.value},
        )  # fmt: skip
    return True


def _place(operator_id: int, event: str, language: str, channel: Channel) -> dict[str, Any]:
    return {"operator_id": operator_id, "event": event, "language": language, "channel": channel}
