"""The words of messages: an operator's own, else those that are shipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain import db
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
        for tongue in (language, rules.LAST_RESORT):
            mine = self.own.get((operator_id, event, tongue, channel))
            found = mine or self.texts.template(tongue, event, channel.value)
            if found is None and channel is not Channel.SMS:
                found = self.texts.template(tongue, event, Channel.SMS.value)
            if found is not None:
                return found
        raise LookupError(f"no words for {event} by {channel}")


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
    actor.require("message.send")
    telling.known_event(event)
    rules.check_template(text, needs=notices.of(event).must_name)
    rules.check_template(subject)
    operator = await operators.within(actor, operator_code)
    wanted = {"text": text, "subject": subject}
    async with db.transaction():
        key = {"operator_id": operator.id, "event": event, "language": language}
        row = await Template.get_or_none(**key, channel=channel)
        if row is not None and (row.text, row.subject) == (text, subject):
            return row, False
        row = row or Template(**key, channel=channel)
        await row.update_from_dict(wanted).save()
        await audit.note(
            actor, "template.save", "template", row.id, operator_id=operator.id,
            after={"event": event, "language": language, "channel": channel.value},
        )  # fmt: skip
    return row, True
