"""Guards of the outbox and of broadcasts."""

from __future__ import annotations

from tests.ablation.guard import POSTGRES, Guard

_MESSAGING = "tests/domain/messaging"
_OUTREACH = "tests/domain/outreach"

GUARDS = (
    Guard(
        "message: one of a cause",
        "a cause is told once",
        {
            "('dedupe', fields.CharField(unique=True, max_length=120)),": (
                "('dedupe', fields.CharField(max_length=120)),"
            ),
            'f" WHERE {on} ON CONFLICT (dedupe) DO NOTHING",': 'f" WHERE {on}",',
            '(SELECT id FROM telling) ON CONFLICT (dedupe) DO NOTHING"': (
                '(SELECT id FROM telling)"'
            ),
            'VALUES {\', \'.join(lines)}" " ON CONFLICT (dedupe) DO NOTHING",': (
                "VALUES {', '.join(lines)}\","
            ),
        },
        f"{_MESSAGING}/test_outbox.py::test_one_cause_makes_one_message_however_often_it_is_told",
        key="message (dedupe)",
    ),
    Guard(
        "message: claimed by one",
        "a message is taken up by one worker",
        {
            "WHERE status = 'ready' AND due_ms <= $3\"": (
                "WHERE status IN ('ready', 'leased') AND due_ms <= $3\""
            ),
        },
        f"{_MESSAGING}/test_dispatch.py::test_two_workers_send_each_message_once",
    ),
    Guard(
        "row: what another claims is passed over",
        "two who claim at the same moment never get one row",
        {'return " FOR UPDATE SKIP LOCKED" if on_postgres() else ""': 'return ""'},
        f"{_MESSAGING}/test_at_once.py::test_of_two_who_claim_at_once_each_gets_others",
        POSTGRES,
    ),
    Guard(
        "message: still ours before it is sent",
        "who slept through a lease sends nothing",
        {
            "mine = f\"holder = $1 AND status = 'leased' AND id IN": (
                "mine = f\"(holder = $1 OR TRUE) AND status <> 'ready' AND id IN"
            ),
        },
        f"{_MESSAGING}/test_waves.py::test_a_worker_that_slept_through_its_lease_sends_nothing_twice",
    ),
    Guard(
        "message: held while its try is written down",
        "who is taken for dead at that moment has either sent it or lost it",
        {
            'f" WHERE {mine} AND locked_ms > $2{may_go} ORDER BY id{db.locked()}",': (
                'f" WHERE {mine} AND locked_ms > $2{may_go} ORDER BY id",'
            ),
        },
        f"{_MESSAGING}/test_at_once.py"
        "::test_who_is_taken_for_dead_while_a_try_is_written_down_keeps_it",
        POSTGRES,
    ),
    Guard(
        "message: given back by who has it",
        "who slept through a lease leaves what another has by now",
        {
            "\" WHERE holder = $1 AND status = 'leased'\"": '" WHERE (holder = $1 OR TRUE)"',
        },
        f"{_MESSAGING}/test_waves.py::test_who_slept_through_a_lease_leaves_what_another_has",
    ),
    Guard(
        "message: taken back by one",
        "of two who look for what the dead have left, one takes it back",
        {'f" ORDER BY m.id LIMIT 500{db.skip_locked()}",': '" ORDER BY m.id LIMIT 500",'},
        f"{_MESSAGING}/test_at_once.py::test_of_two_who_take_back_what_the_dead_left_one_does",
        POSTGRES,
    ),
    Guard(
        "message: what was handed over is unknown",
        "what may have been sent is not sent again by itself",
        {
            "if handed: await outbox.move(": "if not handed and handed:\n"
            "                await outbox.move(",
        },
        f"{_MESSAGING}/test_dispatch.py"
        "::test_a_kill_between_handing_and_recording_leaves_it_unknown_and_sends_it_no_more",
    ),
    Guard(
        "message: held with its broadcast",
        "what came back after a pause is not sent",
        {
            "(SELECT id FROM broadcast WHERE status IN ('paused', 'cancelled')\"": (
                "(SELECT id FROM broadcast WHERE status IN ('none')\""
            ),
        },
        f"{_OUTREACH}/test_sending.py"
        "::test_what_came_back_to_the_outbox_behind_a_pause_is_not_claimed",
    ),
    Guard(
        "message: in the order of a conversation",
        "answers to one person leave in order",
        {'"(thread IS NULL OR NOT EXISTS': '"(thread IS NULL OR TRUE OR NOT EXISTS'},
        f"{_MESSAGING}/test_replies.py"
        "::test_answers_to_one_person_leave_in_order_and_nobody_else_waits_for_them",
    ),
    Guard(
        "message: moved by the map",
        "what has arrived is nothing less any more",
        {
            'f" AND status IN ({db.marks(len(of), after=3)})" " RETURNING customer_id': (
                'f" AND (status IN ({db.marks(len(of), after=3)}) OR TRUE)" " RETURNING customer_id'
            ),
        },
        f"{_MESSAGING}/test_reports.py::test_in_any_order_the_highest_word_stays",
        backed=("delivery: states only rise",),
    ),
    Guard(
        "message: sent again from its end only",
        "what is under way or arrived is not sent again",
        {
            "await db.advance( message, MessageStatus.READY,"
            " of=[MessageStatus.FAILED, MessageStatus.UNKNOWN, MessageStatus.DROPPED],": (
                "await Message.filter(id=message.id).update(status=MessageStatus.READY,"
            ),
        },
        f"{_MESSAGING}/test_outbox.py::test_what_is_under_way_or_arrived_is_not_sent_again",
    ),
    Guard(
        "delivery: states only rise",
        "a late report takes nothing back",
        {
            "await Delivery.filter(id=delivery.id, status__in=lower).update(": (
                "await Delivery.filter(id=delivery.id).update("
            ),
        },
        f"{_MESSAGING}/test_reports.py::test_in_any_order_the_highest_word_stays",
    ),
    Guard(
        "delivery: fails once",
        "of one failure the next channel has its turn once",
        {
            "id=delivery.id, status__in=[DeliveryStatus.HANDED, DeliveryStatus.SENT,"
            " DeliveryStatus.UNKNOWN],": "id=delivery.id,",
        },
        f"{_MESSAGING}/test_reports.py"
        "::test_a_failure_that_is_told_later_brings_the_next_channel_once",
    ),
    Guard(
        "delivery: what a report told stays",
        "an answer that is written down late takes nothing back",
        {
            "status = CASE WHEN status IN ('handed', 'unknown') THEN 'sent' ELSE status END": (
                "status = 'sent'"
            ),
        },
        f"{_MESSAGING}/test_reports.py"
        "::test_a_word_that_comes_before_the_answer_is_found_by_our_reference",
    ),
    Guard(
        "delivery: unknown where nothing is known",
        "what a report told of is not put before a person",
        {
            "Delivery.filter(id=one.delivery_id, status=DeliveryStatus.HANDED).update(": (
                "Delivery.filter(id=one.delivery_id).update("
            ),
        },
        f"{_MESSAGING}/test_reports.py::test_a_word_that_comes_before_silence_leaves_no_doubt",
    ),
    Guard(
        "delivery: asked about by one",
        "a provider is asked once how a message stands",
        {
            'WHERE ask_ms > 0 AND ask_ms <= $2"': 'WHERE ask_ms > 0 AND (ask_ms <= $2 OR TRUE)"',
        },
        f"{_MESSAGING}/test_reports.py"
        "::test_a_provider_that_tells_nothing_is_asked_until_it_is_final",
    ),
    Guard(
        "message: given back from where it was",
        "what is settled is not taken up again",
        {
            "Message.filter(id=message_id, status__in=origins).update(": (
                "Message.filter(id=message_id).update("
            ),
        },
        f"{_MESSAGING}/test_outbox.py::test_what_has_arrived_is_not_given_back",
    ),
    Guard(
        "message: put off by who has it",
        "what was taken from a worker is not put off by it: another may be sending it",
        {
            "\" WHERE holder = $2 AND status = 'leased'\"": '" WHERE (holder = $2 OR TRUE)"',
        },
        f"{_MESSAGING}/test_waves.py::test_who_slept_while_choosing_puts_off_nothing_of_another",
    ),
    Guard(
        "broadcast: another hour before it is decided only",
        "what was decided keeps its hour",
        {
            "Broadcast.filter(id=row.id, status=B.ASKED).update(send_at=send_at)": (
                "Broadcast.filter(id=row.id).update(send_at=send_at)"
            ),
        },
        f"{_OUTREACH}/test_broadcasts.py::test_another_time_is_set_before_approval_and_kept_to",
    ),
    Guard(
        "broadcast: steered from where it is",
        "what was not decided yet can't be let go on",
        {
            "if not await db.advance(row, to, of=of, ended_at=ended_at": (
                "if not await Broadcast.filter(id=row.id).update(status=to, ended_at=ended_at"
            ),
        },
        f"{_OUTREACH}/test_broadcasts.py::test_what_is_asked_for_may_be_withdrawn_but_not_resumed",
    ),
    Guard(
        "broadcast: alive as long as it moves",
        "one over which we stood still is held, whoever looks at it",
        {
            'AND (moved_at IS NULL OR moved_at >= $3)"': 'AND ($3 >= 0 OR moved_at >= $3)"',
        },
        f"{_OUTREACH}/test_late.py::test_one_that_a_downtime_stopped_half_way_is_held_too",
    ),
    Guard(
        "broadcast: held as it was seen",
        "what a person has said meanwhile stands",
        {
            "Broadcast.filter(id=row.id, status=row.status, moved_at=row.moved_at)": (
                "Broadcast.filter(id=row.id)"
            ),
        },
        f"{_OUTREACH}/test_sending.py::test_who_cancels_at_the_hour_itself_is_heard",
    ),
    Guard(
        "broadcast: a batch is filled by one",
        "nobody is put into the outbox twice, and nobody gets two links",
        {
            "ours = type(row).filter(pk=row.pk, cursor=after, **still)": (
                "ours = type(row).filter(pk=row.pk, **still)"
            ),
        },
        f"{_OUTREACH}/test_sending.py::test_links_are_made_once_for_each_though_two_fill",
    ),
    Guard(
        "broadcast: begun by one",
        "a broadcast begins once, and not after somebody has cancelled it",
        {
            "if await db.advance(row, B.RUNNING, of=[B.SCHEDULED], started_at=now": (
                "if await Broadcast.filter(id=row.id).update(status=B.RUNNING, started_at=now"
            ),
        },
        f"{_OUTREACH}/test_sending.py::test_who_cancels_at_the_hour_itself_is_heard",
    ),
    Guard(
        "broadcast: decided once",
        "who decides second is told who was first",
        {
            "decided = await db.advance( row, to, of=[B.ASKED],": (
                "decided = await Broadcast.filter(id=row.id).update(status=to,"
            ),
        },
        f"{_OUTREACH}/test_broadcasts.py::test_who_decides_second_is_told_who_was_first",
    ),
    Guard(
        "broadcast: locked while its stragglers are held",
        "who resumes while they are being held lets all of them go",
        {'WHERE id = $1 AND status = $2{db.locked()}"': 'WHERE id = $1 AND status = $2"'},
        f"{_OUTREACH}/test_sending.py::test_who_resumes_while_stragglers_are_held_lets_all_go",
        POSTGRES,
    ),
    Guard(
        "broadcast: looked at before its stragglers are held",
        "who resumes at that moment is heard",
        {"if await _stands(row) and await broadcasts": "if await broadcasts"},
        f"{_OUTREACH}/test_sending.py::test_who_resumes_while_stragglers_are_looked_for_is_heard",
    ),
)
