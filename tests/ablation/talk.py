"""Guards of what comes in: requests, what is said to us, updates, taps, cards."""

from __future__ import annotations

from tests.ablation.guard import POSTGRES, Guard

_HEARD = "tests/scheduler/test_heard.py"
_INBOX = "tests/scheduler/test_inbox.py"
_CARDS = "tests/domain/chat/test_cards.py"
_MEMORY = "tests/domain/chat/test_memory.py"

GUARDS = (
    Guard(
        "inbox: stored once",
        "a request that is repeated is stored once",
        {
            "'unique_together': (('kind', 'gateway', 'digest'),), ": "",
            'VALUES {\', \'.join(lines)}" " ON CONFLICT (kind, gateway, digest) DO NOTHING",': (
                "VALUES {', '.join(lines)}\","
            ),
        },
        f"{_INBOX}::test_a_request_that_is_repeated_is_stored_once",
        key="inbox (kind, gateway, digest)",
    ),
    Guard(
        "inbox: claimed by one",
        "a request that is in hand is nobody else's",
        {
            "WHERE status = 'new' AND (due_ms <= $1 OR due_ms > $2)\" f\" AND kind": (
                "WHERE status = 'new' AND (due_ms <= $1 OR TRUE OR due_ms > $2)\" f\" AND kind"
            ),
        },
        f"{_INBOX}::test_what_is_still_in_hand_is_nobody_elses",
    ),
    Guard(
        "heard: kept once",
        "what is told in two shapes is heard once",
        {
            '"unique_together": (("gateway", "provider_id"),),': "",
            "VALUES {', '.join(lines)} ON CONFLICT (gateway, provider_id) DO NOTHING\",": (
                "VALUES {', '.join(lines)}\","
            ),
        },
        f"{_HEARD}::test_both_shapes_of_one_message_are_one",
        key="heard (gateway, provider_id)",
    ),
    Guard(
        "heard: claimed by one",
        "what is in hand is nobody else's",
        {
            "_IS_DUE = \"h.status = 'new' AND (h.due_ms <= $1 OR h.due_ms > $2)\"": (
                "_IS_DUE = \"h.status = 'new' AND (h.due_ms <= $1 OR TRUE OR h.due_ms > $2)\""
            ),
        },
        f"{_HEARD}::test_one_persons_words_wait_for_each_other_and_anothers_do_not",
    ),
    Guard(
        "heard: one of a person at a time",
        "while one thing of a person is in hand, the next waits",
        {
            '" AND o.id <> h.id AND ((o.due_ms > $1 AND o.due_ms <= $2)"': (
                '" AND o.id <> h.id AND ((o.due_ms > $1 AND o.due_ms <= $2 AND FALSE)"'
            ),
        },
        f"{_HEARD}::test_what_came_late_waits_while_its_person_is_being_answered",
    ),
    Guard(
        "heard: those who claim take turns",
        "two processes never take of one person at once",
        {'await db.lock("heard")': "pass"},
        "tests/domain/messaging/test_at_once.py"
        "::test_of_two_who_claim_what_a_person_said_one_gets_it",
        POSTGRES,
    ),
    Guard(
        "heard: waits for what came before",
        "words are answered in the order in which they were said",
        {
            "i.error = '' AND i.tries <= {TAKEN_UP})\"": (
                "i.error = '' AND i.tries <= {TAKEN_UP} AND FALSE)\""
            ),
        },
        f"{_HEARD}::test_words_wait_for_those_that_came_before_and_are_being_read",
    ),
    Guard(
        "heard: done by who has it",
        "who only hung answers nothing a second time",
        {
            "Heard.filter(id=one.spoken.id, status=HeardStatus.NEW, tries=one.tries)": (
                "Heard.filter(id=one.spoken.id)"
            ),
        },
        f"{_HEARD}::test_a_killed_process_leaves_its_person_to_the_next_and_nothing_is_sent_twice",
    ),
    Guard(
        "update: taken once",
        "an update of a chat app is handled once",
        {
            "'CONSTRAINT \"uid_seen_update_source_abe6de\" UNIQUE (source, number)'": (
                "'CHECK (TRUE)'"
            ),
            "ON CONFLICT (source, number) DO NOTHING RETURNING source, number": (
                "RETURNING source, number"
            ),
        },
        f"{_MEMORY}::test_an_update_is_taken_once",
        key="seen_update (source, number)",
    ),
    Guard(
        "button: used once",
        "a tap that moves money moves it once",
        {'AND act = $3 AND used_at IS NULL"': 'AND act = $3"'},
        f"{_MEMORY}::test_of_many_taps_one_acts",
    ),
    Guard(
        "card: one of a key",
        "a card that is raised again is the same card",
        {"return ( self.key, self.screen,": "return ( f'{self.key}:{self.screen}', self.screen,"},
        f"{_CARDS}::test_a_card_of_the_same_key_is_the_same_card",
        key="card (key)",
    ),
    Guard(
        "card: claimed by one",
        "a card is drawn by one process",
        {
            'WHERE wanted > shown AND (locked_until <= $3 OR locked_until > $4)"': (
                'WHERE wanted > shown AND (locked_until <= $3 OR TRUE OR locked_until > $4)"'
            ),
        },
        f"{_CARDS}::test_of_several_processes_exactly_one_gets_a_card",
    ),
    Guard(
        "card: shown by who has it",
        "who lost the claim leaves no trace",
        {
            '" WHERE id = $3 AND holder = $4 AND locked_until = $5",': (
                '" WHERE id = $3 AND (holder = $4 OR TRUE) AND (locked_until = $5 OR TRUE)",'
            ),
        },
        f"{_CARDS}::test_who_lost_the_claim_leaves_no_trace",
    ),
    Guard(
        "card: a tap waits for who draws",
        "what is drawn does not come after what a tap shows",
        {
            "AND (locked_until <= $3 OR holder IN ('', $1))\"": (
                "AND (locked_until <= $3 OR TRUE OR holder IN ('', $1))\""
            ),
        },
        f"{_CARDS}::test_a_tap_waits_for_who_draws_and_who_draws_for_the_tap",
    ),
)
