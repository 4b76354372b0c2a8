"""Guards of payments, attempts, what waits for a person, the books, and advance."""

from __future__ import annotations

from tests.ablation.guard import POSTGRES, Guard

_PAYMENTS = "tests/domain/payments"
_AT_ONCE = f"{_PAYMENTS}/test_at_once.py"
_ORDER = f"{_PAYMENTS}/test_order.py"
# A move to a state, whatever the row has come to since it was read.
UNSEEN = 'await row.update_from_dict({"status": to, **values}).save()\n    return True'

GUARDS = (
    Guard(
        "payment: one of an attempt",
        "an attempt is one payment, whoever concludes it",
        {
            '"CREATE UNIQUE INDEX one_payment_per_attempt': '"CREATE INDEX one_payment_per_attempt',
        },
        f"{_AT_ONCE}::test_an_attempt_is_one_payment",
        key="payment (attempt_id)",
    ),
    Guard(
        "payment: one of a transaction",
        "a transaction is money once, by whatever way and account it comes",
        {
            'f"CREATE UNIQUE INDEX one_{system}_transaction': (
                'f"CREATE INDEX one_{system}_transaction'
            ),
        },
        f"{_PAYMENTS}/test_sights.py::test_of_every_two_ways_the_second_does_not_post",
        key="payment (txn_id)",
    ),
    Guard(
        "payment: refused without harm",
        "who comes second with a transaction is told, and their own transaction goes on",
        {
            'ON CONFLICT DO NOTHING RETURNING id", *values': 'RETURNING id", *values',
        },
        f"{_PAYMENTS}/test_posting.py::test_a_transaction_id_is_taken_once_also_of_two_at_once",
    ),
    Guard(
        "payment: the customer is held",
        "of two who type the same money the second is asked",
        {
            "await standing.hold([customer.id]) if apart_from is not None:": (
                "if apart_from is not None:"
            ),
        },
        f"{_AT_ONCE}::test_of_two_who_type_the_same_money_the_second_is_asked",
        POSTGRES,
    ),
    Guard(
        "payment: the same again is asked about",
        "the same amount within minutes is asked about",
        {
            "if same is None: return first = await Staff": "return\n    first = await Staff",
        },
        f"{_PAYMENTS}/test_posting.py::test_the_same_amount_again_is_asked_about_whoever_was_first",
    ),
    Guard(
        "payment: reversed from posted only",
        "money is taken back once",
        {
            '"""Move a payment; False when somebody was first."""'
            " return await db.advance(row, to, of=[row.status], **values)": UNSEEN,
        },
        f"{_PAYMENTS}/test_posting.py::test_two_who_reverse_at_once_reverse_once",
        backed=("credit: taken back once",),
    ),
    Guard(
        "state: moved from where it was seen",
        "of two who move a row from one state, one does",
        {
            """f' AND "{columns[field]}" IN ({marks(len(origins), after=len(change) + 1)})',""": (
                """f' AND ("{columns[field]}" IN ({marks(len(origins), after=len(change) + 1)})'"""
                " ' OR TRUE)',"
            ),
        },
        f"{_PAYMENTS}/test_moving.py::test_of_two_who_move_it_one_does_and_that_is_kept_once",
    ),
    Guard(
        "attempt: moved by one",
        "a step of an attempt is made and kept once",
        {
            "return await db.advance(row, to, of=[row.status], noted=move, **values)": (
                f"await move.save()\n    {UNSEEN}"
            ),
        },
        f"{_PAYMENTS}/test_moving.py::test_of_two_who_move_it_one_does_and_that_is_kept_once",
    ),
    Guard(
        "attempt: held while it is concluded",
        "two answers about one attempt post it once, and leave no doubt to a person",
        {
            "WHERE a.id = $1{db.locked('a')}\"": 'WHERE a.id = $1"',
        },
        f"{_AT_ONCE}::test_two_answers_about_an_attempt_at_once_are_one_payment_and_no_doubt",
        POSTGRES,
    ),
    Guard(
        "attempt: one asks at a time",
        "a gateway is asked about an attempt by one, whose answer serves the others",
        {
            '" AND (asking_until IS NULL OR asking_until <= $3)"': (
                '" AND (asking_until IS NULL OR asking_until <= $3 OR TRUE)"'
            ),
        },
        f"{_PAYMENTS}/test_askers.py"
        "::test_an_asker_that_was_overtaken_leaves_the_others_place_alone",
    ),
    Guard(
        "attempt: an asker frees their own place",
        "who was overtaken while asking leaves the place to who has it",
        {
            "await Attempt.filter(id=attempt.id, asking_until=attempt.asking_until).update("
            " asking_until=None": "await Attempt.filter(id=attempt.id).update( asking_until=None",
        },
        f"{_PAYMENTS}/test_askers.py"
        "::test_an_asker_that_was_overtaken_leaves_the_others_place_alone",
    ),
    Guard(
        "attempt: an asker keeps their own place",
        "who was overtaken while asking does not take the place back",
        {
            "if await Attempt.filter(id=attempt.id, asking_until=attempt.asking_until).update(": (
                "if await Attempt.filter(id=attempt.id).update("
            ),
        },
        f"{_PAYMENTS}/test_askers.py::test_an_asker_that_was_overtaken_renews_nothing",
    ),
    Guard(
        "attempt: who concludes leaves the place of another",
        "whoever asks by now goes on asking alone",
        {"if attempt.asking_until == mine:": "if attempt.asking_until:"},
        f"{_PAYMENTS}/test_askers.py"
        "::test_an_asker_that_was_overtaken_concludes_and_leaves_the_others_place_alone",
    ),
    Guard(
        "attempt: polled by one",
        "an attempt whose time has come is asked about by one process",
        {
            'WHERE poll_at IS NOT NULL AND poll_at <= $2"': (
                'WHERE poll_at IS NOT NULL AND (poll_at <= $2 OR TRUE)"'
            ),
        },
        f"{_PAYMENTS}/test_asking.py::test_two_pollers_ask_about_an_attempt_once",
    ),
    Guard(
        "attempt: a second tap gets the first",
        "a second tap or tab leads to the attempt of the first",
        {'await db.lock(f"attempt of {customer.id}")': "pass"},
        f"{_AT_ONCE}::test_two_taps_at_once_begin_one_attempt",
        POSTGRES,
    ),
    Guard(
        "attempt: one of a session",
        "what a gateway says of a session is of one attempt",
        {
            '"CREATE UNIQUE INDEX one_attempt_per_session': '"CREATE INDEX one_attempt_per_session',
        },
        f"{_AT_ONCE}::test_a_session_is_of_one_attempt",
        key="attempt (gateway_id, session)",
    ),
    Guard(
        "transaction: told apart by one",
        "of two who say at once that an id is of another transaction, one posts",
        {
            'await db.lock(f"transaction {rules.tidy_txn(txn_id.partition(AGAIN)[0])}")': "pass",
        },
        f"{_AT_ONCE}::test_of_two_who_set_an_id_apart_at_once_one_posts",
        POSTGRES,
    ),
    Guard(
        "verification: one waits for a transaction",
        "a transaction that is claimed twice at once waits once",
        {
            '"CREATE UNIQUE INDEX one_waiting_verification_per_txn': (
                '"CREATE INDEX one_waiting_verification_per_txn'
            ),
        },
        f"{_AT_ONCE}::test_of_two_claims_of_a_transaction_at_once_one_waits",
        POSTGRES,
        backed=("transaction: told apart by one",),
        key="verification (gateway_id, txn_id)",
    ),
    Guard(
        "verification: kept by one",
        "what an account tells twice at once is kept once",
        {
            "await sights.alone_with(txn_id) rows = await sights.told_by": (
                "rows = await sights.told_by"
            ),
        },
        f"{_AT_ONCE}::test_what_is_told_twice_at_once_is_kept_once",
        POSTGRES,
    ),
    Guard(
        "verification: decided once",
        "a decision is made once, however many tap",
        {
            '"""Move what waits for a person, or waited; False when somebody was first."""'
            " return await db.advance(row, to, of=[row.status], **values)": UNSEEN,
        },
        f"{_PAYMENTS}/test_verifying.py::test_a_decision_is_made_once_however_many_tap",
    ),
    Guard(
        "verification: the attempt is held first",
        "who decides never waits in a circle with an answer about the attempt",
        {
            "await queries.attempts.hold(row.attempt_id)": "pass",
        },
        f"{_ORDER}::test_who_decides_waits_for_an_answer_that_needs_the_transaction",
        POSTGRES,
    ),
    Guard(
        "verification: the customer is held next",
        "who decides never waits in a circle with who posts money of the customer",
        {"if owner is not None: await standing.hold([owner])": ""},
        f"{_ORDER}::test_who_decides_waits_for_an_answer_that_needs_the_transaction",
        POSTGRES,
    ),
    Guard(
        "payment: the customer is held before it is reversed",
        "who takes money back never waits in a circle with who posts the same transaction",
        {
            "await standing.hold([payment.customer_id]) await require_reversible(payment)": (
                "await require_reversible(payment)"
            )
        },
        f"{_ORDER}::test_who_takes_a_payment_back_waits_for_one_that_needs_its_transaction",
        POSTGRES,
    ),
    Guard(
        "entry: reversed once",
        "what moved in the books is moved back once",
        {
            "('reverses_id', fields.BigIntField(null=True, unique=True)),": (
                "('reverses_id', fields.BigIntField(null=True)),"
            ),
            '" WHERE cause = $6 AND cause_id = $7 AND reverses_id IS NULL ORDER BY id"'
            ' " ON CONFLICT (reverses_id) DO NOTHING",': (
                '" WHERE cause = $6 AND cause_id = $7 AND reverses_id IS NULL ORDER BY id",'
            ),
        },
        "tests/domain/ledger/test_entries.py::test_what_was_reversed_is_not_reversed_again",
        key="entry (reverses_id)",
    ),
    Guard(
        "credit: one of a source",
        "what came is advance once",
        {"'unique_together': (('source', 'source_id'),), ": ""},
        "tests/domain/billing/test_allocation.py::test_what_came_is_taken_in_once",
        key="credit (source, source_id)",
    ),
    Guard(
        "credit: taken back once",
        "advance is taken back once",
        {
            "taken = await Credit.filter(id=credit.id, withdrawn_at=None).update(": (
                "taken = await Credit.filter(id=credit.id).update("
            ),
        },
        "tests/domain/billing/test_allocation.py::test_a_credit_is_taken_back_once",
    ),
    Guard(
        "credit: the customer is held",
        "money that comes at once settles no part of a bill twice",
        {"WHERE c.id = $1{db.locked('c')}\", customer_id,": 'WHERE c.id = $1", customer_id,'},
        "tests/domain/billing/test_at_once.py::test_money_that_comes_at_once_settles_no_part_twice",
        POSTGRES,
    ),
)
