"""What looks like a guard of 'exactly once' and is none, by the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Rooms that are looked at: those where something happens once that people or money would feel.
ROOMS = frozenset({
    "batches", "billing", "bulk", "chat", "db", "incidents", "inbox", "jobs", "ledger", "messaging",
    "network", "onboarding", "outreach", "payments", "vouchers",
})  # fmt: skip

PLACES: Mapping[str, Sequence[str]] = {
    "what is written again is the same, or the newest word: nothing is counted or sent by it": (
        "chat.put_memory ON CONFLICT",
        "jobs.beat ON CONFLICT",
        "messaging.keep ON CONFLICT",
        "messaging.note_asked ON CONFLICT",
        "messaging.unreachable ON CONFLICT",
        "messaging.share ON CONFLICT",
        "messaging.take_back UPDATE",
        "messaging.decline ON CONFLICT",
        "messaging.heard_from ON CONFLICT",
        "messaging.has_stopped ON CONFLICT",
        "messaging.goes_on UPDATE",
    ),
    "a card that is drawn once more shows the same": (
        "chat._want_again UPDATE",
        "chat.give_back UPDATE",
        "chat.put_off UPDATE",
        "chat.put_off_chat UPDATE",
        "chat.want_anew UPDATE",
    ),
    "the order in which rows are locked: out of it one of two fails whole, and is done again": (
        "chat._want_again db.locked",
        "chat.give_back db.locked",
        "chat.lock_cards db.locked",
        "chat.put_off_chat db.locked",
        "chat.release db.locked",
        "chat.tap db.locked",
        "messaging.lock db.lock",
        "payments._meeting db.skip_locked",
    ),
    "a unique key is the guard, in the table: this is what meets it": (
        "billing._added db.add",
        "billing.begin ON CONFLICT",
        "billing.charge ON CONFLICT",
        "billing.note_ends ON CONFLICT",
        "billing.receive db.add",
        "chat.put_cards ON CONFLICT",
        "network._ENSURE ON CONFLICT",
        "network.add_state ON CONFLICT",
        "network.grant ON CONFLICT",
        "payments._write db.add",
        "payments.ask db.add",
    ),
    "its conditions, or who calls it, are guards of their own": (
        "bulk._move db.advance",
        "bulk.come_by UPDATE",
        "bulk._tried db.advance",
        "bulk.check db.advance",
        "billing.drop_planned db.advance",
        "billing._give_up db.advance",
        "messaging.claim db.claiming",
        "messaging.recover db.advance",
        "network.status_locked db.locked",
        "payments.hold db.locked",
    ),
    "only says when something is looked at again": (
        "incidents.go_on UPDATE",
        "messaging.take_up UPDATE",
        "network.forget UPDATE",
        "network.go_on UPDATE",
        "payments._ask filter",
        "payments._stay filter",
        "payments._wait_for_a_late_word filter",
        "payments._watch filter",
        "payments.give_back UPDATE",
    ),
    "made again it says the same: when a run, a broadcast or a link ended, or was first seen": (
        "billing._note_fees UPDATE",
        "billing.bear UPDATE",
        "billing.bear_no_more UPDATE",
        "billing.warn UPDATE",
        "billing._step db.advance",
        "bulk._end db.advance",
        "outreach._end_filling filter",
        "outreach._finish db.advance",
        "outreach._go_on_by_the_next_channel db.advance",
        "payments.close_settled UPDATE",
        "payments.opened filter",
        "payments.revoke filter",
    ),
}

KEYS: Mapping[str, Sequence[str]] = {
    "a name that people give": (
        "billing_profile (code)", "gateway (name)", "operator (code)", "package (code)",
        "router (name)", "zone (code)",
    ),
    "an account of a chat app": ("staff (telegram_id)", "staff_group (purpose, app, chat_id)"),
    "what is written again is the newest word": (
        "customer (code)", "event_setting (operator_id, event)", "identity (channel, address)",
        "prepaid (customer_id)",
        "reach (channel, address)", "template (operator_id, event, language, channel)",
    ),
    "the search, which is made of the customers again": (
        "search_term (word, customer_id)", "search_variant (variant, word)",
    ),
    "drawn at random, or made of another id": (
        "attempt (ref)", "invite (token_hash)", "link (token_hash)", "refund (ref)",
        "voucher (pin_hash)", "voucher (serial)",
    ),
}  # fmt: skip
