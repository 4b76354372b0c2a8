"""How each verb that takes an actor is called on a thing that is not theirs to see.

The kinds of lines stand in `reach_lines`, those of bulks in `reach_bulks`.
"""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

from domain import clock
from domain.accounts import gateways
from domain.billing import (
    billrun,
    bills,
    byhand,
    enforcement,
    finding,
    foreseeing,
    missed,
    moving,
    profiles,
    runs,
)
from domain.billing.finding import BillFilter
from domain.billing.moving import Chosen
from domain.calendar import Period
from domain.chat import groups
from domain.chat.models import Purpose
from domain.customers import catalog, customers, offers, search
from domain.hotspot import offers as hotspot_offers
from domain.hotspot import selling
from domain.incidents import incidents
from domain.messaging import history as told
from domain.messaging import listing as messages
from domain.messaging import outbox
from domain.messaging.listing import MessageFilter
from domain.money import Money
from domain.network import holding, routers, services
from domain.outreach import broadcasts, progress
from domain.payments import history, links, listing, posting, refunding, verifying
from domain.payments.listing import PaymentFilter
from domain.ports.lists import Listed
from domain.reports import acts, customer_card, customer_list, lists, summary
from domain.reports import finding as found
from domain.reports.customer_list import CustomerFilter
from domain.staff import operators, people
from domain.staff.models import Role
from domain.vouchers import lots, redeeming, serials
from tests import builders
from tests.domain.hidden import CHAT, MOBILE, NAME
from tests.domain.reach_bulks import BULKS
from tests.domain.reach_changes import CHANGES
from tests.domain.reach_lines import Free, Line, Of, Row, Those
from tests.domain.reach_notices import NOTICES
from tests.domain.reach_papers import PAPERS
from tests.domain.reach_standing import STANDING
from tests.sealing import VAULT

MONTH = Period(2026, 11)
TAKA = Money(100_00)
nothing: Any = None
_ITS_OWN = Free("of a row that was got by its `get`, with names for who may see them: test_sights")
_FILE = Free("a row of a file about who is not theirs to see is an error: test_matching")
_ONE_OF_MANY = Free("a part of the verbs of the catalog that save")


async def whole(making: Awaitable[Listed]) -> object:
    """A list with all its rows."""
    return [page async for page in (await making).pages]


