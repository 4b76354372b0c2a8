"""Tables of whom we serve with what: zones, packages, customers."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields

from domain.fields import Day, Instant, Key, Line, Prose
from domain.tables import Model


class Zone(Model):
    """A part of the area served, collectors may be limited to some."""

    id = fields.BigIntField(primary_key=True)
    operator_id: int
    operator = Key("Operator")
    code = Line(32, unique=True)
    name = Line(80)

    class Meta:
        table = "zone"


class Connection(StrEnum):
    """How the customer's equipment comes online."""

    PPPOE = "pppoe"
    STATIC = "static"
    DHCP = "dhcp"
    HOTSPOT = "hotspot"


class ValidFrom(StrEnum):
    """What starts the clock of a validity."""

    PURCHASE = "purchase"
    LOGIN = "login"  # the first one after the purchase


class PricedPer(StrEnum):
    """For how much service the price of a package is."""

    MONTH = "month"
    DAY = "day"


class Package(Model):
    """What is sold, `profile` is the speed profile on the router.

    One with a `validity` is bought for so long, and for `cap_mb` megabytes where that is said.
    """

    id = fields.BigIntField(primary_key=True)
    operator_id: int | None
    operator = Key("Operator", null=True)  # None: every operator sells it
    code = Line(32, unique=True)
    name = Line(80)
    price_minor = fields.BigIntField()
    priced_per = Line(16, default=PricedPer.MONTH, db_default=PricedPer.MONTH)
    currency = Line(3, default="BDT")
    profile = Line(64)
    kind = fields.CharEnumField(Connection, max_length=16, default=Connection.PPPOE)
    validity_days = fields.IntField(default=30)
    validity = fields.IntField(null=True)
    validity_unit = Line(8, null=True)
    valid_from = Line(8, null=True)
    cap_mb = fields.BigIntField(null=True)  # of a million bytes, both ways together
    active = fields.BooleanField(default=True)

    class Meta:
        table = "package"


class CustomerStatus(StrEnum):
    """Where a customer stands."""

    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    LEFT = "left"


# Whose service is off until money or a person brings it back.
HELD = (CustomerStatus.SUSPENDED, CustomerStatus.EXPIRED)
HELD_SQL = ", ".join(f"'{status.value}'" for status in HELD)


class Customer(Model):
    """A person or firm with one connection."""

    id = fields.BigIntField(primary_key=True)
    code = Line(24, unique=True)  # short, said on the phone
    operator_id: int
    operator = Key("Operator")
    zone_id: int | None
    zone = Key("Zone", null=True)
    package_id: int
    package = Key("Package")
    billing_profile_id: int
    billing_profile = Key("BillingProfile")
    name = Line(120)
    mobile = Line(20, db_index=True)  # E.164
    whatsapp = Line(20, default="")
    email = Line(120, default="")
    language = Line(8, default="bn")
    address = Line(240, default="")
    connection = fields.CharEnumField(Connection, max_length=16, default=Connection.PPPOE)
    router_id: int | None
    router = Key("Router", null=True)
    username = Line(64, default="", db_index=True)
    password = Prose(null=True, sealed=True)  # of a hotspot; None: we do not know it
    ip = Line(45, default="", db_index=True)
    mac = Line(17, default="")
    price_minor = fields.BigIntField(null=True)  # own price; None: the package's
    discount_minor = fields.BigIntField(default=0)
    exempt = fields.BooleanField(default=False)  # never suspended
    never_billed = fields.BooleanField(default=False, db_default=False)
    status = fields.CharEnumField(CustomerStatus, max_length=16, default=CustomerStatus.ACTIVE)
    joined_on = Day()
    renewal_day = fields.IntField(null=True)  # of a month of its own; None: the day they joined on
    expires_on = Day(null=True)
    promised_until = Day(null=True)
    opted_out_at = Instant(null=True)
    left_at = Instant(null=True)  # of who left: None where nobody wrote down when
    online_at = Instant(null=True)  # a session was seen for the first time

    class Meta:
        table = "customer"
        indexes = (("operator_id", "status"), ("router_id", "id"), ("zone_id", "id"))


class SearchTerm(Model):
    """A word by which a customer is found: name parts in Latin letters, their sound, numbers."""

    id = fields.BigIntField(primary_key=True)
    word = Line(40)
    customer_id = fields.BigIntField()

    class Meta:
        table = "search_term"
        unique_together = (("word", "customer_id"),)
        indexes = (("customer_id", "word"),)


class SearchWord(Model):
    """A distinct word and how many customers have it."""

    word = Line(40, primary_key=True)
    customers = fields.IntField(default=0)

    class Meta:
        table = "search_word"


class SearchVariant(Model):
    """A word with one letter left out: two words one slip apart share a variant."""

    id = fields.BigIntField(primary_key=True)
    variant = Line(40)
    word = Line(40)

    class Meta:
        table = "search_variant"
        unique_together = (("variant", "word"),)
