"""How the verbs are called that change what was billed: packages, notes, charges."""

from __future__ import annotations

from domain.billing import credit_notes, own_bills, package_changes, planned_changes
from domain.money import Money
from tests.domain.reach_lines import Free, Line, Row, Those

TAKA = Money(100_00)
ITEM = own_bills.Item("Cable", TAKA)

CHANGES: dict[str, Line] = {
    "billing.credit_notes.left_of": Row(
        lambda actor, its: credit_notes.left_of(actor, its.bill_id)
    ),
    "billing.credit_notes.give": Row(
        lambda actor, its: credit_notes.give(actor, its.bill_id, TAKA, "slip")
    ),
    "billing.credit_notes.require_within": Row(
        lambda actor, its: credit_notes.require_within(actor, its.bill_id, TAKA)
    ),
    "billing.credit_notes.foresee": Row(
        lambda actor, its: credit_notes.foresee(actor, its.bill_id, TAKA)
    ),
    "billing.credit_notes.withdraw": Row(
        lambda actor, its: credit_notes.withdraw(actor, its.note_id, "slip")
    ),
    "billing.credit_notes.get": Row(lambda actor, its: credit_notes.get(actor, its.note_id)),
    "billing.credit_notes.on_bill": Row(
        lambda actor, its: credit_notes.on_bill(actor, its.bill_id)
    ),
    "billing.own_bills.charge": Row(
        lambda actor, its: own_bills.charge(actor, its.customer_id, [ITEM])
    ),
    "billing.own_bills.waiting": Row(lambda actor, its: own_bills.waiting(actor, its.customer_id)),
    "billing.own_bills.usual": Those(lambda actor: own_bills.usual(actor, "BDT")),
    "billing.own_bills.drop": Row(
        lambda actor, its: own_bills.drop(actor, its.customer_id, its.charge_id)
    ),
    "billing.own_bills.make": Row(
        lambda actor, its: own_bills.make(actor, its.customer_id, [ITEM])
    ),
    "billing.own_bills.foresee": Row(
        lambda actor, its: own_bills.foresee(actor, its.customer_id, [ITEM])
    ),
    "billing.package_changes.foresee": Row(
        lambda actor, its: package_changes.foresee(actor, its.customer_id, its.package_id)
    ),
    "billing.package_changes.change": Row(
        lambda actor, its: package_changes.change(actor, its.customer_id, its.package_id)
    ),
    "billing.package_changes.switch": Free("of a row whose customer the caller holds"),
    "billing.planned_changes.plan": Row(
        lambda actor, its: planned_changes.plan(actor, its.customer_id, its.package_id)
    ),
    "billing.planned_changes.of": Row(
        lambda actor, its: planned_changes.of(actor, its.customer_id)
    ),
    "billing.planned_changes.given_up": Row(
        lambda actor, its: planned_changes.given_up(actor, its.change_id)
    ),
    "billing.planned_changes.call_off": Row(
        lambda actor, its: planned_changes.call_off(actor, its.change_id)
    ),
    "billing.package_changes.fresh_of": Row(
        lambda actor, its: package_changes.fresh_of(actor, its.customer_id)
    ),
    "billing.package_changes.take_back": Row(
        lambda actor, its: package_changes.take_back(actor, its.change_id)
    ),
}