TABLE: dict[str, Line] = {
    # accounts and groups
    "accounts.gateways.save": Of(
        lambda actor, its: gateways.save(
            actor,
            name="north-pay",
            kind="payment",
            provider="manual",
            credentials={},
            vault=VAULT,
            operator_code="north",
        ),
        guess=False,
    ),
    "accounts.gateways.managed": Of(lambda actor, its: gateways.managed(actor, its.gateway_id)),
    "accounts.gateways.try_out": Of(
        lambda actor, its: gateways.try_out(actor, its.gateway_id, nothing), guess=False
    ),
    "accounts.gateways.send_trial": Of(
        lambda actor, its: gateways.send_trial(actor, its.gateway_id, "", "", nothing), guess=False
    ),
    "accounts.gateways.switch": Of(
        lambda actor, its: gateways.switch(actor, its.gateway_id, enabled=False)
    ),
    "accounts.gateways.trial_address": Free("reads what was typed"),
    "accounts.gateways.list_gateways": Those(gateways.list_gateways),
    "accounts.gateways.shared_with": Those(gateways.shared_with),
    "chat.groups.bind": Of(
        lambda actor, its: groups.bind(actor, CHAT, Purpose.ALERTS), guess=False
    ),
    "chat.groups.unbind": Free("others' bindings of the chat stay: test_groups"),
    # incidents
    "incidents.incidents.acknowledge": Of(
        lambda actor, its: incidents.acknowledge(actor, its.incident_id)
    ),
    "incidents.incidents.mute": Of(lambda actor, its: incidents.mute(actor, its.incident_id, 5)),
    "incidents.incidents.unmute": Of(lambda actor, its: incidents.unmute(actor, its.incident_id)),
    "incidents.incidents.get": Of(lambda actor, its: incidents.get(actor, its.incident_id)),
    "incidents.incidents.open_now": Those(incidents.open_now),
    # customers
    "customers.catalog.save_zone": Of(
        lambda actor, its: catalog.save_zone(actor, code="uttara", name="Ours"), guess=False
    ),
    "customers.catalog.save_package": Of(
        lambda actor, its: catalog.save_package(
            actor, code="new", name="New", price=TAKA, profile="1M", operator_code="north"
        ),
        guess=False,
    ),
    "customers.catalog.owner_of": _ONE_OF_MANY,
    "customers.catalog.save": _ONE_OF_MANY,
    "customers.customers.get": Row(lambda actor, its: customers.get(actor, its.customer_id)),
    "customers.customers.require": Row(
        lambda actor, its: customers.require(actor, its.customer), guess=False
    ),
    "customers.customers.named": Row(lambda actor, its: customers.named(actor, its.customer_id)),
    "reports.customer_card.card": Row(
        lambda actor, its: customer_card.card(actor, its.customer_id)
    ),
    "customers.customers.find": Those(lambda actor: customers.find(actor, "Z-uttara")),
    "customers.customers.create": Row(
        lambda actor, its: customers.create(
            actor,
            name=NAME,
            mobile=MOBILE,
            package_id=its.customer.package_id,
            billing_profile_id=its.customer.billing_profile_id,
            operator_id=its.operator_id,
            zone_id=its.customer.zone_id,
        ),
        guess=False,
    ),
    "customers.customers.change": Row(
        lambda actor, its: customers.change(actor, its.customer_id, name="Other")
    ),
    "customers.offers.zones": Those(offers.zones),
    "customers.offers.packages": Those(offers.packages),
    "customers.offers.instead": Row(lambda actor, its: offers.instead(actor, its.customer_id)),
    "customers.search.search": Those(lambda actor: search.search(actor, NAME)),
    "reports.finding.find": Those(lambda actor: found.find(actor, NAME)),
    # messages
    "messaging.history.page": Those(lambda actor: told.page(actor, troubled=True)),
    "messaging.history.get": Row(lambda actor, its: told.get(actor, its.message_id)),
    "messaging.outbox.resend": Row(lambda actor, its: outbox.resend(actor, its.message_id)),
    # network: an element is its operator's, whatever the zones of those behind it
    "network.elements.save": Of(
        lambda actor, its: builders.save_router(actor, "north-core", None), guess=False
    ),
    "network.elements.reserve": Free("what is there already stays as it is"),
    "network.holding.unheld": Those(lambda actor: holding.unheld(actor, limit=99)),
    "network.holding.counted": Those(holding.counted),
    "network.holding.unserved": Those(lambda actor: holding.unserved(actor, limit=99)),
    "network.holding.count_unserved": Those(holding.count_unserved),
    "network.holding.count_unread": Those(holding.count_unread),
    "network.routers.list_routers": Those(routers.list_routers),
    "network.routers.detail": Those(lambda actor: routers.detail(actor, "core-1")),
    "network.routers.release": Of(lambda actor, its: routers.release(actor, its.router_id)),
    "network.routers.accept": Of(lambda actor, its: routers.accept(actor, its.router_id, 1)),
    "network.routers.sync_now": Of(lambda actor, its: routers.sync_now(actor, its.router_id)),
    "network.services.suspend": Row(
        lambda actor, its: services.suspend(actor, its.customer_id, "manual", {})
    ),
    "network.services.reconnect": Row(
        lambda actor, its: services.reconnect(actor, its.customer_id, "manual", {})
    ),
    # billing
    "billing.billrun.plan": Those(lambda actor: billrun.plan(actor, MONTH)),
    "billing.billrun.start": Of(lambda actor, its: billrun.start(actor, MONTH, its.operator_id)),
    "billing.bills.get": Row(lambda actor, its: bills.get(actor, its.bill_id)),
    "billing.bills.meant_by": Row(lambda actor, its: bills.meant_by(actor, its.bill_number)),
    "billing.bills.charge": Row(
        lambda actor, its: bills.charge(actor, its.customer_id, TAKA, "Cable")
    ),
    "billing.bills.void": Row(lambda actor, its: bills.void(actor, its.bill_id, "slip")),
    "billing.bills.require_voidable": Row(
        lambda actor, its: bills.require_voidable(actor, its.bill_id)
    ),
    "billing.bills.take_back": Free("of a row whose customer the caller holds"),
    "billing.byhand.make": Row(lambda actor, its: byhand.make(actor, its.customer_id, MONTH)),
    "billing.byhand.made_for": Row(
        lambda actor, its: byhand.made_for(actor, its.customer_id, MONTH)
    ),
    "billing.byhand.foresee": Row(lambda actor, its: byhand.foresee(actor, its.customer_id, MONTH)),
    **CHANGES,
    **STANDING,
    **NOTICES,
    **PAPERS,
    "billing.enforcement.suspend_by_hand": Row(
        lambda actor, its: enforcement.suspend_by_hand(actor, its.customer_id)
    ),
    "billing.enforcement.reconnect_by_hand": Row(
        lambda actor, its: enforcement.reconnect_by_hand(actor, its.customer_id)
    ),
    "billing.finding.page": Those(lambda actor: finding.page(actor, BillFilter())),
    "billing.finding.totals": Those(lambda actor: finding.totals(actor, BillFilter())),
    "billing.missed.waiting": Those(missed.waiting),
    "billing.missed.look": Row(lambda actor, its: missed.look(actor, its.month, its.profiles)),
    "billing.missed.bill": Row(lambda actor, its: missed.bill(actor, its.month, its.profiles)),
    "billing.missed.leave_out": Row(
        lambda actor, its: missed.leave_out(actor, its.month, its.profiles)
    ),
    "billing.profiles.save": Of(
        lambda actor, its: profiles.save(actor, code="n1", name="Ours"), guess=False
    ),
    "billing.profiles.list_profiles": Those(profiles.list_profiles),
    "billing.profiles.get": Of(lambda actor, its: profiles.get(actor, its.profiles[0])),
    "billing.profiles.managed": Of(lambda actor, its: profiles.managed(actor, its.profiles[0])),
    "billing.profiles.read": Of(
        lambda actor, its: profiles.read(actor, its.profiles[0], "grace_days", "2")
    ),
    "billing.profiles.change": Of(
        lambda actor, its: profiles.change(actor, its.profiles[0], "name", "Ours", seen="")
    ),
    "billing.profiles.copy": Of(lambda actor, its: profiles.copy(actor, its.profiles[0], "Mine")),
    "billing.foreseeing.foresee": Of(
        lambda actor, its: foreseeing.foresee(actor, its.profiles[0], "grace_days", "2")
    ),
    "billing.moving.foresee": Of(
        lambda actor, its: moving.foresee(actor, its.profiles[0], Chosen(its.profiles[0]))
    ),
    "billing.moving.move": Of(
        lambda actor, its: moving.move(actor, its.profiles[0], Chosen(its.profiles[0]))
    ),
    "billing.runs.going": Those(lambda actor: runs.going(actor, Period(2026, 12))),
    "billing.runs.begin": Of(lambda actor, its: runs.begin(actor, MONTH, its.operator_id)),
    "billing.runs.get": Row(lambda actor, its: runs.get(actor, its.run_id)),
    "billing.runs.unbilled": Those(lambda actor: runs.unbilled(actor, MONTH)),
    # payments
    "payments.history.get": Row(lambda actor, its: history.get(actor, its.payment_id)),
    "payments.history.page": Row(lambda actor, its: history.page(actor, its.customer_id)),
    "payments.listing.page": Those(lambda actor: listing.page(actor, PaymentFilter())),
    "payments.listing.totals": Those(lambda actor: listing.totals(actor, PaymentFilter())),
    "payments.listing.collectors": Those(listing.collectors),
    "payments.links.make": Row(lambda actor, its: links.make(actor, its.customer), guess=False),
    "payments.links.send": Row(lambda actor, its: links.send(actor, its.customer), guess=False),
    "payments.links.revoke": Row(lambda actor, its: links.revoke(actor, its.link), guess=False),
    "payments.posting.record": Row(
        lambda actor, its: posting.record(actor, its.customer, TAKA), guess=False
    ),
    "payments.posting.foresee": Row(
        lambda actor, its: posting.foresee(actor, its.customer, TAKA), guess=False
    ),
    "payments.posting.undo": Row(lambda actor, its: posting.undo(actor, its.payment_id)),
    "payments.posting.reverse": Row(
        lambda actor, its: posting.reverse(actor, its.payment_id, "slip")
    ),
    "payments.refunding.payment_of": Row(
        lambda actor, its: refunding.payment_of(actor, its.payment_id, nothing)
    ),
    "payments.refunding.require_within": Free("answers of a row that was got by `payment_of`"),
    "payments.refunding.ask": Row(
        lambda actor, its: refunding.ask(actor, its.payment_id, TAKA, "slip", nothing)
    ),
    "payments.refunding.decide": Row(
        lambda actor, its: refunding.decide(actor, its.payment_id, given=True)
    ),
    "hotspot.offers.of": Row(lambda actor, its: hotspot_offers.of(actor, its.customer_id)),
    "hotspot.selling.foresee": Row(
        lambda actor, its: selling.foresee(actor, its.customer_id, its.package_id)
    ),
    "hotspot.selling.sell": Row(
        lambda actor, its: selling.sell(actor, its.customer_id, its.package_id)
    ),
    "hotspot.selling.held": Row(lambda actor, its: selling.held(actor, its.customer_id)),
    "customers.catalog.for_a_time": Free("what the actor's operators sell, and may change"),
    "customers.catalog.one_for_a_time": Free("one of those"),
    "customers.catalog.save_for_a_time": _ONE_OF_MANY,
    "vouchers.lots.get": Of(lambda actor, its: lots.get(actor, its.lot_id)),
    "vouchers.lots.page": Those(lots.page),
    "vouchers.lots.sellers": Free("who sells for the actor's own operator"),
    "vouchers.lots.offered": Free("what the actor's own operator sells"),
    "vouchers.lots.sells": Free("says what the actor is"),
    "vouchers.lots.make": Free("makes what is the actor's own operator's"),
    "vouchers.lots.print_anew": Of(lambda actor, its: lots.print_anew(actor, its.lot_id, 1)),
    "vouchers.lots.issue": Of(lambda actor, its: lots.issue(actor, its.lot_id, 1)),
    "vouchers.lots.void_rest": Of(lambda actor, its: lots.void_rest(actor, its.lot_id, "lost")),
    "vouchers.serials.find": Of(lambda actor, its: serials.find(actor, its.serial)),
    "vouchers.serials.void": Of(lambda actor, its: serials.void(actor, its.serial, "lost")),
    "vouchers.redeeming.look": Row(
        lambda actor, its: redeeming.look(actor, its.customer_id, "0" * 16)
    ),
    "vouchers.redeeming.by_staff": Row(
        lambda actor, its: redeeming.by_staff(actor, its.customer_id, "0" * 16)
    ),
    "payments.sights.of": _ITS_OWN,
    "payments.sights.of_alike": _ITS_OWN,
    "payments.sights.of_payment": _ITS_OWN,
    "payments.claims.misfits": _ITS_OWN,
    "payments.verifying.seen_elsewhere": _ITS_OWN,
    "payments.verifying.alike": _ITS_OWN,
    "payments.verifying.get": Row(lambda actor, its: verifying.get(actor, its.verification_id)),
    "payments.verifying.waiting": Those(lambda actor: verifying.waiting(actor, limit=99)),
    "payments.verifying.decide": Row(
        lambda actor, its: verifying.decide(actor, its.verification_id, approve=True)
    ),
    "payments.verifying.match": Row(
        lambda actor, its: verifying.match(actor, its.verification_id, its.payment_id)
    ),
    "payments.verifying.language_of": Row(
        lambda actor, its: verifying.language_of(actor, its.verification_id)
    ),
    # telling many
    "outreach.broadcasts.compose": Free("is for those whom its author sees: test_audience"),
    "outreach.broadcasts.get": Row(lambda actor, its: broadcasts.get(actor, its.broadcast_id)),
    "outreach.broadcasts.page": Those(broadcasts.page),
    "outreach.broadcasts.waiting": Those(broadcasts.waiting),
    "outreach.broadcasts.may_decide": Free("answers of a row that was got by `get`"),
    "outreach.broadcasts.needs_approval": Free("answers of a number"),
    "outreach.broadcasts.ask": Row(
        lambda actor, its: broadcasts.ask(actor, its.broadcast, nothing), guess=False, makers=True
    ),
    "outreach.broadcasts.decide": Row(
        lambda actor, its: broadcasts.decide(actor, its.broadcast_id, approve=True)
    ),
    "outreach.broadcasts.reschedule": Row(
        lambda actor, its: broadcasts.reschedule(
            actor, its.broadcast_id, clock.now() + timedelta(hours=1)
        )
    ),
    "outreach.broadcasts.pause": Row(lambda actor, its: broadcasts.pause(actor, its.broadcast_id)),
    "outreach.broadcasts.resume": Row(
        lambda actor, its: broadcasts.resume(actor, its.broadcast_id)
    ),
    "outreach.broadcasts.cancel": Row(
        lambda actor, its: broadcasts.cancel(actor, its.broadcast_id)
    ),
    "outreach.progress.doubtful": Row(
        lambda actor, its: progress.doubtful(actor, its.broadcast_id)
    ),
    **BULKS,
    # files
    "onboarding.fitting.check": _FILE,
    "onboarding.importing.plan": _FILE,
    "onboarding.opening.complete": _FILE,
    "onboarding.opening.carry_out": _FILE,
    "onboarding.opening.steps": _FILE,
    "onboarding.references.make": Free("makes what only the catalog has, by its verbs"),
    # reports
    "reports.acts.page": Those(acts.page),
    "reports.customer_list.page": Those(
        lambda actor: customer_list.page(actor, CustomerFilter(), limit=100)
    ),
    "reports.customer_list.count": Those(
        lambda actor: customer_list.count(actor, CustomerFilter())
    ),
    "reports.lists.bills": Those(lambda actor: whole(lists.bills(actor, BillFilter()))),
    "reports.lists.payments": Those(lambda actor: whole(lists.payments(actor, PaymentFilter()))),
    "reports.lists.messages": Those(lambda actor: whole(lists.messages(actor, MessageFilter()))),
    "messaging.listing.page": Those(lambda actor: messages.page(actor, MessageFilter())),
    "reports.lists.customers": Those(lambda actor: whole(lists.customers(actor, CustomerFilter()))),
    "reports.summary.summary": Those(lambda actor: summary.summary(actor, MONTH)),
    "reports.summary.in_each_currency": Those(lambda actor: summary.in_each_currency(actor, MONTH)),
    # people
    "staff.audit.note": Free("writes down an act that was allowed"),
    "staff.audit.note_each": Free("writes down an act that was allowed"),
    "staff.operators.reached": Those(operators.reached),
    "staff.operators.is_within": Free("is the rule of operators itself"),
    "staff.operators.reached_by": Of(
        lambda actor, its: operators.reached_by(actor, its.operator_id)
    ),
    "staff.operators.within": Of(lambda actor, its: operators.within(actor, "north"), guess=False),
    "staff.operators.save": Of(
        lambda actor, its: operators.save(actor, code="north", name="Ours"),
        guess=False,
    ),
    "staff.people.invite": Of(
        lambda actor, its: people.invite(
            actor, Role.ADMIN, operator_id=its.operator_id, zone_ids=[]
        )
    ),
    "staff.people.save": Of(
        lambda actor, its: people.save(
            actor, name="New", role=Role.NOC, telegram_id=1, operator_code="north"
        ),
        guess=False,
    ),
    "staff.people.get": Of(lambda actor, its: people.get(actor, its.staff_id)),
    "staff.people.remove": Of(lambda actor, its: people.remove(actor, its.staff_id)),
    "staff.people.set_language": Free("is the actor's own"),
    "staff.people.list_people": Those(people.list_people),
}
