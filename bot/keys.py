"""The secret key of the settings: the vault that it opens, and what is sealed in the database."""

from __future__ import annotations

from bot.settings import Settings, SettingsWrong
from domain import sealed, vault
from domain.errors import InvalidValue
from domain.vault import Vault

_LACKING = (
    "NETKHATA_SECRET_KEY does not open the credentials in the database: put the key that sealed"
    " them back, behind the new one; example: new-key,old-key"
)


def use_vault(settings: Settings) -> Vault:
    """The vault of the settings' keys, in force for this process."""
    keys = Vault(list(settings.secret_key))
    vault.use(keys)
    return keys


async def check(settings: Settings) -> None:
    """Raise `SettingsWrong` where credentials were sealed with a key that is not in the list."""
    try:
        await sealed.check(use_vault(settings))
    except InvalidValue as why:
        raise SettingsWrong([_LACKING]) from why


async def renew(settings: Settings) -> int:
    """Seal every credential under the newest key, where there is a key; how many were not.

    Raises `SettingsWrong` as `check` does.
    """
    if not settings.secret_key:
        return 0
    try:
        return await sealed.renew(use_vault(settings))
    except InvalidValue as why:
        raise SettingsWrong([_LACKING]) from why
