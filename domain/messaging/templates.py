"""The words of messages: an operator's own, else those that are shipped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from domain import db
from domain.messaging import rules
from domain.messaging.models import Template
from domain.messaging.states import Channel
from domain.ports import TemplateText, Texts
from domain.staff import audit
from domain.staff.rights import Actor

NEEDS = {"payment-link": ("payment_link",)}


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


async def words_of(operators: Collection[int], texts: Texts) -> Words:
    """Read the operators' own words once for a batch."""
    found = await db.rows(
        "SELECT operator_id, event, language, channel, text, subject FROM template"
        f" WHERE operator_id IN ({db.marks(len(operators))})",
        *operators,
    )
    own = {
        (row["operator_id"], row["event"], row["language"], Channel(row["channel"])): TemplateText(
            row["text"], row["subject"]
        )
        for row in found
    }
    return Words(own, texts)


def own(body: str) -> TemplateText:
    """The words of one message that somebody wrote for it."""
    return TemplateText(body)


async def save(
    actor: Actor, event: str, language: str, channel: Channel, text: str, subject: str = ""
) -> Template:
    """Set an operator's own words; what could not be filled in later is refused now."""
    actor.require("message.send")
    rules.check_template(text, needs=NEEDS.get(event, ()))
    rules.check_template(subject)
    async with db.transaction():
        row, _ = await Template.update_or_create(
            operator_id=actor.operator_id,
            event=event,
            language=language,
            channel=channel,
            defaults={"text": text, "subject": subject},
        )
        await audit.note(actor, "template.save", "template", row.id, after={"event": event})
    return row
