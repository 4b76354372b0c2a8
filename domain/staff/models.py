"""Tables of the organisation: operators, their people, and who did what."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields

from domain.fields import Instant, Json, Key, Line, Prose
from domain.tables import Model


class Operator(Model):
    """The ISP itself, or a reseller under it, `path` lists the ids from the root, `/1/4/`."""

    id = fields.BigIntField(primary_key=True)
    code = Line(32, unique=True)
    parent_id: int | None
    parent = Key("Operator", null=True)
    path = Line(200, default="", db_index=True)
    name = Line(120)
    currency = Line(3, default="BDT")
    timezone = Line(40, default="Asia/Dhaka")
    region = Line(2, default="BD")
    language = Line(8, default="bn")
    support_phone = Line(20, default="")
    email = Line(120, default="")
    address = Line(200, default="")
    logo = Prose(default="")  # data: address of an image, empty for none

    class Meta:
        table = "operator"


class Role(StrEnum):
    """What a person is; rights.py says what each may do."""

    ADMIN = "admin"
    OPERATOR = "operator"
    MANAGER = "manager"
    COLLECTOR = "collector"
    NOC = "noc"
    SUPPORT = "support"
    ACCOUNTANT = "accountant"
    DISTRIBUTOR = "distributor"


class Staff(Model):
    """A person who works with the system, bound to a Telegram account by an invite link."""

    id = fields.BigIntField(primary_key=True)
    telegram_id = fields.BigIntField(null=True, unique=True)
    name = Line(120)
    role = fields.CharEnumField(Role, max_length=16)
    operator_id: int
    operator = Key("Operator")
    zone_ids = Json(null=True)  # None: every zone of the subtree
    language = Line(8, default="en")
    removed_at = Instant(null=True)

    class Meta:
        table = "staff"


class Invite(Model):
    """A one-time link that makes whoever opens it staff."""

    id = fields.BigIntField(primary_key=True)
    token_hash = Line(64, unique=True)
    role = fields.CharEnumField(Role, max_length=16)
    operator_id: int
    operator = Key("Operator")
    zone_ids = Json(null=True)
    name = Line(120, default="")
    made_by_id: int | None
    made_by = Key("Staff", null=True)
    expires_at = Instant()
    used_at = Instant(null=True)

    class Meta:
        table = "invite"


class Audit(Model):
    """One act of one person: who, what, on what, before, after."""

    id = fields.BigIntField(primary_key=True)
    at = Instant(db_index=True)
    staff_id: int | None
    staff = Key("Staff", null=True)
    actor = Line(64)  # "staff", "system", "customer"
    act = Line(64)
    subject = Line(32)
    subject_id = fields.BigIntField(null=True)
    operator_id: int | None
    operator = Key("Operator", null=True)
    before = Json(null=True)
    after = Json(null=True)

    class Meta:
        table = "audit"
        indexes = (("subject", "subject_id"),)
