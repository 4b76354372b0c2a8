"""Customers speak to us on Telegram too: the same columns may name it, and nothing is rewritten."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.messaging.states import Channel


class Named(ops.AlterField):
    """Another value that a column may hold: it is as wide as it was."""

    def __init__(self, model_name: str) -> None:
        field = fields.CharEnumField(
            description="WHATSAPP: whatsapp\nSMS: sms\nEMAIL: email\nTELEGRAM: telegram",
            enum_type=Channel,
            max_length=16,
        )
        super().__init__(model_name, "channel", field)

    async def database_forward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        """The database does not know of it."""

    async def database_backward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        """The database did not know of it."""


class Migration(migrations.Migration):
    dependencies = [("domain", "0017_elements")]
    operations = [Named(model) for model in ("Delivery", "Identity", "Reach", "Template")]
